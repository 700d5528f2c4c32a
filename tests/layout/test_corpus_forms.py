"""The shipped corpus, laid out: born digital to the letter, misread ones goal for goal."""

import json
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract import read_document
from pipeline.grammar import Grammar
from pipeline.layout import lay_out
from pipeline.records import Document
from tests.layout.reading import fold, read_goals

DERIVED = Path(__file__).parents[2] / "corpus" / "derived"
EDITIONS = ("lindental-2018", "lindental-2025")
ALIKE = 0.85  # umlauts lost, letters misread


def gold_of(edition: str) -> list[dict[str, Any]]:
    goals: list[dict[str, Any]] = json.loads((DERIVED / f"{edition}.gold.json").read_text("utf-8"))["goals"]
    return goals


@cache
def read_pdf(name: str) -> Document:
    return read_document(DERIVED / name, "never")


@pytest.mark.parametrize("edition", EDITIONS)
def test_born_digital_is_right_to_the_letter(edition: str, grammar: Grammar) -> None:
    """Every goal in order, with its text, its cells and the marks of its footnotes."""
    blocks = lay_out(read_pdf(f"{edition}.pdf"), grammar)
    gold = gold_of(edition)

    read = read_goals(blocks, grammar)

    assert [one.id for one in read] == [goal["id"] for goal in gold]
    assert [one.text for one in read] == [fold(goal["text"]) for goal in gold]
    for one, goal in zip(read, gold, strict=True):
        for column in ("responsible", "indicator"):
            assert one.cells.get(column, "").strip("–") == fold(goal[column] or "")


@pytest.mark.parametrize("edition", EDITIONS)
def test_misread_text_layer_keeps_goals_apart(edition: str, grammar: Grammar) -> None:
    """In the text layer of an English model every goal keeps its own text, whatever its label says."""
    blocks = lay_out(read_pdf(f"{edition}.ocr.pdf"), grammar)
    gold = gold_of(edition)

    read = read_goals(blocks, grammar)

    assert len(read) == len(gold)
    for one, goal in zip(read, gold, strict=True):
        assert SequenceMatcher(None, one.text, fold(goal["text"]), autojunk=False).ratio() > ALIKE, goal["id"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_nothing_of_a_page_is_lost(edition: str, grammar: Grammar) -> None:
    """Every word of a page stands in exactly one block."""
    document = read_pdf(f"{edition}.pdf")

    blocks = lay_out(document, grammar)

    printed = sum(len(fold(word.text)) for page in document.pages for word in page.words)
    numbers = sum(len(fold(block.number or "")) for block in blocks if block.role in ("heading", "footnote"))
    assert sum(len(fold(block.text)) for block in blocks) + numbers == printed
