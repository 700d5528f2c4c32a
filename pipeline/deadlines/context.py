"""What the value of a deadline may hang on: the paper's day, its period, its legend."""

from datetime import date

from attrs import frozen

from pipeline.deadlines.periods import SCHOOL_YEAR_BEGINS


@frozen
class Context:
    """What a document says about its own times.

    `horizons` are the last days of short, medium and long term as the document's legend gives them;
    `quarters_in_column` tells that its Frist column abbreviates quarters and no months.
    """

    adopted: date | None = None
    period: tuple[int, int] | None = None
    horizons: tuple[tuple[str, date], ...] = ()
    quarters_in_column: bool = False
    school_year: tuple[int, int] = SCHOOL_YEAR_BEGINS

    @property
    def dct(self) -> date | None:
        """The day from which the text counts: of adoption, else the first of the period."""
        if self.adopted is None and self.period is not None:
            return date(self.period[0], 1, 1)
        return self.adopted

    @property
    def last_day(self) -> date | None:
        """The last day of the period."""
        return date(self.period[1], 12, 31) if self.period else None
