"""Word by word: what counts as a change, and what is noise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.noise import read_confusions
from pipeline.compare.settings import read_settings
from pipeline.compare.worddiff import compare_words

letters = st.text(alphabet="abäu -„", max_size=24)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Bildungs- angebote für alle", "Bildungsangebote für alle"),
        ("Merkblät- ter liegen aus", "Merk- blätter liegen aus"),
        ("die „Gute Küche“", 'die "Gute Küche"'),
        ("z. B. Busse", "z.B. Busse"),
        ("heute – und morgen", "heute und morgen"),
        ("Bera\N{SOFT HYPHEN}tung", "Beratung"),
        ("ﬁnanziert", "finanziert"),
        ("eins  zwei\ndrei", "eins zwei drei"),
    ],
)
def test_setting_is_no_change(old, new):
    """Hyphens, quotes, blanks, dashes and ligatures do not count, with or without misreading."""
    assert compare_words(old, new).is_same


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Busse fahren oft", "Busse fahren selten"),
        ("Der Kreis fordert", "Der Kreis fördert"),
        ("bis 2025", "bis 2026"),
        ("eins, zwei", "eins zwei"),
        ("alle Kinder", "alle kinder"),
    ],
)
def test_words_marks_and_capitals_are_changes(old, new):
    """In editions that were read well every letter and mark counts."""
    assert not compare_words(old, new).is_same


@pytest.mark.parametrize(
    ("clean", "damaged"),
    [
        ("Der Kreis fördert Größe", "Der Kreis fordert GréfSe"),
        ("Sie lädt ein", "Sie Iadt ein"),
        ("die „Gute Küche“ überprüft", "die ,Gute Kiiche” Überprüft"),
        ("in Großbrück erprobt,", "in GrofBbruck erprobt,®"),
        ("für alle", "fiir alle"),
        ("alle zahlen", "alle , zahilen"),
    ],
)
def test_misread_letters_are_no_change(rulebook, clean, damaged):
    """What the text layer does to words is folded away, and told as noise."""
    diff = compare_words(clean, damaged, read_confusions(rulebook, read_settings(rulebook)).explain)

    assert diff.is_same
    assert any(noise.kind == "reading" for noise in diff.noise)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("bis 2025", "bis 2026"),
        ("bis zum 1.10.2025", "bis zum 11.0.2025"),
        ("zwei Stellen", "drei Stellen"),
        ("alle Kinder", "allen Kindern"),
        ("ein Netzwerk", "kein Netzwerk"),
        ("Busse fahren", "Busse fahren nicht"),
    ],
)
def test_real_changes_survive_misreading(rulebook, old, new):
    """Also where an edition was misread, other numbers and other words are changes."""
    assert not compare_words(old, new, read_confusions(rulebook, read_settings(rulebook)).explain).is_same


def test_examples_of_look_alikes_hold_both_ways(rulebook):
    """The rule file's own examples are explained, its counterexamples are not."""
    table = rulebook.table("vergleich")["verwechselbar"]
    explain = read_confusions(rulebook, read_settings(rulebook)).explain

    assert {pair: explain(*pair) for pair in table["beispiele"].items()} == dict.fromkeys(
        table["beispiele"].items(), True
    )
    assert {pair: explain(*pair) for pair in table["gegenbeispiele"].items()} == dict.fromkeys(
        table["gegenbeispiele"].items(), False
    )


def test_what_went_stands_before_what_came():
    """Between two stretches that stayed there is at most one of each."""
    diff = compare_words("Der alte Bus fährt jeden Tag", "Der neue schnelle Bus fährt nie")

    assert diff.ops == (
        ("=", "Der"),
        ("-", "alte"),
        ("+", "neue schnelle"),
        ("=", "Bus fährt"),
        ("-", "jeden Tag"),
        ("+", "nie"),
    )


@given(letters, letters)
def test_swapped_texts_swap_the_signs(old, new):
    """The comparison has no favourite side."""
    there, back = compare_words(old, new), compare_words(new, old)

    assert [op for op in there.ops if op[0] == "-"] == [("-", text) for sign, text in back.ops if sign == "+"]
    assert there.is_same == back.is_same


def test_two_long_texts_without_a_common_word_are_replaced_as_a_whole():
    """The search for torn words does not run away on texts that have nothing in common."""
    old, new = (" ".join(f"{name}{number}" for number in range(90)) for name in ("alt", "neu"))

    assert compare_words(old, new).ops == (("-", old), ("+", new))
