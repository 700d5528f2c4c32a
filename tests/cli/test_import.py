"""`zielkatalog import`: what it writes, what it says, and how it ends."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.editions import checked_key, usable_key
from tests.cli.conftest import STRATEGY, command

CORPUS = Path(__file__).parents[2] / "corpus" / "derived"
FILES = {
    "catalogue.json",
    "catalogue.sqlite",
    "catalogue.xlsx",
    "coverage.json",
    "datapackage.json",
    "deadlines.csv",
    "findings.csv",
    "footnotes.csv",
    "goals.csv",
    "repairs.csv",
    "report.html",
    "themes.csv",
}


def blank_pdf(path: Path, **options) -> Path:
    """A PDF of one empty page."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, **options)
    return path


def test_a_document_becomes_a_folder(cli, strategy):
    """All files are written under output/, named by county and first year, and a summary is said."""
    result = cli("import", strategy)

    assert (result.status, result.out) == (0, "")
    assert {path.name for path in Path("output/lindental-2025").iterdir()} == FILES
    assert "lindental-2025: 3 Ziele (1 LZ, 1 UZ, 1 M); 2 Fristen" in result.err
    assert "output/lindental-2025" in result.err


def test_levels_are_spelled_out_in_the_report(cli, strategy):
    """The report says *Leitziel*, as the rules spell the level out."""
    cli("import", strategy)

    assert "Leitziel" in Path("output/lindental-2025/report.html").read_text(encoding="utf-8")


def test_json_is_the_only_thing_on_stdout(cli, strategy):
    """`--json` gives one document with counts, files and failures."""
    result = cli("import", strategy, "nirgends.pdf", "--json", "--out", "anderswo")
    data = json.loads(result.out)

    assert result.status == 8
    assert [(one["edition"], one["folder"], set(one["files"])) for one in data["imported"]] == [
        ("lindental-2025", "anderswo/lindental-2025", FILES)
    ]
    assert data["imported"][0]["goals"] == {"LZ": 1, "UZ": 1, "M": 1}
    assert [(one["file"], one["status"]) for one in data["failed"]] == [("nirgends.pdf", 3)]


def test_packages_do_not_talk_in_between(process, tmp_path):
    """Of a PDF whose font is missing nothing is said but the summary; with `--debug` more."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 12 Tf 9 9 Td (LZ 1 Wege) Tj ET " * 20)
        pdf.save(tmp_path / "ohne-schrift.pdf")

    quiet = process("import", "ohne-schrift.pdf", "--ocr", "never")
    loud = process("--debug", "import", "ohne-schrift.pdf", "--ocr", "never")

    assert (quiet.status, loud.status) == (0, 0)
    assert len(quiet.err.splitlines()) == 2
    assert "FontBBox" in loud.err


def test_the_edition_can_be_named(cli, strategy):
    """`--edition` names folder and dataset."""
    assert cli("import", strategy, "--edition", "entwurf-2025").status == 0
    assert (
        json.loads(Path("output/entwurf-2025/catalogue.json").read_text("utf-8"))["edition"] == "entwurf-2025"
    )


@pytest.mark.parametrize("key", ["../x", "a/b", "a\\b", ".versteckt", "", "punkt.", "neu\nzeile", "CON"])
def test_a_name_that_is_no_folder_is_refused(cli, strategy, key):
    """A key cannot lead out of the output folder, nor be one that some system cannot hold."""
    result = cli("import", strategy, "--edition", key)

    assert result.status == 2
    assert "--edition" in result.err
    assert not Path("output").exists()


@pytest.mark.parametrize(
    ("stem", "key"),
    [
        ("Strategie 2025 (Entwurf)", "Strategie-2025-Entwurf"),
        ("Übersicht", "Übersicht"),
        ("U\u0308bersicht", "Übersicht"),
        ("con", "ausgabe-con"),
        ("...", "ausgabe"),
    ],
)
def test_a_document_without_a_title_is_named_after_its_file(cli, strategy, stem, key):
    """Also where the file's name is no key, as most names are that people give their files."""
    file = strategy.with_name(f"{stem}.txt")
    file.write_text(STRATEGY.partition("\n")[2], encoding="utf-8")

    result = cli("import", file, "--json")

    assert result.status == 0
    assert json.loads(result.out)["imported"][0]["edition"] == key
    assert json.loads(Path(f"output/{key}/catalogue.json").read_text("utf-8"))["edition"] == key


@given(name=st.text() | st.from_regex(r"con\..{90,120}"))
def test_every_name_gives_a_key(name):
    """What a key is made of is a key, and stays what it is."""
    key = usable_key(name)

    assert checked_key(key) == usable_key(key) == key


def test_one_name_for_several_files_is_refused(cli, strategy):
    """`--edition` names one document."""
    assert cli("import", strategy, strategy, "--edition", "x").status == 2


