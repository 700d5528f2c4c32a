"""The tables beside catalogue.json: data package, workbook, database."""

import csv
import json
import sqlite3
from contextlib import closing

import openpyxl
import pytest
from frictionless import Package
from hypothesis import HealthCheck, given, settings

from pipeline.emit import write_catalogue
from pipeline.emit.workbook import LONGEST_TEXT
from pipeline.records import Finding, Footnote, LoggedRepair, Repair, Theme
from tests.factories import catalogue, deadline, goal
from tests.strategies import catalogues

TABLES = ("themes", "goals", "deadlines", "repairs", "footnotes", "findings")


def misread(before: str, after: str, goal: str | None = None, **fields) -> LoggedRepair:
    """A repair of a misread word on page 1."""
    return LoggedRepair(goal, 1, Repair(0, len(before), before, after, "umlaut", 0.98, **fields))


@pytest.fixture
def edition():
    """An edition with something in every table, a doubled id and references to nothing."""
    return catalogue(
        goal("LZ1", "Alle Wege sind kurz.", theme="4.1", deadlines=(deadline(),)),
        goal(
            "UZ1.1",
            "Busse fahren oft.",
            parent="LZ1",
            theme="4.1",
            flags=("a-b", "c-d"),
            footnotes=("1", "2"),
        ),
        goal(
            "UZ1.1", "Busse fahren immer.", parent="LZ1", theme="4.1", deadlines=(deadline(end="2026-12-31"),)
        ),
        goal("UZ9.1", "Züge auch.", parent="LZ9", theme="5", bbox=((3, 1.5, 2.0, 3.0, 4.25),)),
        themes=(Theme("4.1", "Mobilität", 7),),
        footnotes=(Footnote("1", 2, "Stand 2024"),),
        findings=(
            Finding("error", "id-duplicate", "UZ1.1", 3, "Die Kennung steht zweimal."),
            Finding("warning", "number-gap", "UZ1.2", None, "UZ1.2 fehlt."),
        ),
        repairs=(misread("Ziige", "Züge", "UZ9.1", alternatives=("Zuge", "Zügel")), misread("fiir", "für")),
    )


@pytest.fixture
def folder(edition, tmp_path):
    """The written edition."""
    write_catalogue(edition, tmp_path / "edition")
    return tmp_path / "edition"


def rows(folder, name: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_data_package_is_valid(folder):
    """Frictionless finds nothing to complain of, keys and foreign keys included."""
    report = Package(str(folder / "datapackage.json")).validate()

    assert report.valid, report.flatten(["type", "message"])
    assert [task.name for task in report.tasks] == list(TABLES)


def test_a_broken_reference_would_be_found(folder):
    """The package's foreign keys are really checked: a deadline of no goal makes it invalid."""
    file = folder / "deadlines.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("LZ1,", "LZ7,"), encoding="utf-8", newline="")

    assert ["foreign-key"] in Package(str(folder / "datapackage.json")).validate().flatten(["type"])


def test_the_package_is_of_version_2_and_links_its_tables(folder):
    """Tools read version and foreign keys off the descriptor."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    links = {
        (resource["name"], *key["fields"], key["reference"].get("resource", resource["name"]))
        for resource in package["resources"]
        for key in resource["schema"].get("foreignKeys", [])
    }

    assert package["$schema"].endswith("/2.0/datapackage.json")
    assert links == {
        ("goals", "parent", "goals"),
        ("goals", "theme", "themes"),
        ("deadlines", "goal", "goals"),
        ("repairs", "goal", "goals"),
        ("findings", "goal", "goals"),
    }


def test_a_doubled_id_keeps_both_goals(folder):
    """Both goals have a row; the key tells them apart, and each deadline stays with its own."""
    assert [(row["key"], row["id"]) for row in rows(folder, "goals")] == [
        ("LZ1", "LZ1"),
        ("UZ1.1", "UZ1.1"),
        ("UZ1.1~2", "UZ1.1"),
        ("UZ9.1", "UZ9.1"),
    ]
    assert [row["goal"] for row in rows(folder, "deadlines")] == ["LZ1", "UZ1.1~2"]


def test_what_points_nowhere_is_empty(folder):
    """A parent, theme or goal that the edition lacks is no reference; the finding's words name it."""
    last = rows(folder, "goals")[-1]

    assert (last["parent"], last["theme"]) == ("", "")
    assert [(row["goal"], row["message"]) for row in rows(folder, "findings")][1] == ("", "UZ1.2 fehlt.")


def test_repairs_have_the_columns_of_the_interface(folder):
    """repairs.csv names goal, page, before, after, method, confidence, alternatives."""
    first, second = rows(folder, "repairs")
    names = ("goal", "page", "before", "after", "method", "confidence", "alternatives")

    assert [first[name] for name in names] == [
        "UZ9.1",
        "1",
        "Ziige",
        "Züge",
        "umlaut",
        "0.98",
        "Zuge|Zügel",
    ]
    assert [second[name] for name in names] == ["", "1", "fiir", "für", "umlaut", "0.98", ""]


def test_the_database_holds_its_references(folder):
    """All tables are in the database, and it refuses what would break a foreign key."""
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}
        joined = connection.execute(
            "SELECT goals.text FROM deadlines JOIN goals ON goals.key = deadlines.goal WHERE end IS NOT NULL"
        ).fetchall()

        assert counts == {name: len(rows(folder, name)) for name in TABLES}
        assert joined == [("Busse fahren immer.",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), connection:
            connection.execute("DELETE FROM goals WHERE key = 'LZ1'")


def test_the_workbook_is_made_for_people(folder):
    """German sheets and headings, the goals first, a filter, and a header that stays in sight."""
    workbook = openpyxl.load_workbook(folder / "catalogue.xlsx")
    goals = workbook["Ziele"]

    assert workbook.sheetnames == ["Ziele", "Themen", "Fristen", "Berichtigungen", "Fußnoten", "Befunde"]
    assert [cell.value for cell in goals[1]][:4] == ["Schlüssel", "Kennung", "Stufe", "gehört zu"]
    assert (goals.freeze_panes, goals.auto_filter.ref) == ("A2", "A1:P5")
    assert goals.column_dimensions["F"].width == 80
    assert workbook["Fristen"]["K3"].value.isoformat() == "2026-12-31T00:00:00"
    assert workbook["Fristen"]["K3"].number_format == "dd.mm.yyyy"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "=cmd|' /C calc'!A0", "\t=", "https://"])
