"""Numbers whose first part is a letter or a Roman numeral: "LZ II", "UZ A.1", "M III.2.1"."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

Series = Literal["", "letters", "roman"]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ONES = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
ROMAN = (*ONES, *("X" + ones for ones in ONES))  # no paper has more
SIGNS = {**dict.fromkeys("Iil1|!ıLT", "I"), **dict.fromkeys("VvY", "V"), **dict.fromkeys("Xx", "X")}
DOTTED_STROKE = "L"  # what OCR makes of "I.", at the end of a numeral: "UZ IL1"
MOST_SIGNS = 6
STROKE = 1.2  # a stroke of a Roman numeral too many or too few
DAMAGED = 0.6  # each letter that is not as it should be, each dot that is lost
LETTER_TAIL = re.compile(r"(?P<first>[^\W_])(?P<rest>(?:[.,]\d{1,2}){0,4})")
PARTS = re.compile(r"(?:[.,]?[\dIl|!ı]{1,3})*")
MOST_PARTS = 4


def write_first(number: int, series: Series) -> str:
    """The first part of a number as papers of this kind print it.

    >>> write_first(2, "roman"), write_first(2, "letters"), write_first(2, "")
    ('II', 'B', '2')
    """
    if series == "roman" and number <= len(ROMAN):
        return ROMAN[number - 1]
    if series == "letters" and number <= len(LETTERS):
        return LETTERS[number - 1]
    return str(number)


def read_series(
    tail: str, confused: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[Series, tuple[int, ...], float]]:
    """What a number may be whose first part is none: kind of series, number, and the damage assumed.

    `confused` says what may be seen in a letter's place.
    """
    bare = tail.rstrip(".:")
    for number, damage in _read_roman(bare):
        yield "roman", number, damage
    match = LETTER_TAIL.fullmatch(bare)
    if match is None:
        return
    first, rest = match["first"], tuple(map(int, re.findall(r"\d+", match["rest"])))
    for place, letter in enumerate(LETTERS, start=1):
        if first == letter:
            yield "letters", (place, *rest), 0.0
        elif first == letter.lower() or first in confused.get(letter, ()):
            yield "letters", (place, *rest), DAMAGED


def _read_roman(text: str) -> Iterator[tuple[tuple[int, ...], float]]:
    """What a text may be as a numeral with further parts; it may have lost the dot between ("II1", "IL1")."""
    for end in range(1, min(len(text), MOST_SIGNS) + 1):
        seen, rest = text[:end], text[end:]
        if seen[-1] not in SIGNS or (DOTTED_STROKE in seen[:-1]):
            return
        meant = "".join(SIGNS[sign] for sign in seen)
        damage = DAMAGED * sum(one != other for one, other in zip(seen, meant, strict=True))
        parted = not rest or rest[0] in ".," or seen.endswith(DOTTED_STROKE)
        for numeral, strokes in _numerals(meant, unlike=len(set(seen)) > 1):
            for parts, further in _read_parts(rest):
                yield (numeral, *parts), damage + strokes + further + DAMAGED * (not parted)


def _numerals(meant: str, *, unlike: bool) -> Iterator[tuple[int, float]]:
    """The number of a numeral, and those of it with a stroke read twice (as `unlike` signs) or lost."""
    variants = {meant: 0.0, f"{meant}I": STROKE, f"{meant}II": 2 * STROKE}
    if unlike and meant.endswith("I"):
        variants[meant[:-1]] = STROKE
    if unlike and meant.startswith("I"):
        variants[meant[1:]] = STROKE
    yield from ((ROMAN.index(one) + 1, cost) for one, cost in variants.items() if one in ROMAN)


def _read_parts(rest: str) -> Iterator[tuple[tuple[int, ...], float]]:
    """The further parts of a number: as they stand there, and with the dots lost between single figures."""
    if not PARTS.fullmatch(rest):
        return
    figures = re.sub("[Il|!ı]", "1", rest)
    damage = DAMAGED * sum(one != other for one, other in zip(figures, rest, strict=True))
    groups = re.findall(r"\d+", figures)
    split = [figure for group in groups for figure in group]
    for parts in {tuple(groups), tuple(split)}:
        if len(parts) <= MOST_PARTS and all(len(part) <= 2 and part[0] != "0" for part in parts):
            yield tuple(map(int, parts)), damage + DAMAGED * (len(parts) - len(groups))
