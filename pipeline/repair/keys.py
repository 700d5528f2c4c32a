"""Folded keys under which a reading may find the words behind it.

A word and what became of it share a folded key as long as each lost letter was read as one that folds
alike (ä as a). Where it was not (ü as ii), the key is formed once for each place at which a confusion
may be taken back, so that finding is a handful of look-ups and never a scan of the list. Which places are
worth looking at, `changes` finds for many readings together.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import islice

from pipeline.repair.channel import Slip
from pipeline.repair.folding import UMLAUTS, fold
from pipeline.repair.lexicon import Forms

LOST = "aouf"  # umlauts and ß as they are folded
SPELLED_OUT = frozenset(("ae", "oe", "ue", "ss"))  # no misreading: so people write who have no umlauts

Place = tuple[int, int, str]  # [start, end) of a reading, and the folded letter that would stand there
UNCHANGED: Place = (0, 0, "")
Pair = tuple[Place, Place]  # one behind the other
Pieces = Sequence[str]  # of a reading, one behind each letter of a word; if each is one, the reading itself
Key = tuple[str, Pieces]
Slips = tuple[Slip, ...]
Back = Mapping[str, tuple[str, ...]]


def single_keys(read: str, at: Sequence[Place], forms: Forms) -> list[Key]:
    """Of the keys of `read` with one place changed the ones that are listed."""
    if not at:
        return []
    folded = fold(read)
    return [
        (key, _pieces(read, start, end) if letter else read)
        for start, end, letter in at
        if forms.get(key := folded[:start] + letter + folded[end:])
    ]


def double_keys(read: str, at: Iterable[Pair], forms: Forms) -> list[Key]:
    """Of the keys of `read` with two places changed the ones that are listed."""
    folded = fold(read)
    return [
        (
            key,
            (*_pieces(read[: other[0]], one[0], one[1]), *_pieces(read[other[0] :], 0, other[1] - other[0])),
        )
        for one, other in at
        if forms.get(key := _with_both(folded, one, other))
    ]


def _with_both(folded: str, one: Place, other: Place) -> str:
    return folded[: one[0]] + one[2] + folded[one[1] : other[0]] + other[2] + folded[other[1] :]


def _pieces(read: str, start: int, end: int) -> tuple[str, ...]:
    return (*read[:start], read[start:end], *read[end:])


def lost_places(read: str, near: Iterable[Place]) -> list[Place]:
    """The places at which any row of up to three letters may be taken for a lost umlaut or ß.

    Where nothing but dots was lost, the key stays the same; one such place stands for all.
    """
    folded = fold(read)
    alike = islice(((place, place + 1, letter) for place, letter in enumerate(folded) if letter in LOST), 1)
    lost = (
        (start, end, letter)
        for start, end, letter in near
        if letter in LOST and start < len(read) and folded[start:end] not in SPELLED_OUT
    )
    return sorted([*alike, *lost], key=lambda place: (place[0], place[1], LOST.index(place[2])))


def align(
    pieces: Pieces, word: str, named: Container[tuple[str, str]], *, unnamed: bool = False
) -> Slips | None:
    """The slips between a word and what was read of it; None when they cannot belong together.

    Args:
        pieces: what was read for each letter.
        word: the word.
        named: the slips that rules name.
        unnamed: an umlaut may also have been lost in a way that no rule names.
    """
    if pieces == word and word.isascii():
        return ()
    if len(pieces) != len(word):
        return None
    slips: list[Slip] = []
    for seen, true in zip(pieces, word, strict=True):
        if seen != true:
            if (true, seen) not in named and not (unnamed and true in UMLAUTS):
                return None  # mostly the first letter: the same word with another capital
            slips.append(Slip(true, seen))
        elif true in UMLAUTS:
            slips.append(Slip(true, seen))
    return tuple(slips)
