"""All files of one edition, in one folder."""

from collections.abc import Mapping
from pathlib import Path

from pipeline.emit.catalogue import ACCOUNTS_FILE, CATALOGUE_FILE, as_data, catalogue_json, json_text
from pipeline.emit.files import replaced_folder
from pipeline.records import Catalogue


def write_catalogue(catalogue: Catalogue, folder: Path, pages: Mapping[str, str] | None = None) -> None:
    """Write all files of an edition into `folder`, in the place of an earlier result.

    Args:
        catalogue: the dataset.
        folder: where to; made if missing.
        pages: name and text of what another room made of it, such as `report.html`.

    Raises:
        UnwritableOutputError: the disk refuses; the earlier result is as it was.
    """
    from pipeline.emit.database import write_database
    from pipeline.emit.package import write_package
    from pipeline.emit.tables import build_tables
    from pipeline.emit.workbook import write_workbook

    tables = build_tables(catalogue)
    with replaced_folder(folder) as aside:
        write_text(aside / CATALOGUE_FILE, catalogue_json(catalogue))
        write_text(aside / ACCOUNTS_FILE, json_text(as_data(catalogue.accounts)))
        write_package(catalogue, tables, aside)
        write_workbook(tables, aside / "catalogue.xlsx")
        write_database(tables, aside / "catalogue.sqlite")
        for name, page in (pages or {}).items():
            write_text(aside / name, page)


def write_text(file: Path, text: str) -> None:
    """Write UTF-8 with the line ends that the text has, on every system."""
    file.write_text(text, encoding="utf-8", newline="\n")
