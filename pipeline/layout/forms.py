"""Wordings by which a page's parts are known: heads of columns, contents (`rules/ueberschriften.toml`)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal

from attrs import field, frozen

from pipeline.rulebook import Rulebook

ColumnRole = Literal["label", "text", "responsible", "deadline", "indicator", "other"]

COLUMNS: dict[str, ColumnRole] = {
    "nummer": "label",
    "ziel": "text",
    "zustaendig": "responsible",
    "frist": "deadline",
    "indikator": "indicator",
    "sonstiges": "other",
}

TERM_FIGURES = re.compile(r"[(]?(?:[IVX1l]{1,3}/|Q?\d{1,4}[./]?|[-–]){1,4}[),;:.]*")
LONG_ENOUGH = 5  # shorter words must be right to the letter: "Zeit" is not "Ziel"
MARKED = frozenset({"ss", *"aou"})  # ß and the umlauts, folded; up to three letters are read for ß ("fB3")
MOST_HEAD_WORDS = 6  # of the head of a column; a longer text is a sentence


@frozen(slots=False)
class Forms:
    """The wordings of a rulebook. `columns` holds pairs of a role and its wordings, folded into words."""

    columns: tuple[tuple[ColumnRole, tuple[tuple[str, ...], ...]], ...]
    fillers: frozenset[str]
    contents: tuple[str, ...]
    terms: frozenset[str] = frozenset()
    cut_off_terms: frozenset[str] = frozenset()
    sentence_words: frozenset[str] = frozenset()
    _known: dict[str, ColumnRole | None] = field(factory=dict, eq=False, repr=False)

    def column_role(self, head: str) -> ColumnRole | None:
        """What a column with this head holds; None if the text is no column's head."""
        if head not in self._known:
            self._known[head] = self._find_role(fold_words(head))
        return self._known[head]

    def likely_role(self, head: str) -> ColumnRole | None:
        """What a head may mean that begins with a known wording, where its neighbours are heads for sure."""
        words = fold_words(head)
        return next((role for role, wordings in self.columns if _first_wording(words, wordings)), None)

    def leading_name(self, words: Sequence[str]) -> tuple[ColumnRole | None, int]:
        """The longest wording with which words begin: what a column of that name holds, and its length."""
        folded = tuple(one for word in words[:MOST_HEAD_WORDS] for one in fold_words(word)[:1] or ("",))
        found = [(_first_wording(folded, wordings), role) for role, wordings in self.columns]
        count, role = max(found, key=lambda one: one[0], default=(0, None))
        return (role, count) if count else (None, 0)

    def is_term(self, word: str) -> bool:
        """Whether a word may stand in the column of terms: "31.12.2026", "bis", "Ende", "IV/2018"."""
        if any(letter.isdigit() for letter in word):
            return TERM_FIGURES.fullmatch(word) is not None
        if word.endswith("-"):  # "viertel-" begins "vierteljährlich"
            return any(known.startswith(start) for start in fold_words(word) for known in self.terms)
        return all(one in self.terms for one in fold_words(word))

    def holds_term(self, text: str) -> bool:
        """Whether a text has a figure, or is made of the words of terms: "laufend", "bis Jahresende"."""
        return any(letter.isdigit() for letter in text) or all(map(self.is_term, text.split()))

    def holds_verb(self, text: str) -> bool:
        """Whether a text has a word with which a sentence is made."""
        return not self.sentence_words.isdisjoint(fold_words(text))

    def is_cut_off_term(self, last: str) -> bool:
        """Whether a term that ends so goes on in the next line: "bis", "Ende", "alle zwei"."""
        return re.fullmatch(r".*-|\d{1,3}", last) is not None or all(
            one in self.cut_off_terms for one in fold_words(last)
        )

    def is_contents(self, heading: str) -> bool:
        """Whether a heading is that of a table of contents."""
        words = fold_words(heading)
        return len(words) == 1 and any(is_same_word(words[0], known) for known in self.contents)

    def _find_role(self, words: tuple[str, ...]) -> ColumnRole | None:
        if not words or len(words) > MOST_HEAD_WORDS:
            return None
        roles = [role for role, wordings in self.columns if self._consists_of(words, wordings)]
        return roles[0] if roles else self._mixed_role(words)

    def _mixed_role(self, words: tuple[str, ...]) -> ColumnRole | None:
        """A head that names two kinds ("Nr. / Ziel") is a text's if one of them is."""
        every = tuple(wording for _, wordings in self.columns for wording in wordings)
        if not self._consists_of(words, every):
            return None
        starts = range(len(words))
        found = [
            role
            for role, wordings in self.columns
            if any(_first_wording(words[start:], wordings) for start in starts)
        ]
        return "text" if "text" in found else found[0]

    def _consists_of(self, words: tuple[str, ...], wordings: tuple[tuple[str, ...], ...]) -> bool:
        """Whether a text is made of wordings and fillers alone, beginning with a wording."""
        at, found = 0, False
        while at < len(words):
            length = _first_wording(words[at:], wordings)
            if not length and not (found and words[at] in self.fillers):
                return False
            found = True
            at += length or 1
        return found


