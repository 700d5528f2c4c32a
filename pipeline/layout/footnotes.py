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
MOST_NOTES = 99  # what the first one may be numbered with, where a part of a document was read

PRINTED_MARK = re.compile(r"[(\[]?(\d{1,3}|[*†‡]{1,3})[)\]]?(?=[^\W\d_„“\"]|$)")
MISREAD_MARK = re.compile(r"[!?®©°%™§$&'’\"“”‘^»«£¢|*]{1,2}(?=[^\W\d_]|$)|[a-z](?=[A-ZÄÖÜ]|$)")
SENTENCE_END = re.compile(r"[.!?:)]\W*$|\d$")


@frozen
class Mark:
    """The mark at the start of a footnote: its number, and how many letters of the first word it takes."""

    number: str
    letters: int


def set_footnotes_aside(sheets: Sequence[Sheet], style: Style) -> tuple[list[Sheet], list[Part]]:
    """Part the pages from their footnotes, one part a line; only the first line of each has its number."""
    rest: list[Sheet] = []
    found: list[list[Line]] = []
    for sheet in sheets:
        without, lines = _set_aside(sheet, style)
        rest.append(without)
        found.append(lines)
    return rest, list(number_notes(found))


def _set_aside(sheet: Sheet, style: Style) -> tuple[Sheet, list[Line]]:
    rows = rows_of(sheet.lines)
    lines = [join_lines(row) for row in rows]
    start = _start_under_rule(lines, sheet, style)
    if start is None:
        start = _start_of_small_type(rows, lines, style)
    if start is None:
        return sheet, []
    return sheet.without(line for row in rows[start:] for line in row), lines[start:]


# ------------------------------------------------------------------- where


def _start_under_rule(lines: Sequence[Line], sheet: Sheet, style: Style) -> int | None:
    """Index of the first row under a footnotes' ruling."""
    for rule in sorted(_rules(sheet), key=lambda ruling: ruling.top):
        start = next((at for at, line in enumerate(lines) if line.middle > rule.top), None)
        if start is None or any(_is_underline(rule, line) for line in lines):
            continue
        below = lines[start:]
        if style.grammar.match_label(below[0].text):
            continue
        marked = read_mark(below[0]) is not None
        small = median(line.size for line in below) <= SMALLER * style.size
        if small or (marked and rule.x1 - rule.x0 < sheet.width * LONGEST_RULE / 2):
            return start
    return None


def _rules(sheet: Sheet) -> Iterator[Ruling]:
    """Short level rulings in the lower part of a page that no upright one touches."""
    uprights = [ruling for ruling in sheet.rulings if is_upright(ruling)]
    for ruling in sheet.rulings:
        short = SHORTEST_RULE <= ruling.x1 - ruling.x0 <= LONGEST_RULE * sheet.width
        low = ruling.top > HIGHEST * sheet.height and not is_upright(ruling)
        if short and low and not any(_touch(ruling, upright) for upright in uprights):
            yield ruling


def _touch(level: Ruling, upright: Ruling) -> bool:
    across = level.x0 - NEAR <= upright.x0 <= level.x1 + NEAR
    return across and upright.top - NEAR <= level.top <= upright.bottom + NEAR


def _is_underline(rule: Ruling, line: Line) -> bool:
    under = line.bottom - 0.3 * line.size <= rule.top <= line.bottom + 0.1 * line.size
    return under and rule.x0 < line.x1 and line.x0 < rule.x1


def _start_of_small_type(rows: Sequence[Sequence[Line]], lines: Sequence[Line], style: Style) -> int | None:
    """Index of the first row of the small type at the foot that begins with a footnote's mark."""
    start = None
    for at in range(len(lines) - 1, 0, -1):
        if lines[at].size > MUCH_SMALLER * style.size or len(rows[at]) > 2:
            break
        if read_mark(lines[at]) is not None and not style.grammar.match_label(lines[at].text):
            start = at
    return start


# --------------------------------------------------------------------- what


def number_notes(pages: Sequence[Sequence[Line]]) -> Iterator[Part]:
    """Number the footnotes of all pages. A mark that was misread, or does not count on, is counted on."""
    anew = _begins_anew(pages)
    last = 0
    for lines in pages:
        last = 0 if anew else last
        above: Line | None = None
        for line in lines:
            mark = read_mark(line)
            number = _number(mark, line, above, last) if mark else None
            if mark is None or number is None:
                yield Part("footnote", (line,))
            else:
                last = int(number) if number.isdecimal() else last
                yield Part("footnote", (without_mark(line, mark),), number=number)
            above = line


def _begins_anew(pages: Sequence[Sequence[Line]]) -> bool:
    """Whether footnotes are numbered from 1 on every page."""
    first = [mark.number for lines in pages if lines and (mark := read_mark(lines[0])) is not None]
    figures = [number for number in first if number.isdecimal()]
    return len(figures) > 1 and figures.count("1") * 2 > len(figures)


def _number(mark: Mark, line: Line, above: Line | None, last: int) -> str | None:
    """The number of a footnote that begins with a mark; None if the line only goes on."""
    ended = above is None or SENTENCE_END.search(above.text) is not None
    if mark.number.isdecimal() and last < int(mark.number) <= last + 1 + (SKIPPED if last else MOST_NOTES):
        return mark.number
    if last == 0 and mark.number[0] in "*†‡":
        return mark.number
    return str(last + 1) if ended else None


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
