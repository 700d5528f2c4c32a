"""What the rules claim about the time expressions of a sentence, and which claims hold.

A *claim* is a match of a rule that says what a time expression is: due, start, …, or no deadline
(`keine`). A *marker* is a match that speaks of the sentence: its verb is past, it is a forecast.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import evolve, frozen

from pipeline.deadlines.context import Context
from pipeline.deadlines.matching import Match, longest
from pipeline.deadlines.pieces import Piece
from pipeline.deadlines.values import window_of_piece

TENSES = ("vergangen", "gegenwart")
MARKERS = (*TENSES, "beginn", "danach", "prognose", "papier", "annahme")
NO_DEADLINE = "keine"
ONLY_BEFORE_PAPER = "nur_vor_papier"
ONLY_IN = "nur_in"
BARE_YEAR = "ohne_verhaeltniswort"  # a year beside a verb: not of the past, and no number of things
Place = Literal["text", "spalte", "legende"]  # where the words stand; the rules name it so
BEGINNINGS = frozenset('^.:("„')  # after these a verb may be capitalised
CLAUSE_ENDS = frozenset(",;:()")
BARE_TIMES = ("in", "am")
HORIZON = "horizont"
LEGEND_SIGNS = frozenset("=:()-,.kmldh")  # kurzfristig (k) = …, kurzfristig, d. h. …
LEGEND_WORD = "legende"
LONGEST_LEGEND = 6  # pieces between the word and what it stands for: kurzfristig (k) =


@frozen
class Sentence:
    """A sentence with the claims that hold, in text order."""

    text: str
    pieces: Sequence[Piece]
    claims: tuple[Match, ...]
    markers: Mapping[str, Sequence[int]]
    legends: tuple[tuple[Match, Match], ...] = ()

    def has_marker(self, name: str, start: int, end: int) -> bool:
        """Whether a marker stands among the pieces [start, end)."""
        return any(start <= at < end for at in self.markers.get(name, ()))

    def clause(self, claim: Match) -> tuple[int, int]:
        """The pieces [start, end) between the signs around a claim."""
        start, end = claim.start, claim.end
        while start > 0 and self.pieces[start - 1].word not in CLAUSE_ENDS:
            start -= 1
        while end < len(self.pieces) and self.pieces[end].word not in CLAUSE_ENDS:
            end += 1
        return start, end

    def nearest(self, claim: Match, names: Iterable[str]) -> str | None:
        """The marker nearest to a claim: in its clause, else in the sentence."""
        start, end = self.clause(claim)
        found = [
            (not start <= at < end, min(abs(at - claim.start), abs(at - claim.end + 1)), name)
            for name in names
            for at in self.markers.get(name, ())
        ]
        return min(found, default=(False, 0, None))[2]

    def claims_after(self, claim: Match) -> Iterator[Match]:
        """The claims that follow one."""
        return (other for other in self.claims if other.start >= claim.end)


def read_sentence(
    text: str, pieces: Sequence[Piece], matches: Sequence[Match], context: Context, place: Place
) -> Sentence:
    """Keep the claims that hold: not denied, the longest, not told of the past, no legend's own words."""
    allowed = [match for match in matches if place in match.rule.fields.get(ONLY_IN, (place,))]
    claims = [match for match in allowed if match.rule.kind not in MARKERS]
    held = tuple(longest(_without_denied(claims, pieces, context)))
    sentence = Sentence(text, pieces, held, _markers(allowed, pieces))
    if place == "text":
        told = [claim for claim in held if _is_told(claim, sentence, context)]
        sentence = evolve(sentence, claims=tuple(claim for claim in held if claim not in told))
    return _with_legends(sentence)


def _markers(matches: Iterable[Match], pieces: Sequence[Piece]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for match in matches:
        if match.rule.kind in MARKERS and not _is_noun(match, pieces):
            found.setdefault(match.rule.kind, []).append(match.start)
    return found


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
    explained = [horizon for horizon, _ in legends]
    claims = tuple(claim for claim in sentence.claims if claim not in explained)
    return evolve(sentence, claims=claims, legends=legends)


def times_of(match: Match, pieces: Sequence[Piece]) -> set[int]:
    """The pieces of a match that say when."""
    return {
        at
        for at in range(match.start, match.end)
        if pieces[at].expression or pieces[at].tag.startswith(HORIZON)
    }


def _without_denied(claims: Sequence[Match], pieces: Sequence[Piece], context: Context) -> list[Match]:
    denials = [
        claim for claim in claims if claim.rule.kind == NO_DEADLINE and _applies(claim, pieces, context)
    ]
    others = [claim for claim in claims if claim.rule.kind != NO_DEADLINE]
    return [claim for claim in others if not any(_denies(denial, claim, pieces) for denial in denials)]


def _denies(denial: Match, claim: Match, pieces: Sequence[Piece]) -> bool:
    """Whether a claim falls: on the same time, unless it knows more of the words around."""
    covers = claim.start <= denial.start and claim.end >= denial.end
    knows_more = covers and claim.end - claim.start > denial.end - denial.start
    return bool(times_of(denial, pieces) & times_of(claim, pieces)) and not knows_more


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
    following = next((other for other in sentence.claims_after(claim) if other.rule.kind != HORIZON), None)
    if following is None or not 0 < following.start - claim.end <= LONGEST_LEGEND:
        return None
    between = sentence.pieces[claim.end : following.start]
    return (
        following
        if all(piece.word in LEGEND_SIGNS or piece.tag == LEGEND_WORD for piece in between)
        else None
    )
