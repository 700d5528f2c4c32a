"""Derive from the source what a perfect run would give: the gold catalogues and the gold diff.

Statuses are computed, only the lineage is stated: `source/lineage.toml` says for each goal of the old
edition what became of it. A change bears every status that holds.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from corpus.source import FOLDER, Deadline, Edition, Goal, normal_form, read_notes
from pipeline.records import Status

LEVEL = re.compile(r"ÜQZ|HF|LZ|UZ|M")
STATUSES: tuple[str, ...] = get_args(Status)
Lineage = Mapping[str, tuple[str, ...]]


def gold_catalogue(edition: Edition) -> dict[str, Any]:
    """The catalogue that a perfect run would give."""
    notes = [(str(mark), goal, text) for mark, (goal, text) in enumerate(read_notes(edition), 1)]
    return {
        "edition": edition.key,
        "title": edition.title,
        "county": edition.county,
        "period": list(edition.period),
        "themes": [{"number": theme.number, "title": theme.title} for theme in edition.themes],
        "goals": [
            gold_goal(goal, [mark for mark, owner, _ in notes if owner == goal.id]) for goal in edition.goals
        ],
        "footnotes": [{"mark": mark, "text": text} for mark, _, text in notes],
    }


def gold_goal(goal: Goal, marks: list[str]) -> dict[str, Any]:
    """One goal of the catalogue."""
    text = normal_form(goal.paragraphs)
    return {
        "theme": goal.theme,
        "id": goal.id,
        "level": level_of(goal.id),
        "parent": parent_of(goal.id),
        "text": text,
        "deadlines": [gold_deadline(deadline, text) for deadline in goal.deadlines],
        "responsible": goal.responsible,
        "indicator": goal.indicator,
        "footnotes": marks,
    }


def gold_deadline(deadline: Deadline, text: str) -> dict[str, Any]:
    """One deadline of a goal with this text."""
    start = -1 if deadline.source == "column" else text.index(deadline.text)
    return {
        "kind": deadline.kind,
        "value": deadline.value,
        "recurrence": deadline.recurrence,
        "text": deadline.text,
        "span": None if start < 0 else [start, start + len(deadline.text)],
        "source": deadline.source,
        "anchor": deadline.anchor,
        "end": deadline.end,
    }


def level_of(identifier: str) -> str:
    """Level of a canonical id: `UZQ1` → `UZ`."""
    match = LEVEL.match(identifier)
    assert match, identifier
    return match[0]


def parent_of(identifier: str) -> str | None:
    """Id of the goal above: `UZ2.1.1` → `LZ2.1`; `UZQ1` → `ÜQZ`."""
    level = level_of(identifier)
    if level not in ("UZ", "M"):
        return None
    if identifier.startswith("UZQ"):
        return "ÜQZ"
    above = {"UZ": "LZ", "M": "UZ"}[level]
    return above + identifier.removeprefix(level).rpartition(".")[0]


# -------------------------------------------------------------------- diff


def read_lineage() -> tuple[dict[str, str], Lineage]:
    """Counterparts of the themes, and for each old goal the new ones that it became."""
    data = tomllib.loads((FOLDER / "source" / "lineage.toml").read_text(encoding="utf-8"))
    goals = {old: (new,) if isinstance(new, str) else tuple(new) for old, new in data["goals"].items()}
    return data["themes"], goals


def gold_diff(old: Edition, new: Edition) -> dict[str, Any]:
    """The comparison that a perfect run would give."""
    themes, lineage = read_lineage()
    changes = list(gold_changes(old, new, themes, lineage))
    counts = Counter(status for change in changes for status in change["statuses"])
    return {
        "old": old.key,
        "new": new.key,
        "summary": {status: counts[status] for status in STATUSES},
        "changes": changes,
    }


def gold_changes(
    old: Edition, new: Edition, themes: Mapping[str, str], lineage: Lineage
) -> Iterator[dict[str, Any]]:
    """All changes: those of the old goals in their order, then what was added."""
    before, after = ({goal.id: goal for goal in edition.goals} for edition in (old, new))
    sources = {target: tuple(o for o in before if target in lineage[o]) for target in after}
    seen: set[str] = set()
    for identifier in before:
        if identifier not in seen:
            targets = lineage[identifier]
            group = sources[targets[0]] if targets else (identifier,)
            seen.update(group)
            yield gold_change([before[o] for o in group], [after[n] for n in targets], themes)
    yield from (gold_change([], [goal], themes) for goal in new.goals if not sources[goal.id])


def gold_change(old: list[Goal], new: list[Goal], themes: Mapping[str, str]) -> dict[str, Any]:
    """One change with all statuses that hold."""
    found = set(find_statuses(old, new, themes)) or {"unchanged"}
    return {
        "old": [goal.id for goal in old],
        "new": [goal.id for goal in new],
        "statuses": [status for status in STATUSES if status in found],
    }


def find_statuses(old: list[Goal], new: list[Goal], themes: Mapping[str, str]) -> Iterator[str]:
    """Every status that holds; none where nothing has changed."""
    if not old or not new:
        yield "removed" if old else "added"
        return
    if len(new) > 1:
        yield "split"
    elif len(old) > 1:
        yield "merged"
    if joined_text(old) != joined_text(new):
        yield "reworded"
    if not {goal.id for goal in old} & {goal.id for goal in new}:
        yield "renumbered"
    if any(goal.theme not in {themes.get(before.theme) for before in old} for goal in new):
        yield "moved"
    if {level_of(goal.id) for goal in old} != {level_of(goal.id) for goal in new}:
        yield "level_changed"
    if deadline_keys(old) != deadline_keys(new):
        yield "deadline_changed"


def joined_text(goals: Iterable[Goal]) -> str:
    """The texts of goals one after the other."""
    return " ".join(normal_form(goal.paragraphs) for goal in goals)


def deadline_keys(goals: Iterable[Goal]) -> set[tuple[str, str | None, str | None]]:
    """What makes two deadlines the same."""
    return {(d.kind, d.value, d.recurrence) for goal in goals for d in goal.deadlines}
