"""Find editions in the output folder, and keep their keys safe as names of folders."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from pipeline.cli.options import OUTPUT
from pipeline.errors import UnreadableInputError, UsageError

KEY = re.compile(r"\w(?:[\w.-]{0,98}\w)?")  # no slash, no leading dot, no trailing dot (Windows drops it)
LONGEST_KEY = 100
DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # no file name on Windows


def edition_file(name: str, output: Path) -> Path:
    """The `catalogue.json` that a user means: a key under `output` or the usual folder, a folder, or a file.

    Raises:
        UnreadableInputError: there is none.
    """
    from pipeline.emit.catalogue import CATALOGUE_FILE

    for folder in (output / name, OUTPUT / name, Path(name)):
        if (folder / CATALOGUE_FILE).is_file():
            return folder / CATALOGUE_FILE
    if Path(name).is_file():
        return Path(name)
    raise UnreadableInputError(
        f"{name}: weder eine Ausgabe unter {output} noch eine vorhandene Datei.",
        "„zielkatalog list“ zeigt die vorhandenen Ausgaben; „zielkatalog import“ liest ein Dokument ein.",
    )


def edition_files(output: Path) -> Iterator[Path]:
    """The `catalogue.json` of every edition in the output folder, by key."""
    from pipeline.emit.catalogue import CATALOGUE_FILE

    for file in sorted(output.glob(f"*/{CATALOGUE_FILE}")):
        if not file.parent.name.startswith("."):
            yield file


def usable_key(name: str) -> str:
    """The key nearest to a name that nobody chose for one, such as a file's stem.

    >>> usable_key("Strategie 2025 (Entwurf)")
    'Strategie-2025-Entwurf'
    """
    key = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", name)).strip("-.")
    if not key or DEVICE.fullmatch(key):
        key = f"ausgabe-{key}"
    return key[:LONGEST_KEY].strip("-.")


def checked_key(key: str) -> str:
    """`key`, if it can be the name of a folder on every system.

    Raises:
        UsageError: it cannot.
    """
    if not KEY.fullmatch(key) or DEVICE.fullmatch(key):
        raise UsageError(
            f"„{key}“ ist kein brauchbarer Name einer Ausgabe (--edition).",
            "Erlaubt sind Buchstaben, Ziffern, Punkt, Binde- und Unterstrich, z. B. lindental-2025.",
        )
    return key
