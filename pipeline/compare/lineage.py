"""More than two editions: each goal from where it was first seen to where it was last seen."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.compare import compare
from pipeline.records import Catalogue, Diff, Lineage, Station
from pipeline.rulebook import Rulebook

Node = tuple[int, int]  # number of an edition and of a goal in it


def trace(editions: Sequence[Catalogue], rulebook: Rulebook) -> tuple[Lineage, ...]:
    """Follow all goals through editions given in the order of time.

    Goals that were split or merged on the way are one lineage.
    """
    diffs = [compare(old, new, rulebook) for old, new in pairwise(editions)]
    lines = join_nodes(editions, diffs)
    return tuple(describe_line(line, editions, diffs) for line in sorted(lines, key=min))


def join_nodes(editions: Sequence[Catalogue], diffs: Sequence[Diff]) -> list[frozenset[Node]]:
    """Goals of all editions, in groups that hang together."""
    group = {
        (number, place): {(number, place)}
        for number, one in enumerate(editions)
        for place in range(len(one.goals))
    }
    for old, new in links(diffs):
        if group[old] is not group[new]:
            group[old] |= group[new]
            for node in group[new]:
                group[node] = group[old]
    return list({id(members): frozenset(members) for members in group.values()}.values())


def links(diffs: Sequence[Diff]) -> Iterator[tuple[Node, Node]]:
    """Every pair of goals of neighbouring editions that belong together."""
    for number, diff in enumerate(diffs):
        for change in diff.changes:
            yield from (
                ((number, old), (number + 1, new)) for old in change.old_places for new in change.new_places
            )


def describe_line(line: frozenset[Node], editions: Sequence[Catalogue], diffs: Sequence[Diff]) -> Lineage:
    """One lineage, edition by edition."""
    numbers = range(min(line)[0], max(line)[0] + 1)
    stations = tuple(station(number, line, editions, diffs) for number in numbers)
    return Lineage(stations[0].edition, stations[-1].edition, stations)


def station(
    number: int, line: frozenset[Node], editions: Sequence[Catalogue], diffs: Sequence[Diff]
) -> Station:
    """What a lineage is in one edition, and what happened to it since the one before."""
    places = sorted(place for at, place in line if at == number)
    edition = editions[number]
    changes = [
        change
        for change in (diffs[number - 1].changes if number else ())
        if change.old_places and set(change.new_places) & set(places)
    ]
    statuses = dict.fromkeys(status for change in changes for status in change.statuses)
    notes = dict.fromkeys(note for change in changes for note in change.notes)
    return Station(
        edition.edition, tuple(edition.goals[place].id for place in places), tuple(statuses), tuple(notes)
    )
