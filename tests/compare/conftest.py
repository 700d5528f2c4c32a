"""What the tests of the comparison share."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.compare import compare
from pipeline.emit.catalogue import converter
from pipeline.emit.diff import diff_json
from pipeline.records import Catalogue, Diff
from pipeline.rulebook import Rulebook, open_rulebook
from pipeline.score import score_diff
from tests.conftest import CHECKOUT

DERIVED = CHECKOUT / "corpus" / "derived"


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The shipped rules."""
    return open_rulebook()


@pytest.fixture(scope="session")
def compared(rulebook: Rulebook) -> Callable[[Catalogue, Catalogue], Diff]:
    """Compare two catalogues by the shipped rules."""
    return lambda old, new: compare(old, new, rulebook)


def read_gold(file: Path) -> Catalogue:
    """A gold catalogue of the corpus; what a gold one leaves out is filled in."""
    data = json.loads(file.read_text(encoding="utf-8"))
    data["source"] = {"file": f"{data['edition']}.pdf", "sha256": "0" * 64, "pages": 1, "kind": "pdf"}
    for goal in data["goals"]:
        goal.setdefault("text_raw", goal["text"])
    for footnote in data["footnotes"]:
        footnote.setdefault("page", 1)
    return converter().structure(data, Catalogue)


@pytest.fixture(scope="session")
def lindental() -> tuple[Catalogue, Catalogue]:
    """Both editions of the corpus, as a perfect import would give them."""
    return read_gold(DERIVED / "lindental-2018.gold.json"), read_gold(DERIVED / "lindental-2025.gold.json")


@pytest.fixture(scope="session")
def score() -> Callable[[Diff, Path], dict[str, float]]:
    """Figures of a comparison against a gold file."""

    def figures(diff: Diff, gold: Path) -> dict[str, float]:
        got = json.loads(diff_json(diff))
        return score_diff(got, json.loads(gold.read_text(encoding="utf-8"))).figures

    return figures
