"""A page that lies askew is turned straight, and no other."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.extract.skew import skew_of

DOTS_PER_INCH = 150


def lines_of_text() -> Image.Image:
    """A page with words as black bars of many lengths."""
    picture = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(picture)
    dice = np.random.default_rng(seed=3)
    for top in range(180, 1500, 34):
        left = 160
        while left < 1000:
            width = int(dice.integers(20, 120))
            draw.rectangle((left, top, left + width, top + 14), fill=40)
            left += width + 12
    return picture


@pytest.mark.parametrize("degrees", [-7, -2.5, -1, 1, 3, 5, 12])
@pytest.mark.parametrize("sideways", [False, True])
def test_skew_is_measured(degrees: float, sideways: bool) -> None:
    """Left and right, also of a page that was scanned sideways."""
    askew = lines_of_text().rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=255)

    assert skew_of(askew.rotate(90 * sideways, expand=True), DOTS_PER_INCH) == pytest.approx(
        degrees, abs=0.15
    )


@pytest.mark.parametrize("degrees", [0, 0.3, -0.4])
def test_a_page_nearly_straight_stays_as_it_is(degrees: float) -> None:
    """Turning would blur it for nothing."""
    assert skew_of(lines_of_text().rotate(degrees, fillcolor=255), DOTS_PER_INCH) == 0


def test_the_border_of_a_copier_is_no_line() -> None:
    """The page is askew, not the black edge of the glass."""
    askew = lines_of_text().rotate(-4, Image.Resampling.BICUBIC, fillcolor=255)
    ImageDraw.Draw(askew).rectangle((0, 0, 60, 1754), fill=0)

    assert skew_of(askew, DOTS_PER_INCH) == pytest.approx(4, abs=0.15)


def test_what_has_no_lines_is_not_turned() -> None:
    """Neither an empty page nor noise."""
    noise = np.random.default_rng(seed=1).integers(0, 255, (900, 700)).astype(np.uint8)

    assert skew_of(Image.new("L", (700, 900), 255), DOTS_PER_INCH) == 0
    assert skew_of(Image.fromarray(noise), DOTS_PER_INCH) == 0
