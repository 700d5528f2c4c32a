"""Cells that stand in the text of a goal, each behind its name: "Zuständig: Jugendamt; Frist: Ende 2027".

The names are those that heads of columns have. One counts where something begins: a line, a sentence, what
stands in brackets, or what follows another cell. Inside a sentence a colon is but a colon.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from attrs import evolve, frozen

from pipeline.layout.forms import ColumnRole, Forms, fold_words
from pipeline.layout.parts import ROLES
from pipeline.layout.plain_lines import ends_sentence
from pipeline.records import Block, BlockRole

CELLS: tuple[BlockRole, ...] = ("responsible", "deadline", "indicator")
COLON = re.compile(r"\s?:(?=\s|$)")
MISREAD_COLON = re.compile(r"^\W{0,2}(?P<name>[^\W\d_]{5,})\s?[;.](?=\s)")  # only behind a line's first word
LIST_MARK = re.compile(r"[^\w(]{0,3}")
BREAK_BEFORE = re.compile(r"[;|–—•(]\s*$")
BROKEN_NAME = re.compile(
    r"[ ]*(?P<open>\(?)(?<!\w)(?P<first>[A-ZÄÖÜ]\w{2,20})-\n(?P<second>[^\W\d_]{2,20}(?: bis)?)\s?:(?=\s)"
)
INSIDE_NAME = re.compile(r"[;:|()]|,(?=\s)")
MOST_NAME_WORDS = 5
ESTABLISHED = 3  # lines that begin so: then the document names its cells
FULL = 0.8  # of the usual width; a shorter line ends what it belongs to
WIDE = 0.9  # quantile of the lengths of lines
LAST_STOP = re.compile(r"(?<=\w{4})\.$")
NEXT_SENTENCE = re.compile(r"(?<=\w{4})\.\s+(?=[A-ZÄÖÜ])")


@frozen
class Name:
    """The name of a cell in a line: where it begins, where its colon ends, and what the cell holds."""

    start: int
    end: int
    role: ColumnRole


@frozen
class _Line:
    """A line of a block; `start` is its place there, `gap` says that an empty line is above it."""

    start: int
    text: str
    gap: bool


@frozen
class _Habits:
    """What a document's lines show: the cells that it names, and how long a full line is."""

    established: frozenset[ColumnRole]
    width: int


def begins_cell(text: str, forms: Forms) -> bool:
    """Whether a line begins with the name of a cell that is no text."""
    first = next(find_names(text, forms), None)
    return first is not None and first.role != "text" and _is_at_start(first, text)


def find_names(line: str, forms: Forms) -> Iterator[Name]:
    """The names of cells in a line, each as long as it can be."""
    misread = MISREAD_COLON.match(line)
    if misread and (role := forms.column_role(misread["name"])) and role in (*CELLS, "other"):
        yield Name(misread.start("name"), misread.end(), role)
    done = misread.end() if misread else 0
    for colon in COLON.finditer(line, done):
        name = _name_before(line, done, colon, forms)
        if name is not None:
            yield name
            done = colon.end()


def _name_before(line: str, done: int, colon: re.Match[str], forms: Forms) -> Name | None:
    words = list(re.finditer(r"[^\s(]+", line[done : colon.start()]))[-MOST_NAME_WORDS:]
    for word in words:
        start = done + word.start()
        name = line[start : colon.start()]
        role = forms.column_role(name) if name[:1].isupper() and not INSIDE_NAME.search(name) else None
        if role is not None and role != "label":
            return Name(start, colon.end(), role)
    return None


def _is_at_start(name: Name, line: str) -> bool:
    return LIST_MARK.fullmatch(line[: name.start]) is not None


# ------------------------------------------------------------------- blocks


def separate_named_cells(blocks: Sequence[Block], forms: Forms) -> tuple[Block, ...]:
    """Part the texts of goals from the cells that are named in them."""
    blocks = [_with_whole_names(block, forms) if _may_hold_names(block) else block for block in blocks]
    texts = [block for block in blocks if _may_hold_names(block)]
    habits = _learn_habits([_lines(block.text) for block in texts], forms)
    return tuple(
        part
        for block in blocks
        for part in (_part(block, forms, habits) if _may_hold_names(block) else [block])
    )


