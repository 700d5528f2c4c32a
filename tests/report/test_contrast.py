"""The palette of the reports: contrast by WCAG 2.2, level AA, in light, dark and print."""

import re

import pytest

from pipeline.report.page import TEMPLATES

TEXT, SHAPE = 4.5, 3.0
ON_PAPER = ("ink", "soft", "accent", "error", "warning", "info", "good")
PAIRS = [
    *((name, ground, TEXT) for name in ON_PAPER for ground in ("paper", "panel")),
    ("accent-ink", "accent", TEXT),
    *(("ink", ground, TEXT) for ground in ("mark", "added", "removed")),
    ("accent", "paper", SHAPE),  # the ring of the focus
    ("soft", "paper", SHAPE),  # the frame of a field
]


def read_palettes() -> dict[str, dict[str, str]]:
    """The colours by scheme; each block overrides the first."""
    style = (TEMPLATES / "base.html").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", block)) for block in blocks]
    return {name: found[0] | own for name, own in zip(("light", "dark", "print"), found, strict=True)}


def luminance(colour: str) -> float:
    """Relative luminance of *#rgb* or *#rrggbb*."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Ratio of two colours, 1 to 21.

    >>> contrast("#fff", "#000")
    21.0
    """
    dark, light = sorted(map(luminance, (one, other)))
    return round((light + 0.05) / (dark + 0.05), 2)


def test_contrast_is_computed_as_the_standard_does():
    """Known ratios: black on white, and the lightest grey that passes on white."""
    assert contrast("#fff", "#000000") == 21
    assert contrast("#767676", "#ffffff") == 4.54


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_pair_of_colours_is_readable(scheme):
    """Text 4.5 : 1 and shapes 3 : 1, on each ground on which they stand."""
    palette = read_palettes()[scheme]
    poor = {
        (name, ground): ratio
        for name, ground, least in PAIRS
        if (ratio := contrast(palette[name], palette[ground])) < least
    }
    assert not poor
