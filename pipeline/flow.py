"""The order of the stages."""

from pathlib import Path
from typing import Literal

from attrs import evolve, field, frozen

from pipeline.assemble import (
    assemble,
    edition_key,
    find_imprint,
    join_rows,
    labels_of,
    set_repeats_aside,
    settle_rows,
)
from pipeline.check import check, check_scans, is_poor
from pipeline.deadlines import join_deadlines, open_reader, read_context
from pipeline.errors import NoGoalError
from pipeline.extract import read_document
from pipeline.grammar import read_grammar
from pipeline.identifiers import identify, match_labels
from pipeline.layout import lay_out
from pipeline.records import Block, Catalogue, Deadline, Document, RawText, RepairedBlock, RepairedText
from pipeline.repair import repair_texts
from pipeline.rulebook import Rulebook, open_rulebook

NOT_REPAIRED = ("label", "contents")


@frozen
class ImportOptions:
    """How a document is to be read; `edition` is the key, None takes it from the title."""

    edition: str | None = None
    ocr: Literal["auto", "never", "always"] = "auto"
    rulebook: Rulebook = field(factory=open_rulebook)


def import_document(path: Path, options: ImportOptions) -> Catalogue:
    """Read a document into a catalogue, with its findings.

    Raises:
        UnreadableInputError: the file cannot be read.
        NoGoalError: it holds no goal.
    """
    rulebook = options.rulebook
    grammar = read_grammar(rulebook)
    document = read_document(path, options.ocr)
    laid_out = lay_out(document, grammar, rulebook)
    labels = labels_of(laid_out)
    if not any(match_labels(labels, grammar)):
        raise _no_goal(path, document, options)
    identifiers = identify(labels, grammar)
    laid_out = settle_rows(laid_out, identifiers)
    laid_out, found = set_repeats_aside(laid_out, [one for one in identifiers if one])
    laid_out = _doubt_poor(laid_out, {page.number for page in document.pages if is_poor(page)})
    recognised = {page.number for page in document.pages if page.origin == "ocr"}
    blocks = _repair(join_rows(laid_out), recognised, rulebook)
    imprint = find_imprint(blocks)
    prose = [one.text.text for one in blocks if one.block.row is None]  # a goal explains no terms
    cells = [one.text.text for one in blocks if one.block.role == "deadline"]
    reader = open_reader(rulebook, read_context(prose, imprint.period, rulebook=rulebook, cells=cells))

    def deadlines(text: str, cell: str | None) -> tuple[tuple[Deadline, ...], frozenset[str]]:
        read, conflict = join_deadlines(reader.read(text), reader.read_column(cell) if cell else ())
        doubts = {"deadline-conflict": conflict, "deadline-guessed": bool(cell and reader.guesses(cell))}
        return read, frozenset(doubt for doubt, holds in doubts.items() if holds)

    key = options.edition or edition_key(imprint, path.stem)
    catalogue = assemble(
        document.source,
        key,
        imprint,
        laid_out,
        blocks,
        found,
        deadlines,
        grammar,
    )
    found_in_scans = check_scans(document.pages, catalogue.accounts)
    return evolve(catalogue, findings=(*check(catalogue, grammar, found_in_scans), *catalogue.findings))


def _doubt_poor(blocks: tuple[Block, ...], poor: set[int]) -> tuple[Block, ...]:
    """Flag the texts of goals on pages that OCR could hardly read."""
    return tuple(
        evolve(block, flags=(*block.flags, "scan-poor"))
        if block.page in poor and block.role == "text" and block.row is not None
        else block
        for block in blocks
    )


def _repair(blocks: tuple[Block, ...], recognised: set[int], rulebook: Rulebook) -> tuple[RepairedBlock, ...]:
    """Repair all texts of a document together; labels stay as they are printed."""
    texts = [block for block in blocks if block.role not in NOT_REPAIRED]
    raw = [RawText(block.text, block.page, block.edits, block.page in recognised) for block in texts]
    repaired = iter(repair_texts(raw, rulebook))
    return tuple(
        RepairedBlock(
            block, RepairedText(block.text, block.text) if block.role in NOT_REPAIRED else next(repaired)
        )
        for block in blocks
    )


def _no_goal(path: Path, document: Document, options: ImportOptions) -> NoGoalError:
    if not any(page.words or "".join(page.lines).strip() for page in document.pages):
        return NoGoalError(
            f"{path}: Im Dokument wurde kein Text gefunden.",
            "Sind die Seiten Bilder, lesen Sie es mit --ocr auto ein."
            if options.ocr == "never" and document.source.kind == "pdf"
            else "Prüfen Sie, ob es die richtige Datei ist und ob die Seiten lesbar sind.",
        )
    return NoGoalError(
        f"{path}: Im Dokument beginnt kein Absatz mit der Kennung eines Ziels (LZ, UZ, M …).",
        "Heißen die Ziele dort anders, tragen Sie das in einer eigenen kennungen.toml ein (--rules).",
    )
