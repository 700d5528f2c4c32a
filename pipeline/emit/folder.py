"""All files of one edition, in one folder."""

from pathlib import Path

from pipeline.emit.catalogue import CATALOGUE_FILE, catalogue_json
from pipeline.emit.files import replaced_folder
from pipeline.records import Catalogue


def write_catalogue(catalogue: Catalogue, folder: Path) -> None:
    """Write all files of an edition into `folder`, in the place of an earlier result.

    Raises:
        UnwritableOutputError: the disk refuses; the earlier result is as it was.
    """
    with replaced_folder(folder) as aside:
        (aside / CATALOGUE_FILE).write_text(catalogue_json(catalogue), encoding="utf-8", newline="\n")
