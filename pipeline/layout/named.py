"""Cells that stand in the text of a goal, each behind its name: "Zuständig: Jugendamt; Frist: Ende 2027".

The names are those that heads of columns have. One counts at the start of a line, or directly behind another
cell, and only if what follows looks like what such a cell holds; else all of it stays text. What a column
proves is never divided.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from pipeline.layout.forms import ColumnRole, Forms, fold_words
from pipeline.layout.parts import CELLS, ROLES
from pipeline.layout.plain_lines import ends_sentence, may_end, usual_width
from pipeline.records import Block, BlockRole

COLON = re.compile(r"\s?:(?=\s|$)")
MISREAD_COLON = re.compile(r"^\W{0,2}(?P<name>[^\W\d_]{5,})\s?;(?=\s+[A-ZÄÖÜ\d])")  # a line's first word
LIST_MARK = re.compile(r"[^\w(]{0,3}")
WORD = re.compile(r"(?<![^\s(])[^\s(]+")
BETWEEN_CELLS = re.compile(r"[;|,.]\s*$")
BROKEN_NAME = re.compile(
    r"[ ]*(?P<open>\(?)(?<!\w)(?P<first>[A-ZÄÖÜ]\w{2,20})-\n(?P<second>[^\W\d_]{2,20}(?: bis)?)\s?:(?=\s)"
)
INSIDE_NAME = re.compile(r"[;:|()]|,(?=\s)")
MOST_NAME_WORDS = 5
LONGEST_NAME = 60  # letters
ESTABLISHED = 3  # goals that have such a name: then the document names its cells
FULL = 0.8  # of the usual width; a shorter line ends what it belongs to
LONGEST_BRACKET = 400  # letters
MOST_LINES = 12  # of what is named in a line
MOST_WORDS = 12  # of a cell that is no indicator
SHORT_SENTENCE = 6  # words; what is longer and ends as a sentence is one
SENTENCE_BEFORE = 20  # letters that tell whether a sentence ends
LAST_STOP = re.compile(r"(?<=\w{4})\.$")
MORE_BEHIND = re.compile(r"(?<=\w{3})[.!?]\s+(?=\S)")
EDGES = " \n;|,–—•("


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
class _Cell:
    """A cell in a block's text."""

    role: BlockRole
    start: int
    end: int


@frozen
class _Group:
    """A piece of a text that is cells; without any, a name of the text itself."""

    start: int
    end: int
    cells: tuple[_Cell, ...]


@frozen
class _Habits:
    """What a document's lines show: the cells that it names, and how long a full line is.

    `behind` are the names that goals have behind a sentence, in one line with it.
    """

    established: frozenset[ColumnRole]
    width: int
    behind: frozenset[tuple[str, ...]] = frozenset()


def begins_cell(text: str, forms: Forms) -> bool:
    """Whether a line begins with the name of a cell that is no text."""
    first = _name_at_start(text, forms)
    return first is not None and first.role != "text"


def _name_at_start(text: str, forms: Forms) -> Name | None:
    first = next(find_names(text, forms), None)
    return first if first is not None and _is_at_start(first, text) else None


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
    first = max(done, colon.start() - LONGEST_NAME)
    for word in list(WORD.finditer(line, first, colon.start()))[-MOST_NAME_WORDS:]:
        name = line[word.start() : colon.start()]
        role = forms.column_role(name) if name[:1].isupper() and not INSIDE_NAME.search(name) else None
        if role is not None and role != "label":
            return Name(word.start(), colon.end(), role)
    return None


def _is_at_start(name: Name, line: str) -> bool:
    return LIST_MARK.fullmatch(line[: name.start]) is not None


def names_several(text: str, forms: Forms) -> bool:
    """Whether a text names cells of several kinds."""
    return len({name.role for name in find_names(text, forms)}) > 1


# ------------------------------------------------------------------- blocks


def separate_named_cells(blocks: Sequence[Block], forms: Forms) -> tuple[Block, ...]:
    """Part the texts of goals from the cells that are named in them."""
    in_columns = {block.row for block in blocks if block.role in ("responsible", "deadline")}
    own = [_may_hold_names(block) and block.row not in in_columns for block in blocks]
    blocks = [
        _with_whole_names(block, forms) if may else block for block, may in zip(blocks, own, strict=True)
    ]
    habits = _learn_habits([block for block, may in zip(blocks, own, strict=True) if may], forms)
    last = {block.row: at for at, block in enumerate(blocks) if block.role == "text"}
    parts: list[Block] = []
    begun: set[int | None] = set()
    for at, block in enumerate(blocks):
        opens, closes = block.row not in begun, last.get(block.row) == at
        parts += _part(block, forms, habits, opens=opens, closes=closes) if own[at] else [block]
        if block.role == "text":
            begun.add(block.row)
    return tuple(parts)


def _may_hold_names(block: Block) -> bool:
    return block.row is not None and block.role == "text" and "columns-mixed" not in block.flags


