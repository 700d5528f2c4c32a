"""A sentence as the deadline rules see it: time expressions as one piece, ranges of two as well."""

from collections.abc import Sequence

from attrs import evolve, frozen

from pipeline.deadlines.lexicon import Token
from pipeline.deadlines.matching import RuleMatcher, longest
from pipeline.deadlines.periods import OPEN_YEAR, window_of
from pipeline.deadlines.recogniser import TimeExpression

FIRST, LAST = "^", "$"  # signs that stand for the beginning and the end of a sentence
EXPRESSION = "*"
TAGS = {"DURATION": "dauer", "SET": "turnus"}
RANGE = "zeitraum"


@frozen
class Piece:
    """A token, or a time expression; of a range `expression` is its beginning and `last` its end."""

    start: int
    end: int
    word: str
    tag: str
    capital: bool = False
    expression: TimeExpression | None = None
    last: TimeExpression | None = None


def pieces_of(
    tokens: Sequence[Token], expressions: Sequence[TimeExpression], ranges: RuleMatcher
) -> tuple[Piece, ...]:
    """The pieces of a sentence, with a sign for its beginning and its end."""
    pieces = _with_expressions(tokens, expressions)
    for match in reversed(longest(ranges.matches([p.word for p in pieces], [p.tag for p in pieces]))):
        pieces[match.start : match.end] = [range_of(pieces[match.start], pieces[match.end - 1])]
    start, end = tokens[0].start, tokens[-1].end
    return (Piece(start, start, FIRST, ""), *pieces, Piece(end, end, LAST, ""))


def _with_expressions(tokens: Sequence[Token], expressions: Sequence[TimeExpression]) -> list[Piece]:
    pieces = [Piece(token.start, token.end, token.word, token.tag, token.capital) for token in tokens]
    for expression in reversed(expressions):
        start, end = tokens[expression.start].start, tokens[expression.end - 1].end
        pieces[expression.start : expression.end] = [_of_expression(start, end, expression)]
    return pieces


def _of_expression(start: int, end: int, expression: TimeExpression) -> Piece:
    first, between, last = expression.value.partition("/")
    if between:
        ends = evolve(expression, value=first), evolve(expression, value=last)
        return Piece(start, end, EXPRESSION, RANGE, expression=ends[0], last=ends[1])
    return Piece(start, end, EXPRESSION, _tag(expression), expression=expression, last=expression)


def _tag(expression: TimeExpression) -> str:
    if expression.tag:
        return expression.tag
    if expression.kind != "DATE":
        return TAGS[expression.kind]
    if OPEN_YEAR in expression.value:
        return "jahrlos"
    return "abschnitt" if expression.mod else "datum"


def range_of(first: Piece, last: Piece) -> Piece:
    """Two time expressions as one range."""
    assert first.expression
    assert last.last
    begins, ends = share_year(first.expression, last.last)
    return Piece(first.start, last.end, EXPRESSION, RANGE, expression=begins, last=ends)


def share_year(first: TimeExpression, last: TimeExpression) -> tuple[TimeExpression, TimeExpression]:
    """Give both ends of a range a year where only one has it: *Oktober bis März 2026*."""
    if OPEN_YEAR in first.value and OPEN_YEAR not in last.value:
        return _with_year(first, last, -1), last
    if OPEN_YEAR in last.value and OPEN_YEAR not in first.value:
        return first, _with_year(last, first, 1)
    return first, last


def _with_year(open_one: TimeExpression, other: TimeExpression, step: int) -> TimeExpression:
    known = window_of(other.value, other.mod)
    if known is None:
        return open_one
    for year in (known.first.year, known.first.year + step):
        filled = evolve(open_one, value=open_one.value.replace(OPEN_YEAR, str(year)))
        window = window_of(filled.value, filled.mod)
        if window is None or (window.first >= known.first) == (step > 0):
            return filled
    return filled
