"""What is said beside the result, and to whom."""

import io
import json
import sys

import pytest

from pipeline.cli.speak import describe, print_json, working
from pipeline.errors import NoGoalError


class Terminal(io.StringIO):
    """A stream at which somebody sits."""

    def isatty(self) -> bool:
        return True


def test_progress_shows_at_a_terminal(monkeypatch):
    """Somebody who waits sees what is being done."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")

    with working("strategie.pdf wird eingelesen …"):
        pass

    assert "strategie.pdf wird eingelesen" in sys.stderr.getvalue()


def test_progress_is_silent_elsewhere(capsys):
    """A log or a pipe gets no moving letters."""
    with working("strategie.pdf wird eingelesen …"):
        pass

    assert capsys.readouterr() == ("", "")


def test_json_keeps_its_letters(capsys):
    """Umlauts stay readable."""
    print_json({"größe": "ß"})

    out = capsys.readouterr().out
    assert "größe" in out
    assert json.loads(out) == {"größe": "ß"}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NoGoalError("Kein Ziel.", "Tun Sie dies."), "Kein Ziel.\nTun Sie dies."),
        (ValueError("krumm"), "Unerwarteter Fehler: ValueError: krumm\nDas ist ein Mangel"),
    ],
)
def test_errors_are_said_in_two_lines(error, words):
    """Ours in our words, others with their kind and where to look."""
    said = describe(error)

    assert said.startswith(words)
    assert len(said.splitlines()) == 2