def _with_whole_names(block: Block, forms: Forms) -> Block:
    """A block whose names that a line's end broke ("(Feder-" above "führung: …") begin the lower line."""
    for broken in reversed(list(BROKEN_NAME.finditer(block.text))):
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
            block = evolve(block, text=text, edits=edits)
    return block


def _lines(text: str) -> list[_Line]:
    lines, start, gap = [], 0, True
    for line in text.split("\n"):
        if line.strip():
            lines.append(_Line(start, line, gap))
        gap = not line.strip()
        start += len(line) + 1
    return lines


def _learn_habits(blocks: Iterable[Block], forms: Forms) -> _Habits:
    texts: list[str] = []
    starts: dict[ColumnRole, set[int | None]] = {}
    behind: dict[tuple[str, ...], set[int | None]] = {}
    for block in blocks:
        lines = _lines(block.text)
        texts += [line.text for line in lines]
        for at, line in enumerate(lines):
            name = _name_at_start(line.text, forms)
            if name is not None and _may_end(lines, at):
                starts.setdefault(name.role, set()).add(block.row)
            later = _name_behind_sentence(line, forms)
            if later and _cells(block.text, line.start + later.start, line.start + len(line.text), forms):
                behind.setdefault(_wording(line, later), set()).add(block.row)
    return _Habits(
        frozenset(role for role, rows in starts.items() if len(rows) >= ESTABLISHED),
        usual_width(texts),
        frozenset(name for name, rows in behind.items() if len(rows) >= ESTABLISHED),
    )


def _name_behind_sentence(line: _Line, forms: Forms) -> Name | None:
    """The first cell that is named behind the end of a sentence in its line."""
    for name in find_names(line.text, forms):
        if _is_at_start(name, line.text):
            return None
        before = line.text[max(name.start - SENTENCE_BEFORE, 0) : name.start].rstrip(" |")
        if name.role in CELLS and not before.endswith(":") and ends_sentence(before):
            return name
    return None


def _wording(line: _Line, name: Name) -> tuple[str, ...]:
    return fold_words(line.text[name.start : name.end])


def _may_end(lines: Sequence[_Line], at: int) -> bool:
    """Whether what stands above a line may end there: it does not go on with a noun."""
    return at == 0 or lines[at].gap or may_end(lines[at - 1].text)


def _part(block: Block, forms: Forms, habits: _Habits, *, opens: bool, closes: bool) -> Iterator[Block]:
    """A block's text and the cells that it names; whether it `opens` or `closes` the text of its goal."""
    text = block.text
    bracket = _named_in_brackets(text, forms) if closes else None
    lines = _lines(text[: bracket.start] if bracket else text)
    groups = [*_groups(text, lines, forms, habits, opens=opens), *([bracket] if bracket else [])]
    edges = [0, *(edge for group in groups for edge in (group.start, group.end)), len(text)]
    rest = [
        piece
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        for piece in _trimmed(text, start, end)
    ]
    if not groups or (
        opens and not any(letter.isalnum() for start, end in rest for letter in text[start:end])
    ):
        yield block
        return
    if rest:
        ends = {group.end for group in groups if group.cells}
        resumed = any(start - 1 in ends and "\n\n" not in text[start - 1 : start + 1] for start, _ in rest)
        yield _cut(block, rest, "text", resumed=resumed)
    roles: tuple[BlockRole, ...] = (*CELLS, "furniture")
    for role in roles:
        own = [
            (cell.start, _end_without_stop(text, cell))
            for group in groups
            for cell in group.cells
            if cell.role == role
        ]
        if own:
            yield _cut(block, own, role, resumed=False)


