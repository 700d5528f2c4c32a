"""Labels and headings at the start of a line."""

import tomllib
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RuleFileError
from pipeline.grammar import Grammar, Kind, Reading, may_have_lost_dots, read_grammar
from pipeline.rulebook import Rulebook, open_rulebook, shipped_rules
from tests.conftest import shipped_grammar

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "labels" / "labels.toml").read_text("utf-8"))[
    "case"
]
TABLE = open_rulebook().table("kennungen")
KINDS = TABLE["kennungen"]

numbers = st.lists(st.integers(1, 99), min_size=1, max_size=5).map(tuple)
prefixes = st.sampled_from([prefix for prefix in KINDS if prefix != "ÜQZ"])

THREE_LINES = """[kennungen]
SZ = { schreibungen = ["SZ"] }
OZ = { schreibungen = ["OZ"], gehoert_zu = ["SZ"] }
Ma = { schreibungen = ["Ma."], gehoert_zu = ["OZ"] }
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_labels_of_cases(case, grammar):
    """A label is read with all that it may mean; what is none is left alone."""
    match = grammar.match_label(case["input"])
    read = [reading.id for reading in match.readings] if match else []

    assert set(case["ids"]) <= set(read)
    assert bool(case["ids"]) == bool(read)
    if match:
        assert (case["clean"], case["rest"]) == (match.clean, match.rest)
        assert not case["clean"] or case["ids"][0] == read[0]


@pytest.mark.parametrize("prefix", KINDS)
def test_rule_reads_its_examples(prefix, grammar):
    """Each printed form of a rule's examples may mean the identifier beside it."""
    for printed, identifier in KINDS[prefix]["beispiele"].items():
        assert identifier in [reading.id for reading in grammar.match_label(printed).readings]


@pytest.mark.parametrize("prefix", KINDS)
def test_rule_leaves_its_counterexamples(prefix, grammar):
    """No counterexample of a rule is read as that kind of identifier."""
    for text in KINDS[prefix]["gegenbeispiele"]:
        match = grammar.match_label(text)
        assert match is None or prefix not in {reading.prefix for reading in match.readings}


def test_talk_of_goals_is_known_by_its_examples(grammar):
    """What speaks about the goals is told from what is one."""
    rule = TABLE["rede_von_zielen"]

    assert all(grammar.talks_of_goals(text) for text in rule["beispiele"])
    assert not any(grammar.talks_of_goals(text) for text in rule["gegenbeispiele"])


def test_continuation_is_known_by_its_examples(grammar):
    """What goes on with the paragraph above is told from what begins."""
    rule = TABLE["fortsetzung"]

    assert all(grammar.continues_paragraph(text) for text in rule["beispiele"])
    assert not any(grammar.continues_paragraph(text) for text in rule["gegenbeispiele"])


@pytest.mark.parametrize("word", TABLE["fortsetzung"]["anfang"])
def test_each_continuing_word_is_found(word, grammar):
    """No first word of the rules is unexercised, also with a misread ß or umlaut."""
    assert grammar.continues_paragraph(f"{word.replace('ß', 'R').replace('ü', 'ii')} wird geholfen.")


@pytest.mark.parametrize("phrase", TABLE["rede_von_zielen"]["wendungen"])
def test_each_phrase_of_talk_is_found(phrase, grammar):
    """No phrase of the rules is unexercised, also with a misread ß."""
    assert grammar.talks_of_goals(f"Hier stehen {phrase.replace('ß', 'R')}n beisammen.")


@given(prefixes, numbers)
def test_canonical_id_is_read_as_itself(prefix, number):
    """What is printed in canonical form is clean, and its cheapest reading is itself."""
    identifier = Reading(0.0, prefix, number).id
    match = read_grammar(open_rulebook()).match_label(f"{identifier} Text")

    assert match.clean
    assert identifier == match.readings[0].id


@given(prefixes, numbers)
def test_id_taken_apart_gives_itself(prefix, number):
    """`parse` undoes `id`."""
    reading = Reading(0.0, prefix, number)

    assert reading == read_grammar(open_rulebook()).parse(reading.id)


