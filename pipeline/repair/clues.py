"""What the words around a word say for it: weights learnt from correct German.

A clue is something near a word: the word before it, the kind of the word after it, the last word of its
clause. For words and for kinds of words the shipped file holds what each clue counts, as natural
logarithms; `build_clues` learns them.

The file has a line for each word or kind: its name, a tab, then its clues, each followed by its weight in
tenths. Kinds are the classes of `context.Neighbours`, written `#n`.
"""

import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import fsum
from pathlib import Path

from pipeline.repair.context import Neighbours
from pipeline.repair.sentence import Sentence

FILE = "woerter/hinweise.lex"
TENTHS = 10
ALWAYS = "!"  # the clue that every word has
SUFFIX = 3  # letters by which the kind of an unlisted word is told
MOST = 4.0  # what all clues together may count

Weights = Mapping[str, float]


class Clues:
    """Weighs a word by its clues.

    Args:
        weights: for each word or kind what its clues count.
        neighbours: knows the kinds of words.
    """

    def __init__(self, weights: Mapping[str, Weights], neighbours: Neighbours) -> None:
        self._weights = weights
        self._neighbours = neighbours

    def weigh(self, word: str, clues: frozenset[str]) -> float:
        """What clues say for a word; 0 = nothing. The order of summing makes no difference."""
        found = (self._weights.get(name) for name in (word, self.kind(word)))
        total = fsum([weights[clue] for weights in found if weights for clue in clues if clue in weights])
        return max(-MOST, min(MOST, total))

    def kind(self, word: str) -> str:
        """The kind of a word: its class, or its ending if it has none."""
        number = self._neighbours.class_of(word)
        return f"#{number}" if number is not None else f"~{word[-SUFFIX:]}"

    def find(self, sentence: Sentence) -> frozenset[str]:
        """The clues of the word in the middle of `sentence`."""
        return frozenset(self._find(sentence))

    def _find(self, sentence: Sentence) -> Iterator[str]:
        before, after, last = sentence.beside(-1), sentence.beside(1), sentence.last()
        kinds = self.kind(before), self.kind(after)
        yield ALWAYS
        yield from ("<" + before, "<" + kinds[0], ">" + after, ">" + kinds[1], "<>" + "".join(kinds))
        yield from ("$" + last, "$" + self.kind(last)) if last else ("$",)
        if sentence.is_question():
            yield "?"
        if sentence.tokens[sentence.number].opening:
            yield "^"


@lru_cache(maxsize=1)
def open_clues(base: Path, neighbours: Neighbours) -> Clues:
    """Read the clues of a rules folder; kept for the whole run."""
    text = zlib.decompress((base / FILE).read_bytes()).decode("utf-8")
    return Clues(dict(_split(line) for line in text.split("\n")), neighbours)


def _split(line: str) -> tuple[str, Weights]:
    name, _, entries = line.partition("\t")
    pairs = (entry.rpartition("=") for entry in entries.split(" "))
    return name, {clue: int(weight) / TENTHS for clue, _, weight in pairs}
