"""catalogue.json: what is written is read back, in the bytes that the interface fixes."""

import json

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings

from pipeline.emit import catalogue_json, read_catalogue, write_catalogue
from pipeline.errors import UnreadableInputError
from pipeline.records import Account, Doubt, Finding, Footnote, LoggedRepair, Repair, Theme
from tests.factories import catalogue, deadline, goal
from tests.strategies import catalogues

EDITION = catalogue(
    goal("HF3", "Alle können überall mitmachen.", theme="3", page=4),
    goal(
        "SZ3.1",
        "Bis Ende 2026 gibt es in jeder Gemeinde einen Bus.",
        parent="HF3",
        theme="3",
        text_raw="Bis Ende 2026 gibt es in jeder\nGemeinde einen Bus.2",
        deadlines=(
            deadline("2026-12-31", "Bis Ende 2026", span=(0, 13), source="both", end="2026-12-31"),
            deadline("2024", "ab 2024 jährlich", kind="recurring", recurrence="P1Y", rrule="FREQ=YEARLY"),
        ),
        responsible="Nahverkehr",
        indicator="Zahl der Gemeinden",
        page=4,
        bbox=((4, 72.0, 100.5, 520.25, 130.0),),
        confidence=0.93,
        flags=("id-repaired",),
        footnotes=("2",),
        printed="sz3.l",
        doubts=(Doubt(46, 49, "Bus", "zwei Lesarten", ("Bus", "Buß")),),
    ),
    themes=(Theme("3", "Querschnitt", 3),),
    footnotes=(Footnote("2", 4, "Stand: „Mai“"),),
    findings=(Finding("info", "no-deadline", "HF3", 4, "Das Ziel nennt keine Frist."),),
    repairs=(LoggedRepair("SZ3.1", 4, Repair(50, 51, "2", "", "footnote-mark", 0.99, ("3", "z"))),),
    accounts=(Account(4, "goal", "SZ3.1", "Bis Ende 2026"),),
)


def test_bytes_are_those_of_the_golden_file(golden):
    """Key order, indent and letters of catalogue.json are as people and tools know them."""
    golden("catalogue.json", catalogue_json(EDITION))


def test_an_edition_is_read_back_whole(tmp_path):
    """What `write_catalogue` writes, `read_catalogue` reads, by folder and by file."""
    write_catalogue(EDITION, tmp_path / "a")

    read = read_catalogue(tmp_path / "a")

    assert read == EDITION == read_catalogue(tmp_path / "a" / "catalogue.json")
    assert (read.repairs, read.accounts) == (EDITION.repairs, EDITION.accounts)


def test_what_stands_elsewhere_is_not_in_catalogue_json():
    """Repairs and accounts have files of their own."""
    assert {"repairs", "accounts"}.isdisjoint(json.loads(catalogue_json(EDITION)))


def test_a_catalogue_alone_has_no_repairs(tmp_path):
    """A `catalogue.json` taken out of its folder can be read."""
    (tmp_path / "x.json").write_text(catalogue_json(EDITION), encoding="utf-8")

    assert read_catalogue(tmp_path / "x.json").repairs == ()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edition=catalogues)
def test_any_catalogue_is_read_back(edition, tmp_path):
    """Whatever letters a document holds, reading gives back what was written."""
    write_catalogue(edition, tmp_path / "a")

    read = read_catalogue(tmp_path / "a")

    assert (edition, edition.repairs, edition.accounts) == (read, read.repairs, read.accounts)


def test_a_record_against_the_schema_is_not_written(tmp_path):
    """A mistake of the program shows before a file is written, and names the place."""
    broken = evolve(EDITION, goals=(goal("UZ 1"),))

    with pytest.raises(ValueError, match=r"goals\.0\.id"):
        write_catalogue(broken, tmp_path / "a")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b'{"schema": 1,\n "goals": [', "Zeile 2: kein gültiges JSON"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{"goals": []}', "kein Zielkatalog"),
        (b"[]", "kein Zielkatalog"),
    ],
    ids=["truncated", "not UTF-8", "keys missing", "a list"],
)
def test_a_damaged_catalogue_is_refused_in_words(tmp_path, content, word):
    """What cannot be read is said with file and reason."""
    file = tmp_path / "catalogue.json"
    file.write_bytes(content)

    with pytest.raises(UnreadableInputError, match=word) as caught:
        read_catalogue(file)
    assert str(file) in caught.value.problem
    assert caught.value.advice


def test_a_missing_catalogue_is_refused_in_words(tmp_path):
    """A folder without catalogue.json is no edition."""
    with pytest.raises(UnreadableInputError, match=r"catalogue\.json"):
        read_catalogue(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("repairs.csv", "a,b\n1,2\n"),
        (
            "repairs.csv",
            "goal,page,before,after,method,confidence,alternatives,start,end\n,x,,,umlaut,1,,0,1\n",
        ),
        ("coverage.json", '[{"page": "vier"}]'),
    ],
)
def test_a_damaged_neighbour_is_refused_in_words(tmp_path, name, content):
    """Repairs and accounts that cannot be read are not passed over in silence."""
    write_catalogue(EDITION, tmp_path / "a")
    (tmp_path / "a" / name).write_text(content, encoding="utf-8")

    with pytest.raises(UnreadableInputError, match=name):
        read_catalogue(tmp_path / "a")