def _may_hold_names(block: Block) -> bool:
    return block.row is not None and block.role in ("text", *CELLS) and "columns-mixed" not in block.flags


def _with_whole_names(block: Block, forms: Forms) -> Block:
    """A block whose names that a line's end broke ("(Feder-" above "führung: …") begin the lower line."""
    for broken in BROKEN_NAME.finditer(block.text):
        if forms.column_role(broken["first"] + broken["second"]) in CELLS:
            whole = f"\n{broken['open']}{broken['first']}{broken['second']}:"
            text = block.text[: broken.start()] + whole + block.text[broken.end() :]
            less = len(block.text) - len(text)
            edits = tuple(
                evolve(edit, start=edit.start - less, end=edit.end - less)
                if edit.start >= broken.end()
                else edit
                for edit in block.edits
            )
            return _with_whole_names(evolve(block, text=text, edits=edits), forms)
    return block


def _lines(text: str) -> list[_Line]:
    lines, start, gap = [], 0, True
    for line in text.split("\n"):
        if line.strip():
            lines.append(_Line(start, line, gap))
        gap = not line.strip()
        start += len(line) + 1
    return lines


def _learn_habits(texts: Iterable[Sequence[_Line]], forms: Forms) -> _Habits:
    lengths: list[int] = []
    starts: Counter[ColumnRole] = Counter()
    for lines in texts:
        lengths += [len(line.text) for line in lines]
        for at, line in enumerate(lines):
            name = next(find_names(line.text, forms), None)
            if name is not None and _is_at_start(name, line.text) and _may_end(lines, at):
                starts[name.role] += 1
    lengths.sort()
    width = lengths[int(WIDE * (len(lengths) - 1))] if lengths else 0
    return _Habits(frozenset(role for role, count in starts.items() if count >= ESTABLISHED), width)


def _may_end(lines: Sequence[_Line], at: int) -> bool:
    """Whether what stands above a line may end there: it does not go on with a noun."""
    if at == 0 or lines[at].gap:
        return True
    last = lines[at - 1].text.rstrip().rpartition(" ")[2]
    return ends_sentence(last) or not last[:1].islower()


def _part(block: Block, forms: Forms, habits: _Habits) -> Iterator[Block]:
    lines = _lines(block.text)
    names: list[list[Name]] = []
    for at in range(len(lines)):
        below = block.role != "text" or any(names)  # a cell
        names.append(list(_counting(lines, at, forms, habits, below_cell=below)))
    if not any(names):
        yield block
        return
    reader = _Reader(block)
    for at, line in enumerate(lines):
        begins = bool(names[at]) and _is_at_start(names[at][0], line.text)
        if not begins and not _goes_on(lines, at, names, forms, habits):
            reader.back_to_text(sure=line.gap)
        reader.read(line, names[at])
    for role in ("text", *CELLS, "furniture"):
        own = [(start, end) for kind, start, end in reader.pieces if kind == role]
        if own:
            yield _cut(block, own, role, resumed=reader.resumed)


def _counting(
    lines: Sequence[_Line], at: int, forms: Forms, habits: _Habits, *, below_cell: bool
) -> Iterator[Name]:
    """The names in a line that stand where something begins."""
    line, above = lines[at].text, lines[at - 1].text if at and not lines[at].gap else ""
    inside = below_cell
    for name in find_names(line, forms):
        cell, before = name.role in CELLS, line[: name.start]
        if _is_at_start(name, line):
            begins = name.role in habits.established or (cell and (not above or ends_sentence(above)))
            counts = (begins and _may_end(lines, at)) or (below_cell and name.role != "text")
        elif inside:
            counts = name.role != "text"
        else:
            counts = cell and bool(BREAK_BEFORE.search(before) or ends_sentence(before))
        if counts:
            inside = True
            yield name


