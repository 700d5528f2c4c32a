"""Two pages of a document printed side by side on one sheet are laid out as the two pages that they are.

They are known by what no table and no pair of columns has, sheet after sheet: an empty strip in the very
middle, wider than the margin, with text to its right that is set in from it about as far as the text to its
left is from the sheet's edge.
"""

from collections.abc import Iterator, Sequence
from statistics import median

from attrs import evolve

from pipeline.records import Block, BoundingBox, Page, Ruling, Word

UPRIGHT = (0.6, 0.85)  # width by height of half a sheet: A4 and its like
WIDER = 1.5  # times the margin; two margins meet in the middle
SIMILAR_MARGIN = 50.0  # points; margins of pages printed on both sides differ by as much
MOST_ALIKE = 0.8  # share of the sheets with text on both sides


def is_printed_two_up(pages: Sequence[Page]) -> bool:
    """Whether the sheets of a document hold two pages each."""
    both = [page for page in pages if _half_words(page, 0) and _half_words(page, 1)]
    if not both or any(not UPRIGHT[0] <= page.width / 2 / page.height <= UPRIGHT[1] for page in pages):
        return False
    lefts = [min(word.x0 for word in _half_words(page, 0)) for page in both]
    rights = [min(word.x0 for word in _half_words(page, 1)) - page.width / 2 for page in both]
    margins = median(lefts), median(rights)
    if abs(margins[0] - margins[1]) > SIMILAR_MARGIN:
        return False
    free = sum(_is_parted(page, WIDER * min(margins)) for page in pages)
    return len(both) * 2 >= len(pages) and free >= MOST_ALIKE * len(pages)


def _half_words(page: Page, half: int) -> list[Word]:
    middle = page.width / 2
    return [word for word in page.words if (word.x0 >= middle) == bool(half)]


def _is_parted(page: Page, width: float) -> bool:
    """Whether a strip of a width in the middle of a sheet is free of words."""
    left = max((word.x1 for word in _half_words(page, 0)), default=0.0)
    right = min((word.x0 for word in _half_words(page, 1)), default=page.width)
    return left < page.width / 2 < right and right - left >= width


def part_sheets(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The two pages of each sheet, numbered through."""
    return tuple(_half(page, half) for page in pages for half in (0, 1))


def _half(page: Page, half: int) -> Page:
    offset = half * page.width / 2
    return evolve(
        page,
        number=2 * page.number - 1 + half,
        width=page.width / 2,
        words=tuple(
            evolve(word, x0=word.x0 - offset, x1=word.x1 - offset) for word in _half_words(page, half)
        ),
        rulings=tuple(_rulings(page, half)),
    )


def _rulings(page: Page, half: int) -> Iterator[Ruling]:
    left = half * page.width / 2
    for ruling in page.rulings:
        if left <= (ruling.x0 + ruling.x1) / 2 < left + page.width / 2:
            yield evolve(ruling, x0=ruling.x0 - left, x1=ruling.x1 - left)


def join_sheets(blocks: Sequence[Block], pages: Sequence[Page]) -> tuple[Block, ...]:
    """The blocks of halves, with number and places of the sheets on which they are printed."""
    widths = {page.number: page.width / 2 for page in pages}
    return tuple(
        evolve(block, page=_sheet(block.page), bbox=tuple(_moved(box, widths) for box in block.bbox))
        for block in blocks
    )


def _sheet(number: int) -> int:
    return (number + 1) // 2


def _moved(box: BoundingBox, widths: dict[int, float]) -> BoundingBox:
    number, x0, top, x1, bottom = box
    offset = 0.0 if number % 2 else widths[_sheet(number)]
    return _sheet(number), round(x0 + offset, 1), top, round(x1 + offset, 1), bottom
