"""Make the entries of the dataset from the claims of a sentence; one claim may give several.

Each statement of the text is an entry of its own: *ab 2024 jährlich* says when it begins (a start) and
how often it recurs (a recurring one, whose value says what it is tied to: 2024).
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from attrs import frozen

from pipeline.deadlines.anchors import AFTER, BEFORE, anchor_at, event_before
from pipeline.deadlines.context import Context
from pipeline.deadlines.matching import Match
from pipeline.deadlines.periods import OPEN_YEAR, Window, later
from pipeline.deadlines.pieces import RANGE, Piece, range_of
from pipeline.deadlines.recogniser import TimeExpression
from pipeline.deadlines.recurrence import interval_of, rrule_of, tie_of
from pipeline.deadlines.sentence import Sentence
from pipeline.deadlines.values import (
    expected_value,
    is_plain,
    is_term,
    iso,
    resolve,
    start_value,
    window_of_piece,
)
from pipeline.records import Deadline, DeadlineKind

DAY_OR_WEEK = r"XXXX-(W\d\d|\d\d-\d\d|Q\d|H\d)"
OF_NO_YEAR = ("jahrlos", "tag_kurz")
TIES_OF_THE_YEAR = ("bis", "in", "am")
PRESENT_PARTICIPLE = re.compile(r"nde[nrsm]?$")
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
ADOPTION = ("beschluss", "verabschiedung", "inkrafttreten")


@frozen
class Claim:
    """A claim with what is needed to make entries of it."""

    match: Match
    sentence: Sentence
    context: Context

    @property
    def times(self) -> list[Piece]:
        """The time expressions of the claim."""
        return [
            piece for piece in self.sentence.pieces[self.match.start : self.match.end] if piece.expression
        ]

    @property
    def time(self) -> Piece:
        """The time expression of the claim; two are a range."""
        first, *more = self.times
        return range_of(first, more[-1]) if more else first

    @property
    def window(self) -> Window | None:
        """The days of the time."""
        return window_of_piece(self.time, self.context)

    @property
    def first(self) -> date | None:
        """The first day of the time."""
        return self.window.first if self.window else None

    @property
    def last(self) -> date | None:
        """The last day of the time."""
        return self.window.last if self.window else None

    @property
    def expression(self) -> TimeExpression:
        """The time (of a range its beginning), with what the paper fills in."""
        found = self.time.expression
        assert found
        return resolve(found, self.context)

    def entry(
        self, kind: DeadlineKind, value: str | None, recurrence: str | None = None, **more: Any
    ) -> Deadline:
        """An entry with the claim's words."""
        end = more.pop("until", self.match.end)
        start, stop = self.sentence.pieces[self.match.start].start, self.sentence.pieces[end - 1].end
        return Deadline(kind, value, recurrence, self.sentence.text[start:stop], (start, stop), **more)


def entries_of(sentence: Sentence, context: Context) -> Iterator[Deadline]:
    """The deadlines of a sentence, in its order."""
    claims = [Claim(match, sentence, context) for match in sentence.claims]
    absorbed = [found for claim in claims if (found := _day_of_the_year(claim))]
    for claim in claims:
        if claim.match not in absorbed:
            yield from MAKERS[claim.match.rule.kind](claim)


def _by(claim: Claim) -> Iterator[Deadline]:
    """Form 1: bis 2030. Form 2: bis zum Schuljahr 2028/29, which is when it begins."""
    expression = claim.expression
    if OPEN_YEAR in expression.value:
        yield claim.entry("due", tie_of(expression.value, expression.mod))
    elif claim.first and is_term(expression):
        yield _due(claim, claim.first - ONE_DAY)
    else:
        yield _due(claim, claim.last)


def _within(claim: Claim) -> Iterator[Deadline]:
    """Form 1: im Jahr 2027. Form 2: Umsetzung: 2025–2027."""
    if _is_settled(claim):
        yield _due(claim, claim.last, start=iso(claim.first))


def _at(claim: Claim) -> Iterator[Deadline]:
    """Form 1: zum 01.08.2026. Form 2: startet zum 01.08.2026, a start."""
    if not _is_settled(claim):
        return
    if claim.sentence.has_marker("beginn", *claim.sentence.clause(claim.match)):
        yield _start(claim)
    else:
        yield _due(claim, claim.first if is_term(claim.expression) else claim.last)


