"""Show in a goal's text what was repaired and what is doubtful. Words are the unit: people read words."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from attrs import evolve, frozen

from pipeline.records import Doubt, Goal

HYPHENS = ("-", "\N{SOFT HYPHEN}")
NO_HYPHENS = dict.fromkeys(map(ord, HYPHENS))


@frozen
class Segment:
    """A piece of a text.

    `raw` is what was read in its place, None where that was the same; `doubt` says why the piece may
    still be wrong.
    """

    text: str
    raw: str | None = None
    doubt: Doubt | None = None

    @property
    def plain(self) -> bool:
        """Whether there is nothing to say of the piece."""
        return self.raw is None and self.doubt is None


def mark_text(goal: Goal) -> tuple[Segment, ...]:
    """Cut a goal's text into plain pieces, repaired ones and doubtful ones.

    Joined by blanks, the pieces are the text. A line's end and its hyphen are no repair.
    """
    written = goal.text.split()
    words = find_differences(read_words(goal.text_raw, written), written)
    return tuple(join_plain(add_doubts(words, goal.doubts)))


def read_words(raw: str, written: Iterable[str]) -> list[str]:
    """The words as read; one that a line's end divides is joined where the text holds it whole."""
    known = set(map(bare, written))
    words: list[str] = []
    for word in raw.split():
        if words and words[-1].endswith(HYPHENS) and bare(words[-1] + word) in known:
            words[-1] += word
        else:
            words.append(word)
    return words


def find_differences(read: Sequence[str], written: Sequence[str]) -> Iterator[Segment]:
    """Each word of the text with what was read in its place."""
    before, after = list(map(bare, read)), list(map(bare, written))
    if before == after:  # as most are; the matcher is slow on long texts that repeat themselves
        yield from map(Segment, written)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            yield from map(Segment, written[first:last])
        else:
            yield from pair_up(read[start:end], written[first:last])


def pair_up(read: Sequence[str], written: Sequence[str]) -> Iterator[Segment]:
    """Pieces that differ: word by word where as many were read as written, else as a whole."""
    if len(read) != len(written):
        read, written = [" ".join(read)], [" ".join(written)]
    for raw, text in zip(read, written, strict=True):
        yield Segment(text, raw)


def bare(word: str) -> str:
    """A word without hyphens, which the typesetting may have put into it."""
    return word.translate(NO_HYPHENS)


def add_doubts(segments: Iterable[Segment], doubts: Sequence[Doubt]) -> Iterator[Segment]:
    """The pieces, each with the first doubt that touches it."""
    start = 0
    for segment in segments:
        end = start + len(segment.text)
        touching = (doubt for doubt in doubts if doubt.start < end and start < doubt.end)
        yield evolve(segment, doubt=next(touching, None))
        start = end + 1 if segment.text else start


def join_plain(segments: Iterable[Segment]) -> Iterator[Segment]:
    """The pieces, with neighbours of which there is nothing to say in one."""
    for plain, group in groupby(segments, key=lambda segment: segment.plain):
        if plain:
            yield Segment(" ".join(segment.text for segment in group))
        else:
            yield from group
