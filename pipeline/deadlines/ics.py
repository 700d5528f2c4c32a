"""The deadlines of editions as iCalendar (RFC 5545).

Events of a whole day, because Outlook leaves tasks out when it opens a file; a deadline without a day
becomes a task without one, so that nothing is lost in programs that show tasks.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from attrs import astuple
from icalendar import Calendar, Event, Todo, vRecur

from pipeline.deadlines.agenda import KINDS, Item

LONGEST_SUMMARY = 80
UNDATED = date(1970, 1, 1)  # the stamp of an edition whose period is not known


def calendar_of(items: Iterable[Item]) -> bytes:
    """A calendar with one entry for each item; the same items give the same bytes."""
    listed = tuple(items)
    calendar = Calendar()
    calendar.add("prodid", "-//zielkatalog//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " ".join(["Fristen", *dict.fromkeys(item.edition for item in listed)]))
    for item, uid in zip(listed, uids_of(listed), strict=True):
        calendar.add_component(_entry(item, uid))
    return bytes(calendar.to_ical())


def _entry(item: Item, uid: str) -> Event | Todo:
    entry = _event(item, item.first) if item.first else Todo()
    entry.add("uid", uid)
    entry.add("dtstamp", datetime.combine(item.since or UNDATED, time(), UTC))
    entry.add("summary", _shortened(f"{item.goal.id} {KINDS[item.deadline.kind]}: {item.goal.text}"))
    entry.add("description", f"„{item.deadline.text}“ (Seite {item.goal.page})\n{item.goal.text}")
    entry.add("categories", [item.edition, KINDS[item.deadline.kind]])
    return entry


def _event(item: Item, first: date) -> Event:
    event = Event()
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(1))
    event.add("transp", "TRANSPARENT")
    if item.rule:
        event.add("rrule", vRecur.from_ical(item.rule))
    if item.deadline.kind == "expected":
        event.add("status", "TENTATIVE")
    return event


def uids_of(items: Iterable[Item]) -> Iterator[str]:
    """The same deadline keeps its identity, so that a calendar read again replaces it.

    Papers number two goals alike now and then; where those share a deadline, the later ones are counted.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    for item in items:
        parts = (item.edition, item.goal.id, *astuple(item.deadline))
        counted = (*parts, seen[parts]) if seen[parts] else parts
        seen[parts] += 1
        yield f"{sha256(repr(counted).encode()).hexdigest()[:32]}@zielkatalog"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SUMMARY else text[: LONGEST_SUMMARY - 1].rsplit(" ", 1)[0] + "…"
