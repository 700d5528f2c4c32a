"""Rules of a rule file as patterns of one spaCy Matcher, and what they match in a list of tokens."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pipeline.deadlines.forms import Variant, variants_of
from pipeline.deadlines.lexicon import Lexicon, Pattern, Token

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
    """The rules of one file, compiled.

    Patterns are kept by their anchor, the word or class in them that fewest patterns have. A text without
    the anchor cannot match, so only few of the patterns are asked, and Matchers are built when needed.
    """

    vocab: "Vocab"
    compiled: Sequence[tuple[Rule, Variant]]
    anchored: Mapping[str, Mapping[int, list[Pattern]]]
    matchers: dict[str, "Matcher"]

    def matches(self, words: list[str], tags: list[str]) -> list[Match]:
        """Every match of every rule, in the order of the rules."""
        from spacy.tokens import Doc

        if not any(tags):  # spaCy takes a text without any tag for one that was not tagged
            return []
        doc = Doc(self.vocab, words=words, tags=tags)
        anchors = self.anchored.keys() & {*words, *tags}
        found = {(int(self.vocab.strings[key]), start, end) for anchor in anchors for key, start, end in self._matcher(anchor)(doc)}
        return [self._match(key, start, end) for key, start, end in sorted(found)]

    def _matcher(self, anchor: str) -> "Matcher":
        if anchor not in self.matchers:
            from spacy.matcher import Matcher

            matcher = self.matchers[anchor] = Matcher(self.vocab)
            for key, patterns in self.anchored[anchor].items():
                matcher.add(str(key), patterns)
        return self.matchers[anchor]

    def _match(self, key: int, start: int, end: int) -> Match:
        rule, variant = self.compiled[key]
        parts = {item.part: start + offset for offset, item in enumerate(variant) if item.part}
        return Match(rule, start, end, parts)


def compile_rules(rules: Iterable[Rule], lexicon: Lexicon, vocab: "Vocab") -> RuleMatcher:
    """Translate rules into patterns of Matchers over `vocab`."""
    compiled = [(rule, variant) for rule in rules for form in rule.forms for variant in variants_of(form)]
    patterns = [(key, pattern) for key, (_, variant) in enumerate(compiled) for pattern in lexicon.patterns(variant)]
    frequency = Counter(symbol for _, pattern in patterns for symbol in set(symbols_of(pattern)))
    anchored: dict[str, dict[int, list[Pattern]]] = {}
    for key, pattern in patterns:
        anchor = min(symbols_of(pattern), key=lambda symbol: (frequency[symbol], symbol))
        anchored.setdefault(anchor, {}).setdefault(key, []).append(pattern)
    return RuleMatcher(vocab, compiled, anchored, {})


def symbols_of(pattern: Pattern) -> list[str]:
    """The words and classes without which a pattern cannot match."""
    single = [place.get("TAG") or place.get("ORTH") for place in pattern]
    return [symbol for symbol in single if isinstance(symbol, str)]


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
