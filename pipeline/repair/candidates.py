"""Which words may stand behind what was read: listed words, unlisted forms of them, compounds.

Common confusions are taken back first, two at once where one does not help, rare ones only when nothing
else explains a reading, or nothing but a rare word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.repair.channel import Channel, Slip
from pipeline.repair.compounds import Compounds
from pipeline.repair.folding import fold
from pipeline.repair.inflection import Inflection
from pipeline.repair.keys import (
    LOST,
    CommonPlaces,
    Key,
    Place,
    changed_keys,
    double_keys,
    every_place,
    lost_places,
    named_places,
    single_keys,
)
from pipeline.repair.lexicon import Lexicon
from pipeline.repair.listed import NEVER, Candidate, Listed

if TYPE_CHECKING:
    from pipeline.repair.sieve import Sieve

RARE_WORD = -12.5  # log frequency below which a word that was read is weighed against far-fetched ones
VERY_RARE_WORD = -15.5  # … against such as only a confusion explains that no rule names
SHORTEST_FAR_FETCHED = 5  # letters of a reading for which a confusion that no rule names is looked for
SHORTEST_REBUILT = 7  # letters of the shortest word that is taken to be a compound or an unlisted form
WORTH_A_SIEVE = 1000  # readings, less of which are looked up sooner than a sieve is made
FEW = 5  # readings for which asking the sieve takes longer than looking them up
LONGEST_WORD = 50  # letters from which a reading is no word but a row of them

ACRONYM = re.compile(r"(?=.{2,6}$)(?:[A-ZÄÖÜ].?){2,}")  # KGSt, GmbH: not to be made a word of


class Finder:
    """Finds candidates."""

    def __init__(self, lexicon: Lexicon, channel: Channel) -> None:
        self.channel = channel
        self.listed = Listed(lexicon.words, channel)
        places = CommonPlaces(channel, (lexicon.words, lexicon.first, lexicon.last))
        self.inflection = Inflection(self.listed, places)
        self.compounds = Compounds(lexicon, channel, places)
        self._letters = "".join(sorted({*LOST, *channel.put_back}))
        self._sought = 0

    @cached_property
    def _sieve(self) -> "Sieve":
        from pipeline.repair.sieve import Sieve

        return Sieve(list(self.listed.words.keys), self._letters)

    def find_all(self, reads: Iterable[str]) -> Iterator[tuple[str, tuple[Candidate, ...]]]:
        """For each reading all words that may have become it, among them itself when it is known."""
        words = sorted((read for read in reads if 1 < len(read) <= LONGEST_WORD), key=len)
        for read, near in zip(words, self._near([fold(word) for word in words]), strict=True):
            yield read, self._find(read, near)

    def _near(self, words: Sequence[str]) -> Iterable[Sequence[Place]]:
        """For each folded word the places worth looking at; all, where few words are sought."""
        self._sought += len(words)
        if self._sought < WORTH_A_SIEVE or len(words) < FEW:
            return (every_place(len(word), self._letters) for word in words)
        return self._sieve.near(words)

    def find(self, read: str) -> tuple[Candidate, ...]:
        """All words that may have become `read`, among them itself when it is known."""
        return next((found for _, found in self.find_all((read,))), ())

    def _find(self, read: str, near: Sequence[Place]) -> tuple[Candidate, ...]:
        common, words = self.channel.common, self.listed.words
        singles = single_keys(read, named_places(read, near, common), words)
        if read.isupper():
            return self._find_loud(read, singles)
        found = self.listed.collect(singles)
        if ACRONYM.fullmatch(read):
            return tuple(found.values())
        if not found:
            found = self.listed.collect(double_keys(read, common, common, words))
            if len(read) >= SHORTEST_REBUILT:
                found = {**self._rebuilt(read), **found}
            found = {**found, **self.inflection.forms_for_all(read, self.find)}
            if not found and read[0].isupper() and is_plain(read):
                found = self.compounds.find_half_known(read)
        if not found and read.islower() and read.isalpha():
            found = self.inflection.second_halves(read)
        best = max((candidate.inside for candidate in found.values()), default=NEVER)
        if best < RARE_WORD:
            found = {**self._far_fetched(read, near, best), **found}
        return tuple(found.values())

    def _rebuilt(self, read: str) -> dict[str, Candidate]:
        """Unlisted forms and compounds. Where a compound's last part is listed in this very form, no form is
        made that has other dots: *Wahlkampf* with *-en* is no word, *Wahlkämpfen* is.
        """
        compounds = self.compounds.find(read)
        formed = {fold(word) for word in compounds}
        forms = self.inflection.find(read)
        return {**{word: form for word, form in forms.items() if fold(word) not in formed}, **compounds}

    def _far_fetched(self, read: str, near: Sequence[Place], best: float) -> dict[str, Candidate]:
        """Listed words that only a rare confusion leads to, or one that no rule names.

        Args:
            read: the reading.
            near: where a change makes a listed key of it.
            best: log frequency of the commonest word that was found for it so far.
        """
        common, rare, words = self.channel.common, self.channel.rare, self.listed.words
        found = self.listed.collect(single_keys(read, named_places(read, near, rare), words))
        if best == NEVER:
            found = {**self.listed.collect(double_keys(read, rare, common, words)), **found}
        if best > VERY_RARE_WORD:
            return found
        if len(read) < SHORTEST_FAR_FETCHED or not is_plain(read):
            return found
        lost = changed_keys(read, lost_places(read, near), words)
        return {**self.listed.collect(lost, unnamed=True), **found}

    def _find_loud(self, read: str, singles: Iterable[Key]) -> tuple[Candidate, ...]:
        """Words in capitals, listed as such or else in small letters; only their dots can be given back."""
        listed = self.listed.collect(singles).values()
        found = tuple(candidate for candidate in listed if _lost_dots_only(candidate))
        small = read.capitalize()
        if found or small.isupper():
            return found
        return tuple(_shouted(candidate) for candidate in self.find(small) if _lost_dots_only(candidate))


def is_plain(read: str) -> bool:
    """Whether a reading has no capital but at its beginning; others are mostly names."""
    return not any(letter.isupper() for letter in read[1:])


def _lost_dots_only(candidate: Candidate) -> bool:
    """Whether only dots were lost; acronyms look like anything, so that nothing else is repaired in them."""
    return "ß" not in candidate.word and all(fold(true) == fold(seen) for true, seen in candidate.slips)


def _shouted(candidate: Candidate) -> Candidate:
    slips = tuple(Slip(slip.true.upper(), slip.seen.upper()) for slip in candidate.slips)
    best = max(candidate.opening, candidate.inside)
    return Candidate(candidate.word.upper(), best, best, slips)
