"""From joined goals to changes, with evidence, doubts and notes."""

from collections.abc import Iterator, Sequence
from typing import Literal

from attrs import evolve

from pipeline.compare.changes import Comparer, parts_of
from pipeline.compare.confidence import Pair, find_kin, probability
from pipeline.compare.covering import Cover
from pipeline.compare.edition import Edition
from pipeline.compare.join import Joined
from pipeline.compare.notes import Notes
from pipeline.compare.reading import Reading
from pipeline.compare.settings import Settings
from pipeline.records import Change, Part, RunnerUp

ALMOST_SAME = 0.99  # similarity of other words is never 1

Group = tuple[tuple[int, ...], tuple[int, ...], Cover | None]


def describe(joined: Joined, reading: Reading, settings: Settings) -> Iterator[Change]:
    """A change for every pair, cover, and lone goal, in the order of the new edition's outline."""
    links = tuple(joined.links())
    columns = common_columns(joined.old, joined.new)
    comparer = Comparer(joined.themes, columns, _ids_by_id(joined, links), reading)
    notes = Notes(joined.old.titles, joined.new.titles, frozenset(goal.id for goal in joined.new.goals))
    kin = find_kin(joined.found, links)
    for old, new, cover in sorted([*_groups(joined), *_lone(joined, links)], key=_outline_place):
        before, after = [joined.old.goals[i] for i in old], [joined.new.goals[j] for j in new]
        change = comparer.change(before, after)
        if cover is not None:
            change = _with_parts(change, cover, parts_of(before, after, cover.shares, reading), settings)
        elif old and new:
            change = _with_evidence(change, joined, (old[0], new[0]), settings)
        else:
            change = _with_kin(change, joined, kin.get((bool(old), (old or new)[0])), settings)
        yield evolve(
            notes.describe(change, before, after),
            old_places=tuple(joined.old.origin[i] for i in old),
            new_places=tuple(joined.new.origin[j] for j in new),
        )


def _groups(joined: Joined) -> Iterator[Group]:
    yield from (((i,), (j,), None) for i, j in joined.pairs)
    for cover in joined.covers:
        yield ((cover.whole,), cover.parts, cover) if cover.is_split else (cover.parts, (cover.whole,), cover)


def _lone(joined: Joined, links: Sequence[Pair]) -> Iterator[Group]:
    yield from (((i,), (), None) for i in sorted(set(range(len(joined.old.goals))) - {i for i, _ in links}))
    yield from (((), (j,), None) for j in sorted(set(range(len(joined.new.goals))) - {j for _, j in links}))


def _outline_place(group: Group) -> tuple[bool, int]:
    old, new, _ = group
    return not new, (new or old)[0]


def _ids_by_id(joined: Joined, links: Sequence[Pair]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for i, j in links:
        found.setdefault(joined.old.goals[i].id, set()).add(joined.new.goals[j].id)
    return found


def _with_parts(change: Change, cover: Cover, parts: tuple[Part, ...], settings: Settings) -> Change:
    return evolve(
        change,
        similarity=round(cover.covered, 3),
        confidence=probability(settings.sure_parts, cover.surplus),
        parts=parts,
        flags=("weak-match",) if cover.surplus < settings.doubt else (),
    )


def _with_evidence(change: Change, joined: Joined, pair: Pair, settings: Settings) -> Change:
    place, margin = joined.found.places[pair], joined.margins[pair]
    distance = float(joined.found.score[place]) - settings.pair
    evidence = joined.found.record(place)
    doubts = {
        "weak-match": distance < settings.doubt or (evidence.distinct or 1.0) < settings.mould,
        "near-call": margin.loss < settings.doubt and margin.place is not None,
    }
    is_same, is_settled = "reworded" not in change.statuses, change.statuses == ("unchanged",)
    return evolve(
        change,
        similarity=1.0 if is_same else min(evidence.wording, ALMOST_SAME),
        confidence=min(
            probability(settings.sure_score, distance), probability(settings.sure_margin, margin.loss)
        ),
        evidence=evidence,
        runner_up=None if margin.place is None else _runner_up(joined, margin.place),
        flags=tuple(flag for flag, holds in doubts.items() if holds and not is_settled),
    )


def _with_kin(change: Change, joined: Joined, place: int | None, settings: Settings) -> Change:
    score = 0.0 if place is None else float(joined.found.score[place])
    is_near = settings.pair - score < settings.doubt
    return evolve(
        change,
        confidence=probability(settings.sure_alone, settings.pair - score),
        runner_up=_runner_up(joined, place) if place is not None and is_near else None,
        flags=("maybe-same",) if is_near else (),
    )


def _runner_up(joined: Joined, place: int) -> RunnerUp:
    old, new = int(joined.found.rows[place]), int(joined.found.columns[place])
    score = round(float(joined.found.score[place]), 2)
    return RunnerUp(joined.old.goals[old].id, joined.new.goals[new].id, score)


def common_columns(old: Edition, new: Edition) -> tuple[Literal["responsible", "indicator"], ...]:
    """The columns of a table that both editions have."""
    names: tuple[Literal["responsible", "indicator"], ...] = ("responsible", "indicator")
    return tuple(
        name for name in names if all(any(getattr(goal, name) for goal in side.goals) for side in (old, new))
    )
