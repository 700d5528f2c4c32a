"""Speak to the user: one JSON document or a text on stdout, everything else on stderr."""

import json
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from pipeline.cli.german import translate_usage_error
from pipeline.errors import ZielkatalogError

DEBUG = "--debug"


def print_json(data: Any) -> None:
    """Print the one JSON document of a `--json` run."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def tell(text: str = "") -> None:
    """Say something beside the result."""
    print(text, file=sys.stderr)


def tell_error(error: Exception) -> None:
    """Say what went wrong in one to three lines; with `--debug` also where."""
    if is_debugging():
        traceback.print_exception(error)
    print(describe(error), file=sys.stderr)


def is_debugging() -> bool:
    """Whether the user wants to see where an error comes from."""
    return DEBUG in sys.argv


def describe(error: Exception) -> str:
    """What to tell the user of a failure."""
    if isinstance(error, ZielkatalogError):
        return str(error)
    if isinstance(error, typer.TyperException):
        return translate_usage_error(error)
    return (
        f"Unerwarteter Fehler: {type(error).__name__}: {error}\n"
        f"Das ist ein Mangel des Programms; mit {DEBUG} erscheint seine Herkunft."
    )


@contextmanager
def working(text: str) -> Iterator[None]:
    """Show that work goes on, where somebody sits at a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield
