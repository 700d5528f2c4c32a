"""What reading and laying out pages costs: linear in their number, ten or a thousand."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
from attrs import evolve
from pytest_benchmark.fixture import BenchmarkFixture

from pipeline.extract import read_document
from pipeline.grammar import Grammar
from pipeline.layout import lay_out
from pipeline.records import Document
from tests.benchmarks.papers import copied

DERIVED = Path(__file__).parents[2] / "corpus" / "derived"
FEW = 10
MOST_PER_PAGE = 2.0  # times what a page of a short document costs


def document_of(pages: int) -> Document:
    """The corpus' pages of goals over and over, each with its own number."""
    whole = read_document(DERIVED / "lindental-2025.pdf", "never")
    body = whole.pages[4:10]
    long = tuple(evolve(body[number % len(body)], number=number + 1) for number in range(pages))
    return Document(evolve(whole.source, pages=pages), long)


def per_page(work: Callable[..., object], *arguments: object, pages: int) -> float:
    """Seconds that a page takes, the quicker of two runs."""
    seconds = []
    for _ in range(2):
        start = perf_counter()
        work(*arguments)
        seconds.append(perf_counter() - start)
    return min(seconds) / pages


@pytest.mark.parametrize("pages", [FEW, 100, 1000])
def test_layout_is_linear(pages: int, benchmark: BenchmarkFixture, grammar: Grammar) -> None:
    """A page of a long document costs no more than twice that of a short one."""
    long = document_of(pages)
    short = per_page(lay_out, document_of(FEW), grammar, pages=FEW)

    benchmark.pedantic(lay_out, args=(long, grammar), rounds=1)

    assert benchmark.stats.stats.min / pages <= MOST_PER_PAGE * short


@pytest.mark.parametrize("pages", [FEW, 100])
def test_extraction_is_linear(pages: int, benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """Nor does the reading of its text layer; a thousand pages take a minute or two."""
    short = per_page(read_document, copied(tmp_path / "kurz.pdf", FEW), "never", pages=FEW)

    benchmark.pedantic(read_document, args=(copied(tmp_path / "lang.pdf", pages), "never"), rounds=1)

    assert benchmark.stats.stats.min / pages <= MOST_PER_PAGE * short
