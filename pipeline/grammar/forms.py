"""How a level is written, and the damage that turns a printed token into such a form."""

import re
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import Levenshtein

from pipeline.grammar.kinds import IN_SERIES, OTHER_SIGNS, Kind, Misreadings, Number
from pipeline.grammar.numbers import (
    CONFUSION,
    DOTS,
    GHOST,
    LONGEST_NUMBER,
    MOST_DAMAGE,
    ODD_DOT,
    read_number,
    with_dots,
    without_style,
)
from pipeline.grammar.series import Series, read_series

CASE = 0.2  # small for capital letter, the commonest damage of the forms LZ and UZ
LOST_UMLAUT = 0.3  # ß or an umlaut that the OCR model does not know
LONG_FORM = 5  # from this length a form is a word of the language
MOST_EDITS = 3  # in a long form; more make another word of it
STRAY_SIGNS = re.compile(r"^[^\w\s.]\s+")  # between level and number: "UZ' 3.1"
TABLE_LINES = " \t|[]"  # what an OCR engine makes of a table's vertical lines
LOST_IN_NUMERAL = re.compile(r"[IVXl1|]{0,4}L[\d.]{1,6}")  # "IL1" for "II.1"
UMLAUTS = "äöüÄÖÜß"


def split_tokens(text: str) -> Iterator[tuple[str, str]]:
    """Split off what may be a label, the longest first: three tokens, two, or one.

    >>> [printed for printed, _ in split_tokens("UZ 2.1 Es gibt")]
    ['UZ 2.1 Es', 'UZ 2.1', 'UZ']
    """
    starts = [match.end() for match in re.finditer(r"\S+", text)][:3]
    for end in reversed(starts):
        yield text[:end].strip(), text[end:].strip(TABLE_LINES)


def read_form(
    printed: str, kind: Kind, form: str, slips: Misreadings, *, misread_letter: bool = False
) -> Iterator[tuple[Number, float]]:
    """Read a token as one form of one kind; numbers with the cost of the damage assumed.

    With `misread_letter` a form of one letter is read though its letter is another.
    """
    for end, damage in read_prefix(printed, form, slips, misread_letter=misread_letter):
        tail = STRAY_SIGNS.sub("", printed[end:].rstrip(".:)–-")).strip() if end < len(printed) else ""
        tail = without_style(tail)
        if not tail and kind.numbered != "noetig":
            yield (), damage
        elif tail and kind.numbered != "keine" and (printed[end].isspace() or len(form) < LONG_FORM):
            yield from _read_number(tail, form, damage, slips)
            if (dotted := with_dots(tail)) != tail:
                yield from _read_number(dotted, form, damage + OTHER_SIGNS, slips)


def read_form_in_series(
    printed: str, kind: Kind, form: str, slips: Misreadings
) -> Iterator[tuple[Number, Series, float]]:
    """Read a token as a form whose first number is a letter or a Roman numeral: "LZ II", "Leitziel B".

    Behind a single letter further parts must follow ("M A.1"), and where none do, the form must be undamaged.
    """
    for end, damage in read_prefix(printed, form, slips):
        tail = printed[end:].strip()
        parted = end < len(printed) and (printed[end].isspace() or len(form) < LONG_FORM)
        dotted = "." in tail.rstrip(".:") or LOST_IN_NUMERAL.fullmatch(tail) is not None
        short = len(form.rstrip(".")) == 1 and not dotted
        figures = dotted or any(map(str.isdigit, tail))
        most = GHOST + len(form) * CASE if figures else len(form) * CASE
        if kind.numbered == "noetig" and parted and not short and damage <= most:
            for series, number, further in read_series(tail, slips.letters):
                yield number, series, IN_SERIES + damage + further


