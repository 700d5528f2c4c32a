"""Labels of a whole document are decoded together, with its outline as the checksum."""

import random
from collections.abc import Sequence

import pytest

from pipeline.check.numbering import check_numbering
from pipeline.grammar import Reading
from pipeline.identifiers import identify, match_labels
from pipeline.identifiers.outline import Habits, Place, followers, successors
from pipeline.records import Finding, Identifier, PrintedLabel
from tests.factories import catalogue, goal
from tests.family import damage_labels, draw_strategy

SIZES = (20, 40, 80, 150, 300)


def labels(text: str, theme: str | None = None) -> list[PrintedLabel]:
    """Labels on page 1, parted by blanks; "_" is a blank inside one."""
    return [PrintedLabel(printed.replace("_", " "), 1, theme) for printed in text.split()]


def ids(text: str, grammar, theme: str | None = None) -> str:
    """The identifiers of these labels, parted by blanks."""
    return " ".join(one.id for one in identify(labels(text, theme), grammar))


def read_family(share: float, grammar, seeds: range) -> tuple[float, list[str]]:
    """F1 of the identifiers of a family with this share of damaged labels, and what is wrong silently."""
    right = total = 0
    silent = []
    for seed in seeds:
        drawn = draw_strategy(seed, random.Random(seed).choice(SIZES), gaps=0.03, doubles=0.01)
        entries = damage_labels(drawn, share, seed)
        found = identify([PrintedLabel(entry.printed, 1, entry.theme) for entry in entries], grammar)
        named = {finding.goal for finding in numbering_of(found, grammar)}
        for entry, one in zip(entries, found, strict=True):
            right += entry.id == one.id
            total += 1
            if entry.id != one.id and not (one.repaired or one.guessed or one.id in named):
                silent.append(f"{seed}: {entry.printed} is {entry.id}, not {one.id}")
    return right / total, silent


def numbering_of(found: Sequence[Identifier], grammar) -> tuple[Finding, ...]:
    """What the check says about the numbers of goals with these identifiers."""
    goals = [goal(one.id, level=one.level, parent=one.parent) for one in found]
    return check_numbering(catalogue(*goals), grammar)


def test_roman_numerals_are_held_to_those_of_the_themes(grammar):
    """Strokes that are lost in labels still stand in the headings; a numeral that is gone is guessed."""
    themes = {
        "I": "LZ1 UzZ11 UzZ12 UZ13",
        "II": "LZ_1 UZIL1 UZIL2 UZIL3",
        "III": "LZ_I UZ_L1 UzZ_.2 UZ_L3",
        "IV": "LZ_1V UZIV.1 UzZI1v.2",
    }
    found = identify([one for theme, text in themes.items() for one in labels(text, theme)], grammar)

    expected = (
        "LZI UZI.1 UZI.2 UZI.3 LZII UZII.1 UZII.2 UZII.3 LZIII UZIII.1 UZIII.2 UZIII.3 LZIV UZIV.1 UZIV.2"
    )
    assert " ".join(one.id for one in found) == expected
    assert [one.printed for one in found if one.guessed] == ["UzZ .2"]


def test_numbers_alone_that_begin_anew_in_each_theme(grammar):
    """What is damaged is read by where its theme stands; what the outline does not prove says so."""
    themes = ("1. 2 3. 4", "1 21 3 4.", "13 2. 3", "I8 2. 31 4")
    found = identify([one for theme, text in enumerate(themes) for one in labels(text, str(theme))], grammar)

    assert " ".join(one.id for one in found) == "LZ1 LZ2 LZ3 LZ4 " * 2 + "LZ1 LZ2 LZ3 LZ1 LZ2 LZ3 LZ4"
    assert [one.printed for one in found if one.repaired or one.guessed] == ["21", "13", "I8", "31"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1.1 1.1.1 1.1.1.1 1112 12 1.2.1 12.1.1", "LZ1.1 UZ1.1.1 M1.1.1.1 M1.1.1.2 LZ1.2 UZ1.2.1 M1.2.1.1"),
        ("1 1.1 111 112 2 21", "LZ1 UZ1.1 M1.1.1 M1.1.2 LZ2 UZ2.1"),
        ("1 1.1 2 12 12.1", "LZ1 UZ1.1 LZ2 LZ12 UZ12.1"),  # nothing shows that dots were lost
    ],
)
def test_numbers_alone_that_lost_dots(printed, expected, grammar):
    """Where a number with too many figures on end shows that dots were lost, the outline puts them back."""
    found = identify(labels(printed), grammar)

    assert " ".join(one.id for one in found) == expected
    assert all(one.level_assumed for one in found)
    assert all(one.repaired for one in found if one.id.lstrip("LUZM") != one.printed)