def read_forms(rulebook: Rulebook) -> Forms:
    """The wordings of `rules/ueberschriften.toml`, with a county's own laid over it."""
    table = rulebook.table("ueberschriften")
    columns: Mapping[str, Any] = table.get("spalten", {})
    return Forms(
        columns=tuple(
            (role, tuple(map(fold_words, columns[name]["woerter"])))
            for name, role in COLUMNS.items()
            if name in columns
        ),
        fillers=frozenset(word for filler in columns.get("fuellwoerter", ()) for word in fold_words(filler)),
        terms=frozenset(_single_words(columns.get("frist", {}).get("zellen", ()))),
        cut_off_terms=frozenset(_single_words(columns.get("frist", {}).get("angefangen", ()))),
        sentence_words=frozenset(_single_words(columns.get("satzwoerter", ()))),
        contents=_single_words(table.get("inhalt", {}).get("woerter", ())),
    )


def _single_words(wordings: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for wording in wordings for word in fold_words(wording))


def _first_wording(words: tuple[str, ...], wordings: tuple[tuple[str, ...], ...]) -> int:
    """Number of words of the longest wording with which a text begins; 0 for none."""
    fitting = (
        len(wording)
        for wording in wordings
        if len(wording) <= len(words) and all(map(is_same_word, words[: len(wording)], wording))
    )
    grown_together = any(len(wording) > 1 and "".join(wording) == words[0] for wording in wordings if words)
    return max(fitting, default=int(grown_together))


@lru_cache(maxsize=4096)
def fold_words(text: str) -> tuple[str, ...]:
    r"""Words of a text without case, marks on letters, and the hyphens of line ends.

    >>> fold_words("Ziel /\nMaß-\nnahme")
    ('ziel', 'massnahme')
    """
    joined = re.sub(r"[-\u00ad]\s*\n\s*", "", text).replace("\u00ad", "").casefold()
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", joined) if not unicodedata.combining(letter)
    )
    return tuple(re.findall(r"[^\W_]+|#", plain))


def is_same_word(seen: str, known: str) -> bool:
    """Whether two folded words are the same, one misread letter aside in longer ones."""
    if seen == known:
        return True
    if len(known) < LONG_ENOUGH or seen[0] != known[0] or abs(len(seen) - len(known)) > 1:
        return False
    return is_one_off(seen, known)


def is_one_off(one: str, other: str) -> bool:
    """Whether one letter more, less or other makes the words equal. More may stand for "ß" or an umlaut.

    >>> is_one_off("mafb3nahme", "massnahme")
    True
    >>> is_one_off("mafinahme", "massnahme"), is_one_off("federfithrung", "federfuhrung")
    (True, True)
    >>> is_one_off("ziele", "zeile")
    False
    """
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    if max(len(left), len(right)) <= 1:
        return True
    most = 3 if right == "ss" else 2
    return (
        min(len(left), len(right)) > 0 and max(len(left), len(right)) <= most and bool({left, right} & MARKED)
    )
