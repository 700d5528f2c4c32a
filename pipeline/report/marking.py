"""Show in a goal's text what was repaired: which words were read differently."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from attrs import frozen


@frozen
class Segment:
    """A piece of a text. `raw` is what was read in its place, None where that was the same."""

    text: str
    raw: str | None = None


def mark_repairs(raw: str, text: str) -> tuple[Segment, ...]:
    """Cut `text` into pieces as read and pieces repaired.

    Words are the unit, because a planner reads words. A line's end and its hyphen are no repair.
    """
    read, written = raw.split(), text.split()
    segments: list[Segment] = []
    for tag, *place in SequenceMatcher(None, read, written, autojunk=False).get_opcodes():
        start, end, first, last = place
        if tag == "equal":
            segments.append(Segment(" ".join(written[first:last])))
        else:
            segments += differing(read[start:end], written[first:last])
    return tuple(segments)


def differing(read: Sequence[str], written: Sequence[str]) -> Iterator[Segment]:
    """Pieces that differ: word by word where as many were read as written, else as a whole."""
    if len(read) != len(written):
        read, written = [" ".join(read)], [" ".join(written)]
    for raw, text in zip(read, written, strict=True):
        yield Segment(text, None if bare(raw) == bare(text) else raw)


def bare(text: str) -> str:
    """A text without what only the typesetting put into it: blanks and hyphens."""
    return text.replace(" ", "").replace("-", "").replace("\N{SOFT HYPHEN}", "")
