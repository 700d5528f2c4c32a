"""Every rule of the repair, held to its examples and counterexamples."""

import re
from pathlib import Path

import pytest

from pipeline.errors import RuleFileError
from pipeline.records import RawText
from pipeline.repair import repair_text, repair_texts
from pipeline.repair.context import Moods
from pipeline.repair.explain import explain_word
from pipeline.repair.knowledge import open_knowledge
from pipeline.repair.tokens import begins_sentence
from pipeline.rulebook import Rulebook, open_rulebook

RULES = open_rulebook()
CONFUSIONS = RULES.table("lesefehler")["lesefehler"]
CONTEXT = RULES.table("zusammenhang")
MOODS = CONTEXT["konjunktiv"]
WEIGHED = [*CONTEXT["vorrang"], *CONTEXT["namenszusatz"], *MOODS["zeichen"], *MOODS["gruppe"]]
DAMAGED = "Fiir alle kénnen wir prifen, ob die MaRnahmen gut sind."
by_name = {"ids": lambda rule: rule["name"]}


def in_damaged_text(text: str, rulebook: Rulebook = RULES) -> str:
    """The text as it is repaired in a document of which other pages are damaged."""
    return repair_texts([RawText(text, 1), RawText(DAMAGED, 1)], rulebook)[0].text


@pytest.mark.parametrize("rule", CONFUSIONS, **by_name)
def test_confusions(rule):
    """What a rule says to have been read is repaired; what only looks like it stays."""
    for read, meant in rule["beispiele"].items():
        assert meant == in_damaged_text(f"Wir sehen {read} heute.").split()[2]
    for word in rule["gegenbeispiele"]:
        assert word == in_damaged_text(f"Wir sehen {word} heute.").split()[2]


@pytest.mark.parametrize("rule", CONFUSIONS, **by_name)
def test_shares_of_a_letter_are_shares(rule):
    """What becomes of one letter adds up to no more than all of it."""
    assert sum(rule["gelesen"].values()) <= 1.1


@pytest.mark.parametrize("rule", WEIGHED, **by_name)
def test_context(rule):
    """A rule of the context decides its examples, and leaves its counterexamples alone."""
    for read, meant in rule["beispiele"].items():
        assert meant == in_damaged_text(read)
    for text in rule["gegenbeispiele"]:
        assert text == in_damaged_text(text)


@pytest.mark.parametrize("rule", CONTEXT["konjunktiv"]["satzende"], **by_name)
def test_ends_of_clauses(rule):
    """The kind of a clause's last word is the first whose pattern fits."""
    moods = Moods(CONTEXT["konjunktiv"])
    for word in rule["beispiele"]:
        assert rule["name"] == moods.ending(word)
    for word in rule["gegenbeispiele"]:
        assert rule["name"] != moods.ending(word)


def test_every_end_of_a_clause_is_used():
    """Kinds of endings that no group weighs, or groups that weigh unknown kinds, are mistakes."""
    named = {end["name"] for end in CONTEXT["konjunktiv"]["satzende"]} | {"keines", "anderes"}
    weighed = {name for group in CONTEXT["konjunktiv"]["gruppe"] for name in group["satzende"]}

    assert named == weighed


def test_word_lists_are_known():
    """Every word of the lists is a word to the repair, and no list holds one twice."""
    knowledge = open_knowledge(RULES)
    entries = [(path.name, entry) for path, _, entry in RULES.words()]

    assert len(entries) == len(set(entries))
    for name, entry in entries:
        if name.startswith("abkuerzungen"):
            assert not begins_sentence(entry, ". ", knowledge.abbreviations)
        else:
            assert knowledge.is_known(entry)


def test_a_county_adds_its_own_words(tmp_path: Path):
    """A place in a county's own list is restored, and only where that folder is used."""
    (tmp_path / "woerter").mkdir()
    (tmp_path / "woerter" / "orte.txt").write_text("Äbbenwüsch  # ein Dorf\n", encoding="utf-8")

    assert "Äbbenwüsch" in in_damaged_text("Der Weg nach Abbenwiisch.", open_rulebook(tmp_path))
    assert "Äbbenwüsch" not in in_damaged_text("Der Weg nach Abbenwiisch.")


def test_a_county_adds_its_own_confusion(tmp_path: Path):
    """An entry of the same name replaces the shipped one."""
    (tmp_path / "lesefehler.toml").write_text(
        '[[lesefehler]]\nname = "Ä"\nrichtig = "Ä"\nart = "umlaut"\ngelesen = { "4" = 0.9 }\n'
        'beispiele = { "4pfel" = "Äpfel" }\ngegenbeispiele = ["4"]\n',
        encoding="utf-8",
    )
    assert explain_word("4pfel", open_rulebook(tmp_path))[0].word == "Äpfel"


def test_a_mistake_in_a_rule_is_named(tmp_path: Path):
    """File and line of a wrong share are told."""
    (tmp_path / "lesefehler.toml").write_text(
        '[[lesefehler]]\nname = "x"\nrichtig = "x"\nart = "umlaut"\ngelesen = { "y" = 7 }\n'
        'beispiele = { "y" = "x" }\ngegenbeispiele = ["z"]\n',
        encoding="utf-8",
    )
    with pytest.raises(RuleFileError, match=r"lesefehler\.toml, Zeile \d"):
        repair_text("Text", open_rulebook(tmp_path))


def test_rule_files_are_explained():
    """The README of the rules has a section for each rule file of the repair."""
    readme = (RULES.base / "README.md").read_text(encoding="utf-8")

    for name in ("lesefehler.toml", "zusammenhang.toml", "woerter/"):
        assert re.search(rf"^#+ .*{re.escape(name)}", readme, re.MULTILINE), name


def test_explanations_add_up():
    """The candidates of a word share all probability, the likeliest first, with what was misread."""
    explained = explain_word("fiir", RULES)

    assert explained[0].word == "für"
    assert explained[0].slips == ("ü → ii",)
    assert pytest.approx(sum(one.probability for one in explained)) == 1
    assert [one.probability for one in explained] == sorted(
        (one.probability for one in explained), reverse=True
    )