def _read_number(tail: str, form: str, damage: float, slips: Misreadings) -> Iterator[tuple[Number, float]]:
    if not is_plausible(tail, form, damage) or len(tail) > LONGEST_NUMBER:
        return
    for number, cost in read_number(tail, slips, any_letter=len(form) > 1):
        if damage + cost <= MOST_DAMAGE:
            yield number, damage + cost


def is_plausible(tail: str, form: str, damage: float) -> bool:
    """Whether a number as printed shows enough that it is one, so that no word passes for a label.

    One real digit is asked for. Behind a short form of two or more letters that is itself undamaged, one
    misread digit ("uzQl") or misread digits with a dot between them ("uzo.l") will do.
    """
    if any(letter.isdigit() for letter in tail):
        return " " not in tail
    figures = tail.replace(".", "")
    short = len(figures) == 1 or ("." in tail.strip(".") and len(figures) <= 3)
    return short and 1 < len(form) < LONG_FORM and damage <= len(form) * CASE


def read_prefix(
    printed: str, form: str, slips: Misreadings, *, misread_letter: bool = False
) -> Iterator[tuple[int, float]]:
    """Read the letters of a form at the start of a token; where they end, and the damage.

    Form 1: all of them, perhaps misread. Form 2: one read twice ("Uuz6.2", "ILZ2.1"). Form 3: a long word
    with some letters wrong in whatever way ("MafRnhahme 4.2.3"). Not: digits alone.
    """
    if len(form.rstrip(".")) == 1 and not misread_letter:  # one letter says too little to be read with damage
        ends: Iterable[tuple[int, float]] = [(len(form), 0.0)] if printed.startswith(form) else []
    else:
        ends = (*_read_letters(printed, 0, form, slips), *_read_garbled(printed, form))
    best: dict[int, float] = {}
    for end, damage in ends:
        if not printed[:end].replace(".", "").isdigit():  # "1.2" of "1.2.1" is no "LZ"
            best[end] = min(damage, best.get(end, damage))
    yield from best.items()


def _read_garbled(printed: str, form: str) -> Iterator[tuple[int, float]]:
    """A long form whose first letter and end are right, and most between; a plural is another word."""
    word = printed.split(" ", 1)[0]
    alike = len(form) >= LONG_FORM and word[:1] == form[:1] and word[-2:] == form[-2:]
    if alike and (edits := Levenshtein.distance(word, form, score_cutoff=MOST_EDITS)) <= MOST_EDITS:
        yield len(word), CONFUSION * edits


def _read_letters(printed: str, at: int, form: str, slips: Misreadings) -> Iterator[tuple[int, float]]:
    if not form:
        yield at, 0.0
        return
    for length, cost in _read_letter(printed, at, form[0], slips):
        for end, further in _read_letters(printed, at + length, form[1:], slips):
            if cost + further <= MOST_DAMAGE:
                yield end, cost + further


def _read_letter(printed: str, at: int, letter: str, slips: Misreadings) -> Iterator[tuple[int, float]]:
    if letter == " ":
        yield (1 if printed[at : at + 1] == letter else 0), 0.0
        return
    if letter == ".":
        seen = printed[at : at + 1]
        yield (1, 0.0) if seen == letter else (1, ODD_DOT) if seen and seen in DOTS else (0, ODD_DOT)
        return
    seen = printed[at : at + 1]
    if seen and seen.casefold() == letter.casefold():
        case = 0.0 if seen == letter else CASE
        yield 1, case
        twice = printed[at + 1 : at + 2]
        if twice and (twice.casefold() == letter.casefold() or twice in slips.letters.get(letter, ())):
            yield 2, case + GHOST
    elif seen and seen in slips.letters.get(letter, ()) and printed[at + 1 : at + 2] == letter:
        yield 2, GHOST
    for confused in slips.letters.get(letter, ()):
        seen = printed[at : at + len(confused)]
        if confused.lower() != letter.lower() and seen.casefold() == confused.casefold():
            yield len(confused), LOST_UMLAUT if letter in UMLAUTS else CONFUSION
