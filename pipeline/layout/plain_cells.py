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
from itertools import groupby, pairwise
from operator import add, itemgetter

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
ROUNDS = 2  # in which the wordings of cells are learned
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
ENDS_A_TEXT = 1.5  # "2031." as a term
CUT_OFF_TERM = 0.6  # a term that the next line has to complete
NO_TERM = 2.0  # a word that no term has, in the column of terms
TERM_ELSEWHERE = 2.0
CELL_IN_TEXT = 1.5
NO_ENTRY = -0.3  # a dash
YEAR = re.compile(r"(?:19|20)\d\d|/\d\d")
NOTHING = re.compile(r"[-–—/]")
UNKNOWN = 0.3
KNOWN = -1.2
WORD = 0.1
SCRAP = 1.5  # a paragraph that is no sentence, as text
SHORT = 0.6  # of the width
UNFINISHED = 0.8
MOSTLY = 0.7  # of the rows
SENTENCE_IN_CELL = 2.0
LEFT_OUT = 0.7  # a column between two that share a row's first line
LEFT_OUT_BELOW = 0.1
TERM_IN_CELL = 0.8
NO_TEXT = 2.0  # a row that begins with another cell than the first
NO_LINE_BETWEEN = 0.8  # a cell that begins without a table's line, where others do
LINE_INSIDE = 2.0
CELL_BY_CELL = 2.0  # a cell that begins inside a line, in a row whose cells stand below each other

HYPHEN = -0.8  # the rest of a broken word below its beginning
NO_HYPHEN = 0.3
GOES_ON = 0.2  # small letters below a line of the same cell
BROKEN_OFF = 1.5
TEXT_STOPS = 1.0  # inside a sentence
BACK = 0.4  # to the text, over an empty line
BACK_TO_TEXT = 1.5
NEXT_COLUMN = 0.2  # a cell that begins over an empty line
LATE = 0.8  # a cell that begins below the first line of its row
SMALL_LETTER = 0.8

MOST_BEGUN = 60
MOST_DIVISIONS = 16
SURE = 1.0  # a row whose next best division is dearer by so much is sure


@frozen
class Row:
    """The lines of a goal on one page, as words; a table's line stands before the `joints`."""

    lines: tuple[tuple[str, ...], ...]
    gaps: tuple[bool, ...]
    joints: tuple[frozenset[int], ...]


@frozen
class Habits:
    """What is known of a table's columns: the width of the text's lines, and wordings of cells.

    `sentences` says that texts are whole sentences, `cell_by_cell` that cells are paragraphs of their own.
    """

    columns: tuple[ColumnRole, ...]
    width: int
    sentences: bool
    cell_by_cell: bool
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
        pages = {at: blocks[at].page for at in own}
        sentences = _are_sentences([rows[at] for at in own])
        by_page = groupby(sorted(own, key=pages.__getitem__), key=pages.__getitem__)
        parted = {
            page: _come_cell_by_cell([rows[at] for at in group], head, forms) for page, group in by_page
        }
        lengths = {
            at: _first_paragraph(rows[at]) if parted[pages[at]] else _lower_lines(rows[at]) for at in own
        }
        widths = _widths(pages, lengths)
        known: dict[ColumnRole, Counter[str]] = {}
        for _ in range(ROUNDS):
            found = {
                at: divide(rows[at], Habits(head, widths[at], sentences, parted[pages[at]], known), forms)
                for at in own
                if widths[at]
            }
            known = _wordings(rows, {at: parts for at, (parts, _) in found.items()}, head)
            widths |= _widths(pages, {at: _text_lines(rows[at], parts) for at, (parts, _) in found.items()})
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


def _come_cell_by_cell(rows: Sequence[Row], head: Sequence[ColumnRole], forms: Forms) -> bool:
    """Whether most rows have as many paragraphs as columns, and terms on lines of their own."""
    parted = 0
    for row in rows:
        term = any(all(map(forms.is_term, line)) for line in row.lines)
        parted += sum(row.gaps) >= len(head) and (term or "deadline" not in head)
    return 2 * parted >= len(rows)


def _lower_lines(row: Row) -> list[int]:
    """Lengths of the lower lines, since the cells beside are seldom as high as the text."""
    return [len(" ".join(line)) for line in row.lines[2:-1] or row.lines[1:-1]]


def _first_paragraph(row: Row) -> list[int]:
    """Lengths of the lines of the first paragraph but for the last: all of them are text."""
    end = next((at for at, gap in enumerate(row.gaps) if gap and at), len(row.lines))
    return [len(" ".join(line)) for line in row.lines[: end - 1]]


