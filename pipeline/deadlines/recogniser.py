"""Find time expressions: what is a day, a year, a duration or a turn, deadline or not.

Form 1: bis zum [31.12.2027]. Form 2: im [2. Halbjahr 2026]. Form 3: binnen [zwölf Monaten].
Form 4: [alle zwei Jahre]. The words around them, which make a deadline of them, are not looked at.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from pipeline.deadlines.lexicon import SECOND, UNKNOWN, Lexicon, Token, sentences
from pipeline.deadlines.matching import Match, RuleMatcher, fill, longest, values_of

MOD_PARTS = ("teil", "jahresteil", "schuljahresteil")
UNITS = {"Q": (3, "M"), "H": (6, "M"), "SY": (1, "Y")}
NO_TIME = "KEINE"
JOINING_DAYS = frozenset({",", "und", "oder", "sowie"})
ARTICLES = frozenset({"den", "dem", "am", "zum"})
_DAY = re.compile(r"(?P<month>(?:\d{4}|XXXX)-\d\d-)(?P<day>\d\d)")


@frozen
class TimeExpression:
    """Tokens [start, end) with their value as `periods` explains it.

    `kind` is DATE, DURATION or SET; `times` tells how often within a SET's interval, `rrule` when in it.
    `tag` is the class that deadline rules see it as, where that is not plain from the value; `second`
    the token with which the second of two times begins: *3. bis [5. Juni 2026]*.
    """

    start: int
    end: int
    kind: str
    value: str
    mod: str | None = None
    times: int = 1
    rrule: str | None = None
    tag: str | None = None
    second: int | None = None


@frozen(slots=False)
class Recogniser:
    """Rules of time expressions, compiled; the same for all texts."""

    lexicon: Lexicon
    abbreviations: frozenset[str]
    expressions: RuleMatcher

    def expressions_in(self, text: str) -> Iterator[tuple[tuple[Token, ...], tuple[TimeExpression, ...]]]:
        """The tokens and time expressions of each sentence that holds a word or number of the rules."""
        tokens = tuple(self.lexicon.tokens(text))
        for sentence in sentences(tokens, self.abbreviations):
            if any(token.tag and token.word != UNKNOWN for token in sentence):
                yield sentence, find_expressions(sentence, self.expressions, self.lexicon)


def find_expressions(
    tokens: Sequence[Token], rules: RuleMatcher, lexicon: Lexicon
) -> tuple[TimeExpression, ...]:
    """Find the time expressions of a sentence, those that do not overlap, in text order."""
    matches = rules.matches([token.word for token in tokens], [token.tag for token in tokens])
    return tuple(_with_days_before(tokens, _expressions(longest(matches), tokens, lexicon)))


def _with_days_before(
    tokens: Sequence[Token], expressions: Iterable[TimeExpression]
) -> Iterator[TimeExpression]:
    """Add the days that share the month of the one after them: *[3.], 4. und 5. Mai*."""
    done = 0
    for expression in expressions:
        before: list[TimeExpression] = []
        first = expression
        while (found := _day_before(tokens, first)) and found.start >= done:
            before.append(found)
            first = found
        yield from reversed(before)
        yield expression
        done = expression.end


def _day_before(tokens: Sequence[Token], expression: TimeExpression) -> TimeExpression | None:
    """The earlier day that is joined to an expression and shares its month."""
    start = expression.start
    at = start - (4 if start and tokens[start - 1].word in ARTICLES else 3)
    dated = _DAY.match(expression.value)
    if at < 0 or dated is None or start + 1 == len(tokens) or tokens[start + 1].word != ".":
        return None
    day, stop, joint = tokens[at : at + 3]
    if (
        expression.kind != "DATE"
        or stop.word != "."
        or joint.word not in JOINING_DAYS
        or not day.word.isdecimal()
    ):
        return None
    is_earlier = 0 < int(day.word) < int(dated["day"])
    return TimeExpression(at, at + 2, "DATE", f"{dated['month']}{int(day.word):02}") if is_earlier else None


def _expressions(
    matches: Sequence[Match], tokens: Sequence[Token], lexicon: Lexicon
) -> Iterator[TimeExpression]:
    for match in matches:
        if match.rule.kind == NO_TIME:
            continue
        values = values_of(match, tokens, lexicon)
        filled = fill(match.rule.fields.get("wert", ""), values)[: match.rule.fields.get("kuerzen")]
        value = in_order(in_one_century(filled)) if "/" in filled else in_iso_units(filled)
        times = fill(match.rule.fields.get("mal", ""), values)
        mod = next((values[part] for part in MOD_PARTS if part in values), None)
        rule = fill(match.rule.fields.get("rrule", ""), values) or None
        if _is_sound(value):
            tag = match.rule.fields.get("marke")
            second = min((at for part, at in match.parts.items() if part.endswith(SECOND)), default=None)
            yield TimeExpression(
                match.start, match.end, match.rule.kind, value, mod, int(times or 1), rule, tag, second
            )


def in_iso_units(value: str) -> str:
    """Quarters, half-years and school years of a duration as months and years: P1Q is P3M."""
    match = re.fullmatch(r"P(\d+)(Q|H|SY)", value) if value.startswith("P") else None
    if not match:
        return value
    unit, count = UNITS[match[2]], int(match[1])
    return f"P{unit[0] * count}{unit[1]}"


def in_one_century(value: str) -> str:
    """Give the second of two years the century of the first: 1850/51 is no 2051."""
    match = re.fullmatch(r"(\d\d)(\d\d)/\d\d(\d\d)", value)
    return f"{match[1]}{match[2]}/{match[1]}{match[3]}" if match and match[2] < match[3] else value


def in_order(value: str) -> str:
    """Let a range of two days begin in the year before where only its end bears a year."""
    match = re.fullmatch(r"(\d{4})(-\d\d-\d\d)/\1(-\d\d-\d\d)", value)
    return f"{int(match[1]) - 1}{match[2]}/{match[1]}{match[3]}" if match and match[2] > match[3] else value


def _is_sound(value: str) -> bool:
    """Whether an interval of years runs forwards: 2016/12 may be a file number."""
    first, _, last = value.partition("/")
    return not last or first < last
