"""Words set in a row, so that what concerns each of their letters is reckoned for all of them at once.

Each word is followed by a gap. A word has a number: its folded letters as digits, the first one lowest.
What the letters before a place and those from it on add to the number is known for every place, so that
the number of a changed word follows from two of these sums.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.repair.folding import fold

Numbers = NDArray[np.uint32]
Places = NDArray[np.intp]

BASE = 0x01000193  # of the numbers; odd, so that it can be divided by as well
WORD_SIZE = 2**32
GAP = "\0"
FOLDED = 0x2000  # codes from which letters count alike: no list has words of them


class Row(NamedTuple):
    """For each place of a row what stands there and around; the last place of each word is its gap."""

    codes: Numbers  # what was read
    words: Places  # which word it is of
    within: Places  # letters of the word before it
    room: Places  # letters of the word from it on
    powers: Numbers  # what a digit counts at it
    before: Numbers  # what the letters before it count
    after: Numbers  # what those from it on count


def set_in_row(words: Sequence[str]) -> Row:
    """Set words in a row."""
    lengths, ends, codes = _join(words)
    starts = ends - lengths
    within = _within(starts, lengths)
    powers = _powers(within)
    sums = np.zeros(len(codes) + 1, dtype=np.uint32)
    np.cumsum(_folded(codes) * powers, dtype=np.uint32, out=sums[1:])
    return Row(
        codes,
        np.arange(len(words)).repeat(lengths),
        within,
        (lengths - 1).repeat(lengths) - within,
        powers,
        sums[:-1] - sums[starts].repeat(lengths),
        sums[ends].repeat(lengths) - sums[:-1],
    )


def number_words(words: Sequence[str]) -> Numbers:
    """The numbers of words alone."""
    lengths, ends, codes = _join(words)
    return _number(codes, ends - lengths, lengths - 1)


def number_lines(lines: str) -> Numbers:
    """The numbers of what stands before the tab in each line."""
    codes = codes_of(lines)
    starts = np.concatenate(([0], np.flatnonzero(codes == ord("\n")) + 1))
    return _number(codes, starts, np.flatnonzero(codes == ord("\t")) - starts)


def _number(codes: Numbers, starts: Places, lengths: Places) -> Numbers:
    """The numbers of the parts of a text that begin at `starts`."""
    begun = lengths.cumsum() - lengths
    within = _within(begun, lengths)
    digits = _folded(codes.take(starts.repeat(lengths) + within)) * _powers(within)
    numbers: Numbers = np.add.reduceat(digits, begun, dtype=np.uint32) if len(digits) else digits
    return numbers


def _join(words: Sequence[str]) -> tuple[Places, Places, Numbers]:
    """The lengths of words with their gaps, where each ends in a row of them, and what stands there."""
    lengths = np.fromiter(map(len, words), np.intp, len(words)) + 1
    return lengths, lengths.cumsum(), codes_of(GAP.join([*words, ""]))


def _within(starts: Places, lengths: Places) -> Places:
    return np.arange(int(lengths.sum())) - starts.repeat(lengths)


def codes_of(text: str) -> Numbers:
    """The code of each letter."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _powers(within: Places) -> Numbers:
    """What a digit counts at each place."""
    return _many_powers(int(within.max(initial=0)).bit_length()).take(within)


@lru_cache(maxsize=64)
def _many_powers(size: int) -> Numbers:
    many = np.full(1 << size, BASE, dtype=np.uint32)
    many[0] = 1
    return np.cumprod(many, dtype=np.uint32)


def _folded(codes: Numbers) -> Numbers:
    return _folds().take(codes, mode="clip")


@lru_cache(maxsize=1)
def _folds() -> Numbers:
    """The code of each letter when it is folded; the gap counts nothing."""
    folded = (fold(chr(code)) for code in range(FOLDED))
    return codes_of("".join(letter if len(letter) == 1 else GAP for letter in folded))
