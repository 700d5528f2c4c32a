"""Entries of what recurs: how often, tied to what, until when."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from pipeline.deadlines.claims import Claim
from pipeline.deadlines.matching import Match
from pipeline.deadlines.periods import OPEN_YEAR
from pipeline.deadlines.pieces import OF_NO_YEAR
from pipeline.deadlines.recogniser import TimeExpression
from pipeline.deadlines.recurrence import interval_of, rrule_of, tie_of
from pipeline.deadlines.values import is_plain, is_term, iso, start_value
from pipeline.records import Deadline

PRESENT_PARTICIPLE = re.compile(r"nde[nrsm]?$")


def recurring(claim: Claim) -> Iterator[Deadline]:
    """Form 1: alle zwei Jahre. Form 2: jeden ersten Montag im Monat."""
    expression = claim.expression
    if expression.value.startswith(OPEN_YEAR):
        yield from _yearly(claim, expression)
        return
    interval = interval_of(expression.value, expression.times)
    tie, first = _tie(claim)
    day = day_of_the_year(claim)
    if day:
        tied = Claim(day, claim.sentence, claim.context).time.expression
        tie = tie_of(tied.value, tied.mod) if tied else tie
    until = _until(claim)
    rule = expression.rrule or rrule_of(interval, tie, until)
    yield claim.entry("recurring", tie, interval, start=iso(first), end=iso(until), rrule=rule)


def tied_to_days(claim: Claim) -> Iterator[Deadline]:
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


def _tie(claim: Claim) -> tuple[str | None, date | None]:
    """What a recurring deadline is tied to: *ab 2024 jährlich*, *bis 2026 und danach alle zwei Jahre*."""
    ties = list(_ties(claim))
    if not ties:
        return None, None
    nearest = min(ties, key=lambda match: abs(match.start - claim.match.start))
    tied = Claim(nearest, claim.sentence, claim.context)
    if nearest.rule.kind == "ab" or is_term(tied.expression):
        return start_value(tied.expression, tied.window), tied.first
    plain = tied.expression.value if is_plain(tied.expression) else None
    return plain or iso(tied.last), tied.last


def _ties(claim: Claim) -> Iterator[Match]:
    """For each way of saying when it begins the nearest such claim before and after."""
    sentence, at = claim.sentence, claim.match.start
    start, end = sentence.clause(claim.match)
    before = next(sentence.claims_before(at, ("ab",)), None)
    after = next(sentence.claims_from(at, ("ab",)), None)
    if before and before.start >= start:
        yield before
    if after and (after.start < end or after.start == claim.match.end + 1):  # jährlich (ab 2026)
        yield after
    yield from islice(sentence.claims_before(at, ("erstmals",)), 1)
    yield from islice(sentence.claims_from(at, ("erstmals",)), 1)
    then = sentence.last_marker("danach", at)
    if then is not None:
        ended = (
            other for other in sentence.claims_before(then, ("bis", "in", "am", "vor")) if other.end <= then
        )
        yield from islice(ended, 1)


def day_of_the_year(claim: Claim) -> Match | None:
    """The claim of a day without a year that a yearly one means: *jährlich … bis zum 31.03. gemeldet*."""
    if claim.match.rule.kind != "turnus" or not claim.expression.value.endswith("Y"):
        return None
    start, end = claim.sentence.clause(claim.match)
    found = next(claim.sentence.days_of_the_year(start), None)
    return found if found and found.start < end else None


def _until(claim: Claim) -> date | None:
    """The end of a recurring deadline: *jährlich bis 2030*; not of *die jährlich erscheinende Liste*."""
    start, end = claim.sentence.clause(claim.match)
    following = claim.sentence.pieces[claim.match.end]
    if PRESENT_PARTICIPLE.search(claim.sentence.text[following.start : following.end]):
        return None
    for match in claim.sentence.claims_from(start, ("bis",)):
        if match.start >= end:
            return None
        other = Claim(match, claim.sentence, claim.context)
        is_beginning = claim.sentence.has_marker("danach", match.end, claim.match.start)
        if not is_beginning and other.time.tag not in OF_NO_YEAR:
            return other.last
    return None
