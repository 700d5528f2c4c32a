"""Carry out recorded repairs, put them in order, and lead places of the raw text into the repaired one."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from pipeline.records import Repair


def apply_repairs(repairs: Sequence[Repair], raw: str) -> str:
    """Carry out repairs on the raw text; also replays those read back from repairs.csv.

    >>> apply_repairs([Repair(0, 4, "fiir", "für", "umlaut", 1.0)], "fiir alle")
    'für alle'
    """
    parts: list[str] = []
    done = 0
    for repair in repairs:
        parts += raw[done : repair.start], repair.after
        done = repair.end
    return "".join([*parts, raw[done:]])


def reflow(text: str) -> str:
    """A text in one line, every run of white space one blank."""
    return " ".join(text.split())


def merge_repairs(repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    """Put repairs in order; of two that touch the same letters the one given earlier wins."""
    kept: list[Repair] = []
    for repair in repairs:
        place = bisect_right(kept, repair.start, key=lambda other: other.start)
        after_left = place == 0 or kept[place - 1].end <= repair.start
        before_right = place == len(kept) or repair.end <= kept[place].start
        if after_left and before_right:
            kept.insert(place, repair)
    return tuple(kept)


def locate(repairs: Sequence[Repair], raw: str, in_one_line: bool) -> Callable[[int], int]:
    """A function that leads a place of the raw text, outside of repairs, into the repaired text."""
    starts = [repair.start for repair in repairs]
    shifts = [0]
    for repair in repairs:
        shifts.append(shifts[-1] + len(repair.after) - (repair.end - repair.start))
    text = apply_repairs(repairs, raw)
    runs = [match.span() for match in re.finditer(r"\s+", text)] if in_one_line else []
    lost = _lost_before(runs, text)

    def place(position: int) -> int:
        repaired = position + shifts[bisect_right(starts, position - 1)]
        return repaired - lost[bisect_right(runs, (repaired, repaired), key=lambda run: (run[1], run[1]))]

    return place


def _lost_before(runs: Sequence[tuple[int, int]], text: str) -> list[int]:
    """How many characters are lost by reflowing up to and with each run of white space."""
    lost = [0]
    for start, end in runs:
        kept = 0 if start == 0 or end == len(text) else 1
        lost.append(lost[-1] + end - start - kept)
    return lost
