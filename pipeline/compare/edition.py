"""One edition made ready for comparison: goals in an order that no shuffling changes, texts as words."""

import re
from collections.abc import Sequence
from functools import lru_cache

from attrs import frozen

from pipeline.compare.words import find_words
from pipeline.records import Catalogue, Goal, Theme

NUMBER = re.compile(r"\d+")


@frozen(eq=False)
class Edition:
    """Goals in outline order; `parents` and `children` are places in `goals`.

    `origin` is the place of each goal in its catalogue.
    `words` are those of each goal without its deadlines, which are evidence of their own.
    """

    goals: tuple[Goal, ...]
    origin: tuple[int, ...]
    themes: tuple[Theme, ...]
    words: tuple[list[str], ...]
    parents: tuple[int | None, ...]
    children: tuple[tuple[int, ...], ...]

    @property
    def titles(self) -> dict[str, Theme]:
        """Themes by number."""
        return {theme.number: theme for theme in self.themes}

    def siblings(self, place: int) -> tuple[int, ...]:
        """Goals with the same parent, without the goal itself."""
        parent = self.parents[place]
        return () if parent is None else tuple(other for other in self.children[parent] if other != place)


def read_edition(catalogue: Catalogue) -> Edition:
    """Order the goals and find their relatives."""
    origin = tuple(sorted(range(len(catalogue.goals)), key=lambda place: outline_key(catalogue.goals[place])))
    goals = tuple(catalogue.goals[place] for place in origin)
    places = {goal.id: place for place, goal in reversed(list(enumerate(goals)))}
    parents = tuple(_parent_place(goal, place, places) for place, goal in enumerate(goals))
    words = tuple(find_words(text_without_deadlines(goal)) for goal in goals)
    return Edition(goals, origin, catalogue.themes, words, parents, _children(parents))


def _parent_place(goal: Goal, place: int, places: dict[str, int]) -> int | None:
    parent = places.get(goal.parent) if goal.parent else None
    return None if parent == place else parent


def _children(parents: Sequence[int | None]) -> tuple[tuple[int, ...], ...]:
    children: list[list[int]] = [[] for _ in parents]
    for place, parent in enumerate(parents):
        if parent is not None:
            children[parent].append(place)
    return tuple(map(tuple, children))


def outline_key(goal: Goal) -> tuple[object, ...]:
    """Sort goals by theme and number; the rest decides between goals of the same identifier."""
    place = numbers(goal.theme or ""), goal.theme or "", numbers(goal.id), goal.id
    return (*place, goal.text, goal.text_raw, goal.level, goal.parent or "", goal.page)


@lru_cache(maxsize=50_000)
def numbers(text: str) -> tuple[int, ...]:
    """The numbers in an identifier, so that 4.10 comes after 4.9."""
    return tuple(int(digits) for digits in NUMBER.findall(text))


def text_without_deadlines(goal: Goal) -> str:
    """The goal's text with the words of its deadlines taken out."""
    text = goal.text
    spans = {deadline.span for deadline in goal.deadlines if deadline.span is not None}
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text
