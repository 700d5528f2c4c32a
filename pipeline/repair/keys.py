"""Folded keys under which a reading may find the words behind it.

A word and what became of it share a folded key as long as each lost letter was read as one that folds
alike (ä as a). Where it was not (ü as ii), the key is formed once for each place at which a confusion
may be taken back, so that finding is a handful of dictionary look-ups and never a scan of the list.
"""

from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from pipeline.repair.channel import LONGEST_SEEN, Slip
from pipeline.repair.folding import UMLAUTS, fold
from pipeline.repair.lexicon import Forms

LOST = "aouf"  # umlauts and ß as they are folded
SPELLED_OUT = frozenset(("ae", "oe", "ue", "ss"))  # no misreading: so people write who have no umlauts

Slips = tuple[Slip, ...]
Place = tuple[int, int, str]
Back = Mapping[str, tuple[str, ...]]


class Key(NamedTuple):
    """A folded key for which a reading may stand, and the piece of the reading behind each letter."""

    key: str
    pieces: tuple[str, ...]


def single_keys(read: str, back: Back, forms: Forms) -> list[Key]:
    """Of the key of `read` itself and those with one confusion taken back, the ones that are listed."""
    folded = fold(read)
    listed, added = forms.keys
    keys = [Key(folded, tuple(read))] if folded in listed or folded in added else []
    for start, end, letter in places(read, back):
        key = folded[:start] + letter + folded[end:]
        if key in listed or key in added:
            keys.append(Key(key, (*read[:start], read[start:end], *read[end:])))
    return keys


def double_keys(read: str, first: Back, second: Back, forms: Forms) -> Iterator[Key]:
    """The listed keys with two confusions taken back, one of each kind."""
    folded = fold(read)
    listed, added = forms.keys
    ones = [place for place in places(read, first) if place[0] < place[1]]
    others = ones if second is first else [place for place in places(read, second) if place[0] < place[1]]
    for one in ones:
        for other in others:
            left, right = (one, other) if one[0] < other[0] else (other, one)
            if left[1] > right[0] or (first is second and other[0] < one[0]):
                continue
            key = folded[: left[0]] + left[2] + folded[left[1] : right[0]] + right[2] + folded[right[1] :]
            if key in listed or key in added:
                yield Key(key, _pieces(read, left, right))


def any_keys(read: str, forms: Forms) -> Iterator[Key]:
    """The listed keys with any row of up to three letters taken for a lost umlaut or ß."""
    folded = fold(read)
    listed, added = forms.keys
    for start in range(len(read)):
        heads = [folded[:start] + letter for letter in LOST]
        for end in range(start, min(start + LONGEST_SEEN, len(read)) + 1):
            if folded[start:end] in SPELLED_OUT:
                continue
            tail = folded[end:]
            for head in heads:
                if head + tail in listed or head + tail in added:
                    yield Key(head + tail, (*read[:start], read[start:end], *read[end:]))


def _pieces(read: str, left: Place, right: Place) -> tuple[str, ...]:
    return (
        *read[: left[0]],
        read[left[0] : left[1]],
        *read[left[1] : right[0]],
        read[right[0] : right[1]],
        *read[right[1] :],
    )


def places(read: str, back: Back) -> list[Place]:
    """Where a confusion may be taken back: start, end and the folded letter that would stand there."""
    length, get = len(read), back.get
    found = [(start, start, letter) for letter in get("", ()) for start in range(length + 1)]
    for size in range(1, LONGEST_SEEN + 1):
        for start in range(length - size + 1):
            letters = get(read[start : start + size])
            if letters:
                found += [(start, start + size, letter) for letter in letters]
    return found


def align(
    pieces: tuple[str, ...], word: str, named: Container[Slip], *, unnamed: bool = False
) -> Slips | None:
    """The slips between a word and what was read of it; None when they cannot belong together.

    Args:
        pieces: what was read for each letter.
        word: the word.
        named: the slips that rules name.
        unnamed: an umlaut may also have been lost in a way that no rule names.
    """
    if len(pieces) != len(word):
        return None
    slips = []
    for seen, true in zip(pieces, word, strict=True):
        if seen != true or true in UMLAUTS:
            slip = Slip(true, seen)
            if seen != true and slip not in named and not (unnamed and true in UMLAUTS):
                return None
            slips.append(slip)
    return tuple(slips)
