"""Deadlines that a planner should look at become findings that say what to do."""

import pytest

from pipeline.check.deadlines import check_deadlines
from tests.factories import catalogue, deadline, goal


def due(day: str | None, **fields: object) -> object:
    return deadline(day, end=day, **fields)


def codes(*goals: object) -> list[tuple[str, str, str | None]]:
    return [(one.severity, one.code, one.goal) for one in check_deadlines(catalogue(*goals))]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-12-31", [("warning", "deadline-before-period", "UZ1")]),
        ("2025-01-01", []),
        ("2030-12-31", []),
        ("2031-01-01", [("warning", "deadline-after-period", "UZ1")]),
        (None, [("error", "deadline-impossible", "UZ1")]),
    ],
)
def test_days_and_the_period(day, expected):
    """A due day lies within the edition's period and in the calendar, or a finding says so."""
    assert codes(goal("UZ1", deadlines=(due(day),))) == expected


def test_an_event_without_a_day_is_possible():
    """A deadline that hangs on an event has no day, which is no mistake."""
    assert codes(goal("UZ1", deadlines=(due(None, anchor="Kommunalwahl 2029"),))) == []


def test_a_year_that_is_open_is_no_mistake():
    """A day without a year cannot be compared with the period."""
    assert codes(goal("UZ1", deadlines=(deadline("XXXX-10-15"),))) == []


def test_a_child_later_than_its_parent():
    """A child may not be due after its parent."""
    parent = goal("UZ1.1", deadlines=(due("2026-12-31"),))
    late = goal("M1.1.1", parent="UZ1.1", deadlines=(due("2027-06-30"),))
    in_time = goal("M1.1.2", parent="UZ1.1", deadlines=(due("2026-12-31"),))
    assert codes(parent, late, in_time) == [("warning", "deadline-after-parent", "M1.1.1")]


def test_a_measure_without_any_deadline():
    """A measure without a deadline is told for information, other levels are not."""
    assert codes(goal("M1.1.1"), goal("UZ1.1")) == [("info", "deadline-missing", "M1.1.1")]


def test_text_and_column_that_contradict_each_other():
    """The conflict of a goal becomes a finding that names both."""
    found = check_deadlines(
        catalogue(
            goal(
                "UZ1",
                flags=("deadline-conflict",),
                deadlines=(due("2026-12-31"), due("2027-12-31", text="2027")),
            )
        )
    )
    assert [one.code for one in found] == ["deadline-conflict"]
    assert "„bis Ende 2026“, „2027“" in found[0].message


def test_without_a_period_nothing_is_outside():
    """An edition whose period is not known has no deadline outside of it."""
    assert check_deadlines(catalogue(goal("UZ1", deadlines=(due("1999-12-31"),)), period=None)) == ()
