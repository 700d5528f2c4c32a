"""Tables: to which goal and which column each line of a table belongs.

The identifiers, in a column of their own or at the start of a cell, are the anchors: each has a band of
the page, between rulings or down to the next anchor, and what stands in the band belongs to it. What
stands above the first anchor at the top of a page goes on from the page before.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise

from attrs import evolve, frozen

from pipeline.layout.flow import LONGEST_LABEL, SENTENCE_ENDS, count_words, ends_sentence, has_digit
from pipeline.layout.forms import ColumnRole
from pipeline.layout.grid import Grid, Row, separators
from pipeline.layout.headings import BARE_NUMBER, Neighbours, find_heading
from pipeline.layout.lines import Line, Sheet, join_lines, make_line, rows_of, split_line, without_marks
from pipeline.layout.parts import ROLES, Part, Style
from pipeline.layout.regions import Region

MOSTLY = 0.9  # share of labels with text beside them where cells are aligned at the top

CUT_NUMBER = re.compile(r"\.?\d{1,2}(?:\.\d{1,2}){0,2}[.:]?")
TORN_NUMBER = re.compile(r"[\d.,:; ]*\d[\d.,:; ]*")


@frozen
class Label:
    """An identifier in a table, in the row with an index. `rest` are the words behind it in its line."""

    column: int
    row: int
    line: Line
    rest: Line | None
    taken: tuple[Line, ...]  # the lines of which label and rest were made
    merged: bool = False  # whether its line runs over several columns


@frozen
class Cell:
    """The lines of one column in one row; `below` are those of the column's next row."""

    column: int
    row: int
    lines: tuple[Line, ...]
    below: tuple[Line, ...]
    begins: bool  # whether they begin a cell, or at least a paragraph
    parted: bool  # whether a ruling runs above them


@frozen
class Band:
    """The stretch of a page that belongs to an identifier."""

    label: Label
    top: float
    bottom: float
    goal: int = 0

    def holds(self, height: float) -> bool:
        """Whether a height lies in the band."""
        return self.top <= height < self.bottom


class TableReader:
    """Reads tables region by region; remembers the goals that a page breaks off, by their labels' column."""

    def __init__(self, style: Style, numbers: Iterator[int]) -> None:
        self.style = style
        self.numbers = numbers
        self.open: dict[int, Band] = {}
        self.roles: tuple[ColumnRole, ...] = ()

    def close(self) -> None:
        """End the open goals: what follows is no text of theirs."""
        self.open = {}

    def read(self, region: Region, sheet: Sheet) -> Iterator[Part]:
        """Parts of a table, goal by goal."""
        assert region.grid is not None
        grid = with_label_column(region.grid, region.rows, self.style)
        if region.heads and grid.roles != self.roles:
            self.close()
        self.roles = grid.roles
        yield from (Part("furniture", (join_lines(row),)) for row in region.heads)
        found = find_bands(region.rows, grid, sheet, self.style, going_on=bool(self.open))
        bands = [evolve(band, goal=next(self.numbers)) for band in found]
        yield from self._read_unlabelled(region.rows, bands, grid)
        for band in bands:
            yield from self._read_band(band, region.rows, bands, grid)
        self.open.update({band.label.column: band for band in bands})

    def _read_band(
        self, band: Band, rows: Sequence[Row], bands: Sequence[Band], grid: Grid
    ) -> Iterator[Part]:
        yield Part("label", (band.label.line,), band.goal)
        if band.label.rest is not None:
            yield Part("text", (band.label.rest,), band.goal)
        lines = [
            line
            for row in rows
            for line in row
            if not is_taken(line, bands) and band_of(line, grid.column_of_line(line), bands) is band
        ]
        doubt = "extent-assumed" if holds_another_row(lines, grid, self.style) else None
        parts = cell_parts(lines, grid, band.goal, merged=band.label.merged)
        yield from (evolve(part, doubt=doubt) for part in parts)

    def _read_unlabelled(self, rows: Sequence[Row], bands: Sequence[Band], grid: Grid) -> Iterator[Part]:
        """What stands in no band: it goes on from the page before, or is a heading or an open text."""
        first = {band.label.column: band.top for band in reversed(bands)}
        for row in rows:
            loose = [line for line in row if band_of(line, grid.column_of_line(line), bands) is None]
            heading = self._heading(row) if loose and len(loose) == len(row) else None
            if heading is not None:
                self.close()
                yield heading
                continue
            for column, lines in groupby(loose, key=lambda line: column_of_labels(line, grid, self.open)):
                part = list(lines)
                if column is not None and part[0].middle < first.get(column, float("inf")):
                    band = self.open[column]
                    yield from cell_parts(part, grid, band.goal, merged=band.label.merged)
                else:
                    yield Part("text", (join_lines(part),))

    def _heading(self, row: Row) -> Part | None:
        line = join_lines(row)
        found = find_heading(line, Neighbours(None, None, line.x0, line.x1 + line.width), self.style)
        return Part("heading", (line,), number=found.number) if found and found.number is not None else None


