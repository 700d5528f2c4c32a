"""Headings that are counted by letters or Roman numerals: "A. Bildung", "II. Wohnen", "Themenfeld C: Pflege".

One alone says nothing; those that count on from the first are headings.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from attrs import evolve, frozen

from pipeline.grammar import Grammar, HeadingMatch, Series, read_series, write_first
from pipeline.layout.forms import Forms
from pipeline.records import Block

DESIGNATION = re.compile(r"(?P<first>[A-Za-z|!1]{1,5})(?:[.):]\s?|\s[–-]\s)(?P<title>[^\W\d_]{3}.*)$")
MOST_DAMAGE = 1.3  # a stroke of a numeral lost, or two letters misread
SERIES: tuple[Series, ...] = ("letters", "roman")
LEAST = 2


@frozen
class _Lettered:
    """A line that may be the heading of this place in a series, `sure` if nothing of it is misread."""

    at: int
    series: Series
    place: int
    title: str
    sure: bool


def find_lettered(
    lines: Iterable[tuple[int, str]], grammar: Grammar, forms: Forms
) -> dict[int, HeadingMatch]:
    """The headings among lines, by their index: the longest series that begins with the first."""
    found = [one for at, text in lines for one in _readings(at, text, grammar, forms)]
    chains = [_chain([one for one in found if one.series == series]) for series in SERIES]
    best = max(chains, key=len)
    if len(best) < LEAST:
        return {}
    return {one.at: HeadingMatch(write_first(one.place, one.series), one.title) for one in best}


def _readings(at: int, text: str, grammar: Grammar, forms: Forms) -> Iterable[_Lettered]:
    """What a line may be; the quarters of a year ("II. Quartal 2027") are no headings."""
    match = DESIGNATION.match(grammar.strip_heading_word(text))
    if match is None or not match["title"][0].isupper() or all(map(forms.is_term, match["title"].split())):
        return
    title = grammar.strip_heading_word(match["title"])
    for series, number, damage in read_series(match["first"], {}):
        undamaged = damage == 0 or (series == "roman" and damage <= MOST_DAMAGE)
        if undamaged and len(number) == 1:
            yield _Lettered(at, series, number[0], title, sure=damage == 0)


def _chain(found: Sequence[_Lettered]) -> list[_Lettered]:
    """The lines that count on from the first; none where they begin anew, as parts of each chapter do.

    A running head may repeat one before the next; one may be illegible between two.
    """
    first = [next(group) for _, group in groupby(found, key=lambda one: (one.place, one.title))]
    sure = {one.place for one in first if one.sure}
    chain: list[_Lettered] = []
    for one in first:
        last = chain[-1].place if chain else 0
        left_out = bool(chain) and one.sure and one.place == last + 2 and last + 1 not in sure
        if (one.place == last + 1 or left_out) and (not chain or one.at > chain[-1].at):
            chain.append(one)
    again = Counter(one.place for one in first if one.sure)
    return [] if any(again[one.place] > 1 for one in chain) else chain


def number_lettered(blocks: Sequence[Block], grammar: Grammar, forms: Forms) -> tuple[Block, ...]:
    """Give headings without a number the letter or numeral with which they begin."""
    lines = [(at, one.text) for at, one in enumerate(blocks) if one.role == "heading" and not one.number]
    found = find_lettered(lines, grammar, forms)
    return tuple(
        evolve(block, text=found[at].title, number=found[at].number) if at in found else block
        for at, block in enumerate(blocks)
    )
