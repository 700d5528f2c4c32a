"""The sieve spares looking places up; it must change nothing of what is found."""

import random

import pytest

from pipeline.repair import candidates
from pipeline.repair.candidates import Finder
from pipeline.repair.channel import read_channel
from pipeline.repair.keys import every_place
from pipeline.repair.knowledge import open_knowledge
from pipeline.repair.sieve import Sieve
from pipeline.repair.tokens import PROTECTED, find_protected
from pipeline.rulebook import open_rulebook

RULES = open_rulebook()
LETTERS = "afhilou"
KEYS = ["grofe", "grosse", "mafnahme", "strafe", "tur", "ol", "übel", "cafe\u0301", "x" * 40]
TEXT = """
fiir Strabe Maknahme unterstiitzt Bevdlkerung gro8e Kinderschutzgebaude Gertist LOSUNG KGSt Wiirfel Zzyzx
Schülerlnnen regelmafigeres abzuschniiren armel Tur Ol Absam Bayle zurtickhaltend
"""
READS = TEXT.split()


def change(word: str, place: tuple[int, int, str]) -> str:
    return word[: place[0]] + place[2] + word[place[1] :]


def test_every_key_falls_through():
    """Of all changes none that makes another key is held back, and their order stays."""
    words = ["groe", "grose", "mabnahme", "strabe", "tir", "tr", "", "ubel", "cafe", "xx", "x" * 39, "grofe"]
    words += [word * 20 for word in words]

    for word, near in zip(words, Sieve(KEYS, LETTERS).near(words), strict=True):
        wanted = [
            place
            for place in every_place(len(word), LETTERS)
            if change(word, place) in KEYS and change(word, place) != word
        ]
        assert [place for place in near if change(word, place) in KEYS] == wanted
    assert len(words) == 24


def test_hardly_anything_else_falls_through():
    """Words that are near no key are held back."""
    chance = random.Random(1)
    words = ["".join(chance.choices("bcdgkmnprstvw", k=9)) for _ in range(500)]

    assert sum(map(len, Sieve(KEYS, LETTERS).near(words))) < 10


def test_with_and_without_sieve(monkeypatch: pytest.MonkeyPatch):
    """Many readings looked up at once have the candidates that each has by itself, in the same order."""
    finder = Finder(open_knowledge(RULES).lexicon, read_channel(RULES))
    alone = {read: finder.find(read) for read in READS}
    monkeypatch.setattr(candidates, "WORTH_A_SIEVE", 0)

    assert dict(finder.find_all(READS)) == alone
    assert all(alone[read] for read in READS if read not in ("KGSt", "Zzyzx"))


def test_what_is_protected_is_found_by_its_hints():
    """Looking only where a hint stands misses nothing that looking everywhere finds."""
    pieces = [
        "a",
        "B",
        ".",
        "de",
        " ",
        " ",
        "\n",
        "pdf",
        "aspx",
        "www.",
        "https://",
        "@",
        "-",
        "3",
        ".5",
        "LZ",
        "uz",
    ]
    chance = random.Random(1)
    for _ in range(2000):
        text = "".join(chance.choices(pieces, k=chance.randint(1, 25)))
        assert list(find_protected(text)) == [match.span() for match in PROTECTED.finditer(text)], text
