"""Diff → `diff.html`: figures by theme, the flow of goals, and every change side by side."""

from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import frozen

from pipeline.records import Catalogue, Change, Diff, Evidence, Goal, Theme
from pipeline.report.alluvial import draw_flow
from pipeline.report.diff_marks import Mark, mark_sides
from pipeline.report.diff_text import DOUBT, STATUS_WORDS, count_fates, describe_fates
from pipeline.report.page import render

STATUS_HEADS = STATUS_WORDS | {  # with soft hyphens, for narrow columns
    "unchanged": "unver\N{SOFT HYPHEN}ändert",
    "reworded": "umfor\N{SOFT HYPHEN}muliert",
    "renumbered": "umnum\N{SOFT HYPHEN}meriert",
    "moved": "ver\N{SOFT HYPHEN}schoben",
    "merged": "zusammen\N{SOFT HYPHEN}gelegt",
    "removed": "ent\N{SOFT HYPHEN}fallen",
}
EVIDENCE_WORDS = {
    "wording": "Wortlaut",
    "rare": "einmalige Wörter",
    "distinct": "Vorsprung vor anderen",
    "theme": "Thema",
    "parent": "übergeordnetes Ziel",
    "siblings": "Nachbarziele",
    "children": "Ziele darunter",
    "deadline": "Frist",
    "level": "Stufe",
    "id": "Kennung",
}
HOMELESS = "ohne Thema"
ZOOM = 150  # per cent at which a PDF opens at the place of a goal
MARGIN = 20  # points left above that place


@frozen
class Links:
    """Where the two editions can be opened, relative to the page; None: nowhere."""

    document: str | None = None
    report: str | None = None


@frozen
class GoalView:
    """A goal on one side of a change; `number` is its part's number where there are several."""

    goal: Goal
    theme: str
    marks: tuple[Mark, ...]
    document: str | None
    report: str | None
    number: int = 0


@frozen
class ChangeView:
    """A change as the page shows it."""

    change: Change
    anchor: str
    old: tuple[GoalView, ...]
    new: tuple[GoalView, ...]
    themes: tuple[str, ...]
    facts: tuple[str, ...]
    doubts: tuple[str, ...]
    evidence: tuple[tuple[str, int], ...]


@frozen
class ThemeRow:
    """A line of the table by theme; `label` names the old theme and the new one."""

    label: tuple[str, str]
    old: int
    new: int
    counts: Mapping[str, int]


def diff_report(diff: Diff, old: Catalogue, new: Catalogue, links: tuple[Links, Links] | None = None) -> str:
    """The page on two editions."""
    return render(
        "diff.html",
        diff=diff,
        old=old,
        new=new,
        words=STATUS_WORDS,
        heads=STATUS_HEADS,
        lede=describe_fates(diff, old, new),
        fates=count_fates(diff),
        rows=tuple(theme_rows(diff, old, new)),
        drawing=draw_flow(diff, old, new),
        changes=tuple(build_views(diff, old, new, links or (Links(), Links()))),
    )


# ------------------------------------------------------------ table by theme


def theme_rows(diff: Diff, old: Catalogue, new: Catalogue) -> Iterator[ThemeRow]:
    """A row per pair of themes, and one for the goals that stand in none."""
    titles = [{theme.number: theme for theme in edition.themes} for edition in (old, new)]
    sizes = [Counter(goal.theme for goal in edition.goals) for edition in (old, new)]
    homes = [(home_of(change, old, new), change) for change in diff.changes]
    for pair in diff.themes:
        own = {("new", pair.new), ("old", pair.old)} - {("new", None), ("old", None)}
        label = (title_of(pair.old, titles[0]), title_of(pair.new, titles[1]))
        counts = Counter[str](status for home, change in homes if home in own for status in change.statuses)
        yield ThemeRow(
            label, sizes[0][pair.old] if pair.old else 0, sizes[1][pair.new] if pair.new else 0, counts
        )
    if None in {*sizes[0], *sizes[1]}:
        counts = Counter[str](
            status for home, change in homes if home[1] is None for status in change.statuses
        )
        yield ThemeRow((HOMELESS, HOMELESS), sizes[0][None], sizes[1][None], counts)


def home_of(change: Change, old: Catalogue, new: Catalogue) -> tuple[str, str | None]:
    """The theme where a change is counted: its new one, or the old one of what was removed."""
    if change.new_places:
        return "new", new.goals[change.new_places[0]].theme
    return "old", old.goals[change.old_places[0]].theme


def title_of(number: str | None, themes: Mapping[str, Theme]) -> str:
    """Number and title of a theme."""
    if number is None:
        return "ohne Gegenstück"
    return f"{number} {themes[number].title}" if number in themes else number


# ------------------------------------------------------------------ the list


def build_views(
    diff: Diff, old: Catalogue, new: Catalogue, links: tuple[Links, Links]
) -> Iterator[ChangeView]:
    """All changes in the order of the diff."""
    titles = [{theme.number: theme for theme in edition.themes} for edition in (old, new)]
    for number, change in enumerate(diff.changes, 1):
        marks = mark_sides(change, old, new)
        sides = [
            tuple(
                view_goal(edition.goals[place], place, marks[side][at], titles[side], links[side], edition)
                for at, place in enumerate(places)
            )
            for side, (edition, places) in enumerate(((old, change.old_places), (new, change.new_places)))
        ]
        yield ChangeView(
            change=change,
            anchor=f"aenderung-{number}",
            old=sides[0],
            new=sides[1],
            themes=tuple(
                f"{name}:{view.goal.theme}"
                for name, side in zip(("alt", "neu"), sides, strict=True)
                for view in side
                if view.goal.theme
            ),
            facts=tuple(note for note in change.notes if not note.startswith(DOUBT)),
            doubts=tuple(note for note in change.notes if note.startswith(DOUBT)),
            evidence=tuple(describe_evidence(change.evidence)),
        )


def view_goal(
    goal: Goal,
    place: int,
    marks: tuple[Mark, ...],
    themes: Mapping[str, Theme],
    links: Links,
    edition: Catalogue,
) -> GoalView:
    """A goal with its links; `place` is its place in the edition, which its own report counts from 1."""
    numbers = {mark.part for mark in marks if mark.part}
    return GoalView(
        goal=goal,
        theme=title_of(goal.theme, themes) if goal.theme else HOMELESS,
        marks=marks,
        document=document_link(goal, links.document) if edition.source.kind == "pdf" else None,
        report=f"{links.report}#ziel-{place + 1}" if links.report else None,
        number=numbers.pop() if len(numbers) == 1 else 0,
    )


def document_link(goal: Goal, document: str | None) -> str | None:
    """The page of a PDF, scrolled to the goal: both big browsers understand *zoom=scale,left,top*."""
    if document is None:
        return None
    box = next((box for box in goal.bbox if box[0] == goal.page), None)
    place = f"&zoom={ZOOM},{max(box[1] - MARGIN, 0):.0f},{max(box[2] - MARGIN, 0):.0f}" if box else ""
    return f"{document}#page={goal.page}{place}"


def describe_evidence(evidence: Evidence | None) -> Iterator[tuple[str, int]]:
    """What speaks for a pair, in per cent."""
    for name, word in EVIDENCE_WORDS.items():
        value = getattr(evidence, name, None)
        if value is not None:
            yield word, round(value * 100)
