"""Fixtures for all rooms; records with defaults are made by `tests.factories`."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings

from pipeline.grammar import Grammar, read_grammar
from pipeline.rulebook import open_rulebook

CHECKOUT = Path(__file__).parent.parent
NOT_TRACED = ("slow", "hypothesis")

# how slowly a busy machine draws examples says nothing about the code
settings.register_profile("unhurried", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let golden files be renewed on purpose: look at their diff before committing it."""
    parser.addoption("--renew-golden", action="store_true", help="write golden files anew")


def pytest_configure(config: pytest.Config) -> None:
    """In a worker of xdist coverage runs before pytest-cov begins its own, which alone heeds `no_cover`."""
    while hasattr(config, "workerinput") and (begun := Coverage.current()):
        begun.stop()


@pytest.hookimpl(trylast=True)  # Hypothesis marks its tests in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where the same lines run again and again, coverage triples the time and hardly finds another."""
    for item in items:
        if any(map(item.get_closest_marker, NOT_TRACED)):
            item.add_marker("no_cover")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Hold a text against the golden file of that name beside the test."""

    def check(name: str, text: str) -> None:
        file = request.path.parent / "golden" / name
        if request.config.getoption("--renew-golden"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.read_text(encoding="utf-8") == text

    return check


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared documents and figures beside the checkout; skips where there is none."""
    folder = CHECKOUT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"no folder {folder.name}/ beside the checkout: real input cannot be tested")
    return folder


@cache
def shipped_grammar() -> Grammar:
    """The grammar of the shipped rules, for tests that cannot have fixtures."""
    return read_grammar(open_rulebook())


@pytest.fixture(scope="session")
def grammar() -> Grammar:
    """The grammar of the shipped rules."""
    return shipped_grammar()
