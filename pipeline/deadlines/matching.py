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


MOST_MATCHERS = 2000  # far more than the combinations that a document holds; bounds the memory


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

    Patterns are kept by the words and classes that they need; those that a sentence lacks a word for are
    not asked. Matchers are built when they are first needed: few of the patterns ever are.
    """

    vocab: "Vocab"
    lexicon: Lexicon
    compiled: Sequence[tuple[Rule, Variant]]
    by_anchor: Mapping[str, Sequence[frozenset[str]]]
    patterns: Mapping[frozenset[str], Sequence[tuple[int, Pattern]]]
    matchers: dict[frozenset[frozenset[str]], "Matcher"]

    def matches(self, words: list[str], tags: list[str]) -> list[Match]:
        """Every match of every rule, in the order of the rules."""
        from spacy.tokens import Doc

        if not any(tags):  # spaCy takes a text without any tag for one that was not tagged
            return []
        present = {*words, *tags}
        needs = frozenset(
            need
            for anchor in self.by_anchor.keys() & present
            for need in self.by_anchor[anchor]
            if need <= present
        )
        if not needs:
            return []
        found = self._matcher(needs)(Doc(self.vocab, words=words, tags=tags))
        numbered = sorted((int(self.vocab.strings[key]), start, end) for key, start, end in found)
        matches = [self._match(key, start, end) for key, start, end in numbered]
        return [match for match in matches if self._fits(match, words)]

    def _matcher(self, needs: frozenset[frozenset[str]]) -> "Matcher":
        """The Matcher of all patterns with these needs; the last ones built are kept."""
        from spacy.matcher import Matcher

        if needs not in self.matchers:
            if len(self.matchers) >= MOST_MATCHERS:
                self.matchers.clear()
            by_key: dict[int, list[Pattern]] = {}
            for key, pattern in (found for need in needs for found in self.patterns[need]):
                by_key.setdefault(key, []).append(pattern)
            matcher = self.matchers[needs] = Matcher(self.vocab)
            for key, patterns in by_key.items():
                matcher.add(str(key), patterns)
        return self.matchers[needs]

    def _fits(self, match: Match, words: Sequence[str]) -> bool:
        return all(self.lexicon.fits(part, words[at]) for part, at in match.parts.items())

    def _match(self, key: int, start: int, end: int) -> Match:
        rule, variant = self.compiled[key]
        parts = {item.part: start + offset for offset, item in enumerate(variant) if item.part}
        return Match(rule, start, end, parts)


def compile_rules(rules: Iterable[Rule], lexicon: Lexicon, vocab: "Vocab") -> RuleMatcher:
    """Translate rules into patterns of Matchers over `vocab`."""
    compiled = [(rule, variant) for rule in rules for form in rule.forms for variant in variants_of(form)]
    patterns: dict[frozenset[str], list[tuple[int, Pattern]]] = {}
    for key, (_, variant) in enumerate(compiled):
        for pattern in lexicon.patterns(variant):
            patterns.setdefault(needs_of(pattern), []).append((key, pattern))
    frequency = Counter(symbol for need in patterns for symbol in need)
    by_anchor: dict[str, list[frozenset[str]]] = {}
    for need in patterns:
        rarest = min(need, key=lambda symbol: (frequency[symbol], symbol))
        by_anchor.setdefault(rarest, []).append(need)
    return RuleMatcher(vocab, lexicon, compiled, by_anchor, patterns, {})


def needs_of(pattern: Pattern) -> frozenset[str]:
    """The words and classes without which a pattern cannot match."""
    single = [place.get("TAG") or place.get("ORTH") for place in pattern]
    return frozenset(symbol for symbol in single if isinstance(symbol, str))


def rules_of(table: Mapping[str, Any], key: str, kind: str = "art") -> tuple[Rule, ...]:
    """The rules that a table lists under a key."""
    return tuple(
        Rule(entry["name"], entry[kind], tuple(entry["schreibung"]), entry) for entry in table.get(key, ())
    )


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
