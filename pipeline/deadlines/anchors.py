"""The event that a duration is counted from: *nach [Bewilligung der Landesmittel]*."""

from collections.abc import Sequence

from pipeline.deadlines.pieces import Piece

AFTER = frozenset({"nach", "ab", "seit"})
BEFORE = frozenset({"vor"})
ARTICLES = frozenset(
    {
        *("dem", "der", "den", "des", "einem", "einer", "eines", "dieser", "dieses", "ihrer", "seiner"),
        *("jedem", "jeder", "jedes"),
    }
)
ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
GENITIVE_ENDING = "er"
JOINING = ARTICLES | {"von", "vom", "durch", "im", "in", "zum", "zur", "zu", "und", "am", "fur"}


def anchor_at(pieces: Sequence[Piece], at: int, text: str) -> str | None:
    """The event named by the noun phrase that begins at a piece; None where there is no noun.

    >>> # nach der Bewilligung der Landesmittel wird …  →  "Bewilligung der Landesmittel"
    """
    first = at
    while first < len(pieces) and pieces[first].word in ARTICLES:
        first += 1
    end = last_noun = first
    while end < len(pieces) and _belongs(pieces, end, text) and not _is_another(pieces, first, end, text):
        if pieces[end].capital or (pieces[end].expression and pieces[end - 1].word in ARTICLES):
            last_noun = end + 1
        end += 1
    return text[pieces[first].start : pieces[last_noun - 1].end] if last_noun > first else None


def _belongs(pieces: Sequence[Piece], at: int, text: str) -> bool:
    """Whether a piece continues a noun phrase: a noun, a joining word, an adjective before a noun.

    Behind a noun an adjective is a genitive (*nach Vorliegen belastbarer Zahlen*); other words are verbs
    (*nach Beginn der Ferien erhalten Eltern*).
    """
    piece = pieces[at]
    if piece.capital or piece.expression or piece.word in JOINING:
        return piece.start < piece.end
    before = pieces[at - 1]
    endings = GENITIVE_ENDING if before.capital or before.expression else ADJECTIVE_ENDINGS
    is_adjective = text[piece.start : piece.end].endswith(endings) and not piece.tag
    return is_adjective and at + 1 < len(pieces) and pieces[at + 1].capital


def _is_another(pieces: Sequence[Piece], first: int, at: int, text: str) -> bool:
    """Whether a noun after a bare first noun begins the next phrase: *nach Bekanntgabe Widerspruch einlegen*.

    At the end of a clause it is left to the first: *nach Abschluss Modellphase*.
    """
    if at != first + 1 or not (pieces[first].capital and pieces[at].capital) or pieces[first].expression:
        return False
    is_adjective = text[pieces[first].start : pieces[first].end].endswith("er")  # nach Erfurter Vorbild
    following = pieces[at + 1]
    goes_on = text[following.start : following.end].isalpha() and following.word not in JOINING
    return goes_on and not following.capital and not is_adjective


def event_before(pieces: Sequence[Piece], before: int, text: str) -> str | None:
    """The event that a sentence names before a piece: *Nach [Einführung des Takts] wird binnen …*."""
    for at in range(before - 1, -1, -1):
        if pieces[at].word in AFTER and not pieces[at + 1].expression:
            anchor = anchor_at(pieces, at + 1, text)
            if anchor:
                return anchor
    return None
