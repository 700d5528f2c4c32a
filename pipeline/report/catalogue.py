"""Catalogue → `report.html`: findings first, then the goals by theme and hierarchy."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from pipeline.records import Catalogue, Finding, Goal
from pipeline.report.marking import Segment, mark_text
from pipeline.report.page import render
from pipeline.report.summary import count, find_depths

SEVERITY_ORDER = ("error", "warning", "info")


@frozen
class Entry:
    """A goal as the report shows it. `anchor` is unique on the page, also where ids are not."""

    goal: Goal
    anchor: str
    depth: int
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]


@frozen
class Section:
    """A theme with its goals in document order; `number` is None where the theme is unknown."""

    number: str | None
    title: str
    entries: tuple[Entry, ...]


def catalogue_report(catalogue: Catalogue, level_names: Mapping[str, str] | None = None) -> str:
    """The page on one edition. `level_names` spells the levels out: *LZ* is a *Leitziel*."""
    entries = tuple(build_entries(catalogue))
    return render(
        "catalogue.html",
        catalogue=catalogue,
        counts=count(catalogue),
        findings=sorted(catalogue.findings, key=lambda finding: SEVERITY_ORDER.index(finding.severity)),
        sections=tuple(build_sections(catalogue, entries)),
        anchors={entry.goal.id: entry.anchor for entry in reversed(entries)},
        level_names=level_names or {},
    )


def build_entries(catalogue: Catalogue) -> Iterator[Entry]:
    """The goals in document order, each with its place in the hierarchy."""
    depths = find_depths(catalogue)
    findings = share_out(catalogue)
    for number, goal in enumerate(catalogue.goals, 1):
        yield Entry(
            goal=goal,
            anchor=f"ziel-{number}",
            depth=depths[goal.id],
            segments=mark_text(goal),
            findings=tuple(findings.get(number, ())),
        )


def share_out(catalogue: Catalogue) -> dict[int, list[Finding]]:
    """The findings of each goal, by its number: each finding once, also where goals share an id.

    It belongs to the first goal of its id on its page, else to the first of its id.
    """
    first: dict[str, int] = {}
    on_page: dict[tuple[str, int], int] = {}
    for number, goal in enumerate(catalogue.goals, 1):
        first.setdefault(goal.id, number)
        on_page.setdefault((goal.id, goal.page), number)
    shared: dict[int, list[Finding]] = {}
    for finding in catalogue.findings:
        if finding.goal in first:
            number = on_page.get((finding.goal, finding.page or 0), first[finding.goal])
            shared.setdefault(number, []).append(finding)
    return shared


def build_sections(catalogue: Catalogue, entries: Sequence[Entry]) -> Iterator[Section]:
    """What stands in no known theme, as it mostly comes first; then one section per theme."""
    known = {theme.number: theme.title for theme in catalogue.themes}
    homeless = tuple(entry for entry in entries if entry.goal.theme not in known)
    if homeless:
        yield Section(None, "Ohne Thema", homeless)
    for number, title in known.items():
        yield Section(number, title, tuple(entry for entry in entries if entry.goal.theme == number))