def test_two_files_of_the_same_edition_do_not_overwrite_each_other(cli, strategy):
    """The second is refused by name; the first stays."""
    other = strategy.with_name("zweite.txt")
    other.write_text(STRATEGY.replace("zwei Busse", "drei Busse"), encoding="utf-8")

    result = cli("import", strategy, other)

    assert result.status == 8
    assert "dieselbe Ausgabe „lindental-2025“" in result.err
    assert "1 von 2 Dateien nicht eingelesen" in result.err
    assert "zwei Busse" in Path("output/lindental-2025/goals.csv").read_text(encoding="utf-8")


def test_a_county_may_bring_its_own_levels(cli, tmp_path):
    """Three lines of TOML, and other levels are read."""
    (tmp_path / "regeln").mkdir()
    rules = (
        '[kennungen]\nSZ = { schreibungen = ["SZ"] }\nOZ = { schreibungen = ["OZ"], gehoert_zu = ["SZ"] }\n'
    )
    (tmp_path / "regeln" / "kennungen.toml").write_text(rules, encoding="utf-8")
    text = STRATEGY.replace("LZ 1", "SZ 1").replace("UZ 1.1", "OZ 1.1").replace("M 1.1.1 ", "")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")

    result = cli("import", "a.txt", "--rules", "regeln")

    assert "2 Ziele (1 SZ, 1 OZ)" in result.err


def test_strict_ends_with_7_where_there_are_errors(cli, tmp_path):
    """A doubled identifier is an error finding; without `--strict` it is only told."""
    (tmp_path / "a.txt").write_text(
        STRATEGY + "\nUZ 1.1 Bis Ende 2027 fährt auch ein Zug.\n", encoding="utf-8"
    )

    assert cli("import", "a.txt").status == 0
    assert cli("import", "a.txt", "--strict").status == 7


def test_strict_ends_with_0_where_there_are_none(cli, strategy):
    """`--strict` minds errors alone."""
    assert cli("import", strategy, "--strict").status == 0


def bad_inputs(tmp_path: Path) -> dict[str, Path]:
    """Files that cannot be read, by what is wrong."""
    whole = CORPUS / "lindental-2025.pdf"
    made = {name: tmp_path / f"{name}.pdf" for name in ("leer", "abgeschnitten", "bild", "schein")}
    made["leer"].write_bytes(b"")
    made["abgeschnitten"].write_bytes(whole.read_bytes()[:5000])
    made["bild"].write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    made["schein"].write_bytes(b"%PDF-1.7\nnichts")
    locked = blank_pdf(tmp_path / "verschlossen.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    (tmp_path / "ordner").mkdir()
    return {**made, "verschlossen": locked, "ordner": tmp_path / "ordner", "fehlt": tmp_path / "fehlt.pdf"}


@pytest.mark.parametrize(
    "name", ["leer", "abgeschnitten", "bild", "schein", "verschlossen", "ordner", "fehlt"]
)
def test_what_cannot_be_read_ends_with_3(process, tmp_path, name):
    """The file is named, what is wrong, and what to do, in at most three lines; nothing is written."""
    file = bad_inputs(tmp_path)[name]

    result = process("import", file)

    assert (result.status, result.out) == (3, "")
    assert file.name in result.err
    assert 2 <= len(result.err.splitlines()) <= 3
    assert "Traceback" not in result.err
    assert not (tmp_path / "output").exists()


def test_debug_shows_where_an_error_comes_from(process):
    """With `--debug`, anywhere on the line, the traceback comes before the message."""
    result = process("import", "fehlt.pdf", "--debug")

    assert result.status == 3
    assert "Traceback" in result.err
    assert "Datei nicht gefunden" in result.err.splitlines()[-2]


@pytest.mark.parametrize(("make", "said"), [("text", "Kennung eines Ziels"), ("pdf", "kein Text")])
def test_a_document_without_a_goal_ends_with_4(process, tmp_path, make, said):
    """Prose alone is no strategy, an empty page no prose; the advice says what may be meant."""
    file = tmp_path / f"prosa.{make}"
    if make == "pdf":
        blank_pdf(file)
    else:
        file.write_text(
            "Vorwort\n\nWir haben viel vor und danken allen, die mitgedacht haben.\n", encoding="utf-8"
        )

    result = process("import", file, "--ocr", "never")

    assert result.status == 4
    assert "prosa" in result.err
    assert said in result.err
    assert 2 <= len(result.err.splitlines()) <= 3


def test_a_missing_engine_ends_with_5(process, tmp_path):
    """Where the OCR engine is not installed, a scan says so."""
    (tmp_path / "ohne").mkdir()
    (tmp_path / "ohne" / "tesserocr.py").write_text("raise ImportError('no engine')", encoding="utf-8")

    result = process("import", CORPUS / "lindental-2025.scan.pdf", PYTHONPATH=str(tmp_path / "ohne"))

    assert result.status == 5
    assert "lindental-2025.scan.pdf" in result.err or "tesserocr" in result.err
    assert len(result.err.splitlines()) <= 3


def test_an_output_that_cannot_be_written_ends_with_6(process, strategy, tmp_path):
    """A file in the place of the output folder is said before the work begins."""
    (tmp_path / "voll").write_text("eine Datei", encoding="utf-8")

    result = process("import", strategy, "--out", "voll")

    assert result.status == 6
    assert "voll" in result.err
    assert (tmp_path / "voll").read_text(encoding="utf-8") == "eine Datei"


def test_a_file_in_the_place_of_the_edition_ends_with_6(cli, strategy, tmp_path):
    """Also where only the edition's own folder cannot be made."""
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "lindental-2025").write_text("eine Datei", encoding="utf-8")

    assert cli("import", strategy).status == 6


