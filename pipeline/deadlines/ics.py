"""The deadlines of editions as iCalendar (RFC 5545).

Events of a whole day, because Outlook leaves tasks out when it opens a file; a deadline without a day
becomes a task without one, so that nothing is lost in programs that show tasks.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from attrs import astuple
from icalendar import Calendar, Event, Todo, vRecur

from pipeline.deadlines.agenda import KINDS, Item

LONGEST_SUMMARY = 80


def calendar_of(items: Iterable[Item], stamp: datetime | None = None) -> bytes:
    """A calendar with one entry for each item."""
    listed = tuple(items)
    calendar = Calendar()
    calendar.add("prodid", "-//zielkatalog//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " ".join(["Fristen", *dict.fromkeys(item.edition for item in listed)]))
    for item in listed:
        calendar.add_component(_entry(item, stamp or datetime.now(UTC)))
    return bytes(calendar.to_ical())


def _entry(item: Item, stamp: datetime) -> Event | Todo:
    entry = _event(item, item.first) if item.first else Todo()
    entry.add("uid", uid_of(item))
    entry.add("dtstamp", stamp)
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


def uid_of(item: Item) -> str:
    """The same deadline keeps its identity, so that a calendar read again replaces it."""
    parts = (item.edition, item.goal.id, *astuple(item.deadline))
    return f"{sha256(repr(parts).encode()).hexdigest()[:32]}@zielkatalog"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SUMMARY else text[: LONGEST_SUMMARY - 1].rsplit(" ", 1)[0] + "…"
