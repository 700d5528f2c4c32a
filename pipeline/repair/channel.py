"""What the text recognition makes of what: confusions with their shares, begun with
rules/lesefehler.toml and learnt from the document.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import log
from typing import NamedTuple

from pipeline.records import RepairMethod
from pipeline.repair.folding import UMLAUTS, fold
from pipeline.rulebook import Rulebook

MIXED = 0.06  # share of letters that were read as a mix which no rule lists
LONGEST_MIX = 3
LONGEST_SEEN = 3  # letters of the longest thing that one true letter turns into
COMMON = 0.0015  # share from which a slip is tried first
RARE = -9.0  # log share of a slip that no rule names
PRIOR = 25.0  # letters' worth of trust in the shares of the rules
PRIOR_KEPT, PRIOR_LOST = 1.0, 0.02  # before any evidence a text is taken to be sound


class Slip(NamedTuple):
    """One letter `true` of which `seen` was read. An umlaut that survived is a slip of itself."""

    true: str
    seen: str


class Channel:
    """Share of each slip among all occurrences of its true letter."""

    def __init__(self, shares: Mapping[Slip, float], methods: Mapping[str, RepairMethod]) -> None:
        self.shares = dict(shares)
        self.methods = dict(methods)
        self.lost = PRIOR_LOST / (PRIOR_KEPT + PRIOR_LOST)
        self.common = _reverse(slip for slip, share in shares.items() if share >= COMMON)
        self.rare = _reverse(slip for slip, share in shares.items() if share < COMMON)
        self._rules = dict(shares)
        self._logs: dict[Slip, float] = {}
        self.learn({})

    def cost(self, slips: tuple[Slip, ...]) -> float:
        """Log probability of all these slips together."""
        return sum([self._logs.get(slip, RARE) for slip in slips])

    def lost_prior(self, lost: float) -> None:
        """Start from a text of which so many umlauts are lost."""
        self.lost = lost

    def learn(self, counts: Mapping[Slip, float]) -> None:
        """Take the shares anew from the slips counted in a document, beside those of the rules."""
        totals: dict[str, float] = {}
        kept, lost = PRIOR_KEPT, PRIOR_LOST
        for slip, count in counts.items():
            if slip.true == slip.seen:
                kept += count
            else:
                totals[slip.true] = totals.get(slip.true, 0.0) + count
                lost += count * (slip.true in UMLAUTS)
        self.lost = lost / (kept + lost)
        for slip, share in self._rules.items():
            total = totals.get(slip.true, 0.0)
            self.shares[slip] = (counts.get(slip, 0.0) + PRIOR * share) / (total + PRIOR)
            loss = self.lost if slip.true in UMLAUTS else 1.0
            self._logs[slip] = log(self.shares[slip] * loss)
        for letter in UMLAUTS:
            self._logs[Slip(letter, letter)] = log(1 - self.lost)


def _reverse(slips: Iterable[Slip]) -> dict[str, tuple[str, ...]]:
    """For what was seen, the folded letters that may have stood there."""
    back: dict[str, set[str]] = {}
    for true, seen in slips:
        if fold(true) != seen.lower():
            back.setdefault(seen, set()).add(fold(true))
    return {seen: tuple(sorted(folded)) for seen, folded in back.items()}


def read_channel(rulebook: Rulebook) -> Channel:
    """The channel that the rules describe, before any document was seen."""
    shares: dict[Slip, float] = {}
    methods: dict[str, RepairMethod] = {}
    for rule in rulebook.table("lesefehler")["lesefehler"]:
        methods[rule["richtig"]] = rule["art"]
        for seen, share in _mixes(rule.get("gemisch", "")):
            shares[Slip(rule["richtig"], seen)] = share
        for seen, share in rule["gelesen"].items():
            shares[Slip(rule["richtig"], seen)] = share
    return Channel(shares, methods)


def _mixes(letters: str) -> Iterator[tuple[str, float]]:
    """Every row of up to three of these letters, with a small share each."""
    for length in range(1, LONGEST_MIX + 1):
        share = MIXED / LONGEST_MIX / max(1, len(letters)) ** length
        for row in product(letters, repeat=length):
            yield "".join(row), share
