"""How far an expression of TimeML reaches: prepositions outside, articles inside; and what is none."""

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from pipeline.deadlines.lexicon import Token
from pipeline.deadlines.recogniser import Recogniser, TimeExpression
from pipeline.deadlines.speech import SPOKEN, WEEKDAYS

CONNECTING = frozenset({"-", "/", "bis", "und", "oder", "zum", "zur", "auf", "den", "dem", "sowie"})
NOT_EXPLICIT = ("kuerzel", "tag_kurz", "sommerpause", "sommerende")
BEFORE_YEAR = frozenset(
    {
        *("im", "in", "bis", "ab", "seit", "von", "vor", "nach", "um", "zwischen", "("),
        *("gegen", "wurde", "war"),
    }
)
OUTSIDE = frozenset(
    {
        *("seit", "nach", "vor", "in", "an", "am", "zu", "zum", "pro"),
        *("heutigen", "gestrigen", "morgigen"),
    }
)
ARTICLES = frozenset({"der", "die", "das", "dem", "den"})
POINTING = ("zeiger", "deutend", "beide")  # classes of words behind which a duration has an article too
STRONG_ENDINGS = ("es", "er", "em")  # of an adjective without an article: nächstes Jahr
WITHIN = frozenset({"im", "in"})
FUTURE, PAST = "gegenwart", "vergangen"  # classes of words that tell the tense
COUNTED = tuple(f"{sign}{figure}" for sign in ("P", "PT") for figure in range(1, 10))
ONLY_SMALL = "klein"
YEAR = re.compile(r"\d{4}")
ONE_DAY = re.compile(r"(\d{4}|XXXX)-\d\d-\d\d|@D[+-]\d|@d..")
APPROXIMATELY = frozenset(
    {"rund", "fast", "knapp", "gut", "etwa", "circa", "ungefahr", "mindestens", "hochstens"}
)
QUANTITY = frozenset({"insgesamt", "knapp", "fast", "mindestens", "hochstens"})
QUANTITIES = frozenset({("mehr", "als"), ("weniger", "als"), ("bis", "zu")})
THAN, MORE_OR_LESS = "als", frozenset({"mehr", "weniger"})
CONTEXT_WORDS = frozenset().union(
    CONNECTING, BEFORE_YEAR, OUTSIDE, ARTICLES, WITHIN, APPROXIMATELY, MORE_OR_LESS, QUANTITY, {THAN}
)


@frozen
class Found:
    """A time expression of a text, with the value that the words alone give it.

    `is_ahead` tells whether the verb nearest to it speaks of what is to come.
    """

    start: int
    end: int
    kind: str
    value: str
    is_ahead: bool = False


def extents(text: str, rules: Recogniser) -> Iterator[Found]:
    """The time expressions of a text, in its order, as TimeML marks them."""
    for tokens, expressions in rules.expressions_in(text):
        for expression, following in zip(expressions, (*expressions[1:], None), strict=False):
            if _is_explicit(expression, tokens) and not _is_count(expression, tokens, following):
                yield from _parts(expression, tokens)


def _is_explicit(expression: TimeExpression, tokens: Sequence[Token]) -> bool:
    if expression.tag == ONLY_SMALL:
        return not tokens[expression.start].capital
    return expression.tag not in NOT_EXPLICIT


def _is_count(expression: TimeExpression, tokens: Sequence[Token], following: TimeExpression | None) -> bool:
    """Whether a bare number only looks like a year: *1200 Menschen*, but *bis 1990 Menschen*.

    After a verb in the singular it is a year too: *wurde 1998 Kanzler*. It is none before another year
    (*davon 2000 im Jahr 2011*), beside a number that is none (*Telefon 0471 1990*, *1500 bis 3000 Leute*),
    and after words of quantity (*mehr als 2000*).
    """
    is_bare = expression.end == expression.start + 1 and YEAR.fullmatch(expression.value)
    if not is_bare or expression.end == len(tokens):
        return False
    if following and _is_of_a_year(following) and following.start == expression.end + 1:
        return tokens[expression.end].word in WITHIN
    first, second = [
        "",
        "",
        *(token.word for token in tokens[max(0, expression.start - 2) : expression.start]),
    ][-2:]
    if second.isdecimal() and not YEAR.fullmatch(second.lstrip("0")):
        return True
    if (
        second in QUANTITY
        or (first, second) in QUANTITIES
        or _is_joined_to_count(expression, tokens, following)
    ):
        return True
    is_second = second in CONNECTING and YEAR.fullmatch(first)
    return tokens[expression.end].capital and not is_second and second not in BEFORE_YEAR


