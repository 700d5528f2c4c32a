"""`zielkatalog diff`: two editions → what became of every goal."""

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from pipeline.cli.app import Command, app
from pipeline.cli.editions import checked_key, edition_file
from pipeline.cli.options import OUTPUT, AsJson, OutputFolder, RulesFolder
from pipeline.cli.speak import tell, working
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.records import Catalogue, Change, Diff
    from pipeline.report.diff import Links

EDITIONS_DIFFER = 9


class Status(StrEnum):
    """What may have become of a goal."""

    UNCHANGED = "unchanged"
    REWORDED = "reworded"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    LEVEL_CHANGED = "level_changed"
    DEADLINE_CHANGED = "deadline_changed"
    SPLIT = "split"
    MERGED = "merged"
    REMOVED = "removed"
    ADDED = "added"


@app.command("diff", cls=Command)
def diff_editions(
    old: Annotated[str, typer.Argument(metavar="ALT", help="Name einer Ausgabe, Ordner oder Datei.")],
    new: Annotated[str, typer.Argument(metavar="NEU", help="Ebenso, die neuere Ausgabe.")],
    out: OutputFolder = OUTPUT,
    rules: RulesFolder = None,
    only: Annotated[
        list[Status] | None, typer.Option(help="Nur Ziele mit diesem Status ausgeben; mehrfach möglich.")
    ] = None,
    theme: Annotated[
        str | None,
        typer.Option(metavar="THEMA", help="Nur Ziele dieses Themas: Nummer oder Wort des Titels."),
    ] = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Mit Status 9 enden, wenn sich die Ausgaben unterscheiden.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Zwei Ausgaben vergleichen und Gegenüberstellung, Tabellen und Bericht schreiben.

    Die Dateien enthalten stets alles; --only und --theme wählen aus, was auf der Standardausgabe steht.
    """
    from pipeline.compare import compare
    from pipeline.emit import read_catalogue
    from pipeline.emit.diff import diff_json, write_diff
    from pipeline.report.diff import diff_report
    from pipeline.report.diff_text import diff_lines, diff_markdown, diff_summary
    from pipeline.rulebook import open_rulebook

    files = [edition_file(name, out) for name in (old, new)]
    before, after = map(read_catalogue, files)
    with working("Ziele werden verglichen …"):
        diff = compare(before, after, open_rulebook(rules))
    folder = out / f"{checked_key(diff.old)}--{checked_key(diff.new)}"
    links = find_links(before, files[0], folder), find_links(after, files[1], folder)
    pages = {
        "diff.html": diff_report(diff, before, after, links),
        "diff.md": diff_markdown(diff, before, after),
    }
    write_diff(diff, before, after, folder, pages)
    chosen = select(diff, before, after, only, theme)
    if as_json:
        print(diff_json(chosen), end="")
    elif only or theme:
        print("\n".join(diff_lines(chosen)))
    tell(diff_summary(diff))
    tell(f"  → {folder}")
    return EDITIONS_DIFFER if exit_code and differ(chosen) else 0


def find_links(catalogue: "Catalogue", file: Path, folder: Path) -> "Links":
    """Where a page in `folder` finds the edition's document and report."""
    from pipeline.report.diff import Links

    report = file.parent / "report.html"
    places = [place / catalogue.source.file for place in (file.parent, Path(), folder)]
    document = next((place for place in places if place.is_file()), places[-1])
    return Links(relative(document, folder), relative(report, folder) if report.is_file() else None)


def relative(target: Path, folder: Path) -> str:
    """The way from a page in `folder` to a file, as a link."""
    return quote(Path(os.path.relpath(target.resolve(), folder.resolve())).as_posix())


def select(
    diff: "Diff", old: "Catalogue", new: "Catalogue", only: list[Status] | None, theme: str | None
) -> "Diff":
    """The changes that bear one of the statuses and touch the theme.

    Raises:
        UsageError: no edition has such a theme.
    """
    from attrs import evolve

    changes = diff.changes
    if only:
        changes = tuple(
            change for change in changes if {*change.statuses} & {status.value for status in only}
        )
    if theme:
        wanted = tuple(find_themes(edition, theme) for edition in (old, new))
        if not any(wanted):
            raise UsageError(
                f"--theme {theme}: kein Thema dieser Ausgaben.",
                "Geben Sie eine Nummer oder einen Teil des Titels an.",
            )
        changes = tuple(change for change in changes if touches(change, old, new, wanted))
    return evolve(diff, changes=changes)


def find_themes(catalogue: "Catalogue", theme: str) -> set[str]:
    """Numbers of the themes that a user may mean."""
    words = theme.casefold()
    return {one.number for one in catalogue.themes if words == one.number or words in one.title.casefold()}


def touches(change: "Change", old: "Catalogue", new: "Catalogue", wanted: tuple[set[str], ...]) -> bool:
    """Whether a change concerns a goal of these themes."""
    before = {old.goals[place].theme for place in change.old_places}
    after = {new.goals[place].theme for place in change.new_places}
    return bool(before & wanted[0] or after & wanted[1])


def differ(diff: "Diff") -> bool:
    """Whether anything has changed."""
    return any(change.statuses != ("unchanged",) for change in diff.changes)
