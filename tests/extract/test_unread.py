"""Ink that the engine passed over is found again, and nothing else is taken for it."""

import numpy as np
import pytest

from pipeline.extract.unread import find_unread

DOTS_PER_INCH = 144  # two pixels a point
LETTER = (100, 100, 108, 112)  # left, top, right, bottom, in pixels


def page(*areas: tuple[int, int, int, int]) -> np.ndarray:
    picture = np.full((400, 600), 255, dtype=np.uint8)
    for left, top, right, bottom in areas:
        picture[top:bottom, left:right] = 0
    return picture


def moved(right: int, down: int) -> tuple[int, int, int, int]:
    left, top, end, bottom = LETTER
    return left + right, top + down, end + right, bottom + down


@pytest.mark.parametrize(
    ("areas", "read", "found"),
    [
        ([LETTER], [], [LETTER]),
        ([LETTER], [(99, 99, 109, 113)], []),
        ([LETTER], [(300, 98, 320, 114)], [LETTER]),
        ([LETTER, moved(11, 0)], [], [(100, 100, 119, 112)]),
        ([LETTER, moved(80, 0)], [], [LETTER, moved(80, 0)]),
        ([LETTER, moved(0, 24)], [], [LETTER, moved(0, 24)]),
        ([(100, 100, 103, 114)], [], [(100, 100, 103, 114)]),
    ],
    ids=["alone", "read", "beside a word", "two letters", "two words", "two lines", "an l"],
)
def test_letters_that_were_not_read_are_found(areas, read, found) -> None:
    """One box for each line of letters that stand close."""
    assert list(find_unread(page(*areas), DOTS_PER_INCH, read)) == found


@pytest.mark.parametrize(
    "area",
    [
        (50, 100, 550, 102),
        (100, 50, 102, 350),
        (100, 100, 300, 250),
        (100, 100, 103, 103),
        (100, 100, 102, 108),
    ],
    ids=["level ruling", "upright ruling", "picture", "dot", "tick"],
)
def test_what_is_no_letter_is_left_alone(area) -> None:
    """Too long, too high, too small, too thin."""
    assert find_unread(page(area), DOTS_PER_INCH, []) == ()


def test_letters_at_the_edge_keep_inside_the_picture() -> None:
    """No box begins before the first column."""
    assert find_unread(page((0, 0, 8, 12)), DOTS_PER_INCH, []) == ((0, 0, 8, 12),)


def test_a_drawing_is_given_up() -> None:
    """Dozens of places are no passed-over cells."""
    pattern = [(x, y, x + 8, y + 12) for x in range(20, 580, 60) for y in range(20, 380, 40)]

    assert find_unread(page(*pattern), DOTS_PER_INCH, []) == ()
