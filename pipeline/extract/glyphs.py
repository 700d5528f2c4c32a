"""Glyphs of a PDF page become words: what is hidden goes, what is doubled is merged, the rest is joined.

Works on the dictionaries in which pdfplumber hands over characters, and imports nothing of it.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from sys import intern
from typing import Any

from attrs import evolve, frozen

from pipeline.records import Ruling, Word

LOST = "\ufffd"
BULLET = "•"

SMALLEST_SIZE = 3.0  # points; smaller text is hidden, a footnote mark has 5
MOST_TILT = 8.0  # degrees; beyond this it is a watermark, below it a page scanned askew
OVERPRINT = 0.12  # em; half of the narrowest letter's width, so that "ll" stays two letters
RAISED = 0.12  # em; a mark is raised by a third, fonts of one line differ by less than a tenth
BACKWARDS = -0.5  # em; kerning moves back less than this
GAP_WITH_BLANKS = 0.3  # em; where the text layer has blanks, only a wide gap parts words besides
GAP_WITHOUT_BLANKS = 0.15  # em; where words are merely set apart, as TeX does
BLANK_SHARE = 0.05  # of all glyphs; German prose has one blank in seven letters
LEAST_SLOPE = 0.0008  # half a point over the width of a page
LEAST_ASKEW = 0.15  # share of lines that a slope is believed from
SLOPE_BASE = 100.0  # points that a line must be long for its slope to be measured
SHORTEST_RULING = 4.0  # points; shorter edges are dots, dashes and the ends of thick lines
MOST_FILLS = 200  # largest coloured areas that are searched behind white letters

SOFT_HYPHEN = "\u00ad"
ZERO_WIDTH = frozenset("\u200b\u2060\ufeff\u00ad")  # where they have a width, they stand for something
TIGHT_BLANK = 0.1  # em
FIGURES = frozenset("0123456789")
LEAST_FIGURES = 0.7  # share of a font's figures that have its usual width; the rest are marks
SAME_WIDTH = 0.015  # em
NARROW = 0.75  # of that width

BOLD = re.compile(r"bold|black|heavy|semibd|demi|-bd", re.IGNORECASE)
SYMBOL_FONT = re.compile(r"symbol|dingbat|wingding|webding|icon|awesome", re.IGNORECASE)


@frozen
class Glyph:
    """One character with its box in the frame of its own line (upright, reading to the right)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    font: str
    bold: bool


@frozen
class Frame:
    """How a page is turned so that its text stands upright: by quarters, clockwise, of its area."""

    quarters: int
    width: float
    height: float
    left: float = 0.0  # of the visible page within the whole one
    above: float = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height after turning."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    def box(self, item: Mapping[str, Any]) -> tuple[float, float, float, float]:
        """Box of a pdfplumber object within the visible page, turned."""
        x0, x1 = float(item["x0"]) - self.left, float(item["x1"]) - self.left
        top, bottom = float(item["top"]) - self.above, float(item["bottom"]) - self.above
        return turn_box((x0, top, x1, bottom), self.quarters, self.width, self.height)


Box = tuple[float, float, float, float]
Place = tuple[str, int, int]  # letter, column and row of a fine grid


def turn_box(box: Box, quarters: int, width: float, height: float) -> Box:
    """Turn a box clockwise with its page of the given size.

    >>> turn_box((0, 90, 10, 100), 1, 50, 100)
    (0, 0, 10, 10)
    """
    for _ in range(quarters % 4):
        x0, top, x1, bottom = box
        box = height - bottom, x0, height - top, x1
        width, height = height, width
    return box


def quarters_of(char: Mapping[str, Any]) -> int | None:
    """Quarter turns clockwise that bring a glyph upright; None for slanting text such as a watermark."""
    across, along = float(char["matrix"][1]), float(char["matrix"][0])
    degrees = math.degrees(math.atan2(across, along))
    quarters = round(degrees / 90)
    return quarters % 4 if abs(degrees - 90 * quarters) <= MOST_TILT else None


def main_quarters(chars: Sequence[Mapping[str, Any]]) -> int:
    """Quarter turns of most of a page's text."""
    counts = Counter(quarters_of(char) for char in chars)
    counts.pop(None, None)
    return max(counts, key=lambda quarters: (counts[quarters], -(quarters or 0)), default=0) or 0


def read_glyphs(chars: Sequence[Mapping[str, Any]], frame: Frame) -> list[Glyph]:
    """The glyphs that read along the frame, in the order of the file."""
    return raise_figures([_glyph(char, frame) for char in chars if quarters_of(char) == frame.quarters])