# ------------------------------------------------------------------- cells


def with_label_column(grid: Grid, rows: Sequence[Row], style: Style) -> Grid:
    """The grid, with the column of identifiers known by what it holds where its head did not tell."""
    if grid.label_columns:
        return grid
    for column, role in enumerate(grid.roles):
        texts = [line.text for row in rows for line in row if grid.column_of_line(line) == column]
        matches = [match for text in texts if (match := style.grammar.match_label(text)) is not None]
        labels = sum(not match.rest for match in matches)
        if role == "other" and labels and 2 * labels >= len(texts):
            return evolve(grid, roles=(*grid.roles[:column], "label", *grid.roles[column + 1 :]))
    return grid


def cell_parts(lines: Sequence[Line], grid: Grid, goal: int, *, merged: bool) -> Iterator[Part]:
    """The lines of one goal, column by column. In merged cells all is text."""
    cells: dict[int, list[list[Line]]] = {}
    for line in lines:
        stacks = cells.setdefault(0 if merged else grid.column_of_line(line), [])
        if stacks and abs(stacks[-1][0].bottom - line.bottom) < line.size / 2:
            stacks[-1].append(line)
        else:
            stacks.append([line])
    for column in sorted(cells):
        role = "text" if merged else ROLES[grid.roles[column]]
        for stack in cells[column]:
            yield Part(role, (join_lines(stack),), goal)


def holds_another_row(lines: Sequence[Line], grid: Grid, style: Style) -> bool:
    """Whether among the lines of one goal a row may begin that lost its label.

    Below a gap a sentence begins, and beside it the cell of another column.
    """
    above: dict[int, Line] = {}
    for row in rows_of(lines):
        cells = {grid.column_of_line(line): line for line in row}
        begun = {column for column, line in cells.items() if _is_below_gap(above.get(column), line, style)}
        for column in begun:
            last, line = above.get(column), cells[column]
            is_text = grid.roles[column] == "text" and line.text[:1].isupper()
            if last is not None and is_text and ends_sentence(last) and len(begun) > 1:
                return True
        above.update(cells)
    return False


def _is_below_gap(above: Line | None, line: Line, style: Style) -> bool:
    return above is None or style.is_new_paragraph(above, line)


def is_taken(line: Line, bands: Sequence[Band]) -> bool:
    """Whether a line has become a label."""
    return any(line is taken for band in bands for taken in band.label.taken)


def band_of(line: Line, column: int, bands: Sequence[Band]) -> Band | None:
    """The band in which a line stands: that of its own column or the nearest to the left.

    Where goals of several levels stand side by side, what is left of all bands goes on from above.
    """
    holding = [band for band in bands if band.holds(line.middle)]
    left = [band for band in holding if band.label.column <= column]
    side_by_side = len({band.label.column for band in bands}) > 1
    return max(left if side_by_side else left or holding, key=lambda band: band.label.column, default=None)


def column_of_labels(line: Line, grid: Grid, columns: Collection[int]) -> int | None:
    """Which of the columns with labels a line belongs to: its own, or the nearest to the left."""
    own = grid.column_of_line(line)
    left = [column for column in columns if column <= own]
    return max(left, default=min(columns, default=None))


