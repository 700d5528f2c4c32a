"""Read the deadlines of a text: time expressions first, then what the words around them make of them."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from attrs import evolve, frozen

from pipeline.deadlines.column import as_quarters
from pipeline.deadlines.context import Context
from pipeline.deadlines.entries import entries_of
from pipeline.deadlines.enumerations import with_enumerations
from pipeline.deadlines.forms import fold, variants_of, words_of
from pipeline.deadlines.lexicon import SECOND, Lexicon, build_lexicon
from pipeline.deadlines.matching import Rule, RuleMatcher, compile_rules, rules_of
from pipeline.deadlines.pieces import KINDS_OF_TIMES, pieces_of
from pipeline.deadlines.recogniser import Recogniser
from pipeline.deadlines.sentence import MARKERS, NO_DEADLINE, Place, Sentence, read_sentence
from pipeline.errors import RuleFileError
from pipeline.records import Deadline
from pipeline.rulebook import Rulebook


@frozen(slots=False)
class Rules(Recogniser):
    """The rule files, compiled; the same for all documents.

    `timeless` are the words that make a deadline without any time expression: *mittelfristig*, *ab sofort*.
    """

    ranges: RuleMatcher
    claims: RuleMatcher
    timeless: frozenset[str]


@frozen(slots=False)
class DeadlineReader:
    """Reads the deadlines of one document; made by `open_reader`."""

    rules: Rules
    context: Context

    def read(self, text: str) -> tuple[Deadline, ...]:
        """The deadlines of a text, in its order."""
        return tuple(self._deadlines(text, "text"))

    def read_column(self, cell: str) -> tuple[Deadline, ...]:
        """The deadlines of a cell of the Frist column, which may be a mere date or an abbreviation."""
        return tuple(evolve(found, source="column", span=None) for found in self._deadlines(cell, "spalte"))

    def guesses(self, cell: str) -> bool:
        """Whether a cell of the Frist column is read against its letters."""
        found = [expressions for _, expressions in self.rules.expressions_in(cell)]
        return self.context.quarters_in_column and any(as_quarters(one) != one for one in found)

    def sentences(self, text: str, place: Place = "text") -> Iterator[Sentence]:
        """The sentences that may hold a deadline, with the claims that hold."""
        for tokens, expressions in self.rules.expressions_in(text):
            if place == "text" and not (
                expressions or self.rules.timeless & {token.word for token in tokens}
            ):
                continue
            if place == "spalte" and self.context.quarters_in_column:
                expressions = as_quarters(expressions)
            pieces = with_enumerations(pieces_of(tokens, expressions, self.rules.ranges))
            matches = self.rules.claims.matches([p.word for p in pieces], [p.tag for p in pieces])
            yield read_sentence(text, pieces, matches, self.context, place)

    def _deadlines(self, text: str, place: Place) -> Iterator[Deadline]:
        for sentence in self.sentences(text, place):
            yield from entries_of(sentence, self.context)


def open_reader(rulebook: Rulebook, context: Context) -> DeadlineReader:
    """A reader for one document. The first one takes two seconds, most of it spaCy's import."""
    return DeadlineReader(open_rules(rulebook), context)


@lru_cache(maxsize=4)
def open_rules(rulebook: Rulebook) -> Rules:
    """Compile the rule files.

    Raises:
        RuleFileError: a word stands in two classes, brackets do not match, or a part has no meaning.
    """
    import spacy

    times, deadlines = rulebook.table("zeitangaben"), rulebook.table("fristen")
    groups = rules_of(times, "ausdruck"), rules_of(times, "zeitraum"), rules_of(deadlines, "frist")
    abbreviations = deadlines["abkuerzungen"]
    written = [word for group in groups for rule in group for form in rule.forms for word in words_of(form)]
    lexicon = build_lexicon((times, deadlines), [*written, *abbreviations])
    marks = {rule.fields["marke"] for rule in groups[0] if "marke" in rule.fields}
    check_parts([rule for group in groups for rule in group], KINDS_OF_TIMES | marks | lexicon.names)
    vocab = spacy.blank("de").vocab
    expressions, ranges, claims = (compile_rules(group, lexicon, vocab) for group in groups)
    known = frozenset(lexicon.canonical[fold(word)] for word in abbreviations)
    return Rules(lexicon, known, expressions, ranges, claims, timeless_words(groups[2], lexicon))


def check_parts(rules: Iterable[Rule], known: frozenset[str]) -> None:
    """Refuse a form that could never match, because nothing bears the name of one of its parts.

    Raises:
        RuleFileError: with the rule and the name.
    """
    for rule in rules:
        named = {item.part for form in rule.forms for variant in variants_of(form) for item in variant}
        for part in sorted(named - {""}):
            if part.removesuffix(SECOND) not in known:
                raise RuleFileError(
                    f"Regel „{rule.name}“: „{{{part}}}“ ist weder Wortklasse noch Zahl noch Zeitangabe.",
                    "Schreiben Sie den Namen wie in [woerter], [zahlen] oder [auswahl].",
                )


def timeless_words(rules: Iterable[Rule], lexicon: Lexicon) -> frozenset[str]:
    """The words, one of which each claim demands that holds no time expression."""
    claims = [rule for rule in rules if rule.kind not in (*MARKERS, NO_DEADLINE)]
    found: set[str] = set()
    for variant in (variant for rule in claims for form in rule.forms for variant in variants_of(form)):
        parts = [item.part for item in variant if item.part]
        if all(part in lexicon.words for part in parts):
            found.update(word for part in parts for word in lexicon.words[part].values)
        if not parts:
            found.update(word for item in variant for word in item.words if word in lexicon.class_of)
    return frozenset(found)