def test_a_text_is_never_a_formula(tmp_path, start):
    """A text from a document stays text in the workbook, whatever it begins with."""
    text = f"{start}1+1"
    write_catalogue(catalogue(goal("LZ1", "x", responsible=text, indicator=text)), tmp_path / "a")

    sheet = openpyxl.load_workbook(tmp_path / "a" / "catalogue.xlsx")["Ziele"]

    assert [(sheet[place].value, sheet[place].data_type) for place in ("G2", "H2")] == [(text, "s")] * 2


def test_what_a_cell_cannot_hold_is_marked(tmp_path):
    """Control letters and overlong texts do not damage the workbook, and the cut shows."""
    raw = "\f\x00Wort" + "x" * 40_000
    write_catalogue(catalogue(goal("LZ1", "Wort", text_raw=raw)), tmp_path / "a")

    value = openpyxl.load_workbook(tmp_path / "a" / "catalogue.xlsx")["Ziele"]["N2"].value

    assert value.startswith("\ufffd\ufffdWort")
    assert value.endswith(" […]")
    assert len(value) == LONGEST_TEXT
    assert rows(tmp_path / "a", "goals")[0]["text_raw"] == raw


@pytest.mark.parametrize("day", ["1018-12-31", "2026-13-45"])
def test_a_day_that_excel_does_not_know_stays_text(tmp_path, day):
    """A misread year is shown as it is."""
    write_catalogue(catalogue(goal(deadlines=(deadline(end=day),))), tmp_path / "a")

    assert openpyxl.load_workbook(tmp_path / "a" / "catalogue.xlsx")["Fristen"]["K2"].value == day


def test_the_same_edition_gives_the_same_bytes(edition, tmp_path):
    """All files are reproducible: no clock, no random order."""
    for name in ("one", "two"):
        write_catalogue(edition, tmp_path / name)

    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two")
    )
    assert first == second


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edition=catalogues)
def test_any_edition_gives_a_valid_package_and_database(edition, tmp_path):
    """Whatever a document holds, the tables are valid and no row is lost."""
    write_catalogue(edition, tmp_path / "a")
    folder = tmp_path / "a"

    report = Package(str(folder / "datapackage.json")).validate()

    assert report.valid, report.flatten(["type", "message"])
    assert [row["text_raw"] for row in rows(folder, "goals")] == [goal.text_raw for goal in edition.goals]
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM goals").fetchone() == (len(edition.goals),)
    openpyxl.load_workbook(folder / "catalogue.xlsx")
