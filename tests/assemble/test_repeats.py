"""Overviews that name goals again make no goals; chapters that number anew do."""

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
        blocks := [*overview, *top, *again], identify(labels_of([*overview, *top, *again]), grammar)
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
