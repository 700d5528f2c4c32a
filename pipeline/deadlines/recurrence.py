"""Intervals of recurring deadlines: ISO 8601 durations and rules of RFC 5545."""

import re
from datetime import date

from pipeline.deadlines.periods import OPEN_YEAR, window_of

MONTHS_OF = {"P1Y": 12, "P6M": 6, "P3M": 3}
FREQUENCIES = {"Y": "YEARLY", "M": "MONTHLY", "W": "WEEKLY", "D": "DAILY"}
FEBRUARY = 2
ANY_YEAR = "2027"  # stands for a year in which February has 28 days


def interval_of(duration: str, times: int) -> str:
    """The interval between `times` evenly spaced occurrences, or `duration` where it cannot be said."""
    if times == 1:
        return duration
    if duration == "P1M" and times == 2:
        return "P2W"
    months, rest = divmod(MONTHS_OF.get(duration, 0), times)
    return duration if rest or not months else f"P{months}M"


def tie_of(value: str, mod: str | None) -> str | None:
    """What a period without a year ties to: `XXXX-03-31`; of a quarter or season its last day."""
    if mod is None and re.fullmatch(rf"{OPEN_YEAR}-\d\d(-\d\d)?", value):
        return value
    window = window_of(value.replace(OPEN_YEAR, ANY_YEAR), mod)
    return f"{OPEN_YEAR}{window.last:-%m-%d}" if window else None


def rrule_of(interval: str, tie: str | None, until: date | None = None) -> str | None:
    """The rule of an interval, tied to a day or month of the year; None for what is no interval."""
    match = re.fullmatch(r"P(\d+)([YMWD])", interval)
    if not match:
        return None
    parts = [f"FREQ={FREQUENCIES[match[2]]}"]
    if match[1] != "1":
        parts.append(f"INTERVAL={match[1]}")
    if tie and tie.startswith(OPEN_YEAR):
        parts += _by_month(tie) if match[2] == "Y" else _by_day(tie)
    if until:
        parts.append(f"UNTIL={until:%Y%m%d}")
    return ";".join(parts)


def _by_month(tie: str) -> list[str]:
    window = window_of(tie.replace(OPEN_YEAR, ANY_YEAR))
    if window is None:
        return []
    last_of_month = len(tie) == len("XXXX-03")
    day = -1 if last_of_month and window.last.month == FEBRUARY else window.last.day
    return [f"BYMONTH={window.last.month}", f"BYMONTHDAY={day}"]


def _by_day(tie: str) -> list[str]:
    """The day of the month alone, for what recurs more often than yearly."""
    return [part for part in _by_month(tie) if part.startswith("BYMONTHDAY")]
