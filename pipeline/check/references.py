"""Findings about a dataset's inner truth: what points to nothing, spans beside their words, impossible days.

Our own catalogues have none of these; a dataset that was edited by hand may.
"""

import re
from collections.abc import Iterator
from datetime import date

from pipeline.grammar import Grammar
from pipeline.records import Catalogue, Finding, Goal


def check_references(catalogue: Catalogue, grammar: Grammar) -> tuple[Finding, ...]:
    """Check that what is named exists, levels suit their ids, spans their words, and days the calendar."""
    ids = {goal.id for goal in catalogue.goals}
    themes = {theme.number for theme in catalogue.themes}
    marks = {footnote.mark for footnote in catalogue.footnotes}
    found: list[Finding] = []
    for goal in catalogue.goals:
        found += _pointing_nowhere(goal, ids, themes)
        found += _footnotes_unknown(goal, marks)
        found += _level_wrong(goal, grammar)
        found += _spans_beside_words(goal)
        found += _days_of_no_calendar(goal)
    return (*found, *_findings_of_no_goal(catalogue, ids))


def _pointing_nowhere(goal: Goal, ids: set[str], themes: set[str]) -> Iterator[Finding]:
    if goal.parent is not None and goal.parent not in ids:
        yield _error("parent-unknown", goal, f"Das übergeordnete Ziel {goal.parent} gibt es nicht.")
    if goal.parent == goal.id:
        yield _error("parent-unknown", goal, "Das Ziel ist sich selbst übergeordnet.")
    if goal.theme is not None and goal.theme not in themes:
        yield _error("theme-unknown", goal, f"Das Thema {goal.theme} steht nicht unter den Themen.")


def _footnotes_unknown(goal: Goal, marks: set[str]) -> Iterator[Finding]:
    for mark in goal.footnotes:
        if mark not in marks:
            message = f"{goal.id}: Zum Fußnotenzeichen {mark} wurde keine Fußnote gefunden."
            advice = f"Bitte am Fuß von Seite {goal.page} nachsehen."
            yield Finding("warning", "footnote-unknown", goal.id, goal.page, f"{message} {advice}")


def _level_wrong(goal: Goal, grammar: Grammar) -> Iterator[Finding]:
    reading = grammar.parse(goal.id)
    if reading is not None and grammar.kind(reading.prefix).level != goal.level:
        yield _error("level-wrong", goal, f"Die Stufe {goal.level} passt nicht zur Kennung.")


def _days_of_no_calendar(goal: Goal) -> Iterator[Finding]:
    for deadline in goal.deadlines:
        for day in (deadline.value, deadline.start, deadline.end):
            if day and re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) and not _is_day(day):
                yield _error("day-impossible", goal, f"Den Tag {day} gibt es nicht.")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _spans_beside_words(goal: Goal) -> Iterator[Finding]:
    for deadline in goal.deadlines:
        if deadline.span and goal.text[slice(*deadline.span)] != deadline.text:
            place = f"{deadline.span[0]} bis {deadline.span[1]}"
            yield _error("span-wrong", goal, f"„{deadline.text}“ steht nicht an der Stelle {place}.")


def _findings_of_no_goal(catalogue: Catalogue, ids: set[str]) -> Iterator[Finding]:
    for finding in catalogue.findings:
        if finding.goal is not None and finding.goal not in ids:
            message = f"Der Befund „{finding.code}“ nennt {finding.goal}; dieses Ziel gibt es nicht."
            yield Finding("error", "goal-unknown", None, finding.page, message)


def _error(code: str, goal: Goal, problem: str) -> Finding:
    advice = "Bitte im Datensatz berichtigen oder das Dokument neu einlesen."
    return Finding("error", code, goal.id, goal.page, f"{goal.id}: {problem} {advice}")
