"""Title pages and tables of contents: pages and rows that only name what stands elsewhere."""

import re
from collections.abc import Sequence

from pipeline.layout.headings import MUCH_LARGER
from pipeline.layout.lines import Line, Sheet, join_lines, rows_of
from pipeline.layout.parts import Part, Style

TITLE_PAGES = 2  # pages among which a title page may be, behind a cover
MOST_TITLE_WORDS = 150
LONG_LINE = 8  # words; a title page has few lines of so many
MOST_LONG_LINES = 4
LEAST_ENTRIES = 3  # rows with a page number that make a table of contents without a heading

MOST_MISSED = 2  # rows of one entry, or of one whose number OCR lost

LEADER = re.compile(r"(\.\s?|…\s?|·\s?|_\s?){4,}\W*(\d{1,3}|[ivxl]{1,6})?\s*$", re.IGNORECASE)
PAGE_NUMBER = re.compile(r"\s(\d{1,3}|[ivxl]{1,6})\s*$")
NUMBERED = re.compile(r"\d{1,2}([.,]\d{1,2})*[.,]?\s\S")


def set_title_aside(sheets: Sequence[Sheet], style: Style) -> tuple[list[Sheet], list[Part]]:
    """Part the pages from the title page: one of the first, with few words, some of them large."""
    for at, sheet in enumerate(sheets[:TITLE_PAGES]):
        rows = [join_lines(row) for row in rows_of(sheet.lines)]
        if _is_title_page(rows, style):
            empty = sheet.without(sheet.lines)
            return [*sheets[:at], empty, *sheets[at + 1 :]], [Part("title", (line,)) for line in rows]
    return list(sheets), []


def _is_title_page(rows: Sequence[Line], style: Style) -> bool:
    words = sum(len(line.words) for line in rows)
    large = any(line.size >= MUCH_LARGER * style.size for line in rows)
    prose = sum(len(line.words) >= LONG_LINE for line in rows)
    return large and words <= MOST_TITLE_WORDS and prose <= MOST_LONG_LINES and not _opens_text(rows, style)


def _opens_text(rows: Sequence[Line], style: Style) -> bool:
    """Whether a page has what a title page has not: goals, numbered headings, a table of contents."""
    return any(
        style.grammar.match_label(line.text)
        or style.grammar.match_heading(line.text)
        or style.forms.is_contents(line.text)
        for line in rows
    )


def set_contents_aside(sheet: Sheet, style: Style, *, goes_on: bool) -> tuple[Sheet, list[Part]]:
    """Part a page from its rows of a table of contents; `goes_on` if the page before ended with some."""
    rows = rows_of(sheet.lines)
    lines = [join_lines(row) for row in rows]
    heading = next((at for at, line in enumerate(lines) if style.forms.is_contents(line.text)), None)
    first = 0 if goes_on or heading is None else heading + 1
    end = _end_of_entries(lines, first, lenient=goes_on or heading is not None)
    if heading is None and not goes_on and sum(map(is_entry, lines[first:end])) < LEAST_ENTRIES:
        return sheet, []
    start = first if heading is None or goes_on else heading
    taken = [line for row in rows[start:end] for line in row]
    return sheet.without(taken), [Part("contents", (line,)) for line in lines[start:end]]


def _end_of_entries(lines: Sequence[Line], start: int, *, lenient: bool) -> int:
    """Index behind the last entry. An entry may run over two rows, of which only the last has a number."""
    end, missed = start, 0
    for at in range(start, len(lines)):
        missed = 0 if is_entry(lines[at]) else missed + 1
        if not missed:
            end = at + 1
        elif missed > MOST_MISSED or not lenient:
            break
    return end


def is_entry(line: Line) -> bool:
    """Whether a row ends with leaders or a page number, and does not read like a sentence."""
    text = " ".join(line.text.split())
    if LEADER.search(text):
        return True
    if not PAGE_NUMBER.search(text):
        return False
    wide = line.words[-1].x0 - line.words[-2].x1 > 2 * line.size
    return wide or NUMBERED.match(text) is not None
