"""What the rules claim about the time expressions of a sentence, and which claims hold.

A *claim* is a match of a rule that says what a time expression is: due, start, …, or no deadline
(`keine`). A *marker* is a match that speaks of the sentence: its verb is past, it is a forecast.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import merge
from itertools import islice, takewhile
from typing import Literal

from attrs import evolve, frozen

from pipeline.deadlines.context import Context
from pipeline.deadlines.enumerations import joined_times
from pipeline.deadlines.matching import Match, longest
from pipeline.deadlines.pieces import OF_NO_YEAR, RANGE, Piece
from pipeline.deadlines.values import window_of_piece

TENSES = ("vergangen", "gegenwart")
TIES_OF_THE_YEAR = ("bis", "in", "am")
MARKERS = (*TENSES, "beginn", "danach", "prognose", "allgemein", "papier", "annahme")
NO_DEADLINE = "keine"
ENUMERATED = ("bis", "am", "ab")  # kinds that hold of all times counted up: zum 30.06. und 31.12.
ONLY_BEFORE_PAPER = "nur_vor_papier"
ONLY_IN = "nur_in"
BARE_YEAR = "ohne_verhaeltniswort"  # a year beside a verb: not of the past, and no number of things
Place = Literal["text", "spalte", "legende"]  # where the words stand; the rules name it so
BEGINNINGS = frozenset('^.:("„')  # after these a verb may be capitalised
CLAUSE_ENDS = frozenset(",;:()")
BARE_TIMES = ("in", "am", "teil")
COUNTED = ("dauer", "turnus")  # also in sentences on what anybody does: in drei Monaten lernt man
HORIZON = "horizont"
LEGEND_SIGNS = frozenset("=:()-,.kmldh")  # kurzfristig (k) = …, kurzfristig, d. h. …
LEGEND_WORD = "legende"
LONGEST_LEGEND = 6  # pieces between the word and what it stands for: kurzfristig (k) =


@frozen(slots=False)
class Sentence:
    """A sentence with the claims that hold, in text order.

    Its lists are in order and looked up by bisection: a list of deadlines can be one long sentence.
    """

    text: str
    pieces: Sequence[Piece]
    claims: tuple[Match, ...]
    markers: Mapping[str, Sequence[int]]
    legends: tuple[tuple[Match, Match], ...] = ()

    def has_marker(self, name: str, start: int, end: int) -> bool:
        """Whether a marker stands among the pieces [start, end)."""
        found = self.markers.get(name, ())
        first = bisect_left(found, start)
        return first < len(found) and found[first] < end

    def clause(self, claim: Match) -> tuple[int, int]:
        """The pieces [start, end) between the signs around a claim."""
        signs = self._clause_ends
        before, after = bisect_left(signs, claim.start), bisect_left(signs, claim.end)
        return signs[before - 1] + 1 if before else 0, signs[after] if after < len(signs) else len(
            self.pieces
        )

    @cached_property
    def _clause_ends(self) -> Sequence[int]:
        return [at for at, piece in enumerate(self.pieces) if piece.word in CLAUSE_ENDS]

    def nearest(self, claim: Match, names: Iterable[str]) -> str | None:
        """The marker nearest to a claim: in its clause, else in the sentence."""
        start, end = self.clause(claim)
        found = [
            (not start <= at < end, min(abs(at - claim.start), abs(at - claim.end + 1)), name)
            for name in names
            for at in _around(self.markers.get(name, ()), claim)
        ]
        return min(found, default=(False, 0, None))[2]

    def last_marker(self, name: str, before: int) -> int | None:
        """The last marker before a piece."""
        found = self.markers.get(name, ())
        at = bisect_left(found, before)
        return found[at - 1] if at else None

    def days_of_the_year(self, start: int) -> Iterator[Match]:
        """The claims on days of no year that begin at a piece or later."""
        return islice(self._days, bisect_left(self._days, start, key=_start), None)

    @cached_property
    def _days(self) -> Sequence[Match]:
        return [
            claim
            for claim in self.claims
            if claim.rule.kind in TIES_OF_THE_YEAR and self.tag_of(claim) in OF_NO_YEAR
        ]

    def tag_of(self, claim: Match) -> str:
        """The tag of a claim's time; two are a range."""
        first, *more = [piece.tag for piece in self.pieces[claim.start : claim.end] if piece.expression]
        return RANGE if more else first

    def claims_from(self, start: int, kinds: Iterable[str]) -> Iterator[Match]:
        """The claims of some kinds that begin at a piece or later, in text order."""
        lists = [self._by_kind[kind] for kind in kinds if kind in self._by_kind]
        found = (islice(claims, bisect_left(claims, start, key=_start), None) for claims in lists)
        return merge(*found, key=_start)

    def claims_before(self, end: int, kinds: Iterable[str]) -> Iterator[Match]:
        """The claims of some kinds that begin before a piece, the last one first."""
        lists = [self._by_kind[kind] for kind in kinds if kind in self._by_kind]
        found = (
            islice(reversed(claims), len(claims) - bisect_left(claims, end, key=_start), None)
            for claims in lists
        )
        return merge(*found, key=_start, reverse=True)

    @cached_property
    def _by_kind(self) -> Mapping[str, Sequence[Match]]:
        found: dict[str, list[Match]] = {}
        for claim in self.claims:
            found.setdefault(claim.rule.kind, []).append(claim)
        return found


