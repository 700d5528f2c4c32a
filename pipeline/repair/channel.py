"""What the text recognition makes of what: confusions with their shares, begun with
rules/lesefehler.toml and learnt from the document.
"""

from collections.abc import Iterator, Mapping
from copy import copy
from itertools import product
from math import log
from typing import NamedTuple

from pipeline.records import RepairMethod
from pipeline.repair.folding import UMLAUTS, fold
from pipeline.rulebook import Rulebook

MIXED = 0.06  # share of letters that were read as a mix which no rule lists
LONGEST_MIX = 3
LONGEST_SEEN = 3  # letters of the longest thing that one true letter turns into
COMMON = 0.0035  # share from which a slip is tried first
UNNAMED = -5.3  # log share of umlauts that became something that no rule names
UNNAMED_LETTER = -3.7  # … for each letter of it, that it is this one
PRIOR = 25.0  # letters' worth of trust in the shares of the rules
KEPT = -3.0  # log share of umlauts that survive in a damaged text
USUAL = 0.01  # share from which a slip shows that a text is damaged
TELLTALE = 0.02  # share from which a slip may be taken back in a word that no list knows


class Slip(NamedTuple):
    """One letter `true` of which `seen` was read. An umlaut that survived is a slip of itself."""

    true: str
    seen: str


class Channel:
    """Share of each slip among all occurrences of its true letter.

    `shares` are those of the rules; what a document adds to them is reckoned for a slip when it is asked for.
    """

    def __init__(self, shares: Mapping[Slip, float], methods: Mapping[str, RepairMethod]) -> None:
        self.methods = methods
        self.shares = shares
        self.common = _reverse({slip: fold(slip.true) for slip, share in shares.items() if share >= COMMON})
        self.rare = _reverse({slip: fold(slip.true) for slip, share in shares.items() if share < COMMON})
        self.undone = _reverse(
            {slip: slip.true for slip, share in shares.items() if share >= TELLTALE and slip.true in UMLAUTS}
        )
        self.dropped = frozenset(
            slip.true for slip, share in shares.items() if share >= COMMON and not slip.seen
        )
        self.usual = frozenset(slip for slip, share in shares.items() if share >= USUAL)
        self.visible = frozenset(slip for slip in self.usual if slip.seen.lower() != fold(slip.true))
        self.put_back = frozenset(
            letter for back in (self.common, self.rare) for of in back.values() for letter in of
        )
        self.learn({})

    def fresh(self) -> "Channel":
        """The channel as the rules describe it, before a document was seen."""
        return copy(self)

    def cost(self, slips: tuple[Slip, ...]) -> float:
        """Log probability of all these slips together."""
        return sum([self._logs.get(slip) or self._log(slip) for slip in slips])

    def learn(self, counts: Mapping[Slip, float]) -> None:
        """Take the shares anew from the slips counted in a document, beside those of the rules."""
        self._counts = counts
        self._totals: dict[str, float] = {}
        for slip, count in counts.items():
            if slip.true != slip.seen:
                self._totals[slip.true] = self._totals.get(slip.true, 0.0) + count
        self._logs: dict[Slip, float] = {}

    def share(self, slip: Slip) -> float:
        """The share of a slip that rules name."""
        counted, total = self._counts.get(slip, 0.0), self._totals.get(slip.true, 0.0)
        return (counted + PRIOR * self.shares[slip]) / (total + PRIOR)

    def _log(self, slip: Slip) -> float:
        if slip in self.shares:
            value = log(self.share(slip))
        elif slip.true == slip.seen and slip.true in UMLAUTS:
            value = KEPT
        else:
            value = UNNAMED + UNNAMED_LETTER * len(slip.seen)
        self._logs[slip] = value
        return value


def _reverse(slips: Mapping[Slip, str]) -> dict[str, tuple[str, ...]]:
    """For what was seen, the letters that may have stood there, where folding alone does not tell."""
    back: dict[str, set[str]] = {}
    for slip, letter in slips.items():
        if fold(slip.true) != slip.seen.lower() or letter != fold(slip.true):
            back.setdefault(slip.seen, set()).add(letter)
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
