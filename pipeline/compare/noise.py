"""What is no change: how a text was set, and letters that were misread.

Setting (hyphens of line ends, quotes, blanks, ligatures) never counts. A misreading counts as noise
only where one of the editions was misread at all; otherwise *fordert* and *fördert* are two words.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from attrs import field, frozen
from rapidfuzz.distance import Indel, Levenshtein

from pipeline.compare.settings import Settings
from pipeline.records import Catalogue, Goal
from pipeline.rulebook import Rulebook

IGNORED = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff\-\u2010-\u2015\u2212\"'„“”‚‘’‛‟«»‹›`´]+")
MARKS = re.compile(r"[^\w&§$]+|_")  # what is no letter; & § $ are what became of ß
NUMBER = re.compile(r"\d+")
UMLAUTS = frozenset("äöüß")
LETTERS = re.compile(r"[^\W\d_]")
ENOUGH_LETTERS = 500  # a German text of this length without any umlaut has lost them
MISREAD_PER_LETTERS = 3  # more than one misreading in so many letters makes another word
LONG_WORD = 5  # letters; in shorter words an umlaut may not stand for just anything
LETTERS_PER_MISREADING, SCATTERED_PLACES = 4, 3  # fewer letters, or places, may be another word
LONGEST_BLOT = 3  # letters that one umlaut was read as at most
GARBLED = re.compile(  # what nobody writes: foreign marks or accents in a word, a capital in its middle
    r"[^\W\d_](?:[^\w\s*:_·/.,&+]|[;,:](?!in(?:nen)?\b)){1,3}[^\W_]|[à-ãå-ëì-õøùúûýÿ](?=[^\W\d_])"
    r"|[a-zäöüß](?!In(?:nen)?\b)[A-ZÄÖÜ]"
)


@lru_cache(maxsize=100_000)
def setting_key(text: str) -> str:
    """What is left of a text when hyphens, quotes, and blanks are taken out."""
    return IGNORED.sub("", unicodedata.normalize("NFKC", text))


@frozen
class Confusions:
    """Letters and what they are misread as, both ways, in small letters.

    `garbled` is the likeness from which a garbled word may be another, `digits` what looks like a digit.
    """

    pairs: frozenset[tuple[str, str]]
    longest: int
    garbled: float
    digits: Mapping[int, str] = field(eq=False)

    def explain(self, one: str, other: str) -> bool:
        """Whether the two words may be one that was misread. Marks and capitals do not count.

        Two different numbers are never one. A garbled word is any word that it has enough letters of.
        """
        if all(map(NUMBER.search, (one, other))) and self.numbers(one) != self.numbers(other):
            return False
        a, b = bare(one), bare(other)
        if a == b:
            return True
        if is_garbled(one) or is_garbled(other):
            return Indel.normalized_similarity(a, b) >= self.garbled
        if " " not in f"{one}{other}" and is_scattered(a, b):
            return True
        most = -(-min(len(a), len(b)) // MISREAD_PER_LETTERS)  # rounded up
        if not a or not b or abs(len(a) - len(b)) > most * self.longest:
            return False
        return _is_misread(self, a, b, most)

    def numbers(self, word: str) -> list[str]:
        """The numbers in a word, letters that look like digits read as such (*I/19*, *2O26*)."""
        return NUMBER.findall(word.lower().translate(self.digits))

    def steps(self, a: str, b: str, is_long: bool) -> Iterator[tuple[int, int, int]]:
        """What the beginnings of two words have in common: letters of each, and misreadings.

        In a long word an umlaut may have become anything.
        """
        if a[:1] == b[:1] and a:
            yield 1, 1, 0
        for x in range(min(self.longest, len(a)) + 1):
            for y in range(min(self.longest, len(b)) + 1):
                if (a[:x], b[:y]) in self.pairs:
                    yield x, y, 1
        for x in range(1, LONGEST_BLOT + 1) if is_long else ():
            if a[:1] in UMLAUTS and x <= len(b):
                yield 1, x, 1
            if b[:1] in UMLAUTS and x <= len(a):
                yield x, 1, 1


def is_garbled(word: str) -> bool:
    """Whether no editor can have written a word.

    >>> is_garbled("afiégglgbt"), is_garbled("Schüler:innen"), is_garbled("Café")
    (True, False, False)
    """
    return GARBLED.search(word) is not None


@lru_cache(maxsize=50_000)
def is_scattered(one: str, other: str) -> bool:
    """Whether few letters differ, all over a word: an editor changes one part of it, or two.

    >>> is_scattered("ausbildungsbetriebe", "ausbfldungsbetfiefie")
    True
    >>> is_scattered("fachkräftegewinnung", "fachkräftesicherung")
    False
    """
    if Levenshtein.distance(one, other) * LETTERS_PER_MISREADING > min(len(one), len(other)):
        return False
    places = [block for block in Levenshtein.opcodes(one, other) if block.tag != "equal"]
    is_wide = len(places) > 1 and places[-1].src_end - places[0].src_start > len(one) / 2
    return is_wide and len(places) >= SCATTERED_PLACES


def bare(word: str) -> str:
    """A word in small letters, without marks.

    >>> bare(",,Gesunde®")
    'gesunde'
    """
    return MARKS.sub("", word).lower()


@lru_cache(maxsize=50_000)
def _is_misread(confusions: Confusions, a: str, b: str, most: int) -> bool:
    """Whether at most so many misreadings turn one word into the other."""
    is_long = min(len(a), len(b)) >= LONG_WORD
    fewest = {(0, 0): 0}
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            done = fewest.get((i, j), most + 1)
            for x, y, step in confusions.steps(a[i:], b[j:], is_long) if done <= most else ():
                place = (i + x, j + y)
                fewest[place] = min(fewest.get(place, most + 1), done + step)
    return fewest.get((len(a), len(b)), most + 1) <= most


def read_confusions(rulebook: Rulebook, settings: Settings) -> Confusions:
    """What is misread as what: `rules/lesefehler.toml`, and the look-alikes of `vergleich.toml`.

    Both ways, since either edition may be the misread one.
    """
    rules = rulebook.table("lesefehler")["lesefehler"]
    alike = rulebook.table("vergleich")["verwechselbar"]["paare"]
    pairs = [(rule["richtig"], seen) for rule in rules for seen in rule["gelesen"]] + [
        tuple(pair) for pair in alike
    ]
    small = {(meant.lower(), bare(seen)) for meant, seen in pairs}
    both = frozenset(
        {*small, *((seen, meant) for meant, seen in small)} - {(letter, letter) for letter in UMLAUTS}
    )
    digits = str.maketrans({letter: digit for letter, digit in alike if digit.isdigit() and len(letter) == 1})
    return Confusions(both, max(len(side) for pair in both for side in pair), settings.garbled, digits)


def is_misread(catalogue: Catalogue, settings: Settings) -> bool:
    """Whether letters of this edition may be misread.

    It was recognised from pictures, or its repairs show it, or its lack of umlauts.
    """
    if catalogue.source.recognised:
        return True
    raw = "".join(goal.text_raw for goal in catalogue.goals).lower()
    if len(LETTERS.findall(raw)) >= ENOUGH_LETTERS and not UMLAUTS & set(raw):
        return True
    words = sum(len(goal.text.split()) for goal in catalogue.goals)
    return sum(map(count_repaired, catalogue.goals)) > settings.damage * words


def count_repaired(goal: Goal) -> int:
    """Words of a goal's text that were read otherwise."""
    read = setting_key(goal.text_raw)
    return sum(setting_key(word) not in read for word in goal.text.split())
