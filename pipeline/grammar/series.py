"""Numbers whose first part is a letter or a Roman numeral: "LZ II", "UZ A.1", "M III.2.1"."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

Series = Literal["", "letters", "roman"]

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ONES = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
ROMAN = (*ONES, *("X" + ones for ones in ONES))  # no paper has more
STROKES = re.compile(r"[Il1|!ı]")  # what OCR makes of a Roman one
MOST_STROKES = 3
STROKE = 1.2  # a stroke of a Roman numeral too many or too few
DAMAGED = 0.6  # each letter that is not as it should be
TAIL = re.compile(r"(?P<first>[^\W_]{1,5}|[Il1|!ıVX]{1,5})(?P<rest>(?:[.,]\d{1,2}){0,4})")


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
    match = TAIL.fullmatch(tail.rstrip(".:"))
    if match is None:
        return
    first, rest = match["first"], tuple(map(int, re.findall(r"\d+", match["rest"])))
    straight = STROKES.sub("I", first.upper() if first.islower() else first)
    damage = DAMAGED * sum(seen != meant for seen, meant in zip(first, straight, strict=True))
    if straight in ROMAN:
        yield "roman", (ROMAN.index(straight) + 1, *rest), damage
    if set(straight) == {"I"}:
        if len(set(first)) > 1 and len(straight) <= MOST_STROKES + 1:  # one was read twice: "I11I" for III
            yield "roman", (len(straight) - 1, *rest), damage + STROKE
        if len(straight) < MOST_STROKES:  # one was lost
            yield "roman", (len(straight) + 1, *rest), damage + STROKE
    if len(first) == 1:
        for place, letter in enumerate(LETTERS, start=1):
            if first == letter:
                yield "letters", (place, *rest), 0.0
            elif first == letter.lower() or first in confused.get(letter, ()):
                yield "letters", (place, *rest), DAMAGED
