"""Words that grew together, and words that were torn in two."""

from collections.abc import Iterator, Sequence

from pipeline.records import Repair
from pipeline.repair.candidates import LONGEST_WORD
from pipeline.repair.decode import Choice
from pipeline.repair.folding import fold
from pipeline.repair.knowledge import Knowledge
from pipeline.repair.tokens import View

VERY_COMMON = -8.5  # log frequency of words that are taken for the halves of a reading
RARE = -13.0  # log frequency below which a piece is hardly a word of its own
COMMON = -14.0  # log frequency of a word that may be joined of two pieces
TORN = -10.0  # log share of words that are torn
SHORTEST_HALF = 2
SHORTEST_JOINED = 6
CONFIDENCE = 0.9


def repair_torn(view: View, choices: Sequence[Choice], knowledge: Knowledge) -> Iterator[Repair]:
    """Part words that grew together (`gibtim`), join torn ones (`Maß nahme`)."""
    for choice in choices:
        if not choice.known and len(choice.word) <= LONGEST_WORD:
            yield from _split(view, choice, knowledge)
    frequency = knowledge.lexicon.frequency
    rare = [number for number, choice in enumerate(choices) if frequency(choice.word) < RARE]
    for second in sorted({place for number in rare for place in (number, number + 1)}):
        if 0 < second < len(choices):
            yield from _join(view, choices[second - 1], choices[second], knowledge)


def _split(view: View, choice: Choice, knowledge: Knowledge) -> Iterator[Repair]:
    read, start, frequency = choice.token.text, choice.token.start, knowledge.lexicon.frequency
    for place in range(len(read) - SHORTEST_HALF, SHORTEST_HALF - 1, -1):
        first, second = read[:place], read[place:]
        if frequency(second) > VERY_COMMON and frequency(first) > VERY_COMMON:
            if not view.breaks(start, choice.token.end):
                after = f"{first} {second}"
                end = view.raw_end(choice.token.end)
                yield Repair(view.raw_start(start), end, read, after, "split", CONFIDENCE)
            return


def _join(view: View, first: Choice, second: Choice, knowledge: Knowledge) -> Iterator[Repair]:
    """Join two pieces if the whole is far likelier than both pieces, of which one is hardly a word."""
    start, end = first.token.start, second.token.end
    if second.token.text[0].isupper() or view.text[first.token.end : second.token.start] != " ":
        return
    read = first.token.text + second.token.text
    if len(read) < SHORTEST_JOINED or view.breaks(start, end):
        return
    if fold(read) not in knowledge.lexicon.words.shipped:
        return
    frequency = knowledge.lexicon.frequency
    apart = frequency(first.word) + frequency(second.word)
    known = [(frequency(one.word), one.word) for one in knowledge.candidates(read)]
    if known and max(known)[0] > max(COMMON, apart - TORN):
        before = view.text[start:end]
        after = max(known)[1]
        yield Repair(view.raw_start(start), view.raw_end(end), before, after, "join", CONFIDENCE)
