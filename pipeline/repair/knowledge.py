"""What is known before a document is read: words, confusions, neighbours."""

from functools import lru_cache
from pathlib import Path

from pipeline.repair.candidates import Candidate, Finder
from pipeline.repair.channel import Channel, read_channel
from pipeline.repair.context import Context, open_neighbours
from pipeline.repair.lexicon import open_lexicon
from pipeline.rulebook import Rulebook


class Knowledge:
    """The lexicon, the confusions and the context rules of one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        rules = rulebook.table("zusammenhang")
        self.lexicon = open_lexicon(rulebook.base)
        self.channel: Channel = read_channel(rulebook)
        self.finder = Finder(self.lexicon, self.channel)
        self.context = Context(open_neighbours(rulebook.base), self.lexicon.words, rules)
        self.preferred = {
            word: rule["gewicht"] for rule in rules["vorrang"] for word in rule["woerter"]
        }
        self._found: dict[str, tuple[Candidate, ...]] = {}

    def candidates(self, read: str) -> tuple[Candidate, ...]:
        """What may stand behind a reading; remembered for the whole run."""
        found = self._found.get(read)
        if found is None:
            found = self._found[read] = self.finder.find(read)
        return found

    def joins(self, first: str, second: str) -> bool:
        """Whether a hyphen at a line's end between two halves only parts a word."""
        shouted = first.isupper() and len(first) > 1
        return shouted == second.isupper() and (shouted or not second[0].isupper())


@lru_cache(maxsize=4)
def _knowledge(base: Path, overlay: Path | None) -> Knowledge:
    return Knowledge(Rulebook(base, overlay))


def open_knowledge(rulebook: Rulebook) -> Knowledge:
    """The knowledge of a rulebook; kept for the whole run."""
    return _knowledge(rulebook.base, rulebook.overlay)
