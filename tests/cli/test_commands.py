"""The other commands, the help, and what all commands promise."""

import json
import subprocess
import sys

import pytest
from typer.main import get_command

from pipeline.cli import app as application
from pipeline.cli.app import COMMANDS, app, guarded
from tests.cli.conftest import command

HEAVY = {
    "spacy",
    "pandas",
    "numpy",
    "scipy",
    "jsonschema",
    "rapidfuzz",
    "pdfplumber",
    "attrs",
    "openpyxl",
    "jinja2",
}


@pytest.fixture(scope="module")
def commands():
    """All commands by name, as typer knows them."""
    guarded(["--version"])  # registers them
    return get_command(app).commands


def test_every_module_of_a_command_is_registered():
    """A module with a command that `COMMANDS` forgets would be missed by users."""
    folder = application.__file__.rsplit("/", 1)[0]
    found = subprocess.run(
        ["grep", "-l", "^@app.command", "-r", folder], capture_output=True, text=True, check=True
    ).stdout.split()

    assert {path.rsplit("/", 1)[1].removesuffix(".py") for path in found if path.endswith(".py")} == set(
        COMMANDS
    )


def test_every_command_and_every_option_is_explained(commands):
    """No command, argument or option is without help."""
    assert {"import", "diff", "validate", "evaluate", "repair", "list"} <= set(commands)
    for name, one in commands.items():
        assert one.help, name
        for parameter in one.params:
            assert getattr(parameter, "help", None), (name, parameter.name)


def test_help_is_german(cli, commands):
    """typer's own words are German as well."""
    for name in ((), *((name,) for name in commands)):
        out = cli(*name, "--help").out
        assert "Aufruf: zielkatalog" in out
        for english in (
            "Usage",
            "Options",
            "Commands",
            "Arguments",
            "Show this",
            "[required]",
            "[default",
            "<str>",
            "list[",
        ):
            assert english not in out


def test_help_loads_nothing_heavy():
    """The help is there at once, because no heavy package is loaded for it."""
    code = (
        "import sys; from pipeline.cli.app import guarded; guarded(['--help']);"
        f"print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["imprt"], "Den Befehl „imprt“ gibt es nicht; meinten Sie „import“?"),
        (["xyzzy"], "Den Befehl „xyzzy“ gibt es nicht."),
        (["list", "--jsn"], "Die Option --jsn gibt es nicht; meinten Sie --json?"),
        (["list", "--xyzzy"], "Die Option --xyzzy gibt es nicht."),
        (["import"], "Es fehlt die Angabe"),
        (["import", "x.pdf", "--ocr", "vielleicht"], "--ocr: „vielleicht“ ist keines von"),
        (["list", "x"], "Überzählige Angabe: x."),
        (["list", "--out"], "Der Option --out fehlt ihr Wert."),
        (["list", "--json=1"], "Die Option --json nimmt keinen Wert."),
        (["evaluate", "a", "b", "--show", "viele"], "--show: kein gültiger Wert."),
        (["evaluate", "a", "b", "--show", "-1"], "--show: kein gültiger Wert."),
        (["import", "x.pdf", "--rules", "nirgends"], "nirgends: kein Ordner mit Regeln."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_ends_with_2_and_is_explained_in_german(cli, arguments, words):
    """At most three lines on stderr: what is wrong, and where help is."""
    result = cli(*arguments)

    assert (result.status, result.out) == (2, "")
    assert words in result.err
    assert len(result.err.splitlines()) == 2


def test_no_command_gives_the_help(cli):
    """A bare call is answered with the help, as wrong usage."""
    result = cli()

    assert result.status == 2
    assert "Befehle:" in result.err


def test_the_version_is_said(process):
    """`--version` says which version runs."""
    assert process("--version").out.startswith("zielkatalog ")


def test_a_reader_that_has_enough_is_no_error(edition, tmp_path):
    """`zielkatalog list | head` ends quietly."""
    running = subprocess.Popen(
        command("list"), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    running.stdout.close()

    assert (running.stderr.read(), running.wait(timeout=30)) == ("", 0)


def test_list_shows_the_editions_with_their_counts(cli, edition):
    """One line per edition; as JSON one entry each."""
    assert cli("list").out == (
        "lindental-2025: 2 Ziele (1 LZ, 1 UZ); 1 Frist; 0 Berichtigungen; 0 Ziele zu prüfen; 1 Hinweis\n"
    )
    (entry,) = json.loads(cli("list", "--json").out)
    assert entry["edition"] == "lindental-2025"
    assert entry["goals"] == {"LZ": 1, "UZ": 1}
    assert entry["period"] == [2025, 2030]


def test_list_of_nothing_says_so(cli):
    """An empty or missing output folder is no error."""
    result = cli("list", "--json")

    assert (result.status, json.loads(result.out)) == (0, [])
    assert "import" in result.err


@pytest.mark.parametrize(
    ("content", "problem"),
    [(None, "gibt es nicht"), ("[" * 100_000, "zu tief verschachtelt"), ("[1]", "nicht aneinander messen")],
    ids=["missing", "deep", "no catalogue"],
)
def test_a_gold_file_that_is_none_ends_with_3(cli, edition, tmp_path, content, problem):
    """It is named in German, without a word of the interpreter's own."""
    gold = tmp_path / "soll.json"
    if content:
        gold.write_text(content, encoding="utf-8")

    result = cli("evaluate", "lindental-2025", gold)

    assert (result.status, result.out) == (3, "")
    assert "soll.json" in result.err
    assert problem in result.err
    assert "object" not in result.err
    assert len(result.err.splitlines()) == 2


def test_list_goes_on_after_a_damaged_edition(cli, edition):
    """The damaged one is named, the others are listed."""
    (edition.parent / "kaputt").mkdir()
    (edition.parent / "kaputt" / "catalogue.json").write_text("{", encoding="utf-8")
    (edition.parent / ".aside").mkdir()
    (edition.parent / ".aside" / "catalogue.json").write_text("{", encoding="utf-8")

    result = cli("list")

    assert result.status == 3
    assert "lindental-2025" in result.out
    assert "kaputt" in result.err
    assert "aside" not in result.err


@pytest.mark.parametrize(
    "name", ["lindental-2025", "output/lindental-2025", "output/lindental-2025/catalogue.json"]
)
def test_an_edition_can_be_named_in_three_ways(cli, edition, name):
    """Key, folder or file."""
    assert cli("validate", name).status == 0


def test_an_unknown_edition_ends_with_3(cli, edition):
    """What is neither key nor file is named, with advice."""
    result = cli("validate", "lindental-1999")

    assert result.status == 3
    assert "lindental-1999" in result.err
    assert "zielkatalog list" in result.err


def change(edition, **fields) -> None:
    """Edit the second goal of a written edition."""
    file = edition / "catalogue.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["goals"][1] |= fields
    file.write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"parent": "LZ9"}, "parent-unknown"),
        ({"parent": "UZ1.1"}, "parent-unknown"),
        ({"theme": "9.9"}, "theme-unknown"),
        ({"page": "vier"}, "schema"),
        ({"id": "LZ1"}, "id-duplicate"),
    ],
)
def test_validate_finds_what_is_wrong(cli, edition, fields, code):
    """Schema, references, numbering: an error ends with 7, on stdout and as JSON."""
    change(edition, **fields)

    result = cli("validate", "lindental-2025")
    data = json.loads(cli("validate", "lindental-2025", "--json").out)

    assert result.status == 7
    assert f"Fehler ({code})" in result.out
    assert code in [finding["code"] for finding in data["findings"] if finding["severity"] == "error"]


