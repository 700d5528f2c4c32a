"""The words and numbers that the forms speak of, and texts cut into them.

Tokens are atomic: a run of letters, a run of digits, or one sign, so that `31.03.2026`, `2026/ 27` and
`Jahresende2026` need no rules of their own. What an English OCR model left behind is folded here once
(`Marz`, `jihrlich`, `2o26`), hence no form has to know of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from attrs import frozen

from pipeline.deadlines.forms import Item, fold
from pipeline.errors import RuleFileError

NUMBER, ROMAN = "zahl", "roemisch"
UNKNOWN = "_"  # a word of no rule; capitalised it is taken for a noun
NOUN = "hauptwort"
ADJECTIVE_ENDINGS = ("", "e", "en", "er", "es", "em")
SECOND = "_bis"  # {jahr_bis}: the part of a form that occurs for the second time
THIS_CENTURY, LAST_CENTURY, LAST_SHORT_YEAR = 2000, 1900, 69  # '26 is 2026, '85 is 1985
DIGITS = str.maketrans("OoQIl|SBZ", "000111582")
_TOKEN = re.compile(
    r"(?P<roman>1V\b)|(?P<number>[OoIl|]{0,2}\d(?:[\dOoQIl|]|[SBZ](?=\d))*)"  # O1, 2o26, 3l, 20Z6
    r"|(?P<word>[^\W\d_]+?(?<=[a-zäöü])(?=I{1,3}\b|IV\b)|[^\W\d_]+)|(?P<sign>[^\s])"  # des|I. Quartals
)
# What Tesseract's English model makes of a letter that it does not know (the frequent ones).
MISREAD = {
    "ä": ("ä", "a", "i", "d", "é", "ae"),
    "ö": ("ö", "o", "é", "6", "oe"),
    "ü": ("ü", "u", "ii", "i", "ti", "iu", "ue"),
    "ß": ("ß", "B", "R", "f", "fs", "ss"),
}
MOST_MISREAD = 2  # lost letters of one word that are combined
LONGEST_SENTENCE = 200  # tokens; the time that a sentence takes grows faster than its length
SHORTEST_LAST_WORD = 4  # before a number: shorter words are taken for abbreviations
SHORTEST_MISREAD = 4  # in shorter words a misreading is a word of its own (mär, mir)


@frozen
class Token:
    """A word, number or sign; `word` is folded, `tag` the class that it belongs to."""

    start: int
    end: int
    word: str
    tag: str
    capital: bool


@frozen
class WordClass:
    """A class of words, each with the value that it stands for."""

    name: str
    values: Mapping[str, str]


@frozen
class NumberClass:
    """Numbers of a range, written with some count of digits."""

    name: str
    first: int
    last: int
    digits: tuple[int, ...]
    step: int
    short_year: bool

    def holds(self, word: str) -> bool:
        """Whether a number is one of the class; a class without digits holds every number."""
        if not self.digits:
            return word.isdecimal()
        number = int(word) if word.isdecimal() and len(word) in self.digits else -1
        return self.first <= number <= self.last and (number - self.first) % self.step == 0


@frozen
class Lexicon:
    """All classes of all rule files, and the words that forms demand besides."""

    words: Mapping[str, WordClass]
    numbers: Mapping[str, NumberClass]
    choices: Mapping[str, tuple[str, ...]]
    canonical: Mapping[str, str]
    class_of: Mapping[str, str]

    @property
    def names(self) -> frozenset[str]:
        """The names that a part of a form may have."""
        return frozenset({*self.words, *self.numbers, *self.choices, NOUN})

    def value(self, part: str, word: str) -> str:
        """What a token stands for in a part: `Okt` in `monat` is 10, `02` in `tag` is 2."""
        for name in self._classes(part):
            if name in self.words and word in self.words[name].values:
                return self.words[name].values[word]
            if name in self.numbers and self.numbers[name].short_year and len(word) == len("26"):
                return (
                    f"{LAST_CENTURY + int(word) if int(word) > LAST_SHORT_YEAR else THIS_CENTURY + int(word)}"
                )
        return word.lstrip("0") or word

    def _classes(self, part: str) -> tuple[str, ...]:
        name = part.removesuffix(SECOND)
        return self.choices.get(name, (name,))

    def tokens(self, text: str) -> Iterator[Token]:
        """Cut a text into its tokens."""
        for match in _TOKEN.finditer(text):
            raw = match[0]
            start, end = match.span()
            if match.lastgroup == "number":
                yield Token(start, end, raw.translate(DIGITS), NUMBER, False)
                continue
            word, capital = fold(raw), raw[0].isupper()
            if match.lastgroup != "sign":
                word = self.canonical.get(word, UNKNOWN)
            tag = self.class_of.get(word, NOUN if word == UNKNOWN and capital else "")
            yield Token(start, end, word, tag, capital)

    def accepted(self, item: Item) -> tuple[frozenset[str], frozenset[str]]:
        """The words, and the classes of words, that may stand in a place of a form."""
        classes = self._classes(item.part) if item.part else ()
        return frozenset(item.words), frozenset(NUMBER if name in self.numbers else name for name in classes)

    def tags_of(self, word: str) -> tuple[str, ...]:
        """The classes with which a word of a form may come; a word of no rule may be a noun or not."""
        return (
            ("", NOUN) if word == UNKNOWN else (self.class_of.get(word, NUMBER if word.isdecimal() else ""),)
        )

    def numbers_of(self, part: str) -> tuple[NumberClass, ...]:
        """The classes of the numbers that may stand for a part."""
        return tuple(self.numbers[name] for name in self._classes(part) if name in self.numbers)


def build_lexicon(tables: Sequence[Mapping[str, Any]], literals: Iterable[str]) -> Lexicon:
    """Gather the classes of the rule files and the words of all forms.

    Raises:
        RuleFileError: a word stands in two classes.
    """
    words = dict(_word_classes(tables))
    numbers = {
        name: NumberClass(
            name,
            entry.get("von", 1),
            entry.get("bis", 0),
            tuple(entry.get("stellen", ())),
            entry.get("schritt", 1),
            entry.get("jahrhundert", False),
        )
        for table in tables
        for name, entry in table.get("zahlen", {}).items()
    }
    choices = {name: tuple(parts) for table in tables for name, parts in table.get("auswahl", {}).items()}
    class_of = _class_of(words.values())
    written = [
        word for table in tables for entry in table.get("woerter", {}).values() for word, _ in _entries(entry)
    ]
    return Lexicon(words, numbers, choices, _canonical([*written, *literals]), class_of)


def _word_classes(tables: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, WordClass]]:
    for table in tables:
        for name, entry in table.get("woerter", {}).items():
            yield name, WordClass(name, {fold(word): value or fold(word) for word, value in _entries(entry)})


def _entries(entry: Mapping[str, list[str]] | list[str]) -> Iterator[tuple[str, str]]:
    """Words with their values; a word ending in ~ stands for its adjective forms."""
    by_value = {"": entry} if isinstance(entry, list) else entry
    for value, words in by_value.items():
        for word in words:
            endings = ADJECTIVE_ENDINGS if word.endswith("~") else ("",)
            yield from ((word.removesuffix("~") + ending, value) for ending in endings)


def _class_of(classes: Iterable[WordClass]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word_class in classes:
        for word in word_class.values:
            if found.setdefault(word, word_class.name) != word_class.name:
                raise RuleFileError(
                    f"„{word}“ steht in zwei Wortklassen: „{found[word]}“ und „{word_class.name}“.",
                    "Streichen Sie das Wort in einer der beiden.",
                )
    return found


def _canonical(words: Iterable[str]) -> dict[str, str]:
    """Every reading of every word, led back to the word; a word itself wins over a misreading."""
    listed = list(dict.fromkeys(words))
    found = {fold(word): fold(word) for word in listed}
    for word in listed:
        for reading in _misreadings(word):
            found.setdefault(fold(reading), fold(word))
    return found


def _misreadings(word: str) -> Iterator[str]:
    letters = word.casefold()
    lost = sum(letter in MISREAD for letter in letters)
    if 0 < lost <= MOST_MISREAD and len(letters) >= SHORTEST_MISREAD:
        for reading in product(*(MISREAD.get(letter, (letter,)) for letter in letters)):
            yield "".join(reading)


def sentences(tokens: Sequence[Token], abbreviations: frozenset[str]) -> Iterator[tuple[Token, ...]]:
    """Part tokens into sentences: after . ! ? before a capital letter, but not after `31.` or `ca.`.

    What is far longer than a sentence is a list or table and is parted at its signs.
    """
    first = 0
    for at in range(1, len(tokens) - 1):
        if (
            tokens[at].word in ".!?"
            and _ends_sentence(tokens[at - 1], tokens[at], tokens[at + 1], abbreviations)
        ) or _is_too_long(at - first, tokens[at]):
            yield tuple(tokens[first : at + 1])
            first = at + 1
    yield tuple(tokens[first:])


def _is_too_long(length: int, token: Token) -> bool:
    return length >= LONGEST_SENTENCE and (token.word in ",;)" or length >= 2 * LONGEST_SENTENCE)


def _ends_sentence(before: Token, stop: Token, after: Token, abbreviations: frozenset[str]) -> bool:
    if after.start == stop.end or not (after.capital or after.tag == NUMBER):
        return False
    if stop.word != ".":
        return True
    is_ordinal = before.tag == ROMAN or (before.tag == NUMBER and before.end - before.start <= len("31"))
    is_year = (
        before.tag != NUMBER and before.end - before.start >= SHORTEST_LAST_WORD and after.word.isdecimal()
    )
    return (after.capital or is_year) and not (is_ordinal or before.word in abbreviations)
