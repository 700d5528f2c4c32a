"""`zielkatalog validate`: one edition's dataset, held against schema, references and numbering."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.app import HAS_ERRORS, Command, app
from pipeline.cli.editions import edition_file
from pipeline.cli.options import OUTPUT, AsJson, EditionArgument, OutputFolder, RulesFolder
from pipeline.cli.speak import print_json

if TYPE_CHECKING:
    from pipeline.records import Catalogue, Finding
    from pipeline.rulebook import Rulebook


@app.command("validate", cls=Command)
def validate(
    edition: EditionArgument,
    out: OutputFolder = OUTPUT,
    rules: RulesFolder = None,
    as_json: AsJson = False,
) -> int:
    """Einen Datensatz prüfen: Aufbau, Bezüge, Zählung; bei Fehlern endet der Befehl mit Status 7."""
    from pipeline.emit.catalogue import as_data
    from pipeline.rulebook import open_rulebook

    findings = tuple(find(edition_file(edition, out), open_rulebook(rules)))
    if as_json:
        print_json({"edition": edition, "findings": as_data(findings)})
    else:
        print_findings(findings)
    return HAS_ERRORS if any(finding.severity == "error" for finding in findings) else 0


def find(file: Path, rulebook: "Rulebook") -> Iterable["Finding"]:
    """All findings of a dataset; one that breaks the schema cannot be checked further."""
    from pipeline.check import check
    from pipeline.check.references import check_references
    from pipeline.emit import read_catalogue
    from pipeline.emit.files import read_json
    from pipeline.grammar import read_grammar
    from pipeline.records import Finding
    from pipeline.schema import find_violations

    broken = [
        Finding("error", "schema", None, None, f"Gegen das Schema: {violation}")
        for violation in find_violations(read_json(file), "catalogue-1")
    ]
    if broken:
        return broken
    catalogue = read_catalogue(file)
    grammar = read_grammar(rulebook)
    return (*check_references(catalogue, grammar), *check(catalogue, grammar), *of_imprint(catalogue))


def of_imprint(catalogue: "Catalogue") -> Iterator["Finding"]:
    """What the import said of title, county and period, as far as it holds; who set a title has seen it."""
    from pipeline.assemble.imprint import imprint_findings
    from pipeline.records import Imprint

    read = next((one for one in catalogue.findings if one.code == "title-read"), None)
    imprint = Imprint(catalogue.title, catalogue.county, catalogue.period, read.page if read else None)
    for finding in imprint_findings(imprint):
        if finding.code != "title-read" or finding == read:
            yield finding


def print_findings(findings: Iterable["Finding"]) -> None:
    """One line per finding, then how many there are."""
    from pipeline.report.summary import count_findings, describe_findings
    from pipeline.report.words import severity_word

    for finding in findings:
        print(f"{severity_word(finding.severity)} ({finding.code}): {finding.message}")
    print(describe_findings(count_findings(findings)))
