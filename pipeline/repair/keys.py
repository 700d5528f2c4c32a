"""Folded keys under which a reading may find the words behind it.

A word and what became of it share a folded key as long as each lost letter was read as one that folds
alike (ä as a). Where it was not (ü as ii), the key is formed once for each place at which a confusion
may be taken back, so that finding is a handful of dictionary look-ups and never a scan of the list. For whole
readings the sieve says which places are worth looking at.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from pipeline.repair.channel import LONGEST_SEEN, Channel, Slip
from pipeline.repair.folding import UMLAUTS, fold
from pipeline.repair.lexicon import Forms

LOST = "aouf"  # umlauts and ß as they are folded
SPELLED_OUT = frozenset(("ae", "oe", "ue", "ss"))  # no misreading: so people write who have no umlauts

Place = tuple[int, int, str]  # [start, end) of a reading, and the folded letter that would stand there
Key = tuple[str, tuple[str, ...]]  # of a word, and the piece of the reading behind each of its letters
Slips = tuple[Slip, ...]
Back = Mapping[str, tuple[str, ...]]


def single_keys(read: str, at: Iterable[Place], forms: Forms) -> list[Key]:
    """Of the key of `read` itself and those with one place changed, the ones that are listed."""
    own = fold(read)
    changed = changed_keys(read, at, forms)
    return [(own, tuple(read)), *changed] if own in forms.keys else changed


def changed_keys(read: str, at: Iterable[Place], forms: Forms) -> list[Key]:
    """Of the keys of `read` with one place changed the ones that are listed."""
    folded, listed = fold(read), forms.keys
    return [
        (key, (*read[:start], read[start:end], *read[end:]))
        for start, end, letter in at
        if (key := folded[:start] + letter + folded[end:]) in listed
    ]


def double_keys(read: str, first: Back, second: Back, forms: Forms) -> Iterator[Key]:
    """The listed keys with two confusions taken back, one of each kind."""
    folded, listed = fold(read), forms.keys
    ones = [place for place in places(read, first) if place[0] < place[1]]
    others = ones if second is first else [place for place in places(read, second) if place[0] < place[1]]
    for one in ones:
        head, tail = folded[: one[0]] + one[2], one[2] + folded[one[1] :]
        for other in others:
            if one[1] <= other[0]:
                key = head + folded[one[1] : other[0]] + other[2] + folded[other[1] :]
                if key in listed:
                    yield key, _pieces(read, one, other)
            elif other[1] <= one[0] and second is not first:
                key = folded[: other[0]] + other[2] + folded[other[1] : one[0]] + tail
                if key in listed:
                    yield key, _pieces(read, other, one)


def lost_places(read: str, near: Iterable[Place]) -> list[Place]:
    """The places at which any row of up to three letters may be taken for a lost umlaut or ß.

    Where nothing but dots was lost, the key stays the same; one such place stands for all.
    """
    folded = fold(read)
    alike = [(place, place + 1, letter) for place, letter in enumerate(folded) if letter in LOST][:1]
    lost = (
        (start, end, letter)
        for start, end, letter in near
        if letter in LOST and start < len(read) and folded[start:end] not in SPELLED_OUT
    )
    return sorted([*alike, *lost], key=lambda place: (place[0], place[1], LOST.index(place[2])))


def _pieces(read: str, left: Place, right: Place) -> tuple[str, ...]:
    return (
        *read[: left[0]],
        read[left[0] : left[1]],
        *read[left[1] : right[0]],
        read[right[0] : right[1]],
        *read[right[1] :],
    )


@lru_cache(maxsize=64)
def every_place(length: int, letters: str) -> tuple[Place, ...]:
    """All places of a reading of this length with one of the letters at each, in the order of `places`."""
    added = [(start, start, letter) for letter in letters for start in range(length + 1)]
    sizes = range(1, LONGEST_SEEN + 1)
    spans = [(start, start + size) for size in sizes for start in range(length - size + 1)]
    return (*added, *((*span, letter) for span in spans for letter in letters))


def named_places(read: str, near: Iterable[Place], back: Back) -> list[Place]:
    """Of some places those at which a confusion may be taken back."""
    return [place for place in near if place[2] in back.get(read[place[0] : place[1]], ())]


def places(read: str, back: Back) -> list[Place]:
    """Where a confusion may be taken back: start, end and the folded letter that would stand there."""
    length, get = len(read), back.get
    added = [(start, start, letter) for letter in get("", ()) for start in range(length + 1)]
    return added + [
        (start, start + size, letter)
        for size in range(1, LONGEST_SEEN + 1)
        for start in range(length - size + 1)
        for letter in get(read[start : start + size], ())
    ]


class CommonPlaces:
    """Finds where a common confusion may be taken back in parts and stems of words.

    Args:
        channel: knows the confusions.
        lists: all that parts and stems may be.
    """

    def __init__(self, channel: Channel, lists: Sequence[Forms]) -> None:
        self._back = channel.common
        self._seen = {seen: letters for seen, letters in channel.common.items() if seen}
        self._channel = channel
        self._lists = lists

    @cached_property
    def _dropped(self) -> frozenset[str]:
        """The keys of words in which a letter may be missing, each without it."""
        return frozenset(
            key[:place] + key[place + 1 :]
            for forms in self._lists
            for key in forms.with_letters(self._channel.dropped)
            for place, letter in enumerate(key)
            if letter in self._back.get("", ())
        )

    def find(self, read: str) -> list[Place]:
        """The places in `read`; none for a letter that is missing, unless a word without it looks so."""
        return places(read, self._back if fold(read) in self._dropped else self._seen)


def align(
    pieces: tuple[str, ...], word: str, named: Container[tuple[str, str]], *, unnamed: bool = False
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
    pairs = [(true, seen) for seen, true in zip(pieces, word, strict=True) if seen != true or true in UMLAUTS]
    for pair in pairs:
        if pair not in named and pair[0] != pair[1] and not (unnamed and pair[0] in UMLAUTS):
            return None
    return tuple([Slip(*pair) for pair in pairs])
