"""Every calendar expression of a text as TIMEX3, deadline or not: the recogniser below the deadline rules.

Values follow TimeML 1.2.1 as HeidelTime applies it to German: prepositions stay outside, *Ende 2026* is the
year 2026, *90er Jahre* is 199, the second of two days that share a month is an expression of its own.
A date without a year is the one nearest to the text's day, or goes on from the date before it in a text
that tells of another time; deadlines look ahead instead (see `values`).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from attrs import evolve, frozen

from pipeline.deadlines.lexicon import Token
from pipeline.deadlines.periods import DAYS_AFTER_EASTER, OPEN_YEAR, Window, window_of
from pipeline.deadlines.reader import Rules
from pipeline.deadlines.recogniser import TimeExpression
from pipeline.deadlines.values import FROM_PAPER, counted_from

CONNECTING = frozenset({"-", "/", "bis", "und", "oder", "zum", "zur", "auf", "den", "dem", "sowie"})
BETWEEN = re.compile(
    r"[\s,/–-]*(?:(?:bis|und|oder|sowie|bzw\.|beziehungsweise|auf|zum|zur|dem|den)(?!\w)[\s,/–-]*)*"
)
NOT_EXPLICIT = ("kuerzel", "tag_kurz", "sommerpause", "sommerende")
WEEKDAYS = {day: number for number, day in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), 1)}
NEVER = 10_000  # days: farther than any date without a year
LATEST_UNDATED, LONGEST_AHEAD = 2025, 15  # years: up to when a year of two digits lies ahead
LONG_AGO = 2  # years: a text most of whose years lie farther from its day tells history
LONGEST_STEP_BACK = timedelta(100)  # a narrative goes forward; Juni, then Januar is the next year's
BEFORE_YEAR = frozenset(
    {
        *("im", "in", "bis", "ab", "seit", "von", "vor", "nach", "um", "zwischen", "("),
        *("gegen", "wurde", "war"),
    }
)


@frozen
class Found:
    """A time expression of a text, with the value that the words alone give it."""

    start: int
    end: int
    kind: str
    value: str


def timexes(text: str, dct: date | None, rules: Rules) -> list[dict[str, Any]]:
    """The expressions of a text with their offsets, type and value, in text order."""
    found = [
        part
        for tokens, expressions in rules.expressions_in(text)
        for expression in expressions
        if expression.tag not in NOT_EXPLICIT and not is_count(expression, tokens)
        for part in _parts(expression, tokens)
    ]
    latest = (dct.year if dct else LATEST_UNDATED) + LONGEST_AHEAD
    found = [_in_this_century(one, text[one.start : one.end], latest) for one in found]
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


def is_count(expression: TimeExpression, tokens: Sequence[Token]) -> bool:
    """Whether a bare number only looks like a year: *1200 Menschen*, but *bis 1990 Menschen*.

    After a verb in the singular it is a year too: *wurde 1998 Kanzler*.
    """
    is_bare = expression.end == expression.start + 1 and re.fullmatch(r"\d{4}", expression.value)
    if not is_bare or expression.end == len(tokens):
        return False
    first, second = [
        "",
        "",
        *(token.word for token in tokens[max(0, expression.start - 2) : expression.start]),
    ][-2:]
    is_second = second in CONNECTING and re.fullmatch(r"\d{4}", first)
    return tokens[expression.end].capital and not is_second and second not in BEFORE_YEAR


def _parts(expression: TimeExpression, tokens: Sequence[Token]) -> Iterator[Found]:
    """An expression; two where two days share a month."""
    first, end = expression.start, expression.end - 1
    values = [_set_value(expression)] if expression.kind == "SET" else expression.value.split("/")
    if len(values) == 1 or expression.second is None:
        yield Found(tokens[first].start, tokens[end].end, expression.kind, values[0])
        return
    last = expression.second - 1
    while tokens[last].word in CONNECTING:
        last -= 1
    yield Found(tokens[first].start, tokens[last].end, expression.kind, values[0])
    yield Found(tokens[expression.second].start, tokens[end].end, expression.kind, values[1])


def _set_value(expression: TimeExpression) -> str:
    weekday = re.fullmatch(r"FREQ=WEEKLY;(?:INTERVAL=\d;)?BYDAY=(\w\w)", expression.rrule or "")
    return f"XXXX-WXX-{WEEKDAYS[weekday[1]]}" if weekday else expression.value


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
    for one in found:
        value = one.value
        if one.kind == "DATE" and value.startswith(FROM_PAPER):
            value = counted_from(dct, value) if dct else OPEN_YEAR
        elif _is_open(one):
            value = _going_on(value, reached) if told and reached else in_nearest_year(value, dct)
        if one.kind == "DATE":
            reached = window_of(value) or reached
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
