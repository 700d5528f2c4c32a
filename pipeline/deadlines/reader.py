"""Make deadlines of time expressions, by the words around them (rules/fristen.toml)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from attrs import evolve, frozen

from pipeline.deadlines.context import Context
from pipeline.deadlines.lexicon import Lexicon, Token, build_lexicon
from pipeline.deadlines.matching import Match, RuleMatcher, compile_rules, longest, rules_of
from pipeline.deadlines.forms import words_of
from pipeline.deadlines.periods import OPEN_YEAR, Window, in_coming_year, later, window_of
from pipeline.deadlines.recogniser import TimeExpression, find_expressions
from pipeline.records import Deadline
from pipeline.rulebook import Rulebook


@frozen
class Piece:
    """A token, or a time expression as one piece of the sentence."""

    start: int
    end: int
    word: str
    tag: str
    expression: TimeExpression | None = None


@frozen(slots=False)
class DeadlineReader:
    """Reads deadlines; made by `open_reader`."""

    lexicon: Lexicon
    expressions: RuleMatcher
    roles: RuleMatcher
    context: Context

    def read(self, text: str) -> tuple[Deadline, ...]:
        """The deadlines of a text, in its order."""
        return tuple(self._deadlines(text, column=False))

    def read_column(self, cell: str) -> tuple[Deadline, ...]:
        """The deadlines of a cell of the Frist column."""
        return tuple(evolve(deadline, source="column", span=None) for deadline in self._deadlines(cell, column=True))

    def _deadlines(self, text: str, column: bool) -> Iterator[Deadline]:
        tokens = tuple(self.lexicon.tokens(text))
        pieces = _pieces(tokens, find_expressions(tokens, self.expressions, self.lexicon, column))
        matches = self.roles.matches([piece.word for piece in pieces], [piece.tag for piece in pieces])
        for match in longest(matches):
            yield from self._deadline(match, pieces, text)

    def _deadline(self, match: Match, pieces: Sequence[Piece], text: str) -> Iterator[Deadline]:
        start, end = pieces[match.start].start, pieces[match.end - 1].end
        window = self._window(match, pieces)
        kind = {"bis": "due", "in": "due", "am": "due", "ab": "start", "turnus": "recurring"}.get(match.rule.kind)
        if kind == "due" and window:
            yield Deadline("due", window.last.isoformat(), None, text[start:end], (start, end), start=window.first.isoformat(), end=window.last.isoformat())
        if kind == "start":
            piece = next(p for p in pieces[match.start : match.end] if p.expression)
            yield Deadline("start", piece.expression.value, None, text[start:end], (start, end))
        if kind == "recurring":
            piece = next(p for p in pieces[match.start : match.end] if p.expression)
            yield Deadline("recurring", None, piece.expression.value, text[start:end], (start, end))
        if match.rule.kind == "stichtag":
            piece = [p for p in pieces[match.start : match.end] if p.expression][-1]
            yield Deadline("recurring", piece.expression.value, "P1Y", text[start:end], (start, end))

    def _window(self, match: Match, pieces: Sequence[Piece]) -> Window | None:
        for piece in pieces[match.start : match.end]:
            if piece.expression:
                return window_of(piece.expression.value, piece.expression.mod)
        return None


def _pieces(tokens: Sequence[Token], expressions: Sequence[TimeExpression]) -> list[Piece]:
    by_start = {expression.start: expression for expression in expressions}
    pieces = []
    at = 0
    while at < len(tokens):
        expression = by_start.get(at)
        if expression:
            pieces.append(Piece(tokens[at].start, tokens[expression.end - 1].end, "_", _tag(expression), expression))
            at = expression.end
        else:
            token = tokens[at]
            pieces.append(Piece(token.start, token.end, token.word, token.tag))
            at += 1
    return pieces


def _tag(expression: TimeExpression) -> str:
    if expression.kind == "DATE":
        if OPEN_YEAR in expression.value:
            return "jahrlos"
        return "abschnitt" if expression.mod else "datum"
    return {"DURATION": "dauer", "SET": "turnus"}[expression.kind]


def open_reader(rulebook: Rulebook, context: Context) -> DeadlineReader:
    """Compile the rules for one document. Takes about two seconds, most of it spaCy's import."""
    import spacy

    times, roles = rulebook.table("zeitangaben"), rulebook.table("fristen")
    rules = rules_of(times, "ausdruck"), rules_of(roles, "frist")
    literals = [word for found in rules for rule in found for form in rule.forms for word in words_of(form)]
    lexicon = build_lexicon((times, roles), literals)
    vocab = spacy.blank("de").vocab
    compiled = [compile_rules(found, lexicon, vocab) for found in rules]
    return DeadlineReader(lexicon, *compiled, context)
