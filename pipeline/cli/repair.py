"""`zielkatalog repair`: repair any German text that an OCR model without umlauts has read."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.app import Command, app
from pipeline.cli.options import AsJson, RulesFolder
from pipeline.cli.speak import print_json, tell
from pipeline.errors import UnreadableInputError

if TYPE_CHECKING:
    from pipeline.repair.explain import Explanation

STDIN = "-"


@app.command("repair", cls=Command)
def repair(
    file: Annotated[
        str, typer.Argument(metavar="[DATEI|-]", help="Text; - für die Standardeingabe.")
    ] = STDIN,
    as_json: AsJson = False,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="WORT", help="Zeigen, welche Wörter hinter WORT stehen können."),
    ] = None,
    rules: RulesFolder = None,
) -> None:
    """Deutschen Text mit verlorenen Umlauten Zeile für Zeile berichtigen."""
    from pipeline.rulebook import open_rulebook

    rulebook = open_rulebook(rules)
    if explain:
        from pipeline.repair.explain import explain_word

        show_explanations(explain_word(explain, rulebook), as_json)
        return
    text = read_text(file)
    from cattrs import unstructure

    from pipeline.repair import repair_text
    from pipeline.report.summary import number_of

    repaired = repair_text(text, rulebook)
    if as_json:
        print_json(
            {
                "text": repaired.text,
                "repairs": unstructure(repaired.repairs),
                "doubts": unstructure(repaired.doubts),
            }
        )
    else:
        sys.stdout.write(repaired.text)
        repairs = number_of(len(repaired.repairs), "Berichtigung", "Berichtigungen")
        tell(f"{repairs}, {number_of(len(repaired.doubts), 'zweifelhafte Stelle', 'zweifelhafte Stellen')}.")


def read_text(file: str) -> str:
    """The text of a file or of the standard input.

    Raises:
        UnreadableInputError: there is none, it is empty, or it is not UTF-8.
    """
    name = "Standardeingabe" if file == STDIN else file
    try:
        data = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
        text = data.decode("utf-8")
    except OSError as error:
        raise UnreadableInputError(f"{name}: nicht lesbar.", "Geben Sie eine Textdatei an.") from error
    except UnicodeDecodeError as error:
        raise UnreadableInputError(
            f"{name}: kein Text in UTF-8.",
            "Speichern Sie den Text in UTF-8; PDF-Dateien liest „zielkatalog import“.",
        ) from error
    if not text.strip():
        raise UnreadableInputError(f"{name}: leer.", "Geben Sie einen Text an.")
    return text


def show_explanations(explanations: "tuple[Explanation, ...]", as_json: bool) -> None:
    """Show candidates as a table, or as JSON."""
    from cattrs import unstructure

    if as_json:
        print_json(unstructure(explanations))
        return
    print(f"{'Wort':<24} {'Wahrsch.':>8} {'Häufigkeit':>10} {'Schaden':>8}  Lesefehler")
    for one in explanations:
        slips = ", ".join(one.slips)
        print(f"{one.word:<24} {one.probability:8.3f} {one.frequency:10.1f} {one.damage:8.1f}  {slips}")
