"""Records with sensible defaults, so that a test names only what it is about."""

import re
from typing import Any

from pipeline.records import Block, Catalogue, Deadline, Goal, Source

SOURCE = Source(file="lindental.pdf", sha256="0" * 64, pages=12, kind="pdf")


def goal(id: str = "UZ2.1.1", text: str = "Der Landkreis baut Brücken.", **fields: Any) -> Goal:
    """A goal; its level is read off the letters of the identifier."""
    level = re.match(r"[^\d]*", id)[0]
    defaults = {"level": {"UZQ": "UZ"}.get(level, level), "parent": None, "theme": None, "text_raw": text}
    return Goal(**{"id": id, "text": text, **defaults, **fields})


def catalogue(*goals: Goal, **fields: Any) -> Catalogue:
    """A catalogue of these goals."""
    defaults: dict[str, Any] = {
        "edition": "lindental-2025",
        "title": "Sozialstrategie für den Landkreis Lindental 2025–2030",
        "county": "Landkreis Lindental",
        "period": (2025, 2030),
        "source": SOURCE,
        "themes": (),
    }
    return Catalogue(goals=goals, **{**defaults, **fields})


def deadline(value: str | None = "2026-12-31", text: str = "bis Ende 2026", **fields: Any) -> Deadline:
    """A deadline of the kind `due` that stands in the Frist column."""
    defaults: dict[str, Any] = {"kind": "due", "recurrence": None, "span": None, "source": "column"}
    return Deadline(value=value, text=text, **{**defaults, **fields})


def block(text: str, role: str = "text", page: int = 1, **fields: Any) -> Block:
    """A block of running text on page 1."""
    return Block(role=role, text=text, page=page, **fields)
