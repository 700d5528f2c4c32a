"""The shipped word list, found by folded key."""

import zlib
from functools import lru_cache
from pathlib import Path

from pipeline.repair.folding import fold

FILE = "woerter/deutsch.lex"


class Lexicon:
    """Words with the natural logarithm of their frequency, grouped by folded key."""

    def __init__(self, groups: dict[str, str]) -> None:
        self._groups = groups
        self._read: dict[str, dict[str, float]] = {}

    def forms(self, key: str) -> dict[str, float]:
        """All forms that share the folded key, with their log frequency."""
        group = self._groups.get(key)
        if group is None:
            return _NOTHING
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = _read_group(group)
        return found

    def frequency(self, word: str) -> float | None:
        """Log frequency of the word as it stands, None when it is not listed."""
        return self.forms(fold(word)).get(word)


_NOTHING: dict[str, float] = {}


def _read_group(group: str) -> dict[str, float]:
    entries = (entry.rstrip("0123456789") for entry in group.split(" "))
    return {
        form: -int(entry[len(form) :]) / 10 for form, entry in zip(entries, group.split(" "), strict=True)
    }


@lru_cache(maxsize=1)
def open_lexicon(base: Path) -> Lexicon:
    """Read the word list of the rules folder; kept for the whole run."""
    text = zlib.decompress((base / FILE).read_bytes()).decode("utf-8")
    return Lexicon(dict(line.split("\t") for line in text.split("\n")))
