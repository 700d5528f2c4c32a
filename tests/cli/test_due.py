"""`zielkatalog due` lists what is due and writes calendars."""

import json

import pytest
from icalendar import Calendar

from pipeline.emit import write_catalogue
from tests.factories import catalogue, deadline, goal

EDITION = catalogue(
    goal("UZ1", page=4, deadlines=(deadline("2027-12-31", "bis 2027", end="2027-12-31"),)),
    goal(
        "M1.1",
        page=5,
        text="Wort " * 40,
        deadlines=(deadline("2026-03-31", "bis 31.03.2026", end="2026-03-31"),),
    ),
    goal("M1.2", page=6, deadlines=(deadline("short", "kurzfristig", kind="horizon"),)),
)


@pytest.fixture
def edition(tmp_path):
    """An edition under `output/`."""
    write_catalogue(EDITION, tmp_path / "output" / EDITION.edition)


def test_the_list_is_sorted_and_names_the_page(cli, edition):
    """The earliest deadline comes first, with its page; what has no day comes last."""
    done = cli("due")
    lines = done.out.splitlines()
    assert done.status == 0
    assert [line.split()[0] for line in lines] == ["31.03.2026", "31.12.2027", "ohne"]
    assert "S. 5" in lines[0]
    assert "Horizont: kurzfristig" in lines[2]


@pytest.mark.parametrize(
    ("options", "goals"),
    [
        ([], ["M1.1", "UZ1", "M1.2"]),
        (["lindental-2025"], ["M1.1", "UZ1", "M1.2"]),
        (["--until", "2026-12-31"], ["M1.1"]),
        (["--until", "31.12.2026"], ["M1.1"]),
        (["--until", "2020-01-01"], []),
        (["--kind", "horizon"], ["M1.2"]),
        (["--kind", "horizon", "--kind", "due"], ["M1.1", "UZ1", "M1.2"]),
    ],
)
def test_json_is_one_document(cli, edition, options, goals):
    """With --json stdout is one document, narrowed by day and kind."""
    done = cli("due", *options, "--json")
    assert done.status == 0
    assert [row["goal"] for row in json.loads(done.out)] == goals


def test_a_calendar_is_written(cli, edition, tmp_path):
    """--ics writes a calendar that another program reads, and says how much it holds."""
    done = cli("due", "lindental-2025", "--ics", "fristen.ics")
    assert (done.status, done.out) == (0, "")
    assert "3 Einträge, davon 1 Aufgaben ohne Tag" in done.err
    read = Calendar.from_ical((tmp_path / "fristen.ics").read_bytes())
    assert len(read.walk("VEVENT")) == 2
    assert len(read.walk("VTODO")) == 1


def test_a_calendar_that_cannot_be_written(cli, edition):
    """A place that cannot be written to is status 6, with the file's name."""
    done = cli("due", "--ics", "gibt/es/nicht.ics")
    assert done.status == 6
    assert "gibt/es/nicht.ics" in done.err


def test_nothing_to_list(cli):
    """Without any edition the user is told what to do."""
    assert cli("due").status == 3
    assert cli("due", "fehlt").status == 3


def test_nothing_found_is_said(cli, edition):
    """An empty list is said beside stdout."""
    done = cli("due", "--kind", "relative")
    assert (done.status, done.out) == (0, "")
    assert "Keine Frist" in done.err
