"""Tell the cells of a table apart in text that has lost the columns.

Depending on how an OCR engine cuts a page, a row comes cell by cell, or line by line with the lines of all
cells behind each other. What a word belongs to is decided for a whole row: lines of the text column are about
equally long, what bodies and measures are called comes back from row to row, and terms are a closed
language. Of all divisions of a row the cheapest is taken; what could as well be divided otherwise is flagged.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import evolve, field, frozen

from pipeline.layout.forms import ColumnRole, Forms, fold_words
from pipeline.layout.plain_lines import Line, ends_sentence
from pipeline.records import Block, BlockRole

MIXED = "columns-mixed"
ROLES: dict[ColumnRole, BlockRole] = {
    "text": "text",
    "responsible": "responsible",
    "deadline": "deadline",
    "indicator": "indicator",
}
SEPARATOR = re.compile(r"\s*[|\[\]]+\s*|\s{2,}")
ROUNDS = 3  # in which the wordings of cells are learned
KNOWN_FROM = 2  # rows
LONGEST_CELL = 7  # words
LONGEST_CELL_LINE = 28  # letters
FEWEST_LINES = 4  # from which the width of a column can be learned
WIDE_LINES = 0.8  # quantile: lines of the text column are the longest

WIDER = 0.12  # for each letter by which a line is longer than the column
NOT_FULL = 0.08  # for each letter that would still have fitted in
NOT_FULL_AT_MOST = 2.5
TOLERANCE = 0.12  # letters are not equally wide
OVERHANG = 0.05  # of the width that was learned, which a few lines exceed
TERM = -1.0
CUT_OFF_TERM = 0.6  # a term that the next line has to complete
NO_TERM = 2.0  # a word that no term has, in the column of terms
TERM_ELSEWHERE = 2.0
CELL_IN_TEXT = 1.5
UNKNOWN = 0.3
KNOWN = -1.2
WORD = 0.1
SMALL_LETTER = 0.8
GOES_ON = 0.2  # small letters at the start of a line that follows one
SCRAP = 1.5  # a paragraph that is no sentence, as text
SHORT = 0.6  # of the width
UNFINISHED = 0.8
MOSTLY = 0.7  # of the rows
SENTENCE_IN_CELL = 2.0
SAME_COLUMN = 0.2  # over an empty line
NEXT_COLUMN = 0.2
LEFT_OUT = 0.7  # a column between two that share a line
NO_TEXT = 2.0  # a row that begins with another cell than the first
BACK = 0.5  # to a cell before, over an empty line
BACK_TO_TEXT = 1.5  # below a line that stood wholly in another column
WITHOUT_GAP = 1.2  # another column begins in the next line of the same paragraph
NO_LINE_BETWEEN = 0.8  # a cell that begins without a table's line, where others do
LINE_INSIDE = 2.0
CELL_BY_CELL = 2.0  # a cell that begins inside a line, in a row whose cells stand below each other
SURE = 0.8  # a row of which no word would cost less more elsewhere is sure


@frozen
class Row:
    """The lines of a goal on one page, as words; `joints` are the words before which a table's line stands."""

    lines: tuple[tuple[str, ...], ...]
    gaps: tuple[bool, ...]
    joints: tuple[frozenset[int], ...]

    @property
    def ruled(self) -> bool:
        """Whether any of the table's lines was read."""
        return any(self.joints)


@frozen
class Habits:
    """What is known of a table's columns: the width of the text's lines, and wordings of cells.

    `sentences` says that texts are whole sentences.
    """

    columns: tuple[ColumnRole, ...]
    width: int
    sentences: bool
    known: Mapping[ColumnRole, Counter[str]] = field(factory=dict)


@frozen
class Part:
    """Words `start` to `end` of a line that stand in one column."""

    line: int
    start: int
    end: int
    column: int


def columns_of_pages(lines: Iterable[Line]) -> dict[int, tuple[ColumnRole, ...]]:
    """The columns of the last table of each page, but for the labels'."""
    return {
        line.page: tuple(role for role in line.columns if role != "label") for line in lines if line.columns
    }


