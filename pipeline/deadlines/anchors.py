"""The event that a duration is counted from: *nach [Bewilligung der Landesmittel]*."""

from collections.abc import Sequence

from pipeline.deadlines.pieces import Piece

AFTER = frozenset({"nach", "ab", "seit"})
BEFORE = frozenset({"vor"})
ARTICLES = frozenset(
    {"dem", "der", "den", "des", "einem", "einer", "eines", "dieser", "dieses", "ihrer", "seiner"}
)
ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
JOINING = ARTICLES | {"von", "vom", "durch", "im", "in", "zum", "zur", "zu", "und", "am", "fur"}


def anchor_at(pieces: Sequence[Piece], at: int, text: str) -> str | None:
    """The event named by the noun phrase that begins at a piece; None where there is no noun.

    >>> # nach der Bewilligung der Landesmittel wird …  →  "Bewilligung der Landesmittel"
    """
    first = at
    while first < len(pieces) and pieces[first].word in ARTICLES:
        first += 1
    end = last_noun = first
    while end < len(pieces) and _belongs(pieces, end, text):
        if pieces[end].capital:
            last_noun = end + 1
        end += 1
    return text[pieces[first].start : pieces[last_noun - 1].end] if last_noun > first else None


def _belongs(pieces: Sequence[Piece], at: int, text: str) -> bool:
    """Whether a piece continues a noun phrase: a noun, a joining word, an adjective before a noun."""
    piece = pieces[at]
    if piece.capital or piece.expression or piece.word in JOINING:
        return piece.start < piece.end
    is_adjective = text[piece.start : piece.end].endswith(ADJECTIVE_ENDINGS) and not piece.tag
    return is_adjective and at + 1 < len(pieces) and pieces[at + 1].capital


def event_before(pieces: Sequence[Piece], before: int, text: str) -> str | None:
    """The event that a sentence names before a piece: *Nach [Einführung des Takts] wird binnen …*."""
    for at in range(before - 1, -1, -1):
        if pieces[at].word in AFTER and not pieces[at + 1].expression:
            anchor = anchor_at(pieces, at + 1, text)
            if anchor:
                return anchor
    return None
