"""`zielkatalog repair`, as users call it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.records import Repair
from pipeline.repair import apply_repairs

DAMAGED = "Die Fér-\nderung fiir Kinder kénnen wir\n\nnicht iiberall gewéihren.\n"
MEANT = "Die För-\nderung für Kinder können wir\n\nnicht überall gewähren.\n"


def zielkatalog(*arguments: object, stdin: str | bytes = "") -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process of its own."""
    command = Path(sys.executable).with_name("zielkatalog")
    data = stdin.encode("utf-8") if isinstance(stdin, str) else stdin
    return subprocess.run([command, *map(str, arguments)], input=data, capture_output=True, timeout=120)


def test_a_filter():
    """Damaged text in, repaired text out, line for line; what is said beside it goes to stderr."""
    done = zielkatalog("repair", stdin=DAMAGED)

    assert done.returncode == 0
    assert done.stdout.decode("utf-8") == MEANT
    assert "Berichtigungen" in done.stderr.decode("utf-8")


def test_a_file_as_json(tmp_path: Path):
    """With --json the text and the changes, which can be replayed on the file."""
    file = tmp_path / "text.txt"
    file.write_text(DAMAGED, encoding="utf-8")

    data = json.loads(zielkatalog("repair", file, "--json").stdout)
    repairs = [Repair(**{**one, "alternatives": tuple(one["alternatives"])}) for one in data["repairs"]]
    assert data["text"] == MEANT == apply_repairs(repairs, DAMAGED)
    assert data["doubts"] == []


def test_windows_line_ends_are_kept():
    """A text with carriage returns keeps them."""
    done = zielkatalog("repair", stdin=DAMAGED.replace("\n", "\r\n"))

    assert done.stdout.decode("utf-8") == MEANT.replace("\n", "\r\n")


def test_explain():
    """Candidates are shown with their scores, as a table and as JSON."""
    table = zielkatalog("repair", "--explain", "fiir").stdout.decode("utf-8").splitlines()
    data = json.loads(zielkatalog("repair", "--explain", "fiir", "--json").stdout)

    assert table[1].split()[0] == "für" == data[0]["word"]
    assert "ü → ii" in table[1]


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", "leer"), (b" \n\n", "leer"), (b"%PDF-1.7\n\xe2\xe3\xcf", "UTF-8"), (None, "nicht lesbar")],
)
def test_what_cannot_be_read(tmp_path: Path, content: bytes | None, problem: str):
    """No text: status 3, and a message that says what is wrong with which file."""
    file = tmp_path / "eingabe.txt"
    if content is not None:
        file.write_bytes(content)

    done = zielkatalog("repair", file)
    assert done.returncode == 3
    assert done.stdout == b""
    message = done.stderr.decode("utf-8")
    assert problem in message
    assert "eingabe.txt" in message
    assert len(message.splitlines()) <= 3


def test_own_rules(tmp_path: Path):
    """A county's word list counts; a folder that does not exist is a wrong call."""
    (tmp_path / "woerter").mkdir()
    (tmp_path / "woerter" / "orte.txt").write_text("Äbbenwüsch\n", encoding="utf-8")

    done = zielkatalog("repair", "--rules", tmp_path, stdin="Fiir Abbenwiisch.")
    assert done.stdout.decode("utf-8") == "Für Äbbenwüsch."
    assert zielkatalog("repair", "--rules", tmp_path / "nirgends", stdin="x").returncode == 2
