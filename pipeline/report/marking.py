"""Show in a goal's text what was repaired and what is doubtful. Words are the unit: people read words."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from attrs import evolve, frozen

from pipeline.records import Doubt, Goal


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
    words = find_differences(goal.text_raw.split(), goal.text.split())
    return tuple(join_plain(add_doubts(words, goal.doubts)))


def find_differences(read: Sequence[str], written: Sequence[str]) -> Iterator[Segment]:
    """Each word of the text with what was read in its place."""
    for tag, start, end, first, last in SequenceMatcher(None, read, written, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from map(Segment, written[first:last])
        else:
            yield from pair_up(read[start:end], written[first:last])


def pair_up(read: Sequence[str], written: Sequence[str]) -> Iterator[Segment]:
    """Pieces that differ: word by word where as many were read as written, else as a whole."""
    if len(read) != len(written):
        read, written = [" ".join(read)], [" ".join(written)]
    for raw, text in zip(read, written, strict=True):
        yield Segment(text, None if bare(raw) == bare(text) else raw)


def bare(text: str) -> str:
    """A text without what only the typesetting put into it: blanks and hyphens."""
    return text.replace(" ", "").replace("-", "").replace("\N{SOFT HYPHEN}", "")


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
