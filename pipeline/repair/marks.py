"""Repair what is no word: letters made of several characters, quotation marks, digits in dates and years."""

import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from pipeline.records import Repair, RepairMethod
from pipeline.repair.tokens import View

CERTAIN = 1.0
PAIRED, UNPAIRED = 0.98, 0.95  # confidence in a quotation mark with and without its counterpart
DIGITS = 0.97
STROKES = 0.9  # how many of them there are, is seldom sure where they were misread
DASH = 0.99
FARTHEST = 300  # characters between a quotation mark and its counterpart

# what the patterns begin with: a text without it is passed over at once
STRAY = re.compile("[\u0300-\u036f\u00ad\u200b\ufeff\ufb00-\ufb06]")
INVISIBLE = "\u00ad\u200b\ufeff"
COMPOSED = re.compile(f"[^\\W\\d_][\u0300-\u036f]+|(?!\u00ad[ \\t]*\n)[{INVISIBLE}]|[\ufb00-\ufb06]")
OPENING = re.compile(
    r"""(?=[,‚„"LJFsy])(?:                         # the rest is slow to try everywhere
      (?<![\w.,;:!?”“"’'®°)])(?:,\ ?,|‚\ ?‚|„)\ ?(?=\w)   # ,,Jugend stärken”, not after a word or mark
    | (?<=[”“"'’®°)],)(?:,,|,)(?=\w)              # ”,,Lotsenstelle”: the first one is a comma
    | (?<=\s),(?=\w)                              # eine ,Lotsenstelle”
    | (?<=\ ),\ (?=\w)                            # und , Wohnen”
    | (?<=\(),(?=\w)
    | ^,(?=\w)
    | (?<!\S)"(?=\w)                             # "Jugend stärken®
    | (?<!\S)[LJFsy](?=[A-ZÄÖÜ][a-zäöüß]{2}))    # LJugend stärken”, if no word begins with the letter
    """,
    re.VERBOSE | re.MULTILINE,
)
CLOSING = re.compile(r"[”“\"]|’’|''|(?<=[\w.!?])[®°](?!\w)")
SURE_OPENING = re.compile(r",\ ?,|‚\ ?‚|„")

# German sets a shorter one: Wege – kurz und lang
LONG_DASH = re.compile(r"—(?:(?<=\s.)(?=\s)|(?<=\d.)(?=\d))")

