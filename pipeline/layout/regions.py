"""Which rows of a page stand in a table, and which in running text.

A table begins with a row of heads. It ends where a row does not fit its columns, and resumes where rows
fit them again: behind a heading, or on the next page, where the heads need not be repeated.
"""

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from pipeline.grammar import bare_number
from pipeline.layout.columns import find_gutter
from pipeline.layout.grid import (
    MOST_HEAD_ROWS,
    SAME_PLACE,
    Grid,
    Header,
    Row,
    count_head_rows,
    cut_rows,
    find_header,
    is_merged,
    split_by_columns,
    upright_places,
)
from pipeline.layout.headings import LARGER, MUCH_LARGER, Neighbours, find_heading
from pipeline.layout.headless import find_headless, have_letters_of, is_label
from pipeline.layout.lines import Sheet, join_lines, rows_of
from pipeline.layout.parts import Style

NEAR = 4.0  # points; rulings of one table keep their places from page to page by as much
FAR_GAP = 3.5  # times the usual distance of lines; a wider gap ends a table without rulings
LOOK_AHEAD = 3  # rows that may lie between rulings, in merged cells without a frame


@frozen
class Region:
    """Rows of a page that stand in a table, or (without a grid) in running text."""

    rows: tuple[Row, ...]
    grid: Grid | None = None
    heads: tuple[Row, ...] = ()


