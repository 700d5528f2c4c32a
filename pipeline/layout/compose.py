"""Parts of pages become blocks: lines joined, marks of footnotes and list marks noted as edits."""

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from pipeline.layout.lines import Line, is_raised
from pipeline.layout.parts import Part, Style
from pipeline.layout.plain_notes import MARKED, Mark, find_marks, mark_edit
from pipeline.records import Block, BoundingBox, Repair, Word

ALIGNED = 0.6  # em
RAISED_MARK = re.compile(r"[(\[]?(\d{1,3}|[*†‡]{1,3})[)\],]?")
SUPERSCRIPT_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
UNIT = re.compile(r"(?:^|[\d\s(/])(?:[cdkmµ]?m|CO|H)$")  # m², km³, CO₂: the small figure is no mark
BULLET = re.compile(r"[•●▪■□◦‣∙·►▶➢➤✓✔❖]")
BULLET_OR_DASH = re.compile(r"[-–—*+»«¢°o•e\ufffd\"“'’]|->")  # also what OCR makes of a bullet
MARK = re.compile(f"{BULLET.pattern}|{BULLET_OR_DASH.pattern}")
SURE, LIKELY = 1.0, 0.9


@frozen
class Placed:
    """A word with its place in the text of its block."""

    word: Word
    line: Line
    start: int

    @property
    def end(self) -> int:
        """Where the word ends."""
        return self.start + len(self.word.text)


def compose(parts: Iterable[Part], style: Style) -> Iterator[Block]:
    """Write parts as blocks, in their order."""
    parts = list(parts)
    doubts: dict[int | None, dict[str, None]] = {}
    for part in parts:
        if part.doubt is not None:
            doubts.setdefault(part.goal, {})[part.doubt] = None
    for lines, part in join_parts(parts, style):
        yield make_block(lines, part, tuple(doubts.get(part.goal, ())), style)


def join_parts(parts: Iterable[Part], style: Style) -> list[tuple[list[Line], Part]]:
    """Join what belongs together: the parts of a goal's cell or text, a paragraph, a heading of two lines."""
    joined: list[tuple[list[Line], Part]] = []
    cells: dict[tuple[int, str], list[Line]] = {}
    for part in parts:
        cell = None if part.goal is None else cells.get((part.goal, part.role))
        if cell is not None:
            cell.extend(part.lines)
        elif joined and part.goal is None and _goes_on(joined[-1], part, style):
            joined[-1][0].extend(part.lines)
        else:
            joined.append((list(part.lines), part))
            if part.goal is not None:
                cells[part.goal, part.role] = joined[-1][0]
    return joined


def _goes_on(before: tuple[list[Line], Part], part: Part, style: Style) -> bool:
    last, line = before[0][-1], part.lines[0]
    if before[1].role != part.role or before[1].goal is not None:
        return False
    if part.role == "text":
        return _is_same_paragraph(last, line, style)
    same_type = (
        last.page == line.page and last.bold == line.bold and abs(last.size - line.size) < 0.1 * last.size
    )
    if part.role == "footnote":
        return part.number is None
    if part.role == "heading":
        return part.number is None and same_type and not style.is_new_paragraph(last, line)
    return part.role == "title" and same_type


def _is_same_paragraph(last: Line, line: Line, style: Style) -> bool:
    if last.page != line.page:
        return line.text[:1].islower() and not last.text.endswith((".", "!", "?", ":"))
    if style.is_new_paragraph(last, line) or last.bold != line.bold:
        return False
    return line.bottom > last.bottom and line.x0 < last.x1 and last.x0 < line.x1


def make_block(lines: Sequence[Line], part: Part, doubts: tuple[str, ...], style: Style) -> Block:
    """One block of lines, with the changes that the layout has decided upon, and its doubts."""
    text, placed = write(lines, style)
    marks = list(find_raised_marks(text, placed)) if part.role in MARKED else []
    bullets = list(find_bullets(lines, placed)) if part.role == "text" else []
    if part.role == "label":
        text = " ".join(word.text for line in lines for word in line.words if not is_raised(word, line))
    if part.role == "heading" and part.number:
        text = _without_number(text, part.number, style)
    return Block(
        role=part.role,
        text=text,
        page=lines[0].page,
        bbox=tuple(boxes_of(lines)),
        number=part.number,
        row=part.goal,
        edits=tuple(sorted([edit for edit, _ in marks] + bullets, key=lambda edit: edit.start)),
        marks=tuple(mark for _, mark in marks),
        flags=_flags_of(part, text, doubts),
    )


def _without_number(heading: str, number: str, style: Style) -> str:
    """The title of a heading whose number stands before it, or behind its word ("Kapitel 1: Bildung")."""
    if heading.startswith(number):
        return heading.removeprefix(number).strip()
    match = style.grammar.match_heading(heading)
    return match.title if match else heading


def _flags_of(part: Part, text: str, doubts: tuple[str, ...]) -> tuple[str, ...]:
    if part.role == "label":  # of which nothing was read, it may be none
        return () if text else ("label-doubtful",)
    return doubts if part.role == "text" and part.goal is not None else ()


