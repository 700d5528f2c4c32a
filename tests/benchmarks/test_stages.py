"""What each stage takes on a document of 10 to 1,000 pages: none costs more per page in a long one.

`extra_info` of each benchmark holds the milliseconds per page of every stage; the slowest is usually the
reading of the text layer.
"""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import pytest
from attrs import frozen
from pytest_benchmark.fixture import BenchmarkFixture

from pipeline.assemble import assemble, find_imprint, join_rows, labels_of, settle_rows
from pipeline.check import check
from pipeline.deadlines import join_deadlines, open_reader, read_context
from pipeline.extract import read_document
from pipeline.flow import NOT_REPAIRED
from pipeline.grammar import Grammar
from pipeline.identifiers import identify
from pipeline.layout import lay_out
from pipeline.records import RawText, RepairedBlock, RepairedText
from pipeline.repair import repair_texts
from pipeline.rulebook import open_rulebook
from tests.benchmarks.papers import copied

DERIVED = Path(__file__).parents[2] / "corpus" / "derived"
STAGES = ("extract", "layout", "identifiers", "repair", "deadlines and assemble", "check")
FEW = 10
MOST_PER_PAGE = 2.5  # times what a page of the short document costs
T = TypeVar("T")


@frozen
class Watch:
    """Seconds by stage."""

    seconds: dict[str, float]

    def time(self, stage: str, work: Callable[[], T]) -> T:
        """Do some work and note how long it takes."""
        start = perf_counter()
        done = work()
        self.seconds[stage] = perf_counter() - start
        return done


def run_stages(path: Path, grammar: Grammar) -> dict[str, float]:
    """Seconds that each stage takes for a document, in the order of `flow.py`."""
    watch, rulebook = Watch({}), open_rulebook()
    document = watch.time("extract", lambda: read_document(path, "never"))
    laid_out = watch.time("layout", lambda: lay_out(document, grammar, rulebook))
    identifiers = watch.time("identifiers", lambda: identify(labels_of(laid_out), grammar))
    settled = join_rows(settle_rows(laid_out, identifiers))
    texts = [block for block in settled if block.role not in NOT_REPAIRED]
    raw = [RawText(block.text, block.page, block.edits) for block in texts]
    repaired = iter(watch.time("repair", lambda: repair_texts(raw, rulebook)))
    blocks = [
        RepairedBlock(
            block, next(repaired) if block.role not in NOT_REPAIRED else RepairedText(block.text, block.text)
        )
        for block in settled
    ]
    reader = open_reader(rulebook, read_context([], (2025, 2030), rulebook=rulebook))
    catalogue = watch.time(
        "deadlines and assemble",
        lambda: assemble(
            document.source,
            "lang",
            find_imprint(blocks),
            laid_out,
            blocks,
            [one for one in identifiers if one],
            lambda text, cell: join_deadlines(reader.read(text), reader.read_column(cell) if cell else ()),
            grammar,
        ),
    )
    watch.time("check", lambda: check(catalogue, grammar))
    return watch.seconds


@pytest.mark.parametrize("pages", [FEW, 100, 1000])
def test_every_stage_is_linear(
    pages: int, benchmark: BenchmarkFixture, tmp_path: Path, grammar: Grammar
) -> None:
    """A page costs about the same in a document of a thousand pages as in one of ten, at every stage."""
    short = run_stages(copied(tmp_path / "kurz.pdf", FEW), grammar)
    path = copied(tmp_path / "lang.pdf", pages)

    seconds = benchmark.pedantic(run_stages, args=(path, grammar), rounds=1)

    per_page = {stage: seconds[stage] / pages for stage in STAGES}
    benchmark.extra_info["ms per page"] = {stage: round(per_page[stage] * 1000, 2) for stage in STAGES}
    slower = {stage: per_page[stage] * FEW / short[stage] for stage in STAGES if short[stage] > 0.05}
    assert {stage: ratio for stage, ratio in slower.items() if ratio > MOST_PER_PAGE} == {}