def _glyph(char: Mapping[str, Any], frame: Frame) -> Glyph:
    x0, top, x1, bottom = frame.box(char)
    font = intern(str(char["fontname"]).rpartition("+")[2])
    text = readable(str(char["text"]), font)
    if not ZERO_WIDTH.isdisjoint(text):
        seen = x1 - x0 > TIGHT_BLANK * (bottom - top)
        drawn = "-" if SOFT_HYPHEN in text else " "  # many fonts name their one hyphen a soft one
        text = "".join(letter for letter in text if letter not in ZERO_WIDTH) or (drawn if seen else "")
    return Glyph(text, x0, top, x1, bottom, bottom - top, font, BOLD.search(font) is not None)


def raise_figures(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Raise figures that a font draws raised: same type size, same box, but narrower than its figures.

    Only fonts whose figures are all equally wide can be judged.
    """
    usual = dict(_figure_widths(glyphs))
    return [_raised(glyph) if _is_narrow_figure(glyph, usual) else glyph for glyph in glyphs]


def _figure_widths(glyphs: Iterable[Glyph]) -> Iterator[tuple[str, float]]:
    """Fonts whose figures are equally wide, with that width in em."""
    fonts: dict[str, list[float]] = {}
    for glyph in glyphs:
        if glyph.text in FIGURES:
            fonts.setdefault(glyph.font, []).append(_width(glyph))
    for font, widths in fonts.items():
        width = max(widths)
        if sum(width - other <= SAME_WIDTH for other in widths) >= LEAST_FIGURES * len(widths):
            yield font, width


def _width(glyph: Glyph) -> float:
    return (glyph.x1 - glyph.x0) / glyph.size


def _is_narrow_figure(glyph: Glyph, usual: Mapping[str, float]) -> bool:
    return glyph.text in FIGURES and _width(glyph) < NARROW * usual.get(glyph.font, 0.0)


def _raised(glyph: Glyph) -> Glyph:
    return evolve(glyph, size=glyph.size * NARROW, bottom=glyph.bottom - glyph.size / 3)


def readable(text: str, font: str) -> str:
    r"""A glyph's text; what has no letter becomes a bullet in a font of symbols, else a mark of loss.

    >>> readable("(cid:12)", "Arial"), readable("\uf0b7", "Wingdings"), readable("ü", "Arial")
    ('�', '•', 'ü')
    """
    if text.startswith("(cid:") or any(unicodedata.category(letter) in ("Co", "Cn") for letter in text):
        return BULLET if SYMBOL_FONT.search(font) or "\uf020" <= text <= "\uf0ff" else LOST
    return text


# ------------------------------------------------------------------- visible


def visible(
    chars: Iterable[Mapping[str, Any]], fills: Sequence[Mapping[str, Any]], page: Box
) -> list[Mapping[str, Any]]:
    """Leave out glyphs that nobody sees: tiny, off the page, or white without a coloured area behind."""
    dark = sorted((fill for fill in fills if _is_coloured(fill)), key=_area, reverse=True)[:MOST_FILLS]
    return [
        char
        for char in chars
        if max(char["x1"] - char["x0"], char["bottom"] - char["top"]) >= SMALLEST_SIZE
        and _holds(page, char)
        and not (is_white(char.get("non_stroking_color")) and not _any_holds(dark, char))
    ]


def is_white(colour: Any) -> bool:
    """Whether a colour is white, in grey, RGB or CMYK.

    >>> is_white((1, 1, 1)), is_white((0, 0, 0, 0)), is_white(0)
    (True, True, False)
    """
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not all(isinstance(part, int | float) for part in parts):
        return False
    return all(part <= 0.02 for part in parts) if len(parts) == 4 else all(part >= 0.98 for part in parts)


def _is_coloured(item: Mapping[str, Any]) -> bool:
    if item.get("object_type") == "image":
        return True
    return bool(item.get("fill")) and not is_white(item.get("non_stroking_color"))


def _area(item: Mapping[str, Any]) -> float:
    return float(item["width"]) * float(item["height"])


def _any_holds(areas: Iterable[Mapping[str, Any]], char: Mapping[str, Any]) -> bool:
    return any(_holds((area["x0"], area["top"], area["x1"], area["bottom"]), char) for area in areas)


def _holds(box: Box, char: Mapping[str, Any]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


# --------------------------------------------------------------------- words


def merge_overprints(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Merge glyphs printed twice at nearly the same place, as some programs do for bold type."""
    kept: list[Glyph] = []
    places: dict[Place, list[int]] = {}
    for glyph in glyphs:
        cell = max(OVERPRINT * glyph.size, 0.1)
        column, row = round(glyph.x0 / cell), round(glyph.top / cell)
        twin = next((at for at in _near(places, glyph.text, column, row) if _is_twin(kept[at], glyph)), None)
        if twin is None or glyph.text.isspace():
            places.setdefault((glyph.text, column, row), []).append(len(kept))
            kept.append(glyph)
        else:
            kept[twin] = evolve(kept[twin], bold=True)
    return kept


def _near(
    places: Mapping[tuple[str, int, int], list[int]], text: str, column: int, row: int
) -> Iterator[int]:
    for across in (0, -1, 1):
        for down in (0, -1, 1):
            yield from places.get((text, column + across, row + down), ())


def _is_twin(one: Glyph, other: Glyph) -> bool:
    near = OVERPRINT * one.size
    return abs(one.x0 - other.x0) <= near and abs(one.top - other.top) <= near and one.size == other.size


def join_words(glyphs: Sequence[Glyph]) -> Iterator[Word]:
    """Join glyphs to words, in the order of the file; a raised mark is a word of its own."""
    blanks = sum(glyph.text.isspace() for glyph in glyphs)
    gap = GAP_WITH_BLANKS if blanks > BLANK_SHARE * len(glyphs) else GAP_WITHOUT_BLANKS
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and (glyph.text.isspace() or not _continues(run[-1], glyph, gap)):
            yield _word(run)
            run = []
        if glyph.text and not glyph.text.isspace():
            run.append(glyph)
    if run:
        yield _word(run)


def _continues(last: Glyph, glyph: Glyph, gap: float) -> bool:
    size = max(last.size, glyph.size)
    back = -1.0 if unicodedata.category(glyph.text[0]) in ("Mn", "Sk") else BACKWARDS
    level = abs(glyph.bottom - last.bottom) <= RAISED * size
    return level and back * size <= glyph.x0 - last.x1 <= gap * size


def _word(run: Sequence[Glyph]) -> Word:
    fonts = Counter(glyph.font for glyph in run)
    sizes = Counter(round(glyph.size, 1) for glyph in run)
    return Word(
        text="".join(glyph.text for glyph in run),
        x0=min(glyph.x0 for glyph in run),
        top=min(glyph.top for glyph in run),
        x1=max(glyph.x1 for glyph in run),
        bottom=max(glyph.bottom for glyph in run),
        font=fonts.most_common(1)[0][0],
        size=sizes.most_common(1)[0][0],
        bold=sum(glyph.bold for glyph in run) * 2 > len(run),
    )


# --------------------------------------------------------------------- slope


def slope_of(words: Sequence[Word]) -> float:
    """Rise of the lines of a page per point, downwards positive; 0 for a page that stands straight.

    OCR engines write most lines of a page that is slightly askew as if they were level. Then the others tell
    the slope, if words stand in clearer rows with it.
    """
    slopes = sorted(_slopes(words))
    slope = slopes[len(slopes) // 2] if slopes else 0.0
    if abs(slope) >= LEAST_SLOPE:
        return slope
    askew = [slope for slope in slopes if abs(slope) >= LEAST_SLOPE]
    if len(askew) < LEAST_ASKEW * len(slopes) or not askew:
        return 0.0
    slope = askew[len(askew) // 2]
    return slope if _alignment(words, slope) > _alignment(words, 0.0) else 0.0


def _alignment(words: Iterable[Word], slope: float) -> int:
    """How clearly words stand in rows, if lines have this slope."""
    rows = Counter(round(word.bottom - slope * (word.x0 + word.x1) / 2) for word in words)
    return sum(count**2 for count in rows.values())


def _slopes(words: Sequence[Word]) -> Iterator[float]:
    """Slope of each long run of neighbouring words."""
    start = 0
    for end in range(1, len(words) + 1):
        if end == len(words) or not _follows(words[end - 1], words[end]):
            first, last = words[start], words[end - 1]
            if last.x0 - first.x0 >= SLOPE_BASE:
                yield (last.bottom - first.bottom) / (last.x0 - first.x0)
            start = end


def _follows(word: Word, following: Word) -> bool:
    size = max(word.size, 1.0)
    return 0 <= following.x0 - word.x1 <= 2 * size and abs(following.bottom - word.bottom) <= 0.5 * size


def straighten_words(words: Iterable[Word], slope: float, width: float, height: float) -> list[Word]:
    """Turn words about the middle of the page so that lines of the given slope run level."""
    if not slope:
        return list(words)
    return [_straightened(word, math.atan(slope), width / 2, height / 2) for word in words]


def _straightened(word: Word, angle: float, x: float, y: float) -> Word:
    across, down = (word.x0 + word.x1) / 2 - x, (word.top + word.bottom) / 2 - y
    right = across * math.cos(angle) + down * math.sin(angle) - across
    lower = -across * math.sin(angle) + down * math.cos(angle) - down
    return evolve(
        word, x0=word.x0 + right, x1=word.x1 + right, top=word.top + lower, bottom=word.bottom + lower
    )


# ------------------------------------------------------------------- rulings


def read_rulings(edges: Iterable[Mapping[str, Any]], frame: Frame) -> Iterator[Ruling]:
    """Drawn lines and edges of drawn boxes; dots, dashes and what is drawn in white are left out."""
    for edge in edges:
        x0, top, x1, bottom = frame.box(edge)
        seen = not is_white(edge.get("stroking_color" if edge.get("stroke") else "non_stroking_color"))
        if seen and max(x1 - x0, bottom - top) >= SHORTEST_RULING:
            yield Ruling(x0, top, x1, bottom)