# ------------------------------------------------------------------- bands


def find_bands(rows: Sequence[Row], grid: Grid, sheet: Sheet, style: Style, *, going_on: bool) -> list[Band]:
    """The identifiers of a table from top to bottom, each with its band.

    Where goals are `going_on` from the page before, the first row may be the rest of one.
    """
    bands: list[Band] = []
    for column, labels in _labels_by_column(rows, grid, sheet, style).items():
        heights = _separators(sheet, grid, column)
        own = grid.roles[column] == "label"
        found = _with_lost(labels, rows, grid, heights, going_on=going_on) if own else labels
        bands += _bands_of_column(found, rows, heights, style)
    return sorted(bands, key=lambda band: (band.top, band.label.column))


def _separators(sheet: Sheet, grid: Grid, column: int) -> list[float]:
    return separators(sheet, grid.edges[column], grid.edges[column + 1])


def _labels_by_column(rows: Sequence[Row], grid: Grid, sheet: Sheet, style: Style) -> dict[int, list[Label]]:
    """Identifiers by the column in which they stand: their own, if there are any, else the texts'.

    Where none in their own column has letters, they are mere numbers, some of them misread.
    """
    own = _labels_in(grid.label_columns, rows, grid, sheet, style)
    labels = [label for column in own.values() for label in column]
    if any(style.grammar.match_label(label.line.text) for label in labels):
        return own
    texts = tuple(column for column, role in enumerate(grid.roles) if role == "text")
    in_texts = {} if labels else _labels_in(texts, rows, grid, sheet, style)
    if any(in_texts.values()):
        return in_texts
    return {column: _with_numbers(own[column], rows, column, grid) for column in grid.label_columns}


def _labels_in(
    columns: Sequence[int], rows: Sequence[Row], grid: Grid, sheet: Sheet, style: Style
) -> dict[int, list[Label]]:
    found = {column: list(_find_labels(rows, column, grid, sheet, style)) for column in columns}
    if columns:
        merged = _find_merged(rows, columns[0], grid, style)
        found[columns[0]] = sorted([*found[columns[0]], *merged], key=lambda label: label.row)
    return found


def _with_numbers(labels: Sequence[Label], rows: Sequence[Row], column: int, grid: Grid) -> list[Label]:
    known = {label.row for label in labels}
    numbers = [label for label in _find_numbers(rows, column, grid) if label.row not in known]
    return sorted([*labels, *numbers], key=lambda label: label.row)


def _find_merged(rows: Sequence[Row], own: int, grid: Grid, style: Style) -> Iterator[Label]:
    """Identifiers at the start of merged cells that begin outside their column."""
    for at, row in enumerate(rows):
        line = row[0]
        if grid.column_of_line(line) != own and grid.crosses(line):
            match = style.grammar.match_label(line.text)
            label, rest = split_line(line, count_words(match, line)) if match else (None, None)
            if label is not None:
                yield Label(own, at, label, rest, (line,), merged=True)


def _find_labels(rows: Sequence[Row], column: int, grid: Grid, sheet: Sheet, style: Style) -> Iterator[Label]:
    taken: Line | None = None
    for cell in _cells(rows, column, grid, _separators(sheet, grid, column), style):
        label = _read_label(cell, grid, style) if cell.lines[0] is not taken else None
        if label is not None:
            taken = label.taken[-1]
            yield label


def _cells(
    rows: Sequence[Row], column: int, grid: Grid, heights: Sequence[float], style: Style
) -> Iterator[Cell]:
    """The lines of a column, row by row, each with what stands above and below it."""
    cells = list(_cell_rows(rows, column, grid))
    for place, (at, lines) in enumerate(cells):
        above = join_lines(cells[place - 1][1]) if place else None
        below = cells[place + 1][1] if place + 1 < len(cells) else []
        parted = any(
            (above is None or above.middle < height) and height < lines[0].middle for height in heights
        )
        begins = above is None or parted or _begins_cell(above, lines[0], style)
        yield Cell(column, at, tuple(lines), tuple(below), begins=begins, parted=parted)


