"""Words of a page become lines: runs of neighbouring words on one base line, without a wide gap.

Only the boxes count, never the order of the words in the file: an OCR engine that read one column as
two blocks changes nothing here.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from statistics import median

from attrs import evolve, field, frozen

from pipeline.records import BoundingBox, Page, Ruling, Word

WIDE_GAP = 1.0  # em; a gap that may part columns
TIGHT_GAP = 0.12  # em; a mark closer than this is glued to its word
LEVEL = 0.35  # em; base lines that differ less are one (fonts' descents differ, scans are uneven)
RAISED = 0.15  # em; a mark's box ends at least this much above that of its line
SMALL = 0.8  # of the line's type size; a mark is smaller
STROKE = re.compile(  # what OCR made of a table's or a card's edge; a quotation mark only before a label
    r"^(?:[|¦_]{1,2}|[|¦_‘’'`´]{1,2}(?=\s+[^\W\d_]+[\s._]{0,2}\d(?!\d{3})))\s+(?=\S)"
)
ACROSS_GAP = 0.2  # em; only a gap wider than between letters can hold a ruling


@frozen(slots=False)
class Line:
    """Neighbouring words on one base line. `x0` … `bottom` are the box of the words of full size."""

    words: tuple[Word, ...]
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool

    @cached_property
    def text(self) -> str:
        """The words, parted by blanks; a raised mark stays glued to its word."""
        return "".join(text for text, _ in self.tokens)

    @cached_property
    def tokens(self) -> tuple[tuple[str, Word], ...]:
        """Each word with the blank before it, if there is one."""
        tokens: list[tuple[str, Word]] = []
        for number, word in enumerate(self.words):
            glued = number == 0 or is_glued(self.words[number - 1], word, self.size)
            tokens.append((word.text if glued else " " + word.text, word))
        return tuple(tokens)

    @property
    def box(self) -> BoundingBox:
        """Box with the page's number."""
        return self.page, self.x0, self.top, self.x1, self.bottom

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def middle(self) -> float:
        """Height at which the line's middle lies."""
        return (self.top + self.bottom) / 2


@frozen
class Sheet:
    """A page ready for layout. `lines` are what is left to be laid out, top to bottom."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rulings: tuple[Ruling, ...] = field(default=(), repr=False)
    turned: tuple[Word, ...] = ()

    def without(self, lines: Iterable[Line]) -> "Sheet":
        """The sheet after some lines were set aside."""
        gone = set(map(id, lines))
        return evolve(self, lines=tuple(line for line in self.lines if id(line) not in gone))


def is_glued(before: Word, word: Word, size: float) -> bool:
    """Whether a word follows another without a blank: one of them is a mark, raised or lowered."""
    return word.x0 - before.x1 < TIGHT_GAP * size and abs(word.bottom - before.bottom) > RAISED * size


def is_raised(word: Word, line: Line) -> bool:
    """Whether a word is a small raised one, as marks of footnotes are."""
    return word.size < SMALL * line.size and line.bottom - word.bottom > RAISED * line.size


def without_marks(line: Line) -> Line:
    """A line without its small raised words, if anything else is left."""
    words = [word for word in line.words if not is_raised(word, line)]
    return make_line(words, line.page) if 0 < len(words) < len(line.words) else line


def make_line(words: Sequence[Word], page: int) -> Line:
    """A line of words, in order from left to right. The prevailing type size is the line's."""
    letters = sum(len(word.text) for word in words)
    sizes = sorted((word.size, len(word.text)) for word in words)
    size = _weighted_median(sizes, letters)
    full = [word for word in words if word.size >= SMALL * size] or words
    return Line(
        words=tuple(words),
        page=page,
        x0=words[0].x0,
        top=min(word.top for word in full),
        x1=max(word.x1 for word in words),
        bottom=median(word.bottom for word in full),
        size=size,
        bold=sum(len(word.text) for word in words if word.bold) * 2 > letters,
    )


def _weighted_median(values: Sequence[tuple[float, int]], total: int) -> float:
    passed = 0
    for value, weight in values:
        passed += weight
        if passed * 2 >= total:
            return max(value, 1.0)
    return 1.0


def read_sheet(page: Page) -> Sheet:
    """The lines of a page, top to bottom and left to right."""
    words = [word for word in page.words if not word.turned]
    uprights = sorted((ruling for ruling in page.rulings if is_upright(ruling)), key=lambda ruling: ruling.x0)
    lines = [make_line(_without_stroke(chain), page.number) for chain in _chains(words, uprights)]
    return Sheet(
        number=page.number,
        width=page.width,
        height=page.height,
        lines=tuple(sorted(lines, key=lambda line: (line.bottom, line.x0))),
        rulings=page.rulings,
        turned=tuple(word for word in page.words if word.turned),
    )


def _without_stroke(words: Sequence[Word]) -> Sequence[Word]:
    """A line's words without the signs in it and before it that OCR made of edges and rulings."""
    text = " ".join(word.text for word in words[:3])  # the sign, and a label's level and number
    if STROKE.match(text):
        words = words[1:]
    return [word for word in words if word.text != "_"] or words


