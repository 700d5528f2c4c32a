"""Running headers, footers and page numbers: known by coming back, not by their place alone.

A row at the head or foot of a page is furniture if one much like it stands at the same height of a page
nearby; page numbers differ by as much as their pages do. So headers that alternate, change with the
chapter or were misread by OCR are found as well.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from attrs import frozen

from pipeline.grammar import Grammar
from pipeline.layout.grid import count_head_rows
from pipeline.layout.lines import Line, Sheet, is_raised, join_lines, rows_of
from pipeline.layout.parts import Part, Style
from pipeline.layout.plain_lines import ends_sentence

DEPTH = 4  # rows at head and foot that may be furniture
OUTERMOST = (0, 1, -1, -2)  # of these, the rows where page numbers and a header out of its place stand
SHORT = 8  # letters of a page number that was misread
ALONE = 1.25  # times the usual distance of lines
SAME_HEIGHT = 6.0  # points; scans shift a little
NEARBY = 4  # pages; headers that alternate come back after two, and one page may lack them
ALIKE = 0.8  # share of letters
ALIKE_WORD = 0.5  # share of a word's letters
NEARLY_SAME = 0.9  # share of letters of rows that OCR cut into words differently
SIGNS = 2  # letters; so short a word may be a line or a dot, misread
LONG_ENOUGH = 10  # letters of a header that is known again at another height
SMALLER = 0.92  # of the usual size, as running heads are that change with the chapter
SAME_SIZE = 0.5  # points; OCR measures type by its boxes
LEAST_PAGES = 3  # that have such heads
LAST_PAGE = 1900  # a higher number is a year

NUMBER_ROW = re.compile(
    r"\W*(?:seite|s\.|blatt)?\W*(?:\d{1,3}|[ivxl]{1,6})\W*(?:(?:von|/)\W*\d{1,3}\W*)?", re.IGNORECASE
)


@frozen
class Edge:
    """A row at the head or foot of a page. `text` lacks the page's number."""

    page: int
    line: Line
    row: tuple[Line, ...]
    text: str
    order: int  # from 0 at the head inwards, from -1 at the foot
    alone: bool  # whether there is more space between it and the text than between paragraphs
    apart: bool  # whether its type is not that of the row inwards


def find_furniture(sheets: Sequence[Sheet], style: Style) -> dict[int, list[Part]]:
    """Furniture of each page that has some."""
    edges = [edge for sheet in sheets for edge in _edges(sheet, style)]
    found = set(_repeated(edges, style.grammar)) | set(_page_numbers(edges, len(sheets)))
    found |= set(_small_heads(edges, len(sheets), style))
    texts = {edges[at].text for at in found if len(edges[at].text) >= LONG_ENOUGH}
    found |= {at for at, edge in enumerate(edges) if edge.order in OUTERMOST and edge.text in texts}
    pages: dict[int, list[Part]] = {}
    for edge in _reaching_inwards([edge for at, edge in enumerate(edges) if at in found]):
        pages.setdefault(edge.page, []).append(Part("furniture", edge.row))
    return pages


def _reaching_inwards(edges: Sequence[Edge]) -> Iterator[Edge]:
    """Rows without a gap to the edge of their page: what stands further inwards is text."""
    present = {(edge.page, edge.order) for edge in edges}
    for edge in edges:
        outwards = range(edge.order) if edge.order >= 0 else range(edge.order + 1, 0)
        if all((edge.page, order) in present for order in outwards):
            yield edge


def _edges(sheet: Sheet, style: Style) -> Iterator[Edge]:
    rows = rows_of(sheet.lines)
    heads = _heads_of_tables(rows, style)
    for number, row in enumerate(rows):
        order = number if number < len(rows) - number else number - len(rows)
        line = join_lines(row)
        if -DEPTH <= order < DEPTH and number not in heads and style.grammar.match_label(line.text) is None:
            alone = _is_alone(rows, number, style)
            text, apart = without_page_number(line.text), _is_apart(rows, number)
            yield Edge(sheet.number, line, tuple(row), text, order, alone, apart)


def _heads_of_tables(rows: Sequence[Sequence[Line]], style: Style) -> set[int]:
    """Indices of the rows of columns' heads: they come back on every page as well, and tables need them."""
    outer = {*range(min(DEPTH, len(rows))), *range(max(len(rows) - DEPTH, 0), len(rows))}
    return {at + below for at in outer for below in range(count_head_rows(rows, at, style))}


def _is_alone(rows: Sequence[Sequence[Line]], number: int, style: Style) -> bool:
    inwards = _inwards(rows, number)
    return inwards is not None and abs(inwards.bottom - rows[number][0].bottom) > ALONE * style.pitch


def _is_apart(rows: Sequence[Sequence[Line]], number: int) -> bool:
    inwards = _inwards(rows, number)
    return inwards is not None and abs(inwards.size - rows[number][0].size) > SAME_SIZE


