"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

OUTPUT = Path("output")

EditionArgument = Annotated[
    str, typer.Argument(metavar="AUSGABE", help="Name unter dem Ergebnisordner, Ordner oder Datei.")
]
OutputFolder = Annotated[Path, typer.Option("--out", metavar="ORDNER", help="Ordner der Ergebnisse.")]
AsJson = Annotated[bool, typer.Option("--json", help="Auf der Standardausgabe nur ein JSON-Dokument.")]
RulesFolder = Annotated[
    Path | None,
    typer.Option("--rules", metavar="ORDNER", help="Eigene Regeln, über die mitgelieferten gelegt."),
]
