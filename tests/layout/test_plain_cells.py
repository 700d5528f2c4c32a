"""The cells of a table in text without boxes."""

import pytest

from pipeline.layout.forms import read_forms
from pipeline.layout.plain import lay_out_plain
from pipeline.layout.plain_cells import read_row
from pipeline.records import Block, Page
from pipeline.rulebook import open_rulebook
from tests import family

HEAD = "Nr. Ziel / Maßnahme Zuständig Frist"
ROWS = (
    (
        "LZ 1",
        "Alle Menschen finden im Kreis Angebote, die zu",
        "ihrem Leben und zu ihrer Zeit passen, auch",
        "ohne Auto.",
    ),
    (
        "UZ 1.1",
        "Kurse gibt es in allen Orten, und zwar das ganze",
        "Jahr über und zu festen Zeiten, die jeder",
        "kennt.",
    ),
    (
        "UZ 1.2",
        "Die Bücherei bleibt offen, und ihr Bus fährt in die",
        "Dörfer, in denen es keinen Laden mehr gibt, je-",
        "de Woche.",
    ),
    (
        "UZ 1.3",
        "Das alte Haus am Markt wird saniert, damit dort",
        "Vereine, Kirchen und Nachbarn zusammen feiern",
        "können.",
    ),
)
BODIES = (("Jugendamt", ""), ("Sozialamt", ""), ("Amt für Kreis-", "entwicklung"), ("Jugendamt", ""))
TERMS = ("31.12.2026", "laufend", "Ende 2027", "mittelfristig")


@pytest.fixture(scope="module")
def lay_out(grammar):
    """Lay out a page of plain text."""
    forms = read_forms(open_rulebook())
    return lambda text: lay_out_plain(
        [Page(1, 0.0, 0.0, "plain", lines=tuple(text.splitlines()))], grammar, forms
    )


def by_line() -> str:
    """The rows, of which the lines of all cells stand behind each other."""
    lines = [HEAD]
    for (label, *text), (body, rest), term in zip(ROWS, BODIES, TERMS, strict=True):
        lines += [f"{label} {text[0]} {body} {term}", f"{text[1]} {rest}".strip(), *text[2:]]
    return "\n".join(lines)


def by_cell() -> str:
    """The rows cell by cell, below a head that was read so too."""
    cells = ["Nr.", "Ziel / Maßnahme", "Zuständig", "Frist"]
    for (label, *text), body, term in zip(ROWS, BODIES, TERMS, strict=True):
        cells += [label, "\n".join(text), "\n".join(filter(None, body)), term]
    return "\n\n".join(cells)


def cells_of(blocks: tuple[Block, ...], role: str) -> list[str]:
    """The cells of a column, each in one line."""
    return [" ".join(block.text.split()) for block in blocks if block.role == role and block.row is not None]


@pytest.mark.parametrize("write", [by_line, by_cell], ids=lambda write: write.__name__)
def test_cells_are_told_apart(write, lay_out):
    """Line by line or cell by cell, every word comes into its column."""
    blocks = lay_out(write())

    assert cells_of(blocks, "text") == [" ".join(text) for _, *text in ROWS]
    assert cells_of(blocks, "responsible") == [" ".join(filter(None, body)) for body in BODIES]
    assert cells_of(blocks, "deadline") == list(TERMS)


def test_vertical_lines_part_cells(lay_out):
    """What is left of a table's lines decides, whatever the words."""
    text = by_line().replace(" Jugendamt ", " | Verein der Freunde | ")

    assert cells_of(lay_out(text), "responsible")[0] == "Verein der Freunde"


def test_section_whose_head_is_lost(lay_out):
    """Where sections have tables, one without a head has the same."""
    lines = by_line().splitlines()
    text = "\n".join(["4.1 Bildung", "", *lines, "", "4.2 Pflege", "", *lines[1:]])

    assert cells_of(lay_out(text), "deadline") == list(TERMS * 2)


def test_other_sections_are_no_tables(lay_out):
    """A table of costs makes no table of the goals."""
    text = "4.1 Geld\n\n" + HEAD + "\nDas Amt zahlt.\n\n4.2 Ziele\n\nLZ 1 Alle lernen bis\n2026.\n"

    assert cells_of(lay_out(text), "text") == ["Alle lernen bis 2026."]


def test_row_is_read_with_its_joints():
    """Vertical lines and wide blanks part words, and are no words themselves."""
    row = read_row("Kurse gibt es | Amt  2026\n\nimmer.")

    assert row.lines == (("Kurse", "gibt", "es", "Amt", "2026"), ("immer.",))
    assert (row.gaps, row.joints) == ((True, True), (frozenset({3, 4}), frozenset()))


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "write", [family.write_table_lines, family.write_table_cells], ids=lambda one: one.__name__
)
def test_most_tables_of_the_family_are_sure(write, grammar):
    """In most rows the texts are right, and what is wrong is in doubt."""
    forms = read_forms(open_rulebook())
    for seed in range(2):
        entries = family.draw_strategy(seed, 30)
        text = write(entries, seed)
        pages = [
            Page(at, 0.0, 0.0, "plain", lines=tuple(page.splitlines()))
            for at, page in enumerate(text.split("\f"), 1)
        ]
        blocks = lay_out_plain(pages, grammar, forms)
        texts = {block.row: block for block in blocks if block.role == "text" and block.row is not None}
        right = [
            " ".join(text.text.split()) == entry.text
            for text, entry in zip(texts.values(), entries, strict=True)
        ]

        assert sum(right) >= 0.6 * len(entries)
        assert all(text.flags or is_right for text, is_right in zip(texts.values(), right, strict=True))
