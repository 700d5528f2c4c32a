"""Pages made by hand: words at places, as `extract` would hand them over."""

from collections.abc import Iterator, Sequence

from pipeline.layout.lines import read_sheet
from pipeline.layout.parts import Style, read_style
from pipeline.records import Document, Page, Ruling, Source, Word

LETTER = 0.5  # em; every letter is equally wide
BLANK = 0.28  # em


def words(x: float, bottom: float, text: str, size: float = 10.0, *, bold: bool = False) -> Iterator[Word]:
    """The words of a line that begins at x and stands on a base line."""
    for word in text.split():
        width = LETTER * size * len(word)
        yield Word(word, x, bottom - size, x + width, bottom, "Serif", size, bold)
        x += width + BLANK * size


def mark(after: Word, text: str) -> Word:
    """A small raised word glued to another."""
    size = after.size * 0.6
    bottom = after.bottom - 0.4 * after.size
    return Word(text, after.x1, bottom - size, after.x1 + LETTER * size * len(text), bottom, "Serif", size)


Placed = tuple[float, float, str] | tuple[float, float, str, dict[str, object]]


def page(*lines: Placed, number: int = 1, rulings: Sequence[Ruling] = (), width: float = 595.0) -> Page:
    """A page with lines at places: (x, bottom, text) or (x, bottom, text, {"size": 14, "bold": True})."""
    placed = [
        word for x, bottom, text, *how in lines for word in words(x, bottom, text, **(how[0] if how else {}))
    ]
    return Page(number, width, 842.0, "text-layer", tuple(placed), tuple(rulings))


def document(*pages: Page) -> Document:
    """A PDF with these pages."""
    return Document(Source("papier.pdf", "0" * 64, len(pages), "pdf"), pages)


def column(x: float, top: float, lines: Sequence[str], pitch: float = 13.0, **how: object) -> list[Placed]:
    """Lines under each other."""
    return [(x, top + pitch * number, text, how) for number, text in enumerate(lines)]


def style_of(style: Style, *pages: Page) -> Style:
    """A style measured on some pages, with the knowledge of another."""
    return read_style([read_sheet(one) for one in pages], style.grammar, style.forms)
