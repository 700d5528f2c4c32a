"""What a document tells about itself: how often which letter became what, which pages are sound, how it
decides between words that look alike once their umlauts are lost, and what it calls its places.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import exp, log

from attrs import frozen

from pipeline.repair.channel import Channel
from pipeline.repair.evidence import READING, Evidence, Reading, count_slips, find_telling, weigh_evidence
from pipeline.repair.folding import fold
from pipeline.repair.knowledge import Knowledge
from pipeline.repair.listed import Candidate
from pipeline.repair.names import find_names
from pipeline.repair.soundness import Soundness, judge
from pipeline.repair.tokens import Token

ROUNDS = 2
FAMILIAR = 3  # times; a misreading hardly comes back so often letter by letter
TRUST = 8.0  # readings' worth of trust in the general frequency of a word
STEM = 6  # letters by which forms of a word are taken together
TELLING = (0.05, 0.8)  # share of a slip between which its absence tells something
HABIT = (-1.0, 3.5)  # what the document's own habit may count at least and at most

Pair = tuple[str, str]


@frozen
class Document:
    """What was learnt. `habits`: read and meant stem → log odds in favour of the meant one."""

    channel: Channel
    soundness: Soundness
    habits: Mapping[Pair, float]
    names: Mapping[str, Candidate]
    familiar: frozenset[str]  # what is written so often alike that it is hardly misread
    genre: float  # how much it is a strategy or a report of an administration, 0 to 1


def learn_document(texts: Sequence[Sequence[Token]], pages: Sequence[int], knowledge: Knowledge) -> Document:
    """Learn from all texts of a document together; their order does not matter."""
    by_page = count_readings(texts, pages)
    readings: Counter[Reading] = Counter()
    for counted in by_page.values():
        readings.update(counted)
    knowledge.look_up(reading.text for reading in readings)
    channel = knowledge.channel.fresh()
    telling = list(find_telling(readings, knowledge))
    for _ in range(ROUNDS):
        evidence = list(weigh_evidence(telling, knowledge, channel))
        channel.learn(count_slips(evidence))
    return Document(
        channel,
        judge(by_page, readings, evidence, knowledge, channel),
        learn_habits(readings, evidence, knowledge, channel),
        find_names(Counter(unknown_words(readings, knowledge)), channel, knowledge.lexicon),
        familiar_words(readings),
        find_genre(readings, knowledge),
    )


def familiar_words(readings: Mapping[Reading, int]) -> frozenset[str]:
    """Words that stand several times in the document, at the beginning of a sentence or inside."""
    counts: Counter[str] = Counter()
    for reading, number in readings.items():
        counts[reading.text] += number
    return frozenset(word for word, number in counts.items() if number >= FAMILIAR)


def find_genre(readings: Mapping[Reading, int], knowledge: Knowledge) -> float:
    """How much a document is of the genre that the rules know best, 0 to 1, by the words that it uses."""
    typical = sum(n for reading, n in readings.items() if fold(reading.text) in knowledge.typical_words)
    return min(1.0, typical / (knowledge.typical_share * max(1, sum(readings.values()))))


def count_readings(texts: Sequence[Sequence[Token]], pages: Sequence[int]) -> dict[int, Counter[Reading]]:
    """How often each reading stands on each page; sorted, so that sums do not depend on the order."""
    by_page: dict[int, Counter[tuple[str, bool]]] = defaultdict(Counter)
    for tokens, page in zip(texts, pages, strict=True):
        by_page[page].update(map(READING, tokens))
    return {
        page: Counter({Reading(*reading): counted[reading] for reading in sorted(counted)})
        for page, counted in sorted(by_page.items())
    }


def unknown_words(readings: Mapping[Reading, int], knowledge: Knowledge) -> dict[str, int]:
    """How often each word stands there that nothing explains."""
    found: Counter[str] = Counter()
    for reading, number in readings.items():
        if not knowledge.candidates(reading.text):
            found[reading.text] += number
    return found


def stem_pair(read: str, meant: str) -> Pair:
    """The beginnings of two words in which they differ, or the whole words."""
    pair = read.lower()[:STEM], meant.lower()[:STEM]
    return pair if pair[0] != pair[1] else (read.lower(), meant.lower())


def learn_habits(
    readings: Mapping[Reading, int], evidence: Sequence[Evidence], knowledge: Knowledge, channel: Channel
) -> dict[Pair, float]:
    """Learn from the readings that leave no doubt how to read those that do.

    Where `Férderung` is frequent, `Forderung` will often be the same word, of which the ö was read as o;
    where only `Forderung` stands, it hardly is.
    """
    shown = _count_shown(evidence)
    hidden: Counter[Pair] = Counter()
    known: dict[Pair, tuple[float, float]] = {}
    for reading, number in readings.items():
        for pair, share, odds in _twins(reading, knowledge, channel):
            hidden[pair] += number
            known[pair] = max(known.get(pair, (share, odds)), (share, odds), key=lambda entry: entry[1])
    return {pair: _habit(hidden[pair], shown[pair[1]], *known[pair]) for pair in known}


def _count_shown(evidence: Sequence[Evidence]) -> Counter[str]:
    shown: Counter[str] = Counter()
    for reading, candidate, number in evidence:
        if candidate.word != reading.text:
            word = candidate.word.lower()
            for key in {word, word[:STEM]}:
                shown[key] += number  # type: ignore[assignment]  # a Counter of floats
    return shown


def _twins(reading: Reading, knowledge: Knowledge, channel: Channel) -> Iterator[tuple[Pair, float, float]]:
    """For a reading that is a word: what else it may stand for, by which share of a slip, at what odds."""
    candidates = knowledge.candidates(reading.text)
    if len(candidates) < 2:
        return
    own = next((candidate for candidate in candidates if candidate.word == reading.text), None)
    if own is None:
        return
    for candidate in candidates:
        if candidate is not own and len(candidate.slips) == 1 and candidate.slips[0] in channel.shares:
            share = channel.share(candidate.slips[0])
            if TELLING[0] < share < TELLING[1]:
                odds = min(TRUST / 2, candidate.inside - own.inside)
                yield stem_pair(reading.text, candidate.word), share, odds


def _habit(hidden: float, shown: float, share: float, odds: float) -> float:
    """Log odds by which the document corrects the general odds of a pair.

    Of `hidden` ambiguous readings some are the word of which `shown` readings were unmistakable; of such
    words the `share` is read ambiguously. What one reading says of itself is in its cost already, so that
    only the others count.
    """
    general = 1 / (1 + exp(-odds))
    expected = shown * share / (1 - share)  # of the word that was unmistakable, so many were read ambiguously
    against = max(0.0, (1 - share) * (hidden - 1) - share * shown)
    own = (TRUST * general + expected) / (TRUST + expected + against)
    own = min(max(own, exp(-TRUST)), 1 - exp(-TRUST))
    gain = log(own / (1 - own)) - odds
    return min(HABIT[1], max(HABIT[0], gain))
