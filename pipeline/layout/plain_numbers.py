"""Rows of tables whose labels are numbers alone ("1", "1.1", "1.1.2"), as in a column "Nr.".

A number at the start of a line says little by itself: below a head that names such a column, the longest
outline that the numbers make tells rows from dates, amounts and headings.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from pipeline.grammar import TABLE_LINES, Grammar, Number, bare_number, may_have_lost_dots
from pipeline.layout.forms import Forms
from pipeline.layout.plain_lines import Line, looks_like_heading, mark_tables

ROWS_AT_LEAST = 3
MEMORY = 60  # candidates back to which the outline may reach
MISREAD = 0.3  # what a reading with lost dots is worth less
NEXT, LATER = 1.0, 0.1  # worth of a step to the very next number, and of one over a gap


@frozen
class _Row:
    """A line that may begin a row, by one of the numbers that it may begin with."""

    at: int
    number: Number
    damaged: bool


def mark_numbered_rows(lines: Sequence[Line], grammar: Grammar, forms: Forms) -> list[Line]:
    """Mark the lines that begin rows of tables, where a document has no other labels there.

    Where a table ends is known only once its rows are told from headings: here, it goes on to the next head.
    """
    in_tables = mark_tables(lines, grammar, forms)
    lettered = sum(bool(line.columns) and grammar.match_label(line.text) is not None for line in in_tables)
    chain = _best_outline(list(_rows(in_tables, grammar)))
    if len(chain) < ROWS_AT_LEAST or lettered >= len(chain):
        return list(lines)
    starts = {row.at for row in chain}
    return [evolve(line, numbered=at in starts) for at, line in enumerate(lines)]


def cut_number(text: str) -> tuple[str, str]:
    """The first token of a line and the rest, without what is left of a table's lines.

    >>> cut_number("1.2.2 |Übergänge sind")
    ('1.2.2', 'Übergänge sind')
    """
    first, _, rest = text.strip(TABLE_LINES).partition(" ")
    return first.strip(TABLE_LINES), rest.strip(TABLE_LINES)


def _rows(lines: Sequence[Line], grammar: Grammar) -> Iterator[_Row]:
    named = any("label" in line.columns for line in lines)  # in one head; in others the word may be misread
    for at, line in enumerate(lines):
        if not named or line.role != "body" or not line.columns or _is_heading(lines, at, grammar):
            continue
        first, rest = cut_number(line.text)
        if rest and not rest[0].isupper():
            continue
        match = grammar.match_number_alone(first, 1, dots_lost=may_have_lost_dots(first))
        for reading in match.readings if match else ():
            yield _Row(at, reading.number, damaged=reading.number != bare_number(first))


def _is_heading(lines: Sequence[Line], at: int, grammar: Grammar) -> bool:
    """Whether a line is rather a heading: it has a word such as "Themenfeld", or is a chapter's by itself."""
    match = grammar.match_heading(lines[at].text)
    if match is None:
        return False
    titled = match.title != re.sub(r"^[\d.,:\s–-]+", "", lines[at].text)
    apart = lines[at].gap and (at + 1 == len(lines) or lines[at + 1].gap)
    return titled or (apart and match.number.isdigit() and looks_like_heading(lines[at].text))


def _best_outline(rows: Sequence[_Row]) -> list[_Row]:
    """The best chain of rows whose numbers rise as an outline does."""
    best: list[tuple[float, int | None]] = []
    for at, row in enumerate(rows):
        ways: list[tuple[float, int | None]] = [(_worth((), row), None)]
        ways += [
            (best[before][0] + _worth(rows[before].number, row), before)
            for before in range(max(0, at - MEMORY), at)
            if rows[before].number < row.number and rows[before].at < row.at
        ]
        best.append(max(ways, key=lambda way: way[0]))
    chain = []
    place: int | None = max(range(len(best)), key=lambda at: best[at][0], default=None)
    while place is not None:
        chain.append(rows[place])
        place = best[place][1]
    return chain[::-1]


def _worth(before: Number, row: _Row) -> float:
    number = row.number
    depth = len(number)
    beside = 0 < depth <= len(before) and number == (*before[: depth - 1], before[depth - 1] + 1)
    step = NEXT if number == (*before, 1) or beside else LATER
    return step - MISREAD * row.damaged * step
