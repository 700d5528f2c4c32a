"""Which words may stand behind what was read."""

from collections.abc import Iterator

from attrs import frozen

from pipeline.repair.channel import Channel, Slip
from pipeline.repair.folding import fold
from pipeline.repair.lexicon import Lexicon

LONGEST_SEEN = 3  # letters of the longest thing that one true letter turns into


@frozen
class Candidate:
    """A word that may be meant, and the slips that would have made what was read of it."""

    word: str
    frequency: float
    slips: tuple[Slip, ...]


def find_candidates(read: str, lexicon: Lexicon, channel: Channel) -> tuple[Candidate, ...]:
    """Words of the list that may have become `read`, each once, by its likeliest slips."""
    best: dict[str, tuple[float, Candidate]] = {}
    for key, pieces in variants(read, channel):
        for form, frequency in lexicon.forms(key).items():
            slips = align(pieces, form)
            if slips is None:
                continue
            word = form[0].upper() + form[1:] if read[0].isupper() else form
            score = frequency + channel.cost(slips)
            if word not in best or score > best[word][0]:
                best[word] = score, Candidate(word, frequency, slips)
    return tuple(candidate for _, candidate in best.values())


def variants(read: str, channel: Channel) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Folded keys that `read` may stand for, with the piece of `read` behind each letter of the key."""
    yield fold(read), tuple(read)
    for start in range(len(read)):
        for end in range(start, min(start + LONGEST_SEEN, len(read)) + 1):
            for letter in channel.reversed.get(read[start:end], ()):
                key = fold(read[:start]) + letter + fold(read[end:])
                yield key, (*read[:start], read[start:end], *read[end:])


def align(pieces: tuple[str, ...], form: str) -> tuple[Slip, ...] | None:
    """The slips between a form and what was read of it; None when they cannot belong together."""
    if len(pieces) != len(form):
        return None
    slips = []
    for position, (seen, true) in enumerate(zip(pieces, form, strict=True)):
        if seen == true or (position == 0 and seen.lower() == true.lower()):
            continue
        if true not in "äöüßÄÖÜ":
            return None
        slips.append(Slip(true.upper() if position == 0 and seen.isupper() else true, seen))
    return tuple(slips)
