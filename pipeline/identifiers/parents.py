"""Find the goal above each goal, from the numbers where they say it, else from the order."""

from collections.abc import Sequence

from pipeline.grammar import Grammar, Reading


def find_parents(readings: Sequence[Reading], grammar: Grammar) -> tuple[str | None, ...]:
    """The id of the goal above each; None where there is none, or the one that should be there is missing.

    Form 1: the number says it (UZ2.1.1 → LZ2.1). Form 2: a number of one part says nothing (M5, UZQ1): it is
    the last goal before it of the nearest kind.
    """
    ids = {reading.id for reading in readings}
    latest: dict[str, int] = {}
    parents = []
    for at, reading in enumerate(readings):
        parents.append(_by_number(reading, ids, grammar) or _by_order(reading, latest, readings, grammar))
        latest[reading.prefix] = at
    return tuple(parents)


def _by_number(reading: Reading, ids: set[str], grammar: Grammar) -> str | None:
    if len(reading.number) < 2:
        return None
    above = (reading.above(prefix).id for prefix in grammar.kind(reading.prefix).parents)
    return next((identifier for identifier in above if identifier in ids), None)


def _by_order(
    reading: Reading, latest: dict[str, int], readings: Sequence[Reading], grammar: Grammar
) -> str | None:
    if len(reading.number) > 1:
        return None
    above = [latest[prefix] for prefix in grammar.kind(reading.prefix).parents if prefix in latest]
    return readings[max(above)].id if above else None
