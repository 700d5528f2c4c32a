"""How sure a decision is: its distance to the threshold and to the next best solution."""

import math
from collections.abc import Iterable

import numpy as np
from attrs import frozen

from pipeline.compare.evidence import Candidates
from pipeline.compare.settings import Line
from pipeline.compare.vectors import Ints

Pair = tuple[int, int]


@frozen
class Margin:
    """What would be lost by joining the rival pair instead (`place` in the candidates; None: no rival)."""

    loss: float
    place: int | None


def probability(line: Line, distance: float) -> float:
    """Probability that a decision is right, by a line fitted on generated editions."""
    return round(1 / (1 + math.exp(-(line.base + line.slope * distance))), 2)


def find_margins(found: Candidates, matched: Ints, threshold: float) -> dict[Pair, Margin]:
    """For each joined pair the rival whose joining costs least, the former partners joined anew."""
    gains = {pair: float(found.score[place]) - threshold for pair, place in found.places.items()}
    joined = [(i, j) for i, j in enumerate(matched.tolist()) if j >= 0]
    partner = {j: i for i, j in joined}
    margins = {pair: Margin(gains[pair], None) for pair in joined}
    for place in np.flatnonzero(found.score > threshold).tolist():
        rival = (int(found.rows[place]), int(found.columns[place]))
        if rival in margins:
            continue
        touched = [
            pair
            for pair in ((rival[0], int(matched[rival[0]])), (partner.get(rival[1], -1), rival[1]))
            if pair in margins
        ]
        anew = gains.get((touched[1][0], touched[0][1]), 0.0) if len(touched) == 2 else 0.0
        loss = sum(gains[pair] for pair in touched) - gains[rival] - max(anew, 0.0)
        for pair in touched:
            if loss < margins[pair].loss:
                margins[pair] = Margin(loss, place)
    return margins


def find_kin(found: Candidates, links: Iterable[Pair]) -> dict[tuple[bool, int], int]:
    """For each lone goal the place of its best pair with another lone goal; the key tells old from new."""
    linked = list(links)
    olds, news = {i for i, _ in linked}, {j for _, j in linked}
    kin: dict[tuple[bool, int], int] = {}
    for place in np.argsort(-found.score, kind="stable").tolist():
        i, j = int(found.rows[place]), int(found.columns[place])
        if i not in olds and j not in news:
            kin.setdefault((True, i), place)
            kin.setdefault((False, j), place)
    return kin
