"""Which themes correspond: by their titles and by the goals that they share, never by number."""

from collections.abc import Iterable, Sequence

import numpy as np
from attrs import frozen
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from pipeline.compare.edition import Edition
from pipeline.compare.settings import Settings
from pipeline.compare.vectors import Floats, Ints
from pipeline.compare.words import Vocabulary, find_words, read_vocabulary
from pipeline.records import ThemePair

MISREAD_TITLE = 0.8  # likeness of the letters of a title to its misread self
TIE = 1e-6  # between equal pairs of themes
COMPOUND_HEAD = 5  # letters from which one stem may begin another
UNLIKE_COUNTERPART = 0.5  # what a related theme counts that is not the counterpart itself
TITLE = 0.5  # share of the title; the goals have the rest, so that either alone can carry a pair


@frozen(eq=False)
class ThemeMatch:
    """Counterparts of themes and the likeness of all pairs of themes.

    `old_goals` and `new_goals` give the place of each goal's theme; -1: it has none.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    similarity: Floats
    links: Floats
    counterparts: frozenset[tuple[str, str]]
    old_goals: Ints
    new_goals: Ints

    def evidence(self, old: Ints, new: Ints) -> Floats:
        """For pairs of goals 1 for counterparts, else a part of the likeness; nan without a theme."""
        values = np.full((len(self.old) + 1, len(self.new) + 1), np.nan)  # the last stand for no theme
        values[:-1, :-1] = UNLIKE_COUNTERPART * self.similarity
        for one, other in self.counterparts:
            values[self.old.index(one), self.new.index(other)] = 1.0
        return values[self.old_goals[old], self.new_goals[new]]

    def pairs(self) -> tuple[ThemePair, ...]:
        """All pairs of counterparts, and the themes that have none."""
        found = [
            self._pair(old, new) for old in self.old for new in self.new if (old, new) in self.counterparts
        ]
        lone_old = [
            ThemePair(old, None, 0.0, 0) for old in self.old if all(old != pair.old for pair in found)
        ]
        lone_new = [
            ThemePair(None, new, 0.0, 0) for new in self.new if all(new != pair.new for pair in found)
        ]
        return (*found, *lone_old, *lone_new)

    def _pair(self, old: str, new: str) -> ThemePair:
        row, column = self.old.index(old), self.new.index(new)
        return ThemePair(
            old, new, round(float(self.similarity[row, column]), 2), int(self.links[row, column])
        )


def match_themes(old: Edition, new: Edition, matched: Ints, settings: Settings) -> ThemeMatch:
    """Match the themes, given the goals joined so far."""
    a, b = theme_numbers(old), theme_numbers(new)
    links = count_links(old, new, matched, a, b)
    titles = compare_titles(old, new, a, b, settings)
    similarity = combine(titles, share_of_goals(old, new, links, a, b))
    rows, columns = linear_sum_assignment(similarity + break_ties(links), maximize=True)
    counterparts = {
        (a[row], b[column])
        for row, column in zip(rows, columns, strict=True)
        if similarity[row, column] >= settings.theme
    }
    places = theme_places(old, a), theme_places(new, b)
    return ThemeMatch(a, b, similarity, links, frozenset(counterparts), *places)


def theme_places(edition: Edition, numbers: Sequence[str]) -> Ints:
    """The place of each goal's theme among the numbers; -1: it has none."""
    places = {number: place for place, number in enumerate(numbers)}
    found = [-1 if goal.theme is None else places[goal.theme] for goal in edition.goals]
    return np.array(found, dtype=np.int64)


def break_ties(links: Floats) -> Floats:
    """Between equal solutions joined goals decide, then the place; the same seen from either edition."""
    rows, columns = links.shape
    distance = np.abs(np.subtract.outer(np.arange(rows) / max(rows, 1), np.arange(columns) / max(columns, 1)))
    tie: Floats = TIE * (links / max(float(links.sum()), 1) - distance / max(rows * columns, 1))
    return tie


def theme_numbers(edition: Edition) -> tuple[str, ...]:
    """Numbers of the themes, those named by goals alone included."""
    listed = [theme.number for theme in edition.themes]
    used = [goal.theme for goal in edition.goals if goal.theme is not None]
    return tuple(dict.fromkeys([*listed, *used]))


def count_links(old: Edition, new: Edition, matched: Ints, a: Sequence[str], b: Sequence[str]) -> Floats:
    """Number of joined goals for each pair of themes."""
    links = np.zeros((len(a), len(b)))
    for i, j in enumerate(matched.tolist()):
        if j >= 0 and (one := old.goals[i].theme) is not None and (other := new.goals[j].theme) is not None:
            links[a.index(one), b.index(other)] += 1
    return links


def share_of_goals(old: Edition, new: Edition, links: Floats, a: Sequence[str], b: Sequence[str]) -> Floats:
    """Share of the smaller theme's joined goals that go to the other theme; nan without any."""
    total = np.minimum.outer(links.sum(axis=1), links.sum(axis=0))
    return np.where(total > 0, links / np.where(total > 0, total, 1), np.nan)


def compare_titles(
    old: Edition, new: Edition, a: Sequence[str], b: Sequence[str], settings: Settings
) -> Floats:
    """Likeness of the titles, by stems and by letters; nan where a theme has no title."""
    words = [_titles(edition, numbers) for edition, numbers in ((old, a), (new, b))]
    vocabulary = read_vocabulary((*words[0], *words[1], *old.words, *new.words), settings.lexicon)
    result = np.full((len(a), len(b)), np.nan)
    for row, one in enumerate(words[0]):
        for column, other in enumerate(words[1]):
            if one and other:
                result[row, column] = compare_title(one, other, vocabulary)
    return result


def _titles(edition: Edition, numbers: Sequence[str]) -> list[list[str]]:
    titles = {theme.number: find_words(theme.title) for theme in edition.themes}
    return [titles.get(number, []) for number in numbers]


def compare_title(one: list[str], other: list[str], vocabulary: Vocabulary) -> float:
    """Share of common stems; titles that differ by a few letters are the same misread."""
    letters = float(fuzz.token_sort_ratio(" ".join(one), " ".join(other)) / 100)
    if letters >= MISREAD_TITLE:
        return letters
    a, b = vocabulary.bag(one), vocabulary.bag(other)
    common = sum(has_stem(stem, b) for stem in a) + sum(has_stem(stem, a) for stem in b)
    return common / max(len(a) + len(b), 1)


def has_stem(stem: str, others: Iterable[str]) -> bool:
    """Whether a stem stands in a title, alone or as the beginning of a compound."""
    return any(stem == other or _begins(stem, other) or _begins(other, stem) for other in others)


def _begins(head: str, whole: str) -> bool:
    return len(head) >= COMPOUND_HEAD and whole.startswith(head)


def combine(titles: Floats, goals: Floats) -> Floats:
    """Mean of both; where one says nothing, the other counts alone."""
    both = TITLE * titles + (1 - TITLE) * goals
    return np.nan_to_num(np.where(np.isnan(goals), titles, np.where(np.isnan(titles), goals, both)))
