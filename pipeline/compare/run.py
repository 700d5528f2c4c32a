"""The order of the comparison's steps."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from attrs import evolve, frozen

from pipeline.compare.assign import assign
from pipeline.compare.changes import STATUSES, Comparer, parts_of
from pipeline.compare.confidence import Margin, confidence, find_margins
from pipeline.compare.covering import Cover, find_covers
from pipeline.compare.edition import Edition, read_edition
from pipeline.compare.evidence import Candidates, add_context, compare_wording
from pipeline.compare.noise import is_misread, read_confusions
from pipeline.compare.settings import Settings, read_settings
from pipeline.compare.themes import ThemeMatch, match_themes
from pipeline.compare.vectors import Ints
from pipeline.compare.worddiff import Explains
from pipeline.records import Catalogue, Change, Diff, Goal, RunnerUp
from pipeline.rulebook import Rulebook

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
        find_margins(found, matched, settings),
    )


def _free_pairs(matched: Ints, covers: Sequence[Cover]) -> Iterator[tuple[int, int]]:
    """The joined pairs of which no goal was split or merged."""
    used = {(cover.is_split, cover.whole) for cover in covers}
    used |= {(not cover.is_split, part) for cover in covers for part in cover.parts}
    for i, j in enumerate(matched.tolist()):
        if j >= 0 and not {(True, i), (False, j)} & used:
            yield i, j


def reading_noise(
    old: Catalogue, new: Catalogue, rulebook: Rulebook, settings: Settings
) -> Callable[[Goal, Goal], Explains | None]:
    """What explains a misread word, where one of the editions was misread; else nothing does."""
    if not (is_misread(old, settings) or is_misread(new, settings)):
        return lambda _old, _new: None
    explain = read_confusions(rulebook).explain
    return lambda _old, _new: explain


def describe(
    joined: Joined, explains: Callable[[Goal, Goal], Explains | None], settings: Settings
) -> Iterator[Change]:
    """A change for every pair, cover, and lone goal, in the order of the new edition's outline."""
    links = tuple(joined.links())
    comparer = Comparer(joined.themes, _ids_by_id(joined, links), explains)
    groups = sorted([*_groups(joined), *_lone(joined, links)], key=_outline_place)
    for old, new, cover in groups:
        change = comparer.change([joined.old.goals[i] for i in old], [joined.new.goals[j] for j in new])
        change = evolve(
            change,
            old_places=tuple(joined.old.origin[i] for i in old),
            new_places=tuple(joined.new.origin[j] for j in new),
        )
        if cover is not None:
            yield _with_parts(change, joined, (old, new), cover, settings)
        elif old and new:
            yield _with_evidence(change, joined, (old[0], new[0]), settings)
        else:
            yield change


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


def _with_parts(
    change: Change,
    joined: Joined,
    places: tuple[tuple[int, ...], tuple[int, ...]],
    cover: Cover,
    settings: Settings,
) -> Change:
    old = [joined.old.goals[i] for i in places[0]]
    new = [joined.new.goals[j] for j in places[1]]
    return evolve(
        change,
        similarity=round(cover.covered, 3),
        confidence=confidence(settings.pair + cover.surplus, cover.surplus, settings),
        parts=parts_of(old, new, cover.shares),
    )


def _with_evidence(change: Change, joined: Joined, pair: tuple[int, int], settings: Settings) -> Change:
    place = joined.found.places[pair]
    score, margin = float(joined.found.score[place]), joined.margins[pair]
    evidence = joined.found.record(place)
    return evolve(
        change,
        similarity=1.0 if "reworded" not in change.statuses else min(evidence.wording, 0.99),
        confidence=confidence(score, margin.loss, settings),
        evidence=evidence,
        runner_up=_runner_up(joined, margin),
    )


def _runner_up(joined: Joined, margin: Margin) -> RunnerUp | None:
    if margin.place is None:
        return None
    i, j = int(joined.found.rows[margin.place]), int(joined.found.columns[margin.place])
    score = round(float(joined.found.score[margin.place]), 2)
    return RunnerUp(joined.old.goals[i].id, joined.new.goals[j].id, score)
