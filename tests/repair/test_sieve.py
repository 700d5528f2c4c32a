"""The sieve spares looking places up; it must change nothing of what is found."""

import random
from collections.abc import Iterator

import pytest

from pipeline.repair.candidates import Finder
from pipeline.repair.changes import Anything, Batch, Named, Near, Table
from pipeline.repair.channel import read_channel
from pipeline.repair.keys import UNCHANGED, Pair, Place, double_keys, single_keys
from pipeline.repair.knowledge import open_knowledge
from pipeline.repair.lexicon import Forms, Lines
from pipeline.repair.row import number_lines, number_words
from pipeline.repair.sieve import Sieve
from pipeline.repair.tokens import PROTECTED, find_protected
from pipeline.rulebook import open_rulebook

RULES = open_rulebook()
BACK = {"b": ("f",), "s": ("f",), "é": ("o",), "ii": ("a", "u"), "fs": ("f",), "fSi": ("f",), "": ("f", "o")}
KEYS = [
    "grofe",
    "grosse",
    "mafnahme",
    "strafe",
    "tur",
    "ol",
    "übel",
    "cafe\u0301",
    "x" * 40,
    "fuf",
    "nofe",
    "groef",
    "tfr",
    "tro",
    "tar",
]
WORDS = [
    "groe",
    "grosé",
    "mabnahme",
    "strabe",
    "tiir",
    "tr",
    "",
    "ubel",
    "cafe",
    "x" * 39,
    "grofe",
    "bub",
    "fSif",
]
SEVERAL = [*WORDS, *(word * 20 for word in WORDS), "bub", "fub", "niifsé", "Stra\u1e9ee"]
LISTED = Forms(Lines("\n".join(f"{key}\t{key}10" for key in sorted(KEYS))))
TEXT = """
fiir Strabe Maknahme unterstiitzt Bevdlkerung gro8e Kinderschutzgebaude Gertist LOSUNG KGSt Wiirfel Zzyzx
Schülerlnnen regelmafigeres abzuschniiren armel Tur Ol Absam Bayle zurtickhaltend
"""
READS = TEXT.split()


def changes(word: str, back: dict[str, tuple[str, ...]]) -> Iterator[Place]:
    """All changes of a word, in their order."""
    for letter in back.get("", ()):
        yield from ((place, place, letter) for place in range(len(word) + 1))
    for size in (1, 2, 3):
        for start in range(len(word) + 1 - size):
            for letter in back.get(word[start : start + size], ()):
                yield start, start + size, letter


def listed(word: str, back: dict[str, tuple[str, ...]]) -> list[Place]:
    """Those that make a listed key."""
    return [place for place in changes(word, back) if single_keys(word, [place], LISTED)]


def listed_pairs(
    word: str, first: dict[str, tuple[str, ...]], second: dict[str, tuple[str, ...]]
) -> list[Pair]:
    """The pairs of changes that make a listed key."""
    ones = [place for place in changes(word, first) if place[0] < place[1]]
    others = [place for place in changes(word, second) if place[0] < place[1]]
    pairs = [
        (one, other) if one[1] <= other[0] else (other, one)
        for one in ones
        for other in others
        if one[1] <= other[0] or (other[1] <= one[0] and second is not first)
    ]
    return [pair for pair in pairs if double_keys(word, [pair], LISTED)]


def near(sifted: bool = True) -> Near:
    """What finds changes, with or without a sieve."""
    return Near(Sieve(LISTED.numbers()).passing) if sifted else Near()


@pytest.mark.parametrize("sifted", [True, False])
def test_every_listed_key_is_found(sifted: bool):
    """Of all changes none that makes a listed key is held back, and their order stays."""
    found = Batch(lambda words: near(sifted).single(words, Named(BACK), unchanged=True))
    found.prepare(SEVERAL)

    for word in SEVERAL:
        unchanged = [UNCHANGED] if single_keys(word, [UNCHANGED], LISTED) else []
        kept = [place for place in found.find(word) if single_keys(word, [place], LISTED)]
        assert kept == [*unchanged, *listed(word, BACK)]
    assert sum(len(listed(word, BACK)) for word in SEVERAL) > 8


@pytest.mark.parametrize("second", [BACK, {"i": ("a",), "fs": ("f",), "n": ("n",)}])
def test_every_pair_is_found(second: dict[str, tuple[str, ...]]):
    """Neither is a pair of changes, whichever of them comes first."""
    first = Named(BACK)
    table: Table = first if second is BACK else Named(second)
    found = Batch(lambda words: near().double(words, first, table))
    found.prepare(SEVERAL)

    for word in SEVERAL:
        kept = [pair for pair in found.find(word) if double_keys(word, [pair], LISTED)]
        assert kept == listed_pairs(word, BACK, second)
    assert listed_pairs("bub", BACK, BACK) == [((0, 1, "f"), (2, 3, "f"))]


def test_any_letters_may_be_replaced():
    """Where no rule names what was read, up to three letters are replaced, or one is added."""
    found = list(near().single(["gropqre", "groe", "strpqrse"], Anything("aouf")))

    assert ("gropqre", (3, 6, "f")) in found
    assert ("groe", (3, 3, "f")) in found
    assert not [place for word, place in found if word == "strpqrse"]


def test_hardly_anything_else_falls_through():
    """Words that are near no key are held back."""
    chance = random.Random(1)
    words = ["".join(chance.choices("bcdgkmnprstvw", k=9)) for _ in range(500)]

    assert len(list(near().single(words, Anything("aouf"), unchanged=True))) < 10


def test_lines_and_words_have_the_same_numbers():
    """What stands before the tab is numbered as a word is, whatever stands behind."""
    words = ["über", "a", "grofe", "xyz" * 30]

    assert (
        number_lines("\n".join(f"{word}\t{word}7 Z3" for word in words)).tolist()
        == number_words(words).tolist()
    )


def test_lines_are_found_on_every_page():
    """Each line is found by its key, first and last ones as well, and nothing else is."""
    keys = sorted({f"{letter}{number}" for letter in "abcöü" for number in range(300)})
    lines = Lines("\n".join(f"{key}\t{key} {'x' * (len(key) * 50)}" for key in keys))

    assert [lines.get(key) for key in keys] == [rest for _, rest in lines]
    assert [key for key, _ in lines] == keys
    assert not any(key in lines for key in ("", "a", "a1\t", "zz", "a01", "a1\ta1 x"))


def test_alone_and_together():
    """Many readings looked up together have the candidates that each has by itself, in the same order."""
    lexicon, channel = open_knowledge(RULES).lexicon, read_channel(RULES)
    alone = {read: Finder(lexicon, channel).find(read) for read in READS}

    assert Finder(lexicon, channel).find_all(READS) == alone
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
