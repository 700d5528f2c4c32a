"""What a document tells about itself: how often which letter became what, which pages are sound, how it
decides between words that look alike once their umlauts are lost, and what it calls its places.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import exp, log
from operator import itemgetter
from typing import NamedTuple

from attrs import frozen

from pipeline.repair.channel import Channel, Slip
from pipeline.repair.folding import UMLAUTS, fold
from pipeline.repair.knowledge import Knowledge
from pipeline.repair.listed import NEVER, Candidate
from pipeline.repair.names import find_names
from pipeline.repair.tokens import Token

ROUNDS = 2
FAMILIAR = 3  # times; a misreading hardly comes back so often letter by letter
NEGLIGIBLE = 0.01  # probability below which a candidate is not counted
SOUND = 0.4  # share of lost umlauts up to which a text is sound
PAGE_SPEAKS = 8.0  # umlauts from which a page is judged by itself
SUSPECT = 2.0  # how much likelier a word with an umlaut must be for its twin to look damaged
REMAINING = 2.0  # signs of loss that one umlaut excuses: damaged texts have none left
TRUST = 8.0  # readings' worth of trust in the general frequency of a word
STEM = 6  # letters by which forms of a word are taken together
TELLING = (0.05, 0.8)  # share of a slip between which its absence tells something
HABIT = (-1.0, 3.5)  # what the document's own habit may count at least and at most

READING = itemgetter(Token._fields.index("text"), Token._fields.index("opening"))

Pair = tuple[str, str]


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


@frozen
class Document:
    """What was learnt. `habits`: read and meant stem → log odds in favour of the meant one."""

    channel: Channel
    sound_pages: frozenset[int]
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
        sound_pages(by_page, readings, evidence, knowledge, channel),
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


def unknown_words(readings: Mapping[Reading, int], knowledge: Knowledge) -> dict[str, int]:
    """How often each word stands there that nothing explains."""
    found: Counter[str] = Counter()
    for reading, number in readings.items():
        if not knowledge.candidates(reading.text):
            found[reading.text] += number
    return found


# ------------------------------------------------------------- sound pages


def sound_pages(
    by_page: Mapping[int, Counter[Reading]],
    readings: Mapping[Reading, int],
    evidence: Sequence[Evidence],
    knowledge: Knowledge,
    channel: Channel,
) -> frozenset[int]:
    """Pages on which umlauts survive: nothing is to be repaired there.

    A page with few umlauts is judged as the whole document is.
    """
    share = umlaut_shares(readings, evidence, channel.usual)
    sums = {page: _sum_shares(counted, share) for page, counted in by_page.items()}
    kept, lost = (sum(shares) for shares in zip((0.0, 0.0), *sums.values(), strict=True))
    if kept + lost < PAGE_SPEAKS:  # in so little text every sign counts
        slight = umlaut_shares(readings, evidence, channel.shares.keys())
        lost = _sum_shares(readings, slight)[1] + count_suspects(readings, knowledge, channel)
        lost -= REMAINING * min(kept, 1.0)
    whole = is_sound((kept, lost))
    return frozenset(page for page, umlauts in sums.items() if is_sound(umlauts, PAGE_SPEAKS, whole))


def is_sound(umlauts: tuple[float, float], speaks: float = 0.0, otherwise: bool = True) -> bool:
    """Whether of so many umlauts kept and lost few enough are lost; `otherwise` if they are too few."""
    kept, lost = umlauts
    return lost <= SOUND * (kept + lost) if kept + lost >= speaks else otherwise


def umlaut_shares(
    readings: Mapping[Reading, int], evidence: Sequence[Evidence], named: AbstractSet[Slip]
) -> dict[Reading, tuple[float, float]]:
    """Umlauts kept and lost in one occurrence of each reading; only the named slips count as a loss."""
    sums: dict[Reading, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for reading, candidate, number in evidence:
        for slip in candidate.slips:
            kept = slip.true == slip.seen
            if slip.true in UMLAUTS and (kept or slip in named):
                sums[reading][not kept] += number / readings[reading]
    return {reading: (kept, lost) for reading, (kept, lost) in sums.items()}


def count_suspects(readings: Mapping[Reading, int], knowledge: Knowledge, channel: Channel) -> int:
    """How many words are far rarer than others that they would be with an umlaut (`Turen`, `gefallt`)."""
    return sum(n for reading, n in readings.items() if _is_suspect(reading, knowledge, channel))


def _is_suspect(reading: Reading, knowledge: Knowledge, channel: Channel) -> bool:
    own, others = NEVER, [NEVER]
    for candidate in knowledge.candidates(reading.text):
        value = score(candidate, reading, knowledge, channel)
        if candidate.word == reading.text:
            own = value
        elif any(slip.true in UMLAUTS for slip in candidate.slips):
            others.append(value)
    return NEVER < own < max(others) - SUSPECT


def _sum_shares(
    counted: Mapping[Reading, int], share: Mapping[Reading, tuple[float, float]]
) -> tuple[float, float]:
    both = [(number, share[reading]) for reading, number in counted.items() if reading in share]
    return sum(n * kept for n, (kept, _) in both), sum(n * lost for n, (_, lost) in both)


# ------------------------------------------------------------------ habits


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
