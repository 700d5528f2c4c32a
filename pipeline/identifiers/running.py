"""Numbers above the highest: a document that counts its measures to 99 counts on, "M 132" is no M 1.3.2."""

from collections.abc import Sequence

from attrs import evolve

from pipeline.grammar import RUNNING, LabelMatch, Misreadings, Reading

NEARLY = 0.9  # share of the numbers up to the highest that shows that a document counts beyond it
FEWEST = 0.5  # share of the numbers that must be there: others may be misread
FEWEST_IN_HUNDREDS = 3  # labels that show that M 101, M 102, M 201 … count within a theme


def in_running_numbers(matches: Sequence[LabelMatch | None], slips: Misreadings) -> list[LabelMatch | None]:
    """The labels with numbers above the highest read as they stand, or without that reading."""
    readings = [one for match in matches if match is not None for one in match.readings]
    running = {one for one in {reading.prefix for reading in readings} if _counts_on(one, readings, slips)}
    return [match and _settle(match, running, slips) for match in matches]


def _counts_on(prefix: str, readings: Sequence[Reading], slips: Misreadings) -> bool:
    """Whether labels of a kind, none of which has a dot, are counted up to the highest, or in hundreds."""
    plain = [one for one in readings if one.prefix == prefix and one.cost == 0]
    long = {one.number[0] for one in readings if one.prefix == prefix and _is_running(one, slips)}
    if not long or any(len(one.number) > 1 for one in plain):
        return False
    short = {one.number[0] for one in plain if one.number}
    if short:
        return max(short) >= NEARLY * slips.highest and len(short) >= FEWEST * slips.highest
    above = {one.number[0] for one in readings if one.prefix != prefix and one.cost == 0 and one.number}
    if {number // 10 for number in long} <= above:  # M 101 below LZ 10 has lost a dot
        return False
    first = {number // 100 * 100 + 1 for number in long}
    return len(long) >= FEWEST_IN_HUNDREDS and first <= long


def _is_running(reading: Reading, slips: Misreadings) -> bool:
    return len(reading.number) == 1 and reading.number[0] > slips.highest


def _settle(match: LabelMatch, running: set[str], slips: Misreadings) -> LabelMatch:
    """Among running numbers one is printed as it is meant; elsewhere it is the last that is thought of."""
    found = []
    for one in match.readings:
        if not _is_running(one, slips):
            found.append(one)
        elif one.prefix in running:
            found.append(evolve(one, cost=round(one.cost - RUNNING, 2)))
    return evolve(match, readings=tuple(sorted(found))) if found else match
