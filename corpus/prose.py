"""Make flawless German texts from `source/prose.toml`: ``python -m corpus.prose``.

They stand in `clean/` beside those written by hand and are what a repair must leave alone: names, French
words, abbreviations, addresses, prices, and words that look like damage (*Poesie*, *Duell*, *neue*).
"""

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from corpus.source import FOLDER

CLEAN = FOLDER / "clean"
SOURCE = tomllib.loads((FOLDER / "source" / "prose.toml").read_text(encoding="utf-8"))
SEED = 71_400  # inhabitants of Lindental; any number does, as long as it stays
PLACE = re.compile(r"\{(\w+)\}")
Lists = Mapping[str, Sequence[str]]


def write_prose() -> None:
    """Write every text of the source."""
    for text in SOURCE["text"]:
        CLEAN.joinpath(text["file"]).write_text(compose(text, SOURCE["lists"]), encoding="utf-8")


def compose(text: Mapping[str, Any], lists: Lists) -> str:
    """One text: its title, then a paragraph a line."""
    chance = random.Random(f"{SEED} {text['file']}")
    return "\n\n".join([text["title"], *compose_lines(text, lists, chance)]) + "\n"


def compose_lines(text: Mapping[str, Any], lists: Lists, chance: random.Random) -> Iterator[str]:
    """The paragraphs, each a sentence pattern with its places filled."""
    decks = Decks(lists, chance)
    for number in range(text["lines"]):
        pattern = text["sentences"][number % len(text["sentences"])]
        yield PLACE.sub(lambda place: decks.draw(place[1]), pattern)


class Decks:
    """Draws from shuffled lists, so that every entry comes up before one comes twice."""

    def __init__(self, lists: Lists, chance: random.Random) -> None:
        self.lists = lists
        self.chance = chance
        self.left: dict[str, list[str]] = {}

    def draw(self, name: str) -> str:
        """An entry of a list, or a made-up number."""
        if name in NUMBERS:
            low, high, form = NUMBERS[name]
            return form.format(self.chance.randint(low, high))
        if not self.left.get(name):
            self.left[name] = self.chance.sample(self.lists[name], len(self.lists[name]))
        return self.left[name].pop()


NUMBERS = {
    "zahl": (2, 98, "{}"),
    "plz": (10_115, 99_998, "{}"),
    "telefon": (100_000, 999_999, "03691 {}"),
}

if __name__ == "__main__":
    write_prose()
