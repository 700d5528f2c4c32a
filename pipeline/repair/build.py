"""Build the shipped lexicon: `python -m pipeline.repair.build LOOKUPS` writes rules/woerter/deutsch.lex.

LOOKUPS is the `data` folder of the package spacy-lookups-data (MIT), whose table of German word
probabilities is cased and keeps ß. It is needed here alone, not by those who use the lexicon.

The lexicon is four lists, parted by a form feed: words, first parts of compounds, last parts of
compounds, letters. A line of the first three is a folded key, a tab, and the forms that share it, each
followed by its weight (tenths of a negative natural logarithm of its frequency). A line of letters is
two letters, a tab, and the letters that follow those, each with its weight.
"""

import gzip
import json
import re
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import log
from pathlib import Path

from pipeline.repair.folding import fold

COMMON = 520_000  # beyond this rank the table is mostly foreign words, capitals and slips
TENTHS = 10
STRIPPED_SHARE = 3.0  # a form e³ times rarer than its umlaut twin is that twin, typed without umlauts
WORD = re.compile(r"[A-ZÄÖÜ]?[a-zäöüßéèêàçáóôâîëïñ]{1,31}|[A-ZÄÖÜ]{2,5}")
TYPED_WITHOUT = (
    str.maketrans({"ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U", "ß": "ss"}),
    str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}),
)
MISREAD_SHARE = 6.0  # a form e⁶ times rarer than what it may have been misread from is a misreading
MISREAD = (("ii", "ü"), ("i", "ü"), ("é", "ö"), ("fs", "ß"), ("f", "ß"), ("B", "ß"), ("ti", "ü"), ("li", "ü"))
START, END = "^", "$"
LINKS = ("s", "es", "n", "en", "er", "e", "ns", "ens")
SHORTEST_COMPOUND = 7
SHORTEST_PART = 3
COMMON_PART = -14.5  # log frequency from which a word is trusted as a part of others
VERY_COMMON = -10.5  # … and as a part of three letters
UNSEEN_PART = 0.3  # compounds counted for a common noun that was seen in none
COMMON_NOUN = -15.5
ALWAYS_LINKED = ("ung", "heit", "keit", "schaft", "ion", "tät", "ling", "tum")  # nouns with s in compounds


def build(lookups: Path, target: Path) -> int:
    """Write the lexicon; returns how many words it holds."""
    known = _known(lookups)
    words = select_forms(_read(lookups / "de_lexeme_prob.json.gz"), known)
    words = without_misread(without_typed(words, known), known)
    first, last = productive_parts(words)
    nouns = {form for form, value in words.items() if value > COMMON_NOUN and _is_noun(form)}
    linked = {form.lower() + "s" for form in words if form.endswith(ALWAYS_LINKED) and _is_noun(form)}
    sections = (
        lines(words),
        lines(shares(first, linked | {noun.lower() for noun in nouns})),
        lines(shares(last, nouns)),
        letter_lines(words),
    )
    text = "\f".join("\n".join(section) for section in sections)
    target.write_bytes(zlib.compress(text.encode("utf-8"), 9))
    return len(words)


def _read(path: Path) -> dict[str, float]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        table: dict[str, float] = json.load(file)
    return table


def _known(lookups: Path) -> set[str]:
    with gzip.open(lookups / "de_lemma_lookup.json.gz", "rt", encoding="utf-8") as file:
        lemmas: dict[str, str] = json.load(file)
    return set(lemmas) | set(lemmas.values())


def select_forms(probabilities: Mapping[str, float], known: set[str]) -> dict[str, float]:
    """Forms worth keeping: the common ones, and rarer ones that a lemma table knows too."""
    return {
        form: value
        for rank, (form, value) in enumerate(probabilities.items())
        if (rank < COMMON or form in known) and WORD.fullmatch(form)
    }


def without_typed(forms: Mapping[str, float], known: set[str]) -> dict[str, float]:
    """Leave out what people type who have no umlauts on their keyboard."""
    meant: dict[str, float] = defaultdict(lambda: -99.0)
    for form, value in forms.items():
        for table in TYPED_WITHOUT:
            typed = form.translate(table)
            if typed != form:
                meant[typed] = max(meant[typed], value)
    return {
        form: value for form, value in forms.items() if form in known or value >= meant[form] - STRIPPED_SHARE
    }


