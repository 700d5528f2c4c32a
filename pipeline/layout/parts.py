"""What the rooms of layout hand to each other: parts of pages, before they are written as blocks."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Literal

from attrs import frozen

from pipeline.grammar import Grammar
from pipeline.layout.forms import ColumnRole, Forms
from pipeline.layout.lines import Line, Sheet
from pipeline.records import BlockRole

USUAL_PITCH = 1.3  # em from base line to base line, where a document has too few lines to tell
LEAST_SHIFT = 6.0  # points; tables, hanging quotes and scans move the margin by less
PARAGRAPH_GAP = 1.3  # times the usual pitch

ROLES: dict[ColumnRole, BlockRole] = {
    "label": "furniture",  # what stands below an identifier in its cell
    "text": "text",
    "responsible": "responsible",
    "deadline": "deadline",
    "indicator": "indicator",
    "other": "furniture",
}
CELLS: tuple[Literal["responsible", "deadline", "indicator"], ...] = ("responsible", "deadline", "indicator")


@frozen
class Part:
    """Lines that belong together, in a role. `goal` numbers the goal that they belong to.

    `after` is the goal that a paragraph follows, which it belongs to if another goal follows it. A `doubt` is
    what is not sure about it: "extent-assumed", "order-assumed".
    """

    role: BlockRole
    lines: tuple[Line, ...]
    goal: int | None = None
    number: str | None = None
    after: int | None = None
    doubt: str | None = None


@frozen
class Style:
    """What is usual in a document: type size, distance of lines, and what its rules know."""

    size: float
    pitch: float
    bold: bool
    grammar: Grammar
    forms: Forms

    def is_new_paragraph(self, above: Line, line: Line) -> bool:
        """Whether the space between two lines of a page is wider than within a paragraph."""
        pitch = self.pitch * max(min(above.size, line.size) / self.size, 1.0)
        return line.bottom - above.bottom > PARAGRAPH_GAP * pitch


def read_style(sheets: Sequence[Sheet], grammar: Grammar, forms: Forms) -> Style:
    """Measure what is usual in a document."""
    lines = [line for sheet in sheets for line in sheet.lines]
    size = usual_size(lines)
    letters = sum(len(line.text) for line in lines)
    bold = sum(len(line.text) for line in lines if line.bold)
    pitches = [pitch for sheet in sheets for pitch in _pitches(sheet.lines, size)]
    pitch = median(pitches) if pitches else USUAL_PITCH * size
    return Style(size, pitch, bold * 2 > letters, grammar, forms)


def usual_size(lines: Iterable[Line]) -> float:
    """Type size of most letters, weighted so that a few large words do not count."""
    weights: dict[float, int] = {}
    for line in lines:
        weights[line.size] = weights.get(line.size, 0) + len(line.text)
    passed, total = 0, sum(weights.values())
    for size in sorted(weights):
        passed += weights[size]
        if passed * 2 >= total:
            return size
    return 10.0


def _pitches(lines: Sequence[Line], size: float) -> Iterable[float]:
    """Distances between lines that stand under each other in running text."""
    for above, line in pairwise(lines):
        distance = line.bottom - above.bottom
        if 0.8 * size <= distance <= 2 * size and abs(line.x0 - above.x0) <= size:
            yield distance


def page_shifts(sheets: Sequence[Sheet]) -> dict[int, float]:
    """How far each page's text stands further right than that of the page before.

    Pages printed on both sides have the wider margin now left, now right: both edges of their text move
    alike. A left edge that moves alone is that of a table without a heading above it.
    """
    usual = _usual_edges(sheets)
    shifts: dict[int, float] = {}
    for before, sheet in pairwise(sheets):
        one, other = usual.get(_kind_of_page(before)), usual.get(_kind_of_page(sheet))
        if before.width == sheet.width and one is not None and other is not None:
            left, right = other[0] - one[0], other[1] - one[1]
            is_shift = abs(left) >= LEAST_SHIFT and abs(left - right) <= abs(left) / 2
            shifts[sheet.number] = left if is_shift else 0.0
    return shifts


def _usual_edges(sheets: Iterable[Sheet]) -> dict[tuple[int, int], tuple[float, float]]:
    """Left and right edge of the text, on most pages of a kind."""
    edges: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for sheet in sheets:
        if sheet.lines:
            own = min(line.x0 for line in sheet.lines), max(line.x1 for line in sheet.lines)
            edges.setdefault(_kind_of_page(sheet), []).append(own)
    return {
        kind: (median(left for left, _ in pages), median(right for _, right in pages))
        for kind, pages in edges.items()
    }


def _kind_of_page(sheet: Sheet) -> tuple[int, int]:
    return sheet.number % 2, round(sheet.width)
