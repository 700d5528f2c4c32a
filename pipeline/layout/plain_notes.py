"""Footnotes at the foot of plain text pages, their marks in the text, and list marks.

An OCR engine often misreads the small raised figure: at the foot as one odd sign ("% In seiner Sitzung"), in
the text as a sign behind a word ("Bildungsbericht® des"). Both are known only together: signs are taken for
marks where the page has a footnote that misses its own.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from pipeline.layout.plain_lines import Line
from pipeline.records import Block, Repair

NOTE = re.compile(
    r"^(?:(?P<mark>\d{1,3})(?:\s+|(?=[A-ZÄÖÜ][a-zäöüß]))|(?P<sign>[!?®©°%™§$&*'’\"“”‘]{1,2})\s?)(?P<text>[^\W\d_].*)$"
)
ODD_MARK = r"[?®©°%™!'’‘*]{1,3}"
BULLET = re.compile(r"^(?:[•·▪●◦‣¢©®°«»*oec+]|[-–])\s+(?=\S)", re.MULTILINE)
SURE_BULLET = re.compile(r"^[•·▪●◦‣¢]")
SKIPPED_NOTES = 2
FIGURE = re.compile(  # behind a word, a year, or a stop: "Bericht3", "bis 2027.3", but not "UZ 2.1"
    r"(?<=[^\W\d_])\d{1,3}(?![\d.])|(?<=[^\d.][.,;:!?“”\"’)])\d{1,3}(?![\d.])|(?<=\d{3}[.,;:])\d{1,3}(?![\d.])"
)
MARKED = ("text", "heading", "responsible", "deadline", "indicator")

CLEAR_MARK = 0.95
MISREAD_MARK = 0.8
LIST_MARK = 0.9


# -------------------------------------------------------------- at the foot


def mark_footnotes(lines: Sequence[Line]) -> list[Line]:
    """Mark the footnotes of all pages; a mark that was misread is counted on from the last."""
    pages: dict[int, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line.role == "body" and not line.numbered:
            pages[line.page].append(at)
    marked, last = list(lines), 0
    for places in pages.values():
        for at, mark in _notes_of_page(lines, places, last):
            marked[at] = evolve(lines[at], role="footnote", note=mark)
            last = int(mark) if mark else last
    return marked


def _notes_of_page(lines: Sequence[Line], places: Sequence[int], last: int) -> Iterator[tuple[int, str]]:
    """Places of the lines of footnotes, with the mark where one begins."""
    number = last
    for at in _tail(lines, places):
        match = NOTE.match(lines[at].text)
        follows = match is not None and _follows(match["mark"], number, at_gap=lines[at].gap)
        if match is not None and follows:
            number = int(match["mark"] or number + 1)
        yield at, str(number) if follows else ""


def _follows(figure: str | None, number: int, *, at_gap: bool) -> bool:
    """Whether a footnote's figure continues the count, or begins it anew; an odd sign stands for any."""
    if figure is None:
        return at_gap
    return int(figure) == 1 or number < int(figure) <= number + 1 + SKIPPED_NOTES


def _tail(lines: Sequence[Line], places: Sequence[int]) -> Sequence[int]:
    """The last paragraphs of a page that begin with marks, if they can be footnotes."""
    starts = [i for i, at in enumerate(places) if lines[at].gap]
    first = len(places)
    for start in reversed(starts):
        match = NOTE.match(lines[places[start]].text)
        if match is None or start == 0 or not _is_note(match, [lines[at] for at in places[:start]]):
            break
        first = start
    return places[first:]


def _is_note(match: re.Match[str], above: Sequence[Line]) -> bool:
    """Whether the page refers to the mark: by its figure behind a word, or by an odd sign."""
    if match["mark"] is None:
        return match["text"][:1].isupper()
    figure = re.compile(rf"(?<=[^\W\d_]){match['mark']}(?!\d)|(?<=[.,;:!?“”\"’)]){match['mark']}(?![\d.])")
    return any(figure.search(line.text) or _odd_marks(line.text) for line in above)


def without_mark(line: Line) -> str:
    """A footnote's first line without its mark."""
    match = NOTE.match(line.text)
    return match["text"] if match and line.note else line.text


# -------------------------------------------------------------- in the text


@frozen
class Mark:
    """A place in a block that may hold a mark; `number` is None where a sign stands for it."""

    block: int
    start: int
    end: int
    number: str | None


