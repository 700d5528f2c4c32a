"""Overviews that name goals again make no goals; chapters that number anew do."""

import pytest
from attrs import evolve

from pipeline.assemble import labels_of, set_repeats_aside
from pipeline.identifiers import identify
from pipeline.records import Block
from tests.factories import block

TEXTS = (
    "Das Jugendamt berät Vereine in allen Gemeinden des Kreises.",
    "Die Volkshochschule eröffnet eine Werkstatt für Fahrräder.",
    "Der Fahrdienst bringt Kranke am Wochenende in die Praxis.",
    "Ein Wegweiser nennt alle Sprechstunden in Leichter Sprache.",
)
SHORT = ("Vereine beraten", "Werkstatt für Fahrräder", "Fahrdienst am Wochenende", "Wegweiser")


def rows(texts, first: int = 0) -> list[Block]:
    """Measures with these texts."""
    return [
        one
        for number, text in enumerate(texts, start=1)
        for one in (
            block(f"M 1.1.{number}", "label", row=first + number),
            *([block(text, row=first + number)] if text else []),
        )
    ]


def kept(blocks, grammar) -> tuple[list[str], list[str]]:
    """Texts of the goals that are left, and texts that only repeat them."""
    settled, identifiers = set_repeats_aside(blocks, identify(labels_of(blocks), grammar))
    assert len(identifiers) == sum(one.role == "label" for one in settled)
    goals = [one.text for one in settled if one.role == "text" and one.row is not None]
    return goals, [one.text for one in settled if "repeated" in one.flags and not one.text.startswith("M ")]


def test_a_summary_at_the_end_makes_no_goals(grammar):
    """Goals with short titles that stand in full above are told once."""
    assert kept([*rows(TEXTS), *rows(SHORT, 10)], grammar) == (list(TEXTS), list(SHORT))


def test_an_overview_above_makes_none_either(grammar):
    """The fuller place is the goal's, wherever it stands."""
    assert kept([*rows(SHORT), *rows(TEXTS, 10)], grammar) == (list(TEXTS), list(SHORT))


def test_of_two_equal_places_that_with_more_goals_is_kept(grammar):
    """Leitziele told in full in an overview stand again above their measures: that is their place."""
    top = [block("LZ 1", "label", row=100), block(TEXTS[0], row=100)]
    again = [
        one
        for number, text in enumerate(TEXTS, start=1)
        for one in (
            block(f"UZ 1.{number}", "label", row=20 * number),
            block(text, row=20 * number),
            block(f"M 1.{number}.1", "label", row=20 * number + 1),
            block(f"Stück {number} wird gebaut.", row=20 * number + 1),
        )
    ]
    overview = [evolve(one, row=200 + one.row) for one in again if one.row % 20 == 0]
    settled, _ = set_repeats_aside(
        blocks := [*overview, *top, *again],
        identify(labels_of([*overview, *top, *again]), grammar),
    )

    assert [one.row for one in settled if one.role == "label"] == [one.row for one in [*top, *again][::2]]
    assert len(settled) == len(blocks)


def test_a_goal_that_only_the_summary_names_stays(grammar):
    """What OCR lost in the full place is still told in the short one."""
    full = [one for one in rows(TEXTS) if one.row != 2]

    assert kept([*full, *rows(SHORT, 10)], grammar)[0] == [TEXTS[0], *TEXTS[2:], SHORT[1]]


def test_a_cell_that_only_the_summary_has_goes_to_the_goal(grammar):
    """A deadline is not lost with the row; a second one does not come into the field."""
    blocks = [
        *rows(TEXTS),
        block("2027", "deadline", row=1),
        *rows(SHORT, 10),
        block("2028", "deadline", row=11),
        block("2029", "deadline", row=12),
    ]
    settled, _ = set_repeats_aside(blocks, identify(labels_of(blocks), grammar))

    assert [(one.text, one.row) for one in settled if one.role == "deadline"] == [("2027", 1), ("2029", 2)]


def test_a_schedule_of_labels_alone_makes_no_goals(grammar):
    """Nothing is lost where nothing stands beside the labels."""
    assert kept([*rows(TEXTS), *rows([""] * 4, 10)], grammar)[0] == list(TEXTS)


