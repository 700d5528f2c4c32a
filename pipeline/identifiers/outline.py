"""What it costs to go from one label of an outline to the next.

Costs add up with those of damaged letters (`grammar`), so they are on the same scale: a jump is dearer than
a misread letter, and what is printed without damage is dearer to doubt than any jump that a document makes.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, takewhile

from attrs import evolve, field, frozen

from pipeline.grammar import Grammar, LabelMatch, Number, Reading, Series, read_series, write_first

GAP = 2.5
WIDE_GAP = 0.3  # for each number left out
WIDEST = 10
TWICE = 5.0
BACK = 5.0
ORPHAN = 3.0  # the goal above is not the one under which we are
ABOVE_IS_DIVIDED = 2.5
OTHER_THEME = 2.5
ODD_DEPTH = 2.0
AGAINST_PRINT = 4.0  # another reading of a label that can be read as it stands, where no label is damaged

TIED_SHARE = 0.8
TIED_AT_LEAST = 3
RARE_DEPTH = 0.1
ANEW_AT_LEAST = 2  # themes


@frozen
class Place:
    """Where a reader of the outline stands: the last number of each kind, and the kind read last."""

    last: tuple[tuple[str, Number], ...] = ()

    def number(self, prefix: str) -> Number | None:
        """The number last read for a kind."""
        return next((number for known, number in self.last if known == prefix), None)

    def after(self, reading: Reading) -> "Place":
        """The place after reading a label; the kind read last comes first."""
        others = tuple(entry for entry in self.last if entry[0] != reading.prefix)
        return evolve(self, last=((reading.prefix, reading.number), *others))


@frozen
class Habits:
    """What a document does throughout, learnt from its labels before they are decoded."""

    tied: int | None = None  # which part of a theme's number the first part of a label repeats
    depths: dict[str, frozenset[int]] = field(factory=dict)  # usual depths of each kind
    kinds: frozenset[str] = frozenset()
    trust: float = 1.0  # share of the labels that are printed without damage
    series: Series = ""  # how the first parts of numbers are printed
    anew: bool = False  # whether numbers begin anew in each theme


def learn_habits(labels: Sequence[tuple[LabelMatch, str | None]], grammar: Grammar) -> Habits:
    """Learn from the cheapest readings, most of which are right, how numbers are built."""
    first = [(match.readings[0], theme) for match, theme in labels]
    certain = [match.readings[0] for match, _ in labels if len({len(r.number) for r in match.readings}) == 1]
    return Habits(
        tied=_tie(first),
        depths=_usual_depths(certain),
        trust=sum(match.clean for match, _ in labels) / len(labels) if labels else 1.0,
        series=Counter(reading.series for reading, _ in first).most_common(1)[0][0] if first else "",
        kinds=frozenset(reading.prefix for reading, _ in first) & {kind.prefix for kind in grammar.kinds},
        anew=_begin_anew(first),
    )


def _begin_anew(labels: Sequence[tuple[Reading, str | None]]) -> bool:
    """Whether most themes after the first have mostly identifiers that were there before."""
    seen: set[str] = set()
    again = []
    for _, group in groupby(labels, key=lambda label: label[1]):
        ids = {reading.id for reading, _ in group}
        again.append(2 * len(ids & seen) > len(ids))
        seen |= ids
    return sum(again) >= ANEW_AT_LEAST and 2 * sum(again) > len(again) - 1


def _tie(labels: Sequence[tuple[Reading, str | None]]) -> int | None:
    for part in (-1, 0):
        pairs = [
            (reading.number[0], theme_part(theme, part))
            for reading, theme in labels
            if theme and reading.number
        ]
        known = [number == theme for number, theme in pairs if theme is not None]
        several = len({theme for _, theme in pairs}) > 1
        if several and len(known) >= TIED_AT_LEAST and sum(known) >= TIED_SHARE * len(known):
            return part
    return None


def theme_part(theme: str, part: int) -> int | None:
    """One part of a theme's number; letters and Roman numerals count, too.

    >>> theme_part("4.2", -1), theme_part("III", 0), theme_part("B", 0)
    (2, 3, 2)
    """
    parts = [piece for piece in theme.split(".") if piece]
    if not parts or parts[part].isdecimal():
        return int(parts[part]) if parts else None
    read = [(series, number[0]) for series, number, damage in read_series(parts[part], {}) if damage == 0]
    return next((place for series, place in read if write_first(place, series) == parts[part]), None)


def _usual_depths(readings: Sequence[Reading]) -> dict[str, frozenset[int]]:
    counts: dict[str, Counter[int]] = {}
    for reading in readings:
        counts.setdefault(reading.prefix, Counter())[len(reading.number)] += 1
    return {
        prefix: frozenset(depth for depth, count in depths.items() if count > RARE_DEPTH * depths.total())
        for prefix, depths in counts.items()
    }


def step_cost(place: Place, reading: Reading, theme: str | None, habits: Habits, grammar: Grammar) -> float:
    """What it costs to read `reading` at `place`: 0 where the outline goes on as it should."""
    return (
        _order_cost(place, reading, grammar, habits)
        + _theme_cost(reading, theme, habits)
        + _depth_cost(reading, habits)
    )


def _order_cost(place: Place, reading: Reading, grammar: Grammar, habits: Habits) -> float:
    number, before = reading.number, place.number(reading.prefix)
    if not number:
        return 0.0 if before is None else TWICE
    if before and before[:-1] == number[:-1]:
        closed = ORPHAN if _parent_was_closed(place, reading, grammar) else 0.0
        return closed + _sibling_cost(before, number, fresh_parent=_opened_since(place, reading, grammar))
    if _parent_is_open(place, reading, grammar):
        return _gap_cost(number[-1] - 1)
    orphan = ORPHAN if _wants_parent(reading, grammar, habits) else 0.0
    divided = ABOVE_IS_DIVIDED if _above_is_divided(place, reading, grammar) else 0.0
    return orphan + divided + _jump_cost(before, number)


def _sibling_cost(before: Number, number: Number, *, fresh_parent: bool) -> float:
    ahead = number[-1] - before[-1]
    if fresh_parent and number[-1] == 1:  # numbers without their parent's begin anew under each
        return GAP / 2
    if ahead > 0:
        return _gap_cost(ahead - 1)
    return TWICE if ahead == 0 else BACK


def _opened_since(place: Place, reading: Reading, grammar: Grammar) -> bool:
    """Whether a goal above was opened since the last of this kind, and does not show in the number."""
    if len(reading.number) > 1:
        return False
    newer = [prefix for prefix, _ in place.last]
    above = grammar.kind(reading.prefix).parents
    return any(prefix in above for prefix in newer[: newer.index(reading.prefix)])


def _gap_cost(left_out: int) -> float:
    return GAP + WIDE_GAP * min(left_out, WIDEST) if left_out > 0 else 0.0


def _parent_is_open(place: Place, reading: Reading, grammar: Grammar) -> bool:
    above = grammar.kind(reading.prefix).parents
    return len(reading.number) > 1 and any(place.number(prefix) == reading.number[:-1] for prefix in above)


def _above_is_divided(place: Place, reading: Reading, grammar: Grammar) -> bool:
    """Whether the goal above cannot be there, since the document has parts of it: UZ2.21 below LZ2.1."""
    above, wanted = grammar.kind(reading.prefix).parents, reading.number[:-1]
    found = [place.number(prefix) or () for prefix in above]
    return bool(wanted) and any(len(number) > len(wanted) == _common(number, wanted) for number in found)


def _common(one: Number, other: Number) -> int:
    """Length of the part at the front that both numbers share."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _parent_was_closed(place: Place, reading: Reading, grammar: Grammar) -> bool:
    """Whether the outline has gone on, since the last of this kind, to a goal after the one above.

    So LZ1.2 stands below HF2; where all goals above come first, the first of their kind pays for the rest.
    """
    wanted, above = reading.number[:-1], grammar.kind(reading.prefix).parents
    newer = takewhile(lambda entry: entry[0] != reading.prefix, place.last)
    opened = (number for prefix, number in newer if prefix in above)
    return any(len(number) == len(wanted) and number > wanted for number in opened)


