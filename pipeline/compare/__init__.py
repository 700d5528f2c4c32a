"""Two editions compared: what became of every goal.

Goals are joined by a global assignment over evidence (wording, themes, relatives, deadlines, level),
never by identifier alone; then splits and merges are found by covering. Heavy packages are imported on
first use.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.records import Catalogue, Diff
    from pipeline.rulebook import Rulebook


def compare(old: "Catalogue", new: "Catalogue", rulebook: "Rulebook") -> "Diff":
    """Compare two editions; every goal of both stands in exactly one change."""
    from pipeline.compare.run import compare_editions

    return compare_editions(old, new, rulebook)
