"""What several stages know of identifiers: kinds, forms, numbers, and what damage makes of them."""

from pipeline.grammar.forms import TABLE_LINES
from pipeline.grammar.grammar import Grammar, read_grammar
from pipeline.grammar.kinds import (
    IN_SERIES,
    OTHER_SIGNS,
    RUNNING,
    HeadingMatch,
    Kind,
    LabelMatch,
    Misreadings,
    Number,
    Reading,
)
from pipeline.grammar.numbers import (
    LOST_DOT,
    MOST_DAMAGE,
    bare_number,
    is_number_alone,
    may_have_lost_dots,
)
from pipeline.grammar.series import Series, read_series, write_first

__all__ = [
    "IN_SERIES",
    "LOST_DOT",
    "MOST_DAMAGE",
    "OTHER_SIGNS",
    "RUNNING",
    "TABLE_LINES",
    "Grammar",
    "HeadingMatch",
    "Kind",
    "LabelMatch",
    "Misreadings",
    "Number",
    "Reading",
    "Series",
    "bare_number",
    "is_number_alone",
    "may_have_lost_dots",
    "read_grammar",
    "read_series",
    "write_first",
]
