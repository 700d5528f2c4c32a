"""Deadlines side by side: how near they are, what became of each, and by how much it moved."""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from pipeline.records import Deadline, DeadlineChange

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
YEAR = 365.25
HALF_LIFE = 0.5  # years after which the nearness of two dates counts half
SAME_KIND = 0.3  # what two deadlines of one kind share at least
UNITS = (("years", "Jahr", "Jahre"), ("months", "Monat", "Monate"), ("days", "Tag", "Tage"))


def nearness(old: Sequence[Deadline], new: Sequence[Deadline]) -> float | None:
    """Nearness of the two nearest deadlines, 0 to 1; None where a side has none."""
    return max((_nearness(a, b) for a in old for b in new), default=None)


def _nearness(a: Deadline, b: Deadline) -> float:
    if a.kind != b.kind:
        return 0.0
    if meaning(a) == meaning(b):
        return 1.0
    one, other = last_day(a), last_day(b)
    if one and other:
        years = abs(days_between(one, other)) / YEAR
        return max(SAME_KIND, float(0.5 ** (years / HALF_LIFE)))
    return SAME_KIND


def meaning(deadline: Deadline) -> tuple[str | None, ...]:
    """What makes two deadlines the same, whatever words and column they stand in."""
    return deadline.kind, deadline.value, deadline.recurrence


def compare_deadlines(old: Sequence[Deadline], new: Sequence[Deadline]) -> tuple[DeadlineChange, ...]:
    """What became of the deadlines; those that stayed are left out.

    Equal ones meet first, then the nearest of the same kind, then what is left in text order.
    """
    went, came = _without_equal(old, new)
    pairs = list(_nearest_pairs(went, came))
    rest = [deadline for deadline in went if all(deadline is not one for one, _ in pairs)]
    others = [deadline for deadline in came if all(deadline is not other for _, other in pairs)]
    known = min(len(rest), len(others))
    return (
        *(_describe(one, other) for one, other in [*pairs, *zip(rest, others, strict=False)]),
        *(DeadlineChange(one, None, words="entfallen") for one in rest[known:]),
        *(DeadlineChange(None, other, words="neu") for other in others[known:]),
    )


def _without_equal(old: Sequence[Deadline], new: Sequence[Deadline]) -> tuple[list[Deadline], list[Deadline]]:
    before, after = {meaning(deadline) for deadline in old}, {meaning(deadline) for deadline in new}
    went = {meaning(deadline): deadline for deadline in old if meaning(deadline) not in after}
    came = {meaning(deadline): deadline for deadline in new if meaning(deadline) not in before}
    return list(went.values()), list(came.values())


def _nearest_pairs(old: Sequence[Deadline], new: Sequence[Deadline]) -> Iterator[tuple[Deadline, Deadline]]:
    ranked = sorted(
        ((-_nearness(a, b), i, j) for i, a in enumerate(old) for j, b in enumerate(new) if a.kind == b.kind)
    )
    used: set[tuple[str, int]] = set()
    for _, i, j in ranked:
        if not {("old", i), ("new", j)} & used:
            used |= {("old", i), ("new", j)}
            yield old[i], new[j]


def _describe(old: Deadline, new: Deadline) -> DeadlineChange:
    one, other = last_day(old), last_day(new)
    if old.kind == new.kind and one and other and one != other:
        days = days_between(one, other)
        verb = "verschoben" if days > 0 else "vorgezogen"
        return DeadlineChange(old, new, days, f"um {describe_span(one, other)} {verb}")
    return DeadlineChange(old, new, words="geändert")


def last_day(deadline: Deadline) -> str | None:
    """The last day of a deadline, where it is a date; a due one's value is that day."""
    for value in (deadline.end, deadline.value if deadline.kind == "due" else None):
        if value is not None and DAY.fullmatch(value):
            return value
    return None


def days_between(old: str, new: str) -> int:
    """Days from one ISO date to the other."""
    return (date.fromisoformat(new) - date.fromisoformat(old)).days


def describe_span(one: str, other: str) -> str:
    """Time between two ISO dates in German; from one month's end to another it is whole months.

    >>> describe_span("2025-06-30", "2026-03-31")
    '9 Monate'
    """
    first, last = sorted((date.fromisoformat(one), date.fromisoformat(other)))
    if _is_month_end(first) and _is_month_end(last):
        first, last = first.replace(day=1), last.replace(day=1)
    span = relativedelta(last, first)
    counted = [(getattr(span, unit), single, plural) for unit, single, plural in UNITS]
    return " und ".join(
        f"{count} {single if count == 1 else plural}" for count, single, plural in counted if count
    )


def _is_month_end(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]
