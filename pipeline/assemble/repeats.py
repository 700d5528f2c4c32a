"""Goals that a document names again: in an overview, a schedule, a summary at its end.

A goal that stands elsewhere as well, in words and figures that the fuller place all has too, makes no goal of
its own. Its cells go to the goal where that has none of their kind. What has a word or a figure more is
another goal, or another wording of which a planner decides: it stays.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from pipeline.records import Block, Identifier

LEAST_ROWS = 3  # fewer goals with one identifier are a misprint, or read wrongly
LEAST_WORDS = 3  # by which a goal is known again though its label was misread
NEAR = 4  # rows; a summary names goals one after another, and between them none of its own
STEM = 4  # letters that an ending leaves; "Beratungen" is the word "Beratung"
ENDING = re.compile(rf"(?<=\w{{{STEM}}})(?:ungen|ung|e[nmrs]?|n|s)$")
HYPHEN = re.compile(r"-\s*\n\s*(?=[a-zäöüß])(?!(?:und|oder)\b)")  # not that of "Kinder- und"
TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+")  # a date is one figure: its day is in no other date
UNACCENTED = str.maketrans("äöü", "aou")  # OCR loses umlauts
SHARED = 0.5  # of a goal's words, with the place of the same identifier that has most; else it is another
OTHERS = 3  # one in so many goals that are others: the numbers begin anew
CELLS = ("responsible", "deadline", "indicator")


@frozen
class Row:
    """A goal as it stands at one place; `bare` where nothing stands beside its label."""

    number: int
    id: str
    words: frozenset[str]
    bare: bool
    cells: int


def set_repeats_aside(
    blocks: Sequence[Block], identifiers: Sequence[Identifier]
) -> tuple[tuple[Block, ...], tuple[Identifier, ...]]:
    """The blocks with what only repeats other goals flagged "repeated", and the identifiers of the rest.

    Where numbers begin anew, goals of one identifier have fewer words by chance: only equal ones repeat.
    """
    rows = list(_rows(blocks, identifiers))
    again = _told_elsewhere(rows)
    if _begin_anew(rows, again):
        again = {row.number: again[row.number] for row in rows if _is_equal(row, again.get(row.number))}
    repeated = {number: place for run in _runs(rows, again) for number, place in _repetitions(run, again)}
    kept = tuple(one for row, one in zip(rows, identifiers, strict=True) if row.number not in repeated)
    return tuple(_without(blocks, repeated)), kept


def _rows(blocks: Sequence[Block], identifiers: Sequence[Identifier]) -> Iterator[Row]:
    texts: dict[int, list[str]] = {}
    filled = {block.row for block in blocks if block.role != "label"}
    cells = Counter(block.row for block in blocks if block.role in CELLS)
    for block in blocks:
        if block.row is not None and block.role == "text":
            texts.setdefault(block.row, []).append(block.text)
    labels = [block for block in blocks if block.role == "label" and block.row is not None]
    for label, identifier in zip(labels, identifiers, strict=True):
        assert label.row is not None
        words = frozenset(_words("\n".join(texts.get(label.row, ()))))
        yield Row(label.row, identifier.id, words, label.row not in filled, cells[label.row])


def _words(text: str) -> Iterator[str]:
    """Its words without their endings, and its figures; the short ones, too: they may be all that differs."""
    for token in TOKEN.findall(HYPHEN.sub("", text).casefold()):
        yield ENDING.sub("", token.translate(UNACCENTED)) if token.isalpha() else token


def _begin_anew(rows: Sequence[Row], again: Mapping[int, Row]) -> bool:
    """Whether many goals have an identifier that goals with quite other words have elsewhere."""
    pairs = [(row, again[row.number]) for row in rows if row.number in again]
    same = [(row.words, other.words) for row, other in pairs if row.id == other.id and row.words]
    others = sum(len(words & more) < SHARED * len(words) for words, more in same)
    return others >= LEAST_ROWS and OTHERS * others > len(same)


def _is_equal(row: Row, other: Row | None) -> bool:
    return other is not None and row.words == other.words


def _fullest(rows: Sequence[Row]) -> dict[str, Row]:
    """Where each goal is told best: what most places repeat, with cells, among goals of that place alone."""
    places: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        places.setdefault(row.id, []).append(at)
    alone = [len(places[row.id]) == 1 for row in rows]
    found = {}
    for identifier, all_places in places.items():

        def rank(at: int, others: Sequence[int] = all_places) -> tuple[int, int, int, int]:
            holds = sum(rows[other].words <= rows[at].words for other in others)
            return holds, rows[at].cells, sum(alone[max(at - NEAR, 0) : at + NEAR + 1]), -at

        found[identifier] = rows[max(all_places, key=rank)]
    return found


def _told_elsewhere(rows: Sequence[Row]) -> dict[int, Row]:
    """Where else each goal is told; one whose label stands once (misread), where all of its words are."""
    fullest = _fullest(rows)
    several = {row.id for row in rows if fullest[row.id] is not row}
    by_word: dict[str, list[Row]] = {}
    for row in fullest.values():
        for word in row.words:
            by_word.setdefault(word, []).append(row)
    found = {}
    for row in rows:
        if fullest[row.id] is not row:
            found[row.number] = fullest[row.id]
        elif row.id not in several and (other := _holder(row, by_word)) is not None:
            found[row.number] = other
    return found


def _holder(row: Row, by_word: Mapping[str, Sequence[Row]]) -> Row | None:
    """A row that has all words of another, and more."""
    if sum(len(word) >= STEM for word in row.words) < LEAST_WORDS:
        return None
    rarest = min(row.words, key=lambda word: (len(by_word[word]), word))
    return next((one for one in by_word[rarest] if row.words < one.words), None)


def _runs(rows: Sequence[Row], again: Mapping[int, Row]) -> Iterator[list[Row]]:
    """Goals that are told elsewhere, one after another, but for single ones between them."""
    run: list[Row] = []
    beside = 0
    for row in rows:
        beside = 0 if row.number in again else beside + 1
        if beside > 1 and run:
            yield run
            run = []
        if row.number in again:
            run.append(row)
    if run:
        yield run


def _repetitions(run: Sequence[Row], again: Mapping[int, Row]) -> Iterator[tuple[int, int]]:
    """Which rows of a run only repeat others, and which these are; each is decided by its own words."""
    labelled = [row for row in run if again[row.number].id == row.id]
    same = [row for row in labelled if row.words <= again[row.number].words]
    if len(same) < len(labelled):
        same = [row for row in same if not row.bare]  # their texts may be lost, and as new as the others'
    if len(same) < LEAST_ROWS or not all(row.words or row.bare for row in run):
        return
    named = {again[row.number].number for row in same}
    yield from ((row.number, again[row.number].number) for row in same)
    for row in run[run.index(same[0]) : run.index(same[-1])]:
        place = again[row.number]
        if place.id != row.id and place.number not in named:  # misread: the label that the run lacks
            named.add(place.number)
            yield row.number, place.number


def _without(blocks: Sequence[Block], repeated: Mapping[int, int]) -> Iterator[Block]:
    """The blocks without rows that repeat others, but for cells that the others lack."""
    givers = {(block.row, block.role): block.row for block in blocks if block.row not in repeated}
    for block in blocks:
        if block.row not in repeated or block.row is None:
            yield block
        elif block.role in CELLS and block.row == givers.setdefault(
            (_kept(block.row, repeated), block.role), block.row
        ):
            yield evolve(block, row=_kept(block.row, repeated))
        else:
            yield evolve(block, role="text", row=None, flags=("repeated",))


def _kept(row: int, repeated: Mapping[int, int]) -> int:
    """Where a row is told that stays itself; each place has more words than the last, so there is an end."""
    while row in repeated:
        row = repeated[row]
    return row
