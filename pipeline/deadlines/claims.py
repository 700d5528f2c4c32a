"""A claim on its way to an entry: the days of its time, and the entry with its words."""

from datetime import date
from typing import Any

from attrs import frozen

from pipeline.deadlines.context import Context
from pipeline.deadlines.matching import Match
from pipeline.deadlines.periods import Window
from pipeline.deadlines.pieces import Piece, range_of
from pipeline.deadlines.recogniser import TimeExpression
from pipeline.deadlines.sentence import Sentence
from pipeline.deadlines.values import iso, resolve, start_value, window_of_piece
from pipeline.records import Deadline, DeadlineKind


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


def due_on(claim: Claim, day: date | None, start: str | None = None) -> Deadline:
    """A due entry; without a day where the text names one that does not exist."""
    return claim.entry("due", iso(day), start=start, end=iso(day))


def start_of(claim: Claim) -> Deadline:
    """A start entry, as precise as the text."""
    return claim.entry("start", start_value(claim.expression, claim.window), start=iso(claim.first))
