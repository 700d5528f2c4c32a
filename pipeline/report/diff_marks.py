"""The texts of a change in pieces: what stayed, went and came, and which part went where."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from pipeline.records import Catalogue, Change


@frozen
class Mark:
    """A piece of a text: `sign` is = - +; `part` is the number of the part it went to, from 1."""

    sign: str
    text: str
    part: int = 0


def mark_sides(
    change: Change, old: Catalogue, new: Catalogue
) -> tuple[tuple[tuple[Mark, ...], ...], tuple[tuple[Mark, ...], ...]]:
    """The marked texts of the old and of the new goals."""
    if change.parts:
        return mark_parts(change, old, new)
    if not change.old or not change.new:
        texts = [old.goals[place].text for place in change.old_places]
        fresh = [new.goals[place].text for place in change.new_places]
        return tuple((Mark("=", text),) for text in texts), tuple((Mark("=", text),) for text in fresh)
    return (
        (tuple(Mark(sign, text) for sign, text in change.text if sign != "+"),),
        (tuple(Mark(sign, text) for sign, text in change.text if sign != "-"),),
    )


def mark_parts(
    change: Change, old: Catalogue, new: Catalogue
) -> tuple[tuple[tuple[Mark, ...], ...], tuple[tuple[Mark, ...], ...]]:
    """The whole with the numbers of the parts that its words went to, and the parts with their own words."""
    is_split = len(change.new) > 1
    own = "+" if is_split else "-"
    parts = tuple(
        tuple(Mark(sign, text, number) for sign, text in part.text if sign in ("=", own))
        for number, part in enumerate(change.parts, 1)
    )
    places, edition = (change.old_places, old) if is_split else (change.new_places, new)
    whole = mark_whole(edition.goals[places[0]].text, change, "-" if is_split else "+")
    return ((whole,), parts) if is_split else (parts, (whole,))


def mark_whole(text: str, change: Change, own: str) -> tuple[Mark, ...]:
    """Each word of the whole with the part that has it in its longest common stretch."""
    words = text.split()
    best = [(0, 0)] * len(words)  # length of the stretch, number of the part (negative: the earlier wins)
    for number, part in enumerate(change.parts, 1):
        at = 0
        for sign, piece in part.text:
            if sign in ("=", own):
                length = words_of(piece, words[at:])
                for place in range(at, at + length) if sign == "=" else ():
                    best[place] = max(best[place], (length, -number))
                at += length
    return tuple(join_marks(words, [-number for _, number in best], own))


def words_of(piece: str, words: Sequence[str]) -> int:
    """How many of the words make up a piece that may be hyphenated or set otherwise."""
    wanted, count = letters_in(piece), 0
    while wanted > 0 and count < len(words):
        wanted -= letters_in(words[count])
        count += 1
    return count


def letters_in(text: str) -> int:
    """Letters and digits of a text."""
    return sum(map(str.isalnum, text))


def join_marks(words: Sequence[str], numbers: Sequence[int], own: str) -> Iterator[Mark]:
    """Neighbouring words of one part in one piece; words of no part went or came."""
    start = 0
    for place in range(1, len(words) + 1):
        if place == len(words) or numbers[place] != numbers[start]:
            number = numbers[start]
            yield Mark("=" if number else own, " ".join(words[start:place]), number)
            start = place
