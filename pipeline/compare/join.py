"""Join the goals of two editions: pairs, themes, splits and merges."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from pipeline.compare.assign import assign
from pipeline.compare.confidence import Margin, Pair, find_margins
from pipeline.compare.covering import Cover, find_covers
from pipeline.compare.edition import Edition
from pipeline.compare.evidence import Candidates, add_context, compare_wording
from pipeline.compare.settings import Settings
from pipeline.compare.themes import ThemeMatch, match_themes
from pipeline.compare.vectors import Ints

ROUNDS = 2  # the context depends on the pairs and the pairs on the context; more rounds change nothing


@frozen(eq=False)
class Joined:
    """The outcome of the matching: pairs, covers and what they rest on."""

    old: Edition
    new: Edition
    themes: ThemeMatch
    found: Candidates
    pairs: tuple[Pair, ...]
    covers: tuple[Cover, ...]
    margins: dict[Pair, Margin]

    def links(self) -> Iterator[Pair]:
        """Every old place and new place that belong together."""
        yield from self.pairs
        for cover in self.covers:
            yield from (
                (cover.whole, part) if cover.is_split else (part, cover.whole) for part in cover.parts
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
    covers = find_covers(old, new, found, matched, settings)
    return Joined(
        old,
        new,
        themes,
        found,
        tuple(_free_pairs(matched, covers)),
        covers,
        find_margins(found, matched, settings.pair),
    )


def _free_pairs(matched: Ints, covers: Sequence[Cover]) -> Iterator[Pair]:
    """The joined pairs of which no goal was split or merged."""
    used = {(cover.is_split, cover.whole) for cover in covers}
    used |= {(not cover.is_split, part) for cover in covers for part in cover.parts}
    for i, j in enumerate(matched.tolist()):
        if j >= 0 and not {(True, i), (False, j)} & used:
            yield i, j
