"""Show how the repair comes to a word: its candidates, and what each of them counts for."""

from math import exp

from attrs import frozen

from pipeline.repair.channel import Slip
from pipeline.repair.evidence import Reading, score
from pipeline.repair.knowledge import open_knowledge
from pipeline.rulebook import Rulebook


@frozen
class Explanation:
    """One word that may stand behind a reading.

    `frequency` and `damage` are natural logarithms; `probability` is its share among all candidates,
    before any document or neighbour was asked.
    """

    word: str
    probability: float
    frequency: float
    damage: float
    slips: tuple[str, ...]


def explain_word(read: str, rulebook: Rulebook) -> tuple[Explanation, ...]:
    """The candidates for a reading, the likeliest first; a word that no list knows is one of them."""
    knowledge = open_knowledge(rulebook)
    channel = knowledge.channel
    scored = [
        (score(candidate, Reading(read, False), knowledge, channel), candidate)
        for candidate in knowledge.candidates(read)
    ]
    rows = [
        (value, candidate.word, candidate.inside, channel.cost(candidate.slips), candidate.slips)
        for value, candidate in scored
    ]
    if not knowledge.is_known(read):
        unknown = knowledge.unknown(read)
        rows.append((unknown, read, unknown / knowledge.frequency_weight, 0.0, ()))
    total = sum(exp(row[0]) for row in rows)
    return tuple(
        Explanation(word, exp(value) / total, frequency, damage, tuple(map(_describe, slips)))
        for value, word, frequency, damage, slips in sorted(rows, key=lambda row: (-row[0], row[1]))
    )


def _describe(slip: Slip) -> str:
    return f"{slip.true} → {slip.seen or '(nichts)'}"
