"""Goals that a document names again: in an overview, a schedule, a summary at its end.

A run of goals that stand elsewhere as well, in words that the fuller place has too, makes no goals of its
own. Its cells go to the goal where that has none of their kind. Where the words differ, the numbering begins
anew in each chapter, and all stay.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from pipeline.records import Block, Identifier

LEAST_ROWS = 3  # fewer goals with one identifier are a misprint, or read wrongly
ALIKE = 0.6  # share of the words of a run that stand in the fuller places, too
AS_FULL = 0.75  # of the words of the fullest place; OCR loses some
LEAST_WORDS = 3  # by which a goal is known again though its label was misread
NEAR = 4  # rows; a summary names goals one after another, and between them none of its own
STEM = 5  # letters; "Beratungen" is the word "Beratung"
CELLS = ("responsible", "deadline", "indicator")


@frozen
class Row:
    """A goal as it stands at one place; `bare` where nothing stands beside its label."""

    number: int
    id: str
    words: tuple[str, ...]
    bare: bool


def set_repeats_aside(
    blocks: Sequence[Block], identifiers: Sequence[Identifier]
) -> tuple[tuple[Block, ...], tuple[Identifier, ...]]:
    """The blocks with what only repeats other goals flagged "repeated", and the identifiers of the rest."""
    rows = list(_rows(blocks, identifiers))
    again = _told_elsewhere(rows)
    repeated = {
        row.number: again[row.number].number
        for run in _runs(rows, again)
        if _is_repetition(run, again)
        for row in run
    }
    kept = tuple(one for row, one in zip(rows, identifiers, strict=True) if row.number not in repeated)
    return tuple(_without(blocks, repeated)), kept


def _rows(blocks: Sequence[Block], identifiers: Sequence[Identifier]) -> Iterator[Row]:
    texts: dict[int, list[str]] = {}
    filled = {block.row for block in blocks if block.role != "label"}
    for block in blocks:
        if block.row is not None and block.role == "text":
            texts.setdefault(block.row, []).append(block.text)
    labels = [block for block in blocks if block.role == "label" and block.row is not None]
    for label, identifier in zip(labels, identifiers, strict=True):
        assert label.row is not None
        words = tuple(_stems(" ".join(texts.get(label.row, ()))))
        yield Row(label.row, identifier.id, words, label.row not in filled)


def _stems(text: str) -> Iterator[str]:
    joined = re.sub(r"-\s*\n\s*", "", text).casefold()
    return (word[:STEM] for word in re.findall(r"[^\W\d_]{4,}", joined))


def _fullest(rows: Sequence[Row]) -> dict[str, Row]:
    """Where each goal is told best: in about as many words as anywhere, among goals of that place alone."""
    places: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        places.setdefault(row.id, []).append(at)
    alone = [len(places[row.id]) == 1 for row in rows]
    found = {}
    for identifier, all_places in places.items():
        most = max(len(rows[at].words) for at in all_places)
        full = [at for at in all_places if len(rows[at].words) >= AS_FULL * most]
        best = max(full, key=lambda at: (sum(alone[max(at - NEAR, 0) : at + NEAR + 1]), -at))
        found[identifier] = rows[best]
    return found


def _told_elsewhere(rows: Sequence[Row]) -> dict[int, Row]:
    """The fuller place of each goal that has one; where its label was misread, that with all of its words."""
    fullest = _fullest(rows)
    by_word: dict[str, list[Row]] = {}
    for row in rows:
        for word in set(row.words):
            by_word.setdefault(word, []).append(row)
    found = {}
    for row in rows:
        if fullest[row.id] is not row:
            found[row.number] = fullest[row.id]
        elif len(set(row.words)) >= LEAST_WORDS and (other := _holder(row, by_word)) is not None:
            found[row.number] = other
    return found


def _holder(row: Row, by_word: Mapping[str, Sequence[Row]]) -> Row | None:
    """A row that has all words of another, and more."""
    words = set(row.words)
    rarest = min(words, key=lambda word: len(by_word[word]))
    return next((one for one in by_word[rarest] if words < set(one.words)), None)


def _runs(rows: Sequence[Row], again: Mapping[int, Row]) -> Iterator[list[Row]]:
    """Goals that are told more fully elsewhere, one after another, but for single ones between them."""
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


def _is_repetition(run: Sequence[Row], again: Mapping[int, Row]) -> bool:
    words = [(word, again[row.number].words) for row in run for word in row.words]
    known = sum(word in others for word, others in words)
    told = all(row.words or row.bare for row in run)
    by_label = sum(again[row.number].id == row.id for row in run)
    return told and by_label >= LEAST_ROWS and known >= ALIKE * len(words)


def _without(blocks: Sequence[Block], repeated: Mapping[int, int]) -> Iterator[Block]:
    """The blocks without rows that repeat others, but for cells that the others lack."""
    present = {(block.row, block.role) for block in blocks if block.row not in repeated}
    for block in blocks:
        fuller = repeated.get(block.row) if block.row is not None else None
        if fuller is None:
            yield block
        elif block.role in CELLS and (fuller, block.role) not in present:
            present.add((fuller, block.role))
            yield evolve(block, row=fuller)
        else:
            yield evolve(block, role="text", row=None, flags=("repeated",))
