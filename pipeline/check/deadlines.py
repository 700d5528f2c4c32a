"""Deadlines that a planner should look at. Every finding says what to do."""

from collections.abc import Iterator
from datetime import date

from pipeline.records import Catalogue, Deadline, Finding, Goal, Severity

LEVEL_OF_MEASURES = "M"
CONFLICT = "deadline-conflict"  # flag of the goal and code of the finding


def check_deadlines(catalogue: Catalogue) -> tuple[Finding, ...]:
    """Find deadlines that contradict something or cannot be, and measures without any."""
    findings = list(_missing(catalogue))
    for goal in catalogue.goals:
        findings += _impossible(goal)
        findings += _conflict(goal)
        findings += _outside_period(goal, catalogue.period)
    return (*findings, *_later_than_parent(catalogue))


def _missing(catalogue: Catalogue) -> Iterator[Finding]:
    for goal in catalogue.goals:
        if goal.level == LEVEL_OF_MEASURES and not goal.deadlines:
            yield _finding(
                "info",
                "deadline-missing",
                goal,
                f"{goal.id}: Die Maßnahme nennt keine Frist. Bitte prüfen, ob sie eine haben soll.",
            )


def _impossible(goal: Goal) -> Iterator[Finding]:
    for deadline in goal.deadlines:
        if deadline.kind in ("due", "start") and deadline.value is None and deadline.anchor is None:
            message = f"{goal.id}: Den Tag „{deadline.text}“ gibt es nicht. Bitte im Dokument nachsehen."
            yield _finding("error", "deadline-impossible", goal, message)


def _conflict(goal: Goal) -> Iterator[Finding]:
    if CONFLICT in goal.flags:
        days = ", ".join(f"„{deadline.text}“" for deadline in goal.deadlines if deadline.kind == "due")
        message = f"{goal.id}: Text und Fristspalte nennen verschiedene Fristen ({days}). Bitte entscheiden."
        yield _finding("warning", CONFLICT, goal, message)


def _outside_period(goal: Goal, period: tuple[int, int] | None) -> Iterator[Finding]:
    for deadline, day in _due_days(goal):
        if period and day.year < period[0]:
            message = (
                f"{goal.id}: „{deadline.text}“ liegt vor dem Beginn der Laufzeit {period[0]}–{period[1]}."
            )
            yield _finding("warning", "deadline-before-period", goal, message)
        if period and day.year > period[1]:
            message = (
                f"{goal.id}: „{deadline.text}“ liegt nach dem Ende der Laufzeit {period[0]}–{period[1]}."
            )
            yield _finding("warning", "deadline-after-period", goal, message)


def _later_than_parent(catalogue: Catalogue) -> Iterator[Finding]:
    by_id = {goal.id: goal for goal in catalogue.goals}
    for goal in catalogue.goals:
        parent = by_id.get(goal.parent or "")
        latest = max((day for _, day in _due_days(parent)), default=None) if parent else None
        for deadline, day in _due_days(goal):
            if parent and latest and day > latest:
                message = (
                    f"{goal.id}: „{deadline.text}“ liegt nach der Frist des übergeordneten Ziels {parent.id} "
                    f"({latest:%d.%m.%Y}). Bitte beide Fristen abgleichen."
                )
                yield _finding("warning", "deadline-after-parent", goal, message)


def _due_days(goal: Goal) -> Iterator[tuple[Deadline, date]]:
    for deadline in goal.deadlines:
        if deadline.kind == "due" and deadline.end:
            yield deadline, date.fromisoformat(deadline.end)


def _finding(severity: Severity, code: str, goal: Goal, message: str) -> Finding:
    return Finding(severity, code, goal.id, goal.page, message)
