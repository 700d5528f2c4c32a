"""Where in many words a change may make a listed key of them, reckoned for all of them at once.

A change puts one letter where up to three were read. A table says which letters may stand where something
was read, the sieve which of the words that come of it may be listed.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Generic, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channel import LONGEST_SEEN
from pipeline.repair.keys import UNCHANGED, Back, Pair, Place
from pipeline.repair.row import BASE, WORD_SIZE, Numbers, Places, Row, codes_of, powers, set_in_row

ABREAST = 1 << 10  # words that are looked at together
PAIRED = 1 << 7  # … for two changes at once
KEPT = 1 << 16  # words of which it is remembered what was found
SIZES = range(LONGEST_SEEN + 1)
SHIFTS = np.array([pow(BASE, 1 - size, WORD_SIZE) for size in SIZES], dtype=np.uint32)

Bits = NDArray[np.uint32]
Found = TypeVar("Found")


class Table(Protocol):
    """Which letters may stand where something was read, a bit for each of `letters`."""

    letters: str

    def bits(self, row: Row, size: int) -> Bits:
        """For each place of a row the letters that may stand instead of so many from it on."""


class Named:
    """The letters that rules name: confusions to be taken back."""

    def __init__(self, back: Back) -> None:
        self.letters = "".join(sorted({letter for letters in back.values() for letter in letters}))
        signs = "".join(sorted({sign for seen in back for sign in seen}))
        self._numbers = np.zeros(max(map(ord, signs), default=0) + 2, dtype=np.intp)
        self._numbers[codes_of(signs)] = np.arange(len(signs)) + 1
        self._base = len(signs) + 1
        self._bits = [np.zeros(self._base**size, dtype=np.uint32) for size in SIZES]
        for seen, letters in back.items():
            if len(seen) in SIZES:
                place = sum(
                    int(self._numbers[ord(sign)]) * self._base**step for step, sign in enumerate(seen)
                )
                self._bits[len(seen)][place] = sum(1 << self.letters.index(letter) for letter in letters)

    def bits(self, row: Row, size: int) -> Bits:
        """What rules name for the letters that were read."""
        signs = self._numbers.take(row.codes, mode="clip")
        spans = len(signs) + 1 - size if size else len(signs)
        place = sum((signs[n : n + spans] * self._base**n for n in range(size)), np.zeros(spans, np.intp))
        return self._bits[size].take(place)


class Anything:
    """The same letters, whatever was read."""

    def __init__(self, letters: str) -> None:
        self.letters = letters

    def bits(self, row: Row, size: int) -> Bits:
        """All letters, wherever the word is long enough."""
        return np.where(row.room >= size, np.uint32((1 << len(self.letters)) - 1), np.uint32(0))


class Changes(NamedTuple):
    """Changes of words in a row, those of one word together."""

    at: Places
    sizes: Places
    letters: Places
    numbers: Numbers  # of the changed words

    def some(self, chosen: Places) -> "Changes":
        """Some of them."""
        return Changes(*(column[chosen] for column in self))


class Near:
    """Finds changes of words that make listed keys.

    Args:
        passing: tells of numbers of words which may be listed.
    """

    def __init__(self, passing: Callable[[Numbers], Places]) -> None:
        self._passing = passing

    def single(self, words: Sequence[str], table: Table, unchanged: bool = False) -> list[list[Place]]:
        """For each word the changes, shorter spans first; added letters one after the other.

        Args:
            words: the words.
            table: the letters that may be put into them.
            unchanged: whether the word as it is counts as one of its changes, the first one.
        """
        return [found for some in _parted(words, ABREAST) for found in self._single(some, table, unchanged)]

    def _single(self, words: Sequence[str], table: Table, unchanged: bool) -> list[list[Place]]:
        row = set_in_row(words)
        changes = _all_changes(row, table, SIZES, self._passing)
        found = _by_word(row.words[changes.at], _as_places(row, changes, table.letters), len(words))
        for word in self._passing(row.before[row.room == 0]).tolist() if unchanged else ():
            found[word].insert(0, UNCHANGED)
        return found

    def double(self, words: Sequence[str], first: Table, second: Table) -> list[list[Pair]]:
        """For each word the pairs of a change of the first kind and one of the second; nothing is added.

        Pairs of the same kind are found once.
        """
        return [found for some in _parted(words, PAIRED) for found in self._double(some, first, second)]

    def _double(self, words: Sequence[str], first: Table, second: Table) -> list[list[Pair]]:
        row = set_in_row(words)
        ones = _all_changes(row, first, SIZES[1:])
        others = ones if second is first else _all_changes(row, second, SIZES[1:])
        one, other = _products(row.words[ones.at], row.words[others.at], len(words))
        before = ones.at[one] + ones.sizes[one] <= others.at[other]
        after = (others.at[other] + others.sizes[other] <= ones.at[one]) & (second is not first)
        kept = np.flatnonzero(before | after)
        one, other, before = one[kept], other[kept], before[kept]
        own = (row.before + row.after)[ones.at[one]]
        shifts = np.where(before, SHIFTS[ones.sizes[one]], SHIFTS[others.sizes[other]])
        first_counts, second_counts = ones.numbers[one] - own, others.numbers[other] - own
        numbers = own + np.where(
            before, first_counts + shifts * second_counts, second_counts + shifts * first_counts
        )
        passed = self._passing(numbers)
        one, other = one[passed], other[passed]
        pairs = [
            (left, right) if left < right else (right, left)
            for left, right in zip(
                _as_places(row, ones.some(one), first.letters),
                _as_places(row, others.some(other), second.letters),
                strict=True,
            )
        ]
        return _by_word(row.words[ones.at[one]], pairs, len(words))


class Batch(Generic[Found]):
    """What is found for many words together, and asked for word by word.

    Args:
        find_many: finds it for many words.
    """

    def __init__(self, find_many: Callable[[Sequence[str]], Sequence[Found]]) -> None:
        self._find_many = find_many
        self._ready: dict[str, Found] = {}

    def prepare(self, words: Iterable[str]) -> None:
        """Find it for words that will be asked for."""
        if len(self._ready) > KEPT:
            self._ready.clear()
        new = list({word: None for word in words if word not in self._ready})
        self._ready.update(zip(new, self._find_many(new), strict=True))

    def find(self, word: str) -> Found:
        """What was found for a word."""
        if word not in self._ready:
            self.prepare((word,))
        return self._ready[word]


def _all_changes(
    row: Row, table: Table, sizes: Iterable[int], passing: Callable[[Numbers], Places] | None = None
) -> Changes:
    """The changes of all words of a row, or those of them that pass."""
    parts = []
    for size in sizes:
        changes = _changes(row, table, size)
        parts.append(changes.some(passing(changes.numbers)) if passing else changes)
    together = Changes(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    return together.some(np.argsort(row.words[together.at], kind="stable"))


def _changes(row: Row, table: Table, size: int) -> Changes:
    bits = table.bits(row, size)
    places = np.flatnonzero(bits)
    allowed = (bits[places][:, None] >> np.arange(len(table.letters), dtype=np.uint32)) & np.uint32(1)
    if size:
        which, letters = allowed.nonzero()
    else:
        letters, which = allowed.T.nonzero()
    at = places[which]
    digits = codes_of(table.letters)[letters] * powers(int(row.within.max(initial=0)) + 1)[row.within[at]]
    numbers = row.before[at] + digits + SHIFTS[size] * row.after[at + size]
    return Changes(at, np.full(len(at), size), letters, numbers)


def _products(first: Places, second: Places, words: int) -> tuple[Places, Places]:
    """All pairs of two lists that belong to the same word; both are in the order of words."""
    numbers = np.bincount(second, minlength=words)
    begun = numbers.cumsum() - numbers
    times = numbers[first]
    one = np.arange(len(first)).repeat(times)
    within = np.arange(len(one)) - (times.cumsum() - times).repeat(times)
    return one, begun[first].repeat(times) + within


def _as_places(row: Row, changes: Changes, letters: str) -> list[Place]:
    starts = row.within[changes.at]
    ends = starts + changes.sizes
    return [
        (start, end, letters[letter])
        for start, end, letter in zip(
            starts.tolist(), ends.tolist(), changes.letters.tolist(), strict=True
        )
    ]


def _by_word(owners: Places, found: list[Found], words: int) -> list[list[Found]]:
    bounds = np.searchsorted(owners, np.arange(words + 1)).tolist()
    return [found[start:end] for start, end in pairwise(bounds)]


def _parted(words: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (words[start : start + size] for start in range(0, len(words), size))