def _wants_parent(reading: Reading, grammar: Grammar, habits: Habits) -> bool:
    numbered = [prefix for prefix in grammar.kind(reading.prefix).parents if prefix in habits.kinds]
    return bool(numbered) and len(reading.number) > 1


def _jump_cost(before: Number | None, number: Number) -> float:
    if not before:
        return _gap_cost(sum(number) - len(number)) / 2  # a document may begin anywhere, but rarely does
    if number in successors(before, len(number)):
        return 0.0
    if number <= before:
        return BACK
    return _gap_cost(max(1, number[0] - before[0]))


def successors(before: Number, depth: int) -> set[Number]:
    """Numbers of a depth that may follow `before` where nothing is left out.

    >>> sorted(successors((2, 4), 2)), sorted(successors((2, 4), 1)), sorted(successors((1,), 2))
    ([(2, 5), (3, 1)], [(3,)], [(1, 1), (2, 1)])
    """
    parts = range(min(depth, len(before)))
    found = {(*before[:part], before[part] + 1, *(1,) * (depth - 1 - part)) for part in parts}
    return found | {before + (1,) * (depth - len(before))} if depth > len(before) else found


def followers(
    place: Place, cost: float, grammar: Grammar, kinds: frozenset[str], habits: Habits
) -> list[Reading]:
    """All identifiers with which the outline may go on: the next of each kind, or the first below another."""
    found = []
    for prefix in sorted(kinds or {kind.prefix for kind in grammar.kinds if kind.numbered == "noetig"}):
        before = place.number(prefix)
        above = [place.number(parent) for parent in grammar.kind(prefix).parents]
        numbers = {(*number, 1) for number in above if number}
        if before:  # where a document has LZ4 and LZ5.1, one may follow the other
            for depth in habits.depths.get(prefix, frozenset()) | {len(before)}:
                numbers |= successors(before, depth)
        else:
            numbers |= {(1,) * depth for depth in habits.depths.get(prefix, frozenset() if numbers else {1})}
        found += [Reading(cost, prefix, number, habits.series) for number in sorted(numbers)]
    return found


def _theme_cost(reading: Reading, theme: str | None, habits: Habits) -> float:
    if habits.tied is None or theme is None or not reading.number:
        return 0.0
    expected = theme_part(theme, habits.tied)
    return OTHER_THEME if expected is not None and expected != reading.number[0] else 0.0


def _depth_cost(reading: Reading, habits: Habits) -> float:
    usual = habits.depths.get(reading.prefix)
    return ODD_DEPTH if usual and len(reading.number) not in usual else 0.0
