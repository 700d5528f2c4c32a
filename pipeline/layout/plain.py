"""Lay out the text of an OCR run, which has lines and pages but no boxes.

Labels and texts stand on one line, or a run of labels is followed by a run of paragraphs; both may be mixed
on one page. The page is cut into zones at what is certain (a label with its text, a heading with its title,
the turn of a page); within a zone, paragraphs are divided among labels by `plain_align`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, groupby, takewhile
from operator import itemgetter
from typing import Literal

from attrs import evolve, frozen

from pipeline.grammar import Grammar
from pipeline.layout.forms import Forms
from pipeline.layout.named import begins_cell, separate_named_cells
from pipeline.layout.plain_align import LEAD, Assignment, Atom, Item, Lead, align
from pipeline.layout.plain_cells import columns_of_pages, separate_cells
from pipeline.layout.plain_labels import mend_labels
from pipeline.layout.plain_lines import (
    Line,
    ends_sentence,
    join_wrapped_headings,
    looks_like_heading,
    mark_contents,
    mark_furniture,
    mark_headings,
    mark_tables,
    usual_width,
    written_lines,
)
from pipeline.layout.plain_notes import BULLET, mark_footnotes, take_marks, without_mark
from pipeline.layout.plain_numbers import mark_numbered_rows
from pipeline.layout.plain_run_on import part_run_on_lines
from pipeline.layout.plain_sheets import mark_sheets
from pipeline.layout.plain_tokens import Token, punctuated_share, read_tokens
from pipeline.records import Block, Page

STEM = 7  # letters by which nouns are compared
REPEATS = 0.6  # how much a noun that only two neighbours share ties them
SHORT_LINE = 0.8  # of the usual width of a line
BODY = ("label", "goal", "number", "heading", "text")
TITLE_PAGES = 2


def lay_out_plain(pages: Sequence[Page], grammar: Grammar, forms: Forms) -> tuple[Block, ...]:
    """Blocks of a plain text, in reading order; the blocks of one goal share a row."""
    whole = part_run_on_lines(list(written_lines(pages)), grammar)
    written = mark_sheets(mend_labels(list(whole), grammar), forms)
    lines = mark_footnotes(mark_lines(written, grammar, forms))
    tokens = read_tokens(lines, grammar)
    view = _View(
        grammar, forms, usual_width(one.text for one in lines if one.role == "body"), punctuated_share(tokens)
    )
    blocks: list[Block] = []
    row = 0
    for zone in join_waiting(list(cut_zones(tokens))):
        last = next((block for block in reversed(blocks) if block.role in ("text", "label", "heading")), None)
        blocks += lay_out_zone(zone, row, last, view)
        row += sum(token.kind in ("label", "goal") for token in (zone.head, *zone.tokens) if token)
    cells = separate_cells(mark_title(blocks), columns_of_pages(lines), forms)
    return separate_named_cells(take_marks(cells), forms)


def mark_lines(lines: Sequence[Line], grammar: Grammar, forms: Forms) -> list[Line]:
    """The lines of a document with their roles; footnotes are found later."""
    marked = mark_contents(mark_furniture(lines, grammar), forms)
    marked = mark_numbered_rows(marked, grammar, forms)
    return mark_tables(join_wrapped_headings(mark_headings(marked, grammar, forms), grammar), grammar, forms)


@frozen
class _View:
    """What is known of the whole document while a zone is laid out."""

    grammar: Grammar
    forms: Forms
    width: int
    punctuated: float


# ------------------------------------------------------------------- zones


@frozen
class Zone:
    """Tokens within which order decides; `head` is a label with its text, or a heading with its title.

    A zone without a head begins with a page, and the goal before may go on in it. `joined`: headings stand
    among its labels, and the texts of all come behind the last.
    """

    head: Token | None
    tokens: tuple[Token, ...]
    joined: bool = False


def cut_zones(tokens: Sequence[Token]) -> Iterator[Zone]:
    """Cut at each head, and at each page that begins with a column of labels."""
    start = 0
    for at in range(1, len(tokens) + 1):
        if at == len(tokens) or tokens[at].kind in ("goal", "heading") or _parts(tokens, at):
            yield _zone(tokens[start:at])
            start = at


def _parts(tokens: Sequence[Token], at: int) -> bool:
    """Whether a page of labels begins here, or the table of contents ends."""
    token = tokens[at]
    if tokens[at - 1].kind == "contents" != token.kind:
        return True
    before = next((one for one in reversed(tokens[:at]) if one.kind in BODY), None)
    return token.kind in ("label", "number") and before is not None and before.line.page != token.line.page


def _zone(tokens: Sequence[Token]) -> Zone:
    head = tokens[0] if tokens and tokens[0].kind in ("goal", "heading") else None
    return Zone(head, tuple(tokens[1:] if head else tokens))


def join_waiting(zones: Sequence[Zone]) -> Iterator[Zone]:
    """Join zones of which only the last of a page has texts, if these are enough for the labels of all.

    So an engine reads a page with two columns on which a theme ends and another begins.
    """
    at = 0
    while at < len(zones):
        end = at
        while end + 1 < len(zones) and _waits(zones[end]) and _is_below(zones[end], zones[end + 1]):
            end += 1
        joined = [token for zone in zones[at : end + 1] for token in (zone.head, *zone.tokens) if token]
        labels, texts = (sum(token.kind == kind for token in joined) for kind in ("label", "text"))
        if end > at and texts >= labels:
            yield Zone(joined[0], tuple(joined[1:]), joined=True)
            at = end + 1
        else:
            yield zones[at]
            at += 1


def _waits(zone: Zone) -> bool:
    """Whether a theme has labels and no text at all."""
    kinds = {token.kind for token in zone.tokens}
    return zone.head is not None and zone.head.kind == "heading" and "label" in kinds and "text" not in kinds


def _is_below(zone: Zone, below: Zone) -> bool:
    """Whether the next zone is that of a theme on the same page, and begins with a label as well."""
    first = next((token for token in below.tokens if token.kind in BODY), None)
    return (
        below.head is not None
        and below.head.kind == "heading"
        and below.head.line.page == zone.tokens[-1].line.page
        and first is not None
        and first.kind == "label"
    )


# ------------------------------------------------------------------ pieces


@frozen
class Piece:
    """Lines that certainly belong together; `above` is the line above them in the zone.

    `apart` says that an empty line or a label stands between.
    """

    at: int
    lines: tuple[Line, ...]
    above: Line | None
    apart: bool

    @property
    def text(self) -> str:
        """The lines as they stand there."""
        return "\n".join(line.text for line in self.lines)

    @property
    def new_paragraph(self) -> bool:
        """Whether an empty line parts it from a finished sentence above."""
        return self.lines[0].gap and (self.above is None or ends_sentence(self.above.text))


def cut_pieces(zone: Zone, view: "_View", *, divisible: bool) -> Iterator[Piece]:
    """The paragraphs of a zone; where labels wait for texts, cut wherever a text might begin."""
    places = [(at, token.line) for at, token in enumerate(zone.tokens) if token.kind == "text"]
    if zone.head is not None and zone.head.kind == "goal":
        places.insert(0, (-1, zone.head.line))
    labels = {at for at, token in enumerate(zone.tokens) if token.kind in ("label", "number")}
    start = 0
    for end in range(1, len(places) + 1):
        if end < len(places) and _is_cell_of_above(places, end, labels, view):
            continue
        if end == len(places) or _parted(places, end) or (divisible and _may_begin(places, end, view)):
            above = places[start - 1][1] if start else None
            lines = tuple(line for _, line in places[start:end])
            yield Piece(places[start][0], lines, above, apart=start == 0 or _parted(places, start))
            start = end


def _is_cell_of_above(places: Sequence[tuple[int, Line]], at: int, labels: set[int], view: "_View") -> bool:
    """Whether a line names a cell of the goal above ("Frist: 2027"), with no label between."""
    between = range(places[at - 1][0] + 1, places[at][0])
    return begins_cell(places[at][1].text, view.forms) and labels.isdisjoint(between)


def _parted(places: Sequence[tuple[int, Line]], at: int) -> bool:
    """Whether an empty line, or a label, stands between a line and the one above."""
    return places[at][1].gap or places[at][0] != places[at - 1][0] + 1


def _may_begin(places: Sequence[tuple[int, Line]], at: int, view: "_View") -> bool:
    """Whether a text may begin inside a paragraph: after a sentence, a short line or a theme's title."""
    above, here = places[at - 1][1], places[at][1]
    ended = ends_sentence(above.text) or len(above.text) < SHORT_LINE * view.width
    titles = any(view.grammar.strip_heading_word(line.text) != line.text for line in (above, here))
    return not here.text[:1].islower() and (ended or titles)


