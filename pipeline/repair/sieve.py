"""A sieve through which every key of a list falls, and hardly any other string.

Taking back one confusion in a reading makes dozens of keys, of which a list holds one or two. The sieve
remembers the numbers of the listed keys, shortened, so that it may let another string pass; who asks it
looks the key up at last.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.row import Numbers

HOLES = 24  # bits of a shortened number
FIRST, SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)  # two ways of mixing a number's bits


class Sieve:
    """The sieve of keys with some numbers."""

    def __init__(self, numbers: Iterable[Numbers]) -> None:
        self._holes = np.zeros(1 << HOLES, dtype=np.bool_)
        for some in numbers:
            self._holes[_shorten(some, FIRST)] = True
            self._holes[_shorten(some, SECOND)] = True

    def passing(self, numbers: Numbers) -> NDArray[np.intp]:
        """Which of the numbers fall through."""
        passed = self._holes.take(_shorten(numbers, FIRST)).nonzero()[0]
        return passed[self._holes.take(_shorten(numbers.take(passed), SECOND))]


def _shorten(numbers: Numbers, mixing: np.uint32) -> Numbers:
    return (numbers * mixing) >> np.uint32(32 - HOLES)
