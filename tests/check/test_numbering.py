"""Findings about the outline."""

import pytest

from pipeline.check.numbering import check_numbering
from pipeline.identifiers import identify
from pipeline.records import PrintedLabel
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