def _atoms(pieces: Sequence[Piece], view: "_View") -> Iterator[Atom]:
    nouns = [_nouns(piece.text) for piece in pieces]
    counts = Counter(noun for found in nouns for noun in found)
    for at, piece in enumerate(pieces):
        shared = nouns[at] & nouns[at - 1] if at else set()
        repeats = any(counts[noun] == 2 for noun in shared)
        leads = at + 1 < len(pieces) and BULLET.match(pieces[at + 1].text) is not None
        continues = view.grammar.continues_paragraph(piece.text)
        unfinished = leads and not ends_sentence(piece.text.removesuffix(":"))
        yield _atom(piece, view, cohesion=1.0 if continues or unfinished else REPEATS if repeats else 0.0)


def _nouns(text: str) -> set[str]:
    """Beginnings of the longer nouns of a text, of which two texts on one matter share some."""
    return {word[:STEM] for word in re.findall(r"\b[A-ZÄÖÜ]\w+", text) if len(word) >= STEM}


def _atom(piece: Piece, view: "_View", cohesion: float) -> Atom:
    first, above = piece.lines[0], piece.above
    return Atom(
        at=piece.at,
        start="gap" if piece.apart or above is None else _kind_of_cut(above, view.width),
        after_sentence=above is None or ends_sentence(above.text),
        goes_on=_goes_on(above.text if above else "", first.text),
        heading=_heading_look(piece, view.grammar),
        talk=view.grammar.talks_of_goals(piece.text),
        leads_on=piece.text.endswith(":"),
        in_table=bool(first.columns),
        cohesion=cohesion,
    )


