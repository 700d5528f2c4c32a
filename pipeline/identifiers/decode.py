"""Find the cheapest legal outline through the readings of all labels (beam search)."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from math import exp

from attrs import evolve, frozen

from pipeline.grammar import (
    IN_SERIES,
    LOST_DOT,
    MOST_DAMAGE,
    Grammar,
    LabelMatch,
    Reading,
    Series,
    bare_number,
    is_number_alone,
    may_have_lost_dots,
)
from pipeline.identifiers.outline import AGAINST_PRINT, Habits, Place, followers, learn_habits, step_cost
from pipeline.identifiers.running import in_running_numbers
from pipeline.identifiers.signs import in_other_signs
from pipeline.records import PrintedLabel

MOST_IN_SERIES = 0.6
OF_SEVERAL_SIGNS = frozenset({2, 3, 4, 6, 7, 8, 9})  # as Roman numerals
SERIES: tuple[Series, ...] = ("roman", "letters")
PART_END = re.compile(r"[.,](?=.)|(?<=.)L(?=[\d.])")
BEAM = 40
READINGS = 30
NO_LABEL = 2.0  # what only may be a label is none
NO_READABLE_LABEL = 3.0
OTHER_FIGURES = 0.5  # an illegible label has figures, and not those of the number
GUESSED = 0.3  # confidence of an identifier of which nothing could be read
CLOSE = 1.0  # readings that differ by less are told apart by the outline alone


@frozen
class Decoded:
    """The reading chosen for one label.

    `guessed` where nothing of the print could be read, `level_assumed` where it is a number alone.
    """

    reading: Reading
    guessed: bool
    level_assumed: bool
    repaired: bool
    confidence: float


@frozen
class _Task:
    """All that is known about the labels before they are decoded."""

    labels: Sequence[PrintedLabel]
    matches: tuple[LabelMatch | None, ...]
    habits: Habits
    grammar: Grammar

    def cost(self, place: Place, at: int, reading: Reading) -> float:
        """Cost of reading label `at` so: of its letters, and of the step from where the outline stands."""
        letters = reading_cost(self.matches[at], reading, self.habits.trust)
        return letters + step_cost(place, reading, self.labels[at].theme, self.habits, self.grammar)

    def place_before(self, at: int, place: Place) -> Place:
        """Where the outline stands before label `at`: where numbers begin anew, at the beginning."""
        new_theme = at > 0 and self.labels[at].theme != self.labels[at - 1].theme
        return Place() if new_theme and self.habits.anew else place

    def readings(self, place: Place, at: int) -> Sequence[Reading]:
        """What label `at` may mean: what its print allows or, where that is illegible, what may follow."""
        match = self.matches[at]
        if match is not None:
            return match.readings[:READINGS]
        printed = self.labels[at].printed
        kinds = self.grammar.match_form_alone(printed) or self.habits.kinds
        found = followers(place, MOST_DAMAGE, self.grammar, kinds, self.habits)
        figures = set(re.findall(r"\d+", printed))
        return [evolve(one, cost=one.cost + _cost_of_figures(one, figures)) for one in found]


@frozen
class _Way:
    """A way through the labels so far: its cost, where it stands, and its last step."""

    cost: float
    place: Place
    reading: Reading | None = None
    before: "_Way | None" = None


def decode(labels: Sequence[PrintedLabel], grammar: Grammar) -> tuple[Decoded | None, ...]:
    """Read all labels. Where several outlines cost the same, that of the cheaper letters wins.

    None stands for what only may be a label and does not fit into the outline; the rest is read without it.
    """
    matches = match_labels(labels, grammar)
    labels = [
        evolve(label, doubtful=label.doubtful or (match is None and _is_in_series(label, grammar)))
        for label, match in zip(labels, matches, strict=True)
    ]
    legible = [
        (match, label.theme) for match, label in zip(matches, labels, strict=True) if match is not None
    ]
    task = _Task(labels, matches, learn_habits(legible, grammar), grammar)
    chosen = _cheapest(task)
    kept = [label for label, reading in zip(labels, chosen, strict=True) if reading is not None]
    if len(kept) < len(labels):
        decoded = iter(decode(kept, grammar))
        return tuple(None if reading is None else next(decoded) for reading in chosen)
    return tuple(_judge(task, [reading for reading in chosen if reading is not None]))


def match_labels(labels: Sequence[PrintedLabel], grammar: Grammar) -> tuple[LabelMatch | None, ...]:
    """What each label may mean by itself; None where nothing can be read.

    Among numbers alone one with too many figures on end ("1113") shows that dots were lost. Then only those
    in which every part is a single figure tell how deep the numbers are. Where no label is a number alone,
    figures without dots are none either.
    """
    matches = in_one_series([grammar.match_label(label.printed) for label in labels])
    matches = in_other_signs(in_running_numbers(matches, grammar.slips))
    alone = [one.printed for one, match in zip(labels, matches, strict=True) if match is None]
    bare = {text: bare_number(text) for text in alone if is_number_alone(text)}
    among_numbers = any(bare.values())
    dots_lost = among_numbers and not all(bare.values())
    depths = [len(number) for number in bare.values() if number and not (dots_lost and max(number) > 9)]
    shallowest = min(depths, default=1)
    return tuple(
        match
        or grammar.match_doubtful_label(label.printed)
        or grammar.match_number_alone(
            label.printed,
            shallowest,
            dots_lost=dots_lost or (among_numbers and may_have_lost_dots(label.printed)),
        )
        for label, match in zip(labels, matches, strict=True)
    )


def in_one_series(matches: Sequence[LabelMatch | None]) -> list[LabelMatch | None]:
    """The labels with first numbers read as the document prints them: as figures, letters, or Roman numerals.

    That it prints letters or numerals is believed if most labels say so without damage.
    """
    known = [match for match in matches if match is not None]
    series: Series = next((one for one in SERIES if _is_printed_in(one, known)), "")
    return [match and _keep_series(match, series) for match in matches]


def _is_printed_in(series: Series, matches: Sequence[LabelMatch]) -> bool:
    """Whether most labels can be read so, and some are printed so: an "A", or a numeral of two signs.

    OCR makes figures of Roman numerals: "M 11.1" for M II.1. Other figures than 1 are none.
    """
    fitting = [
        [one for one in match.readings if one.series == series and len(one.number) <= _count_parts(match)]
        for match in matches
    ]
    plain = [[one.number[0] for one in readings if one.cost == IN_SERIES] for readings in fitting]
    proof = {1} if series == "letters" else OF_SEVERAL_SIGNS
    believed = plain if series == "letters" else fitting
    return bool(proof & set(chain(*plain))) and sum(map(bool, believed)) > MOST_IN_SERIES * len(matches)


def _count_parts(match: LabelMatch) -> int:
    """How many parts a number has by the dots that are printed; "L" may be "I." at the end of a numeral."""
    return 1 + len(PART_END.findall(match.printed))


def _is_in_series(label: PrintedLabel, grammar: Grammar) -> bool:
    """Whether a label has a letter or a numeral for its first number: where no other has, it is none."""
    match = grammar.match_label(label.printed)
    return match is not None and all(one.series for one in match.readings)


def _keep_series(match: LabelMatch, series: Series) -> LabelMatch | None:
    kept = [one for one in match.readings if one.series == series]
    if series and kept:
        kept = [evolve(one, cost=round(one.cost - IN_SERIES, 2)) for one in kept]
    elif not kept and (not series or match.clean):  # a damaged number may have been a numeral
        kept = [one for one in match.readings if not one.series]
    return evolve(match, readings=tuple(kept)) if kept else None


def _cost_of_figures(reading: Reading, figures: Collection[str]) -> float:
    """What speaks against an illegible print's being this number: it has figures, and not its last one."""
    shown = not figures or (bool(reading.number) and str(reading.number[-1]) in figures)
    return 0.0 if shown else OTHER_FIGURES


