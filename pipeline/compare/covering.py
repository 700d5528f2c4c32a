"""Splits and merges: several goals that together explain one better than the best of them alone."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from attrs import frozen

from pipeline.compare.evidence import Candidates
from pipeline.compare.settings import Settings
from pipeline.compare.vectors import Floats, Ints, Vectors

Content = Mapping[int, float]


@frozen
class Cover:
    """A whole and the parts that explain it; `gain` is what they explain beyond the best one.

    `is_split`: the whole is an old goal and the parts are new ones; else it is the other way round.
    """

    is_split: bool
    whole: int
    parts: tuple[int, ...]
    shares: tuple[float, ...]
    covered: float
    gain: float


@frozen(eq=False)
class Side:
    """The candidates seen from the wholes: of the old edition for splits, of the new one for merges.

    `partner` is the part joined to each whole (-1: none), `inside` the share of a part's content that
    the whole holds, `score` that of the pair.
    """

    is_split: bool
    wholes: Vectors
    parts: Vectors
    whole: Ints
    part: Ints
    inside: Floats
    score: Floats
    partner: Ints


def find_covers(found: Candidates, matched: Ints, settings: Settings) -> tuple[Cover, ...]:
    """Splits and merges that share no goal; where they compete, the greater gain wins."""
    back = np.full(found.shape[1], -1, dtype=np.int64)
    back[matched[matched >= 0]] = np.flatnonzero(matched >= 0)
    sides = (
        Side(True, found.old, found.new, found.rows, found.columns, found.new_share, found.score, matched),
        Side(False, found.new, found.old, found.columns, found.rows, found.old_share, found.score, back),
    )
    return tuple(choose_covers([cover for side in sides for cover in propose_covers(side, settings)]))


def propose_covers(side: Side, settings: Settings) -> Iterator[Cover]:
    """A cover for every whole that has at least two parts to choose from."""
    for whole, parts in _pools(side, settings).items():
        if len(parts) > 1:
            pool = [(part, side.parts.content(part)) for part in sorted(parts)]
            cover = find_cover(side.is_split, whole, side.wholes.content(whole), pool, settings)
            if cover is not None:
                yield cover


def _pools(side: Side, settings: Settings) -> dict[int, list[int]]:
    """Parts that stem from a whole and are free: joined to nothing, to the whole, or weakly."""
    held = _held(side, settings.pair + settings.doubt)
    pools: dict[int, list[int]] = {}
    for place in np.flatnonzero(side.inside >= settings.part).tolist():
        whole, part = int(side.whole[place]), int(side.part[place])
        if held.get(part, whole) == whole:
            pools.setdefault(whole, []).append(part)
    return pools


def _held(side: Side, firm: float) -> dict[int, int]:
    """Whole by part, for the parts that are firmly joined."""
    joined = np.flatnonzero((side.partner[side.whole] == side.part) & (side.score >= firm))
    return dict(zip(side.part[joined].tolist(), side.whole[joined].tolist(), strict=True))


def find_cover(
    is_split: bool, whole: int, content: Content, pool: Sequence[tuple[int, Content]], settings: Settings
) -> Cover | None:
    """Choose parts by what each adds; None where fewer than two are worth it."""
    chosen: list[tuple[int, Content]] = []
    covered, rest = 0.0, list(pool)
    while rest:
        totals = [explained(content, [bag for _, bag in (*chosen, part)]) for part in rest]
        best = max(range(len(rest)), key=totals.__getitem__)
        if totals[best] - covered < settings.gain:
            break
        chosen.append(rest.pop(best))
        covered = totals[best]
    chosen.sort(key=lambda part: part[0])
    bags = [bag for _, bag in chosen]
    if len(chosen) < 2 or covered < settings.cover or _least_loss(content, bags, covered) < settings.gain:
        return None
    alone = tuple(explained(content, [bag]) for bag in bags)
    return Cover(is_split, whole, tuple(part for part, _ in chosen), alone, covered, covered - max(alone))


def _least_loss(content: Content, bags: Sequence[Content], covered: float) -> float:
    """What is lost without the part that is missed least."""
    return min(
        covered - explained(content, [*bags[:place], *bags[place + 1 :]]) for place in range(len(bags))
    )


def explained(content: Content, parts: Sequence[Content]) -> float:
    """Share of the content's weight that the parts hold together."""
    total = sum(content.values())
    held = sum(min(weight, sum(part.get(name, 0.0) for part in parts)) for name, weight in content.items())
    return held / total if total else 0.0


def choose_covers(covers: Sequence[Cover]) -> Iterator[Cover]:
    """Keep the covers that gain most and share no goal with one kept before."""
    used: set[tuple[bool, int]] = set()
    for cover in sorted(covers, key=lambda one: (-one.gain, -one.covered, one.whole, one.parts)):
        goals = {(cover.is_split, cover.whole), *((not cover.is_split, part) for part in cover.parts)}
        if not goals & used:
            used |= goals
            yield cover
