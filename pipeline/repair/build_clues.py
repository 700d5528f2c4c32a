"""Build the shipped clues: `python -m pipeline.repair.build_clues TEXT…` writes rules/woerter/hinweise.lex.

The texts are correct German, a sentence a line. Their umlauts are lost as the channel says, each word that
may then be another one is a case, and what the words around it count is learnt by conditional logistic
regression on top of what frequency, damage and neighbours say already. Only weights leave the texts.
"""

import random
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from pipeline.repair.channel import Channel
from pipeline.repair.clues import FILE, TENTHS, Clues, Weights
from pipeline.repair.decode import Decoder
from pipeline.repair.document import Document
from pipeline.repair.evidence import Reading
from pipeline.repair.folding import UMLAUTS
from pipeline.repair.knowledge import Knowledge, open_knowledge
from pipeline.repair.sentence import find_surroundings
from pipeline.repair.soundness import Soundness
from pipeline.repair.tokens import find_tokens, read_view
from pipeline.rulebook import open_rulebook

SEED = 1
DAMAGES = 2  # times that each text is damaged, each time otherwise
FEWEST = 6  # cases in which a clue must have stood beside a word
RESTRAINT = 15.0  # L2; chosen by the likelihood of texts of another kind
ROUNDS = 60  # of L-BFGS
SMALLEST = 0.05  # weight from which a clue is kept

Feature = tuple[str, str]  # a word or kind, and a clue


class Case(NamedTuple):
    """What may be meant: for each word its score so far, and which one it was."""

    words: tuple[str, ...]
    scores: tuple[float, ...]
    right: int
    clues: frozenset[str]


def build(texts: Sequence[Path], target: Path) -> int:
    """Write the clues; returns how many weights are kept."""
    knowledge = open_knowledge(open_rulebook())
    sentences = [line for path in texts for line in path.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(SEED)
    bare = Clues({}, knowledge.context.neighbours)
    decoder = Decoder(knowledge, unseen_document(knowledge))
    becomes = one_letter_slips(knowledge.channel)
    cases = [
        case
        for _ in range(DAMAGES)
        for sentence in sentences
        for case in find_cases(sentence, damage(sentence, becomes, chance), decoder, bare)
    ]
    weights = learn(cases, bare)
    text = "\n".join(lines(weights))
    target.write_bytes(zlib.compress(text.encode("utf-8"), 9))
    return sum(len(clues) for clues in weights.values())


def unseen_document(knowledge: Knowledge) -> Document:
    """A document of which nothing is known yet."""
    return Document(knowledge.channel.fresh(), Soundness(frozenset(), False), {}, {}, frozenset(), 0.0)


def one_letter_slips(channel: Channel) -> dict[str, list[tuple[str, float]]]:
    """For each umlaut and ß the single characters that it becomes, with their shares."""
    return {
        letter: [
            (slip.seen, share)
            for slip, share in channel.shares.items()
            if slip.true == letter and len(slip.seen) == 1
        ]
        for letter in sorted(UMLAUTS)
    }


def damage(sentence: str, becomes: Mapping[str, Sequence[tuple[str, float]]], chance: random.Random) -> str:
    """Lose umlauts and ß, each to one character, so that every letter keeps its place."""
    return "".join(
        chance.choices(*zip(*becomes[letter], strict=True))[0] if letter in becomes else letter
        for letter in sentence
    )


def find_cases(sentence: str, read: str, decoder: Decoder, clues: Clues) -> Iterator[Case]:
    """The words of a damaged sentence that may be one word or another."""
    knowledge = decoder.knowledge
    view = read_view(read, (), ())
    tokens = find_tokens(view, knowledge.abbreviations, knowledge.count_signs)
    meant = [sentence[token.start : token.end] for token in tokens]
    for place in find_surroundings(view, tokens, meant, range(len(tokens))):
        token, number = tokens[place.number], place.number
        options = decoder.options(Reading(token.text, token.opening))
        words = [word for word, _ in options]
        if len(words) > 1 and meant[number] in words:
            scores = decoder.without_clues(place, options)
            yield Case(tuple(words), tuple(scores), words.index(meant[number]), clues.find(place))


def learn(cases: Sequence[Case], kinds: Clues) -> dict[str, Weights]:
    """Weights for words and kinds of words; clues that are too rare get none."""
    index = _count_features(cases, kinds)
    weights = _fit(cases, index, kinds)
    kept: dict[str, dict[str, float]] = defaultdict(dict)
    for (name, clue), weight in zip(index, weights.tolist(), strict=True):
        if abs(weight) >= SMALLEST:
            kept[name][clue] = weight
    return dict(kept)


def _count_features(cases: Sequence[Case], kinds: Clues) -> dict[Feature, int]:
    """The features that are frequent enough, numbered."""
    seen = Counter(
        feature for case in cases for word in case.words for feature in _features(word, case, kinds)
    )
    frequent = sorted(feature for feature, number in seen.items() if number >= FEWEST)
    return {feature: number for number, feature in enumerate(frequent)}


def _features(word: str, case: Case, kinds: Clues) -> Iterator[Feature]:
    return ((name, clue) for name in (word, kinds.kind(word)) for clue in case.clues)


def _fit(cases: Sequence[Case], index: Mapping[Feature, int], kinds: Clues) -> NDArray[np.float64]:
    """Conditional logistic regression: of each case's words, the right one is to be the likeliest."""
    rows = [(word, case) for case in cases for word in case.words]
    found = [[index[f] for f in _features(word, case, kinds) if f in index] for word, case in rows]
    ends = np.cumsum([0, *map(len, found)])
    matrix = csr_matrix((np.ones(ends[-1]), np.fromiter(chain(*found), int, ends[-1]), ends),
                        shape=(len(rows), len(index)))  # fmt: skip
    base = np.array([score for case in cases for score in case.scores])
    right = np.array([number == case.right for case in cases for number in range(len(case.words))])
    starts = np.cumsum([0, *(len(case.words) for case in cases)])[:-1]
    group = np.repeat(np.arange(len(cases)), [len(case.words) for case in cases])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = base + matrix @ weights
        scores -= np.maximum.reduceat(scores, starts)[group]
        shares = np.exp(scores)
        totals = np.add.reduceat(shares, starts)
        value = np.log(totals).sum() - scores[right].sum() + RESTRAINT / 2 * weights @ weights
        return float(value), matrix.T @ (shares / totals[group] - right) + RESTRAINT * weights

    best = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return np.asarray(best.x)


def lines(weights: dict[str, Weights]) -> Iterator[str]:
    """A line for each word or kind, with its clues."""
    for name in sorted(weights):
        entries = ((clue, round(weight * TENTHS)) for clue, weight in sorted(weights[name].items()))
        yield name + "\t" + " ".join(f"{clue}={weight}" for clue, weight in entries if weight)


if __name__ == "__main__":
    print(build([Path(name) for name in sys.argv[1:]], Path("rules") / FILE))