def without_misread(forms: Mapping[str, float], known: set[str]) -> dict[str, float]:
    """Leave out what scanned books have brought into the table (`fiir`, `daf`)."""
    return {
        form: value
        for form, value in forms.items()
        if form in known or not any(forms.get(meant, -99.0) > value + MISREAD_SHARE for meant in _meant(form))
    }


def _meant(form: str) -> Iterator[str]:
    for seen, true in MISREAD:
        place = form.find(seen)
        while place >= 0:
            yield form[:place] + true + form[place + len(seen) :]
            place = form.find(seen, place + 1)


def letter_lines(forms: Mapping[str, float]) -> Iterator[str]:
    """For each two letters, what follows them in the words of the list, each word counted once."""
    follow: dict[str, Counter[str]] = defaultdict(Counter)
    for word in {form.lower() for form in forms}:
        text = START + START + word + END
        for place in range(len(text) - 2):
            follow[text[place : place + 2]][text[place + 2]] += 1
    for pair in sorted(follow):
        total = log(follow[pair].total())
        weights = ((letter, round((total - log(n)) * TENTHS)) for letter, n in sorted(follow[pair].items()))
        yield pair + "\t" + " ".join(f"{letter}{weight}" for letter, weight in weights)


def productive_parts(words: Mapping[str, float]) -> tuple[Counter[str], Counter[str]]:
    """First and last parts of compounds, with the number of words that are built with them."""
    commonest = _commonest_case(words)
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for word in commonest:
        place = _best_split(word, commonest)
        if place:
            first[word[:place]] += 1
            last[commonest[word[place:]][1]] += 1
    return first, last


def _commonest_case(words: Mapping[str, float]) -> dict[str, tuple[float, str]]:
    best: dict[str, tuple[float, str]] = {}
    for form, value in words.items():
        low = form.lower()
        if low not in best or value > best[low][0]:
            best[low] = value, form
    return best


def _best_split(word: str, words: Mapping[str, tuple[float, str]]) -> int | None:
    if len(word) < SHORTEST_COMPOUND:
        return None
    scored = [
        (first + last, place)
        for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        if (last := _as_last(word[place:], words)) and (first := _as_first(word[:place], words))
    ]
    return max(scored)[1] if scored else None


def _as_last(part: str, words: Mapping[str, tuple[float, str]]) -> float | None:
    value, form = words.get(part, (-99.0, part))
    enough = VERY_COMMON if len(part) == SHORTEST_PART else COMMON_PART
    noun_if_short = len(part) > SHORTEST_PART or form[0].isupper()
    return value if value > enough and noun_if_short else None


def _as_first(part: str, words: Mapping[str, tuple[float, str]]) -> float | None:
    readings = [value - 1 for value, form in _linked(part, words) if form[0].isupper()]
    readings.append(words.get(part, (-99.0, ""))[0] if len(part) > SHORTEST_PART else -99.0)
    readings.append(words.get(part + "en", (-99.0, ""))[0] - 1)
    if part in words and words[part][0] > VERY_COMMON:
        readings.append(words[part][0])
    return max(readings) if max(readings) > COMMON_PART else None


def _linked(part: str, words: Mapping[str, tuple[float, str]]) -> Iterator[tuple[float, str]]:
    for link in LINKS:
        stem = part.removesuffix(link)
        if stem != part and len(stem) > SHORTEST_PART and stem in words:
            yield words[stem]


def _is_noun(form: str) -> bool:
    return form[0].isupper() and len(form) > SHORTEST_PART


def shares(counts: Counter[str], nouns: Iterable[str]) -> dict[str, float]:
    """Log share of each part among all compounds; a common noun may be one that was never seen."""
    total = log(counts.total())
    unseen = log(UNSEEN_PART) - total
    return {**dict.fromkeys(nouns, unseen), **{part: log(n) - total for part, n in counts.items()}}


def lines(forms: Mapping[str, float]) -> Iterable[str]:
    """One line for each folded key: the key, a tab, its forms with their weights, commonest first."""
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for form, value in forms.items():
        groups[fold(form)].append((round(-value * TENTHS), form))
    for key in sorted(groups):
        yield key + "\t" + " ".join(f"{form}{weight}" for weight, form in sorted(groups[key]))


if __name__ == "__main__":
    print(build(Path(sys.argv[1]), Path("rules/woerter/deutsch.lex")))
