"""What is no change: how a text was set, and letters that were misread.

Setting (hyphens of line ends, quotes, blanks, ligatures) never counts. A misreading counts as noise
only where one of the editions was misread at all; otherwise *fordert* and *fördert* are two words.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from attrs import frozen

from pipeline.compare.settings import Settings
from pipeline.records import Catalogue, Goal
from pipeline.rulebook import Rulebook

IGNORED = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff\-\u2010-\u2015\u2212\"'„“”‚‘’‛‟«»‹›`´]+")
UMLAUTS = re.compile(r"[äöüÄÖÜß]")
LETTERS = re.compile(r"[^\W\d_]")
ENOUGH_LETTERS = 500  # a German text of this length without any umlaut has lost them
MISREAD_PER_LETTERS = 3  # more than one misreading in so many letters makes another word


def setting_key(text: str) -> str:
    """What is left of a text when hyphens, quotes, and blanks are taken out."""
    return IGNORED.sub("", unicodedata.normalize("NFKC", text))


@frozen
class Confusions:
    """Letters and what they are misread as, both ways; `longest` is the length of the longest side."""

    pairs: frozenset[tuple[str, str]]
    longest: int

    def explain(self, a: str, b: str) -> bool:
        """Whether the two words may be one that was misread."""
        if a == b:
            return True
        most = max(min(len(a), len(b)) // MISREAD_PER_LETTERS, 1)
        return abs(len(a) - len(b)) <= most * self.longest and _misreadings(self, a, b, most) is not None


@lru_cache(maxsize=50_000)
def _misreadings(confusions: Confusions, a: str, b: str, most: int) -> int | None:
    """Fewest misreadings that turn one word into the other; None above `most`."""
    best: dict[tuple[int, int], int] = {(0, 0): 0}
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            cost = best.get((i, j))
            if cost is None or cost > most:
                continue
            for x, y, step in _steps(confusions, a[i:], b[j:]):
                place = (i + x, j + y)
                best[place] = min(best.get(place, most + 1), cost + step)
    cost = best.get((len(a), len(b)), most + 1)
    return cost if cost <= most else None


def _steps(confusions: Confusions, a: str, b: str) -> Iterable[tuple[int, int, int]]:
    if a[:1] == b[:1] and a:
        yield 1, 1, 0
    for x in range(min(confusions.longest, len(a)) + 1):
        for y in range(min(confusions.longest, len(b)) + 1):
            if (a[:x], b[:y]) in confusions.pairs:
                yield x, y, 1


def read_confusions(rulebook: Rulebook) -> Confusions:
    """The confusions of `rules/lesefehler.toml`, both ways, since either edition may be the misread one."""
    rules = rulebook.table("lesefehler")["lesefehler"]
    pairs = {(rule["richtig"], seen) for rule in rules for seen in rule["gelesen"]}
    both = frozenset({*pairs, *((seen, meant) for meant, seen in pairs)})
    return Confusions(both, max(len(side) for pair in both for side in pair))


def is_misread(catalogue: Catalogue, settings: Settings) -> bool:
    """Whether letters of this edition were misread: its repairs show it, or its lack of umlauts."""
    raw = "".join(goal.text_raw for goal in catalogue.goals)
    if len(LETTERS.findall(raw)) >= ENOUGH_LETTERS and not UMLAUTS.search(raw):
        return True
    words = sum(len(goal.text.split()) for goal in catalogue.goals)
    return sum(map(count_repaired, catalogue.goals)) > settings.damage * words


def count_repaired(goal: Goal) -> int:
    """Words of a goal's text that were read otherwise."""
    read = setting_key(goal.text_raw)
    return sum(setting_key(word) not in read for word in goal.text.split())
