"""Footnotes: small type at the foot of a page, or what stands there under a short ruling."""

import re
from collections.abc import Iterator, Sequence
from statistics import median

from attrs import evolve, frozen

from pipeline.layout.lines import SMALL, Line, Sheet, is_upright, join_lines, make_line, rows_of
from pipeline.layout.parts import Part, Style
from pipeline.records import Ruling, Word

SMALLER = 0.93  # of the usual type size, under a ruling
MUCH_SMALLER = 0.89  # without one
SHORTEST_RULE, LONGEST_RULE = 30.0, 0.55  # points; share of the page's width
MOST_INDENT = 20.0  # points; a footnotes' ruling begins at the margin
HIGHEST = 0.3  # share of the page's height above which no footnote begins
NEAR = 3.0  # points; a ruling closer than this touches
SKIPPED = 2  # numbers that OCR may have lost on the way
MOST_NOTES = 99  # what the first one may be numbered with, where a part of a document was read

ASTERISKS = "*†‡"
PRINTED_MARK = re.compile(r"[(\[]?(\d{1,3}|[*†‡]{1,3})[)\]]?(?=[^\W\d_„“\"]|$)")
MISREAD_MARK = re.compile(
    r"[!?®©°%™§$&'’\"“”‘^»«£¢|*]{1,2}(?=[^\W\d_]|$)|[a-z](?=[A-ZÄÖÜ]|$)|[<>.,;:~=+#/\\-](?=[A-ZÄÖÜ])"
)
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
    start = _start_under_rule(rows, lines, sheet, style)
    if start is None:
        start = _start_of_small_type(rows, lines, style)
    if start is None:
        return sheet, []
    return sheet.without(line for row in rows[start:] for line in row), lines[start:]


# ------------------------------------------------------------------- where


def _start_under_rule(
    rows: Sequence[Sequence[Line]], lines: Sequence[Line], sheet: Sheet, style: Style
) -> int | None:
    """Index of the first row under a footnotes' ruling, which begins where the text begins."""
    left = min((line.x0 for line in lines), default=0.0)
    for rule in sorted(_rules(sheet), key=lambda ruling: ruling.top):
        start = next((at for at, line in enumerate(lines) if line.middle > rule.top), None)
        if start is None or rule.x0 > left + MOST_INDENT or any(_is_underline(rule, line) for line in lines):
            continue
        if not _can_be_notes(rows[start:], style):
            continue
        small = median(line.size for line in lines[start:]) <= SMALLER * style.size
        short = rule.x1 - rule.x0 < sheet.width * LONGEST_RULE / 2
        if small or (short and read_mark(lines[start]) is not None):
            return start
    return None


def _can_be_notes(rows: Sequence[Sequence[Line]], style: Style) -> bool:
    """Whether rows hold neither the cells of a table nor goals."""
    return not any(len(row) > 2 or style.grammar.match_label(row[0].text) for row in rows)


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
    marks = [mark.number for lines in pages for line in lines if (mark := read_mark(line)) is not None]
    starred = all(mark[0] in ASTERISKS for mark in marks)
    anew = _begins_anew(pages)
    last, above = 0, None
    for lines in pages:
        last = 0 if anew else last
        for at, line in enumerate(lines):
            mark = read_mark(line)
            opens = above is None or SENTENCE_END.search(above.text) is not None
            number = _number(mark, last, opens=opens, first=at == 0, starred=starred)
            if number is not None:
                last = int(number) if number.isdecimal() else last
            without = without_mark(line, mark) if mark is not None and number is not None else line
            yield Part("footnote", (without,), number=number)
            above = line


def _begins_anew(pages: Sequence[Sequence[Line]]) -> bool:
    """Whether footnotes are numbered from 1 on every page."""
    first = [mark.number for lines in pages if lines and (mark := read_mark(lines[0])) is not None]
    figures = [number for number in first if number.isdecimal()]
    return len(figures) > 1 and figures.count("1") * 2 > len(figures)


def _number(mark: Mark | None, last: int, *, opens: bool, first: bool, starred: bool) -> str | None:
    """The number of the footnote that a line begins; None if the line only goes on.

    Args:
        mark: what looks like its mark. OCR may have lost it, but the first of a page goes on only from an
            unfinished sentence.
        last: number of the footnote before.
        opens: whether the line above ends a sentence.
        first: whether the line is the first of its page.
        starred: whether all of the document's footnotes have asterisks; else one is a misread figure.
    """
    if mark is None:
        return str(last + 1) if first and opens and not starred else None
    if mark.number.isdecimal() and last < int(mark.number) <= last + 1 + (SKIPPED if last else MOST_NOTES):
        return mark.number
    if starred:
        return mark.number
    return str(last + 1) if opens else None


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
