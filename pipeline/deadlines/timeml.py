"""Every calendar expression of a text as TIMEX3, deadline or not: the recogniser below the deadline rules.

Values follow TimeML 1.2.1 as HeidelTime applies it to German: prepositions stay outside, *Ende 2026* is the
year 2026, *90er Jahre* is 199, the second of two days that share a month is an expression of its own.
A date without a year is the one nearest to the text's day; news look back as well as ahead, whereas
deadlines look ahead (see `values`).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pipeline.deadlines.lexicon import Token
from pipeline.deadlines.periods import OPEN_YEAR, window_of
from pipeline.deadlines.reader import Rules
from pipeline.deadlines.recogniser import TimeExpression
from pipeline.deadlines.values import FROM_PAPER, counted_from

CONNECTING = frozenset({"-", "/", "bis", "und", "oder", "zum"})
NOT_EXPLICIT = ("kuerzel", "tag_kurz", "sommerpause", "sommerende")
WEEKDAYS = {day: number for number, day in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), 1)}
NEVER = 10_000  # days: farther than any date without a year
BEFORE_YEAR = frozenset(
    {"im", "in", "bis", "ab", "seit", "von", "vor", "nach", "um", "zwischen", "und", "-", "(", "/", "gegen"}
)


def timexes(text: str, dct: date | None, rules: Rules) -> list[dict[str, Any]]:
    """The expressions of a text with their offsets, type and value, in text order."""
    found = []
    for tokens, expressions in rules.expressions_in(text):
        for expression in expressions:
            if expression.tag not in NOT_EXPLICIT and not is_count(expression, tokens):
                found += [
                    {
                        "start": start,
                        "end": end,
                        "text": text[start:end],
                        "type": expression.kind,
                        "value": value,
                    }
                    for start, end, value in _parts(expression, tokens, dct)
                ]
    return found


def is_count(expression: TimeExpression, tokens: Sequence[Token]) -> bool:
    """Whether a bare number only looks like a year: *1200 Menschen*, but *bis 1990 Menschen*."""
    is_bare = expression.end == expression.start + 1 and re.fullmatch(r"\d{4}", expression.value)
    if not is_bare or expression.end == len(tokens):
        return False
    before = tokens[expression.start - 1].word if expression.start else ""
    return tokens[expression.end].capital and before not in BEFORE_YEAR


def _parts(
    expression: TimeExpression, tokens: Sequence[Token], dct: date | None
) -> Iterator[tuple[int, int, str]]:
    """An expression's offsets and value; two of each where two days share a month."""
    first, end = expression.start, expression.end - 1
    values = [_timex_value(value, expression, dct) for value in expression.value.split("/")]
    if len(values) == 1 or expression.second is None:
        yield tokens[first].start, tokens[end].end, values[0]
        return
    last = expression.second - 1
    while tokens[last].word in CONNECTING:
        last -= 1
    yield tokens[first].start, tokens[last].end, values[0]
    yield tokens[expression.second].start, tokens[end].end, values[1]


def _timex_value(value: str, expression: TimeExpression, dct: date | None) -> str:
    """A value as TimeML writes it."""
    if expression.kind == "SET":
        return _set_value(expression)
    if value.startswith(FROM_PAPER):
        return counted_from(dct, value) if dct else OPEN_YEAR
    if value.startswith(OPEN_YEAR) and dct:
        value = in_nearest_year(value, dct)
    if re.fullmatch(r"\d{4}-(EA|PE)|SY\d{4}-H\d", value):
        window = window_of(value)
        return window.first.isoformat() if window else value
    return re.sub(r"^(SY|WS|SS)(?=\d)", "", value)


def in_nearest_year(value: str, dct: date) -> str:
    """Fill in the year that lies nearest to the day of the text."""
    filled = [value.replace(OPEN_YEAR, str(year)) for year in (dct.year, dct.year - 1, dct.year + 1)]
    return min(filled, key=lambda one: _distance(one, dct))


def _distance(value: str, dct: date) -> int:
    window = window_of(value)
    if window is None:
        return NEVER
    if window.first <= dct <= window.last:
        return 0
    return min(abs((window.first - dct).days), abs((window.last - dct).days))


def _set_value(expression: TimeExpression) -> str:
    weekday = re.fullmatch(r"FREQ=WEEKLY;BYDAY=(\w\w)", expression.rrule or "")
    return f"XXXX-WXX-{WEEKDAYS[weekday[1]]}" if weekday else expression.value
