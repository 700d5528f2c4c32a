"""Tables → `catalogue.xlsx` for people: German headings, filter, header that stays in sight."""

import re
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pandas import isna

from pipeline.emit.tables import Column, Table

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

LONGEST_TEXT = 32_767  # letters that Excel takes in one cell
CUT = " […]"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # letters that XML cannot hold
FIRST_YEAR = 1900  # Excel knows no day before
HEADER_COLOUR = "0B5563"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can give


def write_workbook(tables: tuple[Table, ...], file: Path) -> None:
    """Write one sheet per table, the goals first."""
    from openpyxl import Workbook

    workbook = Workbook()
    del workbook[workbook.sheetnames[0]]
    for table in sorted(tables, key=lambda table: table.name != "goals"):
        add_sheet(workbook, table)
    file.write_bytes(reproducible_bytes(workbook))


def add_sheet(workbook: "Workbook", table: Table) -> None:
    """One table with its header."""
    from openpyxl.utils import get_column_letter

    sheet = workbook.create_sheet(table.title)
    add_header(sheet, table)
    for number, row in enumerate(table.frame.itertuples(index=False), 2):
        for position, (column, value) in enumerate(zip(table.columns, row, strict=True), 1):
            fill(sheet.cell(number, position), column, value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.frame) + 1}"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"


def add_header(sheet: Any, table: Table) -> None:
    """The first row, and the widths."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for position, column in enumerate(table.columns, 1):
        cell = sheet.cell(1, position, column.title)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=HEADER_COLOUR)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(position)].width = column.width


def fill(cell: "Cell", column: Column, value: Any) -> None:
    """Put a value into a cell. Text stays text, whatever it begins with: `=1+1` is no formula."""
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if isna(value):
        return
    day = as_day(value) if column.type == "date" else None
    if day is not None:
        cell.value, cell.number_format = day, "dd.mm.yyyy"
    elif isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in tuple("=+-@")  # keeps it text also after an edit
    else:
        cell.value = value


def as_day(value: str) -> date | None:
    """A day that Excel can hold, else None: the value then stays text."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day.year >= FIRST_YEAR else None


def printable(text: str) -> str:
    """A text as a cell can hold it."""
    text = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT)] + CUT


def reproducible_bytes(workbook: "Workbook") -> bytes:
    """The workbook as a file, without the time at which it was made."""
    from openpyxl.writer.excel import ExcelWriter

    workbook.properties.created = workbook.properties.modified = datetime(*EPOCH)
    made, plain = BytesIO(), BytesIO()
    ExcelWriter(workbook, ZipFile(made, "w", ZIP_DEFLATED)).save()
    with ZipFile(made) as source, ZipFile(plain, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, EPOCH), source.read(name), ZIP_DEFLATED)
    return plain.getvalue()