def test_a_full_disk_ends_the_run_with_6_after_saying_what_was_done(cli, strategy, tmp_path):
    """What was written before is told; what comes after is not tried."""
    other = tmp_path / "zweite.txt"
    other.write_text(STRATEGY.replace("2025-2030", "2031-2036"), encoding="utf-8")
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "lindental-2031").write_text("eine Datei", encoding="utf-8")

    result = cli("import", strategy, other, "dritte.txt", "--json")
    data = json.loads(result.out)

    assert result.status == 6
    assert [one["edition"] for one in data["imported"]] == ["lindental-2025"]
    assert [one["file"] for one in data["failed"]] == [str(other)]


def test_a_wrong_rule_is_said_once(cli, strategy, tmp_path):
    """A mistake in a county's rules is no matter of the documents."""
    (tmp_path / "kennungen.toml").write_text("[kennungen\n", encoding="utf-8")

    result = cli("import", strategy, strategy, "--rules", ".")

    assert result.status == 2
    assert "kennungen.toml, Zeile 1" in result.err
    assert len(result.err.splitlines()) == 2


def test_several_failing_files_end_with_8_and_are_all_named(process):
    """Each is tried; the end names them."""
    result = process("import", "a.pdf", "b.pdf")

    assert result.status == 8
    assert "2 von 2 Dateien nicht eingelesen: a.pdf, b.pdf" in result.err


def test_a_failed_import_leaves_the_earlier_result(cli, strategy, monkeypatch):
    """Nothing is written over what was there, also when writing itself fails."""
    cli("import", strategy)
    before = {path.name: path.read_bytes() for path in Path("output/lindental-2025").iterdir()}

    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.emit.database.write_database", fail)
    result = cli("import", strategy)

    assert result.status == 6
    assert before == {path.name: path.read_bytes() for path in Path("output/lindental-2025").iterdir()}
    assert [path.name for path in Path("output").iterdir()] == ["lindental-2025"]


def test_importing_again_gives_the_same_bytes(cli, strategy):
    """The same input gives the same files, to the byte."""
    runs = []
    for _ in range(2):
        cli("import", strategy)
        runs.append({path.name: path.read_bytes() for path in Path("output/lindental-2025").iterdir()})

    assert runs[0] == runs[1]


@pytest.mark.parametrize("files", [("a.txt",), ("a.txt", "fehlt.pdf")])
def test_a_mistake_of_ours_is_no_traceback(cli, tmp_path, monkeypatch, files):
    """An unforeseen error names the file; of several files the others are still tried."""
    (tmp_path / "a.txt").write_text(STRATEGY, encoding="utf-8")

    def stumble(*_arguments):
        raise RuntimeError("gestolpert")

    monkeypatch.setattr("pipeline.flow.import_document", stumble)
    result = cli("import", *files)

    assert result.status == (1 if len(files) == 1 else 8)
    assert "a.txt: unerwarteter Fehler: RuntimeError: gestolpert" in result.err
    assert "--debug" in result.err
    assert "Traceback" not in result.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_an_interrupt_ends_with_130(tmp_path):
    """Control-C while a document is read ends the command with a word."""
    os.mkfifo(tmp_path / "strom.txt")
    running = subprocess.Popen(
        command("import", "strom.txt"), cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8"
    )
    with (tmp_path / "strom.txt").open("w"):  # opens as soon as the command reads
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)

    assert (running.returncode, err) == (130, "Abgebrochen.\n")


@pytest.mark.ocr
def test_an_interrupt_does_not_wait_for_ocr(tmp_path):
    """Pages in the engine's hands are given up, and nothing is written."""
    running = subprocess.Popen(
        command("import", CORPUS / "lindental-2018.scan.pdf", "--debug"),
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    time.sleep(4)  # the first pages are read after 1 s, all not before 10
    running.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, err = running.communicate(timeout=30)

    assert (running.returncode, err) == (130, "Abgebrochen.\n")
    assert time.monotonic() - began < 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_both_editions_of_the_corpus_come_through(cli):
    """The whole way on real layouts: the scores against gold stay what the project promises."""
    for edition in ("lindental-2018", "lindental-2025"):
        shutil.copy(CORPUS / f"{edition}.gold.json", ".")
        assert cli("import", CORPUS / f"{edition}.pdf").status == 0
        figures = json.loads(cli("evaluate", edition, f"{edition}.gold.json", "--json").out)
        assert figures["ids_f1"] == 1
        assert figures["exact"] >= 0.98
        assert figures["deadlines_f1"] == 1
