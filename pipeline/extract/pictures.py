"""What can be seen on the picture of a page besides letters: the lines of a table."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from pipeline.records import Ruling

Picture = NDArray[np.uint8]
Run = tuple[int, int, int]  # row, first column, end

DARK = 170  # grey value; a hair line between two pixels is no darker than this
SHORTEST_LINE = 0.35  # inch; no letter has a stroke of this length
UNBROKEN = 0.92  # share of a line that must be dark; scans have flaws
THICKEST_LINE = 0.05  # inch; what is thicker is an area
INK = 1.0  # per cent of a page are darker than this; print covers 4 to 8
GROUND = 0.85  # of the way from ink to ground; what shows through from the back is lighter
LEAST_CONTRAST = 30.0  # grey values between ground and ink; a page without any is empty
MOST_RUNS = 20_000  # more are a photograph


def without_ground(picture: Picture) -> Picture:
    """A grey picture with full contrast, white where it is but a little darker than its ground.

    So what shows through from the back of a page vanishes, and what is pale becomes black.
    """
    ground, ink = float(np.median(picture)), float(np.percentile(picture, INK))
    if ground - ink < LEAST_CONTRAST:
        return picture
    spread = (picture.astype(np.float32) - ink) * (255 / (GROUND * (ground - ink)))
    cleared: Picture = np.clip(spread, 0, 255).astype(np.uint8)
    return cleared


def find_rulings(picture: Picture, dots_per_inch: float) -> tuple[Ruling, ...]:
    """Level and upright lines of a grey picture, in points."""
    dark = picture < DARK
    level = (_ruling(*line, dots_per_inch) for line in find_lines(dark, dots_per_inch))
    upright = (_turned(_ruling(*line, dots_per_inch)) for line in find_lines(dark.T, dots_per_inch))
    return (*level, *upright)


def _ruling(row: float, start: int, end: int, dots_per_inch: float) -> Ruling:
    scale = 72 / dots_per_inch
    return Ruling(start * scale, row * scale, end * scale, row * scale)


def _turned(ruling: Ruling) -> Ruling:
    return Ruling(ruling.top, ruling.x0, ruling.bottom, ruling.x1)


def find_lines(dark: NDArray[np.bool_], dots_per_inch: float) -> Iterator[tuple[float, int, int]]:
    """Level lines as row, first column and end, in pixels."""
    for lines in _stacks(list(_runs(dark, round(SHORTEST_LINE * dots_per_inch)))):
        rows = [row for row, _, _ in lines]
        if max(rows) - min(rows) < max(THICKEST_LINE * dots_per_inch, 3):
            yield (
                (min(rows) + max(rows) + 1) / 2,
                min(start for _, start, _ in lines),
                max(end for _, _, end in lines),
            )


def _runs(dark: NDArray[np.bool_], length: int) -> Iterator[Run]:
    """Rows' stretches of dark pixels of at least that length."""
    if dark.shape[1] <= length:
        return
    sums = np.cumsum(np.pad(dark, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    windows = sums[:, length:] - sums[:, :-length] >= UNBROKEN * length
    steps = np.diff(np.pad(windows, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    if len(rows) <= MOST_RUNS:
        for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True):
            yield row, start, end - 1 + length


def _stacks(runs: list[Run]) -> list[list[Run]]:
    """Runs that lie upon each other in neighbouring rows."""
    stacks: list[list[Run]] = []
    open_stacks: list[list[Run]] = []
    for run in runs:
        open_stacks = [stack for stack in open_stacks if run[0] - stack[-1][0] <= 1]
        touching = next((stack for stack in open_stacks if _overlap(stack[-1], run)), None)
        if touching is None:
            touching = []
            stacks.append(touching)
            open_stacks.append(touching)
        touching.append(run)
    return stacks


def _overlap(one: Run, other: Run) -> bool:
    return one[1] < other[2] and other[1] < one[2]
