"""How good a catalogue or a diff is, held against a gold one.

Works on the data of the JSON files, not on records: a gold file may hold only what it judges.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

Data = Mapping[str, Any]
Figures = dict[str, float]

QUOTES = re.compile(r"[„“”«»\"‚‘’']")
DASHES = re.compile(r"[–—]")


@frozen
class Mismatch:
    """Where got and gold part: what kind of thing, which one, and both texts where it is a text."""

    kind: str
    what: str
    got: str = ""
    gold: str = ""


@frozen
class Score:
    """Figures (shares from 0 to 1, and counts), and all places where got and gold part."""

    figures: Figures
    mismatches: tuple[Mismatch, ...]


def score(got: Any, gold: Any, themes: Collection[str] = ()) -> Score:
    """Score a catalogue, or a diff where gold is one. `themes` limits a catalogue to those."""
    if is_diff(gold):
        return score_diff(got, gold)
    return score_catalogue(got, gold, themes)


def is_diff(data: Any) -> bool:
    """Whether the data is a diff: a list of changes, or a mapping that holds one."""
    return isinstance(data, list) or "changes" in data


# --------------------------------------------------------------- catalogue


def score_catalogue(got: Data, gold: Data, themes: Collection[str] = ()) -> Score:
    """Figures of identifiers, hierarchy, texts, deadlines, and of doubt where a text is wrong.

    `cer` is the edit distance of all texts per letter of gold, a missing goal counting whole; `doubt`
    is the share of goals with a wrong text that bear a flag.
    """
    wanted = first_by_id(goal for goal in gold["goals"] if not themes or goal.get("theme") in themes)
    listed = [
        goal
        for goal in got["goals"]
        if not themes or goal.get("theme") in themes or canonical(goal["id"]) in wanted
    ]
    found = first_by_id(listed)
    distances = {id: text_distance(found.get(id), goal) for id, goal in wanted.items()}
    wrong = [id for id, distance in distances.items() if distance]
    dates, gold_dates = deadlines_of(found), deadlines_of(wanted)
    figures: Figures = {
        "goals": len(wanted),
        "duplicates": len(listed) - len(found),
        **agreement("ids", set(found), set(wanted)),
        **{field: share_alike(field, found, wanted) for field in ("level", "parent", "theme")},
        "cer": sum(distances.values()) / max(1, sum(len(fold(goal["text"])) for goal in wanted.values())),
        "exact": 1 - share(len(wrong), len(wanted), of_none=0.0),
        **agreement("deadlines", dates, gold_dates),
        "doubt": share(sum(bool(found.get(id, {}).get("flags")) for id in wrong), len(wrong)),
    }
    mismatches = (
        *differences("id", set(found), set(wanted)),
        *differences("deadline", dates, gold_dates),
        *(Mismatch("text", id, found[id]["text"], wanted[id]["text"]) for id in wrong if id in found),
    )
    return Score(figures, mismatches)


def first_by_id(goals: Iterable[Data]) -> dict[str, Data]:
    """Goals by canonical id; of doubles the first."""
    found: dict[str, Data] = {}
    for goal in goals:
        found.setdefault(canonical(goal["id"]), goal)
    return found


def canonical(identifier: str | None) -> str:
    """An identifier without blanks; nothing for none."""
    return re.sub(r"\s+", "", identifier or "")


def fold(text: str) -> str:
    """A text without what is a matter of typesetting: kinds of blanks, quotes and dashes."""
    plain = DASHES.sub("-", QUOTES.sub('"', text).replace("\N{SOFT HYPHEN}", ""))
    return " ".join(plain.split())


def text_distance(got: Data | None, gold: Data) -> int:
    """Letters to change until the text is the gold one."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(fold(got["text"]) if got else "", fold(gold["text"]))