def test_validate_finds_words_that_are_not_where_they_should_be(cli, edition):
    """A deadline's span must hold its words; a finding must be about a goal that there is."""
    change(edition, text="Busse fahren bis Ende 2026 oft.")
    file = edition / "catalogue.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["goals"][1]["deadlines"][0]["span"] = [0, 5]
    data["findings"][0]["goal"] = "LZ7"
    file.write_text(json.dumps(data), encoding="utf-8")

    out = cli("validate", "lindental-2025").out

    assert "Fehler (span-wrong)" in out
    assert "Fehler (goal-unknown)" in out


def test_list_and_validate_count_the_same(cli, strategy):
    """What was read of the title is a finding of both, until somebody sets another."""
    cli("import", strategy)
    edition = json.loads(cli("list", "--json").out)[0]
    found = json.loads(cli("validate", edition["edition"], "--json").out)["findings"]

    assert sum(edition["findings"].values()) == len(found)
    assert "title-read" in [one["code"] for one in found]

    file = strategy.parent / edition["folder"] / "catalogue.json"
    data = json.loads(file.read_text(encoding="utf-8")) | {"title": "Sozialplan", "period": None}
    file.write_text(json.dumps(data), encoding="utf-8")
    codes = [one["code"] for one in json.loads(cli("validate", edition["edition"], "--json").out)["findings"]]

    assert ("title-read" in codes, "imprint-missing" in codes) == (False, True)


def test_evaluate_scores_against_gold(cli, edition):
    """Figures on stdout, with the places where both part; as JSON the same."""
    change(edition, text="Busse fahren selten.", id="UZ1.1")
    gold = edition.parent / "gold.json"
    data = json.loads((edition / "catalogue.json").read_text(encoding="utf-8"))
    data["goals"][1]["text"] = "Busse fahren oft."
    gold.write_text(json.dumps(data), encoding="utf-8")

    out = cli("evaluate", "lindental-2025", gold).out
    figures = json.loads(cli("evaluate", "lindental-2025", gold, "--theme", "4.1", "--json").out)

    assert "ids_f1         1.0000" in out
    assert "  ist   Busse fahren selten.\n  soll  Busse fahren oft.\n" in out
    assert figures["exact"] == 0.5
    assert figures["mismatches"][0]["what"] == "UZ1.1"


def test_evaluate_refuses_what_cannot_be_compared(cli, edition):
    """A catalogue against a diff is an error in words."""
    (edition.parent / "diff.json").write_text("[]", encoding="utf-8")
    (edition.parent / "leer.json").write_text("{}", encoding="utf-8")

    for gold in ("output/leer.json", "output/fehlt.json"):
        result = cli("evaluate", "lindental-2025", gold)
        assert result.status == 3
        assert gold in result.err
