"""The language of a Frist column: how a document abbreviates in it, learnt from all its cells.

Where some cells say II/19 and IV/18, and none says 3/19, the column counts quarters in roman figures, and
1/19 is a misread I/19. Nothing in the cell itself could tell.
"""

from collections.abc import Iterable, Sequence

from attrs import evolve

from pipeline.deadlines.recogniser import TimeExpression

ABBREVIATED = "kuerzel"  # how the rule file marks II/19 and 3/19
MISREAD_MONTHS = {"-01": "-Q1", "-11": "-Q2"}  # I and II, read as 1 and 11


def counts_quarters(expressions: Iterable[TimeExpression]) -> bool:
    """Whether the abbreviations of a column are quarters in roman figures and no months."""
    values = [one.value for one in expressions if one.tag == ABBREVIATED]
    months = [value for value in values if "-Q" not in value and value[4:] not in MISREAD_MONTHS]
    return any("-Q" in value for value in values) and not months


def as_quarters(expressions: Sequence[TimeExpression]) -> tuple[TimeExpression, ...]:
    """Read what can be a misread quarter as one: 1/19 as I/19."""
    return tuple(
        evolve(one, value=one.value[:4] + MISREAD_MONTHS[one.value[4:]])
        if one.tag == ABBREVIATED and one.value[4:] in MISREAD_MONTHS
        else one
        for one in expressions
    )
