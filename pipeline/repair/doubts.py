"""Say which words may still be wrong, and why."""

from collections.abc import Callable, Iterator, Sequence

from pipeline.records import Doubt, Repair
from pipeline.repair.decode import Choice
from pipeline.repair.edits import apply_repairs, locate, reflow
from pipeline.repair.tokens import View

SURE = 0.97  # confidence from which a choice is not doubted
SHORTEST_DOUBTED = 4
LOSABLE = frozenset("aouAOUifdtBRS&§$é6080")  # what a lost letter may have been read as


def find_doubts(
    raw: str, view: View, choices: Sequence[Choice], repairs: Sequence[Repair], in_one_line: bool
) -> tuple[Doubt, ...]:
    """The doubtful words, with their places in the repaired text."""
    doubtful = [(choice, reason) for choice in choices if (reason := doubt_reason(choice))]
    if not doubtful:
        return ()
    place = locate(repairs, raw, in_one_line)
    text = apply_repairs(repairs, raw)
    text = reflow(text) if in_one_line else text
    return tuple(_place_doubts(doubtful, view, place, text))


def _place_doubts(
    doubtful: Sequence[tuple[Choice, str]], view: View, place: Callable[[int], int], text: str
) -> Iterator[Doubt]:
    """Lead the doubts into the repaired text; a word that was parted or joined is no longer there."""
    for choice, reason in doubtful:
        start = place(view.raw_start(choice.token.start))
        end = place(view.raw_end(choice.token.end))
        if text[start:end] == choice.word:
            yield Doubt(start, end, choice.word, reason, choice.alternatives)


def doubt_reason(choice: Choice) -> str | None:
    """Why a word may be wrong; None when nothing speaks for that."""
    if choice.confidence < SURE and choice.alternatives:
        return f"auch möglich: {', '.join(choice.alternatives)}"
    if not choice.known and _may_be_misread(choice.word):
        return "unbekanntes Wort"
    return None


def _may_be_misread(word: str) -> bool:
    return len(word) >= SHORTEST_DOUBTED and not word.isupper() and not LOSABLE.isdisjoint(word)
