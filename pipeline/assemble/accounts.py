"""What became of every block: nothing of a page may vanish silently."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.assemble.sections import is_title
from pipeline.records import Account, Block, Fate

ASIDE: dict[str, Fate] = {
    "title": "title",
    "heading": "heading",
    "footnote": "footnote",
    "furniture": "furniture",
    "contents": "contents",
}


def account_for(blocks: Sequence[Block], ids: Mapping[int, str]) -> Iterator[Account]:
    """An account of each block, in reading order.

    Text that belongs to no goal is an introduction above the first goal of its section or below one that is
    but a title, open below any other, and prose in a section without goals.
    """
    sections = _sections(blocks)
    with_goals = {section for section, block in zip(sections, blocks, strict=True) if block.row is not None}
    begun: set[int] = set()
    for section, block in zip(sections, blocks, strict=True):
        if block.row is not None:
            begun.discard(section) if block.role == "text" and is_title(block.text) else begun.add(section)
            yield Account(block.page, "goal", ids.get(block.row), block.text)
        elif block.role in ASIDE:
            yield Account(block.page, ASIDE[block.role], None, _with_number(block))
        else:
            yield Account(block.page, _fate(section, with_goals, begun), None, block.text)


def _with_number(block: Block) -> str:
    """The text of a heading or footnote with its number, as it stands on the page."""
    return f"{block.number} {block.text}" if block.number else block.text


def _sections(blocks: Sequence[Block]) -> list[int]:
    section, sections = 0, []
    for block in blocks:
        section += block.role == "heading"
        sections.append(section)
    return sections


def _fate(section: int, with_goals: set[int], begun: set[int]) -> Fate:
    if section not in with_goals:
        return "prose"
    return "open" if section in begun else "introduction"