def test_rows_without_a_text_but_with_cells_stay(grammar):
    """Where the texts got into another column, the goals are no repetition."""
    cells = [block(text, "responsible", row=10 + at) for at, text in enumerate(SHORT, start=1)]
    blocks = [*rows(TEXTS), *rows([""] * 4, 10), *cells]
    settled, _ = set_repeats_aside(blocks, identify(labels_of(blocks), grammar))

    assert tuple(blocks) == settled


def test_numbering_that_begins_anew_stays(grammar):
    """Other words under the same identifiers are other goals."""
    others = ("Busse fahren", "Ärzte gewinnen", "Spielplätze pflegen", "Wohnungen bauen")

    assert kept([*rows(TEXTS), *rows(others, 10)], grammar) == ([*TEXTS, *others], [])


def test_two_doubles_stay(grammar):
    """So few may be a misprint, which is a finding."""
    assert kept([*rows(TEXTS), *rows(SHORT[:2], 10)], grammar) == ([*TEXTS, *SHORT[:2]], [])


def test_misread_labels_of_a_summary_make_no_goals_either(grammar):
    """Among goals that are told again, a text that stands in another goal as a whole is told again too."""
    summary = rows((SHORT[0], "Volkshochschule eröffnet Werkstatt", *SHORT[2:]), 10)
    misread = [evolve(one, text="M 1.18") if one.text == "M 1.1.2" else one for one in summary]

    assert kept([*rows(TEXTS), *misread], grammar)[0] == list(TEXTS)


def test_a_text_within_another_is_a_goal_of_its_own(grammar):
    """Where no goals around it are told again, a short goal stays, whatever words it has."""
    blocks = [
        *rows(TEXTS),
        block("M 1.2.1", "label", row=20),
        block("Werkstatt für Fahrräder eröffnet", row=20),
    ]

    assert kept(blocks, grammar) == ([*TEXTS, "Werkstatt für Fahrräder eröffnet"], [])


@pytest.mark.parametrize(
    "templates",
    [
        ("Umbau der Haltestelle in {0}", "Sanierung der Schule in {0}", "Stelle für Senioren in {0}"),
        ("Im Jahr {1} entstehen 4 Wohnungen", "Im Jahr {1} entsteht ein Hort", "Bis {1} fährt ein Bus"),
        ("Haus {2} wird umgebaut", "Haus {2} erhält einen Aufzug", "Am Haus {2} entsteht ein Spielplatz"),
        ("Ein Laden öffnet am 1.{2}.2027", "Ein Bus fährt ab 1.{2}.2027", "Ein Fest ist am 1.{2}.2027"),
    ],
)
def test_the_same_goals_for_other_places_years_and_numbers_stay(templates, grammar):
    """One word or figure that differs makes another goal, however short it is."""
    chapters = (("Oberhausen", 2025, 1), ("Oberhof", 2026, 2), ("Au", 2027, 11))
    texts = [[one.format(*chapter) for one in templates] for chapter in chapters]
    blocks = [one for at, chapter in enumerate(texts) for one in rows(chapter, 10 * at)]

    assert kept(blocks, grammar) == ([text for chapter in texts for text in chapter], [])


def test_a_schedule_with_dates_in_its_texts_stays(grammar):
    """The dates are told nowhere else, though the words around them are."""
    schedule = [f"{text[:-1]} bis 31.12.{2026 + at}." for at, text in enumerate(TEXTS)]
    fuller = [f"{text[:-1]} und an weiteren Orten." for text in TEXTS]

    assert kept([*rows(fuller), *rows(schedule, 10)], grammar) == ([*fuller, *schedule], [])


def test_each_goal_of_an_overview_is_decided_by_its_own_words(grammar):
    """One that says more than the fuller place stays; those around it go."""
    overview = (*SHORT[:3], "Wegweiser auf Papier")

    assert kept([*rows(TEXTS), *rows(overview, 10)], grammar) == ([*TEXTS, overview[3]], list(SHORT[:3]))


def test_labels_without_texts_stay_among_other_goals(grammar):
    """Where chapters number anew and the texts of one were lost, its goals are not those of another."""
    texts = ("Busse fahren", "", "", "")
    settled, _ = set_repeats_aside(
        blocks := [*rows(TEXTS), *rows(texts, 10)], identify(labels_of(blocks), grammar)
    )

    assert settled == tuple(blocks)


