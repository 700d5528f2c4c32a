"""Footnotes: small type at the foot of a page, or what stands there under a short ruling."""

import re
from collections.abc import Iterator, Sequence
from statistics import median

from attrs import evolve, frozen

from pipeline.layout.lines import SMALL, Line, Sheet, is_upright, join_lines, make_line, rows_of
from pipeline.layout.parts import Part, Style
from pipeline.records import Ruling, Word

SMALLER = 0.95  # of the usual type size, under a ruling
MUCH_SMALLER = 0.89  # without one
SHORTEST_RULE, LONGEST_RULE = 30.0, 0.55  # points; share of the page's width
HIGHEST = 0.3  # share of the page's height above which no footnote begins
NEAR = 3.0  # points; a ruling closer than this touches
SKIPPED = 2  # numbers that OCR may have lost on the way

PRINTED_MARK = re.compile(r"[(\[]?(\d{1,3}|[*†‡]{1,3})[)\]]?(?=[^\W\d_„“\"]|$)")
MISREAD_MARK = re.compile(r"[!?®©°%™§$&'’\"“”‘^»«£¢|*]{1,2}(?=[^\W\d_]|$)|[a-z](?=[A-ZÄÖÜ]|$)")
SENTENCE_END = re.compile(r"[.!?:)]\W*$|\d$")


@frozen
class Mark:
    """The mark at the start of a footnote: its number, and how many letters of the first word it takes."""

    number: str
    letters: int


def set_footnotes_aside(sheet: Sheet, style: Style, last: int) -> tuple[Sheet, list[Part]]:
    """Part a page from its footnotes, one part a line; only the first line of each has its number.

    Args:
        sheet: the page.
        style: what is usual in the document.
        last: number of the last footnote before; a misread mark is counted on from it.
    """
    rows = rows_of(sheet.lines)
    lines = [join_lines(row) for row in rows]
    start = _start_under_rule(lines, sheet, style)
    if start is None:
        start = _start_of_small_type(rows, lines, style, last)
    if start is None:
        return sheet, []
    return sheet.without(line for row in rows[start:] for line in row), list(_read_notes(lines[start:], last))


def last_number(parts: Sequence[Part], before: int) -> int:
    """Number of the last footnote after some more were read."""
    numbers = [int(part.number) for part in parts if part.number and part.number.isdecimal()]
    return numbers[-1] if numbers else before


# ------------------------------------------------------------------- where


def _start_under_rule(lines: Sequence[Line], sheet: Sheet, style: Style) -> int | None:
    """Index of the first row under a footnotes' ruling."""
    for rule in sorted(_rules(sheet), key=lambda ruling: ruling.top):
        start = next((at for at, line in enumerate(lines) if line.middle > rule.top), None)
        if start is None or any(_is_underline(rule, line) for line in lines):
            continue
        below = lines[start:]
        marked = read_mark(below[0]) is not None
        small = median(line.size for line in below) <= SMALLER * style.size
        if small or (marked and rule.x1 - rule.x0 < sheet.width * LONGEST_RULE / 2):
            return start
    return None


def _rules(sheet: Sheet) -> Iterator[Ruling]:
    """Short level rulings in the lower part of a page that no upright one touches."""
    uprights = [ruling for ruling in sheet.rulings if is_upright(ruling)]
    for ruling in sheet.rulings:
        length = ruling.x1 - ruling.x0
        short = SHORTEST_RULE <= length <= LONGEST_RULE * sheet.width
        if short and not is_upright(ruling) and ruling.top > HIGHEST * sheet.height:
            if not any(_touch(ruling, upright) for upright in uprights):
                yield ruling


def _touch(level: Ruling, upright: Ruling) -> bool:
    across = level.x0 - NEAR <= upright.x0 <= level.x1 + NEAR
    return across and upright.top - NEAR <= level.top <= upright.bottom + NEAR


def _is_underline(rule: Ruling, line: Line) -> bool:
    under = line.bottom - 0.3 * line.size <= rule.top <= line.bottom + 0.1 * line.size
    return under and rule.x0 < line.x1 and line.x0 < rule.x1


def _start_of_small_type(
    rows: Sequence[Sequence[Line]], lines: Sequence[Line], style: Style, last: int
) -> int | None:
    """Index of the first row of the small type at the foot that begins with a footnote's mark."""
    start = None
    for at in range(len(lines) - 1, 0, -1):
        if lines[at].size > MUCH_SMALLER * style.size or len(rows[at]) > 2:
            break
        mark = read_mark(lines[at])
        if (
            mark is not None
            and _counts_on(mark.number, last)
            and not style.grammar.match_label(lines[at].text)
        ):
            start = at
    return start


# --------------------------------------------------------------------- what


def _read_notes(lines: Sequence[Line], last: int) -> Iterator[Part]:
    above: Line | None = None
    for line in lines:
        mark = read_mark(line)
        if mark is not None and _begins_note(mark, line, above, last):
            number = mark.number if mark.number.isdecimal() or mark.number[0] in "*†‡" else str(last + 1)
            last = int(number) if number.isdecimal() else last
            yield Part("footnote", (without_mark(line, mark),), number=number)
        else:
            yield Part("footnote", (line,))
        above = line


def _begins_note(mark: Mark, line: Line, above: Line | None, last: int) -> bool:
    """Whether what looks like a mark is one: it counts on, or follows the end of a sentence."""
    if mark.number.isdecimal():
        return _counts_on(mark.number, last)
    return above is None or mark.number in "*†‡" or SENTENCE_END.search(above.text) is not None


def _counts_on(number: str, last: int) -> bool:
    if not number.isdecimal():
        return True
    return int(number) == 1 or last < int(number) <= last + 1 + SKIPPED or last == 0


def read_mark(line: Line) -> Mark | None:
    """The mark at the start of a line: a figure or asterisk, or an odd sign that OCR made of one."""
    first = line.words[0]
    for pattern in (PRINTED_MARK, MISREAD_MARK):
        match = pattern.match(first.text)
        if match is None:
            continue
        whole = match.end() == len(first.text)
        if whole and len(line.words) > 1 and (_is_set_as_mark(first, line) or pattern is MISREAD_MARK):
            return Mark(match[0].strip("()[]"), match.end())
        if not whole:
            return Mark(match[0].strip("()[]"), match.end())
    return None


def _is_set_as_mark(first: Word, line: Line) -> bool:
    """Whether a figure at the start of a line is raised, or stands for itself before a capital letter."""
    small = first.size < SMALL * line.size
    return small or line.words[1].text[0].isupper() or line.words[1].text[0] in '„"“‚'


def without_mark(line: Line, mark: Mark) -> Line:
    """A line without the mark at its start."""
    first = line.words[0]
    if mark.letters == len(first.text):
        return make_line(line.words[1:], line.page)
    share = mark.letters / len(first.text)
    rest = evolve(first, text=first.text[mark.letters :], x0=first.x0 + share * (first.x1 - first.x0))
    return make_line((rest, *line.words[1:]), line.page)
