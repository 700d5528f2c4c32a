"""Carry out recorded repairs."""

from collections.abc import Sequence

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
