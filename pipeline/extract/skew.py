"""How far a scanned page lies askew: its lines stand in the clearest rows when the page is turned by that."""

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

Dark = NDArray[np.bool_]
Places = NDArray[np.int64]

COARSE = 75.0  # dots per inch; enough to see lines of text
DARKER = 40  # grey values below the ground
MOST_SKEW = 15.0  # degrees; nobody lays a page further askew
STEP, FINE_STEP = 0.25, 0.05  # degrees
LEAST_SKEW = 0.6  # degrees; engines read a page that is less askew as well as a straight one
CLEAR = 1.7  # times as clear as at most angles; text has 2.5 and more, a photograph 1.2


def skew_of(picture: "Image", dots_per_inch: float) -> float:
    """Degrees by which a grey picture is to be turned to the left; 0 if it stands straight, or has no lines.

    Its lines may also run upwards or downwards, as on a page that was scanned sideways.
    """
    small = np.asarray(picture.reduce(max(1, round(dots_per_inch / COARSE)))).astype(np.int16)
    dark = small < np.median(small) - DARKER
    angle, clearness = max(
        ((sign * angle, clearness) for sign, (angle, clearness) in ((1, _best(dark)), (-1, _best(dark.T)))),
        key=lambda found: found[1],
    )
    return angle if clearness >= CLEAR and abs(angle) >= LEAST_SKEW else 0.0


def _best(dark: Dark) -> tuple[float, float]:
    """The angle at which rows are clearest, and how much clearer than at most others."""
    rows, columns = np.nonzero(dark[1:] & ~dark[:-1])  # edges, so that a black border weighs but a line
    steps = round(MOST_SKEW / STEP)
    coarse = [(_clearness(rows, columns, STEP * step), STEP * step) for step in range(-steps, steps + 1)]
    usual = float(np.median([clearness for clearness, _ in coarse]))
    best = max(coarse)[1]
    around = round(STEP / FINE_STEP)
    fine = [best + FINE_STEP * step for step in range(1 - around, around)]
    clearness, angle = max((_clearness(rows, columns, angle), angle) for angle in fine)
    return round(angle, 2), clearness / max(usual, 1.0)


def _clearness(rows: Places, columns: Places, degrees: float) -> float:
    """How unevenly places spread over the rows of the picture turned by an angle."""
    turned = rows - columns * math.tan(math.radians(degrees))
    spread = np.bincount((turned - turned.min()).astype(np.int32)) if len(turned) else np.zeros(1)
    return float((spread.astype(np.float64) ** 2).sum())
