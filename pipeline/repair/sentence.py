"""The surroundings of a word."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.repair.context import LONGEST_CLAUSE
from pipeline.repair.tokens import Token, View

LONGEST_SENTENCE = 60  # words that are looked at to either side
CLAUSE_ENDS = frozenset(",.;:!?()")
EDGE = "."  # stands where a text begins or ends
CLAUSE_BEGINNERS = frozenset(("und", "oder", "aber", "als", "wenn"))


class Sentence(NamedTuple):
    """The surroundings of the word with this number; `words` are what the tokens are taken to mean.

    The sentence begins with the word number `start` and ends before `end`.
    """

    view: View
    tokens: Sequence[Token]
    words: Sequence[str]
    number: int
    start: int
    end: int

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
        return [*self.words[self.start : self.number], *self.words[self.number + 1 : self.end]]

    def counting(self) -> list[str]:
        """All words that may say something for the word, and itself."""
        return list(self.words[min(self.start, max(0, self.number - 1)) : max(self.end, self.number + 2)])

    def last(self) -> str | None:
        """The last word of the clause, if another one follows."""
        last = None
        following = range(self.number, min(self.end, self.number + LONGEST_CLAUSE + 1))
        for before, number in pairwise(following):
            between = self.view.text[self.tokens[before].end : self.tokens[number].start]
            if not CLAUSE_ENDS.isdisjoint(between) or self.words[number] in CLAUSE_BEGINNERS:
                break
            last = self.words[number]
        return last

    def is_question(self) -> bool:
        """Whether the sentence ends with a question mark."""
        place = self.tokens[self.end - 1].end
        return "?" in self.view.text[place : place + 2]


def find_surroundings(
    view: View, tokens: Sequence[Token], words: Sequence[str], numbers: Iterable[int]
) -> Iterator[Sentence]:
    """The surroundings of the words with these numbers."""
    openings = [number for number, token in enumerate(tokens) if token.opening]
    bounds = [0, *openings, len(tokens)]
    for number in numbers:
        later = bisect_right(openings, number) + 1
        start, end = max(bounds[later - 1], number - LONGEST_SENTENCE), bounds[later]
        yield Sentence(view, tokens, words, number, start, min(end, number + 1 + LONGEST_SENTENCE))