@pytest.mark.no_cover
@pytest.mark.parametrize(("share", "least"), [(0.0, 0.999), (0.3, 0.995), (0.6, 0.98)])
def test_family_is_decoded(share, least, grammar):
    """Of a family of outlines nearly all identifiers are right, and no wrong one is silent."""
    f1, silent = read_family(share, grammar, range(12))

    assert f1 >= least
    assert silent == []


def test_parents_of_the_family(grammar):
    """Where nothing is damaged or left out, every parent is right."""
    for seed in range(8):
        entries = draw_strategy(seed, 80)
        found = identify([PrintedLabel(entry.printed, 1, entry.theme) for entry in entries], grammar)
        assert [entry.parent for entry in entries] == [one.parent for one in found]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("LZ1 Lz21 uza21.1 UZ2.1.2", "LZ1 LZ2.1 UZ2.1.1 UZ2.1.2"),
        ("LZ8.1 LZ_8.2 uzg.2.1 Uz8.2.2", "LZ8.1 LZ8.2 UZ8.2.1 UZ8.2.2"),
        ("Uaz uzQl Uz_Q2 uzQ3 LZ1", "ÜQZ UZQ1 UZQ2 UZQ3 LZ1"),
        ("LZ2.1 UZ2.1.1 UZ2.1.2 LZ2.2 UZ_221 UZ_222", "LZ2.1 UZ2.1.1 UZ2.1.2 LZ2.2 UZ2.2.1 UZ2.2.2"),
        ("LZ9 UZ9.1 LZ10 UZ101 UZ10.2 LZ11 UZl1.1", "LZ9 UZ9.1 LZ10 UZ10.1 UZ10.2 LZ11 UZ11.1"),
        ("HF1 LZ1.1 UZ1.1.1 M1.1.1.1 HF2 LZ21", "HF1 LZ1.1 UZ1.1.1 M1.1.1.1 HF2 LZ2.1"),
    ],
)
def test_damage_is_read_by_the_outline(printed, expected, grammar):
    """A damaged label is what the outline misses."""
    assert expected == ids(printed, grammar)


@pytest.mark.parametrize(
    "printed",
    [
        "LZ1 UZ1.1 UZ1.2 UZ1.4 LZ2 UZ2.1",  # a gap
        "LZ1 UZ1.1 UZ1.2 UZ1.2 UZ1.3 LZ2",  # a double
        "LZ1 UZ1.1 UZ1.2 LZ1 UZ1.1 LZ1 UZ1.1",  # numbering begins anew in each chapter
        "LZ1 LZ2 LZ5 UZ5.1 UZ7.1",  # a goal whose goal above is missing
        "LZ1 UZ1.9 UZ1.10 UZ1.11",
        "LZ3 UZ3.1 LZ2 UZ2.1",  # out of order
    ],
)
def test_clear_print_beats_the_outline(printed, grammar):
    """What is printed without damage stays, however odd the outline is."""
    found = identify(labels(printed), grammar)

    assert printed == " ".join(one.id for one in found)
    assert not any(one.repaired for one in found)


def test_theme_decides_between_readings(grammar):
    """A misread digit is the one that the theme's number has, where labels follow themes."""
    document = [
        *labels("LZ7.1 UZ7.1.1 UZ7.1.2", "4.7"),
        *labels("LZ8.1 UZ8.1.1", "4.8"),
        *labels("LZg.1 UZ9.1.1 UZ9.1.2", "4.9"),
    ]

    assert identify(document, grammar)[5].id == "LZ9.1"


