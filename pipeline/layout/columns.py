"""Columns of prose: which part of a page is read before which."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from pipeline.grammar import Grammar
from pipeline.layout.lines import Line, rows_of

LEAST_LINES = 5  # on either side; fewer are a picture's caption or a list beside it
LEAST_WIDTH = 0.3  # of the page's text; a column of labels or figures is narrower
SAME_EDGE = 3.0  # points
LARGER = 1.12  # times the usual size, as headings are
MOST_LABELS = 0.3  # share of labels in a column that is still prose


def reading_order(lines: Sequence[Line], usual: float | None, grammar: Grammar) -> Iterator[list[Line]]:
    """Lines in the order of their columns: what runs across the page parts the columns above and below.

    A gutter that is `usual` in the document is believed from a few lines already.
    """
    ordered = sorted(lines, key=lambda line: (line.bottom, line.x0))
    edge = find_gutter(ordered, grammar) or (usual if _is_parted(ordered, usual) else None)
    if edge is None:
        if ordered:
            yield ordered
        return
    for band in _bands(ordered, edge):
        left, right = _sides(band, edge)
        if left and right:
            yield left
            yield right
        else:
            yield band


def usual_gutter(pages: Iterable[Sequence[Line]], grammar: Grammar) -> float | None:
    """The gutter of most pages that have one."""
    edges = Counter(edge for lines in pages if (edge := find_gutter(lines, grammar)) is not None)
    return max(edges, key=lambda edge: (edges[edge], -edge), default=None)


def _is_parted(lines: Sequence[Line], edge: float | None) -> bool:
    """Whether a page has text on both sides of a gutter, and starts at it on the right one."""
    if edge is None:
        return False
    return any(abs(line.x0 - edge) <= SAME_EDGE for line in lines) and any(
        all(_is_wide(side, lines) for side in _sides(band, edge)) for band in _bands(lines, edge)
    )


def _sides(band: Sequence[Line], edge: float) -> tuple[list[Line], list[Line]]:
    return [line for line in band if line.x1 <= edge], [line for line in band if line.x0 >= edge - SAME_EDGE]


def _is_wide(side: Sequence[Line], lines: Sequence[Line]) -> bool:
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    return bool(side) and max(line.width for line in side) >= LEAST_WIDTH * width


def find_gutter(lines: Sequence[Line], grammar: Grammar) -> float | None:
    """Left edge of the right one of two columns of prose; None where there is one column."""
    if len(lines) < 2 * LEAST_LINES:
        return None
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    for edge in _common_edges(lines):
        if left + LEAST_WIDTH * (right - left) < edge and _parts_prose(lines, edge, right - left, grammar):
            return edge
    return None


def _common_edges(lines: Sequence[Line]) -> list[float]:
    """Left edges at which many lines begin, commonest first."""
    counts: dict[float, int] = {}
    for line in lines:
        place = SAME_EDGE * round(line.x0 / SAME_EDGE)
        counts[place] = counts.get(place, 0) + 1
    common = (place for place, count in counts.items() if count >= LEAST_LINES)
    return sorted(common, key=lambda place: (-counts[place], place))


def _parts_prose(lines: Sequence[Line], edge: float, width: float, grammar: Grammar) -> bool:
    return any(
        all(_is_prose(side, width, grammar) for side in _sides(band, edge)) for band in _bands(lines, edge)
    )


def _is_prose(lines: Sequence[Line], width: float, grammar: Grammar) -> bool:
    """Whether lines are wide enough for prose. What ends at the right edge was torn by justification."""
    rows = rows_of(lines)
    right = max((line.x1 for line in lines), default=0.0)
    widths = [
        row[-1].x1 - row[0].x0 if right - row[-1].x1 <= SAME_EDGE else max(line.width for line in row)
        for row in rows
    ]
    if len(rows) < LEAST_LINES or median(widths) < LEAST_WIDTH * width:
        return False
    labels = sum(1 for line in lines if (match := grammar.match_label(line.text)) and not match.rest)
    return labels <= MOST_LABELS * len(rows)


def _bands(lines: Sequence[Line], edge: float) -> Iterator[list[Line]]:
    """Runs of lines that do not cross an edge, and runs of those that do."""
    band: list[Line] = []
    crossing = False
    for line in lines:
        crosses = (line.x0 < edge - SAME_EDGE and line.x1 > edge) or _is_above_both(line, lines, edge)
        if band and crosses != crossing:
            yield band
            band = []
        crossing = crosses
        band.append(line)
    if band:
        yield band


def _is_above_both(line: Line, lines: Sequence[Line], edge: float) -> bool:
    """Whether a line is a short heading over both columns: larger, alone, and both go on at one height."""
    right = _sides(lines, edge)[1]
    if line.x1 > edge or line.size < LARGER * median(other.size for other in lines):
        return False
    if any(other.top < line.bottom and line.top < other.bottom for other in right):
        return False
    below = [
        next((other.bottom for other in side if other.top >= line.bottom), None)
        for side in _sides(lines, edge)
    ]
    if below[0] is None or below[1] is None:
        return below[0] is None
    return abs(below[0] - below[1]) <= line.size
