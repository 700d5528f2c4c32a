"""A catalogue in a few figures, and those in words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from statistics import mean
from typing import Any

from pipeline.records import Catalogue, Finding


def count(catalogue: Catalogue) -> dict[str, Any]:
    """Goals per level, deadlines, repairs, goals to review, findings per severity."""
    return {
        "goals": count_levels(catalogue),
        "deadlines": sum(len(goal.deadlines) for goal in catalogue.goals),
        "repairs": len(catalogue.repairs),
        "review": sum(bool(goal.flags) for goal in catalogue.goals),
        "findings": count_findings(catalogue.findings),
    }


def count_levels(catalogue: Catalogue) -> dict[str, int]:
    """Goals per level, the highest level first: the one whose goals stand highest on average."""
    depths = find_depths(catalogue)
    by_level: dict[str, list[int]] = {}
    for goal in catalogue.goals:
        by_level.setdefault(goal.level, []).append(depths[goal.id])
    ordered = sorted(by_level, key=lambda level: mean(by_level[level]))
    return {level: len(by_level[level]) for level in ordered}


def find_depths(catalogue: Catalogue) -> dict[str, int]:
    """How many goals stand above each goal; a circle of parents ends where it closes."""
    parents = {goal.id: goal.parent for goal in catalogue.goals}
    return {id: sum(1 for _ in find_above(id, parents)) for id in parents}


def find_above(id: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    """The goals above a goal, the nearest first."""
    seen = {id}
    parent = parents[id]
    while parent is not None and parent in parents and parent not in seen:
        yield parent
        seen.add(parent)
        parent = parents[parent]


def count_findings(findings: Iterable[Finding]) -> dict[str, int]:
    """Findings per severity, the gravest first."""
    severities = Counter(finding.severity for finding in findings)
    return {severity: severities[severity] for severity in ("error", "warning", "info")}


def describe_counts(counts: dict[str, Any]) -> str:
    """The figures in one German line."""
    goals = sum(counts["goals"].values())
    levels = ", ".join(f"{number} {level}" for level, number in counts["goals"].items())
    return "; ".join(
        (
            f"{number_of(goals, 'Ziel', 'Ziele')} ({levels})",
            number_of(counts["deadlines"], "Frist", "Fristen"),
            number_of(counts["repairs"], "Berichtigung", "Berichtigungen"),
            f"{number_of(counts['review'], 'Ziel', 'Ziele')} zu prüfen",
            describe_findings(counts["findings"]),
        )
    )


def describe_findings(findings: dict[str, int]) -> str:
    """The findings in words: *2 Fehler, 1 Warnung*."""
    words = {
        "error": ("Fehler", "Fehler"),
        "warning": ("Warnung", "Warnungen"),
        "info": ("Hinweis", "Hinweise"),
    }
    present = (number_of(number, *words[severity]) for severity, number in findings.items() if number)
    return enumerate_words(present) or "keine Befunde"


def number_of(number: int, singular: str, plural: str) -> str:
    """*1 Ziel*, *2 Ziele*."""
    return f"{number} {singular if number == 1 else plural}"


def enumerate_words(words: Iterable[str]) -> str:
    """*a*, *a und b*, *a, b und c*."""
    *front, last = list(words) or [""]
    return f"{', '.join(front)} und {last}" if front else last
