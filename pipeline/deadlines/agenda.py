"""When the deadlines of an edition fall: one day for each where there is one."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from attrs import frozen

from pipeline.deadlines.periods import later, window_of
from pipeline.records import Catalogue, Deadline, DeadlineKind, Goal

KINDS: dict[DeadlineKind, str] = {
    "due": "Frist",
    "start": "Beginn",
    "recurring": "wiederkehrend",
    "relative": "ab einem Ereignis",
    "expected": "voraussichtlich",
    "horizon": "Horizont",
}


@frozen
class Item:
    """A deadline of a goal. `first` is the day on which it first falls, `day` the next one by its `rule`.

    `since` is the first day of the edition's period.
    """

    edition: str
    goal: Goal
    deadline: Deadline
    first: date | None
    day: date | None
    rule: str | None = None
    since: date | None = None


def agenda_of(catalogue: Catalogue, today: date) -> tuple[Item, ...]:
    """All deadlines of an edition, by day; those without a day last, in the document's order."""
    return tuple(sorted(_items(catalogue, today), key=lambda item: item.day or date.max))


def _items(catalogue: Catalogue, today: date) -> Iterator[Item]:
    since = date(catalogue.period[0], 1, 1) if catalogue.period else None
    for goal in catalogue.goals:
        for deadline in goal.deadlines:
            first = first_day(deadline, catalogue.period)
            rule = rule_of(deadline, first) if first else None
            day = next_day(rule, first, max(today, first)) if first and rule else first
            yield Item(catalogue.edition, goal, deadline, first, day, rule, since)


def first_day(deadline: Deadline, period: tuple[int, int] | None) -> date | None:
    """The day on which a deadline falls, a recurring one for the first time; None where the text has none.

    A recurring one that the text ties to nothing is done for the first time when its first interval within
    the period is over.
    """
    if deadline.kind == "recurring":
        return _first_recurrence(deadline, period)
    known = deadline.start if deadline.kind == "start" else deadline.end or deadline.start
    if known:
        return date.fromisoformat(known)
    window = window_of(deadline.value) if deadline.value and deadline.kind != "horizon" else None
    return window.last if window else None


def _first_recurrence(deadline: Deadline, period: tuple[int, int] | None) -> date | None:
    tied = window_of(deadline.value) if deadline.value else None
    if tied:
        return tied.last
    if period is None or deadline.recurrence is None or deadline.rrule is None:
        return None
    begins = date(period[0], 1, 1)
    if falls_on_a_day(deadline.rrule):
        return next_day(deadline.rrule, begins, begins)
    after = later(begins, deadline.recurrence)
    return after - timedelta(1) if after else None


def falls_on_a_day(rule: str) -> bool:
    """Whether a rule itself says on which day it falls: every year on 31 March, every first Monday."""
    return "BYMONTH" in rule or "BYDAY" in rule


def rule_of(deadline: Deadline, first: date) -> str | None:
    """The rule of a recurring deadline from its first day on; at the end of a month it stays there."""
    ends_month = (first + timedelta(1)).day == 1
    if deadline.rrule and ends_month and "MONTHLY" in deadline.rrule and not falls_on_a_day(deadline.rrule):
        return f"{deadline.rrule};BYMONTHDAY=-1"
    return deadline.rrule


def next_day(rule: str, first: date, after: date) -> date | None:
    """The next day on or after one on which a rule falls; None when it is over."""
    from dateutil.rrule import rrulestr

    found = rrulestr(rule, dtstart=datetime.combine(first, time())).after(
        datetime.combine(after, time()), inc=True
    )
    return found.date() if found else None
