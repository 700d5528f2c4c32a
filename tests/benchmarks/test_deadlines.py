"""Reading deadlines: words a second, beside a bare spaCy pipeline in the same run, and linear growth."""

import json
import tomllib
from pathlib import Path
from time import process_time

import pytest

from pipeline.deadlines import Context, DeadlineReader, open_reader
from pipeline.rulebook import open_rulebook

GOLD = Path(__file__).parents[2] / "corpus" / "derived" / "lindental-2025.gold.json"
TEXTS = [goal["text"] for goal in json.loads(GOLD.read_text(encoding="utf-8"))["goals"]]
CASES = Path(__file__).parents[1] / "cases" / "deadlines" / "wordings.toml"
DENSE = [
    f"{text}!"
    for group in tomllib.loads(CASES.read_text(encoding="utf-8"))["group"]
    for text in group["cases"]
]  # every sentence holds a deadline
MONOTONOUS = ["1.", "12 ", "1/2/", "(", "01.02.2026 ", "bis 2026, ", "nach ", "und danach ", "§ 3 ", "IV "]
CROWDED = ["jährlich ", "jährlich bis 2026 ", "bis 30.06. und ", "ab 2026 jährlich ", "kurzfristig "]
WANTED = 20_000  # words a second on one core
STEADY = 2  # ten times the text may take up to ten times this factor


pytestmark = pytest.mark.benchmark(timer=process_time)  # of one core, whatever else the machine does


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
        start = process_time()
        reader.read(text)
        times.append(process_time() - start)
    return min(times)


def test_words_a_second(benchmark, reader):
    """The goals of an edition are read at 20,000 words a second."""
    import spacy

    words = sum(len(text.split()) for text in TEXTS)
    benchmark.pedantic(lambda: [reader.read(text) for text in TEXTS], rounds=9, warmup_rounds=1)
    speed = words / benchmark.stats.stats.min
    tokenizer = spacy.blank("de")
    start = process_time()
    for text in TEXTS:
        tokenizer(text)
    benchmark.extra_info["words a second"] = round(speed)
    benchmark.extra_info["ratio to spaCy's tokenizer alone"] = round(
        benchmark.stats.stats.min / (process_time() - start), 2
    )
    assert speed >= WANTED


def test_words_a_second_where_every_sentence_holds_a_deadline(benchmark, reader):
    """Sentences with deadlines are read at 20,000 words a second, too."""
    words = sum(len(text.split()) for text in DENSE)
    benchmark.pedantic(lambda: [reader.read(text) for text in DENSE], rounds=9, warmup_rounds=1)
    benchmark.extra_info["words a second"] = round(words / benchmark.stats.stats.min)
    assert words / benchmark.stats.stats.min >= WANTED


@pytest.mark.parametrize("piece", MONOTONOUS)
def test_cost_is_linear_in_monotonous_text(benchmark, reader, piece):
    """Thousands of numbers, dots, dates, slashes or brackets cost no more each than hundreds."""
    once = seconds(reader, piece * 4_000)
    tenfold = benchmark.pedantic(seconds, args=(reader, piece * 40_000), rounds=1)
    benchmark.extra_info["growth per piece"] = round(tenfold / once / 10, 2)
    assert tenfold / once <= 10 * STEADY


@pytest.mark.parametrize("piece", CROWDED)
def test_cost_is_linear_within_a_sentence(benchmark, reader, piece):
    """Deadlines cost no more each where many stand in one sentence."""
    few, many = piece * 5, piece * 50
    once = seconds(reader, f"{few}! " * 10)
    together = benchmark.pedantic(seconds, args=(reader, many), rounds=1)
    benchmark.extra_info["growth per piece"] = round(together / once, 2)
    assert together / once <= STEADY


def test_cost_is_linear(benchmark, reader):
    """Ten times the text takes about ten times as long."""
    text = " ".join(TEXTS)
    once = seconds(reader, text)
    tenfold = benchmark.pedantic(seconds, args=(reader, " ".join([text] * 10)), rounds=1)
    benchmark.extra_info["growth per word"] = round(tenfold / once / 10, 2)
    assert tenfold / once <= 10 * STEADY
