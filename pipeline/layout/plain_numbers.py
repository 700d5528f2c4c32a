"""Rows of tables whose labels are numbers alone ("1", "1.1", "1.1.2"), as in a column "Nr.".

A number at the start of a line says little by itself: below a head that names such a column, the longest
outline that the numbers make tells rows from dates, amounts and headings. It may begin anew in each table.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from pipeline.grammar import TABLE_LINES, Grammar, Number, bare_number, may_have_lost_dots
from pipeline.layout.forms import Forms
from pipeline.layout.plain_lines import Line, looks_like_heading, mark_tables

ROWS_AT_LEAST = 3
MISREAD_FIGURE = re.compile(r"[^\W\d_][.\d]{1,2}")  # "l." for "1.", "I8" for a "1." beside a table's line
BROKEN_WORD = re.compile(r"[a-zäöüß]-\s(?!(?:und|oder|bzw)\b)")  # the line of another cell follows it
MEMORY = 60  # candidates back to which the outline may reach
MISREAD = 0.3  # what a damaged reading is worth less
NEXT, LATER = 1.0, 0.1  # worth of a step to the very next number, and of one over a gap
ANEW = 0.8  # of one to the first number of another table


@frozen
class _Row:
    """A line that may begin a row, by one of the numbers that it may begin with; `table` counts the heads."""

    at: int
    number: Number
    damaged: bool
    table: int


def mark_numbered_rows(lines: Sequence[Line], grammar: Grammar, forms: Forms) -> list[Line]:
    """Mark the lines that begin rows of tables, where a document has no other labels there.

    Where a table ends is known only once its rows are told from headings: here, it goes on to the next head.
    """
    in_tables = mark_tables(lines, grammar, forms)
    lettered = sum(bool(line.columns) and grammar.match_label(line.text) is not None for line in in_tables)
    chain = _best_outline(list(_rows(in_tables, grammar, forms)))
    if len(chain) < ROWS_AT_LEAST or lettered >= len(chain):
        return list(lines)
    starts = {row.at for row in chain}
    return [evolve(line, numbered=at in starts) for at, line in enumerate(lines)]


def cut_number(text: str) -> tuple[str, str]:
    """The first token of a line and the rest, without what is left of a table's lines.

    >>> cut_number("1.2.2 |Übergänge sind"), cut_number("2! Der Bus")
    (('1.2.2', 'Übergänge sind'), ('2', 'Der Bus'))
    """
    first, _, rest = text.strip(TABLE_LINES).partition(" ")
    return first.strip(TABLE_LINES).rstrip("!"), rest.strip(TABLE_LINES)


def _rows(lines: Sequence[Line], grammar: Grammar, forms: Forms) -> Iterator[_Row]:
    named = any("label" in line.columns for line in lines)  # in one head; in others the word may be misread
    table = 0
    for at, line in enumerate(lines):
        table += _is_head(line) and not (at and _is_head(lines[at - 1]))
        if not named or line.role != "body" or not line.columns or _is_heading(lines, at, grammar, forms):
            continue
        first, rest = cut_number(line.text)
        if not rest or rest[0].isupper():
            yield from (_Row(at, *found, table) for found in _numbers(first, grammar))


def _numbers(first: str, grammar: Grammar) -> Iterator[tuple[Number, bool]]:
    """The numbers that a row's first token may be, and whether it is damaged then."""
    match = grammar.match_number_alone(first, 1, dots_lost=may_have_lost_dots(first))
    for reading in match.readings if match else ():
        yield reading.number, reading.number != bare_number(first)
    if match is None and MISREAD_FIGURE.fullmatch(first):
        yield from (((int(digit),), True) for digit in grammar.slips.digits.get(first[0], ()) if digit != "0")


def _is_head(line: Line) -> bool:
    return bool(line.columns) and line.role == "furniture"


def _is_heading(lines: Sequence[Line], at: int, grammar: Grammar, forms: Forms) -> bool:
    """Whether a line is rather a heading: it has a word such as "Themenfeld", or is a chapter's by itself.

    What goes on with a further cell is none.
    """
    text = lines[at].text
    match = grammar.match_heading(text)
    if match is None or "|" in text or BROKEN_WORD.search(text) or forms.is_term(text.rpartition(" ")[2]):
        return False
    titled = match.title != re.sub(r"^[\d.,:\s–-]+", "", text)
    apart = lines[at].gap and (at + 1 == len(lines) or lines[at + 1].gap)
    return titled or (apart and match.number.isdigit() and looks_like_heading(text))


def _best_outline(rows: Sequence[_Row]) -> list[_Row]:
    """The best chain of rows whose numbers rise as an outline does."""
    best: list[tuple[float, int | None]] = []
    for at, row in enumerate(rows):
        ways: list[tuple[float, int | None]] = [(_worth(None, row), None)]
        ways += [
            (best[before][0] + _worth(rows[before], row), before)
            for before in range(max(0, at - MEMORY), at)
            if rows[before].at < row.at and (_rises(rows[before], row) or rows[before].table < row.table)
        ]
        best.append(max(ways, key=lambda way: way[0]))
    chain = []
    place: int | None = max(range(len(best)), key=lambda at: best[at][0], default=None)
    while place is not None:
        chain.append(rows[place])
        place = best[place][1]
    return chain[::-1]


def _rises(before: _Row, row: _Row) -> bool:
    return before.number < row.number


def _worth(before: _Row | None, row: _Row) -> float:
    """Worth of a row below another; numbers may begin anew in each table."""
    number = row.number
    last, depth = before.number if before else (), len(number)
    beside = 0 < depth <= len(last) and number == (*last[: depth - 1], last[depth - 1] + 1)
    step = NEXT if number == (*last, 1) or beside else LATER
    if before is not None and before.table < row.table and number == (1,):
        step = ANEW
    return step - MISREAD * row.damaged * step