def separate_cells(
    blocks: Sequence[Block], columns: Mapping[int, tuple[ColumnRole, ...]], forms: Forms
) -> tuple[Block, ...]:
    """Divide the texts that stand in tables into their cells; `columns` are those of each page."""
    places = [at for at, block in enumerate(blocks) if MIXED in block.flags and columns.get(block.page)]
    rows = {at: read_row(blocks[at].text) for at in places}
    divided: dict[int, list[Block]] = {}
    for head in dict.fromkeys(columns[blocks[at].page] for at in places):
        own = [at for at in places if columns[blocks[at].page] == head]
        widths = _widths({at: rows[at] for at in own}, blocks)
        sentences = _are_sentences([rows[at] for at in own])
        known: dict[ColumnRole, Counter[str]] = {}
        for _ in range(ROUNDS):
            found = {
                at: divide(rows[at], Habits(head, widths[at], sentences, known), forms)
                for at in own
                if widths[at]
            }
            known = _wordings(rows, {at: parts for at, (parts, _) in found.items()}, head)
        divided |= {
            at: list(_cells(blocks[at], rows[at], parts, head, sure=sure))
            for at, (parts, sure) in found.items()
        }
    return tuple(cell for at, block in enumerate(blocks) for cell in divided.get(at, [block]))


def read_row(text: str) -> Row:
    """The lines of a text; an empty line, a vertical line and a wide blank part what stands beside them."""
    lines, gaps, joints, gap = [], [], [], True
    for line in text.split("\n"):
        pieces = [piece.split() for piece in SEPARATOR.split(line.strip()) if piece.strip()]
        if pieces:
            starts = [sum(map(len, pieces[:at])) for at in range(1, len(pieces))]
            lines.append(tuple(word for piece in pieces for word in piece))
            gaps.append(gap)
            joints.append(frozenset(starts))
        gap = not pieces
    return Row(tuple(lines), tuple(gaps), tuple(joints))


def _are_sentences(rows: Sequence[Row]) -> bool:
    """Whether in most rows some longer word ends a sentence."""
    ended = [
        any(len(word) > 3 and ends_sentence(word) for line in row.lines for word in line) for row in rows
    ]
    return sum(ended) >= MOSTLY * len(ended)


