"""Stage 6: what a person should look at, each finding with what to do.

`numbering.py` proves the outline, `completeness.py` that nothing of a page was lost, `deadlines.py` looks at
the dates, `scans.py` at how well OCR could read the pages.
"""

from pipeline.check.completeness import check_completeness
from pipeline.check.deadlines import check_deadlines
from pipeline.check.numbering import check_numbering
from pipeline.check.scans import check_scans, is_poor
from pipeline.grammar import Grammar
from pipeline.records import Catalogue, Finding

__all__ = ["check", "check_scans", "is_poor"]

SEVERITIES = ("error", "warning", "info")


def check(
    catalogue: Catalogue, grammar: Grammar, found_before: tuple[Finding, ...] = ()
) -> tuple[Finding, ...]:
    """All findings of a catalogue: errors first, then in the order of the pages."""
    found = (
        *found_before,
        *check_numbering(catalogue, grammar),
        *check_completeness(catalogue, grammar),
        *check_deadlines(catalogue),
    )
    return tuple(sorted(found, key=lambda one: (SEVERITIES.index(one.severity), one.page or 0)))
