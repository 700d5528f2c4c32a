"""Who belongs to whom: the set of pairs with the greatest gain over all, not the best pair by row."""

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import connected_components

from pipeline.compare.evidence import Candidates
from pipeline.compare.vectors import Floats, Ints

TIE = 1e-9  # between equal pairs the order of the outline decides


def assign(found: Candidates, threshold: float) -> Ints:
    """New place of each old goal, or -1; only pairs above the threshold are joined.

    The pairs above the threshold fall apart into groups that do not touch; each is solved for itself.
    """
    gain = found.score - threshold
    kept = np.flatnonzero(gain > 0)
    matched = np.full(found.shape[0], -1, dtype=np.int64)
    for group in _groups(found, kept):
        rows, places = np.unique(found.rows[group], return_inverse=True)
        columns, others = np.unique(found.columns[group], return_inverse=True)
        gains = np.zeros((len(rows), len(columns)))
        gains[places, others] = gain[group] - TIE * _shift(found, group)
        for row, column in zip(*linear_sum_assignment(gains, maximize=True), strict=True):
            if gains[row, column] > 0:
                matched[rows[row]] = columns[column]
    return matched


def _groups(found: Candidates, kept: Ints) -> list[Ints]:
    if not len(kept):
        return []
    size = sum(found.shape)
    graph = sparse.coo_matrix(
        (np.ones(len(kept)), (found.rows[kept], found.columns[kept] + found.shape[0])), shape=(size, size)
    )
    _, labels = connected_components(graph, directed=False)
    label = labels[found.rows[kept]]
    order = np.argsort(label, kind="stable")
    return np.split(kept[order], np.flatnonzero(np.diff(label[order])) + 1)


def _shift(found: Candidates, group: Ints) -> Floats:
    """How far apart two goals stand, squared, so that crossed pairs are always farther than straight ones."""
    rows, columns = found.shape
    return np.square(found.rows[group] / rows - found.columns[group] / columns)
