"""The order of the comparison's steps."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from attrs import evolve, frozen

from pipeline.compare.assign import assign
from pipeline.compare.changes import STATUSES, Comparer, parts_of
from pipeline.compare.confidence import Margin, Pair, find_kin, find_margins, probability
from pipeline.compare.covering import Cover, find_covers
from pipeline.compare.edition import Edition, read_edition
from pipeline.compare.evidence import Candidates, add_context, compare_wording
from pipeline.compare.noise import is_misread, read_confusions
from pipeline.compare.notes import Notes
from pipeline.compare.settings import Settings, read_settings
from pipeline.compare.themes import ThemeMatch, match_themes
from pipeline.compare.vectors import Ints
from pipeline.compare.worddiff import Explains
from pipeline.records import Catalogue, Change, Diff, Part, RunnerUp
from pipeline.rulebook import Rulebook

ALMOST_SAME = 0.99  # similarity of other words is never 1
ROUNDS = 2  # the context depends on the pairs and the pairs on the context; more rounds change nothing


@frozen(eq=False)
class Joined:
    """The outcome of the matching: pairs, covers and what they rest on."""

    old: Edition
    new: Edition
    themes: ThemeMatch
    found: Candidates
    pairs: tuple[tuple[int, int], ...]
    covers: tuple[Cover, ...]
    margins: dict[tuple[int, int], Margin]

    def links(self) -> Iterator[tuple[int, int]]:
        """Every old place and new place that belong together."""
        yield from self.pairs
        for cover in self.covers:
            yield from (
                (cover.whole, part) if cover.is_split else (part, cover.whole) for part in cover.parts
            )


def compare_editions(old: Catalogue, new: Catalogue, rulebook: Rulebook) -> Diff:
    """Join the goals, then say what differs."""
    settings = read_settings(rulebook)
    joined = join(read_edition(old), read_edition(new), settings)
    explains = reading_noise(old, new, rulebook, settings)
    changes = tuple(describe(joined, explains, settings))
    statuses = Counter(status for change in changes for status in change.statuses)
    noise = Counter(noise.kind for change in changes for noise in change.noise)
    return Diff(
        old=old.edition,
        new=new.edition,
        summary={status: statuses[status] for status in STATUSES},
        changes=changes,
        themes=joined.themes.pairs(),
        noise={kind: noise[kind] for kind in ("layout", "reading")},
    )


def join(old: Edition, new: Edition, settings: Settings) -> Joined:
    """Pairs by wording, themes by pairs, pairs again with their context, then splits and merges."""
    found = compare_wording(old, new, settings)
    matched = assign(found, settings.pair)
    themes = match_themes(old, new, matched, settings)
    for _ in range(ROUNDS):
        found = add_context(found, old, new, matched, themes.evidence, settings)
        matched = assign(found, settings.pair)
        themes = match_themes(old, new, matched, settings)
    covers = find_covers(found, matched, settings)
    return Joined(
        old,
        new,
        themes,
        found,
        tuple(_free_pairs(matched, covers)),
        covers,
        find_margins(found, matched, settings.pair),
    )


def _free_pairs(matched: Ints, covers: Sequence[Cover]) -> Iterator[tuple[int, int]]:
    """The joined pairs of which no goal was split or merged."""
    used = {(cover.is_split, cover.whole) for cover in covers}
    used |= {(not cover.is_split, part) for cover in covers for part in cover.parts}
    for i, j in enumerate(matched.tolist()):
        if j >= 0 and not {(True, i), (False, j)} & used:
            yield i, j


def reading_noise(old: Catalogue, new: Catalogue, rulebook: Rulebook, settings: Settings) -> Explains | None:
    """What explains a misread word, where one of the editions was misread; else nothing does."""
    if is_misread(old, settings) or is_misread(new, settings):
        return read_confusions(rulebook).explain
    return None


def common_columns(old: Edition, new: Edition) -> tuple[Literal["responsible", "indicator"], ...]:
    """The columns of a table that both editions have."""
    names: tuple[Literal["responsible", "indicator"], ...] = ("responsible", "indicator")
    return tuple(
        name for name in names if all(any(getattr(goal, name) for goal in side.goals) for side in (old, new))
    )


def describe(joined: Joined, explains: Explains | None, settings: Settings) -> Iterator[Change]:
    """A change for every pair, cover, and lone goal, in the order of the new edition's outline."""
    links = tuple(joined.links())
    columns = common_columns(joined.old, joined.new)
    comparer = Comparer(joined.themes, columns, _ids_by_id(joined, links), explains)
    notes = Notes(joined.old.titles, joined.new.titles, frozenset(goal.id for goal in joined.new.goals))
    kin = find_kin(joined.found, links)
    for old, new, cover in sorted([*_groups(joined), *_lone(joined, links)], key=_outline_place):
        before, after = [joined.old.goals[i] for i in old], [joined.new.goals[j] for j in new]
        change = comparer.change(before, after)
        if cover is not None:
            change = _with_parts(change, cover, parts_of(before, after, cover.shares, explains), settings)
        elif old and new:
            change = _with_evidence(change, joined, (old[0], new[0]), settings)
        else:
            change = _with_kin(change, joined, kin.get((bool(old), (old or new)[0])), settings)
        yield evolve(
            notes.describe(change, before, after),
            old_places=tuple(joined.old.origin[i] for i in old),
            new_places=tuple(joined.new.origin[j] for j in new),
        )


Group = tuple[tuple[int, ...], tuple[int, ...], Cover | None]


def _groups(joined: Joined) -> Iterator[Group]:
    yield from (((i,), (j,), None) for i, j in joined.pairs)
    for cover in joined.covers:
        yield ((cover.whole,), cover.parts, cover) if cover.is_split else (cover.parts, (cover.whole,), cover)


def _lone(joined: Joined, links: Sequence[tuple[int, int]]) -> Iterator[Group]:
    yield from (((i,), (), None) for i in sorted(set(range(len(joined.old.goals))) - {i for i, _ in links}))
    yield from (((), (j,), None) for j in sorted(set(range(len(joined.new.goals))) - {j for _, j in links}))


def _outline_place(group: Group) -> tuple[bool, int]:
    old, new, _ = group
    return not new, (new or old)[0]


def _ids_by_id(joined: Joined, links: Sequence[tuple[int, int]]) -> dict[str, set[str]]:
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
        "weak-match": distance < settings.doubt,
        "near-call": margin.loss < settings.doubt and margin.place is not None,
    }
    is_same = "reworded" not in change.statuses
    return evolve(
        change,
        similarity=1.0 if is_same else min(evidence.wording, ALMOST_SAME),
        confidence=min(
            probability(settings.sure_score, distance), probability(settings.sure_margin, margin.loss)
        ),
        evidence=evidence,
        runner_up=None if margin.place is None else _runner_up(joined, margin.place),
        flags=()
        if change.statuses == ("unchanged",)
        else tuple(flag for flag, holds in doubts.items() if holds),
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
