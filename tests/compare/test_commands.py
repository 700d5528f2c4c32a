"""`zielkatalog diff` and `zielkatalog lineage` on the command line."""

import json

import pytest

from pipeline.emit import write_catalogue
from pipeline.records import Theme
from tests.cli.conftest import cli, process  # noqa: F401  # fixtures
from tests.factories import catalogue, goal

BUS = "Ein Rufbus verbindet alle Dörfer mit dem Bahnhof."
SCHOOL = "Alle Grundschulen bieten eine Lesepatenschaft an."
THEMES = (Theme("4.1", "Bildung"), Theme("4.2", "Mobilität"))
EDITIONS = {
    2018: (goal("UZ1", SCHOOL, theme="4.1"), goal("UZ2", BUS, theme="4.2")),
    2022: (goal("UZ1", SCHOOL, theme="4.1"), goal("UZ3", BUS, theme="4.2")),
    2025: (goal("UZ3", BUS, theme="4.2"), goal("UZ4", "Hecken säumen die Straßen.", theme="4.2")),
}


@pytest.fixture
def editions(tmp_path):
    """Three editions in the output folder."""
    for year, goals in EDITIONS.items():
        edition = catalogue(*goals, edition=f"lindental-{year}", period=(year, year + 5), themes=THEMES)
        write_catalogue(edition, tmp_path / "output" / edition.edition, {"report.html": "<p>Bericht</p>"})
    return tmp_path


def test_diff_writes_the_files_and_sums_up(editions, process):  # noqa: F811
    """As a user calls it: files under the folder, a line on stderr, nothing on stdout."""
    done = process("diff", "lindental-2018", "lindental-2025")

    assert (done.status, done.out) == (0, "")
    assert "1 umnummeriert, 1 entfallen und 1 neu" in done.err
    assert {file.name for file in (editions / "output" / "lindental-2018--lindental-2025").iterdir()} == {
        *("diff.json", "diff.csv", "diff.xlsx", "diff.html", "diff.md")
    }


def test_json_is_one_document(editions, cli):  # noqa: F811
    """With --json stdout is the content of diff.json."""
    done = cli("diff", "lindental-2018", "lindental-2022", "--json")

    written = editions / "output" / "lindental-2018--lindental-2022" / "diff.json"
    assert json.loads(done.out) == json.loads(written.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--only", "removed"], [["removed"]]),
        (["--only", "removed", "--only", "added"], [["added"], ["removed"]]),
        (["--theme", "Bildung"], [["removed"]]),
        (["--theme", "4.2"], [["renumbered"], ["added"]]),
        (["--theme", "4.2", "--only", "added"], [["added"]]),
    ],
)
def test_statuses_and_themes_can_be_chosen(editions, cli, options, expected):  # noqa: F811
    """--only and --theme choose what is printed; the files hold everything."""
    done = cli("diff", "lindental-2018", "lindental-2025", "--json", *options)

    assert [change["statuses"] for change in json.loads(done.out)["changes"]] == expected
    written = editions / "output" / "lindental-2018--lindental-2025" / "diff.json"
    assert len(json.loads(written.read_text(encoding="utf-8"))["changes"]) == 3


def test_chosen_changes_are_listed_for_people(editions, cli):  # noqa: F811
    """Without --json a line per chosen change."""
    assert (
        cli("diff", "lindental-2018", "lindental-2025", "--only", "renumbered").out
        == "UZ2 → UZ3: umnummeriert\n"
    )


def test_exit_code_tells_whether_editions_differ(editions, cli):  # noqa: F811
    """9 where they differ, 0 where not, and 0 without the option."""
    assert cli("diff", "lindental-2018", "lindental-2025", "--exit-code").status == 9
    assert cli("diff", "lindental-2018", "lindental-2018", "--exit-code").status == 0
    assert cli("diff", "lindental-2018", "lindental-2025").status == 0


def test_editions_can_be_paths(editions, cli):  # noqa: F811
    """A folder and a file are as good as a key; the results go where --out says."""
    folder = editions / "output" / "lindental-2018"
    file = editions / "output" / "lindental-2025" / "catalogue.json"

    assert cli("diff", folder, file, "--out", editions / "anderswo").status == 0
    page = (editions / "anderswo" / "lindental-2018--lindental-2025" / "diff.html").read_text(
        encoding="utf-8"
    )
    assert "../../output/lindental-2018/report.html#ziel-1" in page


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["diff", "lindental-2018", "nirgends"], 3),
        (["diff", "lindental-2018"], 2),
        (["diff", "lindental-2018", "lindental-2025", "--only", "blau"], 2),
        (["diff", "lindental-2018", "lindental-2025", "--theme", "Raumfahrt"], 2),
    ],
)
def test_what_cannot_be_meant_is_refused(editions, cli, arguments, status):  # noqa: F811
    """Exit statuses of the interface, a message, and no traceback."""
    done = cli(*arguments)

    assert done.status == status
    assert done.err and "Traceback" not in done.err


def test_a_key_cannot_leave_the_folder(editions, cli):  # noqa: F811
    """A foreign catalogue cannot choose where results are written."""
    file = editions / "output" / "lindental-2025" / "catalogue.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**data, "edition": "../../fort"}), encoding="utf-8")

    assert cli("diff", "lindental-2018", "lindental-2025").status == 2


def test_lineage_follows_goals_through_all_editions(editions, cli):  # noqa: F811
    """First seen, every change, last seen, as a table and as JSON."""
    table = cli("lineage").out.splitlines()
    data = json.loads(cli("lineage", "--json").out)

    assert table[0].split() == ["lindental-2018", "lindental-2022", "lindental-2025"]
    assert table[2].split() == ["UZ2", "UZ3", "(umnummeriert)", "UZ3", "(unverändert)"]
    assert [(line["first"], line["last"]) for line in data["lineages"]] == [
        ("lindental-2018", "lindental-2022"),
        ("lindental-2018", "lindental-2025"),
        ("lindental-2025", "lindental-2025"),
    ]


def test_lineage_takes_up_a_goal_that_an_edition_left_out(tmp_path, cli):  # noqa: F811
    """A goal of 2018 and 2025 is one lineage with a gap; the unlike goal of 2025 begins its own."""
    goals = {**EDITIONS, 2022: (goal("UZ3", BUS, theme="4.2"),)}
    goals[2025] = (*goals[2025], goal("UZ7", SCHOOL, theme="4.1"))
    for year, own in goals.items():
        edition = catalogue(*own, edition=f"lindental-{year}", period=(year, year + 5), themes=THEMES)
        write_catalogue(edition, tmp_path / "output" / f"lindental-{year}")

    table = cli("lineage").out.splitlines()
    lines = json.loads(cli("lineage", "--json").out)["lineages"]

    assert table[1].split() == ["UZ1", "–", "UZ7", "(umnummeriert)"]
    assert [station["goals"] for station in lines[0]["stations"]] == [["UZ1"], [], ["UZ7"]]
    assert lines[0]["stations"][2]["notes"][0] == "verglichen mit lindental-2018, weil es dazwischen fehlte"
    assert [line["first"] for line in lines] == ["lindental-2018", "lindental-2018", "lindental-2025"]


def test_lineage_of_one_edition_says_so(tmp_path, cli):  # noqa: F811
    """Nothing to follow is said on stderr."""
    done = cli("lineage")

    assert done.status == 0
    assert "keine zwei Ausgaben" in done.err
