"""What its neighbours and its clause say for or against a word."""

import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from attrs import frozen

from pipeline.repair.folding import fold
from pipeline.repair.lexicon import UNLISTED, Forms

FILE = "woerter/nachbarn.lex"
ZERO = "K"  # character of a class pair that is as frequent as by chance
STEP = 10  # a character more is a tenth of a natural logarithm more
PAIRS_LISTED = -14.0  # log frequency from which word pairs are listed
MOSTLY_SMALL = 3.0  # how much rarer the small form may be to be taken as the usual one
LONGEST_CLAUSE = 14
MOST_MISSING = 1.5  # nats that a missing pair may count at most


class Neighbours:
    """Which words follow one another, and which kinds of words do."""

    def __init__(self, pairs: Mapping[str, str], classes: Mapping[str, int], matrix: Sequence[str]) -> None:
        self._pairs = pairs
        self._classes = classes
        self._matrix = matrix
        self._followers = lru_cache(maxsize=50_000)(self._read_followers)

    def are_listed(self, first: str, second: str) -> bool:
        """Whether the pair is a frequent one."""
        return second in self._followers(first)

    def _read_followers(self, word: str) -> frozenset[str]:
        return frozenset(self._pairs.get(word, "").split(" "))

    def class_of(self, word: str) -> int | None:
        """The number of the word's class, if it has one."""
        return self._classes.get(word)

    def affinity(self, first: str, second: str) -> float:
        """How much oftener than by chance words of these kinds follow one another, as a logarithm."""
        one, other = self._classes.get(first), self._classes.get(second)
        if one is None or other is None:
            return 0.0
        return (ord(self._matrix[one][other]) - ord(ZERO)) / STEP


@lru_cache(maxsize=1)
def open_neighbours(base: Path) -> Neighbours:
    """Read the neighbours of a rules folder; kept for the whole run."""
    text = zlib.decompress((base / FILE).read_bytes()).decode("utf-8")
    pairs, classes, matrix = (section.split("\n") for section in text.split("\f"))
    return Neighbours(
        dict(line.partition(" ")[::2] for line in pairs),
        {word: number for number, words in enumerate(classes) for word in words.split(" ")},
        matrix,
    )


@frozen
class SideWeights:
    """What the neighbour on one side counts for."""

    listed: float  # the pair is a frequent one
    surprise: float  # … for each nat by which it is oftener than by chance
    missing: float  # for each nat by which a pair that is not listed should have been
    kind: float  # for each nat of affinity between the kinds


class Context:
    """Weighs words by their neighbours (`pair`) and by their clause (`clause`)."""

    def __init__(self, neighbours: Neighbours, words: Forms, rules: Mapping[str, Any]) -> None:
        self.neighbours = neighbours
        self.words = words
        self.before = _side(rules["gewichte"]["vorher"])
        self.after = _side(rules["gewichte"]["nachher"])
        self.moods = Moods(rules["konjunktiv"])
        self._frequency: Callable[[str], float] = lru_cache(maxsize=50_000)(self._find_frequency)
        self.left: Callable[[str, str], float] = lru_cache(maxsize=200_000)(self._left)
        self.right: Callable[[str, str], float] = lru_cache(maxsize=200_000)(self._right)

    def _left(self, neighbour: str, word: str) -> float:
        return self._pair(neighbour, word, self.before)

    def _right(self, word: str, neighbour: str) -> float:
        return self._pair(word, neighbour, self.after)

    def _pair(self, first: str, second: str, weights: SideWeights) -> float:
        """What the neighbour says for a word; 0 = nothing."""
        gap = PAIRS_LISTED - self._frequency(first) - self._frequency(second)
        if self.neighbours.are_listed(first, second):
            value = weights.listed + weights.surprise * max(0.0, gap)
        else:
            value = weights.missing * max(-MOST_MISSING, min(0.0, gap))
        return value + weights.kind * self.neighbours.affinity(first, second)

    def without_capital(self, word: str) -> str:
        """The word at the beginning of a sentence as it would be written elsewhere."""
        small = word[0].lower() + word[1:]
        return small if self._frequency(small) > self._frequency(word) - MOSTLY_SMALL else word

    def _find_frequency(self, word: str) -> float:
        forms = self.words.get(fold(word))
        small = word[0].lower() + word[1:]
        return max(forms.get(word, UNLISTED), forms.get(small, UNLISTED) - 2 * (small != word))


def _side(rules: Mapping[str, float]) -> SideWeights:
    return SideWeights(rules["bekannt"], rules["ueberraschend"], rules["unbekannt"], rules["wortart"])


class Moods:
    """Tells subjunctive from indicative by the rest of the sentence (`hätte` from `hatte`)."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        self.signs = [(frozenset(sign["woerter"]), sign["gewicht"]) for sign in rules["zeichen"]]
        self.endings = [(re.compile(end["muster"]), end["name"]) for end in rules["satzende"]]
        self.question = rules["frage"]
        self.groups: dict[str, Mapping[str, Any]] = {}
        for group in rules["gruppe"]:
            for word in group["konjunktiv"]:
                self.groups[word] = group

    def concerns(self, word: str) -> bool:
        """Whether the word is a subjunctive that has an indicative twin."""
        return word.lower() in self.groups

    def weigh(self, word: str, others: Sequence[str], last: str | None, question: bool) -> float:
        """What the sentence says for the word, if it is a subjunctive.

        Args:
            word: the word.
            others: the other words of its sentence.
            last: the last word of its clause, None when the word itself is that.
            question: the sentence is a question.
        """
        group = self.groups[word.lower()]
        signs = sum(weight for words, weight in self.signs if not words.isdisjoint(others))
        ending = group["satzende"].get(self.ending(last), 0.0)
        return float(group["gewicht"] + signs + ending + self.question * question)

    def ending(self, last: str | None) -> str:
        """The kind of a clause's last word."""
        if last is None:
            return "keines"
        return next((name for pattern, name in self.endings if pattern.fullmatch(last)), "anderes")
