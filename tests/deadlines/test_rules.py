"""Every rule of the deadline files is held both ways: its examples match it, its counterexamples do not."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from pipeline.deadlines.forms import variants_of
from pipeline.deadlines.lexicon import Token
from pipeline.deadlines.matching import Match
from pipeline.deadlines.pieces import pieces_of
from pipeline.deadlines.reader import Rules, open_rules
from pipeline.deadlines.recogniser import find_expressions
from pipeline.deadlines.sentence import MARKERS
from pipeline.rulebook import open_rulebook

TIMES = open_rulebook().table("zeitangaben")
DEADLINES = open_rulebook().table("fristen")
RULES = open_rules(open_rulebook())
ANY_RULE = [*TIMES["ausdruck"], *TIMES["zeitraum"], *DEADLINES["frist"]]


def by_name(entries: list[Mapping[str, Any]]) -> Any:
    return pytest.mark.parametrize("entry", entries, ids=lambda entry: entry["name"])


def tokens_of(text: str) -> tuple[Token, ...]:
    return tuple(RULES.lexicon.tokens(text))


def claims_in(text: str, rules: Rules = RULES) -> list[Match]:
    tokens = tokens_of(text)
    expressions = find_expressions(tokens, rules.expressions, rules.lexicon)
    pieces = pieces_of(tokens, expressions, rules.ranges)
    return rules.claims.matches([piece.word for piece in pieces], [piece.tag for piece in pieces])


def rules_matching(text: str) -> set[str]:
    tokens = tokens_of(text)
    matches = RULES.expressions.matches([token.word for token in tokens], [token.tag for token in tokens])
    return {match.rule.name for match in matches}


def values_in(text: str) -> Iterator[str]:
    tokens = tokens_of(text)
    for found in find_expressions(tokens, RULES.expressions, RULES.lexicon):
        assert (found.start, found.end) == (0, len(tokens)), "the example is one expression as a whole"
        yield " ".join(
            [found.value, *([found.mod] if found.mod else []), *([f"{found.times}X"] * (found.times > 1))]
        )


@by_name(ANY_RULE)
def test_every_rule_has_both(entry):
    """Each rule has examples and counterexamples, and its name is its own."""
    assert entry["beispiele"]
    assert entry["gegenbeispiele"]
    assert sum(entry["name"] == other["name"] for other in ANY_RULE) == 1


@by_name([entry for entry in TIMES["ausdruck"] if entry["art"] != "KEINE"])
def test_examples_of_time_expressions_have_their_value(entry):
    """An example is read by its rule, whole, with the value that stands beside it."""
    for text, value in entry["beispiele"].items():
        assert entry["name"] in rules_matching(text)
        assert list(values_in(text)) == [value]


@by_name([entry for entry in TIMES["ausdruck"] if entry["art"] == "KEINE"])
def test_examples_of_no_time_are_none(entry):
    """A name that holds a month is no time."""
    for text in entry["beispiele"]:
        assert entry["name"] in rules_matching(text)
        assert list(values_in(text)) == []


@by_name(TIMES["ausdruck"])
def test_counterexamples_of_time_expressions(entry):
    """A counterexample is not read by its rule."""
    for text in entry["gegenbeispiele"]:
        assert entry["name"] not in rules_matching(text)


@by_name(TIMES["zeitraum"])
def test_examples_of_ranges(entry):
    """Two times become one range, which shares the year."""
    for text, value in entry["beispiele"].items():
        tokens = tokens_of(text)
        pieces = pieces_of(tokens, find_expressions(tokens, RULES.expressions, RULES.lexicon), RULES.ranges)
        ends = [end for end in (pieces[1].expression, pieces[1].last) if end]
        assert " ".join(f"{end.value} {end.mod or ''}".strip() for end in ends) == value
    for text in entry["gegenbeispiele"]:
        assert all(piece.tag != "zeitraum" for piece in pieces_of(
            tokens_of(text), find_expressions(tokens_of(text), RULES.expressions, RULES.lexicon), RULES.ranges
        ))  # fmt: skip


@by_name(DEADLINES["frist"])
def test_examples_and_counterexamples_of_deadlines(entry):
    """An example of a deadline rule matches it, a counterexample does not."""
    for text in entry["beispiele"]:
        assert entry["name"] in {match.rule.name for match in claims_in(text)}, text
    for text in entry["gegenbeispiele"]:
        assert entry["name"] not in {match.rule.name for match in claims_in(text)}, text


@by_name(ANY_RULE)
def test_every_form_can_be_triggered(entry):
    """A form holds a word or number of some class: only sentences with one are looked at."""
    for form in entry["schreibung"]:
        for variant in variants_of(form):
            classed = any(item.part or set(item.words) <= RULES.lexicon.class_of.keys() for item in variant)
            assert classed or entry["art"] in MARKERS, form
