"""Diff → `diff.json`, `diff.csv`, `diff.xlsx`, and the pages that the report room made of it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.emit.catalogue import as_data, checked_json
from pipeline.emit.files import replaced_folder
from pipeline.emit.folder import write_text
from pipeline.emit.tables import Column, Table, joined, table
from pipeline.records import Catalogue, Diff, Goal
from pipeline.schema import load_schema

DIFF_FILE = "diff.json"

CHANGES = (
    Column("number", "Nr.", "integer", 6, required=True),
    Column("old", "alte Kennung", "list", 12),
    Column("new", "neue Kennung", "list", 12),
    Column("statuses", "Status", "list", 22, required=True),
    Column("notes", "Was sich geändert hat", width=44),
    Column("old_theme", "altes Thema", "list", 9),
    Column("new_theme", "neues Thema", "list", 9),
    Column("old_text", "alter Wortlaut", width=60),
    Column("new_text", "neuer Wortlaut", width=60),
    Column("deadlines", "Fristen", width=30),
    Column("similarity", "Ähnlichkeit", "number", 10, required=True),
    Column("confidence", "Sicherheit", "number", 10, required=True),
    Column("flags", "zu prüfen", "list", 16),
    Column("runner_up", "nächstbestes Paar", width=18),
    Column("noise", "Lesefehler", "integer", 10),
    Column("old_page", "alte Seite", "integer", 8),
    Column("new_page", "neue Seite", "integer", 8),
)
DEADLINES = (
    Column("number", "Nr.", "integer", 6, required=True),
    Column("old", "alte Kennung", "list", 12),
    Column("new", "neue Kennung", "list", 12),
    Column("old_deadline", "alte Frist", width=36),
    Column("new_deadline", "neue Frist", width=36),
    Column("old_value", "alter Wert"),
    Column("new_value", "neuer Wert"),
    Column("days", "Tage", "integer", 8),
    Column("words", "Was geschah", width=36),
)
THEMES = (
    Column("old", "altes Thema", width=10),
    Column("old_title", "alter Titel", width=44),
    Column("new", "neues Thema", width=10),
    Column("new_title", "neuer Titel", width=44),
    Column("similarity", "Ähnlichkeit", "number", 10, required=True),
    Column("goals", "gemeinsame Ziele", "integer", 10, required=True),
)


def write_diff(
    diff: Diff, old: Catalogue, new: Catalogue, folder: Path, pages: Mapping[str, str] | None = None
) -> None:
    """Write all files of a comparison into `folder`, in the place of an earlier result.

    Args:
        diff: the comparison.
        old: the older edition.
        new: the newer edition.
        folder: where to; made if missing.
        pages: texts of further files by name, such as `diff.html`.

    Raises:
        UnwritableOutputError: the disk refuses; the earlier result is as it was.
    """
    from pipeline.emit.workbook import write_workbook

    tables = diff_tables(diff, old, new)
    with replaced_folder(folder) as aside:
        write_text(aside / DIFF_FILE, diff_json(diff))
        tables[0].frame.to_csv(aside / "diff.csv", index=False, encoding="utf-8", lineterminator="\n")
        write_workbook(tables, aside / "diff.xlsx")
        for name, text in (pages or {}).items():
            write_text(aside / name, text)


def diff_json(diff: Diff) -> str:
    """The text of `diff.json`, checked against its schema."""
    return checked_json({"schema": load_schema("diff-1")["$id"], **as_data(diff)}, "diff-1")


def diff_tables(diff: Diff, old: Catalogue, new: Catalogue) -> tuple[Table, ...]:
    """The tables of a comparison; the first is `diff.csv`."""
    return (
        table("changes", "Änderungen", CHANGES, ("number",), change_rows(diff, old, new)),
        table("deadlines", "Fristen", DEADLINES, ("number",), deadline_rows(diff)),
        table("themes", "Themen", THEMES, ("old", "new"), theme_rows(diff, old, new)),
    )


def change_rows(diff: Diff, old: Catalogue, new: Catalogue) -> Iterator[dict[str, Any]]:
    """A row per change."""
    for number, change in enumerate(diff.changes, 1):
        yield {
            "number": number,
            "old": joined(change.old),
            "new": joined(change.new),
            "statuses": joined(change.statuses),
            "notes": "\n".join(change.notes) or None,
            **side("old", [old.goals[place] for place in change.old_places]),
            **side("new", [new.goals[place] for place in change.new_places]),
            "deadlines": "\n".join(deadline.words for deadline in change.deadlines) or None,
            "similarity": change.similarity,
            "confidence": change.confidence,
            "flags": joined(change.flags),
            "runner_up": change.runner_up and f"{change.runner_up.old} → {change.runner_up.new}",
            "noise": sum(noise.kind == "reading" for noise in change.noise),
        }


def side(name: str, goals: list[Goal]) -> dict[str, Any]:
    """Theme, text and page of the goals on one side of a change."""
    themes = dict.fromkeys(goal.theme for goal in goals if goal.theme)
    return {
        f"{name}_theme": joined(themes),
        f"{name}_text": "\n".join(goal.text for goal in goals) or None,
        f"{name}_page": goals[0].page if goals else None,
    }


def deadline_rows(diff: Diff) -> Iterator[dict[str, Any]]:
    """A row per deadline that changed, came or went."""
    entries = ((change, deadline) for change in diff.changes for deadline in change.deadlines)
    for number, (change, deadline) in enumerate(entries, 1):
        yield {
            "number": number,
            "old": joined(change.old),
            "new": joined(change.new),
            "old_deadline": deadline.old and deadline.old.text,
            "new_deadline": deadline.new and deadline.new.text,
            "old_value": deadline.old and deadline.old.value,
            "new_value": deadline.new and deadline.new.value,
            "days": deadline.days,
            "words": deadline.words,
        }


def theme_rows(diff: Diff, old: Catalogue, new: Catalogue) -> Iterator[dict[str, Any]]:
    """A row per pair of themes, and per theme without a counterpart."""
    before, after = ({theme.number: theme.title for theme in edition.themes} for edition in (old, new))
    for pair in diff.themes:
        yield {
            "old": pair.old,
            "old_title": before.get(pair.old or ""),
            "new": pair.new,
            "new_title": after.get(pair.new or ""),
            "similarity": pair.similarity,
            "goals": pair.goals,
        }