def test_print_is_kept_beside_the_repair(grammar):
    """What the outline decided says so, and keeps what was printed."""
    found = identify(labels("LZ1 Lz21 UZ2.1.1"), grammar)

    assert [(one.printed, one.repaired) for one in found] == [
        ("LZ1", False),
        ("Lz21", True),
        ("UZ2.1.1", False),
    ]


def test_illegible_label_gets_what_the_outline_misses(grammar):
    """A label of which nothing can be read is a guess, and says so."""
    found = identify(labels("LZ1 UZ1.1 ### UZ1.3 LZ2"), grammar)

    assert (found[2].id, found[2].guessed, found[2].confidence <= 0.3) == ("UZ1.2", True, True)


def test_level_without_a_number(grammar):
    """A label that has lost its number is the next of its level, and says that it is a guess."""
    found = identify(labels("HF1 LZ1.1 uz uz HF lz uz LZ2.2"), grammar)
    expected = "HF1 LZ1.1 UZ1.1.1 UZ1.1.2 HF2 LZ2.1 UZ2.1.1 LZ2.2"

    assert " ".join(one.id for one in found) == expected
    assert [one.guessed for one in found] == [False, False, True, True, True, True, True, False]


def test_doubtful_label_is_one_where_the_outline_misses_it(grammar):
    """What only may be a label is one if it fills a gap, and none otherwise."""
    gap = [*labels("LZ1"), PrintedLabel("0z", 1, doubtful=True), *labels("M1.1.1 UZ1.2")]
    whole = [*labels("LZ1 UZ1.1"), PrintedLabel("0z", 1, doubtful=True), *labels("UZ1.2")]

    assert [one.id for one in identify(gap, grammar)] == ["LZ1", "UZ1.1", "M1.1.1", "UZ1.2"]
    assert [one and one.id for one in identify(whole, grammar)] == ["LZ1", "UZ1.1", None, "UZ1.2"]


def test_nothing_legible_at_all(grammar):
    """Even labels that are all illegible come out one for one."""
    assert len(identify(labels("### §§§"), grammar)) == 2


@pytest.mark.parametrize(
    ("printed", "parents"),
    [
        ("ÜQZ UZQ1 UZQ2 LZ1 UZ1.1", [None, "ÜQZ", "ÜQZ", None, "LZ1"]),
        ("LZ1 M1 M2 LZ2 M3", [None, "LZ1", "LZ1", None, "LZ2"]),
        ("HF1 LZ1 HF2 LZ2", [None, "HF1", None, "HF2"]),
        ("LZ2.1 M2.1.1 UZ2.1.2 M2.1.2.1", [None, "LZ2.1", "LZ2.1", "UZ2.1.2"]),
        ("LZ1 UZ1 UZ2 LZ2 UZ1", [None, "LZ1", "LZ1", None, "LZ2"]),
        ("LZ1 UZ2.1", [None, None]),
    ],
)
def test_parents(printed, parents, grammar):
    """The number says which goal is above, else the order does; what is missing is not invented."""
    assert parents == [one.parent for one in identify(labels(printed), grammar)]


def test_nothing_to_identify(grammar):
    """No labels, no identifiers."""
    assert identify([], grammar) == ()


def test_successors_leave_nothing_out():
    """A number may go on at any depth, with the first below it."""
    assert {(2, 5), (3, 1)} == successors((2, 4), 2)
    assert {(2, 4, 1), (2, 5, 1), (3, 1, 1)} == successors((2, 4), 3)