def _is_settled(claim: Claim) -> bool:
    """Whether the year is said; *im Sommer* alone may mean every summer."""
    piece = claim.time
    assert piece.expression
    said = piece.tag not in OF_NO_YEAR or claim.match.rule.fields.get("auch_jahrlos", False)
    return said or re.fullmatch(DAY_OR_WEEK, piece.expression.value) is not None


def _bare(claim: Claim) -> Iterator[Deadline]:
    """Form 1: Anfang Mai 2026 (a moment). Form 2: Anfang 2027 (a quarter)."""
    is_month = "-" in claim.expression.value
    yield from _at(claim) if is_month else _within(claim)


def _from(claim: Claim) -> Iterator[Deadline]:
    """Form 1: ab Mai 2026. Form 2: von Mai bis Oktober 2026, which has an end too."""
    yield _start(claim)
    if claim.time.tag == RANGE:
        yield _due(claim, claim.last, start=iso(claim.first))


def _before(claim: Claim) -> Iterator[Deadline]:
    """Form 1: vor 2030. Form 2: vor Ende 2029, which is by the end."""
    if claim.expression.mod == "END":
        yield _due(claim, claim.last)
    else:
        yield _due(claim, claim.first and claim.first - ONE_DAY)


def _expected(claim: Claim) -> Iterator[Deadline]:
    """Form 1: voraussichtlich 2028."""
    value = expected_value(claim.expression, claim.window)
    yield claim.entry("expected", value, start=iso(claim.first), end=iso(claim.last))


def _first_time(claim: Claim) -> Iterator[Deadline]:
    """Form 1: erstmals zum 31.03.2026."""
    yield _due(claim, claim.first if is_term(claim.expression) else claim.last)


def _recurring(claim: Claim) -> Iterator[Deadline]:
    """Form 1: alle zwei Jahre. Form 2: jeden ersten Montag im Monat."""
    expression = claim.expression
    if expression.value.startswith(OPEN_YEAR):
        yield from _yearly(claim, expression)
        return
    interval = interval_of(expression.value, expression.times)
    tie, first = _tie(claim)
    day = _day_of_the_year(claim)
    if day:
        tied = Claim(day, claim.sentence, claim.context).time.expression
        tie = tie_of(tied.value, tied.mod) if tied else tie
    until = _until(claim)
    rule = expression.rrule or rrule_of(interval, tie, until)
    yield claim.entry("recurring", tie, interval, start=iso(first), end=iso(until), rrule=rule)


def _tied(claim: Claim) -> Iterator[Deadline]:
    """Form 1: jährlich zum Stichtag 31.03. Form 2: jeweils im November."""
    turns = [piece.expression for piece in claim.times if piece.expression and piece.expression.kind == "SET"]
    interval = interval_of(turns[0].value, turns[0].times) if turns else "P1Y"
    for piece in claim.times:
        if piece.expression and piece.expression.kind == "DATE":
            tie = tie_of(piece.expression.value, piece.expression.mod)
            yield claim.entry("recurring", tie, interval, rrule=rrule_of(interval, tie, _until(claim)))


def _yearly(claim: Claim, expression: TimeExpression) -> Iterator[Deadline]:
    tie = tie_of(expression.value, expression.mod)
    yield claim.entry("recurring", tie, "P1Y", rrule=rrule_of("P1Y", tie, _until(claim)))


def _counted(claim: Claim) -> Iterator[Deadline]:
    """Form 1: binnen 12 Monaten nach Beschluss. Form 2: innerhalb eines Jahres, from the paper on."""
    pieces, text, match = claim.sentence.pieces, claim.sentence.text, claim.match
    duration = claim.expression.value
    anchor, until = _event_after(claim)
    if anchor is None and match.rule.fields.get("vom_papier_aus"):
        anchor = event_before(pieces, match.start, text)
        if anchor is None and claim.context.dct:
            yield _due(claim, later(claim.context.dct, duration), start=iso(claim.context.dct))
            return
    if anchor or match.rule.fields.keys() & {"vom_papier_aus", "ohne_ereignis"}:
        yield claim.entry(
            "relative", duration, until=until, anchor=anchor, end=_end_after(claim, anchor, duration)
        )


