"""Touch the disk: read JSON with a clear word on damage, and replace whole folders at once."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from pipeline.errors import UnreadableInputError, UnwritableOutputError

CLOSE_AND_RETRY = "Schließen Sie geöffnete Dateien dieses Ordners, oder wählen Sie mit --out einen anderen."

RETIRED = ".alt"  # end of the name that an old folder bears until the new one is in place


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """A fresh folder beside `target` that takes its place when the block ends well.

    What fails inside leaves `target` as it was. Files of `target` that the block does not write anew,
    such as a user's own notes, are carried over.

    Raises:
        UnwritableOutputError: the disk refuses.
    """
    check_writable(target)
    target = target.resolve()
    aside = target.with_name(f".{target.name}.{uuid4().hex[:8]}")
    try:
        aside.mkdir(parents=True)
        yield aside
        carry_over(target, aside)
        swap(aside, target)
    except OSError as error:
        raise unwritable(target, error.strerror or str(error)) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def check_writable(folder: Path) -> None:
    """See that a folder can be written or made, before the work that is to fill it.

    Raises:
        UnwritableOutputError: a file is in its place, or it must not be written.
    """
    folder = folder.resolve()
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    if not existing.is_dir():
        raise unwritable(folder, f"{existing} ist eine Datei, kein Ordner")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise unwritable(folder, f"in {existing} darf nicht geschrieben werden")


def unwritable(folder: Path, reason: str) -> UnwritableOutputError:
    """The error of a folder that cannot be written."""
    return UnwritableOutputError(f"{folder}: kann nicht geschrieben werden ({reason}).", CLOSE_AND_RETRY)


def carry_over(old: Path, new: Path) -> None:
    """Copy what `old` holds and `new` lacks."""
    for entry in old.iterdir() if old.is_dir() else ():
        copy = new / entry.name
        if entry.is_dir() and not copy.exists():
            shutil.copytree(entry, copy, symlinks=True)
        elif not copy.exists():
            shutil.copy2(entry, copy, follow_symlinks=False)


def swap(new: Path, target: Path) -> None:
    """Put the folder `new` in the place of `target`; when that fails, put the old one back."""
    if not target.exists():
        new.rename(target)
        return
    retired = new.with_name(new.name + RETIRED)
    target.rename(retired)
    try:
        new.rename(target)
    except OSError:
        retired.rename(target)
        raise
    shutil.rmtree(retired, ignore_errors=True)


def read_json(path: Path) -> Any:
    """The content of a JSON file.

    Raises:
        UnreadableInputError: missing, a folder, not UTF-8 or no JSON; names file and line.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise UnreadableInputError(
            f"{path}, Zeile {error.lineno}: kein gültiges JSON.",
            "Die Datei ist beschädigt oder unvollständig; erzeugen Sie sie neu.",
        ) from error
    except RecursionError as error:
        raise UnreadableInputError(
            f"{path}: zu tief verschachtelt.", "Erzeugen Sie die Datei neu."
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableInputError(f"{path}: kein Text in UTF-8.", "Erzeugen Sie die Datei neu.") from error
    except FileNotFoundError as error:
        raise UnreadableInputError(
            f"{path}: gibt es nicht.",
            "Prüfen Sie den Pfad; „zielkatalog list“ zeigt die vorhandenen Ausgaben.",
        ) from error
    except OSError as error:
        raise UnreadableInputError(
            f"{path}: kann nicht gelesen werden ({error.strerror}).",
            "Prüfen Sie den Pfad; „zielkatalog list“ zeigt die vorhandenen Ausgaben.",
        ) from error
