"""Speak to the user: one JSON document or a text on stdout, everything else on stderr."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def print_json(data: Any) -> None:
    """Print the one JSON document of a `--json` run."""
    print(json.dumps(data, ensure_ascii=False, indent=2))


def tell(text: str = "") -> None:
    """Say something beside the result."""
    print(text, file=sys.stderr)


@contextmanager
def working(text: str) -> Iterator[None]:
    """Show that work goes on, where somebody sits at a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text):
        yield