def test_followers_of_a_place(grammar):
    """What may follow is the next of each kind and the first below what is open."""
    place = Place().after(Reading(0.0, "LZ", (2,))).after(Reading(0.0, "UZ", (2, 1)))
    kinds = frozenset({"LZ", "UZ"})

    def ids(habits):
        return {one.id for one in followers(place, 1.0, grammar, kinds, habits)}

    assert {"LZ3", "UZ2.1", "UZ2.2", "UZ3.1"} == ids(Habits())
    assert {"LZ3", "LZ2.1", "LZ3.1", "UZ2.1", "UZ2.2", "UZ3.1"} == ids(
        Habits(depths={"LZ": frozenset({1, 2})})
    )


def test_figures_are_a_number_without_dots_only_beside_numbers(grammar):
    """ "111" among "1" and "1.1" is 1.1.1; among labels with letters it is illegible."""
    numbers = [PrintedLabel(printed, 1, None, False) for printed in ("1", "1.1", "111")]
    letters = [PrintedLabel(printed, 1, None, False) for printed in ("LZ 1", "UZ 1.1", "111")]

    assert match_labels(numbers, grammar)[-1] is not None
    assert match_labels(letters, grammar)[-1] is None


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("LZ_I UZ_I.1 M_I.1.1 LZ_II UZ_II.1", "LZI UZI.1 MI.1.1 LZII UZII.1"),
        ("Leitziel_A Teilziel_A.1 Leitziel_B Teilziel_B.1", "LZA UZA.1 LZB UZB.1"),
        ("HF_I LZ_I.1 HF_II LZ_11.1 HF_111 LZ_III.1", "HFI LZI.1 HFII LZII.1 HFIII LZIII.1"),
        (  # the dot behind a numeral is lost in an "L", strokes are too many or too few
            "LZ_1 UZ_11 ML11 M1L12 MIL1.3 UZ1.2 LZ_1 UZIL1 MIL1.1 UZI1.2 MIL2.1 "
            "LZ_III UZIIL1 MIIL13 LZ_IY M1IV.1 UZ1V.2",
            "LZI UZI.1 MI.1.1 MI.1.2 MI.1.3 UZI.2 LZII UZII.1 MII.1.1 UZII.2 MII.2.1 "
            "LZIII UZIII.1 MIII.1.3 LZIV MIV.1 UZIV.2",
        ),
        (
            "LZ_I LZ_II LZ_III UZ_III.1 UZ_I11I.2 LZ_IV",
            "LZI LZII LZIII UZIII.1 UZIII.2 LZIV",
        ),  # a stroke twice
        ("LZ_A UZ_A.1 LZ_B UzZB.1 uUzB.2 LZ_C", "LZA UZA.1 LZB UZB.1 UZB.2 LZC"),  # misread levels
        ("LZ_I LZ_I.1 LZ_2 LZ_2.1 LZ_3", "LZ1 LZ1.1 LZ2 LZ2.1 LZ3"),  # a figure that was misread
        ("LZ_A LZ_5 LZ_6 LZ_7 LZ_8", "LZ4 LZ5 LZ6 LZ7 LZ8"),
        ("LZ_10 LZ_II LZ_12 LZ_13", "LZ10 LZ11 LZ12 LZ13"),
    ],
)
def test_letters_and_roman_numerals(printed, expected, grammar):
    """Whether a sign is a letter, a numeral or a misread figure is decided for the whole document."""
    assert expected == ids(printed, grammar)


def test_goals_above_letters_and_numerals(grammar):
    """The number says what a goal stands under, as with figures."""
    found = identify(labels("LZ_I UZ_I.1 M_I.1.1 LZ_II UZ_II.1"), grammar)

    assert [one.parent for one in found] == [None, "LZI", "UZI.1", None, "LZII"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("LZ1 UZ1.1 M M2 M3", "LZ1 UZ1.1 M1 M2 M3"),  # measures are counted through
        ("LZ1 UZ1.1 M1 M2 M3 §4 M5 M6", "LZ1 UZ1.1 M1 M2 M3 M4 M5 M6"),  # a figure is left of the label
    ],
)
def test_illegible_labels_go_by_habits_and_figures(printed, expected, grammar):
    """The first of a kind is as deep as the others; of two ways to go on that with the figure is taken."""
    assert expected == ids(printed, grammar)