def _start(claim: Match) -> int:
    return claim.start


def _around(markers: Sequence[int], claim: Match) -> Sequence[int]:
    """The markers within a claim, and the nearest one on each side."""
    first, last = bisect_left(markers, claim.start), bisect_left(markers, claim.end)
    return markers[max(0, first - 1) : last + 1]


def read_sentence(
    text: str, pieces: Sequence[Piece], matches: Sequence[Match], context: Context, place: Place
) -> Sentence:
    """Keep the claims that hold: not denied, the longest, not told of the past, no legend's own words."""
    allowed = [match for match in matches if place in match.rule.fields.get(ONLY_IN, (place,))]
    claims = [match for match in allowed if match.rule.kind not in MARKERS]
    claims += [one for claim in claims if claim.rule.kind in ENUMERATED for one in _enumerated(claim, pieces)]
    held = tuple(longest(_without_denied(claims, pieces, context)))
    sentence = Sentence(text, pieces, held, _markers(allowed, pieces))
    if place == "text":
        asked = tuple(claim for claim in held if not _is_told(claim, sentence, context))
        sentence = sentence if len(asked) == len(held) else evolve(sentence, claims=asked)
    return _with_legends(sentence)


def _enumerated(claim: Match, pieces: Sequence[Piece]) -> Iterator[Match]:
    """The same claim on the times that are counted up after its own: *bis 31.03. bzw. [30.09.2027]*."""
    for at in joined_times(pieces, claim.end - 1):
        yield evolve(claim, start=at, end=at + 1, parts={})


