"""A sieve through which every key of a list falls, and hardly any other string.

Taking back one confusion in a reading makes hundreds of keys, of which a list holds one or two. Each key
has a number (its letters as digits, the first one lowest), and the numbers of all keys that differ from a
reading in one place follow from sums over the letters before and after that place: they are reckoned for
many readings at once. The sieve remembers the numbers of the listed keys, shortened, so that it may let
another string pass; who asks it looks the key up at last.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.keys import Place, every_place

Numbers = NDArray[np.uint32]

BASE = 0x01000193  # of the numbers; odd, so that it can be divided by as well
WORD_SIZE = 2**32
HOLES = 24  # bits of a shortened number
FIRST, SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)  # two ways of mixing a number's bits
TOGETHER = 1 << 12  # keys that are numbered at once
ABREAST = 64  # readings that are sifted at once: their numbers stay in the processor's cache


class Sieve:
    """The sieve of a list.

    Args:
        keys: the keys of the list.
        letters: the folded letters that may be put into a reading.
    """

    def __init__(self, keys: Sequence[str], letters: str) -> None:
        self._letters = letters
        self._holes = np.zeros(1 << HOLES, dtype=np.bool_)
        for start in range(0, len(keys), TOGETHER):
            numbers = _number_keys(keys[start : start + TOGETHER])
            self._holes[_shorten(numbers, FIRST)] = True
            self._holes[_shorten(numbers, SECOND)] = True

    def near(self, words: Sequence[str]) -> Iterator[list[Place]]:
        """For each folded word the places at which a letter makes another key of it that may be listed.

        They are in the order of `every_place`.
        """
        for start in range(0, len(words), ABREAST):
            yield from self._sift(words[start : start + ABREAST])

    def _sift(self, words: Sequence[str]) -> list[list[Place]]:
        lengths = np.fromiter(map(len, words), np.intp, len(words))
        changes = _changes(int(lengths.max(initial=0)), self._letters)
        sums = _sums(words, lengths)
        after = (sums[:, -1:] - sums.take(changes.ends, axis=1)) * changes.shifts
        numbers = (sums.take(changes.starts, axis=1) + after).take(changes.spans, axis=1) + changes.letters
        passed = np.flatnonzero(self._holes.take(_shorten(numbers, FIRST)))
        passed = passed[self._holes.take(_shorten(numbers.take(passed), SECOND))]
        rows, columns = np.divmod(passed, len(changes.places))
        other = (numbers.take(passed) != sums[:, -1].take(rows)) | changes.resized.take(columns)
        inside = other & (changes.lasts.take(columns) <= lengths.take(rows))
        places = [changes.places[column] for column in columns[inside].tolist()]
        bounds = np.searchsorted(rows[inside], np.arange(len(words) + 1)).tolist()
        return [places[start:end] for start, end in pairwise(bounds)]


class Changes(NamedTuple):
    """All ways to change one place of a word: spans that a letter may replace, and each with each letter."""

    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    shifts: Numbers  # factor by which the letters after the span move to where the new letter leaves them
    spans: NDArray[np.intp]  # of each change
    letters: Numbers  # what the new letter of each change counts
    lasts: NDArray[np.intp]  # where each change ends
    resized: NDArray[np.bool_]  # whether it makes the word longer or shorter
    places: Sequence[Place]


@lru_cache(maxsize=64)
def _changes(length: int, letters: str) -> Changes:
    """The changes of a word of this length."""
    places = every_place(length, letters)
    spans = sorted({(start, end) for start, end, _ in places})
    index = {span: number for number, span in enumerate(spans)}
    powers = _powers(BASE, length + 1).tolist()
    shifts = [pow(BASE, start + 1 - end, WORD_SIZE) for start, end in spans]
    return Changes(
        np.array([start for start, _ in spans]),
        np.array([end for _, end in spans]),
        np.array(shifts, dtype=np.uint32),
        np.array([index[start, end] for start, end, _ in places]),
        np.array([ord(letter) * powers[start] % WORD_SIZE for start, _, letter in places], dtype=np.uint32),
        np.array([end for _, end, _ in places]),
        np.array([end - start != 1 for start, end, _ in places]),
        places,
    )


def _sums(words: Sequence[str], lengths: NDArray[np.intp]) -> Numbers:
    """For each word the numbers of its beginnings, from none to all of its letters."""
    longest = int(lengths.max(initial=0))
    digits = np.zeros((len(words), longest), dtype=np.uint32)
    digits[np.arange(longest) < lengths[:, None]] = _codes("".join(words))
    sums = np.zeros((len(words), longest + 1), dtype=np.uint32)
    np.cumsum(digits * _powers(BASE, longest), axis=1, dtype=np.uint32, out=sums[:, 1:])
    return sums


def _number_keys(keys: Sequence[str]) -> Numbers:
    """The numbers of keys: sums over all their letters, of which parts are taken."""
    codes = _codes("".join(keys))
    ends = np.fromiter(map(len, keys), np.intp, len(keys)).cumsum()
    starts = np.concatenate(([0], ends[:-1]))
    sums = np.zeros(len(codes) + 1, dtype=np.uint32)
    np.cumsum(codes * _powers(BASE, len(codes)), dtype=np.uint32, out=sums[1:])
    numbers: Numbers = (sums[ends] - sums[starts]) * _powers(pow(BASE, -1, WORD_SIZE), len(codes))[starts]
    return numbers


def _codes(text: str) -> Numbers:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def _powers(base: int, number: int) -> Numbers:
    return _many_powers(base, number.bit_length())[:number]


@lru_cache(maxsize=64)
def _many_powers(base: int, size: int) -> Numbers:
    powers = np.full(1 << size, base, dtype=np.uint32)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint32)


def _shorten(numbers: Numbers, mixing: np.uint32) -> Numbers:
    return (numbers * mixing) >> np.uint32(32 - HOLES)
