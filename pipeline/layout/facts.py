"""Fact sheets: what stands under a goal line by line, each with its name.

    Zuständig    Jugendamt            Zuständig: Jugendamt
    Frist        Ende 2027            Frist: Ende 2027

The names are those that heads of columns have.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from attrs import frozen

from pipeline.layout.grid import SAME_PLACE
from pipeline.layout.lines import Line, join_lines, split_line
from pipeline.layout.parts import CELLS, ROLES, Style
from pipeline.records import BlockRole

LEAST_FACTS = 4  # in a document, right below each other; fewer are chance
LEAST_ROLES = 2
LEAST_NAMED = 3  # lines by themselves, each with a colon behind its name


@frozen
class Fact:
    """A named line. `value` is what it says, None if nothing; `x` is where values stand, `apart` or not."""

    role: BlockRole
    value: Line | None
    x: float
    apart: bool


@frozen
class FactForm:
    """How a document's fact sheets are set; `places` are where values stand apart from their names."""

    places: tuple[float, ...] = ()


def read_fact(row: Sequence[Line], style: Style, form: FactForm) -> Fact | None:
    """Read a row that begins with a name of a fact."""
    first = row[0]
    if len(row) > 1:
        role = style.forms.column_role(first.text)
        if role is None or role == "label" or style.forms.column_role(row[1].text):
            return None
        return Fact(ROLES[role], join_lines(row[1:]), row[1].x0, apart=True)
    if first.text.startswith("("):  # in brackets, which a text may follow
        return None
    count, apart = _count_name_words(first, form)
    name, value = split_line(first, count)
    role = style.forms.column_role(name.text) if name else None
    if role is None or role == "label":
        return None
    return Fact(ROLES[role], value, value.x0 if value and apart else first.x0, apart=apart)


def _count_name_words(line: Line, form: FactForm) -> tuple[int, bool]:
    """Number of words before the place of values, or up to a colon; and whether it is such a place."""
    for at, word in enumerate(line.words):
        if at and any(abs(word.x0 - place) <= SAME_PLACE for place in form.places):
            return at, True
        if word.text.endswith(":"):
            return at + 1, False
    return 0, False


def find_fact_form(pages: Iterable[Sequence[Sequence[Line]]], style: Style) -> FactForm | None:
    """How facts are set in a document, given as the rows of its pages; None if it has no fact sheets."""
    facts = [[read_fact(row, style, FactForm()) for row in rows] for rows in pages]
    found = [
        (one, other)
        for of_page in facts
        for one, other in pairwise(of_page)
        if one is not None and other is not None
    ]
    roles = {fact.role for pair in found for fact in pair}
    if len(found) < LEAST_FACTS or len(roles) < LEAST_ROLES:
        named = [fact for of_page in facts for fact in of_page if fact and not fact.apart]
        return FactForm() if sum(fact.role in CELLS for fact in named) >= LEAST_NAMED else None
    places = {round(fact.x, 1) for pair in found for fact in pair if fact.apart}
    return FactForm(tuple(sorted(places)))
