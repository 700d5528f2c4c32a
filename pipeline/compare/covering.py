"""Splits and merges: several goals that together explain one better than the best of them alone."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from attrs import frozen

from pipeline.compare.edition import Edition
from pipeline.compare.evidence import Candidates
from pipeline.compare.settings import Settings
from pipeline.compare.vectors import Floats, Ints, Vectors

Content = Mapping[int, float]
LEAST_CONTENT = 1e-9  # of a text without any word of content


@frozen
class Cover:
    """A whole and the parts that explain it.

    `is_split`: the whole is an old goal and the parts are new ones; else it is the other way round.
    `shares` say what each part explains of the whole, `covered` what all do. `surplus` is by how much
    the weakest part that was added passes the threshold.
    """

    is_split: bool
    whole: int
    parts: tuple[int, ...]
    shares: tuple[float, ...]
    covered: float
    surplus: float


@frozen(eq=False)
class Side:
    """The candidates seen from the wholes: of the old edition for splits, of the new one for merges.

    `partner` is the part joined to each whole (-1: none); `inside` the share of a part's content that
    the whole holds; `edition` that of the parts.
    """

    is_split: bool
    wholes: Vectors
    parts: Vectors
    whole: Ints
    part: Ints
    score: Floats
    inside: Floats
    partner: Ints
    edition: Edition


def find_covers(
    old: Edition, new: Edition, found: Candidates, matched: Ints, settings: Settings
) -> tuple[Cover, ...]:
    """Splits and merges that share no goal; where they compete, the greater surplus wins."""
    back = np.full(found.shape[1], -1, dtype=np.int64)
    back[matched[matched >= 0]] = np.flatnonzero(matched >= 0)
    rows, columns, score = found.rows, found.columns, found.score
    sides = (
        Side(
            True, found.old, found.new, found.rows, found.columns, found.score, found.new_share, matched, new
        ),
        Side(False, found.new, found.old, columns, rows, score, found.old_share, back, old),
    )
    return tuple(choose_covers([cover for side in sides for cover in propose_covers(side, settings)]))


def propose_covers(side: Side, settings: Settings) -> Iterator[Cover]:
    """A cover for every whole that several goals explain better than one."""
    for whole, pool in _free_parts(side, settings).items():
        cover = find_cover(side, whole, pool, settings)
        if cover is not None:
            yield cover


def _free_parts(side: Side, settings: Settings) -> dict[int, dict[int, float]]:
    """For each whole the goals that might be further parts, with the score of the pair.

    A goal that is joined to another whole has to give up what that pair gained: it is drawn away only
    where it explains more here.
    """
    joined = side.partner[side.whole] == side.part
    gained = dict(zip(side.part[joined].tolist(), (side.score[joined] - settings.pair).tolist(), strict=True))
    most = side.score + settings.own_share * side.inside + settings.sibling
    possible = ~joined & (most >= settings.part)
    pools: dict[int, dict[int, float]] = {}
    for place in np.flatnonzero(possible).tolist():
        part = int(side.part[place])
        pools.setdefault(int(side.whole[place]), {})[part] = float(side.score[place]) - gained.get(part, 0.0)
    return pools


def find_cover(side: Side, whole: int, pool: Mapping[int, float], settings: Settings) -> Cover | None:
    """Add to the joined part, if there is one, the goals that explain what is not yet explained."""
    chosen = [int(side.partner[whole])] if side.partner[whole] >= 0 else []
    puzzle = Puzzle(side.wholes.content(whole), {part: side.parts.content(part) for part in (*chosen, *pool)})
    surplus = float("inf")
    while rest := [part for part in pool if part not in chosen]:
        close = [part for part in rest if not chosen or are_siblings(side.edition, chosen[0], part)]
        scores = {part: pool[part] + settings.sibling * (part in close) for part in rest}
        values = {part: puzzle.value(part, scores[part], chosen, settings) for part in rest}
        best = max(rest, key=lambda part: (values[part], -part))
        if values[best] < 0:
            break
        chosen.append(best)
        surplus = min(surplus, values[best])
    if len(chosen) < 2:
        return None
    parts = tuple(sorted(chosen))
    shares = tuple(puzzle.explained([part]) for part in parts)
    return Cover(side.is_split, whole, parts, shares, puzzle.explained(parts), surplus)


def are_siblings(edition: Edition, one: int, other: int) -> bool:
    """Whether two goals stand below the same goal, as the parts of one mostly do."""
    parent = edition.parents[one]
    return parent is not None and parent == edition.parents[other]


@frozen(eq=False)
class Puzzle:
    """The content of a whole, and of the goals that may be its parts."""

    whole: Content
    parts: Mapping[int, Content]

    def value(self, part: int, score: float, chosen: Sequence[int], settings: Settings) -> float:
        """By how much a part passes the threshold; below 0 it is only related.

        What counts beside the score of the pair is how much of the part's own content explains
        something of the whole that the parts chosen before do not.
        """
        gain = self.explained([*chosen, part]) - self.explained(chosen)
        own = gain * sum(self.whole.values()) / max(sum(self.parts[part].values()), LEAST_CONTENT)
        return score + settings.own_share * own - settings.part if own >= settings.gain else -1.0

    def explained(self, parts: Sequence[int]) -> float:
        """Share of the whole's weight that the parts hold together."""
        held = sum(
            min(weight, sum(self.parts[part].get(name, 0.0) for part in parts))
            for name, weight in self.whole.items()
        )
        return held / max(sum(self.whole.values()), LEAST_CONTENT)


def choose_covers(covers: Sequence[Cover]) -> Iterator[Cover]:
    """Keep the covers of the greatest surplus that share no goal with one kept before."""
    used: set[tuple[bool, int]] = set()
    for cover in sorted(covers, key=lambda one: (-one.surplus, -one.covered, one.whole, one.parts)):
        goals = {(cover.is_split, cover.whole), *((not cover.is_split, part) for part in cover.parts)}
        if not goals & used:
            used |= goals
            yield cover
