"""`zielkatalog import`: documents → one folder of files each."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from pipeline.cli.app import HAS_ERRORS, SOME_FAILED, Command, app
from pipeline.cli.editions import checked_key, usable_key
from pipeline.cli.options import OUTPUT, AsJson, OutputFolder, RulesFolder
from pipeline.cli.speak import print_json, tell, tell_error, working
from pipeline.errors import RuleFileError, UnwritableOutputError, UsageError, ZielkatalogError

if TYPE_CHECKING:
    from pipeline.flow import ImportOptions


class Ocr(StrEnum):
    """When to recognise the letters anew."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


class Outcome(NamedTuple):
    """What became of one file: `counts` and `folder` of a success, `error` of a failure."""

    file: Path
    edition: str = ""
    folder: Path = Path()
    counts: dict[str, Any] = {}  # noqa: RUF012  # a NamedTuple's default, never changed
    error: ZielkatalogError | None = None


@app.command("import", cls=Command)
def import_documents(
    files: Annotated[list[Path], typer.Argument(metavar="DATEI", help="PDF, oder Text eines OCR-Laufs.")],
    out: OutputFolder = OUTPUT,
    edition: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Name der Ausgabe; sonst Landkreis und erstes Jahr aus dem Titel."),
    ] = None,
    ocr: Annotated[
        Ocr, typer.Option(help="Texterkennung: wo die Textebene fehlt oder verlesen ist, nie, immer.")
    ] = Ocr.AUTO,
    rules: RulesFolder = None,
    strict: Annotated[bool, typer.Option("--strict", help="Bei Fehlerbefunden mit Status 7 enden.")] = False,
    as_json: AsJson = False,
) -> int:
    """Dokumente einlesen und je Dokument einen Ordner mit Zielkatalog, Tabellen und Bericht schreiben."""
    from pipeline.emit.files import check_writable
    from pipeline.flow import ImportOptions
    from pipeline.rulebook import open_rulebook

    if edition is not None and len(files) > 1:
        raise UsageError(
            "--edition benennt nur eine Ausgabe, angegeben sind mehrere Dateien.",
            "Lassen Sie --edition weg, oder lesen Sie die Dateien einzeln ein.",
        )
    key = None if edition is None else checked_key(edition)
    options = ImportOptions(edition=key, ocr=ocr.value, rulebook=open_rulebook(rules))
    check_writable(out)
    outcomes = import_all(files, out, options)
    report(outcomes, as_json)
    return status_of(outcomes, strict)


def import_all(files: list[Path], out: Path, options: "ImportOptions") -> list[Outcome]:
    """Import one file after the other.

    A failing one does not stop those after it, unless it is the disk or a rule that fails.
    """
    outcomes: list[Outcome] = []
    for file in files:
        taken = {outcome.edition.casefold(): outcome.file for outcome in outcomes if not outcome.error}
        try:
            outcomes.append(import_file(file, out, options, taken))
        except RuleFileError:
            raise
        except ZielkatalogError as error:
            outcomes.append(Outcome(file, error=error))
            if isinstance(error, UnwritableOutputError):
                break
        except Exception as error:
            outcomes.append(Outcome(file, error=unforeseen(file, error)))
    return outcomes


def import_file(file: Path, out: Path, options: "ImportOptions", taken: dict[str, Path]) -> Outcome:
    """Import one file and write its folder, unless an earlier file of this run has the same key."""
    from attrs import evolve

    from pipeline.emit import write_catalogue
    from pipeline.flow import import_document
    from pipeline.grammar import read_grammar
    from pipeline.report.catalogue import catalogue_report
    from pipeline.report.summary import count

    with working(f"{file.name} wird eingelesen …"):
        catalogue = import_document(file, options)
        key = usable_key(catalogue.edition)
        if key.casefold() in taken:
            raise UsageError(
                f"{file}: ergibt dieselbe Ausgabe „{key}“ wie {taken[key.casefold()]}; nicht geschrieben.",
                "Lesen Sie die Datei einzeln ein und benennen Sie die Ausgabe mit --edition.",
            )
        kinds = read_grammar(options.rulebook).kinds
        names = {kind.level: kind.description for kind in kinds if kind.prefix == kind.level}
        catalogue = evolve(catalogue, edition=key)
        write_catalogue(catalogue, out / key, {"report.html": catalogue_report(catalogue, names)})
    return Outcome(file, key, out / key, count(catalogue))


def unforeseen(file: Path, error: Exception) -> ZielkatalogError:
    """A mistake of ours, met at one file, as an error that names the file."""
    made = ZielkatalogError(
        f"{file}: unerwarteter Fehler: {type(error).__name__}: {error}",
        "Das ist ein Mangel des Programms; mit --debug erscheint seine Herkunft.",
    )
    made.__cause__ = error
    return made


def report(outcomes: list[Outcome], as_json: bool) -> None:
    """Say what was written and what failed."""
    from pipeline.report.summary import describe_counts

    for outcome in outcomes:
        if outcome.error:
            tell_error(outcome.error)
        else:
            tell(f"{outcome.edition}: {describe_counts(outcome.counts)}")
            tell(f"  → {outcome.folder}")
    failed = [str(outcome.file) for outcome in outcomes if outcome.error]
    if failed and len(outcomes) > 1:
        tell(f"{len(failed)} von {len(outcomes)} Dateien nicht eingelesen: {', '.join(failed)}")
    if as_json:
        print_json(as_data(outcomes))


def as_data(outcomes: list[Outcome]) -> dict[str, Any]:
    """The JSON document of a run."""
    return {
        "imported": [
            {
                "file": str(outcome.file),
                "edition": outcome.edition,
                "folder": str(outcome.folder),
                "files": sorted(path.name for path in outcome.folder.iterdir()),
                **outcome.counts,
            }
            for outcome in outcomes
            if not outcome.error
        ],
        "failed": [
            {
                "file": str(outcome.file),
                "status": outcome.error.exit_status,
                "problem": outcome.error.problem,
                "advice": outcome.error.advice,
            }
            for outcome in outcomes
            if outcome.error
        ],
    }


def status_of(outcomes: list[Outcome], strict: bool) -> int:
    """The exit status of a run; the failure of a single file, or of the disk, keeps its own."""
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if errors:
        alone = len(outcomes) == 1 or isinstance(errors[-1], UnwritableOutputError)
        return errors[-1].exit_status if alone else SOME_FAILED
    with_errors = any(outcome.counts["findings"]["error"] for outcome in outcomes)
    return HAS_ERRORS if strict and with_errors else 0
