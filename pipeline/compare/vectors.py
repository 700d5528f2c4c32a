"""Texts as sparse rows of weighted stems; candidates by blocking instead of the full matrix."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CHUNK = 500  # rows multiplied at a time: bounds the memory of a product
MOST_WORK = 1e9  # products of two weights in a search for candidates; some seconds of one core
DIGITS = 9  # of a cosine; what differs further behind is a matter of the order of summing


@frozen(eq=False)
class Vectors:
    """Rows of the goals of one edition: `weighted` is count × rarity, `unit` the same of length 1."""

    weighted: sparse.csr_matrix
    unit: sparse.csr_matrix
    total: Floats

    def content(self, row: int) -> dict[int, float]:
        """Weight by stem of one goal."""
        begin, end = self.weighted.indptr[row], self.weighted.indptr[row + 1]
        return dict(
            zip(
                self.weighted.indices[begin:end].tolist(), self.weighted.data[begin:end].tolist(), strict=True
            )
        )


def build_vectors(old: Sequence[Counter[str]], new: Sequence[Counter[str]]) -> tuple[Vectors, Vectors]:
    """Weigh stems by their rarity in both editions together."""
    columns = {name: number for number, name in enumerate(sorted(set().union(*old, *new)))}
    frequency = np.zeros(len(columns))
    for bag in (*old, *new):
        for name in bag:
            frequency[columns[name]] += 1
    rarity = np.log1p((len(old) + len(new)) / np.maximum(frequency, 1))
    return _vectors(old, columns, rarity), _vectors(new, columns, rarity)


def _vectors(bags: Sequence[Counter[str]], columns: dict[str, int], rarity: Floats) -> Vectors:
    rows = np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])
    places = np.array([columns[name] for bag in bags for name in bag], dtype=np.int64)
    counts = np.array([count for bag in bags for count in bag.values()], dtype=np.float64)
    weights = counts * rarity[places]
    weighted = sparse.csr_matrix((weights, (rows, places)), shape=(len(bags), max(len(columns), 1)))
    length = np.sqrt(np.bincount(rows, weights**2, minlength=len(bags)))
    unit = sparse.diags(1 / np.where(length > 0, length, 1)) @ weighted
    total = np.bincount(rows, weights, minlength=len(bags)).astype(np.float64)
    return Vectors(weighted, unit.tocsr(), total)


def find_candidates(old: Vectors, new: Vectors, count: int) -> Iterator[tuple[int, int]]:
    """Pairs worth a closer look: for each goal the `count` most similar of the other edition."""
    a, b = _without_costly(old.unit, new.unit)
    yield from _nearest(a, b, count)
    yield from ((row, column) for column, row in _nearest(b, a, count))


def _without_costly(
    a: sparse.csr_matrix, b: sparse.csr_matrix
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Leave out the most frequent stems, which tell least, as far as the work would be too much."""
    work = np.prod([np.bincount(side.indices, minlength=a.shape[1]) for side in (a, b)], axis=0, dtype=float)
    order = np.argsort(work, kind="stable")
    kept = np.sort(order[np.cumsum(work[order]) <= MOST_WORK])
    return (a, b) if len(kept) == a.shape[1] else (a.tocsc()[:, kept].tocsr(), b.tocsc()[:, kept].tocsr())


def _nearest(a: sparse.csr_matrix, b: sparse.csr_matrix, count: int) -> Iterator[tuple[int, int]]:
    """For each row of `a` the rows of `b` that are most like it; among equals those at the same place."""
    other = b.T.tocsr()
    for start in range(0, a.shape[0], CHUNK):
        product = (a[start : start + CHUNK] @ other).tocsr()
        for row in range(product.shape[0]):
            begin, end = product.indptr[row], product.indptr[row + 1]
            values, columns = product.data[begin:end].round(DIGITS), product.indices[begin:end]
            if len(values) > count:
                good = values >= np.partition(values, -count)[-count]
                values, columns = values[good], columns[good]
            distance = np.abs((start + row) / a.shape[0] - columns / b.shape[0])
            best = np.lexsort((columns, distance, -values))[:count]
            yield from ((start + row, column) for column in columns[best].tolist())


def cosine(old: Vectors, new: Vectors, rows: Ints, columns: Ints) -> Floats:
    """Cosine of each pair."""
    product: Floats = np.asarray(old.unit[rows].multiply(new.unit[columns]).sum(axis=1), dtype=np.float64)
    return product.ravel()


def shared_weight(old: Vectors, new: Vectors, rows: Ints, columns: Ints) -> Floats:
    """Weight of the stems that both texts of each pair have."""
    shared: Floats = np.asarray(
        old.weighted[rows].minimum(new.weighted[columns]).sum(axis=1), dtype=np.float64
    )
    return shared.ravel()


def shared_rarities(old: Vectors, new: Vectors, rows: Ints, columns: Ints) -> Floats:
    """How many stems both texts of each pair have that no other goal has, in either edition."""
    unique = (_goals_with(old) == 1) & (_goals_with(new) == 1)
    a, b = (sparse.csr_matrix(side.weighted.multiply(unique) > 0, dtype=np.float64) for side in (old, new))
    shared: Floats = np.asarray(a[rows].multiply(b[columns]).sum(axis=1), dtype=np.float64)
    return shared.ravel()


def _goals_with(side: Vectors) -> Ints:
    return np.bincount(side.weighted.indices, minlength=side.weighted.shape[1])
