"""What a document tells about its own damage: how often which letter became what, which words it uses."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log

from attrs import frozen

from pipeline.repair.candidates import Candidate
from pipeline.repair.channel import Channel, Slip
from pipeline.repair.folding import UMLAUTS
from pipeline.repair.knowledge import Knowledge
from pipeline.repair.tokens import Token

ROUNDS = 2
UNKNOWN = -4.0  # log share of words that no list knows
HABIT = (-1.0, 2.0)  # what the document's own habit may count at least and at most
TELLING = 0.8  # share up to which a slip leaves enough readings that tell
NEGLIGIBLE = 0.01
CLEAN = 0.12  # share of lost umlauts below which a text is sound
PAGE_SPEAKS = 8  # umlauts from which a page is judged by itself
TRUST = 8.0  # tokens' worth of trust in the general frequency of a word
STEM = 6  # letters by which forms of a word are taken together

Reading = tuple[str, bool]  # a word as read, and whether it begins a sentence


@frozen
class Document:
    """What was learnt."""

    channel: Channel
    sound_pages: frozenset[int]
    habits: Mapping[tuple[str, str], float]  # read and meant stem → log odds for the meant one


def learn_document(texts: Sequence[Sequence[Token]], pages: Sequence[int], knowledge: Knowledge) -> Document:
    """Learn from all texts of a document together; their order does not matter."""
    readings: Counter[Reading] = Counter()
    by_page: dict[int, Counter[Reading]] = defaultdict(Counter)
    for tokens, page in zip(texts, pages, strict=True):
        counted = Counter((token.text, token.opening) for token in tokens)
        readings.update(counted)
        by_page[page].update(counted)
    channel = knowledge.channel
    channel.learn({})
    channel.lost_prior(0.5)
    for _ in range(ROUNDS):
        clear = clear_readings(readings, knowledge)
        channel.learn(count_slips(clear))
    sound = sound_pages(by_page, clear, channel)
    return Document(channel, sound, learn_habits(readings, clear, knowledge))


def clear_readings(readings, knowledge):
    """For each reading the candidates that are likely, unless the reading is a word itself and may be meant."""
    clear = []
    for (text, opening), number in readings.items():
        candidates = knowledge.candidates(text)
        known = any(c.word == text for c in candidates)
        if known:
            candidates = [c for c in candidates if c.word == text]
        weights = weigh(candidates, opening, knowledge)
        unknown = 0.0 if known else exp(unknown_score(text, knowledge))
        total = sum(weights) + unknown
        for c, w in zip(candidates, weights):
            share = w / total
            if share > NEGLIGIBLE:
                clear.append(((text, opening), c, share * number))
    return clear


def weigh(candidates, opening, knowledge):
    fw = knowledge.context.frequency_weight
    cost = knowledge.channel.cost
    return [exp(fw * (c.opening if opening else c.inside) + cost(c.slips)) for c in candidates]


def count_slips(clear) -> Counter[Slip]:
    counts: Counter[Slip] = Counter()
    for _, c, number in clear:
        for slip in c.slips:
            counts[slip] += number
    return counts


def sound_pages(by_page, clear, channel) -> frozenset[int]:
    share: dict[Reading, list[float]] = defaultdict(lambda: [0.0, 0.0])
    totals = Counter()
    for c in by_page.values():
        totals.update(c)
    for reading, c, number in clear:
        for slip in c.slips:
            if slip.true in UMLAUTS:
                share[reading][slip.true != slip.seen] += number / totals[reading]
    sums = {p: [sum(share[r][k] * n for r, n in c.items() if r in share) for k in (0, 1)] for p, c in by_page.items()}
    kept, lost = sum(s[0] for s in sums.values()), sum(s[1] for s in sums.values())
    whole = lost <= CLEAN * (kept + lost)
    sound = set()
    for page, (k, l) in sums.items():
        if (l <= CLEAN * (k + l)) if k + l >= PAGE_SPEAKS else whole:
            sound.add(page)
    return frozenset(sound)


def stem_pair(read, meant):
    a, b = read.lower()[:STEM], meant.lower()[:STEM]
    return (a, b) if a != b else (read.lower(), meant.lower())


def learn_habits(readings, clear, knowledge):
    """How the document itself decides between twins: by the readings that leave no doubt."""
    shown: Counter[str] = Counter()
    for (text, _), c, number in clear:
        if c.word != text:
            shown[c.word.lower()[:STEM]] += number
            shown[c.word.lower()] += number if len(c.word) > STEM else 0
    hidden: Counter[tuple[str, str]] = Counter()
    prior = {}
    plain = {}
    for (text, opening), number in readings.items():
        candidates = knowledge.candidates(text)
        own = next((c for c in candidates if c.word == text), None)
        if own is None:
            continue
        for c in candidates:
            if c.word != text and c.slips and len(c.slips) == 1 and knowledge.channel.shares.get(c.slips[0], 0) > 0.05 and knowledge.channel.shares[c.slips[0]] < TELLING:
                pair = stem_pair(text, c.word)
                hidden[pair] += number
                plain[pair] = knowledge.channel.shares[c.slips[0]]
                prior[pair] = max(prior.get(pair, -9), min(4, c.inside - own.inside))
    habits = {}
    for pair, number in hidden.items():
        q = 1 / (1 + exp(-prior[pair]))
        s = plain[pair]
        e = shown[pair[1]]
        theta = (TRUST * q + e) / (TRUST + e + max(0.0, (1 - s) * number - e * s))
        theta = min(max(theta, 0.001), 0.999)
        habits[pair] = min(HABIT[1], max(HABIT[0], log(theta / (1 - theta)) - log(q / (1 - q))))
    return habits


def unknown_score(text, knowledge):
    return knowledge.context.frequency_weight * (UNKNOWN + knowledge.lexicon.spelling(text))