def _end_without_stop(text: str, cell: _Cell) -> int:
    if cell.role not in ("responsible", "deadline"):
        return cell.end
    return cell.start + len(LAST_STOP.sub("", text[cell.start : cell.end]))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A piece of text without blanks and dividers at its edges, if anything is left."""
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    end = start + len(piece.rstrip(" \n|•"))
    if begin < end:
        yield begin, end


def _groups(
    text: str, lines: Sequence[_Line], forms: Forms, habits: _Habits, *, opens: bool
) -> Iterator[_Group]:
    """The cells that lines name, with the lines that go on with the last; none where one is doubtful."""
    begun = [_name_at_start(line.text, forms) for line in lines]
    at, below_cell = 0, False
    if opens and begun and begun[0] and begun[0].role == "text" and "text" in habits.established:
        yield _Group(0, lines[0].start + begun[0].end, ())
    while at < len(lines):
        start = _first_cell(lines, at, begun, forms, habits, below_cell=below_cell, opens=opens and at == 0)
        cells: tuple[_Cell, ...] = ()
        to = at + 1
        if start is not None:
            while to < len(lines) and not begun[to] and _goes_on(lines, to, forms, habits):
                to += 1
            end = lines[to - 1].start + len(lines[to - 1].text)
            cells = _cells(text, start, end, forms, below_cell=below_cell) if to - at <= MOST_LINES else ()
            if cells:
                yield _Group(start, end, cells)
        below_cell = bool(cells)
        at = to if cells else at + 1


def _first_cell(
    lines: Sequence[_Line],
    at: int,
    begun: Sequence[Name | None],
    forms: Forms,
    habits: _Habits,
    *,
    below_cell: bool,
    opens: bool,
) -> int | None:
    """Where a line's cells begin: at its start, or behind a sentence where goals are set so."""
    line, above, name = lines[at], lines[at - 1].text if at and not lines[at].gap else "", begun[at]
    if name is not None:
        established, misread = name.role in habits.established, line.text[name.end - 1] != ":"
        sure = established or not above or ends_sentence(above)
        counts = below_cell or (name.role in CELLS and sure and _may_end(lines, at))
        in_list = at > 0 and not below_cell and _is_listed(line) and _is_listed(lines[at - 1])
        counts = counts and (established or not misread) and not in_list
        return line.start if counts and not opens else None
    later = _name_behind_sentence(line, forms)
    return line.start + later.start if later and _wording(line, later) in habits.behind else None


def _named_in_brackets(text: str, forms: Forms) -> _Group | None:
    """The cells in a bracket that ends a text and opens with the name of one."""
    body = text.rstrip(" \n.;,")
    depth = 0
    for at in range(len(body) - 1, max(len(body) - LONGEST_BRACKET, 0), -1):
        depth += (body[at] == ")") - (body[at] == "(")
        if depth <= 0:
            cells = _cells(text, at + 1, len(body) - 1, forms) if at < len(body) - 1 else ()
            return _Group(at, len(body), cells) if cells else None
    return None


def _cells(text: str, start: int, end: int, forms: Forms, *, below_cell: bool = False) -> tuple[_Cell, ...]:
    """The cells of a piece of text that begins with the name of one; none if it may be anything else."""
    names: list[Name] = []
    for line in _lines(text[start:end]):
        for found in find_names(line.text, forms):
            name = Name(start + line.start + found.start, start + line.start + found.end, found.role)
            begins = _is_at_start(found, line.text)
            if names and not begins and name.role == names[-1].role:
                continue  # "Jugendamt; Partner: Kreisjugendring"
            known = name.role in CELLS or (name.role == "other" and (below_cell or bool(names)))
            parted = BETWEEN_CELLS.search(text[max(name.start - 4, start) : name.start]) if names else None
            if not known or not (begins or parted):
                return ()
            names.append(name)
    stops = [*(name.start for name in names[1:]), end]
    cells = tuple(_cell(text, name, stop) for name, stop in zip(names, stops, strict=True)) if names else ()
    return cells if all(is_likely(text[cell.start : cell.end], cell.role, forms) for cell in cells) else ()


def _cell(text: str, name: Name, end: int) -> _Cell:
    piece = text[name.end : end]
    kept = piece.rstrip(EDGES)
    start = name.end + len(piece) - len(piece.lstrip())
    return _Cell(ROLES[name.role], start, max(name.end + len(kept), start))


def is_likely(value: str, role: BlockRole, forms: Forms) -> bool:
    """Whether a text may be what such a cell holds; a sentence is no cell."""
    words = len(value.split())
    if not words or value.count("(") != value.count(")") or MORE_BEHIND.search(value):
        return False
    sentence = _may_be_sentence(value, words, forms)
    if role == "indicator":
        return "\n" not in value or not sentence
    if words > MOST_WORDS or sentence or forms.holds_verb(value):
        return False
    return role != "deadline" or forms.holds_term(value)


def _may_be_sentence(value: str, words: int, forms: Forms) -> bool:
    """Whether a text ends as a sentence does: with a verb, or after many words."""
    last = value.rpartition(" ")[2]
    verb = words > 1 and last[:1].islower() and not forms.holds_term(last)
    return value.endswith((".", "!", "?")) and (verb or words > SHORT_SENTENCE)


def _goes_on(lines: Sequence[_Line], at: int, forms: Forms, habits: _Habits) -> bool:
    """Whether a line goes on with the cell above, which nothing has ended."""
    line, above = lines[at], lines[at - 1].text.rstrip()
    last = fold_words(above.rpartition(" ")[2])
    if above.endswith(":"):
        return True
    if line.gap:
        return False
    broken = above.endswith(("-", ",", ";", "/")) or (bool(last) and last[0] in forms.fillers)
    full = len(above) >= FULL * habits.width and not ends_sentence(above)
    in_list = _is_listed(line) and _is_listed(lines[at - 1])
    return broken or full or in_list or line.text[:1].islower() or line.text[:1].isdigit()


def _is_listed(line: _Line) -> bool:
    return not line.text[:1].isalnum() and not line.text.startswith("(")


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