def _kind_of_cut(above: Line, width: int) -> Literal["short", "line"]:
    return "short" if len(above.text) < SHORT_LINE * width else "line"


def _goes_on(above: str, here: str) -> bool:
    """Whether a line can only go on with the one above: a word broken off, small letters, a list."""
    small = here[:1].islower() and (above.endswith("-") or not ends_sentence(above))
    return small or BULLET.match(here) is not None


def _heading_look(piece: Piece, grammar: Grammar) -> Literal["no", "plain", "sure"]:
    if len(piece.lines) > 1 or not looks_like_heading(piece.text):
        return "no"
    return "sure" if grammar.strip_heading_word(piece.text) != piece.text else "plain"


# ------------------------------------------------------------------ blocks


def lay_out_zone(zone: Zone, row: int, last: Block | None, view: "_View") -> Iterator[Block]:
    """The blocks of a zone: the head, each label or heading with its paragraphs, and what is no body.

    Args:
        zone: the zone.
        row: the row of its first goal.
        last: the last block of the body before it.
        view: what is known of the document.
    """
    lead, owner = _lead(zone, last, row, view.grammar)
    if zone.head is not None:
        yield _head_block(zone.head, row, view.grammar)
    entries = [(at, token) for at, token in enumerate(zone.tokens) if token.kind in ("label", "number")]
    pieces = list(cut_pieces(zone, view, divisible=bool(entries)))
    items = [_item(zone.tokens, at, view.grammar) for at, _ in entries]
    assignment = align(items, list(_atoms(pieces, view)), lead, view.punctuated)
    first_row = row + 1 if owner == row else row
    blocks = _place(pieces, [token for _, token in entries], assignment, owner, first_row, view.grammar)
    yield from _with_headings(zone, blocks, view.grammar) if zone.joined else blocks
    yield from _asides([token for token in zone.tokens if token.kind not in BODY])


def _with_headings(zone: Zone, blocks: Iterable[Block], grammar: Grammar) -> Iterator[Block]:
    """The blocks with the headings that stand among the labels; which text belongs to which is assumed."""
    ahead: list[Block] = []
    waiting: list[list[Block]] = []
    for token in zone.tokens:
        if token.kind == "heading":
            ahead.append(_head_block(token, 0, grammar))
        elif token.kind in ("label", "number"):
            waiting.append(ahead)
            ahead = []
    left = iter(waiting)
    for block in blocks:
        if block.role in ("label", "heading"):
            yield from next(left)
        assumed = block.role == "text" and block.row is not None
        yield evolve(block, flags=(*block.flags, "order-assumed")) if assumed else block


def _asides(tokens: Sequence[Token]) -> Iterator[Block]:
    """Furniture and contents line by line, footnotes each with all its lines."""
    for at, token in enumerate(tokens):
        if token.kind != "footnote":
            yield Block(
                "contents" if token.kind == "contents" else "furniture", token.line.text, token.line.page
            )
        elif token.line.note or at == 0 or tokens[at - 1].kind != "footnote":
            following = takewhile(lambda one: one.kind == "footnote" and not one.line.note, tokens[at + 1 :])
            text = "\n".join([without_mark(token.line), *(one.line.text for one in following)])
            yield Block("footnote", text, token.line.page, number=token.line.note or None)