def _cell_rows(rows: Sequence[Row], column: int, grid: Grid) -> Iterator[tuple[int, list[Line]]]:
    """The lines that begin in a column, with the index of their row."""
    for at, row in enumerate(rows):
        lines = [line for line in row if grid.column_of_line(line) == column]
        if lines:
            yield at, lines


def _begins_cell(above: Line, line: Line, style: Style) -> bool:
    """Whether a line begins at least a paragraph, so that a label in it is no mention."""
    return style.is_new_paragraph(above, line) or ends_sentence(above) or above.width < line.width / 2


def _read_label(cell: Cell, grid: Grid, style: Style) -> Label | None:
    """The identifier at the start of a cell.

    In their own column all that look like one are, and what stands alone between rulings; in a text only
    those that begin a cell or a paragraph.
    """
    own = grid.roles[cell.column] == "label"
    line = join_lines(cell.lines)
    match = style.grammar.match_label(without_marks(line).text) if own or cell.begins else None
    if match is not None:
        if own and (broken := _read_cut_number(cell, line, style)):
            return broken
        torn = own and match.rest and not grid.crosses(line) and TORN_NUMBER.fullmatch(match.rest)
        label, rest = (_glued(line), None) if torn else split_line(line, count_words(match, line))
        return Label(cell.column, cell.row, label, rest, cell.lines, grid.crosses(line)) if label else None
    if not own:
        return None
    broken = _read_broken_label(cell, line, style)
    heading = style.grammar.match_heading(line.text) is not None
    return broken or (_guess_label(cell, line) if cell.begins and not heading else None)


def _glued(line: Line) -> Line:
    """A label that OCR tore where it lost a dot, in one word: "UZ1 2.2"."""
    first, last = line.words[0], line.words[-1]
    return make_line((evolve(first, text="".join(word.text for word in line.words), x1=last.x1),), line.page)


def _read_cut_number(cell: Cell, line: Line, style: Style) -> Label | None:
    """A label whose number a narrow cell cuts at a dot: "UZ 2.1. / 1"."""
    below = join_lines(cell.below).text if cell.below else ""
    cut = CUT_NUMBER.fullmatch(below) and (line.text.endswith(".") or below.startswith("."))
    return _read_broken_label(cell, line, style) if cut else None


def _read_broken_label(cell: Cell, line: Line, style: Style) -> Label | None:
    """A label that a narrow cell breaks in two: "Maßnahme / 3.1.2", "M 2.2. / 1.1"."""
    if not cell.below or style.is_new_paragraph(line, cell.below[0]):
        return None
    last, first = line.words[-1], cell.below[0].words[0]
    glued = evolve(last, text=last.text + first.text, bottom=first.bottom)
    below = [word for one in cell.below for word in one.words]
    for words in ((*line.words, *below), (*line.words[:-1], glued, *below[1:])):
        match = style.grammar.match_label(" ".join(word.text for word in words))
        if match is not None and not match.rest:
            joined = evolve(make_line(words, line.page), top=line.top, bottom=line.bottom)
            return Label(cell.column, cell.row, joined, None, (*cell.lines, *cell.below))
    return None


def _guess_label(cell: Cell, line: Line) -> Label | None:
    """What begins a cell of the identifiers' column is one, however it was misread.

    It must have a figure, or stand between rulings.
    """
    short = len(line.text) <= LONGEST_LABEL and not BARE_NUMBER.fullmatch(line.text)
    if short and (cell.parted or has_digit(line.text)):
        return Label(cell.column, cell.row, line, None, cell.lines)
    return None


def _find_numbers(rows: Sequence[Row], column: int, grid: Grid) -> Iterator[Label]:
    """Identifiers that are mere numbers, as in the column "Nr."."""
    for at, row in enumerate(rows):
        for line in row:
            if grid.column_of_line(line) == column and BARE_NUMBER.fullmatch(line.text) and len(row) > 1:
                yield Label(column, at, line, None, (line,))