DIGIT_LIKE = str.maketrans("OolI|", "00111")
FIGURE = re.compile(r"\d")
DATE = re.compile(r"(?<![\w.])[\dOlI|]{1,2}\.[\dOlI|]{1,2}\.(?:[\dOlI|]{4}|[\dOlI|]{2})(?![\w|])")
YEAR = re.compile(r"(?<![\w.,|])(?:[1lI|]9|2[0Oo])[\dOolI|]{2}(?![\w|])")
FEWEST_DIGITS = 2
SECTION = re.compile(
    r"""
      (?<![\w&$])[$&](?=\ ?\d{1,4}[a-z]?\s+(?:Abs|Satz|S|Nr|ff?|[A-ZÄÖÜ]\w*[A-Z])\b)  # $ 8 Abs. 1
    | (?<![\w&$])[$&]{2}(?=\ ?\d{1,4}[a-z]?\s+(?:bis|und|ff?|[A-ZÄÖÜ]\w*[A-Z])\b)     # $$ 1 bis 3
    """,
    re.VERBOSE,
)
CODE = re.compile(r"(?<=\bSGB[\s-])[IVXl1|T]{1,4}(?![\w|])")  # SGB Vlll
QUARTER_NAMED = re.compile("Quartal|Halbjahr|H[jJ]")
QUARTER = re.compile(  # 1ll. Quartal, 11. Quartal; 11 of them are a number
    r"(?<![\w|.])(?:(?=\d*[IVl|])[IVl1|]{1,4}\.?|1{2,3}\.)(?=\s(?:Quartale?s?|Halbjahre?s?|H[jJ])\b)"
)
QUARTERS = frozenset(("I", "II", "III", "IV"))
CODES = frozenset(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"))


class Roman(NamedTuple):
    """A Roman number and its place in a view."""

    start: int
    end: int
    word: str


def repair_unicode(raw: str) -> Iterator[Repair]:
    """Compose letters and their marks, part ligatures, take out soft hyphens."""
    for match in COMPOSED.finditer(raw) if STRAY.search(raw) else ():
        after = unicodedata.normalize("NFKC", match[0]).strip(INVISIBLE)
        if after != match[0]:
            yield Repair(*match.span(), match[0], after, "unicode", CERTAIN)


def repair_marks(view: View, starts: AbstractSet[int]) -> Iterator[Repair]:
    """Quotation marks, dashes and digits of a damaged text, of which words begin at `starts`."""
    yield from _repair_quotes(view, starts)
    for dash in LONG_DASH.finditer(view.text):
        yield from _changed(view, *dash.span(), "–", "confusion", DASH)
    yield from _repair_numbers(view)


def repair_demanded(view: View) -> Iterator[Repair]:
    """Signs that can be nothing else where they stand: §, Roman numbers of social codes and quarters."""
    for match in SECTION.finditer(view.text) if "$" in view.text or "&" in view.text else ():
        yield from _changed(view, *match.span(), "§" * len(match[0]), "confusion", DIGITS)
    for match in CODE.finditer(view.text) if "SGB" in view.text else ():
        code = _as_roman(match[0])
        if code in CODES:
            yield from _changed(view, *match.span(), code, "number", DIGITS)
    for quarter in find_misread_quarters(view):
        yield from _changed(view, quarter.start, quarter.end, quarter.word, "number", STROKES)


def find_misread_quarters(view: View) -> Iterator[Roman]:
    """Roman numbers of quarters and half-years that were read as other strokes, perhaps one too few."""
    for match in QUARTER.finditer(view.text) if QUARTER_NAMED.search(view.text) else ():
        read = match[0].rstrip(".")
        word = _as_roman(read)
        if word in QUARTERS and word != read:
            yield Roman(match.start(), match.start() + len(read), word)


def _as_roman(read: str) -> str:
    return re.sub("[l1|T]", "I", read)


def _repair_quotes(view: View, starts: AbstractSet[int]) -> Iterator[Repair]:
    """Pair quotation marks: „ was read as one or two commas or as a letter, “ as another mark."""
    done = 0
    for opening in OPENING.finditer(view.text):
        letter = opening[0].isalpha()
        if opening.start() < done or (letter and (opening.start() in starts or opening.end() not in starts)):
            continue
        closing = _find_closing(view.text, opening.end())
        if closing:
            left, right = ('"', '"') if opening[0] == '"' else ("„", "“")
            yield from _changed(view, *opening.span(), left, "quote", PAIRED)
            yield from _changed(view, *closing.span(), right, "quote", PAIRED)
            done = closing.end()
        elif SURE_OPENING.match(opening[0]):
            yield from _changed(view, *opening.span(), "„", "quote", UNPAIRED)


def _find_closing(text: str, start: int) -> re.Match[str] | None:
    """The mark that closes a quotation, unless another one is opened before."""
    end = start + FARTHEST
    closing = CLOSING.search(text, start, end)
    again = SURE_OPENING.search(text, start, end)
    return closing if closing and not (again and again.start() < closing.start()) else None


def _repair_numbers(view: View) -> Iterator[Repair]:
    """Letters in dates and years that can only be digits."""
    for pattern in (DATE, YEAR) if FIGURE.search(view.text) else ():
        for match in pattern.finditer(view.text):
            if sum(letter.isdigit() for letter in match[0]) >= FEWEST_DIGITS:
                yield from _changed(view, *match.span(), match[0].translate(DIGIT_LIKE), "number", DIGITS)


def _changed(
    view: View, start: int, end: int, after: str, method: RepairMethod, confidence: float
) -> Iterator[Repair]:
    before = view.text[start:end]
    if before != after and not view.breaks(start, end):
        yield Repair(view.raw_start(start), view.raw_end(end), before, after, method, confidence)
