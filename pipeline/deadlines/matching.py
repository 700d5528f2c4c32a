"""Rules of a rule file as patterns of one spaCy Matcher, and what they match in a list of tokens."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pipeline.deadlines.forms import Variant, variants_of
from pipeline.deadlines.lexicon import Lexicon, Token

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.vocab import Vocab


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


@frozen(slots=False)
class RuleMatcher:
    """The rules of one file, compiled."""

    matcher: "Matcher"
    vocab: "Vocab"
    compiled: Sequence[tuple[Rule, Variant]]

    def matches(self, words: list[str], tags: list[str]) -> list[Match]:
        """Every match of every rule, in the order of the rules."""
        from spacy.tokens import Doc

        if not any(tags):  # spaCy takes a text without any tag for one that was not tagged
            return []
        doc = Doc(self.vocab, words=words, tags=tags)
        found = sorted((self.vocab.strings[key], start, end) for key, start, end in self.matcher(doc))
        return [self._match(int(key), start, end) for key, start, end in found]

    def _match(self, key: int, start: int, end: int) -> Match:
        rule, variant = self.compiled[key]
        parts = {item.part: start + offset for offset, item in enumerate(variant) if item.part}
        return Match(rule, start, end, parts)


def compile_rules(rules: Iterable[Rule], lexicon: Lexicon, vocab: "Vocab") -> RuleMatcher:
    """Translate rules into patterns of a Matcher over `vocab`."""
    from spacy.matcher import Matcher

    matcher = Matcher(vocab)
    compiled = [(rule, variant) for rule in rules for form in rule.forms for variant in variants_of(form)]
    for key, (_, variant) in enumerate(compiled):
        matcher.add(f"{key:05d}", lexicon.patterns(variant))
    return RuleMatcher(matcher, vocab, compiled)


def rules_of(table: Mapping[str, Any], key: str, kind: str = "art") -> tuple[Rule, ...]:
    """The rules that a table lists under a key."""
    return tuple(Rule(entry["name"], entry[kind], tuple(entry["schreibung"]), entry) for entry in table.get(key, ()))


def longest(matches: Iterable[Match]) -> list[Match]:
    """Of matches that touch each other the longest, of equally long ones the first; in text order."""
    kept: list[Match] = []
    for match in sorted(matches, key=lambda match: match.start - match.end):
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)


_FIELD = re.compile(r"\{(?P<part>[a-z_]+)(?P<plus>[+-]\d+)?(?::(?P<width>\d))?(?:\|(?P<otherwise>\w+))?\}")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Fill a template: `{jahr}` the value, `{jahr+1}` one more, `{tag:2}` with leading zeros.

    A part that is missing gives nothing, or what is written behind a bar: `{jahr|XXXX}`.
    """

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
