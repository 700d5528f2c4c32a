"""What readings tell of the damage of a document: what each may stand for, and how surely."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp
from operator import itemgetter
from typing import NamedTuple

from pipeline.repair.channel import Channel, Slip
from pipeline.repair.knowledge import Knowledge
from pipeline.repair.listed import Candidate
from pipeline.repair.tokens import Token

NEGLIGIBLE = 0.01  # probability below which a candidate is not counted

READING = itemgetter(Token._fields.index("text"), Token._fields.index("opening"))


class Reading(NamedTuple):
    """A word as read, and whether it begins a sentence."""

    text: str
    opening: bool


class Telling(NamedTuple):
    """A reading, how often it stands there, what it may stand for, and the weight of nothing of that."""

    reading: Reading
    number: int
    candidates: Sequence[Candidate]
    unknown: float


class Evidence(NamedTuple):
    """How many occurrences of a reading stand for a candidate."""

    reading: Reading
    candidate: Candidate
    number: float


def find_telling(readings: Mapping[Reading, int], knowledge: Knowledge) -> Iterator[Telling]:
    """The readings that tell something of the damage; one that is a word itself counts as that word.

    Of a word that can have lost nothing there is nothing to learn.
    """
    for reading, number in readings.items():
        candidates = knowledge.candidates(reading.text)
        own = [candidate for candidate in candidates if candidate.word == reading.text]
        if own and own[0].slips:
            yield Telling(reading, number, own, 0.0)
        elif candidates and not own:
            yield Telling(reading, number, candidates, exp(knowledge.unknown(reading.text)))


def weigh_evidence(telling: Iterable[Telling], knowledge: Knowledge, channel: Channel) -> Iterator[Evidence]:
    """What the readings stand for."""
    for reading, number, candidates, unknown in telling:
        weights = [exp(score(candidate, reading, knowledge, channel)) for candidate in candidates]
        total = sum(weights) + unknown
        for candidate, weight in zip(candidates, weights, strict=True):
            if weight > NEGLIGIBLE * total:
                yield Evidence(reading, candidate, number * weight / total)


def score(candidate: Candidate, reading: Reading, knowledge: Knowledge, channel: Channel) -> float:
    """Weighted log probability of a candidate by frequency and damage alone."""
    frequency = candidate.opening if reading.opening else candidate.inside
    return knowledge.frequency_weight * frequency + channel.cost(candidate.slips)


def count_slips(evidence: Sequence[Evidence]) -> Counter[Slip]:
    """How often each slip happened."""
    counts: Counter[Slip] = Counter()
    for one in evidence:
        for slip in one.candidate.slips:
            counts[slip] += one.number  # type: ignore[assignment]  # a Counter of floats
    return counts
