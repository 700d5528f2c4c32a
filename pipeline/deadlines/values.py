"""From a time expression to days and to the value that the dataset bears."""

import re
from datetime import date

from attrs import evolve

from pipeline.deadlines.context import Context
from pipeline.deadlines.periods import OPEN_YEAR, SCHOOL_YEAR_BEGINS, Window, in_coming_year, window_of
from pipeline.deadlines.pieces import Piece
from pipeline.deadlines.recogniser import TimeExpression

FROM_PAPER = ("@Y", "@S")  # @Y+1: the year after the paper's; @S+1: the school year after that of its day
TERMS = ("SY", "WS", "SS")  # school years and semesters: *zum Schuljahr* means their first day
EDTF_SEASONS = {
    "SP": 21,
    "SU": 22,
    "FA": 23,
    "WI": 24,
    "Q1": 33,
    "Q2": 34,
    "Q3": 35,
    "Q4": 36,
    "H1": 40,
    "H2": 41,
}


def resolve(expression: TimeExpression, context: Context) -> TimeExpression:
    """Fill in what an expression leaves to the paper: the next such day, the year after."""
    is_open = OPEN_YEAR in expression.value
    if not (is_open or expression.value.startswith(FROM_PAPER)):
        return expression
    if context.dct is None or expression.kind != "DATE":
        return expression
    if is_open:
        return evolve(expression, value=in_coming_year(expression.value, expression.mod, context.dct))
    return evolve(expression, value=counted_from(context.dct, expression.value, context.school_year))


def counted_from(day: date, value: str, school_year: tuple[int, int] = SCHOOL_YEAR_BEGINS) -> str:
    """A value with its year counted from a day: `@Y+1-05` is May of the next year."""
    unit, step, rest = value[:2], int(value[2:4]), value[4:]
    if unit == "@Y":
        return f"{day.year + step}{rest}"
    begun = day >= day.replace(month=school_year[0], day=school_year[1])
    return f"SY{day.year + step - (not begun)}{rest}"


def window_of_piece(piece: Piece, context: Context) -> Window | None:
    """The days from the beginning of a piece (or range) to its end."""
    if piece.expression is None or piece.last is None or piece.expression.kind != "DATE":
        return None
    first = _window(piece.expression, context)
    if piece.last is piece.expression:
        return first
    last = _window(piece.last, context)
    return Window(first.first, last.last) if first and last else None


def _window(expression: TimeExpression, context: Context) -> Window | None:
    resolved = resolve(expression, context)
    return window_of(resolved.value, resolved.mod, context.school_year)


def is_term(expression: TimeExpression) -> bool:
    """Whether it is a school year or the like, which a paper names for its beginning."""
    return expression.mod is None and expression.value.startswith(TERMS)


def start_value(expression: TimeExpression, window: Window | None) -> str | None:
    """A start as precise as the text; of a quarter or half-year the first day."""
    if is_plain(expression):
        return expression.value if window or OPEN_YEAR in expression.value else None
    return window.first.isoformat() if window else None


def expected_value(expression: TimeExpression, window: Window | None) -> str | None:
    """An expected time as precise as the text, in EDTF: `2027`, `2027-03`, `2027-34` (second quarter)."""
    if is_plain(expression) or "/" in expression.value:
        return expression.value if window else None
    year, _, part = expression.value.partition("-")
    if expression.mod is None and part in EDTF_SEASONS:
        return f"{year}-{EDTF_SEASONS[part]}"
    return window.last.isoformat() if window else None


def is_plain(expression: TimeExpression) -> bool:
    """Whether the value is a day, month or year as ISO 8601 writes it."""
    return expression.mod is None and re.fullmatch(r"(\d{4}|XXXX)(-\d\d){0,2}", expression.value) is not None


def iso(day: date | None) -> str | None:
    """A day as ISO 8601 writes it."""
    return day.isoformat() if day else None
