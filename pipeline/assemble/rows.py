"""Join the blocks of one goal, and lead their repairs back to it."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from pipeline.records import Block, Identifier, LoggedRepair, PrintedLabel, Repair, RepairedBlock

CELLS = ("text", "responsible", "deadline", "indicator")


def join_rows(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Join the blocks that share row and role, as those of a goal that goes on over a page's end."""
    joined: list[Block] = []
    places: dict[tuple[int, str], int] = {}
    for block in blocks:
        key = (block.row, block.role) if block.row is not None and block.role in CELLS else None
        if key in places:
            joined[places[key]] = _join(joined[places[key]], block)
        else:
            if key is not None:
                places[key] = len(joined)
            joined.append(block)
    return tuple(joined)


def _join(first: Block, second: Block) -> Block:
    offset = len(first.text) + 1 if first.text else 0
    return evolve(
        first,
        text=f"{first.text}\n{second.text}" if first.text else second.text,
        bbox=first.bbox + second.bbox,
        edits=first.edits + tuple(_shifted(edit, offset) for edit in second.edits),
        marks=first.marks + second.marks,
        flags=tuple(dict.fromkeys(first.flags + second.flags)),
    )


def _shifted(edit: Repair, offset: int) -> Repair:
    return evolve(edit, start=edit.start + offset, end=edit.end + offset)


def labels_of(blocks: Sequence[Block]) -> tuple[PrintedLabel, ...]:
    """The printed labels in document order, each with the number of the section in which it stands."""
    theme: str | None = None
    labels = []
    for block in blocks:
        if block.role == "heading" and block.number:
            theme = block.number.replace(",", ".").strip(". ")
        elif block.role == "label":
            labels.append(PrintedLabel(block.text, block.page, theme, "label-doubtful" in block.flags))
    return tuple(labels)


def settle_rows(blocks: Sequence[Block], identifiers: Sequence[Identifier | None]) -> tuple[Block, ...]:
    """Give the rows whose doubtful label is none to the goal above: they are part of its text.

    A row of a table without any label is so only where it may go on from the page before; else it is open.
    """
    found = iter(identifiers)
    settled: list[Block] = []
    row: int | None = None
    page = 0  # on which the goal above ends
    moved: dict[int, int | None] = {}
    unlabelled: set[int] = set()
    for block in blocks:
        if block.role == "label" and next(found) is None and block.row is not None:
            moved[block.row] = row if block.text or page < block.page else None
            if block.text:
                settled.append(evolve(block, role="text", row=row, flags=()))
            else:
                unlabelled.add(block.row)
            continue
        if block.row in moved:
            block = _moved(block, moved[block.row], unsure=block.row in unlabelled)
        if block.row is not None:
            row, page = block.row, block.page
        settled.append(block)
    return tuple(settled)


def _moved(block: Block, row: int | None, *, unsure: bool) -> Block:
    """A block of a row that has no identifier, given to the goal above or left open."""
    if row is None:
        return evolve(block, role="text", row=None)
    doubts = ("extent-assumed",) if unsure and block.role == "text" else ()
    return evolve(block, row=row, flags=tuple(dict.fromkeys((*block.flags, *doubts))))


def logged_repairs(blocks: Sequence[RepairedBlock], ids: Mapping[int, str]) -> Iterator[LoggedRepair]:
    """Every repair with the goal to which it belongs."""
    for one in blocks:
        goal = ids.get(one.block.row) if one.block.row is not None else None
        for repair in one.text.repairs:
            yield LoggedRepair(goal, one.block.page, repair)
