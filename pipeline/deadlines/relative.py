"""Entries of what is counted from an event, or from the paper on."""

from collections.abc import Iterator

from pipeline.deadlines.anchors import AFTER, BEFORE, anchor_at, event_before
from pipeline.deadlines.claims import Claim, due_on
from pipeline.deadlines.periods import later
from pipeline.deadlines.pieces import PART
from pipeline.deadlines.values import iso
from pipeline.records import Deadline

ADOPTION = ("beschluss", "verabschiedung", "inkrafttreten")


def counted(claim: Claim) -> Iterator[Deadline]:
    """Form 1: binnen 12 Monaten nach Beschluss. Form 2: innerhalb eines Jahres, from the paper on."""
    pieces, text, match = claim.sentence.pieces, claim.sentence.text, claim.match
    duration = claim.expression.value
    anchor, until = _event_after(claim)
    if anchor is None and match.rule.fields.get("vom_papier_aus"):
        anchor = event_before(pieces, match.start, text)
        if anchor is None and not duration.endswith(tuple(match.rule.fields.get("nur_einheiten", "YMWD"))):
            return
        if anchor is None and claim.context.dct:
            yield due_on(claim, later(claim.context.dct, duration), start=iso(claim.context.dct))
            return
    if anchor or match.rule.fields.keys() & {"vom_papier_aus", "ohne_ereignis"}:
        yield claim.entry(
            "relative", duration, until=until, anchor=anchor, end=_end_after(claim, anchor, duration)
        )


def _event_after(claim: Claim) -> tuple[str | None, int]:
    """The event after a duration, and the piece up to which its words go."""
    pieces, end, text = claim.sentence.pieces, claim.match.end, claim.sentence.text
    last = pieces[end - 1]
    if last.tag == PART:
        return _seen_from(pieces[end - 2].word, text[last.start : last.end]), end
    word = pieces[end].word
    anchor = anchor_at(pieces, end + 1, text) if word in AFTER | BEFORE else None
    if anchor is None:
        return None, end
    stop = text.index(anchor, pieces[end].end) + len(anchor)
    until = next(at for at in range(end, len(pieces)) if pieces[at].end >= stop) + 1
    return _seen_from(word, anchor), until


def _seen_from(word: str, anchor: str) -> str:
    return f"vor {anchor}" if word in BEFORE else anchor


def _end_after(claim: Claim, anchor: str | None, duration: str) -> str | None:
    """The last day, where the event is the paper's adoption and its day is known."""
    if claim.context.adopted and anchor and anchor.casefold().startswith(ADOPTION):
        return iso(later(claim.context.adopted, duration))
    return None


def formula(claim: Claim) -> Iterator[Deadline]:
    """Form 1: t0 + 6 Monate."""
    yield claim.entry("relative", claim.expression.value, anchor=claim.match.rule.fields["ereignis"])
