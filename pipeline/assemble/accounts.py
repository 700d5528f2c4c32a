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
    but a title, open below any other, and prose in a section without goals. What stands in a goal's row but
    in none of its fields is a cell. Between goals of one chapter what
    looked like a heading may have been a line of a goal: there prose is open, and what begins in a sentence.
    """
    sections = _sections(blocks)
    with_goals = {section for section, block in zip(sections, blocks, strict=True) if block.row is not None}
    between = _between_goals(blocks)
    begun: set[int] = set()
    for at, (section, block) in enumerate(zip(sections, blocks, strict=True)):
        if block.row is not None:
            begun.discard(section) if block.role == "text" and is_title(block.text) else begun.add(section)
            fate: Fate = "cell" if block.role == "furniture" else "goal"
            yield Account(block.page, fate, ids.get(block.row), block.text)
        elif "repeated" in block.flags:
            yield Account(block.page, "repeated", None, block.text)
        elif block.role in ASIDE:
            yield Account(block.page, ASIDE[block.role], None, _with_number(block))
        else:
            fate = _fate(section, with_goals, begun)
            torn = at in between and (fate == "prose" or block.text[:1].islower())
            yield Account(block.page, "open" if torn else fate, None, block.text)


def _with_number(block: Block) -> str:
    """The text of a heading or footnote with its number, as it stands on the page."""
    return f"{block.number} {block.text}" if block.number else block.text


def _sections(blocks: Sequence[Block]) -> list[int]:
    section, sections = 0, []
    for block in blocks:
        section += block.role == "heading"
        sections.append(section)
    return sections


def _between_goals(blocks: Sequence[Block]) -> set[int]:
    """Indices of the blocks that have goals above and below them, with no numbered heading between."""
    found: set[int] = set()
    since: list[int] | None = None  # what stands below the last goal; None where there is none
    for at, block in enumerate(blocks):
        if block.row is not None:
            found.update(since or ())
            since = []
        elif block.role == "heading" and block.number:
            since = None
        elif since is not None and "repeated" not in block.flags:
            since.append(at)
    return found


def _fate(section: int, with_goals: set[int], begun: set[int]) -> Fate:
    if section not in with_goals:
        return "prose"
    return "open" if section in begun else "introduction"
