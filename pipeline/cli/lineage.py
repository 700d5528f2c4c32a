"""`zielkatalog lineage`: each goal through all editions in the output folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli.app import Command, app
from pipeline.cli.editions import edition_files
from pipeline.cli.options import OUTPUT, AsJson, OutputFolder, RulesFolder
from pipeline.cli.speak import print_json, tell, working

if TYPE_CHECKING:
    from pipeline.records import Catalogue


@app.command("lineage", cls=Command)
def show_lineage(out: OutputFolder = OUTPUT, rules: RulesFolder = None, as_json: AsJson = False) -> int:
    """Jedes Ziel durch alle vorhandenen Ausgaben verfolgen, von der ersten bis zur letzten, die es hat."""
    from pipeline.compare.lineage import trace
    from pipeline.emit.catalogue import as_data
    from pipeline.report.diff_text import lineage_lines
    from pipeline.rulebook import open_rulebook

    editions = read_editions(out)
    with working("Ziele werden durch die Ausgaben verfolgt …"):
        lines = trace(editions, open_rulebook(rules))
    if as_json:
        print_json({"editions": [edition.edition for edition in editions], "lineages": as_data(lines)})
    else:
        print("\n".join(lineage_lines(lines, [edition.edition for edition in editions])))
    if len(editions) < 2:
        tell(f"Unter {out} liegen keine zwei Ausgaben; „zielkatalog import“ liest ein Dokument ein.")
    return 0


def read_editions(out: Path) -> "list[Catalogue]":
    """All editions of the folder, the oldest first."""
    from pipeline.emit import read_catalogue

    return sorted(map(read_catalogue, edition_files(out)), key=age)


def age(catalogue: "Catalogue") -> tuple[Any, ...]:
    """Sort editions by their period, those without one by their key."""
    return catalogue.period or (0, 0), catalogue.edition
