r"""Forms: how a rule writes what it matches, and their variants, which become patterns of spaCy's matcher.

A form reads like the line in the document::

    bis [spätestens] (zum|zur) {zeit}

Words stand for themselves (capitals and umlauts do not matter), `[…]` may be missing, `(a|b)` is a
choice, `{name}` a class of words or numbers that the rule file explains. `\(` is a bracket itself.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from attrs import frozen

from pipeline.errors import RuleFileError

FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "‐": "-", "–": "-", "—": "-"})
_SYMBOL = re.compile(r"\\(?P<quoted>.)|\{(?P<part>[a-z_]+)\}|(?P<word>[^\W\d_]+|\d+)|(?P<sign>\S)")


@frozen
class Item:
    """One place of a form: words (or signs) to choose from, as they are matched, or a part by its name."""

    words: tuple[str, ...] = ()
    part: str = ""


Variant = tuple[Item, ...]


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Fold a word so that capitals, umlauts and kinds of dashes do not matter."""
    return word.casefold().translate(FOLDED)


@lru_cache(maxsize=4096)
def variants_of(form: str) -> tuple[Variant, ...]:
    """Every way in which a form can be written out, the longest first.

    Raises:
        RuleFileError: brackets do not match.
    """
    symbols = list(_SYMBOL.finditer(form))
    found, end = _sequence(form, symbols, 0)
    if end != len(symbols):
        raise RuleFileError(
            f"Schreibung „{form}“: eine Klammer ist nicht geöffnet.", "Ergänzen Sie die Klammer."
        )
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True))


def _sequence(form: str, symbols: list[re.Match[str]], at: int) -> tuple[list[Variant], int]:
    choices: list[list[Variant]] = [[()]]
    while at < len(symbols) and symbols[at]["sign"] not in (")", "]"):
        symbol = symbols[at]
        if symbol["sign"] == "|":
            choices.append([()])
            at += 1
            continue
        found, at = _element(form, symbols, at)
        choices[-1] = [left + right for left, right in product(choices[-1], found)]
    return [variant for choice in choices for variant in choice], at


def _element(form: str, symbols: list[re.Match[str]], at: int) -> tuple[list[Variant], int]:
    symbol = symbols[at]
    if symbol["sign"] not in ("(", "["):
        return [(_item(symbol),)], at + 1
    found, end = _sequence(form, symbols, at + 1)
    closing = {"(": ")", "[": "]"}[symbol["sign"]]
    if end == len(symbols) or symbols[end]["sign"] != closing:
        raise RuleFileError(f"Schreibung „{form}“: es fehlt „{closing}“.", "Ergänzen Sie die Klammer.")
    merged = _with_words_merged(found)
    return (merged if closing == ")" else [*merged, ()]), end + 1


def _with_words_merged(choices: list[Variant]) -> list[Variant]:
    """Make one place of all choices that are a single word, so that fewer patterns are needed."""
    single = [choice for choice in choices if len(choice) == 1 and not choice[0].part]
    words = tuple(dict.fromkeys(word for choice in single for word in choice[0].words))
    others = [choice for choice in choices if choice not in single]
    return [*([(Item(words),)] if words else []), *others]


def _item(symbol: re.Match[str]) -> Item:
    if symbol["part"]:
        return Item(part=symbol["part"])
    return Item((fold(symbol["quoted"] or symbol["word"] or symbol["sign"]),))


def words_of(form: str) -> Iterator[str]:
    """The words that a form demands, as written in it."""
    for symbol in _SYMBOL.finditer(form):
        if symbol["word"]:
            yield symbol["word"]
