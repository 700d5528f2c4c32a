"""Words of the list that may stand behind a reading."""

from collections.abc import Iterable, Mapping
from math import exp, log
from typing import NamedTuple

from pipeline.repair.channel import Channel
from pipeline.repair.keys import Key, Slips, align
from pipeline.repair.lexicon import Forms

NEVER = -99.0
CAPITAL_AT_START = log(0.06)  # share of a word's occurrences that stand at the beginning of a sentence
CAPITAL_ELSEWHERE = -6.0  # log share of small-letter words that bear a capital elsewhere


class Candidate(NamedTuple):
    """A word that may be meant.

    `opening` and `inside` are its log frequencies at the beginning of a sentence and elsewhere;
    `slips` would have made what was read of it.
    """

    word: str
    opening: float
    inside: float
    slips: Slips


class Listed:
    """The listed words, found by keys."""

    def __init__(self, words: Forms, channel: Channel) -> None:
        self.words = words
        self.channel = channel

    def collect(self, keys: Iterable[Key], *, unnamed: bool = False) -> dict[str, Candidate]:
        """The listed words with one of these keys, each by its likeliest slips.

        Args:
            keys: the keys.
            unnamed: an umlaut may also have been lost in a way that no rule names.
        """
        found: dict[str, Candidate] = {}
        named = self.channel.shares
        for key, pieces in keys:
            forms = self.words.get(key)
            for form in forms:
                for word in self._written(form, pieces[0]):
                    slips = align(pieces, word, named, unnamed=unnamed)
                    if slips is not None:
                        candidate = Candidate(word, *_frequencies(word, forms), slips)
                        keep_likelier(found, candidate, self.channel)
        return found

    def _written(self, form: str, seen: str) -> tuple[str, ...]:
        """A listed form as it may have been written where its first letter was read as `seen`."""
        first = form[0]
        if first == "ß":
            return ()
        if not seen[:1].isupper() or first.isupper():
            return (form,)
        capital = (first.upper() + form[1:],) if first.islower() else ()
        return (*capital, form) if (first, seen) in self.channel.shares else capital


def keep_likelier(found: dict[str, Candidate], candidate: Candidate, channel: Channel) -> None:
    """Keep of two ways to the same word the likelier one."""
    known = found.get(candidate.word)
    if known is None or _likelihood(candidate, channel) > _likelihood(known, channel):
        found[candidate.word] = candidate


def _likelihood(candidate: Candidate, channel: Channel) -> float:
    return candidate.inside + channel.cost(candidate.slips)


def _frequencies(word: str, forms: Mapping[str, float]) -> tuple[float, float]:
    """Log frequency of a word at the beginning of a sentence, and elsewhere.

    A capital that a word bears only because it began sentences does not count elsewhere.
    """
    own = forms.get(word, NEVER)
    small = NEVER if word[0].islower() else forms.get(word[0].lower() + word[1:], NEVER)
    if small == NEVER:
        return own, own
    begun = small + CAPITAL_AT_START
    rest = own + log(1 - exp(begun - own)) if own > begun + 0.1 else NEVER
    return max(own, begun), max(rest, max(own, small) + CAPITAL_ELSEWHERE)
