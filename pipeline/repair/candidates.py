"""Which words may stand behind what was read: listed words, unlisted forms of them, compounds.

A word and what became of it share a folded key as long as each lost letter was read as one that folds
alike (ä as a). Where it was not (ü as ii), the key is formed once for each place at which a confusion
may be taken back, so that finding is a handful of dictionary look-ups and never a scan of the list.
Common confusions are taken back first, two at once where one does not help, rare ones only when nothing
else explains a reading.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from math import exp, log
from typing import NamedTuple

from pipeline.repair.channel import LONGEST_SEEN, Channel, Slip
from pipeline.repair.folding import UMLAUTS, fold
from pipeline.repair.lexicon import Forms, Lexicon

NEVER = -99.0
CAPITAL_AT_START = log(0.06)  # share of a word's occurrences that stand at the beginning of a sentence
CAPITAL_ELSEWHERE = -6.0  # log share of small-letter words that bear a capital elsewhere
NEW_COMPOUND = -5.0  # log share of words that are compounds nobody listed
NEW_FORM = -5.0  # log share of words that are unlisted forms of listed words
UNPRODUCTIVE = -2.0  # log share of parts that no listed compound has
COMMON_PART = -15.5  # log frequency from which a word may be such a part
COMMON_SHORT_PART = -12.0  # … if it has no more than three letters
RARE_WORD = -12.5  # log frequency below which a word that was read is weighed against far-fetched ones
VERY_RARE_WORD = -15.5  # … against such as only a confusion explains that no rule names
LOST = "aouf"  # umlauts and ß as they are folded
SPELLED_OUT = frozenset(("ae", "oe", "ue", "ss"))  # no misreading: so people write who have no umlauts
SHORTEST_FAR_FETCHED = 5  # letters of a reading for which a confusion that no rule names is looked for
SHORTEST_PART = 3
LONGEST_WORD = 50  # letters from which a reading is no word but a row of them
SHORTEST_TAIL = 6  # letters of the last part of a compound of which nothing else is known
SHORTEST_STEM = 5
SHORTEST_REBUILT = 7  # letters of the shortest word that is taken to be a compound or an unlisted form
STEM_ENDINGS = ("", "e", "en")
ENDINGS = ("e", "en", "er", "es", "em", "s", "n", "t", "te", "ten", "st", "ere", "eren", "erer", "sten")

ACRONYM = re.compile(r"(?=.{2,6}$)(?:[A-ZÄÖÜ].?){2,}")  # KGSt, GmbH: not to be made a word of

GENDERED = re.compile(r"([A-ZÄÖÜ].+[a-zäöüß])([Il1])nnen")
ZU = re.compile(r"(?<=[a-zäöüß]{2})zu(?=[^\W_]{3,}n$)")

Slips = tuple[Slip, ...]
Place = tuple[int, int, str]
Back = Mapping[str, tuple[str, ...]]
Part = tuple[str, float, Slips]


class Candidate(NamedTuple):
    """A word that may be meant.

    `opening` and `inside` are its log frequencies at the beginning of a sentence and elsewhere;
    `slips` would have made what was read of it.
    """

    word: str
    opening: float
    inside: float
    slips: Slips


class Key(NamedTuple):
    """A folded key for which a reading may stand, and the piece of the reading behind each letter."""

    key: str
    pieces: tuple[str, ...]


class Finder:
    """Finds candidates; remembers the parts of compounds, for they come again."""

    def __init__(self, lexicon: Lexicon, channel: Channel) -> None:
        self.lexicon = lexicon
        self.channel = channel
        self._parts = lru_cache(maxsize=200_000)(self._find_parts)

    def find(self, read: str) -> tuple[Candidate, ...]:
        """All words that may have become `read`, among them itself when it is known."""
        if not 1 < len(read) <= LONGEST_WORD:
            return ()
        if read.isupper():
            return self._find_loud(read)
        common, words = self.channel.common, self.lexicon.words
        found = self._collect(single_keys(read, common, words))
        if ACRONYM.fullmatch(read):
            return tuple(found.values())
        if not found:
            found = self._collect(double_keys(read, common, common, words))
            if len(read) >= SHORTEST_REBUILT:
                found = {**self._inflected(read), **self._compounds(read), **found}
            found = {**found, **self._gendered(read)}
            if not found and read[0].isupper() and is_plain(read):
                found = self._half_known(read)
        if not found and read.islower() and read.isalpha():
            found = self._second_halves(read)
        best = max((candidate.inside for candidate in found.values()), default=NEVER)
        if best < RARE_WORD:
            found = {**self._far_fetched(read, best), **found}
        return tuple(found.values())

    def _far_fetched(self, read: str, best: float) -> dict[str, Candidate]:
        """Listed words that only a rare confusion leads to, or one that no rule names.

        Args:
            read: the reading.
            best: log frequency of the commonest word that was found for it so far.
        """
        common, rare, words = self.channel.common, self.channel.rare, self.lexicon.words
        found = self._collect(single_keys(read, rare, words))
        if best == NEVER:
            found = {**self._collect(double_keys(read, rare, common, words)), **found}
        if best > VERY_RARE_WORD:
            return found
        if len(read) < SHORTEST_FAR_FETCHED or not is_plain(read):
            return found
        return {**self._collect(any_keys(read, words), unnamed=True), **found}

    def _find_loud(self, read: str) -> tuple[Candidate, ...]:
        """Words in capitals, listed as such or else in small letters; only their dots can be given back."""
        listed = self._collect(single_keys(read, self.channel.common, self.lexicon.words)).values()
        found = tuple(candidate for candidate in listed if _lost_dots_only(candidate))
        small = read.capitalize()
        if found or small.isupper():
            return found
        return tuple(_shouted(candidate) for candidate in self.find(small) if _lost_dots_only(candidate))

    def _collect(self, keys: Iterable[Key], *, unnamed: bool = False) -> dict[str, Candidate]:
        """The listed words with one of these keys, each by its likeliest slips.

        Args:
            keys: the keys.
            unnamed: an umlaut may also have been lost in a way that no rule names.
        """
        found: dict[str, Candidate] = {}
        for key, pieces in keys:
            for candidate in self._forms(key, pieces, unnamed):
                keep_likelier(found, candidate, self.channel)
        return found

    def _forms(self, key: str, pieces: tuple[str, ...], unnamed: bool) -> Iterator[Candidate]:
        forms = self.lexicon.words.get(key)
        for form in forms:
            if form[0] == "ß":
                continue
            for word in self._written(form, pieces[0]):
                slips = self._align(pieces, word, unnamed)
                if slips is not None:
                    yield Candidate(word, *_frequencies(word, forms), slips)

    def _written(self, form: str, seen: str) -> Iterator[str]:
        """A listed form as it may have been written where its first letter was read as `seen`."""
        if seen[:1].isupper() and form[0].islower():
            yield form[0].upper() + form[1:]
        if not seen[:1].isupper() or form[0].isupper() or Slip(form[0], seen) in self.channel.shares:
            yield form

    def _align(self, pieces: tuple[str, ...], word: str, unnamed: bool = False) -> Slips | None:
        """The slips between a word and what was read of it; None when they cannot belong together."""
        if len(pieces) != len(word):
            return None
        slips = []
        for seen, true in zip(pieces, word, strict=True):
            if seen != true or true in UMLAUTS:
                slip = Slip(true, seen)
                named = seen == true or slip in self.channel.shares
                if not named and not (unnamed and true in UMLAUTS):
                    return None
                slips.append(slip)
        return tuple(slips)

    # ------------------------------------------------------------ compounds

    def _compounds(self, read: str) -> dict[str, Candidate]:
        """Words built of parts that other words are built of as well."""
        found: dict[str, Candidate] = {}
        for place in part_starts(read, SHORTEST_PART):
            for last in self._parts(read[place:], True):
                for first in self._parts(read[:place], False):
                    self._join(read, first, last, found)
        return found or self._triples(read)

    def _triples(self, read: str) -> dict[str, Candidate]:
        found: dict[str, Candidate] = {}
        for place in part_starts(read, 2 * SHORTEST_PART):
            for last in self._parts(read[place:], True):
                for middle in part_starts(read[:place], SHORTEST_PART):
                    for first in self._parts(read[:middle], False):
                        for second in self._parts(read[middle:place], False):
                            self._join(read, _chain(first, second), last, found)
        return found

    def _join(self, read: str, first: Part, last: Part, found: dict[str, Candidate]) -> None:
        capital = read[0].isupper()
        if last[0][0].isupper() and not capital:
            return
        initial = first[0][0].upper() if capital else first[0][0]
        share = first[1] + last[1] + NEW_COMPOUND
        word = initial + first[0][1:] + last[0].lower()
        keep_likelier(found, Candidate(word, share, share, first[2] + last[2]), self.channel)

    def _half_known(self, read: str) -> dict[str, Candidate]:
        """Nouns of which only the last part is known (`Mastitisfälle`)."""
        found: dict[str, Candidate] = {}
        for place in part_starts(read, SHORTEST_PART):
            head, tail = read[:place], read[place:]
            if len(tail) >= SHORTEST_TAIL:
                share = self.lexicon.spelling(head) + NEW_COMPOUND
                for last in self._parts_among(self.lexicon.last, tail, True):
                    self._join(read, (head, share, ()), last, found)
        return found

    def _find_parts(self, read: str, last: bool) -> tuple[Part, ...]:
        """What a part may be: one that other compounds have, else any fairly common word."""
        productive = self._parts_among(self.lexicon.last if last else self.lexicon.first, read, last)
        if productive:
            return productive
        found = tuple(
            (form if last else form.lower(), share + UNPRODUCTIVE, slips)
            for form, share, slips in self._parts_among(self.lexicon.words, read, last)
            if share > COMMON_PART
            and (len(form) > SHORTEST_PART or (form[0].isupper() and share > COMMON_SHORT_PART))
        )
        return found if found or last else self._verb_stems(read)

    def _verb_stems(self, read: str) -> tuple[Part, ...]:
        """What a first part may be that is a verb without its ending (`Abmahnschreiben`)."""
        return tuple(
            (form.removesuffix("en"), share + UNPRODUCTIVE, slips)
            for form, share, slips in self._parts_among(self.lexicon.words, read + "en", False)
            if share > COMMON_PART and form[0].islower() and form.endswith("en")
        )

    def _parts_among(self, forms: Forms, read: str, last: bool) -> tuple[Part, ...]:
        return tuple(
            part
            for key, pieces in single_keys(read, self.channel.common, forms)
            for part in self._part_forms(forms, key, pieces if last else _begun_small(pieces))
        )

    def _part_forms(self, forms: Forms, key: str, pieces: tuple[str, ...]) -> Iterator[Part]:
        for form, share in forms.get(key).items():
            slips = self._align(pieces, form.lower())
            if slips is not None:
                yield form, share, slips

    # ----------------------------------------------------------- inflection

    def _inflected(self, read: str) -> dict[str, Candidate]:
        """Forms that are not listed, of words of which others are (`regelmäßigeres`)."""
        found: dict[str, Candidate] = {}
        for ending in ENDINGS:
            if read.endswith(ending) and len(read) - len(ending) >= SHORTEST_STEM:
                for stem in self._stems(read[: -len(ending)]):
                    share = max(stem.opening, stem.inside) + NEW_FORM
                    keep_likelier(
                        found, Candidate(stem.word + ending, share, share, stem.slips), self.channel
                    )
        return {**self._with_zu(read), **found}

    def _second_halves(self, read: str) -> dict[str, Candidate]:
        """Nouns in small letters, as they stand after a hyphen (`Planungslogiken und -prämissen`)."""
        nouns = self._collect(single_keys(read.capitalize(), self.channel.common, self.lexicon.words))
        return {
            noun.word.lower(): Candidate(
                noun.word.lower(), noun.inside + NEW_FORM, noun.inside + NEW_FORM, noun.slips
            )
            for noun in nouns.values()
            if noun.word.lower() != read
        }

    def _with_zu(self, read: str) -> dict[str, Candidate]:
        """Infinitives with `zu` between prefix and verb (`abzuschnüren`)."""
        found: dict[str, Candidate] = {}
        for match in ZU.finditer(read):
            head, tail = read[: match.start()], read[match.end() :]
            for verb in self._collect(
                single_keys(head + tail, self.channel.common, self.lexicon.words)
            ).values():
                if verb.word.startswith(head) and verb.word.endswith("n"):
                    word = head + match[0] + verb.word[len(head) :]
                    share = verb.inside + NEW_FORM
                    keep_likelier(found, Candidate(word, share, share, verb.slips), self.channel)
        return found

    def _gendered(self, read: str) -> dict[str, Candidate]:
        """Plurals that mean women and men alike by a capital within (`SchülerInnen`)."""
        match = GENDERED.fullmatch(read)
        if not match:
            return {}
        slips = () if match[2] == "I" else (Slip("I", match[2]),)
        return {
            one.word + "Innen": Candidate(
                one.word + "Innen", one.inside + NEW_FORM, one.inside + NEW_FORM, one.slips + slips
            )
            for one in self.find(match[1])
        }

    def _stems(self, read: str) -> Iterator[Candidate]:
        for ending in STEM_ENDINGS[: 1 if read[0].isupper() else None]:
            listed = self._collect(single_keys(read + ending, self.channel.common, self.lexicon.words))
            for candidate in listed.values():
                if candidate.word.endswith(ending):
                    yield candidate._replace(word=candidate.word[: len(candidate.word) - len(ending)])


# ------------------------------------------------------------------- keys


def single_keys(read: str, back: Back, forms: Forms) -> list[Key]:
    """Of the key of `read` itself and those with one confusion taken back, the ones that are listed."""
    folded = fold(read)
    listed, added = forms.keys
    keys = [Key(folded, tuple(read))] if folded in listed or folded in added else []
    for start, end, letter in places(read, back):
        key = folded[:start] + letter + folded[end:]
        if key in listed or key in added:
            keys.append(Key(key, (*read[:start], read[start:end], *read[end:])))
    return keys


def double_keys(read: str, first: Back, second: Back, forms: Forms) -> Iterator[Key]:
    """The listed keys with two confusions taken back, one of each kind."""
    folded = fold(read)
    listed, added = forms.keys
    ones = [place for place in places(read, first) if place[0] < place[1]]
    others = ones if second is first else [place for place in places(read, second) if place[0] < place[1]]
    for one in ones:
        for other in others:
            left, right = (one, other) if one[0] < other[0] else (other, one)
            if left[1] > right[0] or (first is second and other[0] < one[0]):
                continue
            key = folded[: left[0]] + left[2] + folded[left[1] : right[0]] + right[2] + folded[right[1] :]
            if key in listed or key in added:
                yield Key(key, _pieces(read, left, right))


def any_keys(read: str, forms: Forms) -> Iterator[Key]:
    """The listed keys with any row of up to three letters taken for a lost umlaut or ß."""
    folded = fold(read)
    listed, added = forms.keys
    for start in range(len(read)):
        heads = [folded[:start] + letter for letter in LOST]
        for end in range(start, min(start + LONGEST_SEEN, len(read)) + 1):
            if folded[start:end] in SPELLED_OUT:
                continue
            tail = folded[end:]
            for head in heads:
                if head + tail in listed or head + tail in added:
                    yield Key(head + tail, (*read[:start], read[start:end], *read[end:]))


def _pieces(read: str, left: Place, right: Place) -> tuple[str, ...]:
    return (
        *read[: left[0]],
        read[left[0] : left[1]],
        *read[left[1] : right[0]],
        read[right[0] : right[1]],
        *read[right[1] :],
    )


def places(read: str, back: Back) -> list[Place]:
    """Where a confusion may be taken back: start, end and the folded letter that would stand there."""
    length, get = len(read), back.get
    found = [(start, start, letter) for letter in get("", ()) for start in range(length + 1)]
    for size in range(1, LONGEST_SEEN + 1):
        for start in range(length - size + 1):
            letters = get(read[start : start + size])
            if letters:
                found += [(start, start + size, letter) for letter in letters]
    return found


# ------------------------------------------------------------ small helpers


def part_starts(read: str, first: int) -> Iterator[int]:
    """Where a further part of a compound may begin, from the end; a capital begins something else."""
    for place in range(len(read) - SHORTEST_PART, first - 1, -1):
        if not read[place].isupper():
            yield place


def is_plain(read: str) -> bool:
    """Whether a reading has no capital but at its beginning; others are mostly names."""
    return not any(letter.isupper() for letter in read[1:])


def keep_likelier(found: dict[str, Candidate], candidate: Candidate, channel: Channel) -> None:
    """Keep of two ways to the same word the likelier one."""
    known = found.get(candidate.word)
    if known is None or _likelihood(candidate, channel) > _likelihood(known, channel):
        found[candidate.word] = candidate


def _likelihood(candidate: Candidate, channel: Channel) -> float:
    return candidate.inside + channel.cost(candidate.slips)


def _begun_small(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The pieces as they would be in the middle of a word; a capital Ü lost its dots as ü does."""
    return (pieces[0].lower(), *pieces[1:])


