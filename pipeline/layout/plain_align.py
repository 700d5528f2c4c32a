"""Which of a run of paragraphs belongs to which of a run of labels.

An OCR engine that takes the column of labels for a text of its own gives a run of labels and, somewhere
below, a run of paragraphs, of which two may have grown together and one may be torn. Every division of the
paragraphs among the labels has a cost; the cheapest is taken, and by how much the next best is dearer tells
how sure it is.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from attrs import frozen

NO_TEXT = 6.0  # a label without any text
CONTINUES = 1.5  # a second paragraph of a goal
COHESION = 0.7  # of that, what is left out where the words show that a paragraph goes on
TALK = 4.0  # a paragraph about the goals, taken for one
TITLE_GOES_ON = 2.0  # a sentence that goes on with a title
LEADS_ON = 3.0  # a paragraph that ends in a colon
OPEN = 3.0  # a paragraph that belongs to no label
STILL_OPEN = 0.5
GROWN_TOGETHER = 3.0  # a goal that begins inside a paragraph
AFTER_SHORT_LINE = 1.5
TORN = 4.0  # a goal that begins where no sentence has ended
GOES_ON = 9.0  # a goal that begins with the end of a word, or with a list mark
NO_HEADING = 6.0  # a heading's number beside what looks like a goal, or a goal's beside a heading
PLAIN_HEADING = 1.0
CARRIED_ON = 1.0  # a further sentence of a goal that was cut off by the page's end
ELSEWHERE = 4.0  # a text right below a label that stands alone, taken from it
CROSSES = 2.5  # a goal that goes on below another label
BELOW_LABELS = 6.0  # an introduction that goes on below labels
UPWARDS = 3.0  # a text above its label
INTRODUCTION = 1.0  # a paragraph below a heading that has its number in the run
UNFINISHED = 3.0  # the goal before was cut off by the page's end, and this would not continue it
PAGE_TURN = 1.0  # a paragraph of a goal on the page before, whose text seemed to have ended
MOST_WITHOUT_TEXT = 2
FAR_FETCHED = 6.0  # a division so dear is doubtful throughout
DOUBTFUL = 2.0  # a division that is dearer by less may be the right one

LEAD = -1


@frozen
class Item:
    """An entry of the column of labels. `at` is its place in the reading order of the page.

    `highest` says that nothing stands above goals of its kind, so that it is likely to be but a title;
    `alone` that no other entry stands next to it, so that what is below it is likely to be its own.
    """

    kind: Literal["label", "heading"]
    at: int
    highest: bool = False
    alone: bool = False


@frozen
class Atom:
    """Lines that certainly belong together. `at` is their place in the reading order of the page.

    `start` tells what is above: "gap" an empty line, "short" a short line, "line" a full one.
    """

    at: int
    start: Literal["gap", "short", "line"]
    after_sentence: bool  # what is above ends as a sentence does
    goes_on: bool  # it can only go on with what is above: small letters, a list mark
    heading: Literal["no", "plain", "sure"]
    talk: bool
    leads_on: bool
    in_table: bool = False  # what stands below a label that stands alone is of its row
    cohesion: float = 0.0  # 0 … 1: how much it seems to go on with what is above, by its words


@frozen
class Lead:
    """What paragraphs above the first label of a run are: they cost nothing, or little.

    `forced` means that the first atom belongs to it for certain; `highest` is as in `Item`.
    """

    kind: Literal["goal", "introduction", "unfinished", "finished"]
    forced: bool = False
    highest: bool = False


@frozen
class Assignment:
    """The item of each atom: its index, -1 for the lead, None for an open paragraph."""

    items: tuple[int | None, ...]
    doubtful: frozenset[int]


@frozen
class _State:
    """The item under which an atom stands, or after which it is left open."""

    item: int
    open: bool = False


def align(items: Sequence[Item], atoms: Sequence[Atom], lead: Lead, punctuated: float) -> Assignment:
    """Divide the atoms among the items, in order.

    Args:
        items: the run of labels and headings' numbers.
        atoms: the paragraphs, cut wherever a goal might begin.
        lead: what stands above the run.
        punctuated: share of the document's paragraphs that end as sentences do.
    """
    if not atoms:
        return Assignment((), frozenset())
    costs = _Costs(items, atoms, lead, punctuated)
    forward = _forward(costs)
    chosen = _trace_back(costs, forward)
    doubtful = {*_doubtful(costs, forward, chosen), *_grown_together(atoms, chosen)}
    if forward[-1][chosen[-1]] + costs.last(chosen[-1]) >= FAR_FETCHED:
        doubtful |= {at for at, item in enumerate(items) if not item.alone}
    return Assignment(tuple(None if state.open else state.item for state in chosen), frozenset(doubtful))


@frozen(slots=False)
class _Costs:
    """The cost of every step of a division."""

    items: Sequence[Item]
    atoms: Sequence[Atom]
    lead: Lead
    punctuated: float

    def states(self) -> list[_State]:
        """All states of an atom."""
        return [
            _State(item, left_open) for item in range(LEAD, len(self.items)) for left_open in (False, True)
        ]

    def first(self, state: _State) -> float:
        """Cost of the first atom."""
        if self.lead.forced:
            return 0.0 if state == _State(LEAD) else float("inf")
        if state.open:
            return OPEN + self._elsewhere(0, None) if state.item == LEAD else float("inf")
        cut_off = self.punctuated**2 if self.lead.kind == "unfinished" else 0.0
        if state.item == LEAD:
            return self._lead_goes_on(cut_off) + self._elsewhere(0, LEAD)
        return (
            self._elsewhere(0, state.item)
            + UNFINISHED * cut_off
            + state.item * NO_TEXT
            + self._start(0, state.item)
        )

    def _lead_goes_on(self, cut_off: float) -> float:
        """Cost of the first atom as a part of what stands above the run."""
        if self.lead.kind == "introduction":
            return BELOW_LABELS * self._label_above(-1, self.atoms[0].at)
        return (CONTINUES + PAGE_TURN) * (1 - cut_off)

    def step(self, at: int, before: _State, state: _State) -> float:
        """Cost of atom `at` in `state` after the atom above it in `before`."""
        return self._step(at, before, state) + self._elsewhere(at, None if state.open else state.item)

    def _elsewhere(self, at: int, item: int | None) -> float:
        """Cost of an atom that stands right below a lone label and does not belong to it."""
        above = self._lone.get(self.atoms[at].at - 1)
        return 0.0 if above is None or above == item else ELSEWHERE

    @cached_property
    def _lone(self) -> dict[int, int]:
        return {item.at: place for place, item in enumerate(self.items) if item.alone}

    def _step(self, at: int, before: _State, state: _State) -> float:
        if state.item < before.item or (before.open and state.item == before.item and not state.open):
            return float("inf")
        if state.item == before.item:
            if state.open:
                return self._left_open(before)
            return self._continue(at, state.item) + self._crosses(at, state.item)
        if state.open:
            return float("inf")
        below_heading = before.item != LEAD and self.items[before.item].kind == "heading"
        return (state.item - before.item - 1) * NO_TEXT + self._start(
            at, state.item, below_heading=below_heading
        )

    def last(self, state: _State) -> float:
        """Cost of the labels that are left without text."""
        return (len(self.items) - 1 - state.item) * NO_TEXT

    def _crosses(self, at: int, item: int) -> float:
        if not self._label_above(self.atoms[at - 1].at, self.atoms[at].at):
            return 0.0
        return BELOW_LABELS if item == LEAD and self.lead.kind == "introduction" else CROSSES

    def _label_above(self, start: int, end: int) -> bool:
        return any(start < item.at < end for item in self.items)

    def _left_open(self, before: _State) -> float:
        return STILL_OPEN if before.open else OPEN

    def _continue(self, at: int, item: int) -> float:
        atom = self.atoms[at]
        if atom.in_table and self._is_row(item, atom):
            return 0.0
        if atom.start != "gap" or atom.goes_on:
            carried = item == LEAD and self.lead.kind == "unfinished" and not atom.goes_on
            return CARRIED_ON if carried and atom.after_sentence else 0.0
        if item == LEAD and self.lead.kind == "introduction":
            return 0.0
        if item != LEAD and self.items[item].kind == "heading":
            return INTRODUCTION
        talk = TALK * atom.talk + LEADS_ON * atom.leads_on + NO_HEADING * (atom.heading == "sure")
        highest = self.lead.highest if item == LEAD else self.items[item].highest
        sentences = 1.0 if highest else self.punctuated  # how much it says that no sentence ends above
        title = at > 0 and self.atoms[at - 1].heading != "no" and atom.heading == "no"
        torn = CONTINUES if atom.after_sentence or (title and highest) else CONTINUES * (1 - sentences)
        if title:  # which the sentences below it are likely to take up
            return torn + talk + TITLE_GOES_ON * sentences**2
        return torn * (1 - COHESION * atom.cohesion) + talk

    def _is_row(self, item: int, atom: Atom) -> bool:
        """Whether an atom stands in the row of an item: the last above it, and alone."""
        above = max((place for place, one in enumerate(self.items) if one.at < atom.at), default=LEAD)
        alone = self.items[item].alone if item != LEAD else self.lead.kind != "introduction"
        return item == above and alone

    def _start(self, at: int, item: int, *, below_heading: bool = False) -> float:
        atom = self.atoms[at]
        upwards = UPWARDS if self.items[item].at > atom.at else 0.0
        parted = below_heading or self.items[item].at == atom.at - 1  # its label itself parts it from above
        return upwards + self._begin(atom, parted) + self._fits(atom, self.items[item])

    def _begin(self, atom: Atom, parted: bool) -> float:
        if atom.goes_on:
            return GOES_ON
        if atom.start == "gap":
            torn = 0.0 if atom.after_sentence or parted else TORN * self.punctuated**2
            return torn + CONTINUES * COHESION * atom.cohesion
        grown = AFTER_SHORT_LINE if atom.start == "short" else GROWN_TOGETHER
        return grown + (0.0 if atom.after_sentence or parted else TORN * self.punctuated**2)

    def _fits(self, atom: Atom, item: Item) -> float:
        if item.kind == "heading":
            return {"sure": 0.0, "plain": PLAIN_HEADING, "no": NO_HEADING}[atom.heading]
        return NO_HEADING if atom.heading == "sure" else TALK * atom.talk


_Table = list[dict[_State, float]]


def _forward(costs: _Costs) -> _Table:
    """For each atom and state, the cost of the cheapest division of the atoms up to it."""
    table: _Table = [{state: costs.first(state) for state in costs.states()}]
    for at in range(1, len(costs.atoms)):
        above = table[-1]
        table.append(
            {
                state: min(above[before] + costs.step(at, before, state) for before in _before(state))
                for state in costs.states()
            }
        )
    return table


def _backward(costs: _Costs) -> _Table:
    """For each atom and state, the cost of the cheapest division of the atoms behind it."""
    table: _Table = [{state: costs.last(state) for state in costs.states()}]
    for at in range(len(costs.atoms) - 1, 0, -1):
        below = table[-1]
        above = dict.fromkeys(below, float("inf"))
        for state in costs.states():
            for before in _before(state):
                above[before] = min(above[before], below[state] + costs.step(at, before, state))
        table.append(above)
    return table[::-1]


def _before(state: _State) -> list[_State]:
    """States that the atom above may be in; no more than two labels in a row are left without text."""
    lowest = state.item if state.open else max(LEAD, state.item - 1 - MOST_WITHOUT_TEXT)
    return [_State(item, left_open) for item in range(lowest, state.item + 1) for left_open in (False, True)]


def _trace_back(costs: _Costs, forward: _Table) -> list[_State]:
    state = min(forward[-1], key=lambda state: forward[-1][state] + costs.last(state))
    chosen = [state]
    for at in range(len(costs.atoms) - 1, 0, -1):
        below = chosen[-1]
        chosen.append(
            min(_before(below), key=lambda before: forward[at - 1][before] + costs.step(at, before, below))
        )
    return chosen[::-1]


def _grown_together(atoms: Sequence[Atom], chosen: Sequence[_State]) -> Iterator[int]:
    """Items between which a paragraph was cut: there are fewer paragraphs than labels."""
    for atom, above, here in zip(atoms[1:], chosen, chosen[1:], strict=False):
        if atom.start != "gap" and above.item != here.item:
            yield from (item for item in (above.item, here.item) if item != LEAD)


def _doubtful(costs: _Costs, forward: _Table, chosen: Sequence[_State]) -> Iterator[int]:
    """Items that another division, nearly as cheap, would give another text.

    Whether a further paragraph is an item's or nobody's is another doubt: of the extent, not of the order.
    """
    backward = _backward(costs)
    best = forward[0][chosen[0]] + backward[0][chosen[0]]
    doubtful = DOUBTFUL * (2 - costs.punctuated)  # without full stops there is little to go by
    for at, state in enumerate(chosen):
        for other, cost in forward[at].items():
            if other.item != state.item and cost + backward[at][other] - best < doubtful:
                yield from (one.item for one in (state, other) if one.item != LEAD)