def test_a_fuller_place_is_not_set_aside_for_another_goal(grammar):
    """Of short texts, full ones, and fuller ones of other goals only the short go, and no cell is lost."""
    others = [
        evolve(one, text=one.text.replace("M 1.1", "M 2.1").replace(".", " noch einmal.", one.role == "text"))
        for one in rows(TEXTS, 20)
    ]
    blocks = [*rows(SHORT), block("2027", "deadline", row=1), *rows(TEXTS, 10), *others]
    settled, identifiers = set_repeats_aside(blocks, identify(labels_of(blocks), grammar))

    assert len(identifiers) == 2 * len(TEXTS)
    assert [one.row for one in settled if one.role == "label"] == [*range(11, 15), *range(21, 25)]
    assert [one.row for one in settled if one.role == "deadline"] == [11]


def test_a_goal_of_its_own_below_an_overview_stays(grammar):
    """Its label is not misread where the overview names the goal that has its words."""
    single = [block("M 2.1.1", "label", row=20), block("Werkstatt für Fahrräder eröffnet", row=20)]

    assert kept([*rows(TEXTS), *rows(SHORT, 10), *single], grammar)[0] == [*TEXTS, single[1].text]
    assert kept([*rows(TEXTS), *rows(SHORT[:3], 10), *single, *rows(SHORT, 30)[6:]], grammar)[0] == [
        *TEXTS,
        single[1].text,
    ]


def test_a_cell_in_two_pieces_goes_to_the_goal_whole(grammar):
    """A page's end may part it."""
    blocks = [
        *rows(TEXTS),
        *rows(SHORT, 10),
        block("bis Ende", "deadline", row=11),
        block("2028", "deadline", row=11),
    ]
    settled, _ = set_repeats_aside(blocks, identify(labels_of(blocks), grammar))

    assert [(one.text, one.row) for one in settled if one.role == "deadline"] == [
        ("bis Ende", 1),
        ("2028", 1),
    ]


def test_words_are_known_again_with_other_endings_and_umlauts(grammar):
    """An overview declines them otherwise, a scan loses their dots, a line parts them."""
    full = (
        "Es gibt Beratungen für Väter.",
        "Die Ämter öffnen am Sonntag.",
        "Für Kinder- und Jugendgruppen fährt ein Bus.",
    )
    overview = ("Beratung für Vater", "Amter öff-\nnen am Sonn-\ntag", "Bus für Kinder-\nund Jugendgruppe")

    assert kept([*rows(full), *rows(overview, 10)], grammar) == (list(full), list(overview))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Die Haltestelle in Bergheim wird saniert.", "Die Haltestelle in Burgheim wird saniert."),
        ("Kurse für 13jährige Kinder beginnen.", "Kurse für 18jährige Kinder beginnen."),
        ("Zimmer 6 wird zum Spielzimmer.", "Zimmer 8 wird zum Spielzimmer."),
        ("Der Kreis hat einen Rat für Jugendliche.", "Der Kreis hat einen Rad für Jugendliche."),
        ("Der Aufbau der Beratung beginnt.", "Der Ausbau der Beratung beginnt."),
    ],
)
def test_a_word_of_its_own_makes_another_goal(one, other, grammar):
    """A name, a figure or a word that differs by a letter."""
    assert kept([*rows((one, *TEXTS)), *rows((other, *TEXTS), 10)], grammar) == (
        [one, *TEXTS, other],
        [*TEXTS],
    )


def test_goals_of_chapters_that_number_anew_stay_though_they_have_fewer_words(grammar):
    """Where many goals of the chapter are others, those that have no word of their own are goals, too."""
    others = ("Busse fahren abends", "Ärzte gewinnen", "Spielplätze pflegen")
    blocks = [
        *rows((*TEXTS, *others)),
        *rows((*SHORT, "Pflege stärken", "Wohnungen bauen", "Kurse geben"), 20),
    ]

    assert kept(blocks, grammar)[1] == []


def test_of_two_equal_places_that_with_cells_is_kept(grammar):
    """Where a goal has its deadline is its place, wherever the other stands."""
    cells = [block("2027", "deadline", row=10 + at) for at in range(1, 5)]
    blocks = [*rows(TEXTS), *rows(TEXTS, 10), *cells]
    settled, _ = set_repeats_aside(blocks, identify(labels_of(blocks), grammar))

    assert [one.row for one in settled if one.role == "label"] == [11, 12, 13, 14]
