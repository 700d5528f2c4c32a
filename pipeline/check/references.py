"""Findings about references inside a dataset: what points to nothing, spans that miss their words.

Our own catalogues have none of these; a dataset that was edited by hand may.
"""

from collections.abc import Iterator

from pipeline.records import Catalogue, Finding, Goal


def check_references(catalogue: Catalogue) -> tuple[Finding, ...]:
    """Check that all parents, themes and goals that are named exist, and that spans hold their words."""
    ids = {goal.id for goal in catalogue.goals}
    themes = {theme.number for theme in catalogue.themes}
    found: list[Finding] = []
    for goal in catalogue.goals:
        found += _pointing_nowhere(goal, ids, themes)
        found += _spans_beside_words(goal)
    return (*found, *_findings_of_no_goal(catalogue, ids))


def _pointing_nowhere(goal: Goal, ids: set[str], themes: set[str]) -> Iterator[Finding]:
    if goal.parent is not None and goal.parent not in ids:
        yield _error("parent-unknown", goal, f"Das übergeordnete Ziel {goal.parent} gibt es nicht.")
    if goal.parent == goal.id:
        yield _error("parent-unknown", goal, "Das Ziel ist sich selbst übergeordnet.")
    if goal.theme is not None and goal.theme not in themes:
        yield _error("theme-unknown", goal, f"Das Thema {goal.theme} steht nicht unter den Themen.")


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
