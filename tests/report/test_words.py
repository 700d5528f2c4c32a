"""Codes and dates in a planner's words."""

import re
from pathlib import Path

import pytest

from pipeline.records import Finding
from pipeline.report.summary import count, describe_counts, enumerate_words
from pipeline.report.words import FLAGS, describe_day, describe_deadline, flag_reason
from tests.factories import catalogue, deadline, goal

ROOMS_THAT_RAISE_FLAGS = Path(__file__).parents[2] / "pipeline" / "assemble" / "goals.py"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "due", "value": "2026-03-31"}, "Termin 31.03.2026"),
        ({"kind": "due", "value": None}, "Termin"),
        ({"kind": "start", "value": "2025-05"}, "Beginn 05/2025"),
        ({"kind": "expected", "value": "2028"}, "voraussichtlich 2028"),
        ({"kind": "recurring", "value": "2024", "recurrence": "P1Y"}, "jährlich, ab 2024"),
        ({"kind": "recurring", "value": "XXXX-03-31", "recurrence": "P2Y"}, "alle 2 Jahre, zum 31.03."),
        ({"kind": "recurring", "value": None, "recurrence": "P3M"}, "vierteljährlich"),
        ({"kind": "recurring", "value": None, "recurrence": "P6M"}, "halbjährlich"),
        ({"kind": "recurring", "value": None, "recurrence": "P1M"}, "monatlich"),
        ({"kind": "recurring", "value": None, "recurrence": "PT8H"}, "PT8H"),
        ({"kind": "recurring", "value": None, "recurrence": None}, "wiederkehrend"),
        ({"kind": "relative", "value": "P12M", "anchor": "Beschluss"}, "12 Monate nach Beschluss"),
        ({"kind": "relative", "value": "P1Y", "anchor": "Eröffnung"}, "1 Jahr nach Eröffnung"),
        ({"kind": "relative", "value": "PT8H"}, "PT8H nach dem Ereignis"),
        ({"kind": "horizon", "value": "medium", "end": "2022-12-31"}, "mittelfristig (bis 31.12.2022)"),
        ({"kind": "horizon", "value": "long"}, "langfristig"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_deadline_is_said_in_german(fields, words):
    """Each kind has its wording."""
    assert describe_deadline(deadline(**fields)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [("2026-03-31", "31.03.2026"), ("2026-03", "03/2026"), ("2026", "2026"), ("XXXX-03-31", "31.03.")],
)
def test_a_date_is_said_as_far_as_it_goes(value, words):
    """No day is invented for a month, no month for a year."""
    assert describe_day(value) == words


def test_every_flag_has_its_reason_in_words():
    """Whatever flag a goal can bear, the report says why."""
    raised = re.findall(r'"([a-z]+(?:-[a-z]+)+)":', ROOMS_THAT_RAISE_FLAGS.read_text(encoding="utf-8"))

    assert raised
    assert set(raised) <= set(FLAGS)
    assert flag_reason("a-countys-own") == "a-countys-own"


def test_figures_are_said_in_one_line():
    """Goals per level, deadlines, repairs, what to review, findings."""
    edition = catalogue(
        goal("LZ1"),
        goal("UZ1.1", flags=("id-repaired",), deadlines=(deadline(),)),
        goal("UZ1.2"),
        findings=(Finding("error", "a", None, None, "!"), Finding("info", "b", None, None, "?")),
    )

    assert describe_counts(count(edition)) == (
        "3 Ziele (1 LZ, 2 UZ); 1 Frist; 0 Berichtigungen; 1 Ziel zu prüfen; 1 Fehler und 1 Hinweis"
    )


@pytest.mark.parametrize(
    ("words", "sentence"), [([], ""), (["a"], "a"), (["a", "b"], "a und b"), (["a", "b", "c"], "a, b und c")]
)
def test_words_are_enumerated(words, sentence):
    """With commas and *und*."""
    assert enumerate_words(words) == sentence
