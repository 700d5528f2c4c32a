"""Which goals are joined, and which statuses they bear."""

import pytest
from attrs import evolve

from pipeline.records import Theme
from tests.compare.conftest import DERIVED
from tests.compare.generator import LIGHT, make_pair
from tests.factories import catalogue, deadline, goal

EDUCATION = Theme("4.1", "Bildung")
MOBILITY = Theme("4.2", "Mobilität")
BUS = "Ein Rufbus verbindet alle Dörfer mit dem Bahnhof in Königsfurt."
SCHOOL = "Alle Grundschulen bieten eine Lesepatenschaft mit Ehrenamtlichen an."
LIBRARY = "Die Kreisbibliothek öffnet auch am Sonntag für Familien."
TRAINING = "Das Personalamt organisiert eine Fortbildung zur einfachen Sprache für Beschäftigte."


def old_edition(**fields):
    """Two themes with two goals each."""
    goals = (
        goal("UZ1.1", SCHOOL, theme="4.1"),
        goal("UZ1.2", LIBRARY, theme="4.1"),
        goal("UZ2.1", BUS, theme="4.2"),
        goal("UZ2.2", "Radwege sind im Winter geräumt und beleuchtet.", theme="4.2"),
    )
    return catalogue(*fields.pop("goals", goals), edition="alt", themes=(EDUCATION, MOBILITY), **fields)


def new_edition(*changed, themes=(EDUCATION, MOBILITY), without=()):
    """The same edition, with some goals replaced by others of the same identifier or added."""
    ids = {one.id for one in changed} | set(without)
    kept = (one for one in old_edition().goals if one.id not in ids)
    return catalogue(*kept, *changed, edition="neu", themes=themes)


def find(diff, identifier):
    """The change that a goal of the new edition stands in."""
    return next(change for change in diff.changes if identifier in change.new)


@pytest.mark.parametrize(
    ("changed", "statuses"),
    [
        (goal("UZ2.1", BUS, theme="4.2"), ("unchanged",)),
        (goal("UZ2.1", f"{BUS[:-1]} und in Mühlheide.", theme="4.2"), ("reworded",)),
        (goal("UZ2.7", BUS, theme="4.2"), ("renumbered",)),
        (goal("UZ2.1", BUS, theme="4.1"), ("moved",)),
        (goal("UZ2.1", BUS, theme="4.2", level="M"), ("level_changed",)),
        (goal("UZ2.1", BUS, theme="4.2", deadlines=(deadline(),)), ("deadline_changed",)),
        (
            goal("M9.1", f"{BUS} Er kostet nichts.", theme="4.1"),
            ("reworded", "renumbered", "moved", "level_changed"),
        ),
    ],
)
def test_every_status_that_holds_is_borne(compared, changed, statuses):
    """Each facet of a goal has its status, and unchanged stands alone."""
    diff = compared(old_edition(), new_edition(changed, without=["UZ2.1"]))

    assert statuses == find(diff, changed.id).statuses


def test_an_identifier_used_twice_joins_nothing(compared):
    """A new goal under an old number is new, and the old one is gone or found elsewhere."""
    diff = compared(old_edition(), new_edition(goal("UZ2.1", TRAINING, theme="4.2")))

    assert find(diff, "UZ2.1").statuses == ("added",)
    assert [change.old for change in diff.changes if change.statuses == ("removed",)] == [("UZ2.1",)]


def test_swapped_identifiers_are_seen_through(compared):
    """Two goals that change numbers are two renumbered goals."""
    diff = compared(
        old_edition(), new_edition(goal("UZ1.1", LIBRARY, theme="4.1"), goal("UZ1.2", SCHOOL, theme="4.1"))
    )

    assert find(diff, "UZ1.1").old == ("UZ1.2",)
    assert find(diff, "UZ1.2").old == ("UZ1.1",)


def test_themes_are_matched_by_title_and_goals_not_by_number(compared):
    """Themes that change numbers and titles stay counterparts; nothing has moved."""
    themes = (Theme("4.1", "Mobilität und Verkehr"), Theme("4.2", "Bildung und Lernen"))
    goals = tuple(evolve(one, theme={"4.1": "4.2", "4.2": "4.1"}[one.theme]) for one in old_edition().goals)

    diff = compared(old_edition(), catalogue(*goals, edition="neu", themes=themes))

    assert {(pair.old, pair.new) for pair in diff.themes} == {("4.1", "4.2"), ("4.2", "4.1")}
    assert diff.summary["unchanged"] == 4