def _bands_of_column(
    labels: Sequence[Label], rows: Sequence[Row], heights: Sequence[float], style: Style
) -> Iterator[Band]:
    """Bands from each label to the next, ended by rulings where there are any."""
    if not labels:
        return
    heights = heights if _are_row_rulings(labels, heights) else ()
    beside = sum(len(rows[label.row]) > 1 or label.rest is not None for label in labels)
    at_top = beside >= MOSTLY * len(labels)
    starts = [_start(None, labels[0], rows, heights, at_top=at_top)]
    starts += [_start(above, label, rows, heights, at_top=at_top) for above, label in pairwise(labels)]
    for label, top, following in zip(labels, starts, [*starts[1:], float("inf")], strict=True):
        below = [height for height in heights if height > label.line.middle]
        yield Band(label, top, min([following, *below]))


def _with_lost(
    labels: Sequence[Label], rows: Sequence[Row], grid: Grid, heights: Sequence[float], *, going_on: bool
) -> list[Label]:
    """The labels, and an empty one for each row between rulings that has a text but has lost its own."""
    found = list(labels)
    if labels and _are_row_rulings(labels, heights):
        for top, bottom in pairwise((float("-inf"), *heights)):
            between = [(at, row) for at, row in enumerate(rows) if top < row[0].middle < bottom]
            lines = [line for _, row in between for line in row]
            rest = going_on and bool(between) and between[0][0] == 0 and not _has_cells(lines, grid)
            if lines and not rest and _is_unlabelled_goal(lines, grid):
                column = labels[0].column
                found.append(Label(column, between[0][0], _no_print(lines[0], grid.edges[column]), None, ()))
    return sorted(found, key=lambda label: label.line.middle)


def _is_unlabelled_goal(lines: Sequence[Line], grid: Grid) -> bool:
    """Whether a row has nothing where labels stand, and beside it a text that begins and ends as one."""
    texts = [line.text for line in lines if grid.roles[grid.column_of_line(line)] == "text"]
    empty = not any(grid.roles[grid.column_of_line(line)] == "label" for line in lines)
    whole = bool(texts) and texts[0][:1].isupper() and texts[-1].endswith(SENTENCE_ENDS)
    return empty and whole and not any(grid.crosses(line) for line in lines)


def _has_cells(lines: Sequence[Line], grid: Grid) -> bool:
    """Whether more begins in a row than its text: the rest of a goal has but that."""
    cells = [line.text for line in lines if grid.roles[grid.column_of_line(line)] != "text"]
    return bool(cells) and not cells[0][:1].islower()


def _no_print(beside: Line, x: float) -> Line:
    """An empty line at the height of another, for a label of which nothing was read."""
    return make_line((evolve(beside.words[0], text="", x0=x, x1=x),), beside.page)


def _are_row_rulings(labels: Sequence[Label], heights: Sequence[float]) -> bool:
    """Whether rulings part the rows of a table, and not only its head or frame from the rest."""
    if len(labels) == 1:
        middle = labels[0].line.middle
        return any(height < middle for height in heights) and any(height > middle for height in heights)
    parted = sum(
        any(above.line.middle < height < below.line.middle for height in heights)
        for above, below in pairwise(labels)
    )
    return parted >= MOSTLY * (len(labels) - 1)


def _start(
    above: Label | None, label: Label, rows: Sequence[Row], heights: Sequence[float], *, at_top: bool
) -> float:
    """Where the band of a label begins: at the ruling above it, at its own row, or at the widest gap."""
    floor = above.line.middle if above else float("-inf")
    rulings = [height for height in heights if floor < height < label.line.middle]
    if rulings:
        return rulings[-1]
    first = above.row + 1 if above else 0
    if at_top or first >= label.row:
        return _top(rows[label.row])
    gaps = {at: _top(rows[at]) - _bottom(rows[at - 1]) for at in range(max(first, 1), label.row + 1)}
    widest = max(gaps, key=lambda at: (gaps[at], at))
    return _top(rows[first if above is None else widest])


def _top(row: Row) -> float:
    return min(line.middle for line in row) - 1.0


def _bottom(row: Row) -> float:
    return max(line.bottom for line in row)
