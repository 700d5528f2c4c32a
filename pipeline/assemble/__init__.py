"""Stage 5: blocks, repaired texts, identifiers and deadlines become a catalogue.

`rows.py` joins what belongs to one goal, `repeats.py` sets aside what only names goals again, `imprint.py`
finds title, county and period, `sections.py` the theme of each goal, `goals.py` makes the goals, and
`accounts.py` says what became of every block.
"""

from collections.abc import Sequence

from pipeline.assemble.accounts import account_for
from pipeline.assemble.goals import DeadlineReading, make_goals
from pipeline.assemble.imprint import edition_key, find_imprint, imprint_findings
from pipeline.assemble.repeats import set_repeats_aside
from pipeline.assemble.rows import join_rows, labels_of, logged_repairs, settle_rows
from pipeline.assemble.sections import find_sections, used_themes
from pipeline.grammar import Grammar
from pipeline.records import (
    Block,
    Catalogue,
    Footnote,
    Identifier,
    Imprint,
    RepairedBlock,
    Source,
)

__all__ = [
    "assemble",
    "edition_key",
    "find_imprint",
    "join_rows",
    "labels_of",
    "set_repeats_aside",
    "settle_rows",
]


def assemble(
    source: Source,
    edition: str,
    imprint: Imprint,
    laid_out: Sequence[Block],
    blocks: Sequence[RepairedBlock],
    identifiers: Sequence[Identifier],
    deadlines: DeadlineReading,
    grammar: Grammar,
) -> Catalogue:
    """Make the catalogue of a document, with no findings but where title, county and period were read.

    Args:
        source: the file that was read.
        edition: the edition's key.
        imprint: title, county and period.
        laid_out: the blocks as they stand on the pages, for the account.
        blocks: the blocks with those of one row joined (`join_rows`), repaired.
        identifiers: what the labels mean, one for each label block, in their order.
        deadlines: reads the deadlines of a goal's text and its cell.
        grammar: levels and headings.
    """
    sections = find_sections(blocks, identifiers, grammar)
    goals = make_goals(blocks, identifiers, sections, deadlines)
    ids = {row: goal.id for row, goal in goals.items()}
    return Catalogue(
        edition=edition,
        title=imprint.title,
        county=imprint.county,
        period=imprint.period,
        source=source,
        themes=used_themes(sections, goals.values()),
        goals=tuple(goals.values()),
        footnotes=tuple(_footnotes(blocks)),
        findings=tuple(imprint_findings(imprint)),
        repairs=tuple(logged_repairs(blocks, ids)),
        accounts=tuple(account_for(laid_out, ids)),
    )


def _footnotes(blocks: Sequence[RepairedBlock]) -> list[Footnote]:
    notes = (one for one in blocks if one.block.role == "footnote")
    return [Footnote(one.block.number or "?", one.block.page, one.text.text) for one in notes]
