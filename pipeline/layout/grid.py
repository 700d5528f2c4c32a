"""The columns of a table: where they lie and what they hold, by rulings, heads and gutters."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import evolve, frozen

from pipeline.layout.forms import ColumnRole
from pipeline.layout.lines import Line, Sheet, is_upright, make_line
from pipeline.layout.parts import Style
from pipeline.records import Ruling, Word

Row = Sequence[Line]

SAME_PLACE = 3.0  # points; rulings and edges that differ less are one
NARROWEST = 8.0  # points; between nearer upright rulings no letter has room: a thick one, or a card's edge
MOST_HEAD_ROWS = 5
HEAD_PITCH = 1.6  # times the usual distance; lines of one head stand closer
LEAST_HEADS = 2  # heads of different kinds that make a row of heads
BELOW_HEAD = 60.0  # points; a merged row may lie between the heads and the first upright rulings
RULING_SIGN = re.compile(r"[|¦\[\]_]+")
ENOUGH_ROWS = 10  # below heads, that show where the gutters are
IN_GAP = 1.0  # points; by so much an edge may miss the gap in which it lies
BLANK = 0.45  # em; a gap no wider than between words is no gutter
GUTTER_STEP = 1.0  # points
FROM_HEAD = 2  # steps; by so much an edge is kept away from the words behind it, which OCR may shift
LEAST_CROSSINGS = 2.0
MOST_CROSSING = 0.15  # share of the lines near a gutter that may cross it beyond the fewest
ROWS_FOR_GUTTERS = 40  # below the heads; what follows may be no table any more


@frozen
class Grid:
    """Columns of a table: `edges` has one more entry than `roles`. `ruled` if upright lines part them."""

    edges: tuple[float, ...]
    roles: tuple[ColumnRole, ...]
    ruled: bool
    starts: tuple[float, ...] = ()  # left edges of the heads
    heads: str = ""  # what stands above the columns of a table whose heads are not known

    def shifted(self, right: float) -> "Grid":
        """The grid further right on the page."""
        edges = tuple(edge + right for edge in self.edges)
        return evolve(self, edges=edges, starts=tuple(start + right for start in self.starts))

    def column_of(self, x: float) -> int:
        """Index of the column at a place; what lies outside belongs to the outermost."""
        return min(max(bisect_right(self.edges, x) - 1, 0), len(self.roles) - 1)

    def column_of_line(self, line: Line) -> int:
        """Index of the column in which a line begins."""
        return self.column_of(line.x0 + min(line.width, SAME_PLACE) / 2)

    @property
    def label_columns(self) -> tuple[int, ...]:
        """Indices of the columns of identifiers: none, one, or one for each level of goals."""
        return tuple(at for at, role in enumerate(self.roles) if role == "label")

    def crosses(self, line: Line) -> bool:
        """Whether a line reaches into a column behind its own."""
        return self.column_of(line.x1 - SAME_PLACE) > self.column_of_line(line)


@frozen
class Head:
    """The text above one column."""

    x0: float
    x1: float
    text: str
    role: ColumnRole | None
    likely: ColumnRole | None  # what it may mean, if the row is one of heads


@frozen
class Header:
    """A row of heads: how many rows of lines it takes, and the columns below."""

    rows: int
    grid: Grid


def find_header(
    rows: Sequence[Row], at: int, sheet: Sheet, style: Style, known: Grid | None = None
) -> Header | None:
    """The row of heads that begins at a row. Heads may have several lines.

    Where OCR lost the heads of the goals, those that are left must stand in the columns of a `known` grid.
    """
    for count in _possible_rows(rows, at, style):
        heads = _heads(rows[at : at + count], style)
        if _is_header(heads, whole=count > 1):
            few = len(rows) - at - count < ENOUGH_ROWS
            same = known if few and known is not None and _has_heads(known, heads) else None
            return Header(count, same or _grid(heads, rows, at, count, sheet))
        if known is not None and len(heads) > 1 and all(_stands_in(head, known) for head in heads):
            return Header(count, evolve(known, ruled=False))
    return None


def _has_heads(grid: Grid, heads: Sequence[Head]) -> bool:
    """Whether heads stand where those of a grid without rulings do."""
    if grid.ruled or len(grid.starts) != len(heads):
        return False
    return all(abs(head.x0 - start) <= SAME_PLACE for head, start in zip(heads, grid.starts, strict=True))


def count_head_rows(rows: Sequence[Row], at: int, style: Style) -> int:
    """Number of rows of the heads that begin at a row; 0 where none do."""
    counts = _possible_rows(rows, at, style)
    return next(
        (count for count in counts if _is_header(_heads(rows[at : at + count], style), whole=count > 1)), 0
    )


def _possible_rows(rows: Sequence[Row], at: int, style: Style) -> range:
    """Numbers of rows that a row of heads may have, the greatest first.

    A line alone is no beginning: it is prose above the heads, or the upper half of one of them.
    """
    likely = len(rows[at]) > 1 and any(
        style.forms.column_role(line.text) for row in rows[at : at + 2] for line in row
    )
    return range(_most_rows(rows, at, style) if likely else 0, 0, -1)


def _stands_in(head: Head, grid: Grid) -> bool:
    return head.role is not None and head.role == grid.roles[grid.column_of((head.x0 + head.x1) / 2)]


def _most_rows(rows: Sequence[Row], at: int, style: Style) -> int:
    """Number of rows that may make up one row of heads: those that stand close together, without labels."""
    count = 1
    while count < MOST_HEAD_ROWS and at + count < len(rows):
        above, row = rows[at + count - 1], rows[at + count]
        close = row[0].bottom - above[0].bottom <= HEAD_PITCH * style.pitch
        if not close or any(style.grammar.match_label(line.text) for line in row):
            break
        count += 1
    return count


def _heads(rows: Sequence[Row], style: Style) -> list[Head]:
    """Lines that stand above each other, as heads from left to right."""
    stacks: list[list[Line]] = []
    parts = (part for row in rows for line in row for part in _split_heads(line, style))
    for line in parts:
        stack = next((stack for stack in stacks if any(_overlap(line, other) for other in stack)), None)
        if stack is None:
            stacks.append([line])
        else:
            stack.append(line)
    heads = (
        Head(
            min(line.x0 for line in stack),
            max(line.x1 for line in stack),
            text,
            style.forms.column_role(text),
            style.forms.likely_role(text),
        )
        for stack in stacks
        if (text := "\n".join(line.text for line in stack))
    )
    return sorted(heads, key=lambda head: head.x0)


def _split_heads(line: Line, style: Style) -> list[Line]:
    """Heads that stand so close that they were read as one line, if each means something by itself.

    OCR may read the ruling between two heads as a sign.
    """
    words = [word for word in line.words if not RULING_SIGN.fullmatch(word.text)] or line.words
    parts: list[list[Word]] = [[words[0]]]
    for before, word in pairwise(words):
        if word.x0 - before.x1 >= BLANK * line.size:
            parts.append([])
        parts[-1].append(word)
    roles = [style.forms.column_role(" ".join(word.text for word in words)) for words in parts]
    if None in roles or len(set(roles)) < len(roles):
        return [line]
    return [make_line(words, line.page) for words in parts]


def _overlap(one: Line, other: Line) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1


def _is_header(heads: Sequence[Head], *, whole: bool) -> bool:
    """Whether heads are known enough: of different kinds, or each of a level of goals of its own."""
    roles = [head.role for head in heads if head.role is not None]
    if set(roles) == {"text"}:
        return len(roles) == len(heads) == len({head.text for head in heads}) >= LEAST_HEADS
    if len(set(roles)) < LEAST_HEADS or not {"label", "text"} & set(roles):
        return False
    return len(roles) == len(heads) if whole else 2 * len(roles) > len(heads)


# ------------------------------------------------------------------- columns


def _grid(heads: Sequence[Head], rows: Sequence[Row], at: int, count: int, sheet: Sheet) -> Grid:
    middle = (min(line.top for line in rows[at]) + max(line.bottom for line in rows[at + count - 1])) / 2
    edges = upright_places(sheet, middle, BELOW_HEAD)
    if len(edges) >= len(heads) - 1 > 0:
        edges = _with_outer(edges, heads)
        over = [_head_between(heads, *pair) for pair in pairwise(edges)]
        return Grid(edges, _roles(over, edges), ruled=True, starts=tuple(head.x0 for head in heads))
    below = [line for row in rows[at + count : at + count + ROWS_FOR_GUTTERS] for line in row]
    inner = tuple(find_gutter_between(left, right, below) for left, right in pairwise(heads))
    left, right = heads[0].x0 - SAME_PLACE, max([heads[-1].x1, *(line.x1 for line in below)])
    starts = tuple(head.x0 for head in heads)
    return Grid((left, *inner, right), _roles(heads, (left, *inner, right)), ruled=False, starts=starts)


def _roles(heads: Sequence[Head | None], edges: Sequence[float]) -> tuple[ColumnRole, ...]:
    """What the columns hold. If no head speaks of goals, they stand in the widest column that is left."""
    roles: list[ColumnRole] = [(head.role or head.likely or "other") if head else "other" for head in heads]
    free = [
        at for at, head in enumerate(heads) if roles[at] == "other" and (head is None or head.role is None)
    ]
    if "text" not in roles and free:
        roles[max(free, key=lambda at: edges[at + 1] - edges[at])] = "text"
    return tuple(roles)


def upright_places(sheet: Sheet, height: float, below: float = 0.0) -> tuple[float, ...]:
    """Places of the upright rulings that pass a height or begin no further `below` it, from left to right.

    In a row of heads they may not be drawn, or be too short to be told from letters in a scan.
    """
    places: list[float] = []
    uprights = (
        ruling
        for ruling in sheet.rulings
        if is_upright(ruling) and ruling.top - below <= height <= ruling.bottom
    )
    for ruling in sorted(uprights, key=lambda ruling: ruling.x0):
        if not places or ruling.x0 - places[-1] > NARROWEST:
            places.append(ruling.x0)
    return tuple(places)


def _with_outer(edges: tuple[float, ...], heads: Sequence[Head]) -> tuple[float, ...]:
    """Edges with those of a table that has no frame."""
    left, right = heads[0].x0, heads[-1].x1
    before = (left - SAME_PLACE,) if left < edges[0] else ()
    behind = (max(right, edges[-1]) + SAME_PLACE,) if right > edges[-1] else ()
    return (*before, *edges, *behind)


def _head_between(heads: Sequence[Head], left: float, right: float) -> Head | None:
    return next((head for head in heads if left <= (head.x0 + head.x1) / 2 <= right), None)


def find_gutter_between(left: Head, right: Head, below: Sequence[Line]) -> float:
    """The place between two heads that next to no words below cross, as close to the right one as may be.

    Some do cross any place: those of merged cells, and of what follows the table.
    """
    places = [right.x0 - SAME_PLACE / 2]
    while places[-1] - GUTTER_STEP > left.x0 + SAME_PLACE:
        places.append(places[-1] - GUTTER_STEP)
    near = [line for line in below if line.x0 < right.x0 and line.x1 > left.x0]
    crossings = [sum(_crossing(line, place) for line in near) for place in places]
    bearable = min(crossings) + max(LEAST_CROSSINGS, MOST_CROSSING * len(near))
    free = [place for place, crossing in zip(places, crossings, strict=True) if crossing <= bearable]
    return next(place for place in reversed(free[: FROM_HEAD + 1]) if free[0] - place <= FROM_HEAD)


def _crossing(line: Line, place: float) -> float:
    """How much speaks against a gutter: a word of the line runs over it, or only a narrow gap lies there."""
    if not line.x0 < place < line.x1:
        return 0.0
    if any(word.x0 < place < word.x1 for word in line.words):
        return 2.0
    left = max(word.x1 for word in line.words if word.x1 <= place)
    right = min(word.x0 for word in line.words if word.x0 >= place)
    return max(0.0, 1.0 - (right - left) / line.size)


# ------------------------------------------------------------------- lines


def cut_rows(rows: Sequence[Row], grid: Grid, sheet: Sheet, style: Style) -> list[Row]:
    """Rows of a table with their lines cut where the edge of a column runs between two words.

    A line that an edge runs through stands in merged cells and stays whole, and so do the lines alone
    under it up to the next label. Rows without any ruling, as between coloured ones, are cut by their gaps.
    """
    cut: list[Row] = []
    merged = False
    loose = evolve(grid, ruled=False)
    for row in rows:
        own = grid if grid.ruled and upright_places(sheet, row[0].middle) else loose
        alone = len(row) == 1 and style.grammar.match_label(row[0].text) is None
        merged = is_merged(row[0], own) or (merged and alone)
        cut.append([part for line in row for part in _cut(line, own, merged=merged and line is row[0])])
    return cut


def _cut(line: Line, grid: Grid, *, merged: bool) -> list[Line]:
    return [line] if merged or is_merged(line, grid) else split_by_columns(line, grid)


def is_merged(line: Line, grid: Grid) -> bool:
    """Whether a line runs over an edge with no more than a blank there, or where its ruling is missing."""
    if grid.ruled:
        return grid.crosses(line)
    straddled = any(True for _ in straddled_edges(line, grid))
    return straddled or narrowest_crossing(line, grid) < BLANK * line.size


def narrowest_crossing(line: Line, grid: Grid) -> float:
    """The narrowest gap between two words of a line where an edge runs and no cell begins under its head."""
    gaps = (
        word.x0 - before.x1
        for before, word in pairwise(line.words)
        if any(before.x1 - IN_GAP <= edge <= word.x0 + IN_GAP for edge in grid.edges[1:-1])
        and not any(abs(word.x0 - start) <= IN_GAP for start in grid.starts)
    )
    return min(gaps, default=float("inf"))


def split_by_columns(line: Line, grid: Grid) -> list[Line]:
    """Parts of a line in the columns in which they stand."""
    runs: list[tuple[int, list[Word]]] = []
    for word in line.words:
        column = grid.column_of((word.x0 + word.x1) / 2)
        if runs and column <= runs[-1][0]:
            runs[-1][1].append(word)
        else:
            runs.append((column, [word]))
    return [make_line(words, line.page) for _, words in runs]


def straddled_edges(line: Line, grid: Grid) -> Iterator[int]:
    """Inner edges that run through a word of a line: there cells are merged."""
    for word in line.words:
        for number, edge in enumerate(grid.edges[1:-1], start=1):
            if word.x0 < edge - SAME_PLACE and word.x1 > edge + SAME_PLACE:
                yield number


def separators(sheet: Sheet, left: float, right: float) -> list[float]:
    """Heights of the level rulings that cross most of the way between two places, from the top."""
    heights: list[float] = []
    for ruling in sorted(sheet.rulings, key=lambda ruling: ruling.top):
        new = not heights or ruling.top - heights[-1] > SAME_PLACE
        if new and not is_upright(ruling) and _covers(ruling, left, right):
            heights.append(ruling.top)
    return heights


def _covers(ruling: Ruling, left: float, right: float) -> bool:
    return min(ruling.x1, right) - max(ruling.x0, left) >= 0.6 * (right - left)
