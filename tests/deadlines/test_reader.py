"""Deadlines are read from wordings, not from traps, and their records keep what they promise."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from pipeline.deadlines import Context, DeadlineReader, open_reader, read_context
from pipeline.errors import RuleFileError
from pipeline.records import Deadline
from pipeline.rulebook import open_rulebook
from tests.deadlines.notation import written

CASES = Path(__file__).parent.parent / "cases" / "deadlines"
RULEBOOK = open_rulebook()
PAPER = date(2025, 5, 15)


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / name).read_text(encoding="utf-8"))


def reader_of(group: dict[str, Any]) -> DeadlineReader:
    period = tuple(group["period"]) if "period" in group else None
    return open_reader(RULEBOOK, Context(None if period else PAPER, period))


READER = reader_of({})
is_edtf = cache(parse_edtf)  # slow to parse, and most values come again
LISTED = load("listed.toml")["case"]
WORDINGS = [
    pytest.param(group, text, expected, id=text)
    for group in load("wordings.toml")["group"]
    for text, expected in group["cases"].items()
]
TRAPS = [
    pytest.param(group, text, id=text) for group in load("traps.toml")["group"] for text in group["cases"]
]
COLUMN = load("column.toml")


@pytest.mark.parametrize("case", LISTED, ids=lambda case: case["label"])
def test_listed_wordings(case):
    """Every wording and trap that the project was given is read as it should be."""
    read = READER.read_column if case.get("column") else READER.read
    assert [written(deadline) for deadline in read(case["input"])] == case["expected"], case["comment"]


@pytest.mark.parametrize(("group", "text", "expected"), WORDINGS)
def test_wordings(group, text, expected):
    """A common wording of a deadline is read."""
    assert [written(deadline) for deadline in reader_of(group).read(text)] == expected, group["comment"]


@pytest.mark.parametrize(("group", "text"), TRAPS)
def test_traps(group, text):
    """What only looks like a deadline is none."""
    assert [written(deadline) for deadline in reader_of(group).read(text)] == [], group["comment"]


@pytest.mark.parametrize(("cell", "expected"), COLUMN["cases"].items())
def test_column(cell, expected):
    """A cell of the Frist column is read, with its abbreviations and the document's legend."""
    context = read_context([COLUMN["legend"]], tuple(COLUMN["period"]))
    found = open_reader(RULEBOOK, context).read_column(cell)
    assert [
        written(one) + (f" until {one.end}" if one.kind == "horizon" else "") for one in found
    ] == expected
    assert all(one.source == "column" and one.span is None for one in found)


@pytest.mark.parametrize(
    ("cells", "cell", "expected", "guessed"),
    [
        (["II/19", "IV/2018"], "1/19", ["due 2019-03-31"], True),
        (["II/19", "IV/2018"], "11/19", ["due 2019-06-30"], True),
        (["II/19", "IV/2018"], "bis 1/20", ["due 2020-03-31"], True),
        (["II/19", "IV/2018"], "12/2019", ["due 2019-12-31"], False),
        (["II/19", "IV/2018"], "III/19", ["due 2019-09-30"], False),
        (["II/19", "3/20"], "1/19", ["due 2019-01-31"], False),
        (["2019", "1/20"], "1/19", ["due 2019-01-31"], False),
        ([], "1/19", ["due 2019-01-31"], False),
    ],
)
def test_a_column_is_one_language(cells, cell, expected, guessed):
    """Where a column counts quarters in roman figures and no months, 1/19 is a misread I/19."""
    reader = open_reader(RULEBOOK, read_context([], (2018, 2024), cells=[*cells, cell]))
    assert [written(one) for one in reader.read_column(cell)] == expected
    assert reader.guesses(cell) == guessed


@pytest.mark.parametrize(
    "text",
    [case["input"] for case in LISTED] + [param.values[1] for param in WORDINGS] + ["  Bis   Ende\n2026 ."],
)
def test_records_keep_their_promises(text):
    """A record's span leads back to its words, its value is EDTF, its rule one of RFC 5545."""
    for deadline in READER.read(text):
        check_promises(deadline, text)


