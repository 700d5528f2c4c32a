"""What the document itself says about its times: adoption, period, legend."""

from collections.abc import Iterable
from datetime import date

from attrs import frozen

from pipeline.deadlines.periods import SCHOOL_YEAR_BEGINS


@frozen
class Context:
    """What a deadline's value may hang on.

    `horizons` are the ends of short, medium and long term as the document's legend gives them.
    """

    adopted: date | None = None
    period: tuple[int, int] | None = None
    horizons: tuple[tuple[str, date], ...] = ()
    school_year: tuple[int, int] = SCHOOL_YEAR_BEGINS

    @property
    def dct(self) -> date | None:
        """The day from which the text counts: of adoption, else the first of the period."""
        if self.adopted is None and self.period is not None:
            return date(self.period[0], 1, 1)
        return self.adopted


def read_context(
    texts: Iterable[str], period: tuple[int, int] | None, adopted: date | None = None
) -> Context:
    """Read a document's own definitions from its texts."""
    return Context(adopted, period)
