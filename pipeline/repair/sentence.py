"""The surroundings of a word."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.repair.context import LONGEST_CLAUSE
from pipeline.repair.tokens import Token, View

LONGEST_SENTENCE = 60  # words that are looked at to either side
CLAUSE_ENDS = frozenset(",.;:!?()")
EDGE = "."  # stands where a text begins or ends
CLAUSE_BEGINNERS = frozenset(("und", "oder", "aber", "als", "wenn"))


class Sentence(NamedTuple):
    """The surroundings of the word with this number; `words` are what the tokens are taken to mean."""

    view: View
    tokens: Sequence[Token]
    words: Sequence[str]
    number: int

    def neighbour(self, step: int) -> str | None:
        """The word beside it, if nothing but a blank stands between."""
        other = self.number + step
        if not 0 <= other < len(self.tokens):
            return None
        first, second = sorted((self.number, other))
        between = self.view.text[self.tokens[first].end : self.tokens[second].start]
        return self.words[other] if between.isspace() else None

    def beside(self, step: int) -> str:
        """The word at a distance, or the mark that parts it from the words nearer by."""
        other = self.number + step
        if not 0 <= other < len(self.tokens):
            return EDGE
        near = other - 1 if step > 0 else other + 1
        first, second = sorted((near, other))
        between = self.view.text[self.tokens[first].end : self.tokens[second].start]
        if between.isspace():
            return self.words[other]
        return between.strip()[:1] or EDGE

    def others(self) -> list[str]:
        """The other words of the sentence."""
        start, end = self._bounds()
        return [*self.words[start : self.number], *self.words[self.number + 1 : end]]

    def last(self) -> str | None:
        """The last word of the clause, if another one follows."""
        _, end = self._bounds()
        last = None
        following = range(self.number, min(end, self.number + LONGEST_CLAUSE + 1))
        for before, number in pairwise(following):
            between = self.view.text[self.tokens[before].end : self.tokens[number].start]
            if not CLAUSE_ENDS.isdisjoint(between) or self.words[number] in CLAUSE_BEGINNERS:
                break
            last = self.words[number]
        return last

    def is_question(self) -> bool:
        """Whether the sentence ends with a question mark."""
        _, end = self._bounds()
        place = self.tokens[end - 1].end
        return "?" in self.view.text[place : place + 2]

    def _bounds(self) -> tuple[int, int]:
        start, end = self.number, self.number + 1
        first, last = max(0, start - LONGEST_SENTENCE), min(len(self.tokens), end + LONGEST_SENTENCE)
        while start > first and not self.tokens[start].opening:
            start -= 1
        while end < last and not self.tokens[end].opening:
            end += 1
        return start, end