def _event_after(claim: Claim) -> tuple[str | None, int]:
    """The event after a duration, and the piece up to which its words go."""
    pieces, end = claim.sentence.pieces, claim.match.end
    word = pieces[end].word
    anchor = anchor_at(pieces, end + 1, claim.sentence.text) if word in AFTER | BEFORE else None
    if anchor is None:
        return None, end
    stop = claim.sentence.text.index(anchor, pieces[end].end) + len(anchor)
    until = next(at for at in range(end, len(pieces)) if pieces[at].end >= stop) + 1
    return (f"vor {anchor}" if word in BEFORE else anchor), until


def _end_after(claim: Claim, anchor: str | None, duration: str) -> str | None:
    """The last day, where the event is the paper's adoption and its day is known."""
    if claim.context.adopted and anchor and anchor.casefold().startswith(ADOPTION):
        return iso(later(claim.context.adopted, duration))
    return None


def _formula(claim: Claim) -> Iterator[Deadline]:
    """Form 1: t0 + 6 Monate."""
    yield claim.entry("relative", claim.expression.value, anchor=claim.match.rule.fields["ereignis"])


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


def _due(claim: Claim, day: date | None, start: str | None = None) -> Deadline:
    """A due entry; without a day where the text names one that does not exist."""
    return claim.entry("due", iso(day), start=start, end=iso(day))


def _start(claim: Claim) -> Deadline:
    return claim.entry("start", start_value(claim.expression, claim.window), start=iso(claim.first))


def _tie(claim: Claim) -> tuple[str | None, date | None]:
    """What a recurring deadline is tied to: *ab 2024 jährlich*, *bis 2026 und danach alle zwei Jahre*."""
    for other in sorted(claim.sentence.claims, key=lambda match: abs(match.start - claim.match.start)):
        if _is_tie(claim, other):
            tied = Claim(other, claim.sentence, claim.context)
            if other.rule.kind == "ab" or is_term(tied.expression):
                return start_value(tied.expression, tied.window), tied.first
            plain = tied.expression.value if is_plain(tied.expression) else None
            return plain or iso(tied.last), tied.last
    return None, None


def _day_of_the_year(claim: Claim) -> Match | None:
    """The claim of a day without a year that a yearly one means: *jährlich … bis zum 31.03. gemeldet*."""
    if claim.match.rule.kind != "turnus" or not claim.expression.value.endswith("Y"):
        return None
    start, end = claim.sentence.clause(claim.match)
    for other in claim.sentence.claims:
        is_day = other.rule.kind in TIES_OF_THE_YEAR and start <= other.start < end
        if is_day and Claim(other, claim.sentence, claim.context).time.tag in OF_NO_YEAR:
            return other
    return None


def _is_tie(claim: Claim, other: Match) -> bool:
    """Whether a recurring deadline begins with another claim's time."""
    if other.rule.kind == "ab":
        start, end = claim.sentence.clause(claim.match)
        in_brackets = other.start == claim.match.end + 1  # jährlich (ab 2026)
        return start <= other.start < end or in_brackets
    if other.rule.kind in ("bis", "in", "am", "vor"):
        return claim.sentence.has_marker("danach", other.end, claim.match.start)
    return other.rule.kind == "erstmals"


def _until(claim: Claim) -> date | None:
    """The end of a recurring deadline: *jährlich bis 2030*; not of *die jährlich erscheinende Liste*."""
    start, end = claim.sentence.clause(claim.match)
    following = claim.sentence.pieces[claim.match.end]
    if PRESENT_PARTICIPLE.search(claim.sentence.text[following.start : following.end]):
        return None
    for match in claim.sentence.claims:
        other = Claim(match, claim.sentence, claim.context)
        is_end = match.rule.kind == "bis" and start <= match.start < end and not _is_tie(claim, match)
        if is_end and other.time.tag not in OF_NO_YEAR:
            return other.last
    return None


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
    "turnus": _recurring,
    "stichtag": _tied,
    "dauer": _counted,
    "formel": _formula,
    "ereignis": _at_event,
    "laufzeit": _period,
    "horizont": _horizon,
    "sofort": _at_once,
}
