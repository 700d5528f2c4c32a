"""Join what a goal's text and its Frist column say."""

from attrs import evolve

from pipeline.records import Deadline


def join_deadlines(
    from_text: tuple[Deadline, ...], from_column: tuple[Deadline, ...]
) -> tuple[tuple[Deadline, ...], bool]:
    """Join the deadlines of text and column; the second value says whether they contradict each other.

    A deadline that both name is one entry with the source `both`; what the column alone says follows.
    They contradict each other where both name a day and no day is in both.
    """
    joined = tuple(
        evolve(deadline, source="both")
        if any(_repeats(other, deadline) for other in from_column)
        else deadline
        for deadline in from_text
    )
    added = tuple(
        other for other in from_column if not any(_repeats(other, deadline) for deadline in from_text)
    )
    due_text, due_column = ({d.value for d in found if d.kind == "due"} for found in (from_text, from_column))
    return joined + added, bool(due_text and due_column and not due_text & due_column)


def _repeats(in_column: Deadline, in_text: Deadline) -> bool:
    """Whether the column says no more than the text; *jährlich* repeats *jährlich zum 31.03.*."""
    same_kind = (in_column.kind, in_column.recurrence) == (in_text.kind, in_text.recurrence)
    return same_kind and (
        in_column.value == in_text.value or (in_column.kind == "recurring" and in_column.value is None)
    )
