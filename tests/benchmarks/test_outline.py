"""How the cost of layout, identifiers and assembly grows with the document."""

from time import process_time

import pytest

from pipeline.identifiers import identify
from pipeline.layout.forms import read_forms
from pipeline.layout.plain import lay_out_plain
from pipeline.records import Page, PrintedLabel
from pipeline.rulebook import open_rulebook
from tests import family

GROWTH = 4  # times as many pages
SLACK = 1.8  # a cost that grows with the square would be GROWTH times above the line


def pages_of(goals: int, strategies: int = 1) -> list[Page]:
    """Pages with about so many goals in each strategy; a page of a larger one holds other runs of goals."""
    seeds = range(3, 3 + strategies)
    texts = (family.write_columns(family.draw_strategy(seed, goals), seed) for seed in seeds)
    return [
        Page(number, 0.0, 0.0, "plain", lines=tuple(page.splitlines()))
        for number, page in enumerate("\f".join(texts).split("\f"), start=1)
    ]


def cost(work, *arguments) -> float:
    """Seconds of the quicker of two runs."""
    seconds = []
    for _ in range(2):
        start = process_time()
        work(*arguments)
        seconds.append(process_time() - start)
    return min(seconds)


@pytest.mark.parametrize("goals", [100, 1000])
def test_layout_of_plain_text(goals, benchmark, grammar):
    """How long the layout of plain text takes."""
    benchmark.extra_info["pages"] = len(pages_of(goals))
    benchmark(lay_out_plain, pages_of(goals), grammar, read_forms(open_rulebook()))


@pytest.mark.parametrize("share", [0.0, 0.6])
def test_identifiers_of_damaged_labels(share, benchmark, grammar):
    """How long it takes to decode 300 goals' labels, undamaged and damaged."""
    entries = family.damage_labels(family.draw_strategy(3, 300), share, 3)
    benchmark(identify, [PrintedLabel(entry.printed, 1, entry.theme) for entry in entries], grammar)


def test_layout_grows_with_the_pages(benchmark, grammar):
    """Four times as many pages cost about four times as much."""
    forms = read_forms(open_rulebook())
    few, many = pages_of(250, GROWTH), pages_of(250, GROWTH * GROWTH)
    ratio = cost(lay_out_plain, many, grammar, forms) / cost(lay_out_plain, few, grammar, forms)
    benchmark.extra_info["ratio"] = ratio
    benchmark(lambda: None)

    assert ratio <= SLACK * len(many) / len(few)


def test_identifiers_grow_with_the_labels(benchmark, grammar):
    """Four times as many labels cost about four times as much."""
    labels = [PrintedLabel(f"UZ{theme}.{goal}", 1) for theme in range(1, 41) for goal in range(1, 26)]
    ratio = cost(identify, labels * GROWTH, grammar) / cost(identify, labels, grammar)
    benchmark.extra_info["ratio"] = ratio
    benchmark(lambda: None)

    assert ratio <= SLACK * GROWTH