def write(lines: Sequence[Line], style: Style) -> tuple[str, list[Placed]]:
    """The text of lines, and the place of every word in it."""
    pieces: list[str] = []
    placed: list[Placed] = []
    length = 0
    for number, line in enumerate(lines):
        gap = _gap(lines[number - 1], line, style) if number else ""
        pieces.append(gap)
        length += len(gap)
        for token, word in line.tokens:
            length += len(token)
            pieces.append(token)
            placed.append(Placed(word, line, length - len(word.text)))
    return "".join(pieces), placed


def _gap(above: Line, line: Line, style: Style) -> str:
    return "\n\n" if above.page == line.page and style.is_new_paragraph(above, line) else "\n"


def boxes_of(lines: Iterable[Line]) -> Iterator[BoundingBox]:
    """One box around the lines of each page."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    for page, on_page in pages.items():
        yield (
            page,
            round(min(line.x0 for line in on_page), 1),
            round(min(line.top for line in on_page), 1),
            round(max(line.x1 for line in on_page), 1),
            round(max(line.bottom for line in on_page), 1),
        )


# ------------------------------------------------------------------- marks


def take_flat_marks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Take out the marks that are not raised, or were misread, of footnotes whose mark is still missing."""
    found = {(page, mark) for block in blocks for page, *_ in block.bbox for mark in block.marks}
    missing: dict[int, list[str]] = {}
    for block in blocks:
        if block.role == "footnote" and block.number and (block.page, block.number) not in found:
            missing.setdefault(block.page, []).append(block.number)
    taken = find_marks(blocks, missing)
    return tuple(_with_marks(block, taken.get(at, ())) for at, block in enumerate(blocks))


def _with_marks(block: Block, taken: Sequence[tuple[Mark, str]]) -> Block:
    fresh = [
        (mark_edit(block.text, mark), number)
        for mark, number in taken
        if all(mark.end <= edit.start or edit.end <= mark.start for edit in block.edits)
    ]
    edits = sorted((*block.edits, *(edit for edit, _ in fresh)), key=lambda edit: edit.start)
    return evolve(block, edits=tuple(edits), marks=block.marks + tuple(number for _, number in fresh))


def find_raised_marks(text: str, placed: Sequence[Placed]) -> Iterator[tuple[Repair, str]]:
    """Marks of footnotes: small raised figures behind a word, or letters that are raised themselves."""
    for number, one in enumerate(placed):
        before = placed[number - 1].word.text if number else ""
        mark = RAISED_MARK.fullmatch(one.word.text)
        if mark and number and is_raised(one.word, one.line) and not UNIT.search(before):
            yield _taken_out(text, one.start, one.end, "footnote-mark"), mark[1]
        else:
            yield from _superscripts(text, one)


def _superscripts(text: str, one: Placed) -> Iterator[tuple[Repair, str]]:
    for match in SUPERSCRIPT.finditer(one.word.text):
        if match.start() and not UNIT.search(one.word.text[: match.start()]):
            mark = match[0].translate(SUPERSCRIPT_DIGITS)
            yield _taken_out(text, one.start + match.start(), one.start + match.end(), "footnote-mark"), mark


def _taken_out(text: str, start: int, end: int, method: str, confidence: float = SURE) -> Repair:
    return Repair(start, end, text[start:end], "", method, confidence)  # type: ignore[arg-type]


# ------------------------------------------------------------------ bullets


def find_bullets(lines: Sequence[Line], placed: Sequence[Placed]) -> Iterator[Repair]:
    """List marks at the start of lines, each with the blank behind it."""
    starts = {id(line): placed_words for line, placed_words in _words_by_line(placed)}
    for number, line in enumerate(lines):
        words = starts[id(line)]
        if len(words) > 1 and is_bullet(lines, number):
            first, second = words[0], words[1]
            sure = BULLET.fullmatch(first.word.text) is not None
            before = first.word.text + " "
            yield Repair(first.start, second.start, before, "", "bullet", SURE if sure else LIKELY)


def _words_by_line(placed: Sequence[Placed]) -> Iterator[tuple[Line, list[Placed]]]:
    lines: dict[int, list[Placed]] = {}
    order: dict[int, Line] = {}
    for one in placed:
        lines.setdefault(id(one.line), []).append(one)
        order[id(one.line)] = one.line
    return ((order[key], words) for key, words in lines.items())


def is_bullet(lines: Sequence[Line], number: int) -> bool:
    """Whether a line begins with a list mark. A dash must be set as one: hanging, or set in."""
    line = lines[number]
    mark = line.words[0].text
    if BULLET.fullmatch(mark):
        return True
    if not BULLET_OR_DASH.fullmatch(mark) or len(line.words) < 2:
        return False
    return _is_hanging(lines, number) or _is_listed(lines, number)


def _is_hanging(lines: Sequence[Line], number: int) -> bool:
    """Whether the next line stands under the word behind the mark."""
    below = lines[number + 1] if number + 1 < len(lines) else None
    text_x = lines[number].words[1].x0
    return below is not None and abs(below.x0 - text_x) <= ALIGNED * below.size and text_x > lines[number].x0


def _is_listed(lines: Sequence[Line], number: int) -> bool:
    """Whether the mark stands further right than the text around it, or over or under another mark."""
    line = lines[number]
    others = [other for at, other in enumerate(lines) if at != number]
    same = [other for other in others if MARK.fullmatch(other.words[0].text) and len(other.words) > 1]
    if any(abs(other.x0 - line.x0) <= ALIGNED * line.size for other in same):
        return True
    return bool(others) and line.x0 > min(other.x0 for other in others) + ALIGNED * line.size
