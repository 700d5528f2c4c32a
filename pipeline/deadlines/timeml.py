"""Every calendar expression of a text as TIMEX3, deadline or not: the recogniser below the deadline rules.

Values follow TimeML 1.2.1 as it is annotated in German: *Ende 2026* is the year 2026, *90er Jahre* is 199,
the second of two days that share a month is an expression of its own; `extents` tells how far they reach.
A date without a year is the one nearest to the text's day, or goes on from the date before it in a text
that tells of another time; deadlines look ahead instead (see `values`). Words of speech are in `speech`.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from attrs import evolve

from pipeline.deadlines.extents import CONTEXT_WORDS, Found, extents
from pipeline.deadlines.periods import DAYS_AFTER_EASTER, OPEN_YEAR, Window, window_of
from pipeline.deadlines.recogniser import Recogniser
from pipeline.deadlines.speech import SPOKEN, open_speech_rules, spoken_value
from pipeline.rulebook import Rulebook

BETWEEN = re.compile(
    r"[\s,/–-]*(?:(?:bis|und|oder|sowie|bzw\.|beziehungsweise|auf|zum|zur|dem|den)(?!\w)[\s,/–-]*)*"
)
NEVER = 10_000  # days: farther than any date without a year
LATEST_UNDATED, LONGEST_AHEAD = 2025, 15  # years: up to when a year of two digits lies ahead
LONG_AGO = 2  # years: a text most of whose years lie farther from its day tells history
LONGEST_STEP_BACK = timedelta(100)  # a narrative goes forward; Juni, then Januar is the next year's


def open_timex_rules(rulebook: Rulebook) -> Recogniser:
    """The rules of all time expressions, compiled."""
    return open_speech_rules(rulebook, CONTEXT_WORDS)


def timexes(text: str, dct: date | None, rules: Recogniser) -> list[dict[str, Any]]:
    """The expressions of a text with their offsets, type and value, in text order."""
    latest = (dct.year if dct else LATEST_UNDATED) + LONGEST_AHEAD
    found = [_in_this_century(one, text[one.start : one.end], latest) for one in extents(text, rules)]
    values = _with_years(_with_shared_years(found, text), dct)
    return [
        {
            "start": one.start,
            "end": one.end,
            "text": text[one.start : one.end],
            "type": one.kind,
            "value": _timex_value(value),
        }
        for one, value in zip(found, values, strict=True)
    ]


def _in_this_century(one: Found, written: str, latest: int) -> Found:
    """Read a year of two digits as the past one where the coming one is too far: *1.9.39*."""
    year = one.value[: len("2039")]
    is_short = one.kind == "DATE" and year.isdecimal() and year not in written
    return evolve(one, value=f"{int(year) - 100}{one.value[4:]}") if is_short and int(year) > latest else one


def _with_shared_years(found: Sequence[Found], text: str) -> list[Found]:
    """Give the year of the second of two linked times to the first: *10. Juli bis zum 31. Oktober 1940*."""
    shared = list(found)
    for at in range(len(found) - 2, -1, -1):
        one, other = shared[at], shared[at + 1]
        if _is_open(one) and other.kind == "DATE" and BETWEEN.fullmatch(text, one.end, other.start):
            known = window_of(other.value)
            if known and not _is_open(other):
                years = (known.first.year, known.first.year - 1)
                filled = (one.value.replace(OPEN_YEAR, str(year)) for year in years)
                before = (value for value in filled if (own := window_of(value)) and own.first <= known.first)
                shared[at] = evolve(one, value=next(before, one.value))
    return shared


def _is_open(one: Found) -> bool:
    return one.kind == "DATE" and one.value.startswith(OPEN_YEAR)


def _with_years(found: Sequence[Found], dct: date | None) -> Iterator[str]:
    """The values with their years: news speak from their day, a narrative goes on from what it told."""
    told = _is_narrative(found, dct)
    reached: Window | None = None
    last_day: date | None = None
    for one in found:
        value = one.value
        if one.kind == "DATE" and value.startswith(SPOKEN):
            value = spoken_value(value, dct, last_day, one.is_ahead)
        elif _is_open(one):
            value = _going_on(value, reached) if told and reached else in_nearest_year(value, dct)
        if one.kind == "DATE":
            reached = window_of(value) or reached
            last_day = reached.first if reached and reached.first == reached.last else last_day
        yield value


def _is_narrative(found: Sequence[Found], dct: date | None) -> bool:
    """Whether a text tells of another time than its own."""
    if dct is None:
        return True
    dated = [one for one in found if one.kind == "DATE" and not _is_open(one)]
    years = [window.first.year for one in dated if (window := window_of(one.value))]
    return sum(abs(year - dct.year) > LONG_AGO for year in years) * 2 > len(years)


def _going_on(value: str, reached: Window) -> str:
    """Fill in the year in which a narrative comes to a time, at the earliest a little before the last one."""
    this, following = (value.replace(OPEN_YEAR, str(reached.first.year + step)) for step in (0, 1))
    window = window_of(this)
    return this if window and window.last >= reached.first - LONGEST_STEP_BACK else following


def in_nearest_year(value: str, dct: date | None) -> str:
    """Fill in the year that lies nearest to the day of the text."""
    if dct is None:
        return value
    filled = [value.replace(OPEN_YEAR, str(year)) for year in (dct.year, dct.year - 1, dct.year + 1)]
    return min(filled, key=lambda one: _distance(one, dct))


def _distance(value: str, dct: date) -> int:
    window = window_of(value)
    if window is None:
        return NEVER
    if window.first <= dct <= window.last:
        return 0
    return min(abs((window.first - dct).days), abs((window.last - dct).days))


def _timex_value(value: str) -> str:
    """A value as TimeML writes it."""
    if re.fullmatch(rf"\d{{4}}-({'|'.join(DAYS_AFTER_EASTER)})|SY\d{{4}}-H\d", value):
        window = window_of(value)
        return window.first.isoformat() if window else value
    return re.sub(r"^(SY|WS|SS)(?=\d)", "", value)