def _chain(first: Part, second: Part) -> Part:
    return first[0] + second[0], first[1] + second[1] + NEW_COMPOUND, first[2] + second[2]


def _frequencies(word: str, forms: Mapping[str, float]) -> tuple[float, float]:
    """Log frequency of a word at the beginning of a sentence, and elsewhere.

    A capital that a word bears only because it began sentences does not count elsewhere.
    """
    own = forms.get(word, NEVER)
    if word[0].islower():
        return own, own
    small = forms.get(word[0].lower() + word[1:], NEVER)
    begun = small + CAPITAL_AT_START
    rest = own + log(1 - exp(begun - own)) if own > begun + 0.1 else NEVER
    return max(own, begun), max(rest, max(own, small) + CAPITAL_ELSEWHERE)


def _lost_dots_only(candidate: Candidate) -> bool:
    """Whether only dots were lost; acronyms look like anything, so that nothing else is repaired in them."""
    return "ß" not in candidate.word and all(fold(true) == fold(seen) for true, seen in candidate.slips)


def _shouted(candidate: Candidate) -> Candidate:
    slips = tuple(Slip(slip.true.upper(), slip.seen.upper()) for slip in candidate.slips)
    best = max(candidate.opening, candidate.inside)
    return Candidate(candidate.word.upper(), best, best, slips)
