"""Which words may stand behind what was read: known ones, compounds, inflected ones.

A word and what became of it share a folded key as long as each lost letter was read as one that folds
alike (ä as a). Where it was not (ü as ii), the key is formed once for each place at which a confusion
may be taken back, so that looking up stays a matter of dictionary look-ups, not of a scan.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import log
from typing import NamedTuple

from pipeline.repair.channel import Channel, Slip
from pipeline.repair.folding import UMLAUTS, fold
from pipeline.repair.lexicon import Forms, Lexicon

LONGEST_SEEN = 3  # letters of the longest thing that one true letter turns into
CAPITAL_AT_START = 0.06  # share of a word's occurrences that stand at the beginning of a sentence
CAPITAL_ELSEWHERE = -4.5  # log share of small-letter words that are written with a capital elsewhere
NEW_COMPOUND = -4.0  # log share of words that are compounds nobody listed
NEW_FORM = -5.0  # log share of words that are unlisted forms of listed words
SHORTEST_PART = 3
SHORTEST_STEM = 5
ENDINGS = ("e", "en", "er", "es", "em", "s", "n", "t", "te", "ten", "st", "ere", "eren", "erer", "sten")


class Candidate(NamedTuple):
    """A word that may be meant.

    `opening` and `inside` are its log frequencies at the beginning of a sentence and elsewhere;
    `slips` would have made what was read of it.
    """

    word: str
    opening: float
    inside: float
    slips: tuple[Slip, ...]


class Key(NamedTuple):
    """A folded key that a reading may stand for: the letters [start, end) were read for `letter`."""

    key: str
    start: int
    end: int


class Finder:
    """Finds candidates; remembers what it found, for words come again."""

    def __init__(self, lexicon: Lexicon, channel: Channel) -> None:
        self.lexicon = lexicon
        self.channel = channel
        self._parts = lru_cache(maxsize=100_000)(self._find_parts)

    def find(self, read: str) -> tuple[Candidate, ...]:
        """All words that may have become `read`, among them itself when it is known."""
        if read.isupper() and len(read) > 1:
            found = self.find(read.capitalize())
            return tuple(_shouted(candidate) for candidate in found if "ß" not in candidate.word)
        found = self._listed(read)
        if not any(candidate.inside > -17 or candidate.opening > -17 for candidate in found.values()):
            found = {**self._inflected(read), **self._compounds(read), **found}
        return tuple(found.values())

    def _listed(self, read: str) -> dict[str, Candidate]:
        found: dict[str, Candidate] = {}
        keys = self._keys(read)
        for key in keys:
            if key.key in self.lexicon.words:
                self._collect(read, key, found)
        if not found and len(read) > SHORTEST_PART:
            for first, second in self._double_keys(read, keys):
                self._collect_double(read, first, second, found)
        return found

    def _keys(self, read: str) -> list[Key]:
        """The folded keys that `read` may stand for, one confusion taken back at most."""
        folded = fold(read)
        back = self.channel.reversed
        keys = [Key(folded, 0, 0)]
        for start in range(len(read) + 1):
            for end in range(start, min(start + LONGEST_SEEN, len(read)) + 1):
                for letter in back.get(read[start:end], ()):
                    keys.append(Key(folded[:start] + letter + folded[end:], start, end))
        return keys

    def _double_keys(self, read: str, keys: list[Key]) -> Iterator[tuple[Key, Key]]:
        folded = fold(read)
        words = self.lexicon.words
        for number, second in enumerate(keys[1:], 1):
            if second.start == second.end:
                continue
            tail = second.key[second.start :]
            for first in keys[1:number]:
                if first.end <= second.start:
                    key = first.key[: len(first.key) - len(folded) + second.start] + tail
                    if key in words:
                        yield first, Key(key, second.start, second.end)

    def _collect_double(self, read: str, first: Key, second: Key, found: dict[str, Candidate]) -> None:
        pieces = (
            *read[: first.start],
            read[first.start : first.end],
            *read[first.end : second.start],
            read[second.start : second.end],
            *read[second.end :],
        )
        self._add_forms(read, pieces, second.key, found)

    def _collect(self, read: str, key: Key, found: dict[str, Candidate]) -> None:
        whole = len(key.key) == len(read) and key.start == key.end
        pieces = tuple(read) if whole else (*read[: key.start], read[key.start : key.end], *read[key.end :])
        self._add_forms(read, pieces, key.key, found)

    def _add_forms(self, read: str, pieces: tuple[str, ...], key: str, found: dict[str, Candidate]) -> None:
        forms = self.lexicon.words.get(key)
        for form in forms:
            if (
                form[0].isupper()
                and pieces[0][:1].islower()
                and Slip(form[0], pieces[0]) not in self.channel.shares
            ):
                continue
            slips = self._align(pieces, form)
            if slips is None:
                continue
            word = form[0].upper() + form[1:] if pieces[0][:1].isupper() else form
            known = found.get(word)
            if known is None or self.channel.cost(slips) > self.channel.cost(known.slips):
                found[word] = Candidate(word, *_frequencies(word, forms), slips)

    def _align(self, pieces: tuple[str, ...], form: str) -> tuple[Slip, ...] | None:
        """The slips between a form and what was read of it; None when they cannot belong together."""
        if len(pieces) != len(form):
            return None
        slips = []
        for position, (seen, true) in enumerate(zip(pieces, form, strict=True)):
            if position == 0 and seen.isupper():
                true = true.upper()
            if seen == true:
                if true in UMLAUTS:
                    slips.append(Slip(true, true))
                continue
            slip = Slip(true, seen)
            if slip not in self.channel.shares:
                return None
            slips.append(slip)
        return tuple(slips)

    # ------------------------------------------------------------ compounds

    def _compounds(self, read: str) -> dict[str, Candidate]:
        """Words built of a first and a last part that other words are built of as well."""
        found: dict[str, Candidate] = {}
        capital = read[0].isupper()
        for place in range(SHORTEST_PART, len(read) - SHORTEST_PART + 1):
            lasts = self._parts(read[place:], True)
            if not lasts:
                continue
            for first, first_share, first_slips in self._parts(read[:place], False):
                for last, last_share, last_slips in lasts:
                    if last[0].isupper() and not capital:
                        continue
                    word = (first[0].upper() if capital else first[0]) + first[1:] + last.lower()
                    share = first_share + last_share + NEW_COMPOUND
                    candidate = Candidate(word, share, share, first_slips + last_slips)
                    keep_better(found, candidate, self.channel)
        return found

    def _find_parts(self, read: str, last: bool) -> list[tuple[str, float, tuple[Slip, ...]]]:
        forms = self.lexicon.last if last else self.lexicon.first
        found: list[tuple[str, float, tuple[Slip, ...]]] = []
        for key in self._keys(read):
            if key.key in forms:
                found += self._part_forms(read, key, forms)
        return found

    def _part_forms(
        self, read: str, key: Key, forms: Forms
    ) -> Iterator[tuple[str, float, tuple[Slip, ...]]]:
        pieces = tuple(read)
        if len(key.key) != len(read) or key.start != key.end:
            pieces = (*read[: key.start], read[key.start : key.end], *read[key.end :])
        for form, share in forms.get(key.key).items():
            slips = self._align(pieces, form.lower())
            if slips is not None:
                yield form, share, slips

    # ----------------------------------------------------------- inflection

    def _inflected(self, read: str) -> dict[str, Candidate]:
        """Forms that no list holds of words of which it holds others (`regelmäßigeres`)."""
        found: dict[str, Candidate] = {}
        for ending in ENDINGS:
            if not read.endswith(ending) or len(read) - len(ending) < SHORTEST_STEM:
                continue
            for stem in self._listed_stem(read[: -len(ending)]):
                word = stem.word + ending
                share = max(stem.opening, stem.inside) + NEW_FORM
                keep_better(found, Candidate(word, share, share, stem.slips), self.channel)
        return found

    def _listed_stem(self, read: str) -> Iterator[Candidate]:
        for ending in ("", "e", "en"):
            for candidate in self._listed_once(read + ending):
                yield candidate._replace(word=candidate.word.removesuffix(ending) if ending else candidate.word)

    def _listed_once(self, read: str) -> Iterator[Candidate]:
        found: dict[str, Candidate] = {}
        for key in self._keys(read):
            if key.key in self.lexicon.words:
                self._collect(read, key, found)
        yield from found.values()


def keep_better(found: dict[str, Candidate], candidate: Candidate, channel: Channel) -> None:
    """Keep of two ways to the same word the likelier one."""
    known = found.get(candidate.word)
    if known is None or _score(candidate, channel) > _score(known, channel):
        found[candidate.word] = candidate


def _score(candidate: Candidate, channel: Channel) -> float:
    return candidate.inside + channel.cost(candidate.slips)


def _frequencies(word: str, forms: object) -> tuple[float, float]:
    """Log frequency of a word at the beginning of a sentence, and elsewhere.

    A capital that a word bears only because it began sentences does not count elsewhere.
    """
    assert isinstance(forms, dict)
    own = forms.get(word, -99.0)
    if word[0].islower():
        return own, own
    small = forms.get(word[0].lower() + word[1:], -99.0)
    begun = small + log(CAPITAL_AT_START)
    opening = max(own, begun)
    if own > begun + 0.1:
        gap = begun - own
        inside = own + log(1 - 2.718281828 ** gap)
    else:
        inside = max(own, small) + CAPITAL_ELSEWHERE
    return opening, max(inside, max(own, small) + CAPITAL_ELSEWHERE)


def _shouted(candidate: Candidate) -> Candidate:
    slips = tuple(Slip(slip.true.upper(), slip.seen.upper()) for slip in candidate.slips)
    best = max(candidate.opening, candidate.inside)
    return Candidate(candidate.word.upper(), best, best, slips)