@pytest.mark.parametrize("identifier", ["LZII", "UZIV.2", "MA.1.2", "ÜQZ", "UZQ1", "HFC"])
def test_id_with_a_letter_taken_apart_gives_itself(identifier, grammar):
    """Letters and Roman numerals are parts of a number, those of a level are not."""
    assert grammar.parse(identifier).id == identifier


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("LZ II Alle lernen.", "LZII"),
        ("Leitziel B: Alle lernen.", "LZB"),
        ("M A.1 Kurse", "MA.1"),
        ("M A. Müller", None),
        ("M I Kurse", None),
        ("Maßnahmen A bis C", None),
        ("Leitziel II und III", None),
    ],
)
def test_letters_and_numerals_at_the_start_of_a_line(text, identifier, grammar):
    """They make a label behind a level; behind one of a single letter only with further parts."""
    match = grammar.match_label(text)

    assert identifier in {None} if match is None else identifier in {one.id for one in match.readings}


def test_no_id_cannot_be_taken_apart(grammar):
    """What is no canonical id is not parsed."""
    assert grammar.parse("XY2.1") is None
    assert grammar.parse("") is None


@given(st.text(st.characters(categories=["L", "Zs"]), max_size=20))
def test_text_without_a_digit_is_seldom_a_label(text):
    """Words alone are labels only where the kind needs no number, or a letter stands for a digit."""
    match = read_grammar(open_rulebook()).match_label(text)

    assert match is None or len(match.printed) <= 5


def test_county_adds_three_lines(tmp_path):
    """A county that names its goals otherwise needs three lines of rules and no code."""
    (tmp_path / "kennungen.toml").write_text(THREE_LINES, encoding="utf-8")
    own = read_grammar(open_rulebook(tmp_path))

    assert [
        own.match_label(text).readings[0].id for text in ("SZ 1 Alle lernen.", "OZ1.2", "Ma. 1.2.3 Kurse")
    ] == ["SZ1", "OZ1.2", "Ma1.2.3"]
    assert own.match_label("UZ 1.2 Es gibt").clean


def test_mistake_in_a_countys_rules_is_named(tmp_path):
    """A wrong key is reported with file and line."""
    (tmp_path / "kennungen.toml").write_text('[kennungen]\nSZ = { schreibung = "SZ" }\n', encoding="utf-8")

    with pytest.raises(RuleFileError, match=r"kennungen\.toml, Zeile 2"):
        read_grammar(Rulebook(shipped_rules(), tmp_path))


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("4.2. Themenfeld Mobilität", "4.2", "Mobilität"),
        ("4,4, Gesundheit", "4.4", "Gesundheit"),
        ("3 Leitgedanke", "3", "Leitgedanke"),
        ("5.1 Thema: Wohnen im Alter", "5.1", "Wohnen im Alter"),
        ("4. Themenfeld", "4", "Themenfeld"),
        ("Themenfeld 3: Mobilität", "3", "Mobilität"),
        ("Kapitel 2 – Wege", "2", "Wege"),
    ],
)
def test_headings(text, number, title, grammar):
    """A heading has its number without a dot at the end and its title without the leading word."""
    match = grammar.match_heading(text)

    assert (number, title) == (match.number, match.title)


@pytest.mark.parametrize(
    "text",
    ["Mobilität", "Handlungsfeld 3: Mobilität", "4.2.", "2026", "31.12.2026", "§ 4 Ziele", "12 % der Kinder"],
)
def test_no_headings(text, grammar):
    """A word, a number alone and a date are no headings."""
    assert grammar.match_heading(text) is None


@pytest.mark.parametrize(
    ("text", "number"), [("4.3.", "4.3"), ("4,4,", "4.4"), ("4.", "4"), ("8", None), ("UZ", None)]
)
def test_number_of_a_heading(text, number, grammar):
    """A number with a dot can be a heading's; a bare figure is a page's."""
    assert number == grammar.match_number(text)