def test_a_letter_among_figures_is_no_label(grammar):
    """A legend's "UZ Q" is none in a document that numbers its goals, unless the outline has a gap there."""
    found = identify(labels("LZ1 UZ1.1 UZ_Q UZ1.2 LZ2 UZ2.1"), grammar)

    assert [one and one.id for one in found] == ["LZ1", "UZ1.1", None, "UZ1.2", "LZ2", "UZ2.1"]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (range(1, 131), [f"M{number}" for number in range(1, 131)]),
        ([101, 102, 103, 201, 202, 301], ["M101", "M102", "M103", "M201", "M202", "M301"]),
        ([*range(1, 96), *range(97, 112)], [f"M{number}" for number in (*range(1, 96), *range(97, 112))]),
    ],
    ids=["counted on", "in hundreds", "with a gap"],
)
def test_running_numbers_above_the_highest(numbers, expected, grammar):
    """A document that counts to 99 counts on, and none of it is called misread."""
    found = identify([PrintedLabel(f"M {number}", 1, None) for number in numbers], grammar)

    assert [one.id for one in found] == expected
    assert not any(one.repaired for one in found)
    assert not any(one.confidence < 0.9 for one in found)


def test_three_figures_are_lost_dots_where_nothing_counts_so_far(grammar):
    """The dots that others have tell."""
    assert (
        ids("LZ1 UZ1.1 M1.1.1 M112 M113 UZ1.2 M121", grammar) == "LZ1 UZ1.1 M1.1.1 M1.1.2 M1.1.3 UZ1.2 M1.2.1"
    )


def test_running_numbers_in_hundreds_leave_no_gap(grammar):
    """With M 201 a new theme begins; where a number is missing within one, it is named."""
    whole, gap = (
        identify([PrintedLabel(f"M {number}", 1, None) for number in numbers], grammar)
        for numbers in ([101, 102, 201, 202, 301], [101, 102, 104, 201, 202, 301])
    )

    assert numbering_of(whole, grammar) == ()
    assert [finding.goal for finding in numbering_of(gap, grammar)] == ["M104"]


@pytest.mark.parametrize("sign", ["-", "/", "–"])
def test_hyphens_or_slashes_for_dots(sign, grammar):
    """Where a document writes its numbers so, they are undamaged."""
    printed = ["LZ 1", *(f"M {theme}{sign}{goal}" for theme in (1, 2) for goal in (1, 2, 3))]
    found = identify([PrintedLabel(one, 1, None) for one in printed], grammar)

    assert [one.id for one in found] == ["LZ1", "M1.1", "M1.2", "M1.3", "M2.1", "M2.2", "M2.3"]
    assert not any(one.repaired for one in found)
    assert all(one.confidence > 0.99 for one in found)


def test_a_hyphen_among_whole_numbers_is_doubtful(grammar):
    """It may stand for several measures."""
    found = identify([PrintedLabel(one, 1, None) for one in ("LZ 3", "M 1", "M 2", "M 3-5", "M 6")], grammar)

    assert found[3].repaired
    assert found[3].confidence < 0.9


def test_three_figures_below_a_goal_of_two_have_lost_a_dot(grammar):
    """M 101 stands below LZ 10."""
    assert ids("LZ_10 M_101 M_102 LZ_20 M_201 LZ_30 M_301", grammar) == (
        "LZ10 M10.1 M10.2 LZ20 M20.1 LZ30 M30.1"
    )


@pytest.mark.parametrize("top", ["UZ", "LZ"])
def test_roman_numerals_whose_goals_above_all_come_first(top, grammar):
    """An overview of the upper goals, then the measures: each numeral is what is printed."""
    numerals = ("I", "II", "III", "IV", "V", "VI")
    measures = [f"M{numeral}.{number}" for numeral in numerals for number in (1, 2, 3)]
    printed = [*(f"{top}_{numeral}" for numeral in numerals), *measures]

    assert ids(" ".join(printed), grammar).split() == [
        *(f"{top}{numeral}" for numeral in numerals),
        *measures,
    ]
