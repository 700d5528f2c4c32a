"""The shipped word list, found by folded key: words, and the parts that compounds are built of."""

import zlib
from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from pathlib import Path

from pipeline.repair.folding import fold

FILE = "woerter/deutsch.lex"
UNLISTED = -18.0  # log frequency of a word that is not listed
OWN_WORD = -11.0  # log frequency of a word from a word list that people keep
START, END = "^", "$"  # of a word, in the list of letters
UNSEEN = -8.0  # log probability of a letter after two that it never follows
INNER_CAPITAL = -4.0  # log probability of a capital within a word
NOTHING: Mapping[str, float] = {}

Groups = dict[str, str]


class Forms:
    """Forms with their log frequency, grouped by folded key; groups are read when they are asked for.

    `keys` are all keys, `shipped` those of the list that people have not added to.

    Args:
        groups: for each folded key its forms, each followed by its weight.
        added: forms that people have listed besides.
    """

    def __init__(self, groups: Groups, added: Iterable[str] = ()) -> None:
        self.shipped: Container[str] = groups
        self._groups = groups
        self._read: dict[str, Mapping[str, float]] = {}  # what has been asked for, and what was added
        for form in added:
            key = fold(form)
            forms = self.get(key)
            self._read[key] = {**forms, form: max(OWN_WORD, forms.get(form, OWN_WORD))}
        new = {key: "" for key in self._read if key not in groups}
        self._groups = groups | new if new else groups
        self.keys = self._groups.keys()

    def with_letters(self, letters: AbstractSet[str]) -> Iterator[str]:
        """The keys of which a form has one of these letters."""
        for letter in letters:
            yield from [key for key, group in self._groups.items() if letter in group]
        yield from [key for key, forms in self._read.items() if not letters.isdisjoint("".join(forms))]

    def get(self, key: str) -> Mapping[str, float]:
        """All forms that share the folded key."""
        found = self._read.get(key)
        if found is None:
            group = self._groups.get(key)
            if group is None:
                return NOTHING
            found = self._read[key] = dict(_entries(group))
        return found

    def with_added(self, added: Iterable[str]) -> "Forms":
        """The same forms, and some more."""
        return Forms(self._groups, added)


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
        self._frequencies: dict[str, float] = {}

    def frequency(self, word: str) -> float:
        """Log frequency of a word, of one that is not listed as well."""
        known = self._frequencies.get(word)
        if known is None:
            known = self._frequencies[word] = self.words.get(fold(word)).get(word, UNLISTED)
        return known

    def spelling(self, word: str) -> float:
        """Log probability of the word's letters, by which letters follow which in German words."""
        text = START + START + word.lower() + END
        get = self._follow.get
        inner = 0 if word[1:].islower() else sum([letter.isupper() for letter in word[1:]])
        return sum([get(text[n : n + 3], UNSEEN) for n in range(len(text) - 2)]) + inner * INNER_CAPITAL

    def with_words(self, added: Iterable[str]) -> "Lexicon":
        """The same lexicon, and some more words."""
        return Lexicon(self.words.with_added(added), self.first, self.last, self._follow)


def _entries(group: str) -> Iterator[tuple[str, float]]:
    for entry in group.split(" "):
        form = entry.rstrip("0123456789")
        yield form, -int(entry[len(form) :]) / 10


@lru_cache(maxsize=1)
def open_lexicon(base: Path) -> Lexicon:
    """Read the word list of a rules folder; kept for the whole run."""
    text = zlib.decompress((base / FILE).read_bytes()).decode("utf-8")
    words, first, last, letters = (_split(section) for section in text.split("\f"))
    follow = {pair + letter: share for pair in letters for letter, share in _entries(letters[pair])}
    return Lexicon(Forms(words), Forms(first), Forms(last), follow)


def _split(section: str) -> Groups:
    entries = section.replace("\n", "\t").split("\t")
    return dict(zip(entries[::2], entries[1::2], strict=True))