def test_a_theme_without_a_counterpart_is_told(compared):
    """A new theme stands alone, and so does one that was given up."""
    diff = compared(
        old_edition(),
        new_edition(
            goal("UZ3.1", "Ein Hitzeaktionsplan schützt ältere Menschen.", theme="4.3"),
            themes=(EDUCATION, Theme("4.3", "Klima")),
            without=["UZ2.1", "UZ2.2"],
        ),
    )

    assert {(pair.old, pair.new) for pair in diff.themes} == {("4.1", "4.1"), ("4.2", None), (None, "4.3")}


def test_a_compound_meets_its_phrase(compared):
    """A rewording by compounds, another construction and a changed order keeps the goal."""
    diff = compared(
        old_edition(
            goals=(goal("UZ1", "Das Konzept zur Entwicklung von Fachkräften wird erarbeitet.", theme="4.1"),)
        ),
        catalogue(
            goal("UZ7", "Erarbeitung eines Fachkräfteentwicklungskonzepts", theme="4.1"), themes=(EDUCATION,)
        ),
    )

    assert diff.changes[0].old == ("UZ1",) and diff.changes[0].new == ("UZ7",)


PARTS = (
    "An allen Grundschulen wird Schulsozialarbeit eingerichtet.",
    "Die Fachkräfte vermitteln Jugendliche in Praktika und Werkstatttage der Betriebe.",
)


def test_one_goal_that_became_two_is_split(compared):
    """Parts that together are the whole: split, and by the letter neither reworded nor more."""
    whole = goal("M1.1.1", " ".join(PARTS), theme="4.1")
    parts = (goal("M1.1.1", PARTS[0], theme="4.1"), goal("M1.1.2", PARTS[1], theme="4.1"))

    change = find(compared(old_edition(goals=(whole,)), new_edition(*parts)), "M1.1.2")

    assert (change.old, change.new, change.statuses) == (("M1.1.1",), ("M1.1.1", "M1.1.2"), ("split",))
    assert [part.new for part in change.parts] == ["M1.1.1", "M1.1.2"]
    assert sum(part.share for part in change.parts) == pytest.approx(1, abs=0.02)


def test_two_goals_that_became_one_are_merged(compared):
    """Merged is the mirror of split; other statuses that hold are borne as well."""
    whole = goal("M7.1", f"{PARTS[0]} {PARTS[1]}", theme="4.1", deadlines=(deadline(),))
    parts = (goal("M1.1.1", PARTS[0], theme="4.1"), goal("M1.1.2", PARTS[1], theme="4.1"))

    change = find(compared(old_edition(goals=parts), new_edition(whole)), "M7.1")

    assert change.old == ("M1.1.1", "M1.1.2")
    assert change.statuses == ("renumbered", "deadline_changed", "merged")


def test_a_related_new_goal_is_no_part(compared):
    """A goal about the same topic that explains nothing of the whole is added, not split off."""
    related = goal("M1.1.2", "An allen Grundschulen werden Radständer gebaut.", theme="4.1")
    whole = goal("M1.1.1", " ".join(PARTS), theme="4.1")

    diff = compared(old_edition(goals=(whole,)), new_edition(whole, related))

    assert find(diff, "M1.1.2").statuses == ("added",)


def test_close_calls_name_the_runner_up(compared):
    """Two goals that fit almost equally well: one is joined, flagged, and the rival is named."""
    old = goal("UZ1", "Das Jugendamt fördert Treffs in den Gemeinden.", theme="4.1")
    texts = ("Das Jugendamt fördert Treffs in den Dörfern.", "Das Jugendamt fördert Treffs in den Städten.")
    new = (goal(f"UZ{number}", text, theme="4.1") for number, text in enumerate(texts, 8))
    diff = compared(catalogue(old, themes=(EDUCATION,)), catalogue(*new, themes=(EDUCATION,)))
    joined = next(change for change in diff.changes if change.old and change.new)

    assert "near-call" in joined.flags
    assert {joined.new[0], joined.runner_up.new} == {"UZ8", "UZ9"}
    assert any(joined.runner_up.new in note for note in joined.notes)
    assert joined.confidence < 0.95


