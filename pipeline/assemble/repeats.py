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
    fullest = _fullest(rows)
    runs = [run for run in _runs(rows, fullest) if _is_repetition(run, fullest)]
    repeated = {row.number: fullest[row.id].number for run in runs for row in run}
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


def _runs(rows: Sequence[Row], fullest: Mapping[str, Row]) -> Iterator[list[Row]]:
    """Goals that are told more fully elsewhere, one after another, but for single ones between them."""
    run: list[Row] = []
    beside = 0
    for row in rows:
        again = fullest[row.id] is not row
        beside = 0 if again else beside + 1
        if beside > 1 and run:
            yield run
            run = []
        if again:
            run.append(row)
    if run:
        yield run


def _is_repetition(run: Sequence[Row], fullest: Mapping[str, Row]) -> bool:
    words = [(word, fullest[row.id].words) for row in run for word in row.words]
    known = sum(word in others for word, others in words)
    told = all(row.words or row.bare for row in run)
    return told and len(run) >= LEAST_ROWS and known >= ALIKE * len(words)


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