def _text_lines(row: Row, parts: Sequence[Part]) -> list[int]:
    """Lengths of the lines of the text but for the last."""
    texts = [part for part in parts if part.column == 0]
    return [len(" ".join(row.lines[part.line][part.start : part.end])) for part in texts[:-1]]


def _widths(pages: Mapping[int, int], lengths: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """For each row the width of the text column of its page; 0 where it cannot be known."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for at, own in lengths.items():
        by_page[pages[at]] += own
    every = [length for own in by_page.values() for length in own]
    return {
        at: _wide(by_page[pages[at]] if len(by_page[pages[at]]) >= FEWEST_LINES else every) for at in lengths
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

Division = tuple[Part, ...]  # of one line, from left to right
Words = dict[int, tuple[str, ...]]  # of a line, by their column


def divide(row: Row, habits: Habits, forms: Forms) -> tuple[list[Part], bool]:
    """The cheapest division of a row, and whether it is sure."""
    costs = _Costs(row, habits, forms)
    lines = [_likely_divisions(costs, line) for line in range(len(row.lines))]
    own = [[cost for cost, _ in line] for line in lines]
    words = [[costs.by_column(division) for _, division in line] for line in lines]
    steps = [
        [[costs.step(one, other, gap=gap) for other in lower] for one in upper]
        for (upper, lower), gap in zip(pairwise(words), row.gaps[1:], strict=True)
    ]
    before = [own[0]]
    for costs_here, step in zip(own[1:], steps, strict=True):
        above = before[-1]
        ways = (min(map(add, above, column)) for column in zip(*step, strict=True))
        before.append(list(map(add, costs_here, ways)))
    behind = [[0.0] * len(own[-1])]
    for costs_below, step in zip(reversed(own[1:]), reversed(steps), strict=True):
        on = list(map(add, costs_below, behind[0]))
        behind.insert(0, [min(map(add, line, on)) for line in step])
    chosen = [before[-1].index(min(before[-1]))]
    for above, step in zip(reversed(before[:-1]), reversed(steps), strict=True):
        ways_there = [cost + line[chosen[0]] for cost, line in zip(above, step, strict=True)]
        chosen.insert(0, ways_there.index(min(ways_there)))
    parts = [part for at, line in zip(chosen, lines, strict=True) for part in line[at][1]]
    return parts, min(map(_margin, chosen, before, behind)) >= SURE


def _margin(chosen: int, before: Sequence[float], behind: Sequence[float]) -> float:
    """By how much the best other division of a line makes the row dearer."""
    totals = list(map(add, before, behind))
    others = (total for at, total in enumerate(totals) if at != chosen)
    return float(min(others, default=float("inf")) - totals[chosen])


def _likely_divisions(costs: "_Costs", line: int) -> list[tuple[float, Division]]:
    """The divisions of a line that cost least by themselves."""
    by_start: dict[int, list[tuple[Part, float]]] = defaultdict(list)
    for part, cost in costs.parts(line):
        by_start[part.start].append((part, cost))
    begun: list[tuple[float, Division]] = [(cost, (part,)) for part, cost in by_start[0]]
    whole: list[tuple[float, Division]] = []
    length = len(costs.row.lines[line])
    while begun:
        whole += [one for one in begun if one[1][-1].end == length]
        begun = [
            (so_far + cost + costs.beside(division[-1], part), (*division, part))
            for so_far, division in begun
            for part, cost in by_start[division[-1].end]
            if part.start and part.column > division[-1].column
        ]
        begun = sorted(begun, key=itemgetter(0))[:MOST_BEGUN]
    return sorted(whole, key=itemgetter(0))[:MOST_DIVISIONS]


def _ends_a_text(word: str) -> bool:
    """Whether a word ends a sentence as terms in a column do not: "2031.", not "Hj." or "31."."""
    return re.search(r"(?:\d{4}|[^\W\d]{5,})\.$", word) is not None


@frozen(slots=False)
class _Costs:
    """The cost of a part by itself, beside another, and of one line's division below another's."""

    row: Row
    habits: Habits
    forms: Forms

    def parts(self, line: int) -> Iterator[tuple[Part, float]]:
        """All parts into which a line may be cut; words with small letters begin no cell inside a line."""
        words, joints = self.row.lines[line], self.row.joints[line]
        for start in range(len(words)):
            small = words[start][0].islower() and not self.forms.is_term(words[start])
            follows_hyphen = line > 0 and any(word.endswith("-") for word in self.row.lines[line - 1])
            if start and start not in joints and small and not follows_hyphen:
                continue
            for column, role in enumerate(self.habits.columns):
                if column == 0 and start:
                    continue
                longest = len(words) if role == "text" else min(len(words), start + LONGEST_CELL)
                for end in range(start + 1, longest + 1):
                    part = Part(line, start, end, column)
                    yield part, self._own(part)

    def _own(self, part: Part) -> float:
        words = self._words(part)
        cost = LINE_INSIDE * sum(part.start < at < part.end for at in self.row.joints[part.line])
        cost += NO_TEXT * (part.line == 0 and part.start == 0 and part.column > 0)
        role = self.habits.columns[part.column]
        if role == "text":
            return cost + self._text(words, part)
        if NOTHING.fullmatch(" ".join(words)):
            return cost + NO_ENTRY
        return cost + (self._term(words) if role == "deadline" else self._cell(words, role))

    def _words(self, part: Part) -> tuple[str, ...]:
        return self.row.lines[part.line][part.start : part.end]

    def _text(self, words: Sequence[str], part: Part) -> float:
        width, wide = self.habits.width, len(" ".join(words))
        cost = WIDER * max(0.0, wide - (1 + OVERHANG) * width)
        if part.line + 1 < len(self.row.lines):
            room = (1 - TOLERANCE) * width - wide - 1 - len(self.row.lines[part.line + 1][0])
            cost += min(NOT_FULL_AT_MOST, NOT_FULL * max(0.0, room))
        if part.start == 0 and self.habits.sentences:
            cost += SCRAP * self._is_scrap(part.line) + UNFINISHED * self._is_unfinished(part)
        known = self._known[_folded(words)] >= KNOWN_FROM
        term = all(map(self.forms.is_term, words)) and not _ends_a_text(words[-1])
        return cost + CELL_IN_TEXT * known + TERM_ELSEWHERE * term

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
        """Whether a row's last line is text to its end and ends no sentence."""
        words = self.row.lines[part.line]
        last = part.line == len(self.row.lines) - 1 and part.end == len(words)
        return last and not ends_sentence(words[-1])

    def _term(self, words: Sequence[str]) -> float:
        odd = sum(not self.forms.is_term(word) for word in words)
        if odd:
            return NO_TERM * odd
        if _ends_a_text(words[-1]):
            return ENDS_A_TEXT
        return CUT_OFF_TERM if self.forms.is_cut_off_term(words[-1]) else TERM

    def _cell(self, words: Sequence[str], role: ColumnRole) -> float:
        wording = " ".join(words)
        known = self.habits.known.get(role, Counter[str]())[_folded(words)] >= KNOWN_FROM
        cost = KNOWN if known else UNKNOWN + WORD * len(words)
        cost += WIDER * max(0, len(wording) - LONGEST_CELL_LINE)
        cost += SENTENCE_IN_CELL * any(len(word) > 3 and word.endswith(".") for word in words)
        cost += TERM_IN_CELL * any(YEAR.search(word) and self.forms.is_term(word) for word in words)
        return cost + TERM_ELSEWHERE * all(map(self.forms.is_term, words))

    @cached_property
    def _known(self) -> Counter[str]:
        known = Counter[str]()
        for wordings in self.habits.known.values():
            known += wordings
        return known

    def beside(self, before: Part, part: Part) -> float:
        """Cost of a part behind another in a line."""
        joints = self.row.joints[part.line]
        left_out = part.column - before.column - 1
        cost = (LEFT_OUT if part.line == 0 else LEFT_OUT_BELOW) * left_out
        if part.start not in joints:
            cost += NO_LINE_BETWEEN * bool(joints) + CELL_BY_CELL * self.habits.cell_by_cell
        return cost

    def by_column(self, division: Division) -> Words:
        """The words of a division by their column."""
        return {part.column: self._words(part) for part in division}

    def step(self, upper: Words, lower: Words, *, gap: bool) -> float:
        """Cost of a line's division below that of the line above; `gap`: an empty line is between."""
        columns = upper.keys() | lower.keys()
        return sum(self._go_on(one, upper.get(one), lower.get(one), gap=gap) for one in columns)

    def _go_on(
        self, column: int, upper: tuple[str, ...] | None, lower: tuple[str, ...] | None, *, gap: bool
    ) -> float:
        """Cost of what stands in a column of two lines, one below the other."""
        broken = upper is not None and upper[-1].endswith("-")
        small = lower is not None and lower[0][0].islower()
        if upper is not None and lower is not None:
            return (HYPHEN if small else NO_HYPHEN) * broken - GOES_ON * small
        if lower is None:
            if gap or upper is None:
                return 0.0
            awaits = column == 0 and self.forms.is_cut_off_term(upper[-1])  # "bis" awaits its year
            ended = column > 0 or ends_sentence(upper[-1])
            return BROKEN_OFF if broken or awaits else 0.0 if ended else TEXT_STOPS
        if column == 0:
            return BACK if gap else BACK_TO_TEXT
        return SMALL_LETTER * small + (NEXT_COLUMN if gap else LATE)


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
