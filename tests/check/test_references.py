"""Findings about a dataset's inner truth."""

from attrs import evolve

from pipeline.check.references import check_references
from pipeline.records import Deadline, Footnote
from tests.factories import catalogue, goal


def codes(grammar, *goals, footnotes=()):
    found = check_references(evolve(catalogue(*goals), footnotes=footnotes), grammar)
    return [(finding.severity, finding.code) for finding in found]


def test_a_sound_dataset_has_no_findings(grammar):
    """Goals whose parents, footnotes, levels and days are right lead to nothing."""
    deadline = Deadline("due", "2028-02-29", None, "29.02.2028", None)
    goals = goal("LZ1"), goal("UZ1.1", parent="LZ1", footnotes=("3",), deadlines=(deadline,))

    assert codes(grammar, *goals, footnotes=(Footnote("3", 1, "Eine Fußnote."),)) == []


def test_a_mark_without_a_footnote_is_named(grammar):
    """A mark whose note was not found is a warning: the import may have missed it."""
    assert codes(grammar, goal("LZ1", footnotes=("7",))) == [("warning", "footnote-unknown")]


def test_a_level_that_does_not_suit_the_id_is_an_error(grammar):
    """The identifier says the level."""
    assert codes(grammar, goal("LZ1", level="UZ")) == [("error", "level-wrong")]


def test_a_day_that_no_calendar_has_is_an_error(grammar):
    """The 31st of February is no day; a month or an open year is none either and stays."""
    wrong = Deadline("due", "2026-02-31", None, "31.02.2026", None)
    vague = Deadline("recurring", "XXXX-03-31", "P1Y", "jährlich", None)

    assert codes(grammar, goal("LZ1", deadlines=(wrong, vague))) == [("error", "day-impossible")]
