"""Stage 2: pages become blocks in reading order, each with its role; see `Block`.

`spreads.py` parts sheets on which two pages are printed, `lines.py` joins words, `furniture.py`,
`footnotes.py` and `contents.py` set aside what is no running text, `tables.py` and `flow.py` (`facts.py` for
fact sheets) read the rest, and `compose.py` writes the blocks. Text without boxes is for `plain.py`. Of both,
`named.py` parts texts from the cells that are named in them.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from pipeline.grammar import Grammar
from pipeline.layout.columns import usual_gutter
from pipeline.layout.compose import compose, take_flat_marks
from pipeline.layout.contents import set_contents_aside, set_title_aside
from pipeline.layout.facts import find_fact_form
from pipeline.layout.flow import FlowReader, adopt_paragraphs
from pipeline.layout.footnotes import set_footnotes_aside
from pipeline.layout.forms import Forms, read_forms
from pipeline.layout.furniture import find_furniture
from pipeline.layout.lettered import number_lettered
from pipeline.layout.lines import Line, Sheet, read_sheet, rows_of, turned_lines
from pipeline.layout.named import separate_named_cells
from pipeline.layout.parts import Part, Style, page_shifts, read_style
from pipeline.layout.regions import RegionCutter
from pipeline.layout.spreads import is_printed_two_up, join_sheets, part_sheets
from pipeline.layout.tables import TableReader
from pipeline.records import Block, Document, Page
from pipeline.rulebook import Rulebook, open_rulebook


def lay_out(document: Document, grammar: Grammar, rulebook: Rulebook | None = None) -> tuple[Block, ...]:
    """Lay out a document; without a rulebook by the shipped wordings."""
    forms = read_forms(rulebook or open_rulebook())
    if document.source.kind == "text":
        from pipeline.layout.plain import lay_out_plain

        return lay_out_plain(document.pages, grammar, forms)
    if is_printed_two_up(document.pages):
        blocks = _lay_out_pages(part_sheets(document.pages), grammar, forms)
        return join_sheets(blocks, document.pages)
    return _lay_out_pages(document.pages, grammar, forms)


def _lay_out_pages(pages: Sequence[Page], grammar: Grammar, forms: Forms) -> tuple[Block, ...]:
    sheets = [read_sheet(page) for page in pages]
    style = read_style(sheets, grammar, forms)
    furniture = find_furniture(sheets, style)
    across = [Part("furniture", (line,)) for sheet in sheets for line in turned_lines(sheet)]
    sheets = [sheet.without(_lines_of(furniture.get(sheet.number, ()))) for sheet in sheets]
    sheets, title = set_title_aside(sheets, style)
    sheets, footnotes = set_footnotes_aside(sheets, style)
    sheets, contents = _set_all_contents_aside(sheets, style)
    body = [*title, *contents, *adopt_paragraphs(read_body(sheets, style), style)]
    blocks = _in_order(body, [*footnotes, *across], furniture, sheets, style)
    return separate_named_cells(take_flat_marks(number_lettered(blocks, grammar, forms)), forms)


def _lines_of(parts: Iterable[Part]) -> Iterator[Line]:
    return (line for part in parts for line in part.lines)


def _set_all_contents_aside(sheets: Sequence[Sheet], style: Style) -> tuple[list[Sheet], list[Part]]:
    rest, contents, goes_on = [], [], False
    for sheet in sheets:
        without, found = set_contents_aside(sheet, style, goes_on=goes_on)
        rest.append(without)
        contents += found
        goes_on = bool(found) and not without.lines
    return rest, contents


def read_body(sheets: Sequence[Sheet], style: Style) -> Iterator[Part]:
    """Parts of all pages in reading order, without what was set aside."""
    numbers = count(1)
    gutter = usual_gutter((sheet.lines for sheet in sheets), style.grammar)
    cutter, tables, flow = (
        RegionCutter(style),
        TableReader(style, numbers),
        FlowReader(style, numbers, gutter, find_fact_form((rows_of(sheet.lines) for sheet in sheets), style)),
    )
    shifts = page_shifts(sheets)
    for sheet in sheets:
        cutter.shift(shifts.get(sheet.number, 0.0))
        flow.shift(shifts.get(sheet.number, 0.0))
        for region in cutter.cut(sheet):
            if region.grid is None:
                tables.close()
                yield from flow.read([line for row in region.rows for line in row])
            else:
                flow.close()
                yield from tables.read(region, sheet)


def _in_order(
    body: Iterable[Part],
    footnotes: Iterable[Part],
    furniture: dict[int, list[Part]],
    sheets: Sequence[Sheet],
    style: Style,
) -> list[Block]:
    """Blocks page by page: headers, the text, footnotes, footers."""
    middle = {sheet.number: sheet.height / 2 for sheet in sheets}
    ranked = [
        (3 if part.lines[0].top > middle[page] else 0, part)
        for page, parts in furniture.items()
        for part in parts
    ]
    blocks = [(rank, block) for rank, part in ranked for block in compose([part], style)]
    blocks += [(1, block) for block in compose(body, style)]
    blocks += [(2, block) for block in compose(footnotes, style)]
    return [block for _, block in sorted(blocks, key=lambda entry: (entry[1].page, entry[0]))]
