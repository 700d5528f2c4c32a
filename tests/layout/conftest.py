"""What the tests of layout share: the shipped grammar and wordings."""

from collections.abc import Callable

import pytest

from pipeline.grammar import Grammar, read_grammar
from pipeline.layout import lay_out
from pipeline.layout.forms import Forms, read_forms
from pipeline.layout.parts import Style
from pipeline.records import Block
from pipeline.rulebook import Rulebook, open_rulebook
from tests.layout.pages import document


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return open_rulebook()


@pytest.fixture(scope="session")
def grammar(rulebook: Rulebook) -> Grammar:
    return read_grammar(rulebook)


@pytest.fixture(scope="session")
def forms(rulebook: Rulebook) -> Forms:
    return read_forms(rulebook)


@pytest.fixture(scope="session")
def style(grammar: Grammar, forms: Forms) -> Style:
    return Style(10.0, 13.0, False, grammar, forms)


@pytest.fixture(scope="session")
def laid_out(grammar: Grammar, rulebook: Rulebook) -> Callable[..., tuple[Block, ...]]:
    """Lay out pages that were made by hand."""
    return lambda *pages: lay_out(document(*pages), grammar, rulebook)
