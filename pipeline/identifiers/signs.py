"""Hyphens or slashes for dots, "M 2-1": read so where the document writes its numbers so."""

import re
from collections.abc import Sequence

from attrs import evolve

from pipeline.grammar import OTHER_SIGNS, LabelMatch

FEWEST = 3
SIGN = re.compile(r"(?<=\d)\s?[-–/]\s?(?=\d)")
DOTTED = re.compile(r"\d[.,]\d")


def in_other_signs(matches: Sequence[LabelMatch | None]) -> list[LabelMatch | None]:
    """The labels with hyphens or slashes read as undamaged where more labels have them than have dots.

    Where there are but a few, "M 3-5" may be three measures.
    """
    signed = [bool(match and SIGN.search(match.printed)) for match in matches]
    dotted = sum(bool(match and DOTTED.search(match.printed)) for match in matches)
    alone = sum(len(match.readings[0].number) == 1 for match in matches if match)
    believed = sum(signed) >= FEWEST and sum(signed) > dotted and 2 * sum(signed) > alone
    return [
        _undamaged(match) if match and believed and is_signed else match
        for match, is_signed in zip(matches, signed, strict=True)
    ]


def _undamaged(match: LabelMatch) -> LabelMatch:
    parts = 1 + len(SIGN.findall(match.printed))
    meant = [
        evolve(one, cost=round(max(one.cost - OTHER_SIGNS, 0.0), 2))
        for one in match.readings
        if len(one.number) == parts
    ]
    return evolve(match, readings=tuple(sorted(meant))) if meant else match
