"""What became of the deadlines."""

import pytest

from pipeline.compare.deadlines import compare_deadlines, describe_span, nearness
from tests.factories import deadline


@pytest.mark.parametrize(
    ("old", "new", "words", "days"),
    [
        ("2025-06-30", "2026-03-31", "um 9 Monate verschoben", 274),
        ("2026-12-31", "2025-12-31", "um 1 Jahr vorgezogen", -365),
        ("2025-12-31", "2027-03-31", "um 1 Jahr und 3 Monate verschoben", 455),
        ("2025-05-10", "2025-05-24", "um 14 Tage verschoben", 14),
        ("2025-05-10", "2025-05-11", "um 1 Tag verschoben", 1),
        ("2025-02-28", "2025-03-31", "um 1 Monat verschoben", 31),
    ],
)
def test_a_moved_date_says_by_how_much(old, new, words, days):
    """Days, and whole months from one month's end to another."""
    (change,) = compare_deadlines([deadline(old, end=old)], [deadline(new, end=new)])

    assert (words, days) == (change.words, change.days)


def test_the_same_deadline_in_other_words_is_no_change():
    """The meaning counts, not the words or the column."""
    old = deadline("2025-12-31", "bis Ende 2025", source="column")
    new = deadline("2025-12-31", "bis zum 31.12.2025", source="text", span=(3, 21))

    assert compare_deadlines([old], [new]) == ()


def test_the_nearest_of_a_kind_belong_together():
    """Each deadline has at most one counterpart; what is left went or came."""
    old = [deadline("2025-12-31"), deadline("2024-06-30")]
    new = [deadline("2024-12-31"), deadline("2026-03-31"), deadline(None, "jährlich", kind="recurring")]

    changes = compare_deadlines(old, new)

    assert [(c.old and c.old.value, c.new and c.new.kind, c.words) for c in changes] == [
        ("2025-12-31", "due", "um 3 Monate verschoben"),
        ("2024-06-30", "due", "um 6 Monate verschoben"),
        (None, "recurring", "neu"),
    ]


def test_another_kind_has_no_days():
    """From a date to a rhythm there is no distance in days."""
    (change,) = compare_deadlines(
        [deadline("2025-12-31")], [deadline(None, "jährlich", kind="recurring", recurrence="P1Y")]
    )

    assert (change.words, change.days) == ("geändert", None)


def test_a_lost_deadline_is_told():
    """What has no counterpart is gone."""
    (change,) = compare_deadlines([deadline()], [])

    assert (change.new, change.words) == (None, "entfallen")


def test_nearness_falls_with_the_distance():
    """Equal is 1, near is more than far, and no deadline is no evidence."""
    one, near, far = deadline("2025-12-31"), deadline("2026-03-31"), deadline("2029-12-31")
    rhythm = deadline(None, "jährlich", kind="recurring")

    assert nearness([one], [one]) == 1
    assert 1 > nearness([one], [near]) > nearness([one], [far]) > nearness([one], [rhythm]) == 0
    assert nearness([one], []) is None


def test_spans_need_no_order():
    """The distance is the same from both ends."""
    assert describe_span("2026-03-31", "2025-06-30") == describe_span("2025-06-30", "2026-03-31")
