"""All files of one edition, in one folder."""

from pathlib import Path

from pipeline.emit.catalogue import ACCOUNTS_FILE, CATALOGUE_FILE, as_data, catalogue_json, json_text
from pipeline.emit.files import replaced_folder
from pipeline.records import Catalogue

REPORT_FILE = "report.html"


def write_catalogue(catalogue: Catalogue, folder: Path, report: str | None = None) -> None:
    """Write all files of an edition into `folder`, in the place of an earlier result.

    Args:
        catalogue: the dataset.
        folder: where to; made if missing.
        report: text of `report.html`, which another room makes; None leaves it out.

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
        if report is not None:
            write_text(aside / REPORT_FILE, report)


def write_text(file: Path, text: str) -> None:
    """Write UTF-8 with the line ends that the text has, on every system."""
    file.write_text(text, encoding="utf-8", newline="\n")