class RegionCutter:
    """Cuts pages into regions; remembers the columns of the last table."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.grid: Grid | None = None
        self.in_table = False  # whether the page before ended inside a table
        self.in_columns = False  # whether the page has two columns of prose, in which words meet by chance

    def shift(self, right: float) -> None:
        """Move the columns to where the next page has them."""
        if self.grid is not None:
            self.grid = self.grid.shifted(right)

    def cut(self, sheet: Sheet) -> Iterator[Region]:
        """The regions of a page, from top to bottom."""
        rows, at, prose = rows_of(sheet.lines), 0, 0
        self.in_columns = find_gutter(sheet.lines, self.style.grammar) is not None
        while at < len(rows):
            region, end = self._table_at(rows, at, sheet)
            if region is None:
                at += 1
                continue
            if prose < at:
                yield Region(tuple(rows[prose:at]))
            yield region
            at = prose = end
        if prose < len(rows):
            yield Region(tuple(rows[prose:]))
        if rows:
            self.in_table = prose == len(rows)

    def _table_at(self, rows: Sequence[Row], at: int, sheet: Sheet) -> tuple[Region | None, int]:
        """The table that begins at a row, and the index behind it."""
        header = find_header(rows, at, sheet, self.style, self.grid) or self._same_heads(rows, at, sheet)
        if header is None and self.grid is not None and self._resumes(rows, at, sheet):
            header = Header(0, self.grid)
        header = header or find_headless(rows, at, sheet, self.style, prose=self.in_columns)
        if header is None:
            return None, at
        self.grid = header.grid
        start = at + header.rows
        if header.rows and self.grid.ruled and not self._is_ruled(rows, start, sheet, self.grid):
            self.grid = evolve(self.grid, ruled=False)  # only the heads are ruled, by their colour
        end = self._end(rows, start, sheet, self.grid)
        if end == at:
            return None, at
        return Region(
            tuple(cut_rows(rows[start:end], self.grid, sheet, self.style)), self.grid, tuple(rows[at:start])
        ), end

    def _same_heads(self, rows: Sequence[Row], at: int, sheet: Sheet) -> Header | None:
        """The heads of the last table once more, where they are not known to the rules."""
        if self.grid is None or not self.grid.heads:
            return None
        for count in range(1, MOST_HEAD_ROWS):
            if have_letters_of(rows[at : at + count], self.grid.heads):
                found = find_headless(rows, at, sheet, self.style, prose=self.in_columns)
                return found or Header(count, self.grid)
        return None

    def _resumes(self, rows: Sequence[Row], at: int, sheet: Sheet) -> bool:
        """Whether a row stands in the columns of the last table; moves them where the page is shifted."""
        assert self.grid is not None
        row = rows[at]
        edges = matching_edges(upright_places(sheet, join_lines(row).middle), self.grid)
        if edges is not None:
            self.grid = evolve(self.grid, edges=edges, ruled=True)
            return True
        loose = evolve(self.grid, ruled=False)  # rulings may be but the edges of every other row's colour
        fits = all(not is_merged(line, loose) for line in row)
        columns = {loose.column_of_line(part) for line in row for part in split_by_columns(line, loose)}
        going_on = at == 0 and self.in_table and not self.grid.ruled
        labelled = self._has_label(rows, at) and len(columns) > min(2, len(self.grid.roles) - 1)
        if fits and (going_on or labelled):
            self.grid = loose
            return True
        return False

    def _has_label(self, rows: Sequence[Row], at: int) -> bool:
        """Whether a row begins with a label, or has one where labels stand."""
        assert self.grid is not None
        own = ("label",) if self.grid.label_columns else ("text",)
        if self._has_number(rows[at]):
            return True
        row, below = rows[at], rows[at + 1] if at + 1 < len(rows) else ()
        lines = [line for line in row[1:] if self.grid.roles[self.grid.column_of_line(line)] in own]
        return any(is_label(line, below, self.style) for line in (row[0], *lines))

    def _has_number(self, row: Row) -> bool:
        """Whether a number stands alone in the column of labels, beside a text that begins in its column."""
        assert self.grid is not None
        parts = [part for line in row for part in split_by_columns(line, self.grid)]
        columns = [self.grid.column_of_line(part) for part in parts]
        texts = [x for x, role in zip(self.grid.starts, self.grid.roles, strict=False) if role == "text"]
        return (
            len(parts) > 1
            and self.grid.roles[columns[0]] == "label"
            and bare_number(parts[0].text) != ()
            and any(abs(parts[1].x0 - x) <= SAME_PLACE for x in texts)
            and join_lines(row).size < LARGER * self.style.size
        )

    def _end(self, rows: Sequence[Row], start: int, sheet: Sheet, grid: Grid) -> int:
        """Index of the first row behind a table."""
        at = start
        while at < len(rows) and not count_head_rows(rows, at, self.style):
            inside = (
                self._is_ruled(rows, at, sheet, grid) if grid.ruled else self._fits(rows, at, start, grid)
            )
            if not inside:
                break
            at += 1
        return at

    def _is_ruled(self, rows: Sequence[Row], at: int, sheet: Sheet, grid: Grid) -> bool:
        """Whether rulings of the table pass a row, or it lies among such rows and is no heading."""
        for ahead in range(at, min(at + LOOK_AHEAD, len(rows))):
            places = upright_places(sheet, join_lines(rows[ahead]).middle)
            if any(abs(place - edge) <= NEAR for place in places for edge in grid.edges):
                return True
            if self._is_heading(rows, ahead):
                return False
        return False

    def _fits(self, rows: Sequence[Row], at: int, start: int, grid: Grid) -> bool:
        """Whether a row of a table without upright rulings fits its columns."""
        row = rows[at]
        if self._has_label(rows, at):
            return True
        above = rows[at - 1] if at > start else None
        if above and row[0].bottom - above[0].bottom > FAR_GAP * self.style.pitch:
            return False
        if self._is_heading(rows, at):
            return False
        across = any(is_merged(line, grid) for line in row)
        return not across or (above is not None and self._goes_on_across(rows[start : at + 1], grid))

    def _goes_on_across(self, rows: Sequence[Row], grid: Grid) -> bool:
        """Whether the last row goes on with the merged cell of those above, some of which may be short."""
        *above, row = rows
        if self.style.is_new_paragraph(above[-1][-1], row[0]):
            return False
        for one in reversed(above):
            if any(is_merged(line, grid) for line in one):
                return True
            if len(one) > 1 or self.style.grammar.match_label(one[0].text):
                return False
        return False

    def _is_heading(self, rows: Sequence[Row], at: int) -> bool:
        line = join_lines(rows[at])
        above = join_lines(rows[at - 1]) if at else None
        below = join_lines(rows[at + 1]) if at + 1 < len(rows) else None
        heading = find_heading(line, Neighbours(above, below, line.x0, line.x1), self.style)
        return heading is not None and (
            heading.number is not None or line.size >= MUCH_LARGER * self.style.size
        )


def matching_edges(places: Sequence[float], grid: Grid) -> tuple[float, ...] | None:
    """The edges of a grid where a page has upright rulings at its places, perhaps all shifted alike."""
    if len(places) < 2:
        return None
    if len(places) == len(grid.edges):
        shift = places[0] - grid.edges[0]
        if all(abs(edge + shift - place) <= NEAR for edge, place in zip(grid.edges, places, strict=True)):
            return tuple(places)
    known = sum(any(abs(edge - place) <= NEAR for place in places) for edge in grid.edges)
    return grid.edges if 2 * known > len(grid.edges) else None
