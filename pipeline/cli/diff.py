"""`zielkatalog diff`: two editions → what became of every goal."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.app import Command, app
from pipeline.cli.editions import CATALOGUE_FILE, edition_file
from pipeline.cli.options import OUTPUT, AsJson, OutputFolder, RulesFolder
from pipeline.cli.speak import tell, working

if TYPE_CHECKING:
    from pipeline.records import Diff

EDITIONS_DIFFER = 9


@app.command("diff", cls=Command)
def diff_editions(
    old: Annotated[
        str, typer.Argument(metavar="ALT", help="Name unter dem Ergebnisordner, Ordner oder Datei.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEU", help="Ebenso, die neuere Ausgabe.")],
    out: OutputFolder = OUTPUT,
    rules: RulesFolder = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Mit Status 9 enden, wenn sich die Ausgaben unterscheiden.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Zwei Ausgaben vergleichen und Gegenüberstellung, Tabellen und Bericht schreiben."""
    from pipeline.compare import compare
    from pipeline.emit import read_catalogue
    from pipeline.emit.diff import diff_json, write_diff
    from pipeline.report.diff import diff_report, diff_summary
    from pipeline.rulebook import open_rulebook

    before, after = (read_catalogue(find_edition(name, out)) for name in (old, new))
    with working("Ziele werden verglichen …"):
        diff = compare(before, after, open_rulebook(rules))
    folder = out / f"{diff.old}--{diff.new}"
    write_diff(diff, before, after, folder, {"diff.html": diff_report(diff, before, after)})
    if as_json:
        print(diff_json(diff), end="")
    else:
        tell(diff_summary(diff))
        tell(f"Geschrieben nach {folder}.")
    return EDITIONS_DIFFER if exit_code and differ(diff) else 0


def find_edition(name: str, out: Path) -> Path:
    """The edition's file: under the folder of the results, else under the usual one."""
    usual = OUTPUT / name / CATALOGUE_FILE
    return usual if usual.is_file() and not (out / name).exists() else edition_file(name, out)


def differ(diff: "Diff") -> bool:
    """Whether anything has changed."""
    return any(change.statuses != ("unchanged",) for change in diff.changes)
