"""Reading deadlines: words a second, beside a bare spaCy pipeline in the same run, and linear growth."""

import json
from pathlib import Path
from time import perf_counter

import pytest

from pipeline.deadlines import Context, DeadlineReader, open_reader
from pipeline.rulebook import open_rulebook

GOLD = Path(__file__).parents[2] / "corpus" / "derived" / "lindental-2025.gold.json"
TEXTS = [goal["text"] for goal in json.loads(GOLD.read_text(encoding="utf-8"))["goals"]]
WANTED = 20_000  # words a second on one core
STEADY = 1.6  # ten times the text may take up to ten times this factor


@pytest.fixture(scope="module")
def reader() -> DeadlineReader:
    opened = open_reader(open_rulebook(), Context(None, (2025, 2030)))
    for text in TEXTS:
        opened.read(text)
    return opened


def seconds(reader: DeadlineReader, text: str) -> float:
    """Best time of three readings."""
    times = []
    for _ in range(3):
        start = perf_counter()
        reader.read(text)
        times.append(perf_counter() - start)
    return min(times)


def test_words_a_second(benchmark, reader):
    """The goals of an edition are read at 20,000 words a second."""
    import spacy

    words = sum(len(text.split()) for text in TEXTS)
    benchmark.pedantic(lambda: [reader.read(text) for text in TEXTS], rounds=9, warmup_rounds=1)
    speed = words / benchmark.stats.stats.min
    tokenizer = spacy.blank("de")
    start = perf_counter()
    for text in TEXTS:
        tokenizer(text)
    benchmark.extra_info["words a second"] = round(speed)
    benchmark.extra_info["ratio to spaCy's tokenizer alone"] = round(
        benchmark.stats.stats.min / (perf_counter() - start), 2
    )
    assert speed >= WANTED


def test_cost_is_linear(benchmark, reader):
    """Ten times the text takes about ten times as long."""
    text = " ".join(TEXTS)
    once = seconds(reader, text)
    tenfold = benchmark.pedantic(seconds, args=(reader, " ".join([text] * 10)), rounds=1)
    benchmark.extra_info["growth per word"] = round(tenfold / once / 10, 2)
    assert tenfold / once <= 10 * STEADY
