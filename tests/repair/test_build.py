"""The lexicon and the neighbours can be built anew; small inputs show how."""

import gzip
import json
import random
import struct
from pathlib import Path

import pytest

from pipeline.repair.build import build, productive_parts, select_forms, without_misread, without_typed
from pipeline.repair.build_clues import build as build_clues
from pipeline.repair.build_clues import damage, one_letter_slips
from pipeline.repair.build_neighbours import build as build_neighbours
from pipeline.repair.build_neighbours import read_pairs
from pipeline.repair.channel import read_channel
from pipeline.repair.clues import open_clues
from pipeline.repair.context import open_neighbours
from pipeline.repair.lexicon import open_lexicon
from pipeline.rulebook import open_rulebook

PROBABILITIES = {
    "die": -3.0,
    "Schule": -9.0,
    "Schulen": -9.5,
    "Kinder": -8.0,
    "Kinderschule": -14.0,
    "Förderung": -9.8,
    "Forderung": -10.5,
    "Foerderung": -16.0,
    "fiir": -16.8,
    "für": -5.0,
    "Größe": -9.6,
    "x1": -9.0,
    "GROẞ": -9.0,
}
LEMMAS = {"Schulen": "Schule", "Forderungen": "Forderung"}
LETTERS = ["NULL", *"dieForung"]


@pytest.fixture
def lookups(tmp_path: Path) -> Path:
    """The tables from which the lexicon is built."""
    tables = {
        "de_lexeme_prob": PROBABILITIES,
        "de_lemma_lookup": LEMMAS,
        "de_lexeme_cluster": {"die": 7, "Forderung": 9, "Schule": 9, "1": 3},
    }
    for name, table in tables.items():
        with gzip.open(tmp_path / f"{name}.json.gz", "wt", encoding="utf-8") as file:
            json.dump(table, file)
    return tmp_path


def traineddata(words: list[str]) -> bytes:
    """A model file that carries these word pairs as a graph with one node for each letter."""
    edges: list[list[int]] = []

    def write_node(suffixes: list[str]) -> int:
        begins = sorted({suffix[0] for suffix in suffixes})
        start = len(edges)
        edges.extend([0, 0, 0] for _ in begins)
        for number, letter in enumerate(begins):
            rest = [suffix[1:] for suffix in suffixes if suffix[0] == letter]
            flags = (1 if number == len(begins) - 1 else 0) | (4 if "" in rest else 0)
            longer = [suffix for suffix in rest if suffix]
            code = 0 if letter == " " else LETTERS.index(letter)
            edges[start + number] = [code, flags, write_node(longer) if longer else 0]
        return start

    write_node(words)
    bits = 4  # ceil(log2(10 letters + 1))
    graph = struct.pack("<hii", 42, len(LETTERS), len(edges))
    graph += b"".join(struct.pack("<Q", c | f << bits | t << bits + 3) for c, f, t in edges)
    letters = "\n".join([str(len(LETTERS)), *(f"{letter} 3 0" for letter in LETTERS)]).encode()
    header = 4 + 8 * 15
    starts = [-1, header, *[-1] * 12, header + len(letters)]
    return struct.pack("<i", 15) + struct.pack("<15q", *starts) + letters + graph


def test_a_lexicon(lookups: Path):
    """Words are kept with their frequency, junk is not, compounds give their parts."""
    (lookups / "woerter").mkdir()
    number = build(lookups, lookups / "woerter" / "deutsch.lex")
    open_lexicon.cache_clear()
    lexicon = open_lexicon(lookups)
    open_lexicon.cache_clear()

    assert number == 9
    assert lexicon.words.get("forderung") == {"Förderung": -9.8, "Forderung": -10.5}
    assert "kinder" in lexicon.first.get("kinder")
    assert "Schule" in lexicon.last.get("schule")
    assert lexicon.spelling("Schulen") > lexicon.spelling("Xqzulen")


def test_what_is_left_out():
    """Capitals, digits, what was typed without umlauts, and what was misread."""
    forms = select_forms(PROBABILITIES, set())
    typed = without_typed(forms, set())

    assert {"x1", "GROẞ"} == set(PROBABILITIES) - set(forms)
    assert {"Foerderung"} == set(forms) - set(typed)
    assert {"fiir"} == set(typed) - set(without_misread(typed, set()))


def test_parts_of_compounds():
    """A word is parted where both parts are the commonest words."""
    first, last = productive_parts({"Kinder": -8.0, "Schule": -9.0, "Kinderschule": -14.0})

    assert first == {"kinder": 1}
    assert last == {"Schule": 1}


def test_neighbours(lookups: Path):
    """Pairs are read out of the model's graph; those without a twin are not kept."""
    (lookups / "woerter").mkdir()
    build(lookups, lookups / "woerter" / "deutsch.lex")
    model = lookups / "deu.traineddata"
    model.write_bytes(traineddata(["die Forderung", "die ie", "die die"]))
    open_lexicon.cache_clear()
    open_neighbours.cache_clear()
    assert {("die", "ie"), ("die", "die")} <= set(read_pairs(model))
    kept = build_neighbours(lookups, model, lookups / "woerter" / "nachbarn.lex", lookups)
    neighbours = open_neighbours(lookups)
    open_lexicon.cache_clear()
    open_neighbours.cache_clear()

    assert kept == 1
    assert neighbours.are_listed("die", "Forderung")
    assert not neighbours.are_listed("die", "die")
    assert neighbours.affinity("die", "Forderung") > neighbours.affinity("Forderung", "die")
    assert neighbours.affinity("die", "unbekannt") == 0


def test_clues(tmp_path: Path):
    """What stands beside a word in the texts speaks for it."""
    text = tmp_path / "saetze.txt"
    text.write_text("Das ist sehr schön.\nEr ist schon da.\n" * 20, encoding="utf-8")
    target = tmp_path / "woerter" / "hinweise.lex"
    target.parent.mkdir()
    number = build_clues([text], target)
    open_clues.cache_clear()
    clues = open_clues(tmp_path, open_neighbours(open_rulebook().base))
    open_clues.cache_clear()

    assert number > 4
    assert clues.weigh("schön", frozenset(["<sehr"])) > 0 > clues.weigh("schon", frozenset(["<sehr"]))
    assert clues.weigh("schön", frozenset()) == 0


def test_damage_keeps_every_letter_in_its_place():
    """Umlauts become one other character each, nothing else changes."""
    becomes = one_letter_slips(read_channel(open_rulebook()))
    sentence = "Große Bäume fällt man über Öfen."
    damaged = damage(sentence, becomes, random.Random(3))

    assert len(damaged) == len(sentence)
    assert all(a == b or a in "äöüÄÖÜß" for a, b in zip(sentence, damaged, strict=True))
    assert not set("äöüÄÖÜß") & set(damaged)
