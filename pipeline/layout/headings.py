"""Headings: known by their number, their type and the space around them."""

import re

from attrs import frozen

from pipeline.layout.lines import Line, without_marks
from pipeline.layout.parts import Style

LARGER = 1.12  # times the usual size; sizes that OCR measures vary by less
MUCH_LARGER = 1.3
LONGEST = 130  # letters; a longer one is a sentence
LONGEST_UNNUMBERED = 90
CAPTION = re.compile(r"(abb|abbildung|tab|tabelle|quelle|grafik|diagramm|foto|karte)\b[.:]?\s", re.IGNORECASE)
BARE_NUMBER = re.compile(r"\d{1,2}([.,]\d{1,2}){0,3}[.,]?")
SENTENCE_END = re.compile(r"[.,;:!?]$")
LETTERS = re.compile(r"[^\W\d_]{2}")


@frozen
class Heading:
    """A heading; `number` as printed, or None."""

    number: str | None


@frozen
class Neighbours:
    """The lines above and below a row on its page, and the right edge of its column."""

    above: Line | None
    below: Line | None
    left: float
    right: float


def find_heading(line: Line, around: Neighbours, style: Style) -> Heading | None:
    """Judge a whole row, given as one line. Without a number it must stand out by its type."""
    text = " ".join(without_marks(line).text.split())
    if len(text) > LONGEST or not LETTERS.search(text) or CAPTION.match(text):
        return None
    numbered = style.grammar.match_heading(text)
    if numbered is not None and _can_be_numbered(line, text, around, style):
        return Heading(_printed_number(text) or numbered.number)
    if numbered is None and _stands_out_alone(line, text, around, style):
        return Heading(None)
    return None


def _printed_number(text: str) -> str:
    match = BARE_NUMBER.match(text)
    return match[0] if match else ""


def _can_be_numbered(line: Line, text: str, around: Neighbours, style: Style) -> bool:
    """A numbered line is a heading if it is set as one, or stands alone and ends like none."""
    if stands_out(line, style):
        return True
    return is_alone(line, around, style) and not SENTENCE_END.search(text) and not _is_full(line, around)


def _stands_out_alone(line: Line, text: str, around: Neighbours, style: Style) -> bool:
    if len(text) > LONGEST_UNNUMBERED or re.search(r"[.,;-]$", text) or not text[0].isalnum():
        return False
    if line.size >= MUCH_LARGER * style.size:
        above = around.above  # what leaves no room above for its size was measured wrongly by OCR
        return above is None or line.bottom - above.bottom >= line.size
    return stands_out(line, style) and is_alone(line, around, style) and not _is_full(line, around)


def stands_out(line: Line, style: Style) -> bool:
    """Whether a line is larger than usual, or bold where that is not usual."""
    return line.size >= LARGER * style.size or (line.bold and not style.bold)


def is_alone(line: Line, around: Neighbours, style: Style) -> bool:
    """Whether there is space above a line, and it is not the first of a paragraph set like it."""
    above, below = around.above, around.below
    apart = above is None or style.is_new_paragraph(above, line) or stands_out(above, style)
    followed = below is not None and not style.is_new_paragraph(line, below)
    return apart and not (followed and _is_full(line, around))


def _is_full(line: Line, around: Neighbours) -> bool:
    return line.x1 > around.right - 0.08 * (around.right - around.left)
