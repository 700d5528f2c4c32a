"""Findings about the outline."""

import pytest

from pipeline.check.numbering import check_numbering
from pipeline.identifiers import identify
from pipeline.records import Account, PrintedLabel, Theme
from tests.factories import catalogue, goal


@pytest.fixture
def codes(grammar):
    """Codes and goals of the findings about goals with these labels."""

    def find(printed: str) -> list[tuple[str, str | None]]:
        found = identify([PrintedLabel(label, 1) for label in printed.split()], grammar)
        goals = [goal(one.id, level=one.level, parent=one.parent) for one in found]
        return [(finding.code, finding.goal) for finding in check_numbering(catalogue(*goals), grammar)]

    return find


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("LZ1 UZ1.1 UZ1.2 LZ2 UZ2.1 ÜQZ UZQ1", []),
        ("LZ1 LZ2.1 LZ2.2 LZ3 UZ3.1", []),
        ("LZ1 UZ1.1 UZ1.3", [("number-gap", "UZ1.3")]),
        ("LZ1 LZ4", [("number-gap", "LZ4")]),
        ("LZ1 UZ1.2", [("number-gap", "UZ1.2")]),
        ("LZ1 UZ1.1 UZ1.1", [("id-duplicate", "UZ1.1")]),
        ("LZ1 UZ2.1", [("parent-missing", "UZ2.1")]),
        ("LZ1 UZ1.2 UZ1.1", [("number-gap", "UZ1.2"), ("number-order", "UZ1.1")]),
    ],
)
def test_outline(printed, expected, codes):
    """Gaps, doubles, orphans and disorder are found, and nothing where all is well."""
    assert expected == codes(printed)


def test_restart(codes):
    """Numbering that begins anew is said once for each new beginning."""
    assert ("numbering-restarts", "LZ1") in codes("LZ1 UZ1.1 LZ2 LZ1 UZ1.1")


def test_messages_say_what_to_do(grammar):
    """Each finding names the page and asks for something."""
    goals = [goal("LZ1", page=3), goal("UZ1.4", page=4, parent="LZ1"), goal("UZ2.1", page=5)]
    findings = check_numbering(catalogue(*goals), grammar)

    messages = " ".join(finding.message for finding in findings)

    assert "UZ1.1 bis UZ1.3 fehlen" in messages
    assert "übergeordnete Ziel LZ2 fehlt" in messages
    assert all("Bitte" in finding.message for finding in findings)
    assert {4, 5} == {finding.page for finding in findings}


def test_a_goal_once_more_in_its_theme_is_a_double(grammar):
    """A goal that comes back after other themes restarts nothing: its theme was there before."""
    goals = [
        goal("LZ1", theme="4.1"),
        goal("UZ1.1", theme="4.1", parent="LZ1"),
        goal("LZ2", theme="4.2"),
        goal("UZ1.1", theme="4.1", parent="LZ1"),
    ]

    found = {(one.code, one.goal) for one in check_numbering(catalogue(*goals), grammar)}

    assert ("id-duplicate", "UZ1.1") in found
    assert ("numbering-restarts", "UZ1.1") not in found


def test_a_gap_names_the_goal_that_may_hold_the_text(grammar):
    """A goal whose label was lost stands in the text above it."""
    goals = [goal("UZ1.1", level="UZ"), goal("UZ1.3", level="UZ")]
    found = [one for one in check_numbering(catalogue(*goals), grammar) if one.code == "number-gap"]

    assert len(found) == 1
    assert "bei UZ1.1 steht" in found[0].message


@pytest.mark.parametrize(
    ("ids", "missing"),
    [
        ("UZ1.1 M1.1.1 M1.1.2", True),  # no Leitziel anywhere
        ("LZ1 UZ1.1 M1.1.1", False),
        ("LZ1.1 UZ1.1.1", False),  # fields of action may be headings
        ("M1.1 M1.2", False),  # a list of measures
        ("UZ1 M1", False),
    ],
)
def test_a_level_that_is_missing_throughout(ids, missing, grammar):
    """Goals whose numbers stand below others, of which there is none, are named once."""
    goals = [goal(id, level=id.rstrip("0123456789."), parent=None) for id in ids.split()]
    codes = [one.code for one in check_numbering(catalogue(*goals), grammar)]

    assert codes.count("level-missing") == missing


def test_misread_labels_and_numbers_alone_are_told_once(grammar):
    """What the outline proves bears no flag, so a finding says how many labels it read."""
    misread = [goal("UZ1.1", level="UZ", printed="uz11"), goal("UZ1.2", level="UZ", printed="UZ 1.2")]
    flagged = goal("UZ1.3", level="UZ", printed="uz13", flags=("id-repaired",))
    alone = [goal("LZ1", level="LZ", printed="1"), goal("UZ1.1", level="UZ", printed="1.1")]

    def find(*goals):
        told = ("ids-repaired", "levels-assumed")
        return [one for one in check_numbering(catalogue(*goals), grammar) if one.code in told]

    assert [one.message.split(" waren")[0] for one in find(*misread, flagged)] == ["1 Kennungen"]
    assert [one.code for one in find(*alone)] == ["levels-assumed"]
    assert "1 ist LZ1, 1.1 ist UZ1.1" in find(*alone)[0].message
    assert find(*misread[1:], flagged) == []


def test_many_illegible_labels_make_the_outline_unsure(grammar):
    """One finding says so; a few that were guessed have their own."""
    sure = [goal(f"UZ1.{number}", level="UZ") for number in range(1, 9)]
    unsure = [goal(f"UZ1.{number}", level="UZ", flags=("id-guessed",)) for number in range(9, 13)]

    def codes(*goals):
        return [one.code for one in check_numbering(catalogue(*goals), grammar)]

    assert codes(*sure, *unsure).count("ids-illegible") == 1
    assert "ids-illegible" not in codes(*sure, *unsure[:1])


def test_goals_without_any_theme(grammar):
    """Where no heading was found above the goals, that is said once."""
    accounts = (Account(1, "goal", "LZ1", "LZ 1"),)

    def codes(**fields):
        return [one.code for one in check_numbering(catalogue(goal("LZ1", level="LZ"), **fields), grammar)]

    assert codes(accounts=accounts) == ["themes-missing"]
    assert codes(accounts=accounts, themes=(Theme("1", "Bildung"),)) == []


def test_gaps_among_roman_numerals(grammar):
    """What is missing is named as the paper prints it."""
    goals = [goal(one, level="LZ", parent=None) for one in ("LZI", "LZIV")]
    found = check_numbering(catalogue(*goals), grammar)

    assert [one.message.split(" vor")[0] for one in found] == ["LZII bis LZIII fehlen"]
