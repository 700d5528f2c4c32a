"""Make the entries of the dataset from the claims of a sentence; one claim may give several.

Each statement of the text is an entry of its own: *ab 2024 jährlich* says when it begins (a start) and
how often it recurs (a recurring one, whose value says what it is tied to: 2024).
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

from pipeline.deadlines.claims import Claim, due_on, start_of
from pipeline.deadlines.context import Context
from pipeline.deadlines.periods import OPEN_YEAR
from pipeline.deadlines.pieces import OF_NO_YEAR, RANGE
from pipeline.deadlines.recurrence import tie_of
from pipeline.deadlines.recurring import day_of_the_year, recurring, tied_to_days
from pipeline.deadlines.relative import counted, formula
from pipeline.deadlines.sentence import Sentence
from pipeline.deadlines.values import expected_value, is_term, iso
from pipeline.records import Deadline

DAY_OR_WEEK = r"XXXX-(W\d\d|\d\d-\d\d|Q\d|H\d)"
ONE_DAY = timedelta(1)
BEFORE_EVENTS = frozenset(
    {
        "bis",
        "zum",
        "zur",
        "zu",
        "in",
        "innerhalb",
        "wahrend",
        "der",
        "den",
        "spatestens",
        "rechtzeitig",
        "noch",
    }
)


def entries_of(sentence: Sentence, context: Context) -> Iterator[Deadline]:
    """The deadlines of a sentence, in its order."""
    claims = [Claim(match, sentence, context) for match in sentence.claims]
    absorbed = {found.start for claim in claims if (found := day_of_the_year(claim))}
    for claim in claims:
        if claim.match.start not in absorbed:
            yield from MAKERS[claim.match.rule.kind](claim)


def _by(claim: Claim) -> Iterator[Deadline]:
    """Form 1: bis 2030. Form 2: bis zum Schuljahr 2028/29, which is when it begins."""
    expression = claim.expression
    if OPEN_YEAR in expression.value:
        yield claim.entry("due", tie_of(expression.value, expression.mod))
    elif claim.first and is_term(expression):
        yield due_on(claim, claim.first - ONE_DAY)
    else:
        yield due_on(claim, claim.last)


def _within(claim: Claim) -> Iterator[Deadline]:
    """Form 1: im Jahr 2027. Form 2: Umsetzung: 2025–2027."""
    if _is_settled(claim):
        yield due_on(claim, claim.last, start=iso(claim.first))


def _at(claim: Claim) -> Iterator[Deadline]:
    """Form 1: zum 01.08.2026. Form 2: startet zum 01.08.2026, a start."""
    if not _is_settled(claim):
        return
    if claim.sentence.has_marker("beginn", *claim.sentence.clause(claim.match)):
        yield start_of(claim)
    else:
        yield due_on(claim, claim.first if is_term(claim.expression) else claim.last)


def _is_settled(claim: Claim) -> bool:
    """Whether the year is said; *im Sommer* alone may mean every summer."""
    piece = claim.time
    assert piece.expression
    is_open = piece.tag in OF_NO_YEAR or (piece.tag == RANGE and OPEN_YEAR in piece.expression.value)
    said = not is_open or claim.match.rule.fields.get("auch_jahrlos", False)
    return said or re.fullmatch(DAY_OR_WEEK, piece.expression.value) is not None


def _bare(claim: Claim) -> Iterator[Deadline]:
    """Form 1: Anfang Mai 2026 (a moment). Form 2: Anfang 2027 (a quarter)."""
    is_month = "-" in claim.expression.value
    yield from _at(claim) if is_month else _within(claim)


def _from(claim: Claim) -> Iterator[Deadline]:
    """Form 1: ab Mai 2026. Form 2: von Mai bis Oktober 2026, which has an end too."""
    if claim.time.tag == RANGE and not _is_settled(claim):
        return
    yield start_of(claim)
    if claim.time.tag == RANGE:
        yield due_on(claim, claim.last, start=iso(claim.first))


def _before(claim: Claim) -> Iterator[Deadline]:
    """Form 1: vor 2030. Form 2: vor Ende 2029, which is by the end."""
    if claim.expression.mod == "END":
        yield due_on(claim, claim.last)
    else:
        yield due_on(claim, claim.first and claim.first - ONE_DAY)


def _expected(claim: Claim) -> Iterator[Deadline]:
    """Form 1: voraussichtlich 2028."""
    value = expected_value(claim.expression, claim.window)
    yield claim.entry("expected", value, start=iso(claim.first), end=iso(claim.last))


def _first_time(claim: Claim) -> Iterator[Deadline]:
    """Form 1: erstmals zum 31.03.2026."""
    yield due_on(claim, claim.first if is_term(claim.expression) else claim.last)


def _at_event(claim: Claim) -> Iterator[Deadline]:
    """Form 1: bis zum Ende der Legislaturperiode, whose day only the council's calendar knows."""
    pieces = claim.sentence.pieces
    first = next(
        at for at in range(claim.match.start, claim.match.end) if pieces[at].word not in BEFORE_EVENTS
    )
    words = claim.sentence.text[pieces[first].start : pieces[claim.match.end - 1].end]
    yield claim.entry("due", None, anchor=words)


def _period(claim: Claim) -> Iterator[Deadline]:
    """Form 1: bis zum Ende der Laufzeit, which the paper's own period says."""
    last = claim.context.last_day
    yield claim.entry("due", iso(last), anchor=None if last else "Ende der Laufzeit", end=iso(last))


def _horizon(claim: Claim) -> Iterator[Deadline]:
    """Form 1: mittelfristig. Form 2: kurz- und mittelfristig."""
    ends = dict(claim.context.horizons)
    if claim.match.rule.fields.get("nur_mit_legende") and not ends:
        return
    for value in claim.match.rule.fields["werte"]:
        yield claim.entry("horizon", value, end=iso(ends.get(value)))


def _at_once(claim: Claim) -> Iterator[Deadline]:
    """Form 1: ab sofort: from the day of the paper."""
    day = iso(claim.context.dct)
    yield claim.entry("start", day, start=day, anchor=None if day else "sofort")


MAKERS: dict[str, Callable[[Claim], Iterator[Deadline]]] = {
    "bis": _by,
    "in": _within,
    "am": _at,
    "teil": _bare,
    "ab": _from,
    "von-bis": _from,
    "vor": _before,
    "erwartet": _expected,
    "erstmals": _first_time,
    "turnus": recurring,
    "stichtag": tied_to_days,
    "dauer": counted,
    "formel": formula,
    "ereignis": _at_event,
    "laufzeit": _period,
    "horizont": _horizon,
    "sofort": _at_once,
}
