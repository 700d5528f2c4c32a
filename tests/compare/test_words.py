"""Stems and the parts of compounds."""

import pytest

from pipeline.compare.acronyms import find_acronyms, spell_out
from pipeline.compare.settings import read_settings
from pipeline.compare.words import build_lexicon, find_words, join_synonyms, read_vocabulary, stem

PLAIN = build_lexicon([], [], [])  # rules that know no words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Entwicklung", "entwickeln"),
        ("Förderung", "gefördert"),
        ("Forderung", "Förderung"),  # lost umlauts must not part a word from itself
        ("Konzepts", "Konzepte"),
        ("Bürger*innen", "Bürger:innen"),
        ("Straße", "Strasse"),
        ("Ausbau", "ausgebaut"),
        ("auszubauen", "ausbauen"),
        ("Angebot", "Angeboten"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    """Inflection, derivation and lost umlauts do not part a word from itself."""
    assert [stem(word) for word in find_words(one)] == [stem(word) for word in find_words(other)]


@pytest.mark.parametrize(
    ("one", "other"), [("Schule", "Schutz"), ("Bahn", "Bahre"), ("Gesundheit", "Gesindel")]
)
def test_other_words_have_other_stems(one, other):
    """Stems are not cut so short that unrelated words meet."""
    assert stem(one.lower()) != stem(other.lower())


def test_a_compound_counts_with_its_parts():
    """A compound meets the phrase that says the same, if its parts stand as words somewhere."""
    texts = [find_words("Konzept zur Fachkräfteentwicklung"), find_words("Entwicklung von Fachkräften")]
    vocabulary = read_vocabulary(texts, build_lexicon(["zur", "von"], [], []))

    assert vocabulary.bag(texts[1]) <= vocabulary.bag(texts[0])


def test_a_long_compound_comes_apart_more_than_once():
    """Parts of parts are found too."""
    texts = [find_words("Kinderschutzkonzept"), find_words("Kinder, Schutz, Konzept")]
    vocabulary = read_vocabulary(texts, PLAIN)

    assert vocabulary.bag(texts[0]) == vocabulary.bag(texts[1])


def test_a_word_without_known_parts_stays_whole():
    """Nothing is cut at a guess."""
    vocabulary = read_vocabulary([["werkakademie"]], PLAIN)

    assert vocabulary.parts("werkakademie") == (stem("werkakademie"),)


def test_a_line_end_does_not_part_a_word():
    """What hyphenation left behind is joined; a suspended hyphen stays."""
    assert find_words("Kindertageseinrich- tungen") == ["kindertageseinrichtungen"]
    assert find_words("Bildungs- und Lernorte") == ["bildungs", "und", "lernorte"]


def test_synonyms_of_the_rules_have_one_stem(rulebook):
    """Other words of the same meaning, alone and in compounds; groups that share a word are one."""
    vocabulary = read_vocabulary([], read_settings(rulebook).lexicon)

    assert vocabulary.bag(["lernende"]) == vocabulary.bag(["schulerinnen"])
    assert vocabulary.bag(["seniorenberatung"]) == vocabulary.bag(["altere", "sprechstunde"])
    assert join_synonyms([["Kita", "Hort"], ["Krippe", "Kita"]]).keys() == {"kita", "hort", "kripp"}
    assert len(set(join_synonyms([["Kita", "Hort"], ["Krippe", "Kita"]]).values())) == 1


def test_an_acronym_is_what_it_stands_for():
    """What one text shortens and another spells out is spelled out in both; others stay."""
    texts = ["Der ASD wird gestärkt.", "Der Allgemeine Soziale Dienst berät.", "Die DGE prüft."]
    known = find_acronyms(texts, {"der", "die", "wird"})

    assert known == {"ASD": "Allgemeine Soziale Dienst"}
    assert spell_out(texts, [find_words(text) for text in texts], known) == [
        ["der", "allgemeine", "soziale", "dienst", "wird", "gestarkt"],
        ["der", "allgemeine", "soziale", "dienst", "berat"],
        ["die", "dge", "pruft"],
    ]