def _widths(rows: Mapping[int, Row], blocks: Sequence[Block]) -> dict[int, int]:
    """For each row the width of the text column of its page; 0 where it cannot be known."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for at, row in rows.items():
        lower = row.lines[2:-1] or row.lines[1:-1]  # the cells beside are seldom as high as the text
        by_page[blocks[at].page] += [len(" ".join(line)) for line in lower]
    every = [length for lengths in by_page.values() for length in lengths]
    return {
        at: _wide(own if len(own := by_page[blocks[at].page]) >= FEWEST_LINES else every) for at in rows
    }


def _wide(lengths: Sequence[int]) -> int:
    ordered = sorted(lengths)
    return ordered[int(WIDE_LINES * (len(ordered) - 1))] if len(ordered) >= FEWEST_LINES else 0


def _wordings(
    rows: Mapping[int, Row], found: Mapping[int, Sequence[Part]], head: Sequence[ColumnRole]
) -> dict[ColumnRole, Counter[str]]:
    """How often each wording stands as a line of a cell, by column, if it seldom stands in a text."""
    seen: dict[ColumnRole, Counter[str]] = {role: Counter() for role in head}
    for at, parts in found.items():
        for part in parts:
            seen[head[part.column]][_folded(rows[at].lines[part.line][part.start : part.end])] += 1
    texts = seen.pop("text", Counter())
    return {
        role: Counter({wording: count for wording, count in counts.items() if count > texts[wording]})
        for role, counts in seen.items()
    }


def _folded(words: Sequence[str]) -> str:
    return " ".join(fold_words(" ".join(words)))


# ----------------------------------------------------------------- division

Node = tuple[int, int, bool]  # words done of a line, column of the last, whether that began with the line
Table = dict[Node, float]


def divide(row: Row, habits: Habits, forms: Forms) -> tuple[list[Part], bool]:
    """The cheapest division of a row, and whether it is sure."""
    costs = _Costs(row, habits, forms)
    arcs = [
        {part: costs.own(part) for part in costs.parts(line)} for line in range(len(row.lines))
    ]
    before = _before(arcs, costs)
    behind = _behind(arcs, costs)
    totals = {
        part: costs.reach(part, before) + own + behind[part.line][_end(part)]
        for line in arcs
        for part, own in line.items()
    }
    chosen = _cheapest_way(arcs, behind, costs)
    return chosen, _margin(chosen, totals) >= SURE


def _end(part: Part) -> Node:
    return part.end, part.column, part.start == 0


@frozen(slots=False)
class _Costs:
    """The cost of a part by itself, and of one part after another."""

    row: Row
    habits: Habits
    forms: Forms

    def parts(self, line: int) -> Iterator[Part]:
        """All parts into which a line may be cut; words with small letters begin no cell inside a line."""
        words = self.row.lines[line]
        for column, role in enumerate(self.habits.columns):
            for start in range(len(words)):
                inside = start > 0 and start not in self.row.joints[line]
                if inside and (column == 0 or (words[start].islower() and not self.forms.is_term(words[start]))):
                    continue
                longest = len(words) if role == "text" else min(len(words), start + LONGEST_CELL)
                yield from (Part(line, start, end, column) for end in range(start + 1, longest + 1))

    def own(self, part: Part) -> float:
        """Cost of these words in this column."""
        words = self.row.lines[part.line][part.start : part.end]
        inside = LINE_INSIDE * sum(part.start < at < part.end for at in self.row.joints[part.line])
        role = self.habits.columns[part.column]
        if role == "text":
            return inside + self._text(words, part)
        if role == "deadline":
            return inside + self._term(words)
        goes_on = part.start == 0 and part.line > 0 and not self.row.gaps[part.line]
        return inside + self._cell(words, role, goes_on=goes_on)

    def _text(self, words: Sequence[str], part: Part) -> float:
        width, wide = self.habits.width, len(" ".join(words))
        cost = WIDER * max(0.0, wide - (1 + OVERHANG) * width)
        if part.line + 1 < len(self.row.lines):
            room = (1 - TOLERANCE) * width - wide - 1 - len(self.row.lines[part.line + 1][0])
            cost += min(NOT_FULL_AT_MOST, NOT_FULL * max(0.0, room))
        if part.start == 0 and self.habits.sentences:
            cost += SCRAP * self._is_scrap(part.line) + UNFINISHED * self._is_unfinished(part)
        known = self._known[_folded(words)] >= KNOWN_FROM
        return cost + CELL_IN_TEXT * known + TERM_ELSEWHERE * all(map(self.forms.is_term, words))

    def _is_scrap(self, line: int) -> bool:
        """Whether a short line, or one below the end of a sentence, begins a paragraph that ends none."""
        if line == 0 or not self.row.gaps[line]:
            return False
        short = len(" ".join(self.row.lines[line])) < SHORT * self.habits.width
        behind = range(line + 1, len(self.row.lines))
        last = next((at for at in behind if self.row.gaps[at]), len(self.row.lines)) - 1
        ended = ends_sentence(self.row.lines[line - 1][-1])
        return (short or ended) and not ends_sentence(self.row.lines[last][-1])

    def _is_unfinished(self, part: Part) -> bool:
        """Whether a row's last line is text and ends no sentence, though another above does."""
        words = self.row.lines[part.line]
        last = part.line == len(self.row.lines) - 1 > 0 and part.end == len(words)
        return last and not ends_sentence(words[-1])

    def _term(self, words: Sequence[str]) -> float:
        odd = sum(not self.forms.is_term(word) for word in words)
        if odd:
            return NO_TERM * odd
        sentence = re.search(r"\d{4}\.$", words[-1]) is not None  # "bis 2031." ends a text
        return CUT_OFF_TERM if sentence or self.forms.is_cut_off_term(words[-1]) else TERM

    def _cell(self, words: Sequence[str], role: ColumnRole, *, goes_on: bool) -> float:
        wording = " ".join(words)
        known = self.habits.known.get(role, Counter[str]())[_folded(words)] >= KNOWN_FROM
        cost = KNOWN if known else UNKNOWN * (not goes_on) + WORD * len(words)
        cost += WIDER * max(0, len(wording) - LONGEST_CELL_LINE)
        cost += (GOES_ON if goes_on else SMALL_LETTER) * wording[0].islower()
        cost += SENTENCE_IN_CELL * any(len(word) > 3 and word.endswith(".") for word in words)
        return cost + TERM_ELSEWHERE * all(map(self.forms.is_term, words))

    @cached_property
    def _known(self) -> Counter[str]:
        return sum(self.habits.known.values(), Counter[str]())

    def reach(self, part: Part, before: Sequence[Table]) -> float:
        """Cost of the cheapest way to the beginning of a part."""
        if part.start:
            here = before[part.line].items()
            return min((cost + self.beside(node, part) for node, cost in here), default=float("inf"))
        if part.line == 0:
            return NO_TEXT * part.column
        done = len(self.row.lines[part.line - 1])
        above = before[part.line - 1].items()
        return min(cost + self.below(node, part) for node, cost in above if node[0] == done)

    def beside(self, before: Node, part: Part) -> float:
        """Cost of a part that begins inside its line, behind another."""
        if before[0] != part.start or before[1] >= part.column:
            return float("inf")
        joints = self.row.joints[part.line]
        cost = NEXT_COLUMN + LEFT_OUT * (part.column - before[1] - 1)
        if part.start not in joints:
            cost += NO_LINE_BETWEEN * bool(joints) + CELL_BY_CELL * self._is_cell_by_cell
        return cost

    @cached_property
    def _is_cell_by_cell(self) -> bool:
        return sum(self.row.gaps) >= len(self.habits.columns)

    def below(self, above: Node, part: Part) -> float:
        """Cost of a part that begins its line, below one that ends the line above."""
        gap = self.row.gaps[part.line]
        if above[1] == part.column:
            return SAME_COLUMN * gap
        back = BACK * (gap and 0 < part.column < above[1])
        back += BACK_TO_TEXT * (not gap and part.column == 0 and above[2])
        return NEXT_COLUMN + back + WITHOUT_GAP * (above[2] and part.column > above[1] and not gap)


