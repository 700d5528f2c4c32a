"""The files of a comparison: json, csv, xlsx, md and html."""

import csv
import json
import re
import shutil
import subprocess

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from pipeline.emit.diff import diff_json, write_diff
from pipeline.errors import UnwritableOutputError
from pipeline.records import Theme
from pipeline.report.alluvial import draw_flow
from pipeline.report.diff import Links, diff_report
from pipeline.report.diff_text import describe_fates, diff_lines, diff_markdown, diff_summary
from tests.factories import catalogue, deadline, goal
from tests.pages import Page
from tests.strategies import catalogues

EVIL = '<script>alert("1")</script> & =1+1 | *fett* [x](y)'
PARTS = (
    "An allen Grundschulen wird Schulsozialarbeit eingerichtet.",
    "Die Fachkräfte vermitteln Jugendliche in Praktika und Werkstatttage der Betriebe.",
)
OLD = catalogue(
    goal("LZ1", "Alle Kinder lernen gut.", theme="3.1", page=2, bbox=((2, 90.0, 120.0, 500.0, 140.0),)),
    goal(
        "M1.1",
        " ".join(PARTS),
        theme="3.1",
        parent="LZ1",
        deadlines=(deadline("2020-12-31", "bis Ende 2020"),),
    ),
    goal("UZ2.1", "Ein Rufbus verbindet alle Dörfer mit dem Bahnhof.", theme="3.2"),
    goal("UZ2.2", EVIL, theme="3.2"),
    goal("UZ2.3", "Radwege werden im Winter geräumt.", theme="3.2"),
    edition="lindental-2018",
    themes=(Theme("3.1", "Bildung"), Theme("3.2", "Mobilität")),
)
NEW = catalogue(
    goal("LZ1", "Alle Kinder lernen gut.", theme="4.2", page=3),
    goal("M1.1", PARTS[0], theme="4.2", parent="LZ1", deadlines=(deadline("2026-12-31"),)),
    goal("M1.2", PARTS[1], theme="4.2", parent="LZ1"),
    goal("UZ2.1", "Ein Rufbus verbindet alle Dörfer mit der Kreisstadt.", theme="4.2"),
    goal("UZ3.1", f"{EVIL} neu", theme="4.1"),
    goal("UZ3.2", "Hecken werden gepflanzt."),
    edition="lindental-2025",
    themes=(Theme("4.1", "Mobilität <b>"), Theme("4.2", "Bildung und Lernen")),
)


@pytest.fixture(scope="module")
def diff(compared):
    """A comparison with nearly every status."""
    return compared(OLD, NEW)


@pytest.fixture(scope="module")
def page(diff):
    """Its report."""
    links = Links("../lindental%202018.pdf", "../lindental-2018/report.html"), Links("neu.pdf", None)
    return Page(diff_report(diff, OLD, NEW, links))


def test_the_sample_has_what_the_tests_need(diff):
    """Unchanged, split, moved, removed, added and a moved deadline occur."""
    assert {status for status, number in diff.summary.items() if number} >= {
        *("unchanged", "split", "moved", "reworded", "deadline_changed", "removed", "added")
    }


def test_diff_json_has_the_keys_of_the_interface(diff):
    """The keys that other tools rely on, in their order, and every goal once."""
    data = json.loads(diff_json(diff))

    assert list(data)[:5] == ["schema", "old", "new", "summary", "changes"]
    assert data["schema"].endswith("/diff-1.json")
    assert list(data["changes"][0])[:7] == [
        *("old", "new", "statuses", "similarity", "confidence", "text", "deadlines")
    ]
    assert sorted(id_ for change in data["changes"] for id_ in change["new"]) == sorted(
        g.id for g in NEW.goals
    )


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(catalogues, catalogues)
def test_whatever_documents_hold_fits_the_schema_and_the_pages(compared, old, new):
    """No text, identifier or theme can break a file or a page."""
    wild = compared(old, new)

    assert json.loads(diff_json(wild))["old"] == old.edition
    Page(diff_report(wild, old, new))
    assert diff_markdown(wild, old, new).startswith("# ")


def test_a_split_goal_that_breaks_the_schema_is_not_written(diff):
    """A mistake of the program is found before a file is."""
    broken = evolve(diff, changes=(evolve(diff.changes[0], statuses=("unchanged", "moved")),))

    with pytest.raises(ValueError, match="diff-1"):
        diff_json(broken)


def test_all_files_are_written_together(diff, tmp_path):
    """json, csv, xlsx and the given pages; the texts of the goals stand in the tables."""
    write_diff(diff, OLD, NEW, tmp_path / "a--b", {"diff.html": "<p>", "diff.md": "#"})

    assert {file.name for file in (tmp_path / "a--b").iterdir()} == {
        *("diff.json", "diff.csv", "diff.xlsx", "diff.html", "diff.md")
    }
    rows = list(csv.DictReader((tmp_path / "a--b" / "diff.csv").open(encoding="utf-8", newline="")))
    split = next(row for row in rows if "split" in row["statuses"])
    assert (split["old"], split["new"]) == ("M1.1", "M1.1|M1.2")
    assert split["new_text"] == "\n".join(PARTS)
    assert "um 6 Jahre verschoben" in split["deadlines"]


