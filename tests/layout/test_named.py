"""Cells that are named in the texts of goals: tests/cases/cells, and papers on which they are set so."""

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from pipeline.grammar import Grammar
from pipeline.layout import lay_out
from pipeline.layout.forms import Forms
from pipeline.layout.named import separate_named_cells
from pipeline.layout.plain import lay_out_plain
from pipeline.records import Block, BlockRole, Page, Repair
from tests.factories import block
from tests.layout.pages import column, document, page

FILE = Path(__file__).parents[1] / "cases" / "cells" / "named.toml"
SECONDS = 5.0
CASES: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]


def cells(blocks: tuple[Block, ...]) -> dict[str, dict[str, str]]:
    """The cells of each label by their role, each in one line, and the flags of its text."""
    found: dict[int | None, dict[str, str]] = {}
    labels = {one.row: one.text for one in blocks if one.role == "label"}
    for one in blocks:
        if one.row is not None and one.role != "label":
            found.setdefault(one.row, {})[one.role] = " ".join(one.text.split())
            if one.flags:
                found[one.row]["flags"] = ", ".join(one.flags)
    return {labels[row]: of_row for row, of_row in found.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_named_cells(case: dict[str, Any], grammar: Grammar, forms: Forms) -> None:
    """Each cell goes to its field, and every other word stays in the text."""
    pages = [Page(1, 0.0, 0.0, "plain", lines=tuple(case["text"].strip().splitlines()))]

    assert cells(lay_out_plain(pages, grammar, forms)) == case["expected"]


def test_on_paper_below_each_goal(grammar: Grammar) -> None:
    """A line of named cells below a paragraph belongs to the goal, also the last before a heading."""
    lines = [
        line
        for number in range(1, 4)
        for line in column(
            60.0,
            40.0 + 100.0 * number,
            [
                f"M 1.{number} Der Kreis plant den {number}. Abschnitt.",
                "",
                f"Zuständig: Amt {number}; Frist: 202{number}",
            ],
        )
        if line[2]
    ]
    heading = (60.0, 480.0, "2 Wohnen", {"size": 14.0, "bold": True})

    read = cells(lay_out(document(page(*lines, heading)), grammar))

    assert read == {
        f"M 1.{number}": {
            "text": f"Der Kreis plant den {number}. Abschnitt.",
            "responsible": f"Amt {number}",
            "deadline": f"202{number}",
        }
        for number in range(1, 4)
    }


def test_edits_stay_at_their_words(forms: Forms) -> None:
    """What layout takes out of a text it still takes out where the cell has gone."""
    text = "Der Kreis baut3 ein Netz.\nFrist: 20274"
    marks = (Repair(14, 15, "3", "", "footnote-mark", 1.0), Repair(37, 38, "4", "", "footnote-mark", 1.0))

    parted = separate_named_cells([evolve(block(text, row=1), edits=marks)], forms)

    assert [(one.role, one.text) for one in parted] == [
        ("text", "Der Kreis baut3 ein Netz."),
        ("deadline", "20274"),
    ]
    assert [[one.text[edit.start : edit.end] for edit in one.edits] for one in parted] == [["3"], ["4"]]


def test_a_goal_right_below_the_cells_of_another(grammar: Grammar) -> None:
    """Neither a full line nor one without a full stop above takes its label for a mention."""
    lines = [
        "M 1.1 Der Kreis plant den ersten Abschnitt der Wege.",
        "Zuständig: Amt für Kreisentwicklung, Bauen und Wohnen; Frist: Ende 2026",
        "M 1.2 Der Kreis plant den zweiten Abschnitt der Wege.",
        "Zuständig: Amt für Kreisentwicklung, Bauen und Wohnen; Frist: Ende 2027",
        "M 1.3 Der Kreis plant den dritten Abschnitt der Wege (Feder-",
        "führung: Bauamt, Frist: 2028).",
        "M 1.4 Der Kreis plant den vierten Abschnitt der Wege (Federführung: Bauamt,",
        "Frist: 2029).",
    ]

    read = cells(lay_out(document(page(*column(60.0, 80.0, lines))), grammar))

    assert [one["deadline"] for one in read.values()] == ["Ende 2026", "Ende 2027", "2028", "2029"]
    assert all(one["text"].endswith("Abschnitt der Wege.") for one in read.values())


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("indicator", "Zahl der Kurse je Zielgruppe: mindestens zwei"),
        ("deadline", "Start: 2026 / Überprüfung: 2028"),
        ("responsible", "Sozialamt / Partner: Caritas"),
        ("responsible", "Sozialamt; Frist: 2027"),
    ],
)
def test_what_a_column_proves_stays_whole(role: BlockRole, text: str, forms: Forms) -> None:
    """A cell of a table is never divided."""
    row = [block("Der Kreis baut ein Netz.", row=1), evolve(block(text, row=1), role=role)]

    assert separate_named_cells(row, forms) == tuple(row)


def test_text_beside_columns_stays_whole(forms: Forms) -> None:
    """Nothing is taken from a goal that has cells of its own."""
    row = [
        block("Der Kreis baut ein Netz.\nFrist: 2027", row=1),
        evolve(block("Bauamt", row=1), role="responsible"),
    ]

    assert separate_named_cells(row, forms) == tuple(row)


@pytest.mark.parametrize(
    "text",
    [
        "Wort : " * 4000,
        "Frist: 2027; " * 4000,
        "Netz (Feder-\nführung: Bauamt) " * 1500,
        "Frist: 2027\n" * 4000,
    ],
)
def test_long_texts_take_no_time(text: str, forms: Forms) -> None:
    """Neither many colons in a line nor many broken names take long, or go too deep."""
    started = time.process_time()

    separate_named_cells([block(text, row=1)], forms)

    assert time.process_time() - started < SECONDS
