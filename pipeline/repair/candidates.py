"""Which words may stand behind what was read: listed words, unlisted forms of them, compounds.

Common confusions are taken back first, two at once where one does not help, rare ones only when nothing
else explains a reading, or nothing but a rare word.
"""

import re

from pipeline.repair.channel import Channel, Slip
from pipeline.repair.compounds import Compounds
from pipeline.repair.folding import fold
from pipeline.repair.inflection import Inflection
from pipeline.repair.keys import any_keys, double_keys, single_keys
from pipeline.repair.lexicon import Lexicon
from pipeline.repair.listed import NEVER, Candidate, Listed

RARE_WORD = -12.5  # log frequency below which a word that was read is weighed against far-fetched ones
VERY_RARE_WORD = -15.5  # … against such as only a confusion explains that no rule names
SHORTEST_FAR_FETCHED = 5  # letters of a reading for which a confusion that no rule names is looked for
SHORTEST_REBUILT = 7  # letters of the shortest word that is taken to be a compound or an unlisted form
LONGEST_WORD = 50  # letters from which a reading is no word but a row of them

ACRONYM = re.compile(r"(?=.{2,6}$)(?:[A-ZÄÖÜ].?){2,}")  # KGSt, GmbH: not to be made a word of


class Finder:
    """Finds candidates."""

    def __init__(self, lexicon: Lexicon, channel: Channel) -> None:
        self.channel = channel
        self.listed = Listed(lexicon.words, channel)
        self.inflection = Inflection(self.listed)
        self.compounds = Compounds(lexicon, channel)

    def find(self, read: str) -> tuple[Candidate, ...]:
        """All words that may have become `read`, among them itself when it is known."""
        if not 1 < len(read) <= LONGEST_WORD:
            return ()
        if read.isupper():
            return self._find_loud(read)
        common, words = self.channel.common, self.listed.words
        found = self.listed.collect(single_keys(read, common, words))
        if ACRONYM.fullmatch(read):
            return tuple(found.values())
        if not found:
            found = self.listed.collect(double_keys(read, common, common, words))
            if len(read) >= SHORTEST_REBUILT:
                found = {**self.inflection.find(read), **self.compounds.find(read), **found}
            found = {**found, **self.inflection.plural_for_all(read, self.find)}
            if not found and read[0].isupper() and is_plain(read):
                found = self.compounds.find_half_known(read)
        if not found and read.islower() and read.isalpha():
            found = self.inflection.second_halves(read)
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
        common, rare, words = self.channel.common, self.channel.rare, self.listed.words
        found = self.listed.collect(single_keys(read, rare, words))
        if best == NEVER:
            found = {**self.listed.collect(double_keys(read, rare, common, words)), **found}
        if best > VERY_RARE_WORD:
            return found
        if len(read) < SHORTEST_FAR_FETCHED or not is_plain(read):
            return found
        return {**self.listed.collect(any_keys(read, words), unnamed=True), **found}

    def _find_loud(self, read: str) -> tuple[Candidate, ...]:
        """Words in capitals, listed as such or else in small letters; only their dots can be given back."""
        listed = self.listed.collect(single_keys(read, self.channel.common, self.listed.words)).values()
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
