"""`zielkatalog evaluate`: a catalogue or a diff, scored against a gold one."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.app import Command, app
from pipeline.cli.editions import edition_file
from pipeline.cli.options import OUTPUT, AsJson, OutputFolder
from pipeline.cli.speak import print_json
from pipeline.errors import UnreadableInputError

if TYPE_CHECKING:
    from pipeline.score import Mismatch, Score


@app.command("evaluate", cls=Command)
def evaluate(
    got: Annotated[str, typer.Argument(metavar="ERGEBNIS", help="Ausgabe, catalogue.json oder diff.json.")],
    gold: Annotated[Path, typer.Argument(metavar="SOLL", help="Das richtige Ergebnis, von Hand geprüft.")],
    theme: Annotated[
        list[str] | None, typer.Option(metavar="NUMMER", help="Nur dieses Thema; mehrfach möglich.")
    ] = None,
    show: Annotated[int, typer.Option(metavar="N", min=0, help="So viele Abweichungen zeigen.")] = 10,
    out: OutputFolder = OUTPUT,
    as_json: AsJson = False,
) -> None:
    """Ein Ergebnis an einem geprüften messen: Kennungen, Wortlaut, Fristen, oder Paare und Einstufungen."""
    from attrs import asdict

    result = score_files(edition_file(got, out), gold, theme or ())
    if as_json:
        print_json({**result.figures, "mismatches": [asdict(mismatch) for mismatch in result.mismatches]})
        return
    for mismatch in result.mismatches[:show]:
        print_mismatch(mismatch)
    for name, figure in result.figures.items():
        print(f"{name:<14} {figure:.4f}" if isinstance(figure, float) else f"{name:<14} {figure}")


def score_files(got: Path, gold: Path, themes: Collection[str]) -> "Score":
    """Score one file against another.

    Raises:
        UnreadableInputError: one is damaged, or they are not of the same kind.
    """
    from pipeline.emit.files import read_json
    from pipeline.score import score

    try:
        return score(read_json(got), read_json(gold), themes)
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableInputError(
            f"{got} und {gold} lassen sich nicht aneinander messen.",
            "Beide müssen Zielkataloge oder beide Gegenüberstellungen sein.",
        ) from error


def print_mismatch(mismatch: "Mismatch") -> None:
    """One line for a thing, three for a text."""
    print(f"{mismatch.kind}: {mismatch.what}")
    if mismatch.got or mismatch.gold:
        print(f"  ist   {mismatch.got}\n  soll  {mismatch.gold}")