def check_promises(deadline: Deadline, text: str) -> None:
    start, end = deadline.span
    assert text[start:end] == deadline.text
    for day in (deadline.start, deadline.end):
        assert day is None or date.fromisoformat(day)
    assert (deadline.recurrence is None) == (deadline.kind != "recurring")
    if deadline.value and deadline.kind in ("due", "start", "recurring", "expected"):
        assert is_edtf(deadline.value)
    if deadline.rrule:
        assert rrulestr(deadline.rrule, dtstart=date_time(2025))


def date_time(year: int) -> Any:
    from datetime import datetime

    return datetime(year, 1, 1)


@given(st.text() | st.text("bis zumab 0123456789.-/()jährlichQHIV€\n"))
def test_any_text_can_be_read(text):
    """No text stops the reader, and spans lead back."""
    for deadline in READER.read(text):
        check_promises(deadline, text)


@given(
    st.dates(date(2025, 5, 15), date(2099, 12, 31)),
    st.sampled_from(["%d.%m.%Y", "{0.day}.{0.month}.{0.year}"]),
)
def test_every_day_is_read(day, form):
    """Bis zum and any day in figures is due on that day."""
    text = (
        f"Das Amt berichtet bis zum {form.format(day) if '{' in form else day.strftime(form)} dem Kreistag."
    )
    assert [deadline.value for deadline in READER.read(text)] == [day.isoformat()]


