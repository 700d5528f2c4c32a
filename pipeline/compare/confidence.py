"""How sure a pair is: its distance to the threshold and to the next best solution."""

import math

import numpy as np
from attrs import frozen

from pipeline.compare.evidence import Candidates
from pipeline.compare.settings import Settings
from pipeline.compare.vectors import Ints

LARGEST_MARGIN = 0.3  # beyond, a larger margin tells no more


@frozen
class Margin:
    """What would be lost by joining the next best pair instead (`place` in the candidates)."""

    loss: float
    place: int | None


def confidence(score: float, margin: float, settings: Settings) -> float:
    """Probability that a pair is right, calibrated on generated editions."""
    logit = (
        settings.base
        + settings.per_score * (score - settings.pair)
        + settings.per_margin * min(margin, LARGEST_MARGIN)
    )
    return round(1 / (1 + math.exp(-logit)), 2)


def find_margins(found: Candidates, matched: Ints, settings: Settings) -> dict[tuple[int, int], Margin]:
    """For each joined pair the rival whose joining, with its exchange of partners, costs least."""
    gain = np.clip(found.score - settings.pair, 0, None)
    partner_of_new = {int(j): i for i, j in enumerate(matched.tolist()) if j >= 0}

    def value(i: int | None, j: int | None) -> float:
        place = None if i is None or j is None else found.places.get((i, j))
        return 0.0 if place is None else float(gain[place])

    margins: dict[tuple[int, int], Margin] = {
        (i, j): Margin(value(i, j), None) for j, i in partner_of_new.items()
    }
    for place in np.flatnonzero(gain > 0).tolist():
        i, j = int(found.rows[place]), int(found.columns[place])
        other_new = int(matched[i]) if matched[i] >= 0 else None
        other_old = partner_of_new.get(j)
        if other_new == j:
            continue
        kept = value(i, other_new) + value(other_old, j)
        loss = kept - value(i, j) - value(other_old, other_new)
        for pair in ((i, other_new), (other_old, j)):
            if None not in pair and loss < margins[pair].loss:  # type: ignore[index]
                margins[pair] = Margin(loss, place)  # type: ignore[index]
    return margins
