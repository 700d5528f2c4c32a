"""Values of periods span the days that the civil code and the calendar give them."""

from datetime import date

import pytest

from pipeline.deadlines.periods import in_coming_year, later, window_of


@pytest.mark.parametrize(
    ("value", "mod", "first", "last"),
    [
        ("2026-03-31", None, "2026-03-31", "2026-03-31"),
        ("2028-02", None, "2028-02-01", "2028-02-29"),
        ("2026-05", "START", "2026-05-01", "2026-05-01"),
        ("2026-05", "MID", "2026-05-15", "2026-05-15"),
        ("2026-05", "END", "2026-05-31", "2026-05-31"),
        ("2026", None, "2026-01-01", "2026-12-31"),
        ("2026", "START", "2026-01-01", "2026-03-31"),
        ("2026", "FIRST", "2026-01-01", "2026-01-01"),
        ("2026", "MID", "2026-06-30", "2026-06-30"),
        ("2026", "END", "2026-12-31", "2026-12-31"),
        ("202", None, "2020-01-01", "2029-12-31"),
        ("19", None, "1900-01-01", "1999-12-31"),
        ("2026-Q3", None, "2026-07-01", "2026-09-30"),
        ("2026-Q1", "START", "2026-01-01", "2026-01-31"),
        ("2026-H2", None, "2026-07-01", "2026-12-31"),
        ("2026-W12", None, "2026-03-16", "2026-03-22"),
        ("2026-WI", None, "2026-12-01", "2027-02-28"),
        ("SY2026", None, "2026-08-01", "2027-07-31"),
        ("SY2026-H1", None, "2026-08-01", "2027-01-31"),
        ("SY2026-H2", None, "2027-02-01", "2027-07-31"),
        ("WS2026", None, "2026-10-01", "2027-03-31"),
        ("SS2026", None, "2026-04-01", "2026-09-30"),
        ("2026-EA", None, "2026-04-05", "2026-04-05"),
        ("2026-PE", None, "2026-05-24", "2026-05-24"),
        ("2026/2027", None, "2026-01-01", "2027-12-31"),
    ],
)
def test_windows(value, mod, first, last):
    """A value spans its first to its last day."""
    window = window_of(value, mod)
    assert (window.first.isoformat(), window.last.isoformat()) == (first, last)


@pytest.mark.parametrize("value", ["2026-02-31", "2026-13", "2026-W54", "XXXX-03", "2026-02-31/2027", "Mai"])
def test_no_window(value):
    """What is no period of the calendar has no days."""
    assert window_of(value) is None


@pytest.mark.parametrize(
    ("value", "mod", "filled"),
    [
        ("XXXX-10-15", None, "2025-10-15"),
        ("XXXX-03-31", None, "2026-03-31"),
        ("XXXX-05", None, "2025-05"),
        ("XXXX", "END", "2025"),
        ("XXXX-02-30", None, "2025-02-30"),
    ],
)
def test_plans_look_ahead(value, mod, filled):
    """A date without a year is the next one from the paper's day on."""
    assert in_coming_year(value, mod, date(2025, 5, 15)) == filled


@pytest.mark.parametrize(
    ("duration", "day"),
    [
        ("P1Y", "2025-01-31"),
        ("P1M", "2024-02-29"),
        ("P2W", "2024-02-14"),
        ("P10D", "2024-02-10"),
        ("PT1H", None),
    ],
)
def test_terms_end_on_the_day_of_the_same_number(duration, day):
    """A term ends on the day of the same number, or the month's last (§ 188 BGB)."""
    found = later(date(2024, 1, 31), duration)
    assert (found.isoformat() if found else None) == day
