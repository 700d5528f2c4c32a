"""Numbers in parts, "2.1.1": as printed, with lost dots, with misread digits."""

import re
from collections.abc import Iterator
from itertools import combinations

from pipeline.grammar.kinds import RUNNING, Misreadings, Number

CONFUSION = 1.0  # another letter or digit
GHOST = 1.2  # a letter read twice: "uze6.1" for "UZ6.1", "LZ74.1" for "LZ4.1"
LOST_DOT = 0.6
ODD_DOT = 0.3  # comma for dot, a dot too many
MOST_DAMAGE = 3.6  # beyond this a token is a word, not a label
MOST_GHOSTS = 2
RUNNING_DIGITS = 3
LONGEST_NUMBER = 14  # characters, with dots: five numbers of two digits
DOTS = ".,;:·"
UNUSUAL_FIRST = 10  # "41.1" is rather 4.1.1
NUMBER_WORD = re.compile(r"^(?:Nr|No|Nummer)\.?\s*(?=\d)")
FILLING = re.compile(r"(?<!\d)0{1,2}(?=[1-9])")
OTHER_DOTS = re.compile(r"\d{1,2}([-–/])\d{1,2}(?:\1\d{1,2}){0,3}")
LOST_DOTS = re.compile(r"(?!(?:19|20)\d\d$)\d{1,4}(?:\.\d{1,3}){0,3}\.?")


def without_style(tail: str) -> str:
    """The number without what only some papers write: "Nr." before it, and zeros that fill it up.

    >>> [without_style(tail) for tail in ("Nr. 3", "1.03", "0.1")]
    ['3', '1.3', '0.1']
    """
    return FILLING.sub("", NUMBER_WORD.sub("", tail))


def with_dots(tail: str) -> str:
    """The number with dots for the hyphens or slashes that it has throughout.

    >>> [with_dots(tail) for tail in ("2-1", "2/1/4", "2025-2030", "2.1-2.3")]
    ['2.1', '2.1.4', '2025-2030', '2.1-2.3']
    """
    return re.sub("[-–/]", ".", tail) if OTHER_DOTS.fullmatch(tail) else tail


def is_number_alone(text: str) -> bool:
    """Whether a text is a number in parts and nothing else, even if dots of it were lost or misread.

    >>> is_number_alone("1113"), is_number_alone("1.3:2.1"), is_number_alone("UZ 2.1")
    (True, True, False)
    """
    return re.fullmatch(rf"\d[\d{DOTS}]*", text.strip()) is not None and len(text.strip()) <= LONGEST_NUMBER


def bare_number(text: str) -> Number:
    """The number that a text is, if it is nothing else; else an empty one.

    >>> bare_number(" 2.1.1. "), bare_number("2026"), bare_number("31.12.2026")
    ((2, 1, 1), (), ())
    """
    if re.fullmatch(r"\d{1,2}(?:[.,]\d{1,2}){0,4}\.?", text.strip()) is None:
        return ()
    return tuple(int(part) for part in re.findall(r"\d+", text))


def may_have_lost_dots(text: str) -> bool:
    """Whether a number is so unusual as it stands that dots may be lost; none are in a year.

    >>> may_have_lost_dots("111"), may_have_lost_dots("41.1"), may_have_lost_dots("11")
    (True, True, False)
    """
    number = bare_number(text)
    usual = len(number) == 1 or (number and number[0] < UNUSUAL_FIRST)
    return not usual and LOST_DOTS.fullmatch(text.strip()) is not None


def read_number(tail: str, slips: Misreadings, *, any_letter: bool) -> Iterator[tuple[Number, float]]:
    """Read what follows the letters as a number with dots.

    Up to two ghosts are dropped: a digit read twice, once perhaps as a letter ("uze6.1", "UZ1l.1", "UZ44.1"),
    a stray sign, and, with `any_letter`, whatever letter stands before the first digit.
    """
    ghosts = [at for at in range(len(tail)) if _is_ghost(tail, at, slips)]
    if any_letter and tail[:1].isalpha() and tail[1:2].isdigit() and 0 not in ghosts:
        ghosts.append(0)
    for dropped in range(MOST_GHOSTS + 1):
        for places in combinations(ghosts, dropped):
            left = "".join(letter for at, letter in enumerate(tail) if at not in places)
            for number, cost in read_undotted(left, slips):
                yield number, cost + GHOST * dropped


def read_undotted(tail: str, slips: Misreadings) -> Iterator[tuple[Number, float]]:
    """Read digits, perhaps misread, of which dots may be lost."""
    for digits, cost in _read_digits(tail, slips):
        yield from _place_dots(digits, cost, slips)


def _is_ghost(tail: str, at: int, slips: Misreadings) -> bool:
    if not (tail[at].isalnum() or tail[at] in DOTS):
        return True
    if tail[at].isdigit():
        return tail[at] == tail[at + 1 : at + 2]
    own = set(slips.digits.get(tail[at], ()))
    beside = tail[max(at - 1, 0) : at] + tail[at + 1 : at + 2]
    return any(own & {letter, *slips.digits.get(letter, ())} for letter in beside)


def _read_digits(tail: str, slips: Misreadings) -> Iterator[tuple[str, float]]:
    if not tail:
        yield "", 0.0
        return
    for further, cost in _read_digits(tail[1:], slips):
        if cost <= MOST_DAMAGE:
            for digit, damage in _read_digit(tail[0], slips):
                yield digit + further, cost + damage


def _read_digit(seen: str, slips: Misreadings) -> Iterator[tuple[str, float]]:
    if seen in "0123456789.":
        yield seen, 0.0
    elif seen in DOTS:
        yield ".", ODD_DOT
    for digit in slips.digits.get(seen, ()):
        yield digit, CONFUSION


def _place_dots(digits: str, cost: float, slips: Misreadings) -> Iterator[tuple[Number, float]]:
    """Put lost dots back: "222.2" may be 2.2.2.2, 22.2.2 or 2.22.2; leave those that stand there.

    "222" may be a running number as well.
    """
    groups = [group for group in digits.split(".") if group]
    odd = ODD_DOT * (digits.strip(".").count(".") + 1 - len(groups)) + ODD_DOT * digits.startswith(".")
    if len(groups) == 1 and len(groups[0]) == RUNNING_DIGITS and slips.highest < int(groups[0]):
        yield (int(groups[0]),), cost + odd + RUNNING
    for number, lost in _divide_all(groups, slips):
        if 1 <= len(number) <= slips.depth:
            yield number, cost + odd + LOST_DOT * lost


def _divide_all(groups: list[str], slips: Misreadings) -> Iterator[tuple[Number, int]]:
    if not groups:
        yield (), 0
        return
    for parts, lost in _divide(groups[0], slips):
        for further, more in _divide_all(groups[1:], slips):
            yield parts + further, lost + more


def _divide(group: str, slips: Misreadings) -> Iterator[tuple[Number, int]]:
    """All ways to cut a run of digits into numbers without a leading zero, and how many cuts it takes."""
    if group[0] != "0" and int(group) <= slips.highest:
        yield (int(group),), 0
    for cut in range(1, min(len(group), len(str(slips.highest)) + 1)):
        head = group[:cut]
        if head[0] != "0" and int(head) <= slips.highest and len(group) <= slips.depth:
            for parts, lost in _divide(group[cut:], slips):
                yield (int(head), *parts), lost + 1
