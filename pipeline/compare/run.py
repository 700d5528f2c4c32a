"""The order of the comparison's steps."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from attrs import evolve, frozen

from pipeline.compare.assign import assign
from pipeline.compare.changes import STATUSES, Comparer, parts_of
from pipeline.compare.confidence import Margin, confidence, find_margins
from pipeline.compare.covering import Cover, find_covers
from pipeline.compare.edition import Edition, outline_key, read_edition
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
            yield from ((cover.whole, part) if cover.is_split else (part, cover.whole) for part in cover.parts)


def compare_editions(old: Catalogue, new: Catalogue, rulebook: Rulebook) -> Diff:
    """Join the goals, then say what differs."""
    settings = read_settings(rulebook)
    joined = join(read_edition(old), read_edition(new), settings)
    explains = reading_noise(old, new, rulebook, settings)
    changes = sort_changes(describe(joined, explains, settings), joined)
    statuses = Counter(status for change in changes for status in change.statuses)
    noise = Counter(noise.kind for change in changes for noise in change.noise)
    return Diff(
        old=old.edition,
        new=new.edition,
        summary={status: statuses[status] for status in STATUSES},
        changes=tuple(changes),
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
        old, new, themes, found, tuple(_free_pairs(matched, covers)), covers, find_margins(found, matched, settings)
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
    """A change for every pair, cover, and lone goal."""
    a, b = joined.old.goals, joined.new.goals
    links = tuple(joined.links())
    counterparts: dict[str, set[str]] = {}
    for i, j in links:
        counterparts.setdefault(a[i].id, set()).add(b[j].id)
    comparer = Comparer(joined.themes, counterparts, explains)
    for i, j in joined.pairs:
        yield _with_evidence(comparer.change([a[i]], [b[j]]), joined, (i, j), settings)
    for cover in joined.covers:
        whole, parts = (a, b) if cover.is_split else (b, a)
        sides = [whole[cover.whole]], [parts[part] for part in cover.parts]
        old, new = sides if cover.is_split else sides[::-1]
        yield evolve(
            comparer.change(old, new),
            similarity=round(cover.covered, 3),
            confidence=confidence(settings.pair + cover.covered - settings.cover, cover.gain, settings),
            parts=parts_of(old, new, cover.shares),
        )
    yield from (comparer.change([a[i]], []) for i in sorted(set(range(len(a))) - {i for i, _ in links}))
    yield from (comparer.change([], [b[j]]) for j in sorted(set(range(len(b))) - {j for _, j in links}))


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
    return RunnerUp(joined.old.goals[i].id, joined.new.goals[j].id, round(float(joined.found.score[margin.place]), 2))


def sort_changes(changes: Iterator[Change], joined: Joined) -> list[Change]:
    """In the order of the new edition's outline; what was removed follows in the old one's."""
    old = {goal.id: place for place, goal in enumerate(sorted(joined.old.goals, key=outline_key))}
    new = {goal.id: place for place, goal in enumerate(sorted(joined.new.goals, key=outline_key))}

    def key(change: Change) -> tuple[bool, int]:
        return (True, new[change.new[0]]) if change.new else (False, old[change.old[0]])

    return sorted(changes, key=lambda change: (not key(change)[0], key(change)[1]))
