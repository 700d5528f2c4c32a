"""Names that no list knows, learnt from the document: one name, read in several ways."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import log

from pipeline.repair.candidates import ACRONYM, LONGEST_WORD
from pipeline.repair.changes import Named, Near
from pipeline.repair.channel import Channel, Slip
from pipeline.repair.folding import fold
from pipeline.repair.lexicon import Lexicon
from pipeline.repair.listed import Candidate

SHORTEST_NAME = 4
OTHER_WORDS = 1000.0  # words beside which a name's occurrences are counted, at least
GUESS = -5.0  # log share of unknown words among all, for a spelling that nothing else supports
PLAIN_GUESS = -6.0  # … if the reading bears no sign of damage

Hypotheses = dict[str, dict[str, tuple[Slip, ...]]]


def find_names(unknown: Mapping[str, int], channel: Channel, lexicon: Lexicon) -> dict[str, Candidate]:
    """For unknown words the spelling that they are likely to have.

    A spelling from which several different readings can have come is a name that the document writes
    often; one from which a single reading can have come is a guess by its letters.
    """
    hypotheses = collect_hypotheses(unknown, channel)
    best: dict[str, tuple[float, Candidate]] = {}
    for name in sorted(hypotheses):
        readings = hypotheses[name]
        number = sum(unknown[read] for read in readings)
        frequency = lexicon.spelling(name) + (GUESS if _is_telltale(readings) else PLAIN_GUESS)
        if len(readings) > 1:
            frequency = max(frequency, log(number / (OTHER_WORDS + number)) - 1)
        for read, slips in readings.items():
            value = frequency + channel.cost(slips)
            if read not in best or value > best[read][0]:
                best[read] = value, Candidate(name, frequency, frequency, slips)
    return {read: candidate for read, (_, candidate) in best.items() if candidate.word != read}


def collect_hypotheses(unknown: Mapping[str, int], channel: Channel) -> Hypotheses:
    """All spellings that may stand behind unknown words, each with the readings that it explains."""
    hypotheses: Hypotheses = defaultdict(dict)
    reads = [
        read
        for read in sorted(unknown)
        if SHORTEST_NAME <= len(read) <= LONGEST_WORD and not read.isupper() and not ACRONYM.fullmatch(read)
    ]
    for read, name, slips in respell(reads, channel):
        known = hypotheses[name].get(read)
        if known is None or channel.cost(slips) > channel.cost(known):
            hypotheses[name][read] = slips
    return hypotheses


def _is_telltale(readings: Mapping[str, tuple[Slip, ...]]) -> bool:
    """Whether a single reading shows by itself that a letter was lost (é, 6, ii, not a, o, u)."""
    return all(
        slip.seen and slip.seen.lower() != fold(slip.true) for slips in readings.values() for slip in slips
    )


def respell(reads: Sequence[str], channel: Channel) -> Iterator[tuple[str, str, tuple[Slip, ...]]]:
    """The readings with each of their slips taken back, one at a time."""
    for read, (start, end, true) in Near().single(reads, Named(channel.undone)):
        seen = read[start:end]
        name = read[:start] + true + read[end:]
        if name.isalpha() and (seen or 0 < start < len(read)) and (start > 1 or read[0].isupper()):
            yield read, name, (Slip(true, seen),)
