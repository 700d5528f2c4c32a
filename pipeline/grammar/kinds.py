"""Kinds of identifiers, and what a printed label may mean."""

from typing import Literal

from attrs import field, frozen

from pipeline.grammar.series import Series, write_first

RUNNING = 1.3  # a running number above the highest, where nothing says that the document counts so far
OTHER_SIGNS = 1.2  # hyphens or slashes for dots, where nothing says that the document writes so
IN_SERIES = 1.1  # a letter or Roman numeral for the first number, where no other label says that it is one
ONLY_IN_DOCUMENTS = frozenset({IN_SERIES, RUNNING, OTHER_SIGNS})

Number = tuple[int, ...]


@frozen
class Misreadings:
    """What OCR makes of the letters and digits of identifiers, and how numbers are bounded."""

    digits: dict[str, tuple[str, ...]] = field(eq=False)  # what may be seen → digits that it may mean
    letters: dict[str, tuple[str, ...]] = field(eq=False)  # letter → what may be seen in its place
    highest: int = 99
    depth: int = 5


@frozen
class Kind:
    """A kind of identifier. `prefix` begins the canonical id, `forms` are the printed ones."""

    prefix: str
    level: str
    forms: tuple[str, ...]
    parents: tuple[str, ...]
    numbered: Literal["noetig", "frei", "keine"]
    description: str


@frozen(order=True)
class Reading:
    """What a printed label may mean. `cost` 0 means that it is printed without damage.

    `series` says how the first part of the number is printed.
    """

    cost: float
    prefix: str
    number: Number
    series: Series = ""

    @property
    def id(self) -> str:
        """Canonical identifier.

        >>> Reading(0.0, "UZ", (2, 1, 1)).id, Reading(0.0, "UZ", (2, 1), "roman").id
        ('UZ2.1.1', 'UZII.1')
        """
        if not self.number:
            return self.prefix
        first, *rest = self.number
        return self.prefix + ".".join([write_first(first, self.series), *map(str, rest)])

    def above(self, prefix: str) -> "Reading":
        """The reading of another kind whose number is that of the goal above."""
        return Reading(0.0, prefix, self.number[:-1], self.series)


@frozen
class LabelMatch:
    """A label at the start of a text: what was printed, what follows, and the readings, cheapest first."""

    printed: str
    rest: str
    readings: tuple[Reading, ...]

    @property
    def cost(self) -> float:
        """Cost of the cheapest reading."""
        return self.readings[0].cost

    @property
    def plain_ids(self) -> frozenset[str]:
        """What the label says as it stands: its cheapest reading, and those that only a document allows."""
        return frozenset(
            {self.readings[0].id, *(one.id for one in self.readings if one.cost in ONLY_IN_DOCUMENTS)}
        )

    @property
    def clean(self) -> bool:
        """Whether the label can be read without assuming any damage."""
        return self.cost == 0


@frozen
class HeadingMatch:
    """A numbered heading. `number` has no closing dot, `title` no leading word such as "Themenfeld"."""

    number: str
    title: str