@given(
    st.lists(
        st.sampled_from([param.values[1] for param in WORDINGS if not param.values[0].get("period")]),
        max_size=5,
    )
)
def test_sentences_do_not_disturb_each_other(sentences):
    """The deadlines of several sentences are those of each."""
    ended = [sentence if sentence.endswith((".", "!", "?")) else f"{sentence}!" for sentence in sentences]
    apart = [written(deadline) for sentence in ended for deadline in READER.read(sentence)]
    assert [written(deadline) for deadline in READER.read(" Danke! ".join(ended))] == apart


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Er tagt jährlich.", "FREQ=YEARLY"),
        ("Er tagt alle zwei Jahre.", "FREQ=YEARLY;INTERVAL=2"),
        ("Er tagt halbjährlich.", "FREQ=MONTHLY;INTERVAL=6"),
        ("Er tagt vierteljährlich.", "FREQ=MONTHLY;INTERVAL=3"),
        ("Er tagt jeden ersten Montag im Monat.", "FREQ=MONTHLY;BYDAY=1MO"),
        ("Er tagt jeden Dienstag.", "FREQ=WEEKLY;BYDAY=TU"),
        ("Er tagt jährlich zum 31.12.", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"),
        ("Er tagt jeweils im I. Quartal.", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31"),
        ("Er tagt jährlich im Herbst.", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30"),
        ("Er tagt jährlich im Februar.", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"),
        ("Er tagt jährlich bis 2030.", "FREQ=YEARLY;UNTIL=20301231"),
    ],
)
def test_recurrence_rules(text, rule):
    """A recurring deadline bears its rule of RFC 5545."""
    assert READER.read(text)[0].rrule == rule


def test_a_school_year_is_a_setting():
    """A Land whose school year begins on another day says so in the context."""
    reader = open_reader(RULEBOOK, Context(PAPER, None, school_year=(9, 1)))
    assert reader.read("Zum Schuljahr 2026/27 wird gebaut.")[0].value == "2026-09-01"


def test_without_any_day_of_the_paper_nothing_is_invented():
    """Without adoption and period a year stays open, and a duration stays a duration."""
    reader = open_reader(RULEBOOK, Context())
    assert [written(one) for one in reader.read("Bis 15.10. wird gebaut.")] == ["due XXXX-10-15"]
    assert [written(one) for one in reader.read("Binnen eines Jahres wird gebaut.")] == ["relative P1Y"]
    assert [written(one) for one in reader.read("Bis zum Ende der Laufzeit wird gebaut.")] == [
        "due - @ Ende der Laufzeit"
    ]
    assert [written(one) for one in reader.read("Ab sofort wird gebaut.")] == ["start - @ sofort"]


def test_the_day_of_adoption_counts():
    """What is counted from the paper's decision ends on the day of the same number."""
    found = READER.read("Das Register wird binnen sechs Monaten nach Beschluss der Strategie angelegt.")
    assert (found[0].value, found[0].end) == ("P6M", "2025-11-15")


@pytest.mark.parametrize(
    ("legend", "ends"),
    [
        ("kurzfristig: bis 2026", {"short": "2026-12-31"}),
        ("Kurzfristig bedeutet innerhalb von zwei Jahren.", {"short": "2027-01-01"}),
        ("mittelfristig = 2027–2028; langfristig = bis 2030", {"medium": "2028-12-31", "long": "2030-12-31"}),
        (
            "kurzfristig (bis zu 2 Jahre), langfristig (bis 5 Jahre)",
            {"short": "2027-01-01", "long": "2030-01-01"},
        ),
        ("Das wird kurzfristig geklärt.", {}),
    ],
)
def test_legends(legend, ends):
    """A legend says until when a horizon lasts."""
    context = read_context([legend], (2025, 2030))
    assert {name: day.isoformat() for name, day in context.horizons} == ends


@pytest.mark.parametrize(
    ("text", "adopted"),
    [
        ("Diese Strategie wurde am 2. April 2025 vom Kreistag beschlossen.", date(2025, 4, 2)),
        ("Der Kreistag hat das vorliegende Konzept am 02.04.2025 verabschiedet.", date(2025, 4, 2)),
        ("Diese Strategie wurde im April 2025 beschlossen.", None),
        ("Der Nahverkehrsplan wurde am 2. April 2025 beschlossen.", None),
        ("Diese Strategie gilt ab dem 2. April 2025.", None),
    ],
)
def test_the_day_of_adoption_is_read_where_the_paper_states_it(text, adopted):
    """Only what the paper says of itself, with a day, is its adoption."""
    assert read_context([text], (2025, 2030)).adopted == adopted


OWN_RULES = r"""
[woerter]
beschriftung = { n = ["Terminstellung"] }

[[frist]]
name = "Zieldatum in eckigen Klammern"
art = "bis"
schreibung = ["\\[ {zeit} \\]"]
beispiele = ["Radweg [2027]"]
gegenbeispiele = ["Radweg 2027"]
"""


def test_a_county_adds_its_own_wordings(tmp_path):
    """A word and a form of a county's own folder are read beside the shipped ones."""
    (tmp_path / "fristen.toml").write_text(OWN_RULES, encoding="utf-8")
    reader = open_reader(open_rulebook(tmp_path), Context(PAPER))
    assert [written(one) for one in reader.read("Terminstellung 2026")] == ["due 2026-12-31"]
    assert [written(one) for one in reader.read("Radweg [2027], Brücke bis 2030")] == [
        "due 2027-12-31",
        "due 2030-12-31",
    ]
    assert READER.read("Terminstellung 2026") == ()


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ('[woerter]\nnaeher = { n = ["spätestens"] }', "zwei Wortklassen"),
        ('[[frist]]\nname = "x"\nart = "bis"\nschreibung = ["bis (zum {zeit}"]', "fehlt"),
        ('[[frist]]\nname = "x"\nart = "bis"\nschreibung = ["bis zum) {zeit}"]', "nicht geöffnet"),
        ('[[frist]]\nname = "x"\nart = "bis"\nschreibung = ["bis {quartl} {zeit}"]', "quartl"),
    ],
)
def test_a_mistake_in_a_rule_is_named(tmp_path, rules, problem):
    """A word of two classes and a bracket without its partner are told, not guessed."""
    examples = '\nbeispiele = ["a"]\ngegenbeispiele = ["b"]' if "frist" in rules else ""
    (tmp_path / "fristen.toml").write_text(rules + examples, encoding="utf-8")
    with pytest.raises(RuleFileError, match=problem):
        open_reader(open_rulebook(tmp_path), Context())
