"""Pieces of a page strung together to one line: engines read a lone figure badly, but a row of them well."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from pipeline.extract.unread import Pixels

if TYPE_CHECKING:
    from PIL.Image import Image

GAPS = (8.6, 12.0, 5.0)  # points between two pieces, one after the other: what suits the engine differs
SLACK = 4  # pixels by which a word may reach beyond its piece
MARGIN = 6.0  # points of ground around the line
LONGEST_PIECE = 45.0  # points; what is longer reads as well by itself
MOST_PIECES = 40  # in one line


@frozen
class Strip:
    """The picture of pieces side by side: `boxes` are where they stand on the page, `lefts` where in it."""

    picture: "Image"
    boxes: tuple[Pixels, ...]
    lefts: tuple[int, ...]
    bottom: int

    def piece_at(self, box: Pixels) -> int | None:
        """Which piece a box in the strip belongs to; None if it reaches into another."""
        at = max(bisect_right(self.lefts, (box[0] + box[2]) / 2) - 1, 0)
        left = self.lefts[at]
        right = left + self.boxes[at][2] - self.boxes[at][0]
        return at if left - SLACK <= box[0] and box[2] <= right + SLACK else None

    def shift_of(self, at: int) -> tuple[int, int]:
        """How far right and down a piece stands on the page from where it stands in the strip."""
        return self.boxes[at][0] - self.lefts[at], self.boxes[at][3] - self.bottom


def is_piece(box: Pixels, dots_per_inch: float) -> bool:
    """Whether something is short enough to be read with others."""
    return box[2] - box[0] <= LONGEST_PIECE * dots_per_inch / 72


def ground_of(picture: "Image") -> int:
    """The grey value of a picture's ground."""
    return int(np.median(np.asarray(picture)))


def string_together(
    picture: "Image", boxes: Sequence[Pixels], dots_per_inch: float, ground: int, points: float = GAPS[0]
) -> Strip:
    """Set pieces of a grey picture side by side, upon one line, with gaps of so many points of ground."""
    from PIL import Image

    gap, margin = (round(length * dots_per_inch / 72) for length in (points, MARGIN))
    widths = [right - left for left, _, right, _ in boxes]
    lefts = [gap + sum(widths[:at]) + gap * at for at in range(len(boxes))]
    bottom = margin + max(box[3] - box[1] for box in boxes)
    line = Image.new("L", (lefts[-1] + widths[-1] + gap, bottom + margin), ground)
    for box, left in zip(boxes, lefts, strict=True):
        line.paste(picture.crop(box), (left, bottom - (box[3] - box[1])))
    return Strip(line, tuple(boxes), tuple(lefts), bottom)