def _is_joined_to_count(
    expression: TimeExpression, tokens: Sequence[Token], following: TimeExpression | None
) -> bool:
    joint, *second = tokens[expression.end : expression.end + 2]
    is_number = bool(second) and YEAR.fullmatch(second[0].word) is not None
    is_year = following is not None and following.start == expression.end + 1
    return joint.word in CONNECTING and is_number and not is_year


def _is_of_a_year(expression: TimeExpression) -> bool:
    return expression.kind == "DATE" and expression.value.startswith(("1", "2", "@Y"))


def _parts(expression: TimeExpression, tokens: Sequence[Token]) -> Iterator[Found]:
    """An expression; two where two days share a month."""
    first, end = _first_token(expression, tokens), expression.end - 1
    values = [_set_value(expression)] if expression.kind == "SET" else expression.value.split("/")
    if len(values) == 1 or expression.second is None:
        is_ahead = values[0].startswith(SPOKEN) and _is_ahead(expression, tokens)
        yield Found(tokens[first].start, tokens[end].end, expression.kind, values[0], is_ahead)
        return
    last = expression.second - 1
    while tokens[last].word in CONNECTING:
        last -= 1
    yield Found(tokens[first].start, tokens[last].end, expression.kind, values[0])
    yield Found(tokens[expression.second].start, tokens[end].end, expression.kind, values[1])


def _first_token(expression: TimeExpression, tokens: Sequence[Token]) -> int:
    """Where an expression begins: behind its preposition, with its article."""
    first = expression.start
    while tokens[first].word in OUTSIDE and first < expression.end - 1:
        first += 1
    if first > expression.start:
        return first
    if expression.kind == "DURATION" and expression.value.startswith(COUNTED):
        first -= _approximating(tokens[:first])
    return first - 1 if _has_article(expression, tokens, first) else first


def _approximating(before: Sequence[Token]) -> int:
    """How many words before a duration say that it is about so long: *[mehr als 20 Jahre]*."""
    last = [token.word for token in before[-2:]]
    if len(last) == 2 and last[0] in MORE_OR_LESS and last[1] == THAN:
        return 2
    return 1 if last and last[-1] in APPROXIMATELY else 0


def _has_article(expression: TimeExpression, tokens: Sequence[Token], at: int) -> bool:
    """Whether the word before an expression is its article: *[dem Jahr 1910]*, but *der [5. Mai]*.

    After a comma it is a relative pronoun, and so it is before an ending that no article leaves:
    *die nächstes Jahr beginnt*.
    """
    first = tokens[expression.start]
    is_approximate = at < expression.start
    may_have_one = expression.kind == "DATE" or first.tag in POINTING or is_approximate
    if not may_have_one or expression.mod or at == 0 or tokens[at - 1].word not in ARTICLES:
        return False
    if ONE_DAY.fullmatch(expression.value) or (first.word.isdecimal() and YEAR.match(expression.value)):
        return False
    if first.word.endswith(STRONG_ENDINGS) and not first.capital:
        return False
    is_whole = expression.start + 1 < expression.end or expression.value.startswith(SPOKEN)
    return is_whole and (at == 1 or tokens[at - 2].word != ",")


def _is_ahead(expression: TimeExpression, tokens: Sequence[Token]) -> bool:
    """Whether the word nearest to an expression that tells a tense tells of what is to come."""
    told = [
        (abs(at - expression.start), token.tag)
        for at, token in enumerate(tokens)
        if token.tag in (FUTURE, PAST)
    ]
    return min(told, default=(0, PAST))[1] == FUTURE


def _set_value(expression: TimeExpression) -> str:
    """A weekday that recurs by its number, with the part of the day if one is named."""
    weekday = re.fullmatch(r"FREQ=WEEKLY;(?:INTERVAL=\d;)?BYDAY=(\w\w)", expression.rrule or "")
    part = expression.value if expression.value.startswith("T") else ""
    return f"XXXX-WXX-{WEEKDAYS[weekday[1]]}{part}" if weekday else expression.value
