"""The shipped word list, found by folded key: words, and the parts that compounds are built of."""

import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain, pairwise
from pathlib import Path

from pipeline.repair.folding import fold
from pipeline.repair.row import Numbers, number_lines, number_words

FILE = "woerter/deutsch.lex"
DIGITS = "0123456789"  # of the weight behind a form or a letter
UNLISTED = -18.0  # log frequency of a word that is not listed
OWN_WORD = -11.0  # log frequency of a word from a word list that people keep
START, END = "^", "$"  # of a word, in the list of letters
UNSEEN = -8.0  # log probability of a letter after two that it never follows
INNER_CAPITAL = -4.0  # log probability of a capital within a word
PAGE = 1 << 10  # letters of the text that are searched for a key
CHAPTER = 1 << 16  # … of which the keys are numbered together
TENTHS = 10  # weights are tenths of a negative logarithm
NOTHING: Mapping[str, float] = {}


class Lines:
    """Lines in the order of their keys: the key, a tab, what is known of it.

    A key is found as in a printed dictionary: by the first keys of the pages, then on its page. So the
    lines need not be taken apart before one is asked for.
    """

    def __init__(self, text: str) -> None:
        self._text = f"\n{text}\n"
        self._starts = list(self._breaks(PAGE))
        self._firsts = [self._text[start + 1 : self._text.index("\t", start)] for start in self._starts[:-1]]

    def _breaks(self, size: int) -> Iterator[int]:
        """Where lines begin, hardly more than so many letters apart; the last one ends the text."""
        place, last = 0, len(self._text) - 1
        while place < last:
            yield place
            place = self._text.find("\n", place + size)
            place = last if place < 0 else place
        yield last

    def get(self, key: str) -> str | None:
        """What the line with this key says."""
        page = bisect_right(self._firsts, key) - 1
        if page < 0:
            return None
        place = self._text.find(f"\n{key}\t", self._starts[page], self._starts[page + 1])
        if place < 0:
            return None
        start = place + len(key) + 2
        return self._text[start : self._text.index("\n", start)]

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """All lines, parted into key and rest."""
        for start, end in pairwise(self._starts):
            for line in self._text[start + 1 : end].split("\n"):
                yield line[: line.index("\t")], line[line.index("\t") + 1 :]

    def numbers(self) -> Iterator[Numbers]:
        """The numbers of all keys."""
        for start, end in pairwise(self._breaks(CHAPTER)):
            yield number_lines(self._text[start + 1 : end])


class Forms:
    """Forms with their log frequency, grouped by folded key; groups are read when they are asked for.

    Args:
        shipped: for each folded key its forms, each followed by its weight.
        added: forms that people have listed besides.
    """

    def __init__(self, shipped: Lines, added: Iterable[str] = ()) -> None:
        self.shipped = shipped
        self._read: dict[str, Mapping[str, float]] = {}  # what has been asked for, and what was added
        self._added: set[str] = set()
        for form in added:
            key = fold(form)
            forms = self.get(key)
            self._read[key] = {**forms, form: max(OWN_WORD, forms.get(form, OWN_WORD))}
            self._added.add(key)

    def get(self, key: str) -> Mapping[str, float]:
        """All forms that share the folded key."""
        found = self._read.get(key)
        if found is None:
            group = self.shipped.get(key)
            found = self._read[key] = _read_entries(group) if group else NOTHING
        return found

    def __contains__(self, key: str) -> bool:
        return bool(self.get(key))

    def __iter__(self) -> Iterator[str]:
        """All folded keys."""
        yield from (key for key, _ in self.shipped)
        yield from sorted(key for key in self._added if key not in self.shipped)

    def numbers(self) -> Iterator[Numbers]:
        """The numbers of all keys."""
        yield from self.shipped.numbers()
        yield number_words(sorted(self._added))

    def with_added(self, added: Iterable[str]) -> "Forms":
        """The same forms, and some more."""
        return Forms(self.shipped, added)


class Lexicon:
    """`words`, and the `first` and `last` parts of compounds.

    Args:
        words: all words.
        first: first parts.
        last: last parts.
        follow: for each row of three letters of a word how likely the last one is after the others.
    """

    def __init__(self, words: Forms, first: Forms, last: Forms, follow: Mapping[str, float]) -> None:
        self.words = words
        self.first = first
        self.last = last
        self._follow = follow
        self.frequency: Callable[[str], float] = cache(self._frequency)

    def _frequency(self, word: str) -> float:
        """Log frequency of a word, of one that is not listed as well."""
        return self.words.get(fold(word)).get(word, UNLISTED)

    def holds(self, word: str) -> bool:
        """Whether the word is listed as it is written."""
        return word in self.words.get(fold(word))

    def spelling(self, word: str) -> float:
        """Log probability of the word's letters, by which letters follow which in German words."""
        text = START + START + word.lower() + END
        get = self._follow.get
        inner = 0 if word[1:].islower() else sum([letter.isupper() for letter in word[1:]])
        return sum([get(text[n : n + 3], UNSEEN) for n in range(len(text) - 2)]) + inner * INNER_CAPITAL

    def numbers(self) -> Iterator[Numbers]:
        """The numbers of all keys."""
        return chain(self.words.numbers(), self.first.numbers(), self.last.numbers())

    def with_words(self, added: Iterable[str]) -> "Lexicon":
        """The same lexicon, and some more words."""
        return Lexicon(self.words.with_added(added), self.first, self.last, self._follow)


def _read_entries(group: str) -> Mapping[str, float]:
    entries: dict[str, float] = {}
    for entry in group.split(" "):
        form = entry.rstrip(DIGITS)
        entries[form] = -int(entry[len(form) :]) / TENTHS
    return entries


@lru_cache(maxsize=1)
def open_lexicon(base: Path) -> Lexicon:
    """Read the word list of a rules folder; kept for the whole run."""
    text = zlib.decompress((base / FILE).read_bytes()).decode("utf-8")
    words, first, last, letters = (Lines(section) for section in text.split("\f"))
    follow = {
        pair + letter: share for pair, entries in letters for letter, share in _read_entries(entries).items()
    }
    return Lexicon(Forms(words), Forms(first), Forms(last), follow)