def take_marks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Take the footnotes' marks out of the texts, and list marks too."""
    notes: dict[int, list[str]] = defaultdict(list)
    for block in blocks:
        if block.role == "footnote" and block.number:
            notes[block.page].append(block.number)
    taken = find_marks(blocks, notes)
    return tuple(_edited(block, taken.get(at, [])) for at, block in enumerate(blocks))


def find_marks(blocks: Sequence[Block], notes: dict[int, list[str]]) -> dict[int, list[tuple[Mark, str]]]:
    """The marks of footnotes in each block, with the footnote's number; `notes` are those of each page."""
    taken: dict[int, list[tuple[Mark, str]]] = defaultdict(list)
    for page, numbers in notes.items():
        places = [at for at, block in enumerate(blocks) if page in _pages(block) and block.role in MARKED]
        found = [mark for at in places for mark in _marks(at, blocks[at].text, set(numbers))]
        for mark, number in _in_order(found, numbers):
            taken[mark.block].append((mark, number))
    return taken


def _pages(block: Block) -> set[int]:
    return {block.page, *(box[0] for box in block.bbox)}


def _marks(at: int, text: str, numbers: set[str]) -> list[Mark]:
    figures = [Mark(at, *match.span(), match[0]) for match in FIGURE.finditer(text) if match[0] in numbers]
    odd = [Mark(at, *match.span(), None) for match in _odd_marks(text)]
    return sorted(figures + odd, key=lambda mark: mark.start)


def _odd_marks(text: str) -> list[re.Match[str]]:
    """Signs that are no punctuation where they stand: "Bericht® des", "Kraft? weiter", "erprobt,® und"."""
    behind_word = rf"(?<=[^\W\d_]){ODD_MARK}(?=[.,;:]|\s|$)"
    behind_stop = r"(?<=[.,;:)])(?:[?®©°%™!*]{1,3}|[’'‘”\"])(?=\s|$)"
    return [match for match in re.finditer(f"{behind_word}|{behind_stop}", text) if _is_odd(match, text)]


def _is_odd(match: re.Match[str], text: str) -> bool:
    sign, behind = match[0], text[match.end() :].lstrip()
    if text[match.start() - 1] in ".,;:)":
        return set(sign) <= set("?®©°%™!*") or not _is_quoted(text[: match.start()])
    if set(sign) <= set("?!"):
        return behind[:1].islower() or behind[:1] in set(",;:.")
    if set(sign) <= set("'’‘*"):
        opened = re.search(r"(?<!\w)[‚'‘’*]\w", text[: match.start()]) is not None
        return not opened and (behind[:1].islower() or match.end() == len(text))
    return True


def _is_quoted(before: str) -> bool:
    """Whether a quotation has been opened and not closed; OCR reads „ as ",," or ","."""
    opened = [match.end() for match in re.finditer(r"„|,,|(?<!\w)[,‚\"“‘']+(?=\w)", before)]
    closed = [match.end() for match in re.finditer(r"(?<=[\w.,!?])[“”\"‘’']", before)]
    return bool(opened) and (not closed or opened[-1] > closed[-1])


def _in_order(found: Sequence[Mark], numbers: Sequence[str]) -> Iterator[tuple[Mark, str]]:
    """Give each footnote its mark: its own figure, else an odd sign between those of its neighbours."""
    place = 0
    for number in numbers:
        rest = range(place, len(found))
        own = next((at for at in rest if found[at].number == number), None)
        odd = next((at for at in rest if found[at].number is None), None)
        at = own if own is not None else odd
        if at is not None:
            yield found[at], number
            place = at + 1


def _edited(block: Block, taken: Sequence[tuple[Mark, str]]) -> Block:
    if block.role not in MARKED:
        return block
    bullets = list(_bullet_edits(block.text)) if block.role == "text" else []
    edits = [mark_edit(block.text, mark) for mark, _ in taken] + bullets
    ordered = sorted(edits, key=lambda edit: edit.start)
    return evolve(block, edits=tuple(ordered), marks=tuple(number for _, number in taken))


def mark_edit(text: str, mark: Mark) -> Repair:
    """The change that takes a mark out of its text."""
    confidence = MISREAD_MARK if mark.number is None else CLEAR_MARK
    return Repair(mark.start, mark.end, text[mark.start : mark.end], "", "footnote-mark", confidence)


def _bullet_edits(text: str) -> Iterator[Repair]:
    """List marks at the starts of lines; a single hyphen or letter may be something else."""
    found = list(BULLET.finditer(text))
    for match in found:
        if len(found) > 1 or SURE_BULLET.match(match[0]):
            yield Repair(*match.span(), match[0], "", "bullet", LIST_MARK)
