"""What is known before a document is read: words, confusions, neighbours."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from pipeline.repair.candidates import Finder
from pipeline.repair.channel import Channel, read_channel
from pipeline.repair.clues import open_clues
from pipeline.repair.context import Context, open_neighbours
from pipeline.repair.folding import fold
from pipeline.repair.lexicon import open_lexicon
from pipeline.repair.listed import NEVER, Candidate
from pipeline.rulebook import Rulebook

ABBREVIATIONS = "abkuerzungen"  # beginning of the names of the word lists that hold abbreviations
UNKNOWN = -4.0  # log share of words that no list knows
BRACKETED = 5.0  # how much commoner a word may be than the one that a bracket before it would make: (der
UNLIKELY = -35.0  # log frequency of compounds that are hardly words; Trägerfrühstück has -33


class Knowledge:
    """The lexicon, the confusions and the context rules of one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        lists = [(path.stem.startswith(ABBREVIATIONS), entry) for path, _, entry in rulebook.words()]
        rules = rulebook.table("zusammenhang")
        self.abbreviations = frozenset(entry for short, entry in lists if short)
        self.lexicon = open_lexicon(rulebook.base).with_words(entry for short, entry in lists if not short)
        self.channel: Channel = read_channel(rulebook)
        self.finder = Finder(self.lexicon, self.channel)
        self.context = Context(open_neighbours(rulebook.base), self.lexicon.words, rules)
        self.preferred = _weights(rules["vorrang"])
        self.particles = _weights(rules["namenszusatz"])
        self.clues = open_clues(rulebook.base, self.context.neighbours)
        self.typical_words = frozenset(fold(word) for word in rules["gattung"]["woerter"])
        self.typical_share: float = rules["gattung"]["anteil"]
        self.frequency_weight: float = rules["gewichte"]["haeufigkeit"]
        self.is_known: Callable[[str], bool] = cache(self._is_known)
        self.is_listed: Callable[[str], bool] = cache(self._is_listed)
        self.unknown: Callable[[str], float] = cache(self._unknown)
        self._found: dict[str, tuple[Candidate, ...]] = {}

    def look_up(self, reads: Iterable[str]) -> None:
        """Find candidates for many readings at once, which is faster than one by one."""
        self._found.update(self.finder.find_all({read for read in reads if read not in self._found}))

    def candidates(self, read: str) -> tuple[Candidate, ...]:
        """What may stand behind a reading; remembered for the whole run."""
        found = self._found.get(read)
        if found is None:
            found = self._found[read] = self.finder.find(read)
        return found

    def count_signs(self, read: str) -> int:
        """How many signs at the beginning of a reading are none of a word's letters.

        A bracket or a quotation mark that was read as a letter is one, "16bit" is nothing but signs.
        """
        found, sign = self.candidates(read), read[0]
        if sign.isdigit():
            return 0 if found else len(read)
        if sign.isalpha():
            return int(not found and bool(self.candidates(read[1:])))
        rest = max((one.inside for one in self.candidates(read[1:]) if one.word == read[1:]), default=NEVER)
        return int(not found or max(one.inside for one in found) < rest - BRACKETED)

    def _is_known(self, read: str) -> bool:
        """Whether the reading is a word itself."""
        return any(found.word == read for found in self.candidates(read))

    def believe(self, words: Iterable[str]) -> dict[str, bool]:
        """Of each word whether it is known, and no compound as unlikely as one of parts that nobody joins."""
        believed = {word: self.lexicon.holds(word) and not word.isupper() for word in words}
        unlisted = [word for word, listed in believed.items() if not listed]
        self.look_up(unlisted)
        for word in unlisted:
            found = self.candidates(word)
            believed[word] = any(one.word == word and one.inside > UNLIKELY for one in found)
        return believed

    def _is_listed(self, word: str) -> bool:
        """Whether the word, in capitals or not, stands in a list; compounds made of parts do not."""
        small = word.lower()
        return any(small == form.lower() for form in self.lexicon.words.get(fold(word)))

    def joins(self, first: str, second: str) -> bool:
        """Whether a hyphen at a line's end between two halves only parts a word."""
        shouted = first.isupper() and first.isalpha() and len(first) > 1
        if shouted != second.isupper():
            return False
        if second[0].isupper() and not shouted:  # a second noun, or an ß that was read as a capital
            return not self.is_known(second) and bool(self.candidates(first + second))
        return bool(self.candidates(first + second)) or not (self.is_known(first) and self.is_known(second))

    def _unknown(self, read: str) -> float:
        """Weighted log probability that the reading is a word which no list knows."""
        return self.frequency_weight * (UNKNOWN + self.lexicon.spelling(read))


def _weights(rules: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    return {word: rule["gewicht"] for rule in rules for word in rule["woerter"]}


@lru_cache(maxsize=4)
def open_knowledge(rulebook: Rulebook) -> Knowledge:
    """The knowledge of a rulebook; kept for the whole run."""
    return Knowledge(rulebook)
