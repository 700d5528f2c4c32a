"""Times that a sentence counts up: *bis 31.03. bzw. 30.09.2027*, *am 3., 4. und 5. Mai*.

The year stands with the last of them. Days that follow each other are one time (a meeting of two days),
others are several deadlines.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from attrs import evolve

from pipeline.deadlines.periods import OPEN_YEAR, window_of
from pipeline.deadlines.pieces import DATED, OF_NO_YEAR, RANGE, Piece, range_of, share_year
from pipeline.deadlines.recurrence import ANY_YEAR

COMMA = ","
JOINTS = frozenset({"und", "oder", "sowie", "bzw", "beziehungsweise", "/", COMMA})
ARTICLES = frozenset({"den", "dem"})
BEFORE_TIMES = ARTICLES | {"bis", "zum", "zur", "am", "im", "ab"}
_OF_A_YEAR = re.compile(r"\d{4}-")
_DAY = re.compile(rf"(\d{{4}}|{OPEN_YEAR})-\d\d-\d\d")
ONE_DAY = timedelta(1)


def joined_times(pieces: Sequence[Piece], at: int) -> list[int]:
    """The times that are counted up after one: *bis 31.03., [30.06.] und [30.09.]*.

    Without a word before the last there are none: *bis 2026, 2027 folgt der Ausbau*.
    """
    found: list[int] = []
    if not pieces[at].expression:
        return found
    joint, following = _joint(pieces, at)
    while following and pieces[following].expression:
        found.append(following)
        if joint != COMMA:
            return found
        joint, following = _joint(pieces, following)
    return []


def _joint(pieces: Sequence[Piece], at: int) -> tuple[str, int]:
    """The word after a piece that joins another to it, and where that begins; 0 where none does."""
    if at + 2 >= len(pieces) or pieces[at + 1].word not in JOINTS:
        return "", 0
    following = at + 2
    if pieces[at + 1].word == "bzw" and pieces[following].word == ".":
        following += 1
    if following < len(pieces) and pieces[following].word in ARTICLES:
        following += 1
    return pieces[at + 1].word, following if following < len(pieces) else 0


def with_enumerations(pieces: Sequence[Piece]) -> list[Piece]:
    """Give the year of the last of several times to those before it, and join days that follow each other."""
    found = list(pieces)
    for at in range(len(pieces) - 1, -1, -1):
        joint, following = _joint(found, at)
        if not following or not found[at].expression:
            continue
        if found[following].expression and _follows(found[at], found[following], joint):
            found[at : following + 1] = [range_of(found[at], found[following])]
            continue
        while joint != COMMA and following < len(found) and found[following].word in BEFORE_TIMES:
            following += 1
        if following < len(found):
            found[at] = _with_year_of(found[at], found[following])
    return found


def _with_year_of(piece: Piece, other: Piece) -> Piece:
    """A time of no year with that of another, where this is a day, month or the like of a year."""
    if piece.tag not in OF_NO_YEAR or not piece.expression or not other.expression:
        return piece
    if other.expression.kind != "DATE" or not _OF_A_YEAR.match(other.expression.value):
        return piece
    dated, _ = share_year(piece.expression, other.expression)
    return evolve(piece, tag=DATED, expression=dated, last=dated)


def _follows(piece: Piece, other: Piece, joint: str) -> bool:
    """Whether a day, or several, begin on the day after a piece; after a comma only the last of several."""
    if not piece.last or not other.expression or (joint == COMMA and other.tag != RANGE):
        return False
    values = [one.value for one in share_year(piece.last, other.expression)]
    if not all(_DAY.fullmatch(value) for value in values):
        return False
    day, next_day = (window_of(value.replace(OPEN_YEAR, ANY_YEAR)) for value in values)
    return bool(day and next_day and next_day.first - day.last == ONE_DAY)
