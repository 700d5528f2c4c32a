"""Word by word: what stayed, went and came, blind to hyphens, quotes, blanks and misread letters."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from attrs import frozen
from rapidfuzz.distance import Indel

from pipeline.compare.noise import setting_key
from pipeline.records import Noise, WordOp

Explains = Callable[[str, str], bool]
Kind = Literal["same", "layout", "reading", "removed", "added"]
LONGEST_JOIN = 3  # so many words of one side may be one of the other ("z. B.", a torn word)
SHAPES = tuple((x, y) for x in range(LONGEST_JOIN + 1) for y in range(LONGEST_JOIN + 1) if min(x, y) == 1)
LARGEST_REGION = 4_000  # cells; beyond, two regions have nothing in common that would be worth the search
READING_COST = 0.1  # a misread word is nearly the same word; a word gone costs 1


@frozen
class Step:
    """Words of the old and of the new text that belong together; one side is empty where they do not."""

    old: str
    new: str
    kind: Kind


@frozen
class WordDiff:
    """Operations in text order, and the differences that were folded away."""

    ops: tuple[WordOp, ...]
    noise: tuple[Noise, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing but noise differs."""
        return all(sign == "=" for sign, _ in self.ops)


def compare_words(old: str, new: str, explains: Explains | None = None) -> WordDiff:
    """Compare two texts; `explains` tells whether two words may be one that was misread.

    Swapped texts give the same result with the signs swapped.
    """
    if setting_key(old) <= setting_key(new):
        steps = list(align(old.split(), new.split(), explains))
    else:
        steps = [_swapped(step) for step in align(new.split(), old.split(), explains)]
    return WordDiff(tuple(merge(steps)), tuple(_noise(steps)))


def _swapped(step: Step) -> Step:
    kinds: dict[Kind, Kind] = {"removed": "added", "added": "removed"}
    return Step(step.new, step.old, kinds.get(step.kind, step.kind))


def _noise(steps: Iterable[Step]) -> Iterator[Noise]:
    return (Noise(step.old, step.new, step.kind) for step in steps if step.kind in ("layout", "reading"))  # type: ignore[arg-type]


def merge(steps: Iterable[Step]) -> Iterator[WordOp]:
    """Join steps of one sign; between two stretches that stayed, what went stands before what came."""
    stayed: list[str] = []
    went: list[str] = []
    came: list[str] = []
    for step in steps:
        if step.kind == "removed":
            went.append(step.old)
        elif step.kind == "added":
            came.append(step.new)
        if step.kind in ("removed", "added"):
            yield from _flush(("=", stayed))
        else:
            yield from _flush(("-", went), ("+", came))
            stayed.append(step.new or step.old)
    yield from _flush(("=", stayed), ("-", went), ("+", came))


def _flush(*kept: tuple[Literal["=", "-", "+"], list[str]]) -> Iterator[WordOp]:
    for sign, words in kept:
        if words:
            yield sign, " ".join(words)
            words.clear()


def align(old: Sequence[str], new: Sequence[str], explains: Explains | None) -> Iterator[Step]:
    """Lay two word lists side by side: equal words first, then what lies between them."""
    a, b = [setting_key(word) for word in old], [setting_key(word) for word in new]
    i = j = 0
    for block in Indel.opcodes(a, b):
        if block.tag == "equal":
            yield from _align_region(old[i : block.src_start], new[j : block.dest_start], explains)
            pairs = zip(
                old[block.src_start : block.src_end], new[block.dest_start : block.dest_end], strict=True
            )
            yield from (Step(one, other, "same" if one == other else "layout") for one, other in pairs)
            i, j = block.src_end, block.dest_end
    yield from _align_region(old[i:], new[j:], explains)


def _align_region(old: Sequence[str], new: Sequence[str], explains: Explains | None) -> Iterator[Step]:
    """Align words of which none is equal; torn, grown together and misread ones are found."""
    if len(old) * len(new) > LARGEST_REGION:
        yield from (Step(word, "", "removed") for word in old)
        yield from (Step("", word, "added") for word in new)
        return
    best: dict[tuple[int, int], tuple[float, Step | None, tuple[int, int]]] = {(0, 0): (0.0, None, (0, 0))}
    for i in range(len(old) + 1):
        for j in range(len(new) + 1):
            for x, y, cost, step in _moves(old[i:], new[j:], explains):
                place, total = (i + x, j + y), best[i, j][0] + cost
                if place not in best or total < best[place][0]:
                    best[place] = total, step, (i, j)
    yield from _walk_back(best, (len(old), len(new)))


def _walk_back(
    best: dict[tuple[int, int], tuple[float, Step | None, tuple[int, int]]], place: tuple[int, int]
) -> list[Step]:
    steps: list[Step] = []
    while (found := best[place])[1] is not None:
        steps.append(found[1])
        place = found[2]
    return steps[::-1]


def _moves(
    old: Sequence[str], new: Sequence[str], explains: Explains | None
) -> Iterator[tuple[int, int, float, Step]]:
    for x, y in SHAPES:
        if 0 < x <= len(old) and 0 < y <= len(new):
            one, other = " ".join(old[:x]), " ".join(new[:y])
            a, b = setting_key(one), setting_key(other)
            if a == b:
                yield x, y, 0.0, Step(one, other, "layout")
            elif explains is not None and explains(a, b):
                yield x, y, READING_COST, Step(one, other, "reading")
    if old:
        yield 1, 0, *_alone(old[0], Step(old[0], "", "removed"))
    if new:
        yield 0, 1, *_alone(new[0], Step("", new[0], "added"))


def _alone(word: str, step: Step) -> tuple[float, Step]:
    """A lone dash or quote is a matter of setting; any other word went or came."""
    return (1.0, step) if setting_key(word) else (0.0, Step(step.old, step.new, "layout"))
