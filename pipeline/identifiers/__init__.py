"""Stage 4a: what the printed labels of a document mean, decided together.

`outline.py` says what a step from label to label costs, `decode.py` finds the cheapest way through all of
them, `parents.py` finds the goal above each.
"""

from collections.abc import Sequence

from pipeline.grammar import Grammar
from pipeline.identifiers.decode import Decoded, decode, match_labels
from pipeline.identifiers.parents import find_parents
from pipeline.records import Identifier, PrintedLabel

__all__ = ["identify", "match_labels"]


def identify(labels: Sequence[PrintedLabel], grammar: Grammar) -> tuple[Identifier | None, ...]:
    """Read all labels of a document, in its order; one identifier for each.

    The outline of the document is the checksum: of several readings of a damaged label that wins with which
    parents exist, numbers rise and themes agree. What is printed without damage is believed, so that gaps,
    doubles and restarts that are really there stay.
    A label of which nothing can be read gets the identifier that the outline misses, and says so. None stands
    for a doubtful label that is none.
    """
    kept = [(label, one) for label, one in zip(labels, decode(labels, grammar), strict=True)]
    parents = iter(find_parents([one.reading for _, one in kept if one is not None], grammar))
    return tuple(_identifier(label, one, next(parents), grammar) if one else None for label, one in kept)


def _identifier(label: PrintedLabel, one: Decoded, parent: str | None, grammar: Grammar) -> Identifier:
    return Identifier(
        id=one.reading.id,
        level=grammar.kind(one.reading.prefix).level,
        parent=parent,
        printed=label.printed,
        page=label.page,
        repaired=one.repaired,
        guessed=one.guessed,
        level_assumed=one.level_assumed,
        confidence=one.confidence,
    )
