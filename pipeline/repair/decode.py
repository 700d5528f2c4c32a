"""Choose what each word means: by damage and frequency, by the document's habits, neighbours and clause."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import exp
from typing import NamedTuple

from pipeline.records import RepairMethod
from pipeline.repair.document import Document, stem_pair
from pipeline.repair.evidence import READING, Reading, score
from pipeline.repair.folding import UMLAUTS
from pipeline.repair.knowledge import Knowledge
from pipeline.repair.listed import Candidate
from pipeline.repair.sentence import Sentence, find_surroundings
from pipeline.repair.tokens import Token, View

WIDE, NARROW = 7.0, 5.5  # how far behind the best an option may be; NARROW when the reading is a word itself
SMALL_AT_START = -3.0  # log share of sentences that begin with a small letter
KEEP = 0.75  # log odds in favour of leaving a word that exists as it was read
UNLISTED = 0.98  # confidence that a repair may have at most if it makes a word that no list holds
PASSES = 2  # the second one sees what the first made of the neighbours
MENTIONED = 5.5  # how far behind the best an alternative is worth mentioning
METHOD: dict[bool, RepairMethod] = {True: "umlaut", False: "confusion"}

Option = tuple[str, float]


class Choice(NamedTuple):
    """What a word was decided to be, how surely, and what else it might be."""

    token: Token
    word: str
    confidence: float
    alternatives: tuple[str, ...]
    known: bool  # the word is listed, or made of parts that go together


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
        self._options: dict[tuple[str, bool], Sequence[Option]] = {}

    def decode(self, texts: Sequence[tuple[View, Sequence[Token]]]) -> list[tuple[Choice, ...]]:
        """Decide upon all words of some texts."""
        decided = [self._decide(view, tokens) for view, tokens in texts]
        known = self.knowledge.believe({options[0][0] for ranked in decided for options in ranked})
        return [
            self._choose(tokens, ranked, known) for (_, tokens), ranked in zip(texts, decided, strict=True)
        ]

    def _decide(self, view: View, tokens: Sequence[Token]) -> list[Sequence[Option]]:
        """The options for all words of a text, the likeliest first."""
        known = self._options
        options = [known.get(reading) or self.options(reading) for reading in map(READING, tokens)]
        words = [found[0][0] for found in options]
        doubtful = [number for number, found in enumerate(options) if len(found) > 1]
        ways = {number: options[number] for number in doubtful}
        surroundings = list(find_surroundings(view, tokens, words, doubtful))
        seen: dict[int, list[str]] = {}
        for _ in range(PASSES):
            for sentence in surroundings:
                number = sentence.number
                if seen.get(number) != sentence.counting():
                    options[number] = self._rank(sentence, ways[number])
                    words[number] = options[number][0][0]
                    seen[number] = sentence.counting()
        return options

    def options(self, reading: tuple[str, bool]) -> Sequence[Option]:
        """The words that a reading may stand for, the likeliest first, before its neighbours are asked."""
        found = self._options.get(reading)
        if found is None:
            found = self._options[reading] = self._find_options(*reading)
        return found

    def _find_options(self, read: str, opening: bool) -> list[Option]:
        candidates = self._candidates(read)
        if not candidates or (len(candidates) == 1 and candidates[0].word == read):
            return [(read, 0.0)]  # there is nothing to weigh
        return self._weigh(candidates, Reading(read, opening))

    def _weigh(self, candidates: Sequence[Candidate], reading: Reading) -> list[Option]:
        known = self.knowledge.is_known(reading.text)
        scores = {candidate.word: self._score(candidate, reading) for candidate in candidates}
        if not known:
            scores[reading.text] = self.knowledge.unknown(reading.text)
        best = max(scores.values())
        width = NARROW if known and scores[reading.text] == best else WIDE
        near = [(word, value) for word, value in scores.items() if value >= best - width]
        return sorted(near, key=lambda option: (-option[1], option[0]))

    def _candidates(self, read: str) -> Sequence[Candidate]:
        found = self.knowledge.candidates(read)
        name = None if found else self.document.names.get(read)
        return [name] if name else found

    def _score(self, candidate: Candidate, reading: Reading) -> float:
        value = score(candidate, reading, self.knowledge, self.document.channel)
        if candidate.word == reading.text:
            return value
        if reading.opening and candidate.word[0].islower() and reading.text[0].isupper():
            value += SMALL_AT_START
        habit = self.document.habits.get(stem_pair(reading.text, candidate.word), 0.0)
        return value + self.document.genre * self.knowledge.preferred.get(candidate.word, 0.0) + habit

    def _rank(self, sentence: Sentence, options: Sequence[Option]) -> list[Option]:
        """The options with what neighbours, clause and clues say for them."""
        scores = self.without_clues(sentence, options)
        found = self.knowledge.clues.find(sentence)
        weigh = self.knowledge.clues.weigh
        ranked = [
            (word, score + weigh(word, found)) for (word, _), score in zip(options, scores, strict=True)
        ]
        return sorted(ranked, key=lambda option: (-option[1], option[0]))

    def without_clues(self, sentence: Sentence, options: Sequence[Option]) -> list[float]:
        """The options' scores with what neighbours and clause say for them.

        A word that no list knows has no neighbours to speak for it: it gets what the best listed one gets.
        """
        read = sentence.tokens[sentence.number].text
        known = self.knowledge.is_known(read)
        before, after = sentence.neighbour(-1), sentence.neighbour(1)
        gains = {word: self._gain(sentence, before, word, after) for word, _ in options}
        if not known and len(options) > 1:
            gains[read] = max(gain for word, gain in gains.items() if word != read)
        as_name = self.knowledge.particles.get(before or "", 0.0) if read[0].isupper() else 0.0  # `de Jager`
        gains[read] = gains.get(read, 0.0) + as_name
        return [value + gains[word] + (KEEP if known and word == read else 0.0) for word, value in options]

    def _gain(self, sentence: Sentence, before: str | None, word: str, after: str | None) -> float:
        """What neighbours and clause say for one option."""
        context = self.knowledge.context
        usual = context.without_capital(word) if sentence.tokens[sentence.number].opening else word
        gain = context.left(before, usual) if before else 0.0
        gain += context.right(usual, after) if after else 0.0
        if context.moods.concerns(word):
            gain += context.moods.weigh(word, sentence.others(), sentence.last(), sentence.is_question())
        return gain

    def _choose(
        self, tokens: Sequence[Token], decided: Sequence[Sequence[Option]], known: Mapping[str, bool]
    ) -> tuple[Choice, ...]:
        """The likeliest options; most words can only be what was read."""
        return tuple(
            [
                Choice(token, token.text, 1.0, (), known[token.text])
                if len(ranked) == 1 and ranked[0][0] == token.text
                else self._choice(token, ranked, known[ranked[0][0]])
                for token, ranked in zip(tokens, decided, strict=True)
            ]
        )

    def _choice(self, token: Token, ranked: Sequence[Option], known: bool) -> Choice:
        word, best = ranked[0]
        total = sum(exp(value - best) for _, value in ranked)
        listed = word == token.text or self.knowledge.is_listed(word)
        most, distance = (1.0, MENTIONED) if listed else (UNLISTED, WIDE)
        others = tuple(other for other, value in ranked[1:] if value > best - distance)
        return Choice(token, word, min(most, 1 / total), others, known)

    def method(self, read: str, word: str) -> RepairMethod:
        """What kind of repair makes the word of the reading."""
        if self.knowledge.is_known(read):
            return "context"
        if read in self.document.names and not self.knowledge.candidates(read):
            return "name"
        lost = [letter for letter in word if letter in UMLAUTS]
        return "eszett" if lost and set(lost) == {"ß"} else METHOD[bool(lost)]