def _inwards(rows: Sequence[Sequence[Line]], number: int) -> Line | None:
    """The first line of the row that is further from the edge of the page."""
    inwards = number + 1 if number < len(rows) - number else number - 1
    return rows[inwards][0] if 0 <= inwards < len(rows) else None


def without_page_number(text: str) -> str:
    """A row's text without a number at its ends, where that of the page stands.

    >>> without_page_number("Strategie 2025-2030 | 7"), without_page_number("3 Themen bis 2030")
    ('strategie 2025-2030 |', 'themen bis 2030')
    """
    words = text.casefold().split()
    for end in (0, -1):
        if words and (match := re.fullmatch(r"\W*(\d{1,4})\W*", words[end])) and int(match[1]) < LAST_PAGE:
            del words[end]
    return " ".join(words)


def _repeated(edges: Sequence[Edge], grammar: Grammar) -> Iterator[int]:
    """Indices of rows that come back at the same height: twice if they stand alone, else more often."""
    recent: list[int] = []
    likes: dict[int, set[int]] = {}
    for number, edge in enumerate(edges):
        recent = [at for at in recent if edge.page - edges[at].page <= NEARBY]
        for at in recent:
            if edges[at].page < edge.page and _is_same(edges[at], edge, grammar):
                likes.setdefault(at, set()).add(edge.page)
                likes.setdefault(number, set()).add(edges[at].page)
        recent.append(number)
    return (at for at, pages in likes.items() if edges[at].alone or len(pages) > 1)


def _small_heads(edges: Sequence[Edge], pages: int, style: Style) -> Iterator[int]:
    """Indices of rows in small type that stand alone at the height where most pages have one.

    What they say may change with every chapter. The end of a goal may stand there, too: it is in the type of
    the goals below.
    """
    heads = [
        at
        for at, edge in enumerate(edges)
        if edge.order == 0
        and edge.alone
        and edge.apart
        and edge.line.size < SMALLER * style.size
        and not _ends_goal(edge.line.text)
    ]
    for at in heads:
        level = {edges[other].page for other in heads if _is_level(edges[at], edges[other])}
        if len(level) >= max(LEAST_PAGES, pages / 2):
            yield at


def _ends_goal(text: str) -> bool:
    """Whether a row goes on with a sentence, or ends one."""
    return text[:1].islower() or ends_sentence(text)


def _is_same(one: Edge, other: Edge, grammar: Grammar) -> bool:
    if not _is_level(one, other) or not one.text or not other.text:
        return False
    if one.text == other.text:
        return True
    if _digits(one) != _digits(other):
        numbered = grammar.match_heading(one.line.text) is not None or _looks_like_note(one)
        if numbered or not (one.alone and other.alone):
            return False
    if not are_alike(one.text, other.text):
        return False
    sentences = ends_sentence(one.line.text) and ends_sentence(other.line.text)
    by_words = sentences or not (one.alone or other.alone)
    return not by_words or _have_like_words(one.text, other.text)


def _looks_like_note(edge: Edge) -> bool:
    """Whether a row begins with a figure that is raised, or glued to its word."""
    first = edge.line.words[0]
    return is_raised(first, edge.line) or re.match(r"\d{1,3}[^\W\d_]", first.text) is not None


def _is_level(one: Edge, other: Edge) -> bool:
    return abs(one.line.bottom - other.line.bottom) <= SAME_HEIGHT


def _digits(edge: Edge) -> list[str]:
    return re.findall(r"\d+", edge.text)


def _have_like_words(one: str, other: str) -> bool:
    """Whether word by word two rows may be the same, misread; rows of a table differ in whole words."""
    words, others = ([word for word in text.split() if len(word) > SIGNS] for text in (one, other))
    if len(words) != len(others):
        return SequenceMatcher(None, one, other, autojunk=False).ratio() >= NEARLY_SAME
    return all(SequenceMatcher(None, *pair).ratio() >= ALIKE_WORD for pair in zip(words, others, strict=True))


def are_alike(one: str, other: str) -> bool:
    """Whether two texts differ by no more than what OCR misreads."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _page_numbers(edges: Sequence[Edge], pages: int) -> Iterator[int]:
    """Indices of rows with nothing but a number, perhaps misread, at the height of one on another page."""
    rows = [at for at, edge in enumerate(edges) if _is_number_row(edge)]
    for place, at in enumerate(rows):
        near = (edges[other] for other in rows[max(0, place - NEARBY) : place + NEARBY + 1] if other != at)
        if pages == 1 or any(_is_level(edges[at], other) and other.page != edges[at].page for other in near):
            yield at


def _is_number_row(edge: Edge) -> bool:
    if edge.order not in OUTERMOST:
        return False
    misread = edge.alone and len(edge.line.text) <= SHORT and len(edge.line.words) <= 3
    return misread or NUMBER_ROW.fullmatch(edge.line.text) is not None
