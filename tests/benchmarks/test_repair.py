"""Speed of the repair: how much a word costs, beside cutting the same text into words."""

import re
from pathlib import Path
from time import perf_counter

import pytest

from pipeline.repair import repair_text
from pipeline.rulebook import open_rulebook

RULES = open_rulebook()
DAMAGED = Path("corpus/derived/lindental-2018.ocr.txt").read_text(encoding="utf-8")
WORD_BY_REGEX = 500  # how much dearer than a regular expression's match a repaired word may be
LINEAR = 1.6  # how much dearer a word may become in a text four times as long


def seconds(function, *arguments) -> float:
    """The best of three."""
    times = []
    for _ in range(3):
        begun = perf_counter()
        function(*arguments)
        times.append(perf_counter() - begun)
    return min(times)


@pytest.mark.benchmark(group="repair")
def test_words(benchmark):
    """A word costs no more than some hundred matches of a simple pattern."""
    repair_text(DAMAGED, RULES)
    benchmark(repair_text, DAMAGED, RULES)

    matching = seconds(re.findall, r"\w+", DAMAGED)
    assert benchmark.stats.stats.min < WORD_BY_REGEX * matching


@pytest.mark.benchmark(group="repair")
def test_growth(benchmark):
    """Four times the text costs about four times as much."""
    once = seconds(repair_text, DAMAGED, RULES)
    benchmark(repair_text, "\n\n".join([DAMAGED] * 4), RULES)

    assert benchmark.stats.stats.min < 4 * LINEAR * once
