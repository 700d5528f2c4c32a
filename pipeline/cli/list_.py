"""`zielkatalog list`: the editions in the output folder."""

from pathlib import Path
from typing import Any

from pipeline.cli.app import Command, app
from pipeline.cli.editions import edition_files
from pipeline.cli.options import OUTPUT, AsJson, OutputFolder
from pipeline.cli.speak import print_json, tell, tell_error
from pipeline.errors import UnreadableInputError


@app.command("list", cls=Command)
def list_editions(out: OutputFolder = OUTPUT, as_json: AsJson = False) -> int:
    """Die vorhandenen Ausgaben mit ihren Zahlen auflisten."""
    from pipeline.report.summary import describe_counts

    status = 0
    found = []
    for file in edition_files(out):
        try:
            found.append(row(file))
        except UnreadableInputError as error:
            tell_error(error)
            status = error.exit_status
    if as_json:
        print_json(found)
    for edition in [] if as_json else found:
        print(f"{edition['edition']}: {describe_counts(edition)}")
    if not found:
        tell(f"Unter {out} gibt es keine Ausgabe; „zielkatalog import“ liest ein Dokument ein.")
    return status


def row(file: Path) -> dict[str, Any]:
    """What to say of one edition."""
    from pipeline.emit import read_catalogue
    from pipeline.report.summary import count

    catalogue = read_catalogue(file)
    about = {"title": catalogue.title, "county": catalogue.county, "period": catalogue.period}
    return {"edition": catalogue.edition, **about, "folder": str(file.parent), **count(catalogue)}
