"""The wordings of rules/ueberschriften.toml: every example is known, no counterexample is."""

from typing import Any

import pytest

from pipeline.layout.forms import COLUMNS, Forms
from pipeline.rulebook import open_rulebook

TABLE: dict[str, Any] = open_rulebook().table("ueberschriften")
EXAMPLES = [(text, COLUMNS[name]) for name in COLUMNS for text in TABLE["spalten"][name]["beispiele"]]
COUNTEREXAMPLES = [
    (text, COLUMNS[name]) for name in COLUMNS for text in TABLE["spalten"][name]["gegenbeispiele"]
]
WORDINGS = [(text, COLUMNS[name]) for name in COLUMNS for text in TABLE["spalten"][name]["woerter"]]


@pytest.mark.parametrize(("head", "role"), EXAMPLES + WORDINGS)
def test_heads_are_known(head: str, role: str, forms: Forms) -> None:
    """Every example and every wording of a column is read as that column's head."""
    assert forms.column_role(head) == role


@pytest.mark.parametrize(("head", "role"), COUNTEREXAMPLES)
def test_what_is_no_head_is_none_of_its_kind(head: str, role: str, forms: Forms) -> None:
    """A counterexample of a column is not read as its head."""
    assert forms.column_role(head) != role


@pytest.mark.parametrize("heading", TABLE["inhalt"]["beispiele"] + TABLE["inhalt"]["woerter"])
def test_headings_of_contents_are_known(heading: str, forms: Forms) -> None:
    """Every example heads a table of contents."""
    assert forms.is_contents(heading)


@pytest.mark.parametrize("heading", TABLE["inhalt"]["gegenbeispiele"])
def test_other_headings_are_no_contents(heading: str, forms: Forms) -> None:
    """A counterexample does not."""
    assert not forms.is_contents(heading)


def test_a_head_over_several_lines_is_joined(forms: Forms) -> None:
    """Hyphens of narrow columns are undone before a head is compared."""
    assert forms.column_role("Zuständig-\nkeit") == "responsible"


def test_a_head_of_two_kinds_with_goals_is_that_of_the_goals(forms: Forms) -> None:
    """Where identifiers and goals share a column, it is the goals' column."""
    assert forms.column_role("Nr. / Ziel") == "text"


TERMS = TABLE["spalten"]["frist"]


@pytest.mark.parametrize(
    "word", [*TERMS["zellen"], "31.12.2026", "IV/2018", "Q3/2026", "2026", "viertel-", "–"]
)
def test_words_of_terms_are_known(word: str, forms: Forms) -> None:
    """Every listed word, and every kind of figure, may stand in a column of terms, also without umlauts."""
    assert forms.is_term(word)
    assert forms.is_term(word.replace("ä", "a").replace("ü", "u"))


@pytest.mark.parametrize("word", ["Jugendamt", "Bericht", "12a", "5.000€", "Plätze", "Haus-"])
def test_other_words_are_no_terms(word: str, forms: Forms) -> None:
    """Bodies and measures are none."""
    assert not forms.is_term(word)


@pytest.mark.parametrize("word", [*TERMS["angefangen"], "viertel-", "6"])
def test_terms_that_go_on(word: str, forms: Forms) -> None:
    """After these words a term goes on in the next line."""
    assert forms.is_term(word)
    assert forms.is_cut_off_term(word)


def test_whole_terms_do_not_go_on(forms: Forms) -> None:
    """A day, a year or a habit ends a term."""
    assert not any(map(forms.is_cut_off_term, ("2026", "31.12.2026", "laufend", "jährlich")))
