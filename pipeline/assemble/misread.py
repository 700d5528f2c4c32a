"""Words of which one is a misreading of the other, by what OCR makes of letters (`rules/lesefehler.toml`).

Only letters may be misread: words that differ in a figure, or in another letter, are two.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import product

from attrs import frozen

from pipeline.rulebook import Rulebook

UNACCENTED = str.maketrans("äöü", "aou")  # OCR loses umlauts
LEAST_LETTERS = 3
LETTERS_PER_PLACE = 5  # more places than one in so many letters make another word
COMMON = 0.004  # share of a reading that is so frequent that both of two words may have such ones
LONGEST = 3  # letters that one is read as


@frozen
class Misreadings:
    """Pairs of folded letters, of which either may be seen where the other is meant."""

    pairs: frozenset[tuple[str, str]]

    def counterpart(self, word: str, others: Iterable[str]) -> str | None:
        """Of other words that of which a word is a misreading."""
        return next((other for other in others if self.explain(word, other)), None)

    def explain(self, one: str, other: str) -> bool:
        """Whether two folded words may be one that was misread."""
        if min(map(len, (one, other))) < LEAST_LETTERS or abs(len(one) - len(other)) > LONGEST:
            return False
        figures = [re.sub(r"\D", "", word) for word in (one, other)]
        if one.isdigit() or other.isdigit() or (all(figures) and figures[0] != figures[1]):
            return False
        places = list(_differences(one, other))
        few = len(places) <= 1 + min(len(one), len(other)) // LETTERS_PER_PLACE
        return few and all(any(self._explain_place(*seen) for seen in place) for place in places)

    def _explain_place(self, one: str, other: str) -> bool:
        """Whether different letters are one that was misread, or several side by side ("iiB" for "uss")."""
        if (one, other) in self.pairs:
            return True
        return any(
            (one[:at], other[:to]) in self.pairs and self._explain_place(one[at:], other[to:])
            for at in range(1, len(one))
            for to in range(1, len(other))
        )


def _differences(one: str, other: str) -> Iterator[list[tuple[str, str]]]:
    """Each place where two words differ, also with a letter beside it: "i" and "ii" in "fir", "fiir"."""
    for kind, start, end, start_other, end_other in SequenceMatcher(None, one, other, False).get_opcodes():
        if kind != "equal":
            seen, other_seen = one[start:end], other[start_other:end_other]
            before, behind = one[max(start - 1, 0) : start], one[end : end + 1]
            yield [
                (seen, other_seen),
                (before + seen, before + other_seen),
                (seen + behind, other_seen + behind),
            ]


def fold(text: str) -> str:
    """A text without capitals and umlauts."""
    return text.casefold().translate(UNACCENTED)


def read_misreadings(rulebook: Rulebook) -> Misreadings:
    """The pairs that the rules give: a letter and what is read for it, and two common readings of one."""
    pairs: set[tuple[str, str]] = set()
    for rule in rulebook.table("lesefehler").get("lesefehler", ()):
        right = fold(rule["richtig"])
        common = {fold(seen) for seen, share in rule["gelesen"].items() if share >= COMMON}
        pairs |= {(right, fold(seen)) for seen in rule["gelesen"]} | set(product(common, common))
    return Misreadings(frozenset({*pairs, *((other, one) for one, other in pairs)}))
