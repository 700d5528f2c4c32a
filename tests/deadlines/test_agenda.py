"""Deadlines have their day in the agenda and their entry in the calendar."""

from datetime import date, datetime, time

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from pipeline.deadlines.agenda import agenda_of
from pipeline.deadlines.ics import calendar_of
from tests.factories import catalogue, deadline, goal

TODAY = date(2026, 11, 22)


def yearly(value: str | None = None, rrule: str = "FREQ=YEARLY", **fields: object) -> object:
    return deadline(value, "jährlich", kind="recurring", recurrence="P1Y", rrule=rrule, **fields)


ONE_OF_EACH = {
    "due": (deadline("2026-12-31", end="2026-12-31"), "2026-12-31", "2026-12-31"),
    "due without a year": (deadline("XXXX-12-31"), None, None),
    "due at an event": (deadline(None, anchor="Kommunalwahl 2029"), None, None),
    "start": (deadline("2025-05", kind="start", start="2025-05-01"), "2025-05-01", "2025-05-01"),
    "expected": (
        deadline("2028", kind="expected", start="2028-01-01", end="2028-12-31"),
        "2028-12-31",
        "2028-12-31",
    ),
    "relative": (deadline("P6M", kind="relative", anchor="Beschluss"), None, None),
    "horizon": (deadline("short", kind="horizon"), None, None),
    "horizon of a legend": (deadline("short", kind="horizon", end="2027-12-31"), "2027-12-31", "2027-12-31"),
    "every year": (yearly(), "2025-12-31", "2026-12-31"),
    "every year on a day": (
        yearly("XXXX-03-31", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"),
        "2025-03-31",
        "2027-03-31",
    ),
    "every year from one on": (yearly("2028"), "2028-12-31", "2028-12-31"),
    "every year until one": (yearly(rrule="FREQ=YEARLY;UNTIL=20251231"), "2025-12-31", None),
    "every half-year": (
        deadline(None, kind="recurring", recurrence="P6M", rrule="FREQ=MONTHLY;INTERVAL=6"),
        "2025-06-30",
        "2026-12-31",
    ),
    "every first Monday": (
        deadline(None, kind="recurring", recurrence="P1M", rrule="FREQ=MONTHLY;BYDAY=1MO"),
        "2025-01-06",
        "2026-12-07",
    ),
}


@pytest.mark.parametrize(("one", "first", "day"), ONE_OF_EACH.values(), ids=ONE_OF_EACH.keys())
def test_days(one, first, day):
    """A deadline has its first day and the next one, or none where the text has none."""
    (item,) = agenda_of(catalogue(goal(deadlines=(one,))), TODAY)
    assert [found and found.isoformat() for found in (item.first, item.day)] == [first, day]


def test_the_agenda_is_in_order():
    """Items come by day, those without a day last."""
    late, none, early = deadline("2027-12-31"), deadline(None, anchor="x"), deadline("2026-01-31")
    items = agenda_of(catalogue(goal(deadlines=(late, none, early))), TODAY)
    assert [item.deadline for item in items] == [early, late, none]


def test_without_a_period_a_recurring_deadline_has_no_day():
    """Nothing is invented where neither text nor edition says when it begins."""
    (item,) = agenda_of(catalogue(goal(deadlines=(yearly(),)), period=None), TODAY)
    assert (item.first, item.day) == (None, None)


def test_one_entry_for_each_deadline():
    """Each deadline is one entry that another program can read: with a day an event, else a task."""
    everything = catalogue(goal(deadlines=tuple(one for one, _, _ in ONE_OF_EACH.values())))
    read = Calendar.from_ical(calendar_of(agenda_of(everything, TODAY)))
    entries = [entry for entry in read.walk() if entry.name != "VCALENDAR"]
    with_day = [first for _, first, _ in ONE_OF_EACH.values() if first]
    assert len(entries) == len(ONE_OF_EACH)
    assert sorted(e["DTSTART"].dt.isoformat() for e in entries if e.name == "VEVENT") == sorted(with_day)
    assert all("DTSTART" not in entry for entry in entries if entry.name == "VTODO")
    assert len({entry["UID"] for entry in entries}) == len(entries)
    assert {entry["RRULE"].to_ical() for entry in entries if "RRULE" in entry} >= {
        b"FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=3",
        b"FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1",
    }


def test_the_calendar_is_as_other_programs_need_it():
    """Lines end in CRLF and hold 75 octets at most; all that RFC 5545 and Outlook ask for is there."""
    words = "Für Ämter, Höfe; Straßen \\ Wege " * 9
    everything = catalogue(goal(text=words, deadlines=tuple(one for one, _, _ in ONE_OF_EACH.values())))
    written = calendar_of(agenda_of(everything, TODAY))
    lines = written.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    read = Calendar.from_ical(written)
    assert {"PRODID", "VERSION", "METHOD", "X-WR-CALNAME"} <= read.keys()
    for entry in read.walk("VEVENT") + read.walk("VTODO"):
        assert {"UID", "DTSTAMP", "SUMMARY"} <= entry.keys()
        assert words.strip() in entry["DESCRIPTION"]
    assert len(read.walk("VTODO")) == sum(first is None for _, first, _ in ONE_OF_EACH.values())


def test_a_recurring_entry_begins_on_a_day_of_its_rule():
    """Outlook shows an additional day where the first day does not suit the rule."""
    everything = catalogue(goal(deadlines=tuple(one for one, _, _ in ONE_OF_EACH.values())))
    for event in Calendar.from_ical(calendar_of(agenda_of(everything, TODAY))).walk("VEVENT"):
        assert event["DTSTART"].params["VALUE"] == "DATE"
        if "RRULE" in event:
            begins = datetime.combine(event["DTSTART"].dt, time())
            assert rrulestr(event["RRULE"].to_ical().decode(), dtstart=begins)[0] == begins


def test_the_same_edition_gives_the_same_calendar():
    """Read again, a calendar replaces its entries instead of doubling them."""
    items = agenda_of(catalogue(goal("UZ1", text="Sehr langer " * 20, deadlines=(deadline(),))), TODAY)
    assert calendar_of(items) == calendar_of(items)
    later = agenda_of(catalogue(*(item.goal for item in items)), TODAY.replace(year=2027))
    assert calendar_of(items) == calendar_of(later)
    summary = Calendar.from_ical(calendar_of(items)).walk("VEVENT")[0]["SUMMARY"]
    assert summary.endswith("…")
    assert len(summary) <= 80


def test_goals_of_one_id_and_deadline_are_entries_of_their_own():
    """A calendar program would keep one of two entries with the same UID; the first keeps what it had."""
    twins = [goal("UZ1", text=text, deadlines=(deadline(),)) for text in ("Hort bauen.", "Kita bauen.")]
    both, alone = (
        Calendar.from_ical(calendar_of(agenda_of(catalogue(*goals), TODAY))).walk("VEVENT")
        for goals in (twins, twins[:1])
    )
    assert len({entry["UID"] for entry in both}) == len(twins)
    assert both[0]["UID"] == alone[0]["UID"]
