"""Rules of a rule file as patterns of one spaCy PhraseMatcher, and what they match in a list of tokens.

A form asks for words and for classes of words. Words that no form tells apart bear the same *symbol*, so
that a form is a few sequences of symbols; spaCy keeps those of all rules in one tree and walks down it
once from each token, whatever the number of rules.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pipeline.deadlines.forms import Item, variants_of
from pipeline.deadlines.lexicon import Lexicon, NumberClass, Token

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.vocab import Vocab

_ORDER = itemgetter(0, 1)
NO_SYMBOL = "-"  # of words that no form asks for


@frozen
class Rule:
    """An entry of a rule file."""

    name: str
    kind: str
    forms: tuple[str, ...]
    fields: Mapping[str, Any]


@frozen
class Match:
    """Tokens [start, end) that a rule matches; `parts` tells the token of each part of the form."""

    rule: Rule
    start: int
    end: int
    parts: Mapping[str, int]


@frozen
class Alphabet:
    """The symbols of tokens, by word and class, and the symbols that fit each place of a form."""

    words: frozenset[str]
    symbols: Mapping[tuple[str, str], str]
    fitting: Mapping[Item, Sequence[str]]

    def write(self, words: Sequence[str], tags: Sequence[str]) -> list[str]:
        """The symbols of tokens."""
        known, symbols = self.words, self.symbols
        return [
            symbols.get((word if word in known else "", tag), NO_SYMBOL)
            for word, tag in zip(words, tags, strict=True)
        ]


@frozen
class Compiled:
    """One way in which a form of a rule can be written out, with the offset of each part in it.

    `numbers` are the parts whose size is looked at when the form is found: for the matcher one number is
    like another.
    """

    number: int
    rule: Rule
    length: int
    parts: Sequence[tuple[str, int]]
    numbers: Sequence[tuple[int, Sequence[NumberClass]]]

    def fits(self, words: Sequence[str], start: int) -> bool:
        """Whether the numbers have the size of their parts."""
        for offset, classes in self.numbers:
            word = words[start + offset]
            if word.isdecimal() and not any(numbers.holds(word) for numbers in classes):
                return False
        return True


@frozen(slots=False)
class RuleMatcher:
    """The rules of one file, compiled."""

    vocab: "Vocab"
    alphabet: Alphabet
    compiled: Mapping[int, Compiled]
    matcher: "PhraseMatcher"

    def matches(self, words: Sequence[str], tags: Sequence[str]) -> list[Match]:
        """Every match of every rule, in the order of the rules."""
        from spacy.tokens import Doc

        found = self.matcher(Doc(self.vocab, words=self.alphabet.write(words, tags)))
        compiled = self.compiled
        matches = [
            (one.number, start, one) for key, start, _ in found if (one := compiled[key]).fits(words, start)
        ]
        matches.sort(key=_ORDER)
        return [_match(one, start) for _, start, one in matches]


def _match(compiled: Compiled, start: int) -> Match:
    parts = {part: start + offset for part, offset in compiled.parts}
    return Match(compiled.rule, start, start + compiled.length, parts)


def compile_rules(rules: Iterable[Rule], lexicon: Lexicon, vocab: "Vocab") -> RuleMatcher:
    """Translate rules into sequences of symbols over `vocab`."""
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

    variants = [(rule, variant) for rule in rules for form in rule.forms for variant in variants_of(form)]
    alphabet = alphabet_of({item for _, variant in variants for item in variant}, lexicon)
    matcher = PhraseMatcher(vocab)
    compiled = {}
    for number, (rule, variant) in enumerate(variants):
        sequences = product(*(alphabet.fitting[item] for item in variant))
        matcher.add(str(number), [Doc(vocab, words=list(sequence)) for sequence in sequences])
        parts = tuple((item.part, offset) for offset, item in enumerate(variant) if item.part)
        numbers = tuple((at, classes) for part, at in parts if (classes := lexicon.numbers_of(part)))
        compiled[vocab.strings[str(number)]] = Compiled(number, rule, len(variant), parts, numbers)
    return RuleMatcher(vocab, alphabet, compiled, matcher)


def alphabet_of(items: Iterable[Item], lexicon: Lexicon) -> Alphabet:
    """Give one symbol to all words and classes that fit the same places."""
    accepted = {item: lexicon.accepted(item) for item in sorted(items, key=repr)}
    words = frozenset(word for literals, _ in accepted.values() for word in literals)
    tokens = [(word, tag) for word in words for tag in lexicon.tags_of(word)]
    tokens += [("", tag) for tag in {tag for _, tags in accepted.values() for tag in tags}]
    symbols: dict[tuple[str, str], str] = {}
    fitting: dict[Item, list[str]] = {item: [] for item in accepted}
    names: dict[frozenset[Item], str] = {}
    for word, tag in sorted(tokens):
        places = frozenset(
            item for item, (literals, tags) in accepted.items() if word in literals or tag in tags
        )
        if places not in names:
            names[places] = f"{len(names)} {word or tag}"
            for item in places:
                fitting[item].append(names[places])
        symbols[word, tag] = names[places]
    return Alphabet(words, symbols, fitting)


def rules_of(table: Mapping[str, Any], key: str, kind: str = "art") -> tuple[Rule, ...]:
    """The rules that a table lists under a key."""
    return tuple(
        Rule(entry["name"], entry[kind], tuple(entry["schreibung"]), entry) for entry in table.get(key, ())
    )


def longest(matches: Iterable[Match]) -> list[Match]:
    """Of matches that touch each other the longest, of equally long ones the first; in text order."""
    kept: list[Match] = []
    taken: set[int] = set()
    for match in sorted(matches, key=lambda match: match.start - match.end):
        places = range(match.start, match.end)
        if taken.isdisjoint(places):
            kept.append(match)
            taken.update(places)
    return sorted(kept, key=lambda match: match.start)


_FIELD = re.compile(r"\{(?P<part>[a-z_]+)(?P<plus>[+-]\d+)?(?::(?P<width>\d))?(?:\|(?P<otherwise>\w+))?\}")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Fill a template: `{jahr}` the value, `{jahr+1}` one more, `{tag:2}` with leading zeros.

    A part that is missing gives nothing, or what is written behind a bar: `{jahr|XXXX}`.
    """
    if "{" not in template:
        return template

    def one(field: re.Match[str]) -> str:
        if field["part"] not in values:
            return field["otherwise"] or ""
        value = values[field["part"]]
        if field["plus"]:
            value = str(int(value) + int(field["plus"]))
        return value.zfill(int(field["width"] or 0))

    return _FIELD.sub(one, template)


def values_of(match: Match, tokens: Sequence[Token], lexicon: Lexicon) -> dict[str, str]:
    """The values of a match's parts."""
    return {part: lexicon.value(part, tokens[at].word) for part, at in match.parts.items()}
