"""The flow of goals between the themes of two editions, as shapes for an inline SVG.

Left stand the old themes, right the new ones; a ribbon's ends are as thick as the goals that leave and
arrive. What is new comes from a node of its own below the old themes, what was removed ends in one
below the new themes.
"""

from collections.abc import Iterable, Sequence
from textwrap import wrap

from attrs import frozen

from pipeline.records import Catalogue, Change, Diff

WIDTH = 960
LEFT, RIGHT = 270, 678  # inner edges of the nodes; outside stand the labels
NODE = 12  # width of a node
PITCH = 38  # least distance of two nodes: two lines of a label
GAP = 14  # least room between two nodes
TALLEST_UNIT, SMALLEST_UNIT = 9.0, 1.2  # height of one goal
IDEAL_HEIGHT = 520
TOP = 34  # room for the headings of both sides
LABEL = 30  # letters in a line of a label
LINES = 2

Key = tuple[bool, str | None]  # whether it is a theme, and its number; goals may stand in none
NOWHERE: Key = (False, None)  # where new goals come from, and removed ones go


@frozen
class Node:
    """A theme on one side: its whole name, `lines` of its label, and its box."""

    key: Key
    name: str
    lines: tuple[str, ...]
    goals: int
    x: float
    y: float
    height: float


@frozen
class Ribbon:
    """Goals that go from one theme to another; `kind` is *kept*, *moved*, *added* or *removed*."""

    path: str
    kind: str
    goals: int
    title: str


@frozen
class Drawing:
    """Everything to draw, with the size of the whole."""

    width: int
    height: int
    left: tuple[Node, ...]
    right: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]


@frozen
class Flow:
    """Goals between two themes: how many leave, how many arrive, and how many changes that are."""

    old: Key
    new: Key
    leaving: float
    arriving: float
    links: int


def draw_flow(diff: Diff, old: Catalogue, new: Catalogue) -> Drawing:
    """The drawing of a comparison."""
    flows = count_flows(diff.changes, old, new)
    unit = choose_unit(len(old.goals) + len(new.goals))
    sides = (node_names(old, flows, "neu"), node_names(new, flows, "entfallen"))
    left = place_nodes(sides[0], [(flow.old, flow.leaving) for flow in flows], LEFT - NODE, unit)
    right = place_nodes(sides[1], [(flow.new, flow.arriving) for flow in flows], RIGHT, unit)
    bottom = max((node.y + max(node.height, PITCH) for node in (*left, *right)), default=TOP)
    pairs = {((True, pair.old), (True, pair.new)) for pair in diff.themes}
    return Drawing(
        WIDTH, round(bottom + GAP), left, right, tuple(draw_ribbons(flows, left, right, pairs, unit))
    )


def count_flows(changes: Iterable[Change], old: Catalogue, new: Catalogue) -> tuple[Flow, ...]:
    """Sum up the changes by their themes."""
    sums: dict[tuple[Key, Key], list[float]] = {}
    for change in changes:
        before = [(True, old.goals[place].theme) for place in change.old_places] or [NOWHERE]
        after = [(True, new.goals[place].theme) for place in change.new_places] or [NOWHERE]
        for one in before:
            for other in after:
                entry = sums.setdefault((one, other), [0.0, 0.0, 0])
                entry[0] += 1 / len(after)
                entry[1] += 1 / len(before)
                entry[2] += 1
    return tuple(Flow(one, other, out, in_, int(links)) for (one, other), (out, in_, links) in sums.items())


def choose_unit(goals: int) -> float:
    """Height of one goal, so that the whole keeps a readable size."""
    return max(SMALLEST_UNIT, min(TALLEST_UNIT, IDEAL_HEIGHT / max(goals / 2, 1)))


def node_names(edition: Catalogue, flows: Iterable[Flow], last: str) -> dict[Key, str]:
    """Labels by theme in the edition's order; what comes from or goes nowhere stands last."""
    names: dict[Key, str] = {
        (True, theme.number): f"{theme.number} {theme.title}" for theme in edition.themes
    }
    for goal in edition.goals:
        names.setdefault((True, goal.theme), goal.theme or "ohne Thema")
    if any(NOWHERE in (flow.old, flow.new) for flow in flows):
        names[NOWHERE] = last
    return names


def place_nodes(
    names: dict[Key, str], weights: Sequence[tuple[Key, float]], x: float, unit: float
) -> tuple[Node, ...]:
    """Put the nodes of one side below each other."""
    nodes = []
    y = float(TOP)
    for key, name in names.items():
        goals = sum(weight for other, weight in weights if other == key)
        if goals:
            height = goals * unit
            nodes.append(Node(key, name, short_lines(name), round(goals), x, round(y, 1), round(height, 1)))
            y += max(height + GAP, PITCH)
    return tuple(nodes)


def short_lines(name: str) -> tuple[str, ...]:
    """A label in at most two lines."""
    return tuple(wrap(name, LABEL, max_lines=LINES, placeholder=" …"))


def draw_ribbons(
    flows: Iterable[Flow],
    left: Sequence[Node],
    right: Sequence[Node],
    pairs: set[tuple[Key, Key]],
    unit: float,
) -> Iterable[Ribbon]:
    """Ribbons in the order of the nodes, so that they cross as little as they can."""
    rank = [{node.key: place for place, node in enumerate(nodes)} for nodes in (left, right)]
    ordered = sorted(flows, key=lambda flow: (rank[0][flow.old], rank[1][flow.new]))
    starts = {node.key: node.y for node in left}
    ends = {node.key: node.y for node in right}
    begun: dict[tuple[Key, Key], float] = {}
    for flow in ordered:
        begun[flow.old, flow.new] = starts[flow.old]
        starts[flow.old] += flow.leaving * unit
    for flow in sorted(flows, key=lambda flow: (rank[1][flow.new], rank[0][flow.old])):
        begin, end = begun[flow.old, flow.new], ends[flow.new]
        path = ribbon_path((begin, begin + flow.leaving * unit), (end, end + flow.arriving * unit))
        ends[flow.new] += flow.arriving * unit
        yield Ribbon(path, kind_of(flow, pairs), flow.links, describe_flow(flow, left, right))


def ribbon_path(begin: tuple[float, float], end: tuple[float, float]) -> str:
    """An S-shaped band between both sides, given its upper and lower edge on each."""
    middle = (LEFT + RIGHT) / 2
    over = f"M{LEFT},{begin[0]:.1f} C{middle},{begin[0]:.1f} {middle},{end[0]:.1f} {RIGHT},{end[0]:.1f}"
    back = f"V{end[1]:.1f} C{middle},{end[1]:.1f} {middle},{begin[1]:.1f} {LEFT},{begin[1]:.1f}Z"
    return f"{over} {back}"


def kind_of(flow: Flow, pairs: set[tuple[Key, Key]]) -> str:
    """Whether the goals stayed in the counterpart of their theme, moved, came or went."""
    if flow.old == NOWHERE:
        return "added"
    if flow.new == NOWHERE:
        return "removed"
    homeless = (True, None)
    return "kept" if (flow.old, flow.new) in {*pairs, (homeless, homeless)} else "moved"


def describe_flow(flow: Flow, left: Sequence[Node], right: Sequence[Node]) -> str:
    """A ribbon in words."""
    names = [
        next(node.name for node in nodes if node.key == key)
        for nodes, key in ((left, flow.old), (right, flow.new))
    ]
    return f"{names[0]} → {names[1]}: {flow.links}"
