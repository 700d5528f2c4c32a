"""Choose what each word means: by damage and frequency, by the document's habits, neighbours and clause."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from math import exp
from typing import NamedTuple

from pipeline.records import RepairMethod
from pipeline.repair.candidates import Candidate
from pipeline.repair.context import LONGEST_CLAUSE
from pipeline.repair.document import Document, Reading, score, stem_pair
from pipeline.repair.folding import UMLAUTS
from pipeline.repair.knowledge import Knowledge
from pipeline.repair.tokens import Token, View

WIDE, NARROW = 7.0, 4.0  # how far behind the best an option may be; NARROW when the reading is a word itself
SMALL_AT_START = -3.0  # log share of sentences that begin with a small letter
KEEP = 0.5  # log odds in favour of leaving a word that exists as it was read
UNLISTED = 0.98  # confidence that a repair may have at most if it makes a word that no list holds
PASSES = 2  # the second one sees what the first made of the neighbours
LONGEST_SENTENCE = 60  # words that are looked at to either side
MENTIONED = 4.0  # how far behind the best an alternative is worth mentioning
CLAUSE_ENDS = frozenset(",.;:!?()")
CLAUSE_BEGINNERS = frozenset(("und", "oder", "aber", "als", "wenn"))
METHOD: dict[bool, RepairMethod] = {True: "umlaut", False: "confusion"}

Option = tuple[str, float]


class Choice(NamedTuple):
    """What a word was decided to be, how surely, and what else it might be."""

    token: Token
    word: str
    confidence: float
    alternatives: tuple[str, ...]
    known: bool  # the word is one, or a repair of what was read


def as_read(choice: Choice, familiar: AbstractSet[str]) -> Choice:
    """The word as it was read; what it would be repaired to is no more than an alternative."""
    if choice.word == choice.token.text:
        return choice._replace(confidence=1.0, known=choice.known or choice.word in familiar)
    return Choice(choice.token, choice.token.text, 0.0, (choice.word,), known=True)


class Decoder:
    """Decides upon the words of one document."""

    def __init__(self, knowledge: Knowledge, document: Document) -> None:
        self.knowledge = knowledge
        self.document = document
        self._options: dict[Reading, tuple[Option, ...]] = {}

    def decode(self, view: View, tokens: Sequence[Token]) -> Iterator[Choice]:
        """Decide upon all words of a text."""
        options = [self.options(Reading(token.text, token.opening)) for token in tokens]
        words = [found[0][0] for found in options]
        doubtful = [number for number, found in enumerate(options) if len(found) > 1]
        ranked: dict[int, list[Option]] = {}
        for _ in range(PASSES):
            for number in doubtful:
                ranked[number] = self._rank(Sentence(view, tokens, words, number), options[number])
                words[number] = ranked[number][0][0]
        for number, token in enumerate(tokens):
            yield self._choice(token, ranked.get(number) or options[number])

    def options(self, reading: Reading) -> tuple[Option, ...]:
        """The words that a reading may stand for, the likeliest first, before its neighbours are asked."""
        found = self._options.get(reading)
        if found is None:
            found = self._options[reading] = tuple(self._find_options(reading))
        return found

    def _find_options(self, reading: Reading) -> list[Option]:
        known = self.knowledge.is_known(reading.text)
        scores = {candidate.word: self._score(candidate, reading) for candidate in self._candidates(reading)}
        if not known:
            scores[reading.text] = self.knowledge.unknown(reading.text)
        best = max(scores.values())
        width = NARROW if known and scores[reading.text] == best else WIDE
        near = [(word, value) for word, value in scores.items() if value >= best - width]
        return sorted(near, key=lambda option: (-option[1], option[0]))

    def _candidates(self, reading: Reading) -> Sequence[Candidate]:
        name = self.document.names.get(reading.text)
        return self.knowledge.candidates(reading.text) or ([name] if name else [])

    def _score(self, candidate: Candidate, reading: Reading) -> float:
        value = score(candidate, reading, self.knowledge, self.document.channel)
        if candidate.word == reading.text:
            return value
        if reading.opening and candidate.word[0].islower() and reading.text[0].isupper():
            value += SMALL_AT_START
        habit = self.document.habits.get(stem_pair(reading.text, candidate.word), 0.0)
        return value + self.knowledge.preferred.get(candidate.word, 0.0) + habit

    def _rank(self, sentence: "Sentence", options: Sequence[Option]) -> list[Option]:
        """The options with what neighbours and clause say for them.

        A word that no list knows has no neighbours to speak for it: it gets what the best listed one gets.
        """
        read = sentence.tokens[sentence.number].text
        gains = {word: self._gain(sentence, word) for word, _ in options}
        if not self.knowledge.is_known(read) and len(options) > 1:
            gains[read] = max(gain for word, gain in gains.items() if word != read)
        ranked = [(word, value + gains[word]) for word, value in options]
        ranked = [(w, v + (KEEP if w == read and self.knowledge.is_known(read) else 0)) for w, v in ranked]
        return sorted(ranked, key=lambda option: (-option[1], option[0]))

    def _gain(self, sentence: "Sentence", word: str) -> float:
        context = self.knowledge.context
        usual = context.without_capital(word) if sentence.tokens[sentence.number].opening else word
        before, after = sentence.neighbour(-1), sentence.neighbour(1)
        gain = context.left(before, usual) if before else 0.0
        gain += context.right(usual, after) if after else 0.0
        if context.moods.concerns(word):
            gain += context.moods.weigh(word, sentence.others(), sentence.last(), sentence.is_question())
        return gain

    def _choice(self, token: Token, ranked: Sequence[Option]) -> Choice:
        word, best = ranked[0]
        total = sum(exp(value - best) for _, value in ranked)
        others = tuple(other for other, value in ranked[1:] if value > best - MENTIONED)
        if word == token.text:
            return Choice(token, word, 1 / total, others, self.knowledge.is_known(word))
        most = 1.0 if self.knowledge.is_listed(word) else UNLISTED
        return Choice(token, word, min(most, 1 / total), others, True)

    def method(self, read: str, word: str) -> RepairMethod:
        """What kind of repair makes the word of the reading."""
        if self.knowledge.is_known(read):
            return "context"
        if read in self.document.names and not self.knowledge.candidates(read):
            return "name"
        lost = [letter for letter in word if letter in UMLAUTS]
        return "eszett" if lost and set(lost) == {"ß"} else METHOD[bool(lost)]


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
