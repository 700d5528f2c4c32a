"""Stage 4a: what the printed labels of a document mean, decided together.

`outline.py` says what a step from label to label costs, `decode.py` finds the cheapest way through all of
them, `parents.py` finds the goal above each.
"""

from collections.abc import Sequence

from pipeline.grammar import Grammar
from pipeline.identifiers.decode import decode, match_labels
from pipeline.identifiers.parents import find_parents
from pipeline.records import Identifier, PrintedLabel

__all__ = ["identify", "match_labels"]


def identify(labels: Sequence[PrintedLabel], grammar: Grammar) -> tuple[Identifier, ...]:
    """Read all labels of a document, in its order; one identifier for each.

    The outline of the document is the checksum: of several readings of a damaged label that wins with which
    parents exist, numbers rise and themes agree. What is printed without damage is believed, so that gaps,
    doubles and restarts that are really there stay.
    A label of which nothing can be read gets the identifier that the outline misses, and says so.
    """
    decoded = decode(labels, grammar)
    parents = find_parents([one.reading for one in decoded], grammar)
    return tuple(
        Identifier(
            id=one.reading.id,
            level=grammar.kind(one.reading.prefix).level,
            parent=parent,
            printed=label.printed,
            page=label.page,
            repaired=one.repaired,
            guessed=one.guessed,
            level_assumed=one.level_assumed,
            confidence=one.confidence,
            alternatives=one.alternatives,
        )
        for label, one, parent in zip(labels, decoded, parents, strict=True)
    )
