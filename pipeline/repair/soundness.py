"""Which pages of a document are sound, so that nothing is to be repaired there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from pipeline.repair.channel import Channel, Slip
from pipeline.repair.evidence import Evidence, Reading, score
from pipeline.repair.folding import UMLAUTS
from pipeline.repair.knowledge import Knowledge
from pipeline.repair.listed import NEVER

SOUND = 0.4  # share of lost umlauts up to which a text is sound
PAGE_SPEAKS = 8.0  # umlauts from which a page is judged by itself
SUSPICIOUS = 2.0  # log odds of the word with an umlaut from which its twin may be damaged
CONVICTING = 9.0  # sum of them from which a text is
REMAINING = 1.0  # signs of loss that umlauts which are left excuse, unless they can hardly be German


class Soundness(NamedTuple):
    """What of a document is sound.

    `is_suspicious`: it is little text, and there are signs of damage in it, be they enough or not.
    """

    pages: frozenset[int]
    is_suspicious: bool


def judge(
    by_page: Mapping[int, Counter[Reading]],
    readings: Mapping[Reading, int],
    evidence: Sequence[Evidence],
    knowledge: Knowledge,
    channel: Channel,
) -> Soundness:
    """Find the pages on which umlauts survive. A page with few umlauts is judged as the whole document is."""
    share = umlaut_shares(readings, evidence, channel.usual)
    sums = {page: _sum_shares(counted, share) for page, counted in by_page.items()}
    kept, lost = (sum(shares) for shares in zip((0.0, 0.0), *sums.values(), strict=True))
    is_suspicious = False
    if kept + lost < PAGE_SPEAKS:  # in so little text every sign counts
        once = dict.fromkeys(readings, 1)  # a name that comes again is no second sign
        visible = _sum_shares(once, umlaut_shares(readings, evidence, channel.visible))[1]
        signs = _sum_shares(once, umlaut_shares(readings, evidence, channel.shares.keys()))[1]
        suspects = find_suspects(readings, knowledge, channel)
        signs += sum(suspects.values()) > CONVICTING
        lost = max(visible, signs - min(kept, REMAINING))
        is_suspicious = visible > 0 or len(suspects) > kept
    whole = is_sound((kept, lost))
    pages = frozenset(page for page, umlauts in sums.items() if is_sound(umlauts, PAGE_SPEAKS, whole))
    return Soundness(pages, is_suspicious)


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


def find_suspects(
    readings: Iterable[Reading], knowledge: Knowledge, channel: Channel
) -> dict[Reading, float]:
    """Words that are rarer than they would be with an umlaut (`Turen`, `gefallt`), and by how much."""
    gains = {reading: _gain_by_umlaut(reading, knowledge, channel) for reading in readings}
    return {reading: gain for reading, gain in gains.items() if gain > SUSPICIOUS}


def _gain_by_umlaut(reading: Reading, knowledge: Knowledge, channel: Channel) -> float:
    """How much likelier a word would be if it had lost an umlaut."""
    own, others = NEVER, [NEVER]
    for candidate in knowledge.candidates(reading.text):
        value = score(candidate, reading, knowledge, channel)
        if candidate.word == reading.text:
            own = value
        elif any(slip.true in UMLAUTS for slip in candidate.slips):
            others.append(value)
    return max(others) - own if own > NEVER else NEVER


def _sum_shares(
    counted: Mapping[Reading, int], share: Mapping[Reading, tuple[float, float]]
) -> tuple[float, float]:
    both = [(number, share[reading]) for reading, number in counted.items() if reading in share]
    return sum(n * kept for n, (kept, _) in both), sum(n * lost for n, (_, lost) in both)