def reading_cost(match: LabelMatch | None, reading: Reading, trust: float) -> float:
    """Cost of a reading; what is printed without damage is not lightly read as something else.

    The fewer labels of a document are undamaged, the less it says that one looks so.
    """
    against_print = match is not None and match.clean and reading.cost > 0
    return reading.cost + (AGAINST_PRINT * trust**2 if against_print else 0.0)


def _cheapest(task: _Task) -> list[Reading | None]:
    ways = [_Way(0.0, Place())]
    for at in range(len(task.matches)):
        best: dict[Place, _Way] = {}
        for way in ways:
            for one in _go_on(way, at, task):
                if one.place not in best or one.cost < best[one.place].cost:
                    best[one.place] = one
        ways = sorted(best.values(), key=lambda way: way.cost)[:BEAM]
    return _trace(ways[0])


def _go_on(way: _Way, at: int, task: _Task) -> Iterator[_Way]:
    """All ways that label `at` can be read after a way, also as none, where it only may be a label."""
    place = task.place_before(at, way.place)
    for reading in task.readings(place, at):
        yield _Way(way.cost + task.cost(place, at, reading), place.after(reading), reading, way)
    if task.labels[at].doubtful:
        cost = NO_LABEL if task.matches[at] is None else NO_READABLE_LABEL
        yield _Way(way.cost + cost, place, None, way)


def _trace(way: _Way) -> list[Reading | None]:
    readings = []
    while way.before is not None:
        readings.append(way.reading)
        way = way.before
    return readings[::-1]


def _judge(task: _Task, chosen: Sequence[Reading]) -> list[Decoded]:
    """Say how sure each reading is, by what the next best would cost in its place."""
    place, judged = Place(), []
    for at, reading in enumerate(chosen):
        place = task.place_before(at, place)
        costs = {
            other: _cost_between(task, place, at, other, chosen[at + 1 : at + 2])
            for other in (reading, *task.readings(place, at))
        }
        judged.append(_decoded(reading, costs, task.matches[at]))
        place = place.after(reading)
    return judged


def _cost_between(
    task: _Task, place: Place, at: int, reading: Reading, following: Sequence[Reading]
) -> float:
    cost = task.cost(place, at, reading)
    for reading_after in following:
        cost += task.cost(task.place_before(at + 1, place.after(reading)), at + 1, reading_after)
    return cost


def _decoded(reading: Reading, costs: dict[Reading, float], match: LabelMatch | None) -> Decoded:
    others = {other: cost - costs[reading] for other, cost in costs.items() if other != reading}
    margin = min(others.values(), default=float("inf"))
    closest = min(others, key=lambda other: other.cost, default=None)
    decided = closest is not None and closest.cost - reading.cost < CLOSE
    sure = round((1 - 0.5 * exp(-max(margin, 0.0) / 1.5)) * (1 - 0.02 * reading.cost), 3)
    return Decoded(
        reading,
        guessed=match is None,
        level_assumed=match is not None and is_number_alone(match.printed),
        repaired=reading.cost >= LOST_DOT or (reading.cost > 0 and decided),
        confidence=min(sure, GUESSED) if match is None else sure,
    )