def test_the_workbook_is_for_people(diff, tmp_path):
    """German headings, a filter, a header that stays, and no formula made from a document's text."""
    write_diff(diff, OLD, NEW, tmp_path / "x")

    book = load_workbook(tmp_path / "x" / "diff.xlsx")
    sheet = book["Änderungen"]
    assert book.sheetnames == ["Änderungen", "Fristen", "Themen"]
    assert (sheet.freeze_panes, sheet["B1"].value) == ("A2", "alte Kennung")
    assert sheet.auto_filter.ref
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_formula_is_a_text_in_csv_and_workbook(compared, tmp_path, start):
    """Programs read from the CSV what the document says; Excel gets it from the workbook as text."""
    old, new = (catalogue(goal("UZ1", f"{start}1+1 {word}"), edition=word) for word in ("alt", "neu"))
    write_diff(compared(old, new), old, new, tmp_path / "x")

    rows = list(csv.DictReader((tmp_path / "x" / "diff.csv").open(encoding="utf-8", newline="")))
    cells = [
        cell for row in load_workbook(tmp_path / "x" / "diff.xlsx")["Änderungen"].iter_rows() for cell in row
    ]
    formulas = [cell for cell in cells if str(cell.value).startswith(f"{start}1")]

    texts = {f"{start}1+1 alt", f"{start}1+1 neu"}
    assert {row[side] for row in rows for side in ("old_text", "new_text")} - {""} == texts
    assert {cell.value for cell in formulas} == texts
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in formulas)


def test_an_unchanged_goal_leaves_no_side_unexplained(compared):
    """Its words stand once; the other side says where."""
    old, new = (catalogue(goal("UZ1", "Wege sind kurz."), edition=name) for name in ("alt", "neu"))
    page = diff_report(compared(old, new), old, new, (Links("a.pdf", None), Links("b.pdf", None)))

    assert "Wortlaut wie in neu." in page
    assert "Wortlaut wie in alt." not in page


def test_what_cannot_be_written_leaves_the_earlier_result(diff, tmp_path):
    """A file where a folder has to be: an error that says so, and nothing lost."""
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(UnwritableOutputError):
        write_diff(diff, OLD, NEW, tmp_path / "file" / "a--b")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


def test_the_report_escapes_what_documents_hold(page):
    """No markup of a document becomes markup of the page."""
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert any(EVIL in text for text in page.text)


def test_the_report_needs_nothing_from_elsewhere(diff):
    """One file: no style, script, font or picture is fetched."""
    text = diff_report(diff, OLD, NEW)

    assert not re.search(r"<link|<img|@import|url\(|https?://|src=", text)


def test_the_report_shows_every_change_and_its_words(page, diff):
    """An entry per change; what went and came is marked by its own elements, told to a screen reader too."""
    assert len(page.all("article")) == len(diff.changes)
    assert page.all("del") and page.all("ins")
    assert any("gestrichen" in text for text in page.text)


def test_the_report_links_page_and_place(page):
    """The link opens the document at the goal's box, and the edition's own report at the goal."""
    links = [attrs["href"] for attrs in page.all("a")]

    assert "../lindental%202018.pdf#page=2&zoom=150,70,100" in links
    assert "../lindental-2018/report.html#ziel-1" in links
    assert "neu.pdf#page=3" in links


def test_the_parts_of_a_split_goal_are_numbered(page):
    """Numbers tell which words of the whole went to which part."""
    assert {attrs["aria-label"] for attrs in page.all("sup")} == {"Teil 1:", "Teil 2:"}


def test_the_flow_accounts_for_every_goal(diff):
    """Nodes are as high as their goals, ribbons say where they went; new and removed have nodes."""
    drawing = draw_flow(diff, OLD, NEW)

    assert sum(node.goals for node in drawing.left[:-1]) == len(OLD.goals)
    assert {ribbon.kind for ribbon in drawing.ribbons} == {"kept", "moved", "added", "removed"}
    assert all(node.y + node.height <= drawing.height for node in (*drawing.left, *drawing.right))
    assert drawing.left[-1].lines == ("neu",) and drawing.right[-1].lines == ("entfallen",)


def test_the_lede_says_it_in_sentences(diff):
    """Figures in words, with singular and plural, and what should be checked."""
    text = " ".join(describe_fates(diff, OLD, NEW))

    assert text.startswith("Von 5 Zielen der Ausgabe lindental-2018 steht 1 unverändert")
    assert "1 ist entfallen" in text


def test_markdown_tells_the_changes_without_markup_of_documents(diff):
    """The paper for a council: headings by kind, statuses in German, marks of a document escaped."""
    text = diff_markdown(diff, OLD, NEW)

    assert "## Entfallen (1)" in text and "## Neu (" in text
    assert "(andere Frist, geteilt)" in text
    assert "\\*fett\\*" in text and "<script>" not in text.replace("\\<script\\>", "")


def test_lines_for_the_terminal(diff):
    """A line per change, and all statuses in one line."""
    assert "M1.1 → M1.1 + M1.2: andere Frist, geteilt" in list(diff_lines(diff))
    assert diff_summary(diff).startswith("lindental-2018 → lindental-2025: ")


def test_two_empty_editions_make_a_page(compared):
    """Nothing to compare is said, not crashed upon."""
    empty = catalogue()

    assert "Beide Ausgaben sind leer" in diff_report(compared(empty, empty), empty, empty)


@pytest.mark.browser
@pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium: the page cannot be looked at")
@pytest.mark.parametrize("width", [500, 1280])  # the browser opens no narrower window
def test_a_browser_shows_the_page_without_sideways_scrolling(diff, tmp_path, width):
    """The filter counts the entries, and on a phone as on a desk nothing sticks out of the page."""
    probe = "document.title = document.documentElement.scrollWidth <= innerWidth ? 'passt' : 'zu breit';"
    text = diff_report(diff, OLD, NEW).replace("</script>", f"{probe}</script>")
    file = tmp_path / "diff.html"
    file.write_text(text, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900", "--dump-dom"]
    command = ["chromium", *options, file.as_uri()]

    seen = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout

    assert f"{len(diff.changes)} von {len(diff.changes)} Einträgen" in seen
    assert "<title>passt</title>" in seen
