"""Values of calendar periods and the days that they span.

A value is written as in TIMEX3, with additions for the periods that a county plans by. `XXXX` stands
for a year that the text leaves open.

======================  ======================================================
`2026-03-31`            a day
`2026-03`               a month
`2026`, `202`, `20`     a year, a decade, a century (2000 to 2099)
`2026-Q1`, `2026-H2`    a quarter, a half-year
`2026-W12`              a calendar week (ISO 8601)
`2026-SP`, SU, FA, WI   a season (meteorological; the winter ends in the next year)
`SY2026`, `SY2026-H2`   a school year by the year in which it begins, and a half of it
`WS2026`, `SS2026`      a winter or summer semester
`2026-EA`, `2026-PE`    Easter Sunday, Whit Sunday and the other feasts that move with them
`A/B`                   from the first day of A to the last day of B
======================  ======================================================
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from attrs import frozen
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

OPEN_YEAR = "XXXX"
SCHOOL_YEAR_BEGINS = (8, 1)  # Hamburger Abkommen § 1
SEASON_BEGINS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
DAYS_AFTER_EASTER = {
    "RM": -48,
    "AW": -46,
    "PA": -7,
    "GT": -3,
    "GF": -2,
    "EA": 0,
    "EM": 1,
    "AS": 39,
    "PE": 49,
    "PM": 50,
    "CC": 60,
}
DAY_OF_MONTH_PART = {"START": 1, "MID": 15}  # § 192 BGB; the end is the last day


@frozen
class Window:
    """The first and the last day of a period."""

    first: date
    last: date


@lru_cache(maxsize=4096)
def window_of(
    value: str, mod: str | None = None, school_year: tuple[int, int] = SCHOOL_YEAR_BEGINS
) -> Window | None:
    """The days that a value spans; None where there is no such day (31.02.) or no year.

    `mod` is START, MID or END, as in TIMEX3: of a month its 1st, 15th or last day, of anything longer
    its first quarter, its middle or its last day; FIRST (Beginn) is the first day of anything.
    """
    if "/" in value:
        return _interval(value, school_year)
    for pattern, build in _SHAPES:
        match = re.fullmatch(pattern, value)
        if match:
            try:
                return _part(build(match, school_year), mod)
            except ValueError:
                return None
    return None


def _interval(value: str, school_year: tuple[int, int]) -> Window | None:
    first, last = (window_of(side, school_year=school_year) for side in value.split("/"))
    return Window(first.first, last.last) if first and last else None


def _part(window: Window, mod: str | None) -> Window:
    length = round((window.last - window.first).days * 12 / 365)
    if mod == "END":
        return Window(window.last, window.last)
    if mod == "FIRST":
        return Window(window.first, window.first)
    if mod in DAY_OF_MONTH_PART and length == 1:
        day = window.first.replace(day=DAY_OF_MONTH_PART[mod])
        return Window(day, day)
    if mod == "START":
        return _months(window.first, max(1, length // 4))
    if mod == "MID":
        middle = _months(window.first, max(1, length // 2)).last
        return Window(middle, middle)
    return window


def _months(first: date, count: int) -> Window:
    return Window(first, first + relativedelta(months=count, days=-1))


def _day(match: re.Match[str], _: tuple[int, int]) -> Window:
    day = date.fromisoformat(match[0])
    return Window(day, day)


def _week(match: re.Match[str], _: tuple[int, int]) -> Window:
    monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    return Window(monday, monday + timedelta(6))


def _school_year(match: re.Match[str], begins: tuple[int, int]) -> Window:
    first = date(int(match[1]), *begins)
    half = match[2]
    if half is None:
        return _months(first, 12)
    return _months(first + relativedelta(months=6 * (int(half) - 1)), 6)


def _feast(match: re.Match[str], _: tuple[int, int]) -> Window:
    day = easter(int(match[1])) + timedelta(DAYS_AFTER_EASTER[match[2]])
    return Window(day, day)


def _years(match: re.Match[str], _: tuple[int, int]) -> Window:
    count = 10 ** (4 - len(match[0]))
    first = int(match[0]) * count
    return Window(date(first, 1, 1), date(first + count - 1, 12, 31))


_SHAPES: tuple[tuple[str, Callable[[re.Match[str], tuple[int, int]], Window]], ...] = (
    (r"\d{4}-\d\d-\d\d", _day),
    (r"(\d{4})-(\d\d)", lambda m, _: _months(date(int(m[1]), int(m[2]), 1), 1)),
    (r"\d{2,4}", _years),
    (r"(\d{4})-Q([1-4])", lambda m, _: _months(date(int(m[1]), 3 * int(m[2]) - 2, 1), 3)),
    (r"(\d{4})-H([12])", lambda m, _: _months(date(int(m[1]), 6 * int(m[2]) - 5, 1), 6)),
    (r"(\d{4})-W(\d\d)", _week),
    (r"(\d{4})-(SP|SU|FA|WI)", lambda m, _: _months(date(int(m[1]), SEASON_BEGINS[m[2]], 1), 3)),
    (rf"(\d{{4}})-({'|'.join(DAYS_AFTER_EASTER)})", _feast),
    (r"SY(\d{4})(?:-H([12]))?", _school_year),
    (r"WS(\d{4})", lambda m, _: _months(date(int(m[1]), 10, 1), 6)),
    (r"SS(\d{4})", lambda m, _: _months(date(int(m[1]), 4, 1), 6)),
)


def in_coming_year(value: str, mod: str | None, after: date) -> str:
    """Fill in the open year so that the period ends on or after a day: plans look ahead."""
    this, following = (value.replace(OPEN_YEAR, str(year)) for year in (after.year, after.year + 1))
    window = window_of(this, mod)
    return this if window is None or window.last >= after else following


def later(day: date, duration: str) -> date | None:
    """The day an ISO 8601 duration later (§§ 187 (1), 188 (2) BGB: the day of the same number)."""
    match = re.fullmatch(r"P(\d+)([YMWD])", duration)
    if not match:
        return None
    number = int(match[1])
    units = {
        "Y": relativedelta(years=number),
        "M": relativedelta(months=number),
        "W": relativedelta(weeks=number),
    }
    return day + units.get(match[2], relativedelta(days=number))
