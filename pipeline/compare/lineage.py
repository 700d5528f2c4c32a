"""More than two editions: each goal from where it was first seen to where it was last seen."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from pipeline.compare import compare
from pipeline.records import Catalogue, Change, Lineage, Station
from pipeline.rulebook import Rulebook

Node = tuple[int, int]  # number of an edition and of a goal in it
Steps = dict[tuple[int, int], tuple[Change, ...]]  # numbers of two editions: what links their goals


def trace(editions: Sequence[Catalogue], rulebook: Rulebook) -> tuple[Lineage, ...]:
    """Follow all goals through editions given in the order of time.

    Goals that were split or merged on the way are one lineage. A goal that an edition leaves out is found
    again where the pair is beyond doubt; a doubtful one begins a new lineage.
    """
    steps = compare_all(editions, rulebook)
    lines = join_nodes(editions, steps)
    return tuple(describe_line(line, editions, steps) for line in sorted(lines, key=min))


def compare_all(editions: Sequence[Catalogue], rulebook: Rulebook) -> Steps:
    """What links neighbouring editions, then those ever further apart: goals left alone on the way."""
    steps: Steps = {
        (new - 1, new): compare(editions[new - 1], editions[new], rulebook).changes
        for new in range(1, len(editions))
    }
    for old, new in sorted(combinations(range(len(editions)), 2), key=lambda pair: (pair[1] - pair[0], pair)):
        gone = nodes_of(editions, old) - {node for node, _ in links(steps)}
        come = nodes_of(editions, new) - {node for _, node in links(steps)}
        if new - old > 1 and gone and come:
            changes = compare(editions[old], editions[new], rulebook).changes
            steps[old, new] = tuple(
                change
                for change in changes
                if not change.flags
                and gone.issuperset((old, place) for place in change.old_places)
                and come.issuperset((new, place) for place in change.new_places)
            )
    return steps


def nodes_of(editions: Sequence[Catalogue], number: int) -> set[Node]:
    """All goals of an edition."""
    return {(number, place) for place in range(len(editions[number].goals))}


def join_nodes(editions: Sequence[Catalogue], steps: Steps) -> list[frozenset[Node]]:
    """Goals of all editions, in groups that hang together."""
    group = {
        (number, place): {(number, place)}
        for number, one in enumerate(editions)
        for place in range(len(one.goals))
    }
    for old, new in links(steps):
        if group[old] is not group[new]:
            group[old] |= group[new]
            for node in group[new]:
                group[node] = group[old]
    return list({id(members): frozenset(members) for members in group.values()}.values())


def links(steps: Steps) -> Iterator[tuple[Node, Node]]:
    """Every pair of goals that belong together."""
    for (old, new), changes in steps.items():
        for change in changes:
            yield from (
                ((old, one), (new, other)) for one in change.old_places for other in change.new_places
            )


def describe_line(line: frozenset[Node], editions: Sequence[Catalogue], steps: Steps) -> Lineage:
    """One lineage, edition by edition."""
    numbers = range(min(line)[0], max(line)[0] + 1)
    stations = tuple(station(number, line, editions, steps) for number in numbers)
    return Lineage(stations[0].edition, stations[-1].edition, stations)


def station(number: int, line: frozenset[Node], editions: Sequence[Catalogue], steps: Steps) -> Station:
    """What a lineage is in one edition, and what happened to it since it was last seen."""
    places = {place for at, place in line if at == number}
    edition = editions[number]
    came = [
        (old, change)
        for (old, new), changes in steps.items()
        if new == number
        for change in changes
        if change.old_places and places.intersection(change.new_places)
    ]
    gaps = sorted({old for old, _ in came if number - old > 1})
    statuses = dict.fromkeys(status for _, change in came for status in change.statuses)
    notes = dict.fromkeys(note for _, change in came for note in change.notes)
    return Station(
        edition.edition,
        tuple(edition.goals[place].id for place in sorted(places)),
        tuple(statuses),
        (*(f"verglichen mit {editions[old].edition}, weil es dazwischen fehlte" for old in gaps), *notes),
    )
