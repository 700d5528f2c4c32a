"""Deadlines in short, for cases: `due 2026-12-31`, `recurring P1Y -`, `relative P6M @ Projektende`."""

from pipeline.records import Deadline


def written(deadline: Deadline) -> str:
    """A deadline in the notation of the cases."""
    parts = [deadline.kind, *([deadline.recurrence] if deadline.recurrence else []), deadline.value or "-"]
    return " ".join(parts) + (f" @ {deadline.anchor}" if deadline.anchor else "")
