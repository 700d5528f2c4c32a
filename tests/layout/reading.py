"""What was read of a paper, in the form in which it can be compared with what is on it."""

import re
from collections.abc import Iterable, Sequence

from attrs import frozen

from pipeline.grammar import Grammar
from pipeline.records import Block

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}


@frozen
class ReadGoal:
    """A goal as laid out; texts without blanks and hyphens, which are the matter of repair."""

    id: str
    text: str
    cells: dict[str, str]
    marks: tuple[str, ...] = ()


def read_goals(blocks: Iterable[Block], grammar: Grammar) -> list[ReadGoal]:
    """The goals of a document by their rows."""
    rows: dict[int, dict[str, list[Block]]] = {}
    for block in blocks:
        if block.row is not None:
            rows.setdefault(block.row, {}).setdefault(block.role, []).append(block)
    return [_read_goal(row, grammar) for row in rows.values()]


def _read_goal(row: dict[str, list[Block]], grammar: Grammar) -> ReadGoal:
    label = row["label"][0].text if "label" in row else ""
    match = grammar.match_label(label)
    texts = row.get("text", [])
    return ReadGoal(
        id=match.readings[0].id if match else label,
        text=fold(plain(texts)),
        cells={
            role: fold(plain(row[role])) for role in ("responsible", "deadline", "indicator") if role in row
        },
        marks=tuple(mark for block in texts for mark in block.marks),
    )


def plain(blocks: Sequence[Block]) -> str:
    """The text of blocks with their edits carried out."""
    return "\n".join(edited(block) for block in blocks)


def edited(block: Block) -> str:
    """The text of a block with its edits carried out."""
    text = block.text
    for edit in reversed(block.edits):
        assert text[edit.start : edit.end] == edit.before
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


def fold(text: str) -> str:
    """A text without blanks, hyphens and ligatures."""
    for ligature, letters in LIGATURES.items():
        text = text.replace(ligature, letters)
    return re.sub(r"[\s\-\u00ad]+", "", text)
