"""Pieces of a page are set side by side, and what is read there is led back to where they stood."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.extract.strip import ground_of, is_piece, string_together

DOTS_PER_INCH = 144  # two pixels a point
PIECES = [(100, 100, 110, 112), (300, 500, 340, 520), (80, 700, 90, 714)]  # left, top, right, bottom


@pytest.fixture
def strip():
    """Three black pieces of a light grey page."""
    page = Image.new("L", (600, 800), 220)
    for left, top, right, bottom in PIECES:
        ImageDraw.Draw(page).rectangle((left, top, right - 1, bottom - 1), fill=0)
    return string_together(page, PIECES, DOTS_PER_INCH, ground_of(page))


def test_pieces_stand_upon_one_line(strip) -> None:
    """In their order, with as much ink as they have, on the ground of the page."""
    picture = np.asarray(strip.picture)
    areas = [(right - left) * (bottom - top) for left, top, right, bottom in PIECES]

    assert (picture == 0).sum() == sum(areas)
    assert set(np.unique(picture)) == {0, 220}
    assert (picture[strip.bottom - 1] == 0).sum() == 10 + 40 + 10
    assert not (picture[strip.bottom] == 0).any()


@pytest.mark.parametrize("number", [0, 1, 2])
def test_what_is_read_is_led_back(strip, number: int) -> None:
    """By the shift from the strip to the page."""
    left, _, right, bottom = PIECES[number]
    start = strip.lefts[number]
    box = (start, strip.bottom - 10, start + right - left, strip.bottom)

    assert strip.piece_at(box) == number
    over, down = strip.shift_of(number)
    assert (box[0] + over, box[2] + over, box[3] + down) == (left, right, bottom)


def test_a_word_over_two_pieces_is_in_neither(strip) -> None:
    """The engine has joined what stands far apart."""
    box = (strip.lefts[0], strip.bottom - 10, strip.lefts[1] + 20, strip.bottom)

    assert strip.piece_at(box) is None


@pytest.mark.parametrize(("width", "short"), [(10, True), (80, True), (200, False)])
def test_only_short_pieces_are_read_together(width: int, short: bool) -> None:
    """A whole line reads well by itself."""
    assert is_piece((0, 0, width, 20), DOTS_PER_INCH) is short
