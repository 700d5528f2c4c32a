"""What each stage takes on a document of 10 to 1,000 pages: none costs more per page in a long one.

`extra_info` of each benchmark holds the milliseconds per page of every stage and the peak of memory. Reading
the text layer takes longest. The short document has the highest numbers of the long one, which cost most to
decode, and yet the decoding of identifiers is allowed more than the others: its beam of ways only fills in
an outline of some thousand goals, and costs the same from there on.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time
from typing import ParamSpec, TypeVar

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from pipeline import flow
from tests.benchmarks.papers import VOLUMES, long_paper

STAGES = ("read_document", "lay_out", "identify", "set_repeats_aside", "repair_texts", "assemble", "check")
FEW = 10
MOST_PER_PAGE = 2.5  # times what a page of the short document costs
MOST_OF_IDENTIFIERS = 5.0
MOST_OF_ALL = 1.5
LEAST = 0.03  # share of the whole time that a stage must take for its growth to matter
P = ParamSpec("P")
T = TypeVar("T")


def timed(seconds: dict[str, float], name: str, stage: Callable[P, T]) -> Callable[P, T]:
    """A stage that notes how long it takes."""

    @wraps(stage)
    def work(*args: P.args, **kwargs: P.kwargs) -> T:
        start = process_time()
        done = stage(*args, **kwargs)
        seconds[name] = seconds.get(name, 0.0) + process_time() - start
        return done

    return work


@pytest.mark.parametrize("pages", [FEW, 100, 1000])
def test_every_stage_is_linear(
    pages: int, benchmark: BenchmarkFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page costs about the same in a document of a thousand pages as in one of ten, at every stage."""
    seconds: dict[str, float] = {}
    for stage in STAGES:
        monkeypatch.setattr(flow, stage, timed(seconds, stage, getattr(flow, stage)))
    options = flow.ImportOptions(ocr="never")
    flow.import_document(long_paper(tmp_path / "kurz.pdf", FEW, first=VOLUMES - 1), options)
    short = {stage: seconds.pop(stage) / FEW for stage in STAGES}
    path = long_paper(tmp_path / "lang.pdf", pages)

    catalogue = benchmark.pedantic(flow.import_document, args=(path, options), rounds=1)

    assert len(catalogue.goals) >= pages
    per_page = {stage: seconds[stage] / pages for stage in STAGES}
    benchmark.extra_info["ms per page"] = {stage: round(per_page[stage] * 1000, 2) for stage in STAGES}
    benchmark.extra_info["peak MB"] = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    noticed = [stage for stage in STAGES if seconds[stage] > LEAST * sum(seconds.values())]
    ratios = {stage: per_page[stage] / short[stage] for stage in noticed}
    assert ratios.pop("identify", 0.0) <= MOST_OF_IDENTIFIERS
    assert {stage: ratio for stage, ratio in ratios.items() if ratio > MOST_PER_PAGE} == {}
    assert sum(per_page.values()) <= MOST_OF_ALL * sum(short.values())
