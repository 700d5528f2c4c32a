"""Read the structured source of an edition (`source/*.toml`), where every sentence stands once.

Running text is written as in an e-mail: an empty line parts paragraphs, a line that begins with "- " is
an entry of a list, and ``^[…]`` puts a footnote where it stands. Its mark is counted, never written.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

FOLDER = Path(__file__).parent
TEMPLATE = FOLDER / "templates" / "strategy.typ"
NOTE = re.compile(r"\^\[([^\]]*)\]")
LIST_SIGN = "- "
KINDS = ("due", "start", "recurring", "relative", "expected", "horizon")


@frozen
class Deadline:
    """A deadline as the source states it; `source` says where the words stand: text, column or both."""

    kind: str
    text: str
    value: str | None
    recurrence: str | None
    source: str
    anchor: str | None
    end: str | None


@frozen
class Goal:
    """A goal as printed. `paragraphs` still bear list signs and footnotes."""

    id: str
    theme: str
    paragraphs: tuple[str, ...]
    responsible: str | None
    due: str | None
    indicator: str | None
    deadlines: tuple[Deadline, ...]


@frozen
class Section:
    """A chapter or theme. `prefix` is printed before the title and does not belong to it."""

    number: str
    prefix: str
    title: str
    paragraphs: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    goals: tuple[Goal, ...]


@frozen
class Edition:
    """A whole document. `front` holds what the template prints besides the sections."""

    key: str
    title: str
    county: str
    period: tuple[int, int]
    layout: str
    front: dict[str, Any]
    sections: tuple[Section, ...]

    @property
    def goals(self) -> tuple[Goal, ...]:
        """All goals in document order."""
        return tuple(goal for section in self.sections for goal in section.goals)

    @property
    def themes(self) -> tuple[Section, ...]:
        """The sections in which goals stand."""
        return tuple(section for section in self.sections if section.goals)


def read_edition(key: str) -> Edition:
    """Read `source/<key>.toml`."""
    data = tomllib.loads((FOLDER / "source" / f"{key}.toml").read_text(encoding="utf-8"))
    about = data["edition"]
    return Edition(
        key=key,
        title=about["title"],
        county=about["county"],
        period=(about["period"][0], about["period"][1]),
        layout=about["layout"],
        front=data["front"],
        sections=tuple(read_section(section) for section in data["section"]),
    )


def read_section(data: dict[str, Any]) -> Section:
    """Read a `[[section]]` with its goals."""
    number = data["number"]
    return Section(
        number=number,
        prefix=data.get("prefix", ""),
        title=data["title"],
        paragraphs=split_paragraphs(data.get("text", "")),
        table=tuple(tuple(row) for row in data.get("table", ())),
        goals=tuple(read_goal(goal, number) for goal in data.get("goal", ())),
    )


def read_goal(data: dict[str, Any], theme: str) -> Goal:
    """Read a `[[section.goal]]`."""
    return Goal(
        id=data["id"],
        theme=theme,
        paragraphs=split_paragraphs(data["text"]),
        responsible=data.get("responsible"),
        due=data.get("due"),
        indicator=data.get("indicator"),
        deadlines=tuple(read_deadline(deadline) for deadline in data.get("deadlines", ())),
    )


def read_deadline(data: dict[str, str]) -> Deadline:
    """Read a deadline, whose kind is the key of its value: ``{ text = "bis 2030", due = "2030-12-31" }``."""
    (kind,) = set(KINDS) & set(data)
    counted = kind == "recurring"
    return Deadline(
        kind=kind,
        text=data["text"],
        value=data.get("value") if counted else data[kind],
        recurrence=data[kind] if counted else None,
        source=data.get("source", "text"),
        anchor=data.get("anchor"),
        end=data.get("end"),
    )


def split_paragraphs(text: str) -> tuple[str, ...]:
    """Part a text into paragraphs and list entries, each in one line."""
    lines = (line.strip() for line in text.strip().splitlines())
    parts: list[list[str]] = [[]]
    for line in lines:
        if not line or line.startswith(LIST_SIGN):
            parts.append([])
        parts[-1].append(line)
    joined = (" ".join(part).strip() for part in parts)
    return tuple(part for part in joined if part)


def plain(paragraph: str) -> str:
    """A paragraph without footnotes and list sign."""
    return NOTE.sub("", paragraph.removeprefix(LIST_SIGN))


def normal_form(paragraphs: tuple[str, ...]) -> str:
    """The text as the catalogue holds it: one line, one blank between paragraphs."""
    return " ".join(plain(paragraph) for paragraph in paragraphs)


def read_notes(edition: Edition) -> Iterator[tuple[str | None, str]]:
    """All footnotes in the order of their marks, each with the id of the goal it stands in or None."""
    for section in edition.sections:
        yield from ((None, note) for paragraph in section.paragraphs for note in NOTE.findall(paragraph))
        for goal in section.goals:
            yield from ((goal.id, note) for paragraph in goal.paragraphs for note in NOTE.findall(paragraph))