def _head_block(head: Token, row: int, grammar: Grammar) -> Block:
    if head.kind == "goal":
        flags = ("label-doubtful",) if head.doubtful else ()
        return Block("label", head.printed, head.line.page, row=row, flags=flags)
    match = head.line.heading
    title = match.title if match else head.line.text
    return Block("heading", title, head.line.page, number=head.number)


def _item(tokens: Sequence[Token], at: int, grammar: Grammar) -> Item:
    kind: Literal["label", "heading"] = "label" if tokens[at].kind == "label" else "heading"
    above = next((token.kind for token in reversed(tokens[:at]) if token.kind in BODY), None)
    alone = kind == "label" and above == "text" and tokens[at + 1 : at + 2] and tokens[at + 1].kind == "text"
    return Item(kind, at, _is_highest(tokens[at], grammar), alone=bool(alone))


def _is_highest(token: Token, grammar: Grammar) -> bool:
    """Whether a label is of a kind above which there is none."""
    match = grammar.match_label(token.printed)
    return match is not None and not grammar.kind(match.readings[0].prefix).parents


def _lead(zone: Zone, last: Block | None, row: int, grammar: Grammar) -> tuple[Lead, int | None]:
    """What the first paragraphs of a zone are, and the row to which they belong."""
    if zone.head is not None and zone.head.kind == "goal":
        return Lead("goal", forced=True, highest=_is_highest(zone.head, grammar)), row
    if zone.head is not None:
        return Lead("introduction"), None
    if last is None or last.role != "text" or last.row is None:
        return Lead("introduction"), None
    return Lead("finished" if ends_sentence(last.text) else "unfinished"), last.row


def _place(
    pieces: Sequence[Piece],
    entries: Sequence[Token],
    assignment: Assignment,
    owner: int | None,
    row: int,
    grammar: Grammar,
) -> Iterator[Block]:
    """Blocks of the pieces in reading order, each behind its label or heading."""
    rows = _rows(entries, row)
    done = 0
    for item, group in groupby(zip(assignment.items, pieces, strict=True), key=itemgetter(0)):
        members = [piece for _, piece in group]
        if item is None or item == LEAD:
            yield from _text_blocks(members, owner if item == LEAD else None)
            continue
        for missed in range(done, item):
            yield _entry_block(entries[missed], rows[missed], "")
        done = item + 1
        if entries[item].kind == "number":
            title, *members = members
            yield _entry_block(entries[item], None, grammar.strip_heading_word(title.text))
            yield from _text_blocks(members, None)
        else:
            yield _entry_block(entries[item], rows[item], "")
            flags = ("order-assumed",) if item in assignment.doubtful else ()
            yield from _text_blocks(members, rows[item], flags)
    for missed in range(done, len(entries)):
        yield _entry_block(entries[missed], rows[missed], "")


def _rows(entries: Sequence[Token], row: int) -> list[int | None]:
    rows = count(row)
    return [next(rows) if entry.kind == "label" else None for entry in entries]


def _entry_block(entry: Token, row: int | None, title: str) -> Block:
    if entry.kind == "label":
        flags = ("label-doubtful",) if entry.doubtful else ()
        return Block("label", entry.printed, entry.line.page, row=row, flags=flags)
    return Block("heading", title, entry.line.page, number=entry.number)


def _text_blocks(pieces: Sequence[Piece], row: int | None, flags: tuple[str, ...] = ()) -> Iterator[Block]:
    """The pieces of one text as a block for each page."""
    for page, group in groupby(pieces, key=lambda piece: piece.lines[0].page):
        text, mixed, cut = "", False, False
        for piece in group:
            cut = cut or any(line.run_on for line in piece.lines)
            in_table = any(line.columns for line in piece.lines)
            mixed = mixed or in_table
            parted = piece.lines[0].gap if in_table else piece.new_paragraph
            text += ("" if not text else "\n\n" if parted else "\n") + piece.text
        own = (*flags, "columns-mixed") if mixed and row is not None else flags
        if cut and row is not None:
            own = (*own, "extent-assumed")
        yield Block("text", text, page, row=row, flags=own)


def mark_title(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Give the short lines before the first heading or label of the first pages the role of a title."""
    end = next((at for at, block in enumerate(blocks) if block.role in ("heading", "label", "contents")), 0)
    return tuple(
        evolve(block, role="title") if at < end and _is_title(block) else block
        for at, block in enumerate(blocks)
    )


def _is_title(block: Block) -> bool:
    return block.role == "text" and block.page <= TITLE_PAGES and not ends_sentence(block.text)
