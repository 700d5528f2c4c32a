"""Evidence beside the wording, for all candidate pairs at once: relatives, deadline, level, identifier."""

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from pipeline.compare.deadlines import nearness
from pipeline.compare.edition import Edition, numbers
from pipeline.compare.vectors import Floats, Ints
from pipeline.records import Goal

SAME_END = 0.5  # what the same end of the identifier counts against the whole
UNLIKE_PARENT = 0.5  # what the likeness of parents counts that are no pair


def compare_goals(old: Sequence[Goal], new: Sequence[Goal], rows: Ints, columns: Ints) -> dict[str, Floats]:
    """What the goals say of themselves beside their words; no joined pair changes it."""
    levels = [np.array([goal.level for goal in goals], dtype=object) for goals in (old, new)]
    return {
        "deadline": compare_due(old, new, rows, columns),
        "level": (levels[0][rows] == levels[1][columns]).astype(np.float64),
        "id": compare_ids([goal.id for goal in old], [goal.id for goal in new], rows, columns),
    }


def compare_due(old: Sequence[Goal], new: Sequence[Goal], rows: Ints, columns: Ints) -> Floats:
    """Nearness of the deadlines; nan where a goal has none."""
    values = np.full(len(rows), np.nan)
    has_deadline = [np.array([bool(goal.deadlines) for goal in goals], dtype=bool) for goals in (old, new)]
    for place in np.flatnonzero(has_deadline[0][rows] & has_deadline[1][columns]).tolist():
        values[place] = nearness(old[rows[place]].deadlines, new[columns[place]].deadlines)
    return values


def compare_ids(old: Sequence[str], new: Sequence[str], rows: Ints, columns: Ints) -> Floats:
    """1 for the same identifier, less for the same end of the path (the place among siblings)."""
    paths = [[numbers(id_)[::-1] for id_ in ids] for ids in (old, new)]
    longest = max((len(path) for side in paths for path in side), default=0)
    ends = [
        np.array([path + (empty,) * (longest - len(path)) for path in side], dtype=object).reshape(
            len(side), longest
        )
        for side, empty in zip(paths, (-1, -2), strict=True)
    ]
    lengths = [np.array([len(path) for path in side], dtype=np.int64) for side in paths]
    same = np.logical_and.accumulate(ends[0][rows] == ends[1][columns], axis=1).sum(axis=1)
    partly = SAME_END * same / np.maximum(np.maximum(lengths[0][rows], lengths[1][columns]), 1)
    is_same = np.array(old, dtype=object)[rows] == np.array(new, dtype=object)[columns]
    return np.where(is_same, 1.0, partly)


def compare_relatives(
    old: Edition, new: Edition, matched: Ints, rows: Ints, columns: Ints, wording: Floats
) -> dict[str, Floats]:
    """What the goals above, beside and below say, given the pairs matched so far; nan where there are none.

    Siblings and children count by the share that are pairs; parents that are no pair by their wording.
    """
    links = link_families(old, new, matched)
    above = links.old_parent[rows], links.new_parent[columns]
    place = PairIndex(rows, columns, len(new.goals)).find(*above)
    alike = np.where(place >= 0, UNLIKE_PARENT * wording[place], 0.0)
    parent = np.where(matched[above[0]] == above[1], 1.0, alike)
    siblings = links.share(above, lone=links.with_either(rows, columns), less=1)
    has_parents = (above[0] >= 0) & (above[1] >= 0)
    return {
        "parent": np.where(has_parents, parent, np.nan),
        "siblings": np.where(has_parents, siblings, np.nan),
        "children": links.share((rows, columns)),
    }


@frozen(eq=False)
class PairIndex:
    """Pairs in order, to look up many at once."""

    rows: Ints
    columns: Ints
    width: int

    def find(self, rows: Ints, columns: Ints) -> Ints:
        """The place of each pair, or -1."""
        if not len(self.rows):
            return np.full(len(rows), -1, dtype=np.int64)
        keys = self.rows * self.width + self.columns
        wanted = rows * self.width + columns
        places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where((rows >= 0) & (columns >= 0) & (keys[places] == wanted), places, -1)


@frozen(eq=False)
class Families:
    """Joined goals counted by the goals above them; a parent of -1 is none."""

    matched: Ints
    back: Ints
    old_parent: Ints
    new_parent: Ints
    old_size: Ints
    new_size: Ints
    families: PairIndex
    links: Ints

    def share(self, pair: tuple[Ints, Ints], lone: Ints | int = 0, less: int = 0) -> Floats:
        """Share of the goals below both that are pairs, `less` on each side and `lone` links left out."""
        place = self.families.find(*pair)
        common = np.append(self.links, 0)[place] - lone
        sizes = self.old_size[pair[0]] - less, self.new_size[pair[1]] - less
        share = 2 * common / np.maximum(sizes[0] + sizes[1], 1)
        return np.where((sizes[0] > 0) & (sizes[1] > 0), share, np.nan)

    def with_either(self, rows: Ints, columns: Ints) -> Ints:
        """How many links between the families of two goals are their own."""
        partner, other = self.matched[rows], self.back[columns]
        own = (partner >= 0) & (self.new_parent[partner] == self.new_parent[columns])
        others = (other >= 0) & (self.old_parent[other] == self.old_parent[rows])
        links: Ints = own.astype(np.int64) + others - (partner == columns)
        return links


def link_families(old: Edition, new: Edition, matched: Ints) -> Families:
    """Count the joined goals of each pair of parents."""
    (old_parent, old_size), (new_parent, new_size) = map(read_families, (old, new))
    joined = np.flatnonzero(matched >= 0)
    back = np.full(len(new.goals), -1, dtype=np.int64)
    back[matched[joined]] = joined
    pairs = np.stack([old_parent[joined], new_parent[matched[joined]]], axis=1)
    families, links = np.unique(pairs[(pairs >= 0).all(axis=1)], axis=0, return_counts=True)
    index = PairIndex(families[:, 0], families[:, 1], len(new.goals))
    return Families(matched, back, old_parent, new_parent, old_size, new_size, index, links)


def read_families(edition: Edition) -> tuple[Ints, Ints]:
    """The parent of each goal (-1: none), and how many goals stand below it."""
    parents = [-1 if parent is None else parent for parent in edition.parents]
    return np.array(parents, dtype=np.int64), np.array(list(map(len, edition.children)), dtype=np.int64)
