"""The help must be there at once: compared with an empty typer program in the same run."""

import subprocess
import sys
from time import perf_counter

RUNS = 9
ALLOWED = 1.3
EMPTY = "import typer; app = typer.Typer(); app.command()(lambda: None); app(['--help'])"
OURS = "import sys; sys.argv[1:] = ['--help']; from pipeline.cli import run; run()"


def seconds(code: str) -> float:
    """Time of one process."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - start


def test_help_is_as_fast_as_an_empty_program(benchmark):
    """`zielkatalog --help` takes at most 1.3 times as long as a typer program that does nothing."""
    benchmark.pedantic(seconds, args=(OURS,), rounds=RUNS, warmup_rounds=1)
    baseline = min(seconds(EMPTY) for _ in range(RUNS))
    ratio = benchmark.stats.stats.min / baseline

    benchmark.extra_info["ratio to an empty program"] = round(ratio, 2)
    assert ratio <= ALLOWED
