"""Words that grew together, and words that were torn in two."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.records import Repair
from pipeline.repair.decode import Choice
from pipeline.repair.folding import fold
from pipeline.repair.knowledge import Knowledge
from pipeline.repair.tokens import View

VERY_COMMON = -8.5  # log frequency of words that are taken for the halves of a reading
LISTED = -15.0  # log frequency of a word that may be joined of two pieces
SHORTEST_HALF = 2
SHORTEST_JOINED = 6
CONFIDENCE = 0.9


def repair_torn(view: View, choices: Sequence[Choice], knowledge: Knowledge) -> Iterator[Repair]:
    """Part words that grew together (`gibtim`), join torn ones (`Maß nahme`)."""
    for choice in choices:
        if not choice.known:
            yield from _split(view, choice, knowledge)
    for first, second in pairwise(choices):
        if not (first.known and second.known):
            yield from _join(view, first, second, knowledge)


def _split(view: View, choice: Choice, knowledge: Knowledge) -> Iterator[Repair]:
    read, start = choice.token.text, choice.token.start
    for place in range(len(read) - SHORTEST_HALF, SHORTEST_HALF - 1, -1):
        halves = read[:place], read[place:]
        if all(_frequency(half, knowledge) > VERY_COMMON for half in halves):
            if not view.breaks(start, choice.token.end):
                after = " ".join(halves)
                yield Repair(
                    view.raw_start(start), view.raw_end(choice.token.end), read, after, "split", CONFIDENCE
                )
            return


def _frequency(word: str, knowledge: Knowledge) -> float:
    return knowledge.lexicon.words.get(fold(word)).get(word, LISTED)


def _join(view: View, first: Choice, second: Choice, knowledge: Knowledge) -> Iterator[Repair]:
    start, end = first.token.start, second.token.end
    if view.text[first.token.end : second.token.start] != " " or view.breaks(start, end):
        return
    read = first.token.text + second.token.text
    if len(read) < SHORTEST_JOINED or second.token.text[0].isupper():
        return
    if first.known and len(first.word) >= SHORTEST_JOINED:
        return
    listed = [c for c in knowledge.candidates(read) if max(c.inside, c.opening) > LISTED]
    if listed:
        best = max(listed, key=lambda candidate: (candidate.inside, candidate.word))
        before = view.text[start:end]
        yield Repair(view.raw_start(start), view.raw_end(end), before, best.word, "join", CONFIDENCE)
