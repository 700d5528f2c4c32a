"""`zielkatalog due`: what is due when, as a list or as a calendar."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.app import Command, app
from pipeline.cli.editions import edition_file, edition_files
from pipeline.cli.options import OUTPUT, AsJson, OutputFolder
from pipeline.cli.speak import print_json, tell
from pipeline.errors import UnreadableInputError, UnwritableOutputError

if TYPE_CHECKING:
    from pipeline.deadlines.agenda import Item

DATE_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
LONGEST_TEXT = 70


class Kind(StrEnum):
    """The kinds of deadlines."""

    due = "due"
    start = "start"
    recurring = "recurring"
    relative = "relative"
    expected = "expected"
    horizon = "horizon"


@app.command("due", cls=Command)
def due(
    edition: Annotated[
        str | None, typer.Argument(metavar="[AUSGABE]", help="Ohne Angabe: alle Ausgaben.")
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            "--until", metavar="TAG", formats=DATE_FORMATS, help="Nur was bis zu diesem Tag anliegt."
        ),
    ] = None,
    kind: Annotated[list[Kind] | None, typer.Option("--kind", help="Nur diese Art, auch mehrmals.")] = None,
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="DATEI", help="Als Kalender schreiben (iCalendar).")
    ] = None,
    out: OutputFolder = OUTPUT,
    as_json: AsJson = False,
) -> int:
    """Fristen nach Tagen geordnet zeigen, mit der Seite, auf der sie stehen."""
    files = [edition_file(edition, out)] if edition else list(edition_files(out))
    if not files:
        raise UnreadableInputError(
            f"Unter {out} gibt es keine Ausgabe.", "„zielkatalog import“ liest ein Dokument ein."
        )
    items = list(wanted(files, until.date() if until else None, [one.value for one in kind or Kind]))
    if ics:
        write_calendar(ics, items)
    if as_json:
        print_json([row(item) for item in items])
    elif not ics:
        print_list(items)
    return 0


def wanted(files: Sequence[Path], until: date | None, kinds: Sequence[str]) -> Iterator["Item"]:
    """The deadlines of the editions, by day; with `until`, those without a day are left out."""
    from pipeline.deadlines.agenda import agenda_of
    from pipeline.emit import read_catalogue

    today = date.today()
    items = [item for file in files for item in agenda_of(read_catalogue(file), today)]
    for item in sorted(items, key=lambda item: item.day or date.max):
        in_time = until is None or (item.day is not None and item.day <= until)
        if in_time and item.deadline.kind in kinds:
            yield item


def write_calendar(file: Path, items: Sequence["Item"]) -> None:
    """Write the calendar and say what it holds.

    Raises:
        UnwritableOutputError: the file cannot be written.
    """
    from pipeline.deadlines.ics import calendar_of

    try:
        file.write_bytes(calendar_of(items))
    except OSError as error:
        raise UnwritableOutputError(
            f"{file}: {error.strerror}.", "Geben Sie einen anderen Ort an."
        ) from error
    without = sum(item.first is None for item in items)
    tell(f"{file}: {len(items)} Einträge, davon {without} Aufgaben ohne Tag.")


def print_list(items: Sequence["Item"]) -> None:
    """Print one line for each deadline."""
    from pipeline.deadlines.agenda import KINDS

    for item in items:
        day = f"{item.day:%d.%m.%Y}" if item.day else "ohne Tag"
        text = (
            item.goal.text
            if len(item.goal.text) <= LONGEST_TEXT
            else item.goal.text[: LONGEST_TEXT - 1] + "…"
        )
        words = f"{KINDS[item.deadline.kind]}: {item.deadline.text}"
        print(f"{day:10}  {item.edition}  {item.goal.id:10}  S. {item.goal.page:<3}  {words}  |  {text}")
    if not items:
        tell("Keine Frist gefunden.")


def row(item: "Item") -> dict[str, Any]:
    """One deadline as JSON."""
    deadline = item.deadline
    return {
        "day": item.day.isoformat() if item.day else None,
        "edition": item.edition,
        "goal": item.goal.id,
        "level": item.goal.level,
        "page": item.goal.page,
        "kind": deadline.kind,
        "value": deadline.value,
        "recurrence": deadline.recurrence,
        "rrule": deadline.rrule,
        "anchor": deadline.anchor,
        "words": deadline.text,
        "text": item.goal.text,
    }