def turned_lines(sheet: Sheet) -> Iterator[Line]:
    """Words that run across the page, those above each other as one line."""
    stacks: list[list[Word]] = []
    for word in sorted(sheet.turned, key=lambda word: (word.x0, -word.bottom)):
        if stacks and word.x0 < stacks[-1][-1].x1:
            stacks[-1].append(word)
        else:
            stacks.append([word])
    return (make_line(stack, sheet.number) for stack in stacks)


def is_upright(ruling: Ruling) -> bool:
    """Whether a ruling runs from top to bottom."""
    return ruling.x1 - ruling.x0 < ruling.bottom - ruling.top


def is_parted(left: float, right: float, height: float, uprights: Sequence[Ruling]) -> bool:
    """Whether an upright ruling runs between two places at a height; `uprights` from left to right."""
    at = bisect_left(uprights, left, key=lambda ruling: ruling.x0)
    while at < len(uprights) and uprights[at].x0 <= right:
        if uprights[at].top <= height <= uprights[at].bottom:
            return True
        at += 1
    return False


def _chains(words: Iterable[Word], uprights: Sequence[Ruling]) -> list[list[Word]]:
    """Join each word to the line that ends close to its left."""
    chains: list[list[Word]] = []
    at_height: dict[int, list[list[Word]]] = {}
    for word in sorted(words, key=lambda word: (word.x0, word.top)):
        size = max(word.size, 1.0)
        near = _near(at_height, word, size)
        fitting = [chain for chain in near if _fits(chain, word, uprights)]
        chain = max(fitting, key=lambda chain: chain[-1].x1, default=None)
        if chain is None:
            chain = []
            chains.append(chain)
        chain.append(word)
        if len(chain) == 1 or not _is_mark(chain[-2], word):
            at_height.setdefault(round(word.bottom), []).append(chain)
    return chains


def _near(at_height: dict[int, list[list[Word]]], word: Word, size: float) -> Iterator[list[Word]]:
    reach = round(LEVEL * size) + round(size / 2) + 1
    seen: set[int] = set()
    for height in range(round(word.bottom) - reach, round(word.bottom) + reach + 1):
        kept = [chain for chain in at_height.get(height, ()) if chain[-1].x1 > word.x0 - 8 * size]
        if height in at_height:
            at_height[height] = kept
        for chain in kept:
            if id(chain) not in seen:
                seen.add(id(chain))
                yield chain


def _fits(chain: Sequence[Word], word: Word, uprights: Sequence[Ruling]) -> bool:
    last = chain[-1]
    size = max(last.size, word.size, 1.0)
    gap = word.x0 - last.x1
    swallowed = last.x0 < word.x0 and last.x1 <= word.x1 + size / 4  # OCR drew the first's box around both
    if gap > WIDE_GAP * size or (gap < -size / 2 and not swallowed):
        return False
    if not (_is_mark(last, word) or _is_mark_before(last, word) or _is_level(_base(chain), word)):
        return False
    return gap < ACROSS_GAP * size or not is_parted(
        last.x1 - 1, word.x0 + 1, word.bottom - size / 2, uprights
    )


def _base(chain: Sequence[Word]) -> Word:
    """The last word of a chain that is no mark."""
    size = max(word.size for word in chain[-3:])
    return next(word for word in reversed(chain) if word.size >= SMALL * size)


def _is_level(base: Word, word: Word) -> bool:
    return abs(base.bottom - word.bottom) <= LEVEL * max(base.size, word.size, 1.0)


def _is_mark(last: Word, word: Word) -> bool:
    """Whether a word is a small one raised beside the last."""
    small = word.size < SMALL * last.size and word.x0 - last.x1 <= 2 * TIGHT_GAP * last.size
    return small and last.top - 0.4 * last.size <= word.top and word.bottom <= last.bottom + 0.3 * last.size


def _is_mark_before(last: Word, word: Word) -> bool:
    """Whether the last word is a small one raised before a word, as at the start of a footnote."""
    small = last.size < SMALL * word.size and word.x0 - last.x1 <= word.size
    return small and word.top - 0.4 * word.size <= last.top and last.bottom <= word.bottom


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines that stand side by side, from top to bottom, each row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.bottom):
        if rows and line.bottom - rows[-1][0].bottom <= LEVEL * max(rows[-1][0].size, line.size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def join_lines(lines: Sequence[Line]) -> Line:
    """One line of several that stand side by side."""
    return make_line(
        [word for line in sorted(lines, key=lambda line: line.x0) for word in line.words], lines[0].page
    )


def split_line(line: Line, count: int) -> tuple[Line | None, Line | None]:
    """The first `count` words of a line, and the rest."""
    head, rest = line.words[:count], line.words[count:]
    return (
        make_line(head, line.page) if head else None,
        make_line(rest, line.page) if rest else None,
    )
