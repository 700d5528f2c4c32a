"""Word by word: what stayed, went and came, blind to hyphens, quotes, blanks and misread letters."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from attrs import frozen
from rapidfuzz.distance import Indel

from pipeline.compare.noise import setting_key
from pipeline.records import Noise, WordOp

Explains = Callable[[str, str], bool]
Place = tuple[int, int]
Kind = Literal["same", "layout", "reading", "removed", "added"]
LONGEST_JOIN = 3  # so many words of one side may be one of the other ("z. B.", a torn word)
SHAPES = tuple(
    (x, y) for x in range(1, LONGEST_JOIN + 1) for y in range(1, LONGEST_JOIN + 1) if min(x, y) < LONGEST_JOIN
)
LARGEST_REGION = 4_000  # cells; beyond, two regions have nothing in common that would be worth the search
JOIN_COST = 0.01  # word by word where that is possible
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
    if old == new:
        return WordDiff((("=", " ".join(old.split())),) if old.strip() else (), ())
    a, b = split_words(old), split_words(new)
    if a.keys <= b.keys:
        steps = list(align(a, b, explains))
    else:
        steps = [_swapped(step) for step in align(b, a, explains)]
    return WordDiff(tuple(merge(steps)), tuple(_noise(steps)))


def _swapped(step: Step) -> Step:
    kinds: dict[Kind, Kind] = {"removed": "added", "added": "removed"}
    return Step(step.new, step.old, kinds.get(step.kind, step.kind))


def _noise(steps: Iterable[Step]) -> Iterator[Noise]:
    return (Noise(step.old, step.new, step.kind) for step in steps if step.kind in ("layout", "reading"))


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


@frozen
class Words:
    """Words in text order, each with what is left of it when hyphens and quotes are taken out."""

    words: list[str]
    keys: list[str]

    def __getitem__(self, place: slice) -> "Words":
        """A stretch of the words."""
        return Words(self.words[place], self.keys[place])

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.words)


def split_words(text: str) -> Words:
    """The words of a text."""
    words = text.split()
    return Words(words, [setting_key(word) for word in words])


def align(old: Words, new: Words, explains: Explains | None) -> Iterator[Step]:
    """Lay two texts side by side: equal words first, then what lies between them."""
    i = j = 0
    for block in Indel.opcodes(old.keys, new.keys):
        if block.tag == "equal":
            yield from _align_region(old[i : block.src_start], new[j : block.dest_start], explains)
            i, j = block.src_end, block.dest_end
            pairs = zip(old.words[block.src_start : i], new.words[block.dest_start : j], strict=True)
            yield from (Step(one, other, "same" if one == other else "layout") for one, other in pairs)
    yield from _align_region(old[i:], new[j:], explains)


def _align_region(old: Words, new: Words, explains: Explains | None) -> Iterator[Step]:
    """Align words of which none is equal; torn, grown together and misread ones are found."""
    if len(old) * len(new) > LARGEST_REGION or (explains is None and not (_joins(old) & _joins(new))):
        sides: tuple[tuple[Words, Kind], ...] = (old, "removed"), (new, "added")
        for words, kind in sides:
            yield from (
                _alone(word, key, kind, explains)[1]
                for word, key in zip(words.words, words.keys, strict=True)
            )
        return
    best: dict[Place, tuple[float, Step | None, Place]] = {(0, 0): (0.0, None, (0, 0))}
    for i in range(len(old) + 1):
        for j in range(len(new) + 1):
            for x, y, cost, step in _moves(old[i : i + LONGEST_JOIN], new[j : j + LONGEST_JOIN], explains):
                place, total = (i + x, j + y), best[i, j][0] + cost
                if place not in best or total < best[place][0]:
                    best[place] = total, step, (i, j)
    yield from _walk_back(best, (len(old), len(new)))


def _joins(words: Words) -> set[str]:
    """What the words are, alone or joined with their neighbours."""
    sizes = range(1, LONGEST_JOIN + 1)
    starts = range(len(words))
    return {"".join(words.keys[start : start + size]) for size in sizes for start in starts} - {""}


def _walk_back(best: Mapping[Place, tuple[float, Step | None, Place]], place: Place) -> list[Step]:
    steps: list[Step] = []
    while (found := best[place])[1] is not None:
        steps.append(found[1])
        place = found[2]
    return steps[::-1]


def _moves(old: Words, new: Words, explains: Explains | None) -> Iterator[tuple[int, int, float, Step]]:
    for x, y in SHAPES:
        if x <= len(old) and y <= len(new):
            one, other = old.keys[:x], new.keys[:y]
            kind: Kind | None = "layout" if "".join(one) == "".join(other) else None
            if kind is None and explains is not None and explains(" ".join(one), " ".join(other)):
                kind = "reading"
            if kind is not None:
                step = Step(" ".join(old.words[:x]), " ".join(new.words[:y]), kind)
                cost = READING_COST * max(x, y) if kind == "reading" else 0.0
                yield x, y, cost + JOIN_COST * (x + y - 2), step
    if old:
        yield 1, 0, *_alone(old.words[0], old.keys[0], "removed", explains)
    if new:
        yield 0, 1, *_alone(new.words[0], new.keys[0], "added", explains)


def _alone(word: str, key: str, kind: Kind, explains: Explains | None) -> tuple[float, Step]:
    """A lone dash or quote is a matter of setting, a lone comma may be misread; a word went or came."""
    old, new = (word, "") if kind == "removed" else ("", word)
    if not key:
        return 0.0, Step(old, new, "layout")
    if explains is not None and explains(key, ""):
        return READING_COST, Step(old, new, "reading")
    return 1.0, Step(old, new, kind)
