"""Time words of speech: *heute*, *am Montag*, *vergangene Woche*. No deadline rule knows them.

They count from the day on which somebody speaks. The rules give a value that begins with `@`:

==================  ======================================================
`@D-1`, `@A+1`      a day counted from the text's, from the one last told of
`@dMO`, `@dMO-1`    a Monday: the one that the tense points to, the last one
`@E`, `@E-1`        a weekend
`@W+1`, `@M-1`      a week, a month
`@sSU+0`, `@m05-1`  this summer, last May
`@Y+0`, `@S+1`      a year, a school year (as deadlines have it)
`@T+0`, `@C-1`      a decade, a century
==================  ======================================================
"""

import re
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from pipeline.deadlines.forms import fold, words_of
from pipeline.deadlines.lexicon import build_lexicon
from pipeline.deadlines.matching import compile_rules, rules_of
from pipeline.deadlines.periods import OPEN_YEAR, window_of
from pipeline.deadlines.reader import check_parts
from pipeline.deadlines.recogniser import Recogniser
from pipeline.deadlines.values import FROM_PAPER, counted_from
from pipeline.rulebook import Rulebook

SPOKEN = "@"
WEEKDAYS = {day: number for number, day in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), 1)}
WEEKEND = "WE"
SATURDAY = 6
_VALUE = re.compile(r"@(?P<unit>[A-Z]|[dsm](?P<name>..))(?P<step>[+-]\d)?")
_WITHOUT_DAY = {"D": "XXXX-XX-XX", "A": "XXXX-XX-XX", "E": "XXXX-WXX-WE", "W": "XXXX-WXX", "M": "XXXX-XX"}


@lru_cache(maxsize=4)
def open_speech_rules(rulebook: Rulebook, context: frozenset[str]) -> Recogniser:
    """Compile the rules of time expressions with those of speech; `context` are words to know besides.

    Raises:
        RuleFileError: a word stands in two classes, brackets do not match, or a part has no meaning.
    """
    import spacy

    tables = [rulebook.table(name) for name in ("zeitangaben", "zeitworte", "fristen")]
    rules = [rule for table in tables for rule in rules_of(table, "ausdruck")]
    abbreviations = tables[-1]["abkuerzungen"]
    written = [word for rule in rules for form in rule.forms for word in words_of(form)]
    lexicon = build_lexicon(tables, [*written, *abbreviations, *sorted(context)])
    check_parts(rules, lexicon.names)
    known = frozenset(lexicon.canonical[fold(word)] for word in abbreviations)
    return Recogniser(lexicon, known, compile_rules(rules, lexicon, spacy.blank("de").vocab))


def spoken_value(value: str, day: date | None, reached: date | None, is_ahead: bool) -> str:
    """The value that a word of speech has on a day; `is_ahead` where the sentence speaks of the future."""
    if value.startswith(FROM_PAPER):
        return counted_from(day, value) if day else OPEN_YEAR
    match = _VALUE.fullmatch(value)
    assert match
    step = int(match["step"]) if match["step"] else None
    try:
        if match["name"]:
            return _named(match["unit"][0], match["name"], day, step, is_ahead)
        return _counted(match["unit"], day, reached, step, is_ahead)
    except (OverflowError, ValueError):  # before the first day of the calendar, or after its last one
        return OPEN_YEAR


def _counted(unit: str, day: date | None, reached: date | None, step: int | None, is_ahead: bool) -> str:
    if day is None:
        return _WITHOUT_DAY.get(unit, OPEN_YEAR)
    count = step or 0
    if unit == "A":
        return ((reached or day) + timedelta(count)).isoformat()
    if unit == "D":
        return (day + timedelta(count)).isoformat()
    if unit == "E":
        return f"{_week(day, _weeks_to_weekend(day, step, is_ahead))}-{WEEKEND}"
    if unit == "W":
        return _week(day, count)
    if unit == "M":
        return f"{day + relativedelta(months=count):%Y-%m}"
    return f"{day.year // 10 + count}" if unit == "T" else f"{day.year // 100 + count}"


def _week(day: date, count: int) -> str:
    year, week, _ = (day + timedelta(weeks=count)).isocalendar()
    return f"{year}-W{week:02}"


def _weeks_to_weekend(day: date, step: int | None, is_ahead: bool) -> int:
    """The weekend of a day's week lies ahead, of which *kommendes* is the next and *vergangenes* the last."""
    if step is None:
        return 0 if is_ahead or day.isoweekday() >= SATURDAY else -1
    return max(step - 1, 0) if step >= 0 else step


def _named(unit: str, name: str, day: date | None, step: int | None, is_ahead: bool) -> str:
    """A weekday, season or month that recurs: this one, the last one, the next one."""
    if unit == "d":
        return _weekday(WEEKDAYS[name], day, step, is_ahead)
    if day is None:
        return f"{OPEN_YEAR}-{name}"
    window = window_of(f"{day.year}-{name}")
    if window is None:  # it reaches beyond the calendar
        return OPEN_YEAR
    year = day.year
    if step and step < 0:
        year += step + (window.last < day)
    elif step:
        year += step - (window.first > day)
    return f"{year}-{name}"


def _weekday(number: int, day: date | None, step: int | None, is_ahead: bool) -> str:
    if day is None:
        return f"{OPEN_YEAR}-WXX-{number}"
    forward = (number - day.isoweekday()) % 7
    if step == 0:
        return (day + timedelta(number - day.isoweekday())).isoformat()
    if is_ahead if step is None else step > 0:
        return (day + timedelta(forward or 7)).isoformat()
    return (day - timedelta(7 - forward)).isoformat()
