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
RANGE, DATED, PART = "zeitraum", "datum", "abschnitt"
OF_NO_YEAR = ("jahrlos", "tag_kurz")
QUALIFIER = "naeher"
KINDS_OF_TIMES = frozenset({DATED, "jahrlos", PART, RANGE, *TAGS.values()})


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
    start, end = tokens[0].start, tokens[-1].end
    return (Piece(start, start, FIRST, ""), *_with_ranges(pieces, ranges), Piece(end, end, LAST, ""))


def _with_ranges(pieces: list[Piece], ranges: RuleMatcher) -> list[Piece]:
    if sum(piece.word == EXPRESSION for piece in pieces) <= 1:
        return pieces
    joined: list[Piece] = []
    done = 0
    for match in longest(ranges.matches([p.word for p in pieces], [p.tag for p in pieces])):
        joined += [*pieces[done : match.start], range_of(pieces[match.start], pieces[match.end - 1])]
        done = match.end
    return joined + pieces[done:]


def _with_expressions(tokens: Sequence[Token], expressions: Sequence[TimeExpression]) -> list[Piece]:
    pieces: list[Piece] = []
    done = 0
    for expression in expressions:
        first = max(done, _with_qualifier(tokens, expression.start))
        pieces += map(_of_token, tokens[done:first])
        pieces.append(_of_expression(tokens[first].start, tokens[expression.end - 1].end, expression))
        done = expression.end
    return [*pieces, *map(_of_token, tokens[done:])]


def _with_qualifier(tokens: Sequence[Token], start: int) -> int:
    """Where an expression begins with the word that qualifies it: *ca. [2029]*."""
    before = start - 1
    if before > 0 and tokens[before].word == ".":
        before -= 1
    return before if before >= 0 and tokens[before].tag == QUALIFIER else start


def _of_token(token: Token) -> Piece:
    return Piece(token.start, token.end, token.word, token.tag, token.capital)


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
    return PART if expression.mod else DATED


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