@pytest.mark.parametrize("text", ["wie in (", "siehe", "gemäß dem", "UZ 2.1,", "nach"])
def test_words_before_a_mention(text, grammar: Grammar):
    """Behind such words a label is only mentioned."""
    assert grammar.leads_to_mention(text)


@pytest.mark.parametrize("text", ["", "Das Netz wächst.", "Angebote sind bekannt"])
def test_words_before_a_goal(text, grammar: Grammar):
    """The end of a sentence or of a short goal does not make the next label a mention."""
    assert not grammar.leads_to_mention(text)


def test_what_may_be_an_unreadable_label(grammar: Grammar):
    """Figures with letters of a label may be one; a date, a year and a word may not."""
    assert all(map(grammar.may_be_label, ["0z", "1734", "LEZ:5:2"]))
    assert not any(map(grammar.may_be_label, ["2026", "31.12.", "III/2026", "Uz", "5G", "MP4-Video-Datei"]))


@pytest.mark.parametrize(
    ("digit", "seen"), [(digit, seen) for digit, all_seen in TABLE["ziffern"].items() for seen in all_seen]
)
def test_each_confusion_of_a_digit_is_read(digit, seen, grammar):
    """No confusion of the rules is unexercised: what is seen may mean the digit."""
    match = grammar.match_label(f"UZ1{seen}.1")

    assert f"UZ1{digit}.1" in [reading.id for reading in match.readings]


@pytest.mark.parametrize(
    ("letter", "seen"),
    [(letter, seen) for letter, found in TABLE["buchstaben"].items() for seen in found],
)
def test_each_confusion_of_a_letter_is_read(letter, seen):
    """A form in which any one letter is misread as the rules say can still be read."""
    form = f"Ab{letter}cd"
    own = evolve(shipped_grammar(), kinds=(Kind("AB", "AB", (form,), (), "noetig", ""),))

    assert own.match_label(f"{form.replace(letter, seen)} 1.2").readings[0].id == "AB1.2"


@pytest.mark.parametrize("word", TABLE["erwaehnungen"]["davor"])
def test_each_word_before_a_mention(word, grammar):
    """Behind each of these words a label is only mentioned."""
    assert grammar.leads_to_mention(f"Das steht {word}")


@pytest.mark.parametrize("word", TABLE["erwaehnungen"]["danach"])
def test_each_word_behind_a_mention(word, grammar):
    """Before each of these words a label is only mentioned."""
    assert grammar.match_label(f"UZ 2.1 {word} mehr") is None


@pytest.mark.parametrize("word", TABLE["ueberschriften"]["vorwoerter"])
def test_each_word_before_a_title(word, grammar):
    """Each leading word is taken from a title."""
    assert grammar.strip_heading_word(f"{word} Wege") == "Wege"


@pytest.mark.parametrize("word", TABLE["fortsetzung"]["nahebei"])
def test_each_word_near_the_beginning(word, grammar):
    """Each of these words, among the first of a paragraph, ties it to the one above."""
    assert grammar.continues_paragraph(f"Eine Liste {word} liegt vor.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("N 2.1.1 Kurse.", "M2.1.1"), ("m 2.5 Kurse.", "M2.5"), ("N 5 Kurse.", None), ("Zu 2.1 Kurse.", None)],
)
def test_level_of_one_letter_misread(text, expected, grammar):
    """Another letter before a number of several parts may be a level; before one digit it is none."""
    match = grammar.match_doubtful_label(text)

    assert expected == (match.readings[0].id if match else None)


@pytest.mark.parametrize(
    ("printed", "meant", "as_it_stands"),
    [("111", "M1.1.1", False), ("41.1", "M4.1.1", True), ("11", "UZ1.1", True), ("2025", "UZ20.25", False)],
)
def test_numbers_alone_whose_dots_are_lost(grammar, printed, meant, as_it_stands):
    """What is unusual as it stands may have lost dots; what is usual, and a year, has not."""
    match = grammar.match_number_alone(printed, 1, dots_lost=may_have_lost_dots(printed))
    ids = [reading.id for reading in match.readings] if match else []

    assert (meant in ids) == (printed not in ("11", "2025"))
    assert bool(match and match.cost < 1) == as_it_stands