def share_alike(field: str, found: Mapping[str, Data], wanted: Mapping[str, Data]) -> float:
    """Share of gold goals that were found and agree in the field."""
    alike = sum(
        id in found and canonical(found[id].get(field)) == canonical(goal.get(field))
        for id, goal in wanted.items()
    )
    return share(alike, len(wanted))


def deadlines_of(goals: Mapping[str, Data]) -> set[tuple[str, ...]]:
    """What is judged of the deadlines: goal, kind, value, recurrence."""
    return {
        (id, entry["kind"], entry.get("value") or "", entry.get("recurrence") or "")
        for id, goal in goals.items()
        for entry in goal.get("deadlines") or ()
    }


# -------------------------------------------------------------------- diff


@frozen
class Judged:
    """What is judged of a change. `unchanged` counts only where it stands alone."""

    old: frozenset[str]
    new: frozenset[str]
    statuses: frozenset[str]


def score_diff(got: Any, gold: Any) -> Score:
    """Figures of the links old – new, of the goals removed or added, and of the statuses."""
    figures: Figures = {}
    mismatches: list[Mismatch] = []
    for name, judged in (("pairs", links), ("fate", fates), ("statuses", statuses)):
        have, want = set(judged(read_changes(got))), set(judged(read_changes(gold)))
        figures |= agreement(name, have, want)
        mismatches += differences(name, have, want)
    return Score(figures, tuple(mismatches))


def read_changes(data: Any) -> Iterator[Judged]:
    """The changes of a diff; a single id or status may stand without a list."""
    for row in data["changes"] if isinstance(data, Mapping) else data:
        said = set(listed_ids(row.get("statuses") or row.get("status")))
        alone = said if len(said) == 1 else said - {"unchanged"}
        yield Judged(
            frozenset(listed_ids(row.get("old"))), frozenset(listed_ids(row.get("new"))), frozenset(alone)
        )


def listed_ids(value: str | list[str] | None) -> list[str]:
    """A value or a list of values as a list, without blanks."""
    values = [value] if isinstance(value, str) else value or []
    return [canonical(value) for value in values if value]


def links(changes: Iterable[Judged]) -> Iterator[tuple[str, ...]]:
    """Each old id with each new one; a split or merge gives one link per part."""
    return ((old, new) for change in changes for old in change.old for new in change.new)


def fates(changes: Iterable[Judged]) -> Iterator[tuple[str, ...]]:
    """The goals that have no counterpart."""
    for change in changes:
        yield from (("removed", id) for id in change.old if not change.new)
        yield from (("added", id) for id in change.new if not change.old)


def statuses(changes: Iterable[Judged]) -> Iterator[tuple[str, ...]]:
    """Each status of each change."""
    for change in changes:
        sides = "+".join(sorted(change.old)), "+".join(sorted(change.new))
        yield from ((*sides, status) for status in change.statuses)


# ------------------------------------------------------------------ shared


def agreement(name: str, got: Collection[Any], gold: Collection[Any]) -> Figures:
    """Precision, recall and F1 of a set; nothing found where nothing was to be found is right."""
    hits = len(set(got) & set(gold))
    precision = share(hits, len(got), of_none=float(not gold))
    recall = share(hits, len(gold))
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {f"{name}_p": precision, f"{name}_r": recall, f"{name}_f1": f1}


def differences(kind: str, got: set[Any], gold: set[Any]) -> Iterator[Mismatch]:
    """What is missing, then what is too much."""
    for item in sorted(gold - got):
        yield Mismatch(f"{kind} missing", describe(item))
    for item in sorted(got - gold):
        yield Mismatch(f"{kind} extra", describe(item))


def describe(item: str | tuple[str, ...]) -> str:
    """A judged thing in one line."""
    return item if isinstance(item, str) else " · ".join(part or "–" for part in item)


def share(part: int, whole: int, of_none: float = 1.0) -> float:
    """`part` of `whole`; `of_none` where there is no whole."""
    return part / whole if whole else of_none
