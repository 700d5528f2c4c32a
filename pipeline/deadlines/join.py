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
    in_column = {_identity(deadline) for deadline in from_column}
    in_text = {_identity(deadline) for deadline in from_text}
    joined = tuple(
        evolve(deadline, source="both") if _identity(deadline) in in_column else deadline for deadline in from_text
    )
    added = tuple(deadline for deadline in from_column if _identity(deadline) not in in_text)
    due_text, due_column = ({d.value for d in found if d.kind == "due"} for found in (from_text, from_column))
    return joined + added, bool(due_text and due_column and not due_text & due_column)


def _identity(deadline: Deadline) -> tuple[str, str | None, str | None]:
    return deadline.kind, deadline.value, deadline.recurrence
