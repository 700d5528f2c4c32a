"""What an OCR engine passed over: ink that looks like letters, outside of the words that it found.

Engines part a page into blocks first, and lose what stands alone: the single letter of a narrow cell, a
number beside a long paragraph, a short line in a table.
"""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from pipeline.extract.pictures import DARK, Picture

Pixels = tuple[int, int, int, int]  # left, top, right, bottom

READ_MARGIN = 1.5  # points around what was read that count as read
LEAST_HEIGHT, MOST_HEIGHT = 3.5, 20.0  # points; small type without ascenders, and a heading's capitals
LEAST_WIDTH = 2.5  # points; what is narrower is a stroke
LETTER_L = 6.0  # points; a stroke of this height may be a letter
LONGEST_STROKE = 25.0  # points; what is longer is a ruling, not a letter
LETTER_GAP = 2.2  # points on either side of a letter within which the next belongs to the same word
MOST_UNREAD = 40  # places on a page; more are a drawing or a photograph


def find_unread(picture: Picture, dots_per_inch: float, read: Iterable[Pixels]) -> tuple[Pixels, ...]:
    """Boxes of lines of ink that were not read.

    Args:
        picture: grey values, rows by columns.
        dots_per_inch: resolution of the picture.
        read: boxes of what was read.
    """
    scale = dots_per_inch / 72
    margin = round(READ_MARGIN * scale)
    dark = picture < DARK
    for left, top, right, bottom in read:
        dark[max(top - margin, 0) : bottom + margin, max(left - margin, 0) : right + margin] = False
    reach = round(LETTER_GAP * scale)
    letters = np.zeros((dark.shape[0], dark.shape[1] + 2 * reach), dtype=np.bool_)
    for rows, columns in _pieces(dark):
        if _is_letter((rows.stop - rows.start) / scale, (columns.stop - columns.start) / scale):
            letters[rows, columns.start : columns.stop + 2 * reach] = True
    found = [
        (columns.start, rows.start, columns.stop - 2 * reach, rows.stop)
        for rows, columns in _pieces(letters)
        if _is_line((rows.stop - rows.start) / scale, (columns.stop - columns.start - 2 * reach) / scale)
    ]
    return tuple(found) if len(found) <= MOST_UNREAD else ()


def _pieces(dark: NDArray[np.bool_]) -> Iterator[tuple[slice, ...]]:
    """Rows and columns of each connected piece of ink."""
    yield from ndimage.find_objects(ndimage.label(dark, np.ones((3, 3)))[0])


def _is_letter(height: float, width: float) -> bool:
    """Whether a piece of ink can be a letter, or a dot or comma beside one."""
    return height <= MOST_HEIGHT and width <= LONGEST_STROKE


def _is_line(height: float, width: float) -> bool:
    return height >= (LEAST_HEIGHT if width >= LEAST_WIDTH else LETTER_L)
