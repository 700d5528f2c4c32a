"""Where in many words a change may make a listed key of them, reckoned for all of them at once.

A change puts one letter where up to three were read. A table says which letters may stand where something
was read, the sieve which of the words that come of it may be listed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.channel import LONGEST_SEEN
from pipeline.repair.keys import UNCHANGED, Back, Pair, Place
from pipeline.repair.row import BASE, WORD_SIZE, Numbers, Places, Row, codes_of, set_in_row

ABREAST = 1 << 10  # words that are looked at together
PAIRED = 1 << 7  # … for two changes at once
SIZES = range(LONGEST_SEEN + 1)
SHIFTS = np.array([pow(BASE, 1 - size, WORD_SIZE) for size in SIZES], dtype=np.uint32)

Bits = NDArray[np.uint32]
Sift = Callable[[Numbers], Places]
Found = TypeVar("Found")


class Table(Protocol):
    """Which letters may stand where something was read, a bit for each of `letters`."""

    letters: str

    def bits(self, row: Row) -> Iterator[Bits]:
        """For each size, and each place of a row: the letters for so many from that place on."""


class Named:
    """The letters that rules name: confusions to be taken back."""

    def __init__(self, back: Back) -> None:
        self.letters = "".join(sorted({letter for letters in back.values() for letter in letters}))
        signs = sorted({sign for seen in back for sign in seen})
        self._numbers = np.zeros(max(map(ord, signs), default=0) + 2, dtype=np.intp)
        self._numbers[[ord(sign) for sign in signs]] = range(1, len(signs) + 1)
        self._base = len(signs) + 1
        self._bits = [np.zeros(self._base**size, dtype=np.uint32) for size in SIZES]
        number = {sign: number for number, sign in enumerate(signs, 1)}
        for seen, letters in back.items():
            if len(seen) in SIZES:
                place = sum(number[sign] * self._base**step for step, sign in enumerate(seen))
                self._bits[len(seen)][place] = sum(1 << self.letters.index(letter) for letter in letters)

    def bits(self, row: Row) -> Iterator[Bits]:
        """What rules name for the letters that were read; no sign is none of them."""
        signs = self._numbers.take(row.codes, mode="clip")
        spans = np.zeros(len(signs), dtype=np.intp)
        for size in SIZES:
            yield self._bits[size].take(spans)
            spans = spans[: len(signs) - size] + signs[size:] * self._base**size


class Anything:
    """The same letters, whatever was read."""

    def __init__(self, letters: str) -> None:
        self.letters = letters

    def bits(self, row: Row) -> Iterator[Bits]:
        """All letters, wherever the word is long enough."""
        every = np.uint32((1 << len(self.letters)) - 1)
        for size in SIZES:
            yield np.where(row.room >= size, every, np.uint32(0))


class Changes(NamedTuple):
    """Changes of the words in a row, those of one word together."""

    at: Places  # where in the row
    sizes: Places  # how many letters are replaced
    letters: Numbers  # the code of the one that replaces them
    numbers: Numbers  # of the changed words

    @property
    def ends(self) -> Places:
        """Where in the row what is replaced ends."""
        return self.at + self.sizes

    def some(self, chosen: Places) -> "Changes":
        """Some of them."""
        at, sizes, letters, numbers = self
        return Changes(at.take(chosen), sizes.take(chosen), letters.take(chosen), numbers.take(chosen))

    def places(self, row: Row) -> Iterator[Place]:
        """Where each is in its word."""
        starts = row.within.take(self.at)
        ends = starts + self.sizes
        return zip(starts.tolist(), ends.tolist(), map(chr, self.letters.tolist()), strict=True)


NO_CHANGES = Changes(*np.zeros((2, 0), np.intp), *np.zeros((2, 0), np.uint32))


def _everything(numbers: Numbers) -> Places:
    return np.arange(len(numbers))


class Near:
    """Finds changes of words that make listed keys.

    Args:
        sift: tells of numbers of words which may be listed; without it all may be.
    """

    def __init__(self, sift: Sift = _everything) -> None:
        self._sift = sift

    def single(
        self, words: Sequence[str], table: Table, unchanged: bool = False
    ) -> Iterator[tuple[str, Place]]:
        """Changes of words, for each word shorter spans first; added letters one after the other.

        Args:
            words: the words.
            table: the letters that may be put into them.
            unchanged: whether a word as it is counts as one of its changes, the first one.
        """
        for some in _parted(words, ABREAST):
            row = set_in_row(some)
            for word in self._sift(row.before[row.room == 0]).tolist() if unchanged else ():
                yield some[word], UNCHANGED
            changes = _all_changes(row, table, sift=self._sift)
            yield from zip(_owners(row, changes, some), changes.places(row), strict=True)

    def double(self, words: Sequence[str], first: Table, second: Table) -> Iterator[tuple[str, Pair]]:
        """Pairs of a change of the first kind and one of the second; nothing is added.

        Pairs of the same kind are found once.
        """
        for some in _parted(words, PAIRED):
            row = set_in_row(some)
            ones = _all_changes(row, first, added=False)
            others = ones if second is first else _all_changes(row, second, added=False)
            left, right = _pairs(row, ones, others)
            shifted = SHIFTS.take(left.sizes) * (right.numbers - (row.before + row.after).take(right.at))
            passed = self._sift(left.numbers + shifted)
            left, right = left.some(passed), right.some(passed)
            both = zip(left.places(row), right.places(row), strict=True)
            yield from zip(_owners(row, left, some), both, strict=True)


class Batch(Generic[Found]):
    """What is found for many words together, and asked for word by word.

    Args:
        find_many: finds it for many words.
    """

    def __init__(self, find_many: Callable[[Sequence[str]], Iterable[tuple[str, Found]]]) -> None:
        self._find_many = find_many
        self._ready: dict[str, Sequence[Found]] = {}

    def forget(self) -> None:
        """Forget what was found."""
        self._ready.clear()

    def prepare(self, words: Iterable[str]) -> None:
        """Find it for words that will be asked for."""
        new = list({word: None for word in words if word not in self._ready})
        found: dict[str, list[Found]] = defaultdict(list)
        for word, one in self._find_many(new):
            found[word].append(one)
        self._ready.update(dict.fromkeys(new, ()))
        self._ready.update(found)

    def find(self, word: str) -> Sequence[Found]:
        """What was found for a word."""
        found = self._ready.get(word)
        if found is None:
            self.prepare((word,))
            found = self._ready[word]
        return found


def _all_changes(row: Row, table: Table, *, added: bool = True, sift: Sift | None = None) -> Changes:
    """The changes of all words of a row, or those of them that pass a sieve."""
    parts = [NO_CHANGES]
    for size, bits in enumerate(table.bits(row)):
        if (size or added) and bits.any():
            changes = _changes(row, table, size, bits)
            parts.append(changes.some(sift(changes.numbers)) if sift else changes)
    together = Changes(*[np.concatenate(columns) for columns in zip(*parts, strict=True)])
    return together.some(np.argsort(row.words.take(together.at), kind="stable"))


def _changes(row: Row, table: Table, size: int, bits: Bits) -> Changes:
    """The changes of so many letters: place by place, but added letters one after the other."""
    places = bits.nonzero()[0]
    allowed = bits.take(places)
    used = (np.bitwise_or.reduce(allowed) >> np.arange(len(table.letters)) & 1).nonzero()[0]
    ways = allowed[:, None] & (1 << used).astype(np.uint32)
    place, letter = ways.nonzero() if size else ways.T.nonzero()[::-1]
    at, letters = places.take(place), codes_of(table.letters).take(used.take(letter))
    rest = SHIFTS[size] * row.after.take(at + size)
    numbers = row.before.take(at) + letters * row.powers.take(at) + rest
    return Changes(at, np.full(len(at), size), letters, numbers)


def _pairs(row: Row, ones: Changes, others: Changes) -> tuple[Changes, Changes]:
    """All pairs of two changes of the same word, the left ones and the right ones; once if they are alike."""
    owners = row.words.take(others.at)
    numbers = np.bincount(owners, minlength=len(row.words))
    begun = numbers.cumsum() - numbers
    words = row.words.take(ones.at)
    times = numbers.take(words)
    within = np.arange(int(times.sum())) - (times.cumsum() - times).repeat(times)
    one = ones.some(np.arange(len(words)).repeat(times))
    other = others.some(begun.take(words).repeat(times) + within)
    before = one.ends <= other.at
    kept = np.flatnonzero(before if others is ones else before | (other.ends <= one.at))
    one, other, before = one.some(kept), other.some(kept), before.take(kept)
    return _choose(before, one, other), _choose(before, other, one)


def _choose(first: NDArray[np.bool_], one: Changes, other: Changes) -> Changes:
    """Of two changes each the first one or the other."""
    return Changes(
        np.where(first, one.at, other.at),
        np.where(first, one.sizes, other.sizes),
        np.where(first, one.letters, other.letters),
        np.where(first, one.numbers, other.numbers),
    )


def _owners(row: Row, changes: Changes, words: Sequence[str]) -> Iterator[str]:
    return map(words.__getitem__, row.words.take(changes.at).tolist())


def _parted(words: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (words[start : start + size] for start in range(0, len(words), size))
