"""Headings that are counted by letters or Roman numerals."""

import pytest

from pipeline.grammar import Grammar
from pipeline.layout import lay_out
from pipeline.layout.forms import Forms
from pipeline.layout.lettered import find_lettered
from pipeline.layout.plain import lay_out_plain
from pipeline.records import Block, Page
from tests.layout.pages import document, page


def headings(blocks: tuple[Block, ...]) -> list[tuple[str | None, str]]:
    """Number and title of each heading."""
    return [(block.number, block.text) for block in blocks if block.role == "heading"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["A. Bildung", "B. Wohnen"], [("A", "Bildung"), ("B", "Wohnen")]),
        (["Themenfeld A: Bildung", "Themenfeld B: Wohnen"], [("A", "Bildung"), ("B", "Wohnen")]),
        (["A – Bildung", "B – Themenfeld Wohnen"], [("A", "Bildung"), ("B", "Wohnen")]),
        (
            ["I. Bildung", "Il. Wohnen", "ITI. Pflege"],
            [("I", "Bildung"), ("II", "Wohnen"), ("III", "Pflege")],
        ),
        (["C. Bildung", "Zwischen ihnen", "D. Wohnen"], []),
        (["A. Bildung"], []),
        (["A. Bildung", "B. Wohnen", "D. Pflege"], [("A", "Bildung"), ("B", "Wohnen"), ("D", "Pflege")]),
        (["A. Bildung", "A. Bildung", "B. Wohnen"], [("A", "Bildung"), ("B", "Wohnen")]),
        (["A. Lage", "B. Ziele", "A. Lage", "B. Ziele"], []),
        (["I. Quartal 2026", "II. Quartal 2026"], []),
        (["a. lesen", "b. schreiben"], []),
        (["B. Müller", "C. Meier"], []),
    ],
)
def test_what_counts_on_from_the_first(
    texts: list[str], expected: list[tuple[str, str]], grammar: Grammar, forms: Forms
) -> None:
    """A series that begins with A or I; one alone, terms and small letters are none."""
    found = find_lettered(enumerate(texts), grammar, forms)

    assert [(match.number, match.title) for match in found.values()] == expected


def test_in_plain_text(grammar: Grammar, forms: Forms) -> None:
    """They are themes there, too; a list inside a goal is none."""
    text = "A. Bildung\nLZ 1 Alle lernen.\n\nB. Wohnen und Leben\n\nLZ 2 Häuser stehen offen."
    in_list = "LZ 1 Es gibt\n\nA. Kurse\n\nB. Bücher\n\nLZ 2 Häuser stehen offen."
    read = [
        headings(lay_out_plain([Page(1, 0.0, 0.0, "plain", lines=tuple(one.splitlines()))], grammar, forms))
        for one in (text, in_list)
    ]

    assert read == [[("A", "Bildung"), ("B", "Wohnen und Leben")], []]


@pytest.mark.parametrize(
    ("first", "second", "numbers"), [("A. {}", "B. {}", "AB"), ("Kapitel 1: {}", "Kapitel 2: {}", "12")]
)
def test_on_paper(first: str, second: str, numbers: str, grammar: Grammar) -> None:
    """What is printed before the title is the heading's number, also behind a word."""
    large = {"size": 15.0, "bold": True}
    pages = page(
        (60.0, 80.0, first.format("Bildung"), large),
        (60.0, 110.0, "LZ 1 Alle lernen ihr Leben lang, wo sie wohnen und arbeiten."),
        (60.0, 150.0, second.format("Wohnen"), large),
        (60.0, 180.0, "LZ 2 Häuser stehen offen, wo immer Menschen sie brauchen."),
    )

    assert headings(lay_out(document(pages), grammar)) == list(
        zip(numbers, ("Bildung", "Wohnen"), strict=True)
    )
