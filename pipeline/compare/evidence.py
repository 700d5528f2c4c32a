"""What speaks for each candidate pair: wording first, then what stands around the goals."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from attrs import evolve, field, frozen
from rapidfuzz import fuzz, process

from pipeline.compare.acronyms import find_acronyms, spell_out
from pipeline.compare.context import compare_goals, compare_relatives
from pipeline.compare.edition import Edition
from pipeline.compare.settings import Settings
from pipeline.compare.vectors import (
    Floats,
    Ints,
    Vectors,
    build_vectors,
    cosine,
    find_candidates,
    shared_rarities,
    shared_weight,
)
from pipeline.compare.words import read_vocabulary
from pipeline.records import Evidence

ThemeEvidence = Callable[[Ints, Ints], Floats]  # of old and new places

CLEAR_LEAD = 0.1  # of the wording before the next best, from which two goals clearly mean each other


@frozen(eq=False)
class Candidates:
    """Candidate pairs: places in the old and new edition, evidence by name (nan: none), and scores.

    `old_share` and `new_share`: how much of the old (new) goal's content the other one holds.
    """

    rows: Ints
    columns: Ints
    shape: tuple[int, int]
    old: Vectors
    new: Vectors
    old_share: Floats
    new_share: Floats
    evidence: Mapping[str, Floats]
    score: Floats
    places: Mapping[tuple[int, int], int] = field(factory=dict)

    def record(self, place: int) -> Evidence:
        """The evidence of one pair, rounded for people."""
        values = {name: float(column[place]) for name, column in self.evidence.items()}
        context = {name: None if np.isnan(value) else round(value, 2) for name, value in values.items()}
        return Evidence(wording=context.pop("wording") or 0.0, **context)


def compare_wording(old: Edition, new: Edition, settings: Settings) -> Candidates:
    """Find the candidate pairs and measure their wording."""
    words = words_of(old, new, settings)
    vocabulary = read_vocabulary((*words[0], *words[1]), settings.lexicon)
    bags = [[vocabulary.bag(own) for own in side] for side in words]
    a, b = build_vectors(*bags)
    rows, columns = as_places({*find_candidates(a, b, settings.candidates), *find_twins(old, new)})
    shared = shared_weight(a, b, rows, columns)
    wording = (
        settings.cosine * cosine(a, b, rows, columns)
        + settings.overlap * _ratio(2 * shared, a.total[rows] + b.total[columns])
        + settings.characters * compare_characters(words[0], words[1], rows, columns)
    )
    wording[[old.goals[i].text == new.goals[j].text for i, j in zip(rows, columns, strict=True)]] = 1.0
    return Candidates(
        rows=rows,
        columns=columns,
        shape=(len(old.goals), len(new.goals)),
        old=a,
        new=b,
        old_share=_ratio(shared, a.total[rows]),
        new_share=_ratio(shared, b.total[columns]),
        evidence={
            "wording": wording,
            "rare": 1 - 0.5 ** shared_rarities(a, b, rows, columns),
            **compare_goals(old.goals, new.goals, rows, columns),
        },
        score=wording,
        places={pair: place for place, pair in enumerate(zip(rows.tolist(), columns.tolist(), strict=True))},
    )


def words_of(old: Edition, new: Edition, settings: Settings) -> list[list[list[str]]]:
    """The words of both editions' goals; what one spells out and the other shortens is spelled out."""
    texts = [[goal.text for goal in edition.goals] for edition in (old, new)]
    known = find_acronyms([*texts[0], *texts[1]], settings.lexicon.function_words)
    return [spell_out(own, edition.words, known) for own, edition in zip(texts, (old, new), strict=True)]


def find_twins(old: Edition, new: Edition) -> Iterator[tuple[int, int]]:
    """Goals of the same text: candidates also where they have no word of content."""
    places: dict[str, list[int]] = {}
    for j, goal in enumerate(new.goals):
        places.setdefault(goal.text, []).append(j)
    unused = {text: iter(found) for text, found in places.items()}
    for i, goal in enumerate(old.goals):
        twin = next(unused.get(goal.text, iter(())), None)
        if twin is not None:
            yield i, twin


def as_places(pairs: Iterable[tuple[int, int]]) -> tuple[Ints, Ints]:
    """Pairs as two columns, in order."""
    ordered = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return ordered[:, 0], ordered[:, 1]


def _ratio(part: Floats, whole: Floats) -> Floats:
    return part / np.where(whole > 0, whole, 1)


def compare_characters(
    old: Sequence[list[str]], new: Sequence[list[str]], rows: Ints, columns: Ints
) -> Floats:
    """Likeness of the letters, in the order of the text or with the words sorted, whichever is greater."""
    if not len(rows):
        return np.zeros(0)
    plain = [[" ".join(words) for words in texts] for texts in (old, new)]
    ordered = [[" ".join(sorted(words)) for words in texts] for texts in (old, new)]
    ratios = [
        process.cpdist([a[row] for row in rows], [b[column] for column in columns], scorer=fuzz.ratio)
        for a, b in (plain, ordered)
    ]
    likeness: Floats = np.maximum(*ratios).astype(np.float64) / 100
    return likeness


def add_context(
    found: Candidates, old: Edition, new: Edition, matched: Ints, themes: ThemeEvidence, settings: Settings
) -> Candidates:
    """Add what stands around the goals, given the pairs `matched` so far (new place by old, or -1)."""
    wording = found.evidence["wording"]
    evidence = {
        **{name: found.evidence[name] for name in ("wording", "rare", "deadline", "level", "id")},
        **compare_relatives(old, new, matched, found.rows, found.columns, wording),
        "distinct": compare_rivals(found),
        "theme": themes(found.rows, found.columns),
    }
    return evolve(found, evidence=evidence, score=weigh(evidence, settings))


def compare_rivals(found: Candidates) -> Floats:
    """How much better the wording of two goals fits than that of any other to both; nan for equal texts.

    Goals of one mould (*Das Angebot für … wird ausgebaut*) fit all alike: what is left over at the end is
    no pair for that.
    """
    wording = found.evidence["wording"]
    rival = np.minimum(
        _best_other(wording, found.rows, found.shape[0]), _best_other(wording, found.columns, found.shape[1])
    )
    lead = np.clip((wording - rival) / CLEAR_LEAD, 0, 1)
    return np.where(wording >= 1, np.nan, 1 - (1 - lead) * rival**2)


def _best_other(values: Floats, groups: Ints, count: int) -> Floats:
    """For each pair the best value among the others of its group."""
    best, second = np.zeros(count), np.zeros(count)
    np.maximum.at(best, groups, values)
    is_best = values == best[groups]
    tied = np.bincount(groups[is_best], minlength=count) > 1
    np.maximum.at(second, groups[~is_best], values[~is_best])
    second = np.where(tied, best, second)
    return np.where(is_best, second[groups], best[groups])


def weigh(evidence: Mapping[str, Floats], settings: Settings) -> Floats:
    """Wording, lifted or lowered by the context; below the least wording no context helps."""
    score = evidence["wording"].copy()
    for name, weight in settings.weights.items():
        given = evidence[name]
        score += np.where(np.isnan(given), 0, weight.pro * given - weight.contra * (1 - given))
    return np.where(evidence["wording"] < settings.wording, 0, score)