class _Reader:
    """Goes through a block line by line; `pieces` are role, start and end, without the names.

    `resumed` says that text came back right below or behind a cell.
    """

    def __init__(self, block: Block) -> None:
        self.text = block.text
        self.own = self.role = block.role
        self.bracket = False
        self.resumed = False
        self.pieces: list[tuple[BlockRole, int, int]] = []

    def back_to_text(self, *, sure: bool) -> None:
        """End a cell that was named in a text; not `sure` where nothing parts the text from it."""
        if self.own == "text" and self.role != "text":
            self.resumed = self.resumed or not sure
            self.role = "text"

    def read(self, line: _Line, names: Iterable[Name]) -> None:
        """Read a line with its names."""
        done, end = line.start, line.start + len(line.text)
        for name in names:
            place = line.start + name.start
            if ROLES[name.role] == self.role and not _is_at_start(name, line.text):
                continue  # "Jugendamt; Partner: Kreisjugendring"
            if not _is_at_start(name, line.text):
                self._go_to(done, place)
            self.bracket = self.bracket or self.text[:place].endswith("(")
            self.role, done = ROLES[name.role], line.start + name.end
        self._go_to(done, end)

    def _go_to(self, start: int, end: int) -> None:
        """Take what stands up to the next name, or the line's end; a cell may end before."""
        piece = self.text[start:end]
        if self.own == self.role == "text" or self.own != "text":
            self._add(start, end)
        elif self.bracket and (closed := _closing_bracket(piece)) is not None:
            self._add(start, start + closed)
            self.role, self.bracket = "text", False
            self._add(start + closed + 1, end)
        elif self.role in ("responsible", "deadline") and (stop := NEXT_SENTENCE.search(piece)):
            self._add(start, start + stop.start())
            self.back_to_text(sure=False)
            self._add(start + stop.end(), end)
        else:
            self._add(start, end)

    def _add(self, start: int, end: int) -> None:
        piece = self.text[start:end]
        kept = piece.rstrip(" |•(" if self.role == "text" else " ;|,–—•(")
        if self.role in ("responsible", "deadline"):
            kept = LAST_STOP.sub("", kept)
        begin = start + len(piece) - len(piece.lstrip())
        if begin < start + len(kept):
            self.pieces.append((self.role, begin, start + len(kept)))


def _closing_bracket(text: str) -> int | None:
    """Where a bracket is closed that was opened before."""
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return at
    return None


def _goes_on(
    lines: Sequence[_Line], at: int, names: Sequence[Collection[Name]], forms: Forms, habits: _Habits
) -> bool:
    """Whether a line goes on with the cell above: a text that comes back there is a sentence."""
    line, above = lines[at], lines[at - 1].text.rstrip()
    last = fold_words(above.rpartition(" ")[2])
    if above.endswith(":"):
        return True
    if line.gap:
        return False
    broken = above.endswith(("-", ",", ";", "/")) or (bool(last) and last[0] in forms.fillers)
    full = len(above) >= FULL * habits.width and not ends_sentence(above)
    if broken or full or not line.text[:1].isupper():
        return True
    end = next((to for to in range(at + 1, len(lines)) if lines[to].gap or names[to]), len(lines))
    return not ends_sentence(lines[end - 1].text)


def _cut(block: Block, pieces: Sequence[tuple[int, int]], role: BlockRole, *, resumed: bool) -> Block:
    """A block of pieces of another, with the changes that were decided upon there."""
    text, edits = "", []
    for at, (start, end) in enumerate(pieces):
        apart = at > 0 and role == "text" and "\n\n" in block.text[pieces[at - 1][1] : start]
        stop = block.text[start] in ".,;!?"  # behind a bracket
        text += "" if not at or stop else "\n\n" if apart else "\n"
        shift = len(text) - start
        edits += [
            evolve(edit, start=edit.start + shift, end=edit.end + shift)
            for edit in block.edits
            if start <= edit.start and edit.end <= end
        ]
        text += block.text[start:end]
    if role != "text":
        return evolve(block, role=role, text=text, edits=tuple(edits), marks=(), flags=())
    flags = (*block.flags, "extent-assumed") if resumed else block.flags
    return evolve(block, text=text, edits=tuple(edits), flags=tuple(dict.fromkeys(flags)))