def _before(arcs: Sequence[Mapping[Part, float]], costs: _Costs) -> list[Table]:
    """For each line and node the cost of the cheapest division up to it."""
    tables: list[Table] = []
    for line in arcs:
        table: Table = {}
        tables.append(table)
        for part in sorted(line, key=lambda part: part.start):
            cost = costs.reach(part, tables) + line[part]
            table[_end(part)] = min(cost, table.get(_end(part), cost))
    return tables


def _behind(arcs: Sequence[Mapping[Part, float]], costs: _Costs) -> list[Table]:
    """For each line and node the cost of the cheapest division of what follows."""
    tables: list[Table] = [{} for _ in arcs]
    for at in range(len(arcs) - 1, -1, -1):
        for node in sorted({_end(part) for part in arcs[at]}, reverse=True):
            tables[at][node] = min(
                (cost for _, cost in _ways_on(at, node, arcs, tables, costs)), default=float("inf")
            )
            if node[0] == len(costs.row.lines[at]) and at == len(arcs) - 1:
                tables[at][node] = 0.0
    return tables


def _ways_on(
    line: int, node: Node, arcs: Sequence[Mapping[Part, float]], behind: Sequence[Table], costs: _Costs
) -> Iterator[tuple[Part, float]]:
    """The parts with which a division may go on behind a node, and what it costs from there."""
    if node[0] < len(costs.row.lines[line]):
        for part, own in arcs[line].items():
            if part.start == node[0] and part.column > node[1]:
                yield part, costs.beside(node, part) + own + behind[line][_end(part)]
    elif line + 1 < len(arcs):
        for part, own in arcs[line + 1].items():
            if part.start == 0:
                yield part, costs.below(node, part) + own + behind[line + 1][_end(part)]


def _cheapest_way(
    arcs: Sequence[Mapping[Part, float]], behind: Sequence[Table], costs: _Costs
) -> list[Part]:
    first = {
        part: costs.reach(part, []) + own + behind[0][_end(part)]
        for part, own in arcs[0].items()
        if part.start == 0
    }
    chosen = [min(first, key=first.__getitem__)]
    while chosen[-1].line < len(arcs) - 1 or chosen[-1].end < len(costs.row.lines[-1]):
        ways = dict(_ways_on(chosen[-1].line, _end(chosen[-1]), arcs, behind, costs))
        chosen.append(min(ways, key=ways.__getitem__))
    return chosen


def _margin(chosen: Sequence[Part], totals: Mapping[Part, float]) -> float:
    """By how much the best division that puts some word into another column is dearer."""
    column = {(part.line, word): part.column for part in chosen for word in range(part.start, part.end)}
    others = (
        cost
        for part, cost in totals.items()
        if any(column[part.line, word] != part.column for word in range(part.start, part.end))
    )
    return min(others, default=float("inf")) - totals[chosen[0]]


# -------------------------------------------------------------------- cells


def _cells(
    block: Block, row: Row, parts: Sequence[Part], head: Sequence[ColumnRole], *, sure: bool
) -> Iterator[Block]:
    """A block for each column that holds anything, the text first; what is of no interest goes aside."""
    flags = block.flags if not sure else tuple(flag for flag in block.flags if flag != MIXED)
    lines: dict[ColumnRole, list[str]] = {}
    for part in parts:
        words = " ".join(row.lines[part.line][part.start : part.end])
        lines.setdefault(head[part.column], []).append(words)
    for role in ("text", "responsible", "deadline", "indicator", "other"):
        if role in lines:
            named = ROLES.get(role, "furniture")
            yield evolve(
                block, role=named, text="\n".join(lines[role]), flags=flags if role == "text" else ()
            )
