"""The command line: run in this process (`cli`) or as a process of its own (`process`)."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.cli.app import guarded
from pipeline.emit import write_catalogue
from pipeline.records import Finding, Theme
from tests.factories import catalogue, deadline, goal

STRATEGY = """\
Sozialstrategie für den Landkreis Lindental 2025-2030

4.1 Mobilität

LZ 1 Alle Wege im Landkreis sind kurz.

UZ 1.1 Bis Ende 2026 fährt jede Stunde ein Bus.

M 1.1.1 Das Amt bestellt zwei Busse bis zum 31.03.2026.
"""


class Result(NamedTuple):
    """What a command said and how it ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch, tmp_path: Path) -> Callable[..., Result]:
    """Run a command in this process, with a fresh folder as the current one."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Result:
        capsys.readouterr()
        status = guarded([str(argument) for argument in arguments])
        return Result(status, *capsys.readouterr())

    return run


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., Result]:
    """Run a command as a user does, as a process of its own."""

    def run(*arguments: object, **environment: str) -> Result:
        done = subprocess.run(
            command(*arguments),
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            env={**os.environ, **environment},
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return run


def command(*arguments: object) -> list[str]:
    """The command line of a process."""
    return [str(Path(sys.executable).with_name("zielkatalog")), *map(str, arguments)]


@pytest.fixture
def strategy(tmp_path: Path) -> Path:
    """A small strategy paper as text."""
    file = tmp_path / "strategie.txt"
    file.write_text(STRATEGY, encoding="utf-8")
    return file


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """The written folder of a small edition, without an error."""
    written = catalogue(
        goal("LZ1", "Wege sind kurz.", theme="4.1"),
        goal("UZ1.1", "Busse fahren oft.", parent="LZ1", theme="4.1", deadlines=(deadline(),)),
        themes=(Theme("4.1", "Mobilität"),),
        findings=(Finding("info", "note", "LZ1", 1, "Ein Hinweis."),),
    )
    write_catalogue(written, tmp_path / "output" / "lindental-2025")
    return tmp_path / "output" / "lindental-2025"
