"""Speed of the repair: how much a word costs, beside cutting the same text into words."""

import re
from pathlib import Path
from time import perf_counter

import pytest

from pipeline.repair import repair_text
from pipeline.repair.knowledge import open_knowledge
from pipeline.rulebook import open_rulebook

RULES = open_rulebook()
DAMAGED = Path("corpus/derived/lindental-2018.ocr.txt").read_text(encoding="utf-8")
WORD_BY_REGEX = 350  # how much dearer than a regular expression's match a repaired word may be
NEW_BY_KNOWN = 4.5  # how much dearer a word may be in the first document of a run than when it comes again
LINEAR = 1.4  # how much dearer a word may become in a text four times as long


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


def forget():
    """Open all that is known anew: no word was looked up yet."""
    open_knowledge.cache_clear()
    open_knowledge(RULES)


@pytest.mark.benchmark(group="repair")
def test_new_words(benchmark):
    """Words that were never looked up before cost a few times as much as words that come again."""
    benchmark.pedantic(repair_text, args=(DAMAGED, RULES), setup=forget, rounds=5)

    assert benchmark.stats.stats.min < NEW_BY_KNOWN * seconds(repair_text, DAMAGED, RULES)


@pytest.mark.benchmark(group="repair")
def test_growth(benchmark):
    """Four times the text costs about four times as much."""
    once = seconds(repair_text, DAMAGED, RULES)
    benchmark(repair_text, "\n\n".join([DAMAGED] * 4), RULES)

    assert benchmark.stats.stats.min < 4 * LINEAR * once
