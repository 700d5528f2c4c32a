"""The stages one after the other: a document becomes a catalogue."""

import json
import re

import pytest

from pipeline.errors import NoGoalError, UnreadableInputError
from pipeline.flow import ImportOptions, import_document
from pipeline.rulebook import open_rulebook
from tests import family

STRATEGY = """Integrierte Sozialstrategie für den
Landkreis Lindental 2025-2030

4.1. Themenfeld Bildung

LZ 1 Alle Menschen lernen ein Leben lang.

uz11 Kurse gibt es bis Ende 2026 in allen Orten.

UZ 1.3 Die Bücherei bleibt offen.
"""

OWN_RULES = """[kennungen]
SZ = { schreibungen = ["SZ"] }
OZ = { schreibungen = ["OZ"], gehoert_zu = ["SZ"] }
"""


@pytest.fixture
def read(tmp_path):
    """Import a plain text."""

    def import_text(text: str, **options):
        path = tmp_path / "strategie.txt"
        path.write_text(text, encoding="utf-8")
        return import_document(path, ImportOptions(**options))

    return import_text


def test_document_becomes_catalogue(read):
    """Title, key, theme, goals, parents, deadlines and findings are all there."""
    found = read(STRATEGY)

    assert (found.edition, found.county, found.period) == (
        "lindental-2025",
        "Landkreis Lindental",
        (2025, 2030),
    )
    assert [(theme.number, theme.title) for theme in found.themes] == [("4.1", "Bildung")]
    assert [(goal.id, goal.parent) for goal in found.goals] == [
        ("LZ1", None),
        ("UZ1.1", "LZ1"),
        ("UZ1.3", "LZ1"),
    ]
    assert [one.value for goal in found.goals for one in goal.deadlines] == ["2026-12-31"]
    assert found.goals[1].flags == ("id-repaired",)
    assert "number-gap" in [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("labels", "code"),
    [
        ("LZ1 UZ1.1 UZ1.3 / LZ2 UZ2.1", "number-gap"),
        ("LZ1 UZ1.1 UZ1.1 / LZ2 UZ2.1", "id-duplicate"),
        ("LZ1 UZ1.1 UZ1.2 / LZ1 UZ1.1", "numbering-restarts"),
    ],
)
def test_real_gap_double_and_restart_stay(labels, code, read):
    """What is printed clearly is imported as it is, with a finding."""
    themes = [theme.split() for theme in labels.split(" / ")]
    text = "".join(
        f"4.{number}. Themenfeld {title}\n\n"
        + "".join(f"{label} Alle {title} helfen mit.\n\n" for label in theme)
        for number, (title, theme) in enumerate(zip(("Schulen", "Vereine"), themes, strict=True), start=1)
    )
    found = read(text)

    assert [goal.id for goal in found.goals] == [label for theme in themes for label in theme]
    assert not any("id-repaired" in goal.flags for goal in found.goals)
    assert [finding.code for finding in found.findings].count(code) == 1


def test_same_input_gives_the_same(read):
    """Two runs over the same bytes agree in everything."""
    assert read(STRATEGY) == read(STRATEGY)


def test_edition_can_be_named(read):
    """The key that the user gives is taken."""
    assert read(STRATEGY, edition="probe").edition == "probe"


def test_county_with_names_of_its_own(read, tmp_path):
    """Levels that only a county knows are read with its rules."""
    (tmp_path / "kennungen.toml").write_text(OWN_RULES, encoding="utf-8")
    found = read("SZ 1 Alle lernen.\n\nOZ 1.1 Kurse gibt es.\n", rulebook=open_rulebook(tmp_path))

    assert [(goal.id, goal.level, goal.parent) for goal in found.goals] == [
        ("SZ1", "SZ", None),
        ("OZ1.1", "OZ", "SZ1"),
    ]


def test_document_without_a_goal(read):
    """Prose alone is no catalogue, and the message says what may help."""
    with pytest.raises(NoGoalError, match="kennungen"):
        read("1. Vorwort\n\nWir danken allen, die geholfen haben.\n")


def test_missing_document(tmp_path):
    """What is not there cannot be read."""
    with pytest.raises(UnreadableInputError):
        import_document(tmp_path / "nichts.txt", ImportOptions())


def test_nothing_of_a_document_vanishes(read):
    """Every word of every page stands in the account, or it is a goal's label."""
    entries = family.damage_labels(family.draw_strategy(5, 40), 0.2, 5)
    text = family.write_torn_columns(entries, 5)
    accounted = " ".join(account.text for account in read(text).accounts)

    assert sorted(set(re.findall(r"[^\W\d_]{3,}", text)) - set(re.findall(r"[^\W\d_]{3,}", accounted))) in (
        [],
        ["Themenfeld"],  # the word is not part of a theme's title
    )


def test_real_document(shared):
    """All 69 goals of a real strategy have the right place, and those with gold their own words."""
    gold = json.loads((shared / "documents" / "soemmerda-2025.gold-part.json").read_text("utf-8"))
    found = import_document(shared / "documents" / "soemmerda-2025.txt", ImportOptions())
    by_id = {goal.id: goal for goal in found.goals}

    assert 69 == len(by_id) == len(found.goals)
    assert ["3", *(f"4.{theme}" for theme in range(1, 10))] == [theme.number for theme in found.themes]
    assert all(goal.text for goal in found.goals)
    assert sum("order-assumed" in goal.flags for goal in found.goals) <= 6
    for goal in gold["goals"]:
        ours = by_id[goal["id"]]
        assert (goal["level"], goal["parent"], goal["theme"]) == (ours.level, ours.parent, ours.theme)
        assert len(goal["text"].split()) == pytest.approx(len(ours.text.split()), abs=1)
        assert plain_start(goal["text"]) == plain_start(ours.text)


def plain_start(text: str) -> str:
    """The consonants of a text's beginning, which do not depend on how well umlauts are repaired."""
    return re.sub(r"[^b-df-hj-np-rtv-xz]", "", text.casefold())[:40]
