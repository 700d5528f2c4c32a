"""Text and column are joined without losing or doubling anything."""

from pipeline.deadlines import join_deadlines
from tests.factories import deadline

TEXT = deadline("2026-12-31", source="text", span=(0, 8))


def test_what_both_say_is_one_entry():
    """The same deadline in text and column is one entry of both, with the place in the text."""
    joined, conflict = join_deadlines((TEXT,), (deadline("2026-12-31", "31.12.2026"),))
    assert [(one.source, one.span, one.text) for one in joined] == [("both", (0, 8), "bis Ende 2026")]
    assert not conflict


def test_what_differs_is_a_conflict():
    """Two different due days are two entries and contradict each other."""
    joined, conflict = join_deadlines((TEXT,), (deadline("2027-06-30", "Mitte 2027"),))
    assert [one.source for one in joined] == ["text", "column"]
    assert conflict


def test_another_kind_is_no_conflict():
    """A start in the text and a due day in the column belong together."""
    start = deadline("2026", "ab 2026", kind="start", source="text", span=(0, 7))
    joined, conflict = join_deadlines((start,), (deadline(),))
    assert len(joined) == 2
    assert not conflict


def test_the_column_may_say_less():
    """A bare *jährlich* in the column repeats *jährlich zum 31.03.* of the text."""
    yearly = deadline("XXXX-03-31", "jährlich zum 31.03.", kind="recurring", recurrence="P1Y", source="text")
    joined, conflict = join_deadlines(
        (yearly,), (deadline(None, "jährlich", kind="recurring", recurrence="P1Y"),)
    )
    assert [(one.source, one.value) for one in joined] == [("both", "XXXX-03-31")]
    assert not conflict


def test_one_side_alone_stays_as_it_is():
    """Without the other side nothing changes."""
    assert join_deadlines((TEXT,), ()) == ((TEXT,), False)
    assert join_deadlines((), (deadline(),)) == ((deadline(),), False)
