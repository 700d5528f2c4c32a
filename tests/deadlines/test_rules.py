"""Every rule of the deadline files is held both ways: its examples match it, its counterexamples do not."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from pipeline.deadlines.forms import variants_of
from pipeline.deadlines.lexicon import Token
from pipeline.deadlines.matching import Match
from pipeline.deadlines.pieces import pieces_of
from pipeline.deadlines.reader import Rules, open_rules
from pipeline.deadlines.recogniser import Recogniser, find_expressions
from pipeline.deadlines.sentence import MARKERS
from pipeline.deadlines.timeml import open_timex_rules
from pipeline.rulebook import open_rulebook

TIMES = open_rulebook().table("zeitangaben")
SPEECH = open_rulebook().table("zeitworte")
DEADLINES = open_rulebook().table("fristen")
RULES = open_rules(open_rulebook())
SPEECH_RULES = open_timex_rules(open_rulebook())
EXPRESSIONS = [
    *[pytest.param(entry, RULES, id=entry["name"]) for entry in TIMES["ausdruck"]],
    *[pytest.param(entry, SPEECH_RULES, id=entry["name"]) for entry in SPEECH["ausdruck"]],
]
ANY_RULE = [*TIMES["ausdruck"], *SPEECH["ausdruck"], *TIMES["zeitraum"], *DEADLINES["frist"]]


def by_name(entries: list[Mapping[str, Any]]) -> Any:
    return pytest.mark.parametrize("entry", entries, ids=lambda entry: entry["name"])


def tokens_of(text: str) -> tuple[Token, ...]:
    return tuple(RULES.lexicon.tokens(text))


def claims_in(text: str, rules: Rules = RULES) -> list[Match]:
    tokens = tokens_of(text)
    expressions = find_expressions(tokens, rules.expressions, rules.lexicon)
    pieces = pieces_of(tokens, expressions, rules.ranges)
    return rules.claims.matches([piece.word for piece in pieces], [piece.tag for piece in pieces])


def rules_matching(text: str, rules: Recogniser) -> set[str]:
    tokens = tuple(rules.lexicon.tokens(text))
    matches = rules.expressions.matches([token.word for token in tokens], [token.tag for token in tokens])
    return {match.rule.name for match in matches}


def values_in(text: str, rules: Recogniser) -> Iterator[str]:
    tokens = tuple(rules.lexicon.tokens(text))
    for found in find_expressions(tokens, rules.expressions, rules.lexicon):
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


@pytest.mark.parametrize(("entry", "rules"), EXPRESSIONS)
def test_examples_of_time_expressions_have_their_value(entry, rules):
    """An example is read by its rule, whole, with the value that stands beside it, or with none."""
    examples = entry["beispiele"]
    for text in examples:
        assert entry["name"] in rules_matching(text, rules)
        assert list(values_in(text, rules)) == ([examples[text]] if entry["art"] != "KEINE" else [])


@pytest.mark.parametrize(("entry", "rules"), EXPRESSIONS)
def test_counterexamples_of_time_expressions(entry, rules):
    """A counterexample is not read by its rule."""
    for text in entry["gegenbeispiele"]:
        assert entry["name"] not in rules_matching(text, rules)


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
            lexicon = SPEECH_RULES.lexicon if entry in SPEECH["ausdruck"] else RULES.lexicon
            classed = any(item.part or set(item.words) <= lexicon.class_of.keys() for item in variant)
            assert classed or entry["art"] in MARKERS, form
