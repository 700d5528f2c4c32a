"""Stage 6: what a person should look at, each finding with what to do.

`numbering.py` proves the outline, `completeness.py` that nothing of a page was lost, `deadlines.py` looks at
the dates.
"""

from pipeline.check.completeness import check_completeness
from pipeline.check.deadlines import check_deadlines
from pipeline.check.numbering import check_numbering
from pipeline.grammar import Grammar
from pipeline.records import Catalogue, Finding

SEVERITIES = ("error", "warning", "info")


def check(catalogue: Catalogue, grammar: Grammar) -> tuple[Finding, ...]:
    """All findings of a catalogue: errors first, then in the order of the pages."""
    found = (
        *check_numbering(catalogue, grammar),
        *check_completeness(catalogue, grammar),
        *check_deadlines(catalogue),
    )
    return tuple(sorted(found, key=lambda one: (SEVERITIES.index(one.severity), one.page or 0)))
