"""Stage 2: pages become blocks in reading order, each with its role; see `Block`.

`lines.py` joins words, `furniture.py`, `footnotes.py` and `contents.py` set aside what is no running text,
`tables.py` and `flow.py` read the rest, and `compose.py` writes the blocks. Text without boxes is the
matter of `plain.py`.
"""

from collections.abc import Iterator
from itertools import count

from pipeline.grammar import Grammar
from pipeline.layout.compose import compose
from pipeline.layout.flow import FlowReader
from pipeline.layout.forms import read_forms
from pipeline.layout.lines import Sheet, read_sheet
from pipeline.layout.parts import Part, Style, read_style
from pipeline.records import Block, Document
from pipeline.rulebook import Rulebook, open_rulebook


def lay_out(document: Document, grammar: Grammar, rulebook: Rulebook | None = None) -> tuple[Block, ...]:
    """Lay out a document; without a rulebook by the shipped wordings."""
    if document.source.kind == "text":
        from pipeline.layout.plain import lay_out_plain

        return lay_out_plain(document, grammar)
    sheets = [read_sheet(page) for page in document.pages]
    style = read_style(sheets, grammar, read_forms(rulebook or open_rulebook()))
    return tuple(compose(read_parts(sheets, style), style))


def read_parts(sheets: list[Sheet], style: Style) -> Iterator[Part]:
    """Parts of all pages in reading order."""
    flow = FlowReader(style, count(1))
    for sheet in sheets:
        yield from flow.read(sheet.lines)