def test_a_pair_below_the_threshold_is_flagged_not_guessed(compared):
    """What is nearly alike but not enough stays removed and added, each naming the other."""
    old = goal("UZ1", "Die Wirtschaftsförderung berät Gründerinnen zu Krediten und Zuschüssen.", theme="4.1")
    new = goal("UZ5", "Die Sparkasse berät Landwirte beim Stallbau.", theme="4.1")
    diff = compared(catalogue(old, themes=(EDUCATION,)), catalogue(new, themes=(EDUCATION,)))

    assert [change.statuses for change in diff.changes] == [("added",), ("removed",)]
    assert [change.flags for change in diff.changes] == [("maybe-same",)] * 2
    assert diff.changes[0].runner_up == diff.changes[1].runner_up


def test_evidence_is_told_by_kind(compared):
    """Each part of the evidence has its own number; what says nothing is null."""
    change = find(compared(old_edition(), new_edition(goal("UZ2.1", BUS, theme="4.1"))), "UZ2.1")

    assert (change.evidence.wording, change.evidence.level, change.evidence.deadline) == (1, 1, None)
    assert change.evidence.theme < 1


def test_columns_that_one_edition_lacks_are_no_change(compared):
    """A layout without the column Zuständig has not taken it from the goals."""
    with_column = [evolve(one, responsible="Bauamt") for one in old_edition().goals]
    diff = compared(old_edition(goals=with_column), new_edition())
    both = compared(
        old_edition(goals=with_column),
        new_edition(evolve(with_column[2], responsible="Kreisentwicklung")),
    )

    assert all(change.fields == () for change in diff.changes)
    assert find(both, "UZ2.1").fields[0].new == ("Kreisentwicklung",)
    assert find(both, "UZ2.1").statuses == ("unchanged",)


def test_two_goals_of_one_identifier_are_both_told(compared):
    """A document that uses a number twice loses neither goal."""
    double = (goal("UZ1.1", SCHOOL, theme="4.1"), goal("UZ1.1", LIBRARY, theme="4.1"))
    diff = compared(old_edition(goals=double), catalogue(*double, edition="neu", themes=(EDUCATION,)))

    assert diff.summary["unchanged"] == 2
    assert sorted(change.old_places for change in diff.changes) == [(0,), (1,)]


def test_the_corpus_pair_is_understood(compared, lindental, score):
    """Both editions of the corpus: every pair found, statuses as the gold has them."""
    figures = score(compared(*lindental), DERIVED / "diff.gold.json")

    assert figures["pairs_f1"] >= 0.98
    assert figures["statuses_f1"] >= 0.95


def test_a_damaged_form_of_an_edition_is_unchanged(compared, lindental):
    """An edition against itself with its umlauts lost and letters misread has no change, only noise."""
    damage = str.maketrans(
        {"ä": "a", "ö": "é", "ü": "u", "ß": "R", "Ä": "A", "Ö": "O", "Ü": "U", "„": ",", "“": "”"}
    )
    edition = lindental[1]
    damaged = evolve(
        edition,
        goals=tuple(
            evolve(one, text=one.text.translate(damage), text_raw=one.text.translate(damage))
            for one in edition.goals
        ),
    )

    diff = compared(edition, damaged)

    assert diff.summary["unchanged"] == len(edition.goals)
    assert diff.noise["reading"] > 100


def test_lost_umlauts_in_two_sound_editions_are_changes(compared):
    """Where nothing was misread, fordert and fördert are two words."""
    text = "Der Landkreis {} den Ausbau größerer Spielplätze für jüngere Kinder und hört sie dazu an."
    old = catalogue(goal("UZ1", text.format("fördert")), edition="alt")
    new = catalogue(goal("UZ1", text.format("fordert")), edition="neu")

    assert compared(old, new).changes[0].statuses == ("reworded",)


def test_blocking_loses_no_pair(compared):
    """Above some hundred goals only the nearest are compared; the right ones are among them."""
    pair = make_pair(7, LIGHT, 260)
    found = {
        (old, new)
        for change in compared(pair.old, pair.new).changes
        for old in change.old
        for new in change.new
    }

    assert len(found & pair.links) / len(pair.links) > 0.97


@pytest.mark.parametrize("ids", [("ÜQZ", "LZ"), ("LZ", "LZ"), ("", "LZ1.2.3")])
def test_identifiers_without_numbers_are_compared(compared, ids):
    """A goal may bear its level alone, or nothing."""
    old, new = (catalogue(goal(id_, "Wege sind kurz.", level="LZ")) for id_ in ids)

    assert "added" not in compared(old, new).changes[0].statuses
