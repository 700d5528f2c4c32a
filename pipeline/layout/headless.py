"""Tables whose heads are not known, or that have none: their columns by rulings, or by what is aligned."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from attrs import evolve

from pipeline.layout.forms import MOST_HEAD_WORDS, ColumnRole
from pipeline.layout.grid import (
    MOST_HEAD_ROWS,
    ROWS_FOR_GUTTERS,
    SAME_PLACE,
    Grid,
    Head,
    Header,
    Row,
    count_head_rows,
    find_gutter_between,
    separators,
    split_by_columns,
    upright_places,
)
from pipeline.layout.lines import Line, Sheet
from pipeline.layout.parts import Style
from pipeline.records import Word

LEAST_RULED = 3  # upright rulings that make two columns
LEAST_ALIGNED = 3  # rows that show where columns without known heads stand


def find_headless(
    rows: Sequence[Row], at: int, sheet: Sheet, style: Style, *, prose: bool = False
) -> Header | None:
    """A table whose heads are not known, or that has none: known by its rulings or by what is aligned.

    On a page with two columns of `prose` what is aligned is so by chance.
    It begins with its unknown heads, or with the first row that has a label.
    """
    for count in range(min(MOST_HEAD_ROWS, len(rows) - at)):
        if count and (len(rows[at]) == 1 or count_head_rows(rows, at + count - 1, style)):
            return None
        under = rows[at + count + 1] if at + count + 1 < len(rows) else ()
        label = next((line for line in rows[at + count] if is_label(line, under, style)), None)
        if label is not None:
            above, below = rows[at : at + count], rows[at + count :]
            grid = _ruled_columns(label, above, below, sheet, style)
            if grid is None and not prose:
                grid = _aligned_columns(above, below, style) or _aligned_columns(
                    above, _up_to_heading(below, style), style
                )
            if grid is None:
                return None
            parting = separators(sheet, grid.edges[0], grid.edges[-1]) if grid.ruled else []
            heads = _above_ruling(above, label, parting)
            if not _can_be_heads(heads, grid):
                return None
            return Header(len(heads), _with_heads(grid, heads, style) if heads else grid)
    return None


def _up_to_heading(rows: Sequence[Row], style: Style) -> Sequence[Row]:
    """The rows above the next heading with a number; the table below it may have other columns."""
    alone = (at for at, row in enumerate(rows) if len(row) == 1 and style.grammar.match_heading(row[0].text))
    return rows[: next(alone, len(rows))]


def _above_ruling(rows: Sequence[Row], label: Line, heights: Iterable[float]) -> Sequence[Row]:
    """The rows above the last ruling above a label; all rows where there is none between."""
    parting = [height for height in heights if rows and rows[0][0].middle < height < label.middle]
    return [row for row in rows if not parting or row[0].middle < parting[-1]]


def is_label(line: Line, below: Row, style: Style) -> bool:
    """Whether a line begins with a label, or is the upper half of one that its cell breaks: "M / 1.2"."""
    if style.grammar.match_label(line.text):
        return True
    under = next((one for one in below if abs(one.x0 - line.x0) <= SAME_PLACE), None)
    match = style.grammar.match_label(f"{line.text} {under.text}") if under else None
    return match is not None and not match.rest


def have_letters_of(rows: Iterable[Row], heads: str) -> bool:
    """Whether rows say what heads say, whatever their lines are."""
    return sorted(filter(str.isalnum, head_text(rows))) == sorted(filter(str.isalnum, heads))


def head_text(rows: Iterable[Row]) -> str:
    """What rows of heads say."""
    return " ".join(line.text for row in rows for line in row)


def _can_be_heads(rows: Sequence[Row], grid: Grid) -> bool:
    """Whether rows stand in several columns and hold no sentences."""
    lines = [part for row in rows for line in row for part in split_by_columns(line, grid)]
    if not lines:
        return True
    columns = {grid.column_of_line(line) for line in lines}
    inside = grid.edges[0] <= min(line.x0 for line in lines)
    return inside and len(columns) > 1 and len(head_text(rows).split()) <= MOST_HEAD_WORDS * len(columns)


def _with_heads(grid: Grid, rows: Sequence[Row], style: Style) -> Grid:
    """A grid with what heads say of the columns of which nothing is known yet."""
    lines = [part for row in rows for line in row for part in split_by_columns(line, grid)]
    over = [
        "\n".join(line.text for line in lines if grid.column_of_line(line) == column)
        for column in range(len(grid.roles))
    ]
    known = (style.forms.column_role(text) if text else None for text in over)
    roles = tuple(
        (head or role) if role == "other" and head not in ("label", "text") else role
        for role, head in zip(grid.roles, known, strict=True)
    )
    return evolve(grid, roles=roles, heads=head_text(rows))


def _ruled_columns(
    label: Line, heads: Sequence[Row], rows: Sequence[Row], sheet: Sheet, style: Style
) -> Grid | None:
    """The columns of a ruled table in which a label stands; colour may rule its heads alone."""
    for row in (rows[0], *heads[:1]):
        edges = _between_words(upright_places(sheet, row[0].middle), row)
        if len(edges) >= LEAST_RULED and edges[0] <= label.x0 <= edges[-1]:
            return _by_fullness(Grid(edges, (), ruled=True), label, rows, style)
    return None


def _between_words(edges: Sequence[float], row: Row) -> tuple[float, ...]:
    """Rulings, unless most run through words: then they are strokes of light letters on a dark ground."""
    words = [word for line in row for word in line.words]
    through = sum(any(word.x0 < edge < word.x1 for word in words) for edge in edges)
    return () if 2 * through > len(edges) else tuple(edges)


def _aligned_columns(heads: Sequence[Row], rows: Sequence[Row], style: Style) -> Grid | None:
    """The columns of a table without rulings, by the places where most of its rows with labels have words."""
    if len(rows[0]) == 1:
        return None
    label = rows[0][0]
    labelled = [
        row
        for row, below in pairwise((*rows, ()))
        if abs(row[0].x0 - label.x0) <= SAME_PLACE and is_label(row[0], below, style)
    ]
    starts = _common_starts(labelled, [*labelled, *heads])
    own = sum(_begins_at(rows[0], start) for start in starts)
    over = [line.x0 for row in heads for line in row]
    headed = sum(any(abs(x - start) <= SAME_PLACE for x in over) for start in starts) >= LEAST_RULED
    proofs = len(labelled) + headed + (own > LEAST_RULED)  # many columns do not meet by chance
    if proofs < LEAST_ALIGNED or own < LEAST_RULED:
        return None
    columns = [
        Head(left, max(word.x1 for word in _words_between(labelled, left, right)), "", None, None)
        for left, right in pairwise((*starts, float("inf")))
    ]
    if any(style.grammar.match_label(line.text) for row in labelled for line in row[1:]):
        return None
    below = [line for row in rows[:ROWS_FOR_GUTTERS] for line in row]
    inner = tuple(find_gutter_between(left, right, below) for left, right in pairwise(columns))
    edges = (starts[0] - SAME_PLACE, *inner, max(line.x1 for line in below))
    return _by_fullness(Grid(edges, (), ruled=False, starts=starts), label, rows, style)


def _common_starts(labelled: Sequence[Row], rows: Iterable[Row]) -> tuple[float, ...]:
    """Places at which a line of some row begins, and a word of most rows with labels."""
    starts: list[tuple[float, int]] = []
    for place in sorted(line.x0 for row in rows for line in row):
        count = sum(_begins_at(row, place) for row in labelled)
        if count * 2 <= len(labelled):
            continue
        if not starts or place - starts[-1][0] > 2 * SAME_PLACE:  # nearer ones may count the same words
            starts.append((place, count))
        elif count > starts[-1][1]:
            starts[-1] = place, count
    return tuple(place for place, _ in starts)


def _words_between(rows: Iterable[Row], left: float, right: float) -> Iterator[Word]:
    return (
        word
        for row in rows
        for line in row
        for word in line.words
        if left - SAME_PLACE <= word.x0 < right - SAME_PLACE
    )


def _begins_at(row: Row, place: float) -> bool:
    return any(abs(word.x0 - place) <= SAME_PLACE for line in row for word in line.words)


def _by_fullness(grid: Grid, label: Line, rows: Sequence[Row], style: Style) -> Grid:
    """A grid without heads: texts stand in the fullest column besides that of labels."""
    columns = range(len(grid.edges) - 1)
    unknown: list[ColumnRole] = ["other"] * len(columns)
    grid = evolve(grid, roles=tuple(unknown))
    letters = dict.fromkeys(columns, 0)
    for row in rows[:ROWS_FOR_GUTTERS]:
        for line in row:
            letters[grid.column_of_line(line)] += 0 if grid.crosses(line) else len(line.text)
    own = grid.column_of_line(label)
    fullest = max(columns, key=lambda column: letters[column])
    side_by_side = _goal_columns(grid, rows, style)
    if fullest == own or own in side_by_side:
        texts = {own, *side_by_side}
        return evolve(grid, roles=tuple("text" if at in texts else "other" for at in columns))
    roles: dict[int, ColumnRole] = {own: "label", fullest: "text"}
    return evolve(grid, roles=tuple(roles.get(at, "other") for at in columns))


def _goal_columns(grid: Grid, rows: Sequence[Row], style: Style) -> set[int]:
    """The columns in which goals begin with their label and go on with their text; more than one, or none."""
    found = set()
    for part in (part for row in rows for line in row for part in split_by_columns(line, grid)):
        match = style.grammar.match_label(part.text)
        if match is not None and match.clean and " " in match.rest:
            found.add(grid.column_of_line(part))
    return found if len(found) > 1 else set()