def _markers(matches: Iterable[Match], pieces: Sequence[Piece]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for match in matches:
        if match.rule.kind in MARKERS and not _is_noun(match, pieces):
            found.setdefault(match.rule.kind, []).append(match.start)
    return {name: sorted(places) for name, places in found.items()}


def _is_noun(match: Match, pieces: Sequence[Piece]) -> bool:
    """Whether what looks like a verb is a noun: *der Bestand*; the first word of a sentence may be either."""
    return (
        match.rule.kind in TENSES
        and pieces[match.start].capital
        and pieces[match.start - 1].word not in BEGINNINGS
    )


def _with_legends(sentence: Sentence) -> Sentence:
    """Set aside the horizons that the sentence explains."""
    legends = tuple((claim, found) for claim in sentence.claims if (found := legend_of(claim, sentence)))
    if not legends:
        return sentence
    explained = {horizon.start for horizon, _ in legends}
    claims = tuple(claim for claim in sentence.claims if claim.start not in explained)
    return evolve(sentence, claims=claims, legends=legends)


def times_of(match: Match, pieces: Sequence[Piece]) -> set[int]:
    """The pieces of a match that say when."""
    return {
        at
        for at in range(match.start, match.end)
        if pieces[at].expression or pieces[at].tag.startswith(HORIZON)
    }


def _without_denied(claims: Sequence[Match], pieces: Sequence[Piece], context: Context) -> list[Match]:
    denials: dict[int, list[Match]] = {}
    for claim in claims:
        if claim.rule.kind == NO_DEADLINE and _applies(claim, pieces, context):
            for at in times_of(claim, pieces):
                denials.setdefault(at, []).append(claim)
    others = [claim for claim in claims if claim.rule.kind != NO_DEADLINE]
    if not denials:
        return others
    return [
        claim
        for claim in others
        if all(_knows_more(claim, one) for at in times_of(claim, pieces) for one in denials.get(at, ()))
    ]


def _knows_more(claim: Match, denial: Match) -> bool:
    """Whether a claim looks at more of the words around its time than what denies it."""
    covers = claim.start <= denial.start and claim.end >= denial.end
    return covers and claim.end - claim.start > denial.end - denial.start


def _applies(claim: Match, pieces: Sequence[Piece], context: Context) -> bool:
    return (
        not claim.rule.fields.get(ONLY_BEFORE_PAPER) or _is_before_paper(claim, pieces, context) is not False
    )


def _is_before_paper(claim: Match, pieces: Sequence[Piece], context: Context) -> bool | None:
    """Whether all times of a claim lie before the paper; None where that cannot be said."""
    windows = [window_of_piece(pieces[at], context) for at in times_of(claim, pieces)]
    known = [window.last for window in windows if window]
    return max(known) < context.dct if known and context.dct else None


def _may_be_past(claim: Match, pieces: Sequence[Piece], context: Context) -> bool:
    """Whether a past verb can speak of a claim: without its day, the paper may be of the year's end."""
    if context.adopted or not context.period:
        return _is_before_paper(claim, pieces, context) is not False
    windows = [window_of_piece(pieces[at], context) for at in times_of(claim, pieces)]
    return all(window.last.year <= context.period[0] for window in windows if window)


def _is_told(claim: Match, sentence: Sentence, context: Context) -> bool:
    """Whether the sentence tells what was or will be, instead of what is to be done."""
    if sentence.markers.get("prognose"):
        return True
    if claim.rule.kind in COUNTED and sentence.has_marker("allgemein", *sentence.clause(claim)):
        return True
    if claim.rule.fields.get(BARE_YEAR) and (
        sentence.pieces[claim.end].capital or _is_before_paper(claim, sentence.pieces, context) is not False
    ):
        return True
    tense = sentence.nearest(claim, TENSES)
    before = _is_before_paper(claim, sentence.pieces, context)
    if claim.rule.kind in BARE_TIMES and before and not claim.rule.fields.get("beschriftet"):
        return tense != "gegenwart"
    return tense == "vergangen" and _may_be_past(claim, sentence.pieces, context)


def legend_of(claim: Match, sentence: Sentence) -> Match | None:
    """The claim that a horizon's word is explained by: *kurzfristig (k): bis 2020*."""
    if claim.rule.kind != HORIZON:
        return None
    first = bisect_left(sentence.claims, claim.end, key=_start)
    near = takewhile(
        lambda other: other.start - claim.end <= LONGEST_LEGEND, islice(sentence.claims, first, None)
    )
    following = next((other for other in near if other.rule.kind != HORIZON), None)
    if following is None or following.start == claim.end:
        return None
    between = sentence.pieces[claim.end : following.start]
    return (
        following
        if all(piece.word in LEGEND_SIGNS or piece.tag == LEGEND_WORD for piece in between)
        else None
    )
