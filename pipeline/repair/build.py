"""Build the shipped lexicon: `python -m pipeline.repair.build LOOKUPS` writes rules/woerter/deutsch.lex.

LOOKUPS is the `data` folder of the package spacy-lookups-data (MIT), whose table of German word
probabilities is cased and keeps ß. It is needed here alone, not by those who use the lexicon.
"""

import gzip
import json
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.repair.folding import fold

COMMON = 520_000  # beyond this rank the table is mostly foreign words, capitals and slips
TENTHS = 10  # probabilities are kept as tenths of a negative natural logarithm
STRIPPED_SHARE = 3.0  # a form e³ times rarer than its umlaut twin is that twin, typed without umlauts
WORD = re.compile(r"[A-Za-zÄÖÜäöüßéèêàçáóôâîëïñ]{1,32}")
TYPED_WITHOUT = (
    str.maketrans({"ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U", "ß": "ss"}),
    str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}),
)


def build(lookups: Path, target: Path) -> int:
    """Write the lexicon; returns how many forms it holds."""
    probabilities = _read(lookups / "de_lexeme_prob.json.gz")
    lemmas = _read(lookups / "de_lemma_lookup.json.gz")
    known = set(lemmas) | set(lemmas.values())
    forms = without_typed(select_forms(probabilities, known), known)
    target.write_bytes(zlib.compress("\n".join(lexicon_lines(forms)).encode("utf-8"), 9))
    return len(forms)


def _read(path: Path) -> dict[str, object]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        table: dict[str, object] = json.load(file)
    return table


def select_forms(probabilities: Mapping[str, float], known: set[str]) -> dict[str, float]:
    """Forms worth keeping: the common ones, and rarer ones that a lemma table knows too."""
    return {
        form: value
        for rank, (form, value) in enumerate(probabilities.items())
        if (rank < COMMON or form in known) and WORD.fullmatch(form) and not _is_shouted(form)
    }


def _is_shouted(form: str) -> bool:
    return form.isupper() and len(form) > 5


def without_typed(forms: Mapping[str, float], known: set[str]) -> dict[str, float]:
    """Leave out what people type who have no umlauts on their keyboard."""
    meant: dict[str, float] = defaultdict(lambda: -99.0)
    for form, value in forms.items():
        for table in TYPED_WITHOUT:
            typed = form.translate(table)
            if typed != form:
                meant[typed] = max(meant[typed], value)
    return {
        form: value
        for form, value in forms.items()
        if form in known or value >= meant[form] - STRIPPED_SHARE
    }


def lexicon_lines(forms: Mapping[str, float]) -> Iterable[str]:
    """One line for each folded key: the key, a tab, its forms with their weights, commonest first."""
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for form, value in forms.items():
        groups[fold(form)].append((round(-value * TENTHS), form))
    for key in sorted(groups):
        yield key + "\t" + " ".join(f"{form}{weight}" for weight, form in sorted(groups[key]))


if __name__ == "__main__":
    print(build(Path(sys.argv[1]), Path("rules/woerter/deutsch.lex")))
