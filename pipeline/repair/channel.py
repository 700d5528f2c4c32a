"""What the text recognition makes of what: confusions with their share, read from rules/lesefehler.toml."""

from collections.abc import Mapping
from functools import cached_property
from math import log
from typing import NamedTuple

from pipeline.records import RepairMethod
from pipeline.repair.folding import fold
from pipeline.rulebook import Rulebook

KEPT_UNSEEN = 0.001  # an umlaut that survives where hardly any does


class Slip(NamedTuple):
    """One letter `true` of which `seen` was read."""

    true: str
    seen: str


class Channel:
    """Share of each slip among all occurrences of its true letter."""

    def __init__(self, shares: Mapping[Slip, float], methods: Mapping[str, RepairMethod]) -> None:
        self.shares = dict(shares)
        self.methods = dict(methods)
        self._logs = {slip: log(share) for slip, share in shares.items()}

    @cached_property
    def reversed(self) -> dict[str, tuple[str, ...]]:
        """For what was seen, the folded letters that may have stood there."""
        back: dict[str, set[str]] = {}
        for true, seen in self.shares:
            if fold(true) != seen.lower():
                back.setdefault(seen, set()).add(fold(true))
        return {seen: tuple(sorted(folded)) for seen, folded in back.items()}

    def cost(self, slips: tuple[Slip, ...]) -> float:
        """Log probability of all these slips together."""
        return sum(self._logs.get(slip, -9.0) for slip in slips)


def read_channel(rulebook: Rulebook) -> Channel:
    """The channel that the rules describe, before any document was seen."""
    shares: dict[Slip, float] = {}
    methods: dict[str, RepairMethod] = {}
    for rule in rulebook.table("lesefehler")["lesefehler"]:
        methods[rule["richtig"]] = rule["art"]
        for seen, share in rule["gelesen"].items():
            shares[Slip(rule["richtig"], seen)] = share
    return Channel(shares, methods)
