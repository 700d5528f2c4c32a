"""report.html of a catalogue: complete, escaped, self-contained, and readable without a mouse."""

import re
import shutil
import subprocess

import pytest
from attrs import evolve
from hypothesis import given, settings

from pipeline.records import Doubt, Finding, Footnote, Theme
from pipeline.report.catalogue import build_entries, catalogue_report
from pipeline.report.marking import mark_text
from tests.factories import catalogue, deadline, goal
from tests.pages import Page
from tests.strategies import catalogues

EDITION = catalogue(
    goal("LZ2.1", "Wege sind kurz.", theme="4.2"),
    goal(
        "UZ2.1.1",
        "Es gibt Treffpunkte für alle bis Ende 2026.",
        text_raw="Es gibt Treff-\npunkte fiir alle bis Ende 2026.",
        parent="LZ2.1",
        theme="4.2",
        page=14,
        printed="uza21.1",
        flags=("id-repaired", "word-doubtful"),
        deadlines=(deadline("2026-12-31", "bis Ende 2026"),),
        responsible="Jugendamt",
        indicator="Zahl <b>",
        footnotes=("3",),
        doubts=(Doubt(24, 28, "alle", "auch möglich: aller", ("aller", "alles")),),
    ),
    goal("ÜQZ", "Alle machen mit."),
    themes=(Theme("4.2", "Familie"), Theme("4.3", "Kultur")),
    footnotes=(Footnote("3", 14, "Stand: Mai"),),
    findings=(
        Finding("info", "deadline-missing", "LZ2.1", 2, "LZ2.1: Es gibt keine Frist."),
        Finding("error", "id-duplicate", "UZ2.1.1", 3, "UZ2.1.1: Die Kennung steht zweimal."),
        Finding("warning", "number-gap", "UZ7.7", None, "UZ7.7 fehlt."),
    ),
)


@pytest.fixture(scope="module")
def page() -> str:
    """The report on the edition above."""
    return catalogue_report(EDITION, {"LZ": "Leitziel", "UZ": "Unterziel"})


def test_everything_of_a_goal_is_shown(page):
    """Text, level, page, deadline, who, indicator, footnote, printed form, flags and their reasons."""
    words = Page(page).words

    for expected in (
        "UZ2.1.1 Unterziel",
        "gedruckt: uza21.1",
        "S. 14",
        "Es gibt Treffpunkte für alle bis Ende 2026.",
        "Termin 31.12.2026 „bis Ende 2026“",
        "Zuständig Jugendamt",
        "Indikator Zahl <b>",
        "Fußnoten 3",
        "Die Kennung war verlesen",
        "Mindestens ein Wort ist vielleicht noch verlesen. „alle“ (auch möglich: aller)",
        "3 Stand: Mai S. 14",
    ):
        assert expected in words


def test_findings_come_first_and_the_gravest_of_them_first(page):
    """Errors before warnings before hints, all before the goals; each leads to its goal."""
    words = Page(page).words
    order = ["steht zweimal", "UZ7.7 fehlt", "1 Hinweis", "Es gibt keine Frist", "4.2 Familie"]

    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert '<a href="#ziel-2">UZ2.1.1</a>' in page
    assert re.search(r'UZ2\.1\.1</a>\s+<span class="soft">S\. 3</span>\s', page)
    assert 'id="ziel-2"' in page


def test_goals_stand_by_theme_and_below_their_parents(page):
    """A goal below another is set in; themes without goals and goals without a theme are named."""
    depths = re.findall(r'id="ziel-(\d)" style="--depth: (\d)"', page)

    assert depths == [("3", "0"), ("1", "0"), ("2", "1")]
    assert "In diesem Thema stehen keine Ziele." in page
    assert "Ohne Thema" in page


def test_a_circle_of_parents_ends():
    """Goals that are each other's parents do not hang the report."""
    page = catalogue_report(catalogue(goal("LZ1", parent="LZ2"), goal("LZ2", parent="LZ1")))

    assert page.count("<article") == 2


def test_repairs_and_doubts_are_marked_in_the_words(page):
    """The raw form and other readings show on hover and on focus; a line's end is no repair."""
    marks = [attributes for tag, attributes in Page(page).tags if "data-note" in attributes]

    assert [(mark["data-note"], mark["tabindex"]) for mark in marks] == [
        ("gelesen: fiir", "0"),
        ("auch möglich: aller; oder: alles", "0"),
    ]


def test_the_page_needs_nothing_from_elsewhere(page):
    """No address is loaded: the report works from a memory stick and tells nobody."""
    assert not re.search(r"(?:src|href)=\"(?!#)|@import|url\(", page)


def test_the_page_is_for_everybody(page):
    """German, skip link, light and dark, paper and phone, and a label at every control."""
    outline = Page(page)
    controls = [tag for tag, _ in outline.tags if tag in ("input", "select")]

    assert ("html", {"lang": "de"}) in outline.tags
    assert '<a class="skip" href="#inhalt">' in page
    for query in ("prefers-color-scheme: dark", "@media print", "max-width: 40rem", "size: A4"):
        assert query in page
    assert len(controls) == len(re.findall(r"<label>[^<]*<(?:input|select)", page))


@settings(max_examples=40, deadline=None)
@given(edition=catalogues)
def test_any_document_is_escaped(edition):
    """Whatever a document holds, the page stays well formed and runs no script but its own."""
    outline = Page(catalogue_report(edition))

    assert [tag for tag, _ in outline.tags if tag == "script"] == ["script"]


def test_a_script_in_a_document_stays_text():
    """Text of a document is shown, not run."""
    evil = '<script>alert(1)</script>" onfocus="alert(2)'
    page = catalogue_report(catalogue(goal("LZ1", evil, text_raw="x", responsible=evil), title=evil))

    assert "<script>alert" not in page
    assert evil in Page(page).words


@given(edition=catalogues)
@settings(max_examples=40, deadline=None)
def test_marking_loses_no_word(edition):
    """The pieces of a marked text, joined by blanks, are the text."""
    for one in edition.goals:
        assert " ".join(segment.text for segment in mark_text(one)).split() == one.text.split()


@pytest.mark.parametrize(
    ("raw", "text", "expected"),
    [
        ("Wege sind kurz.", "Wege sind kurz.", [("Wege sind kurz.", None)]),
        ("Treff-\npunkte", "Treffpunkte", [("Treffpunkte", None)]),
        ("Bildungs-\nund Kultur", "Bildungs- und Kultur", [("Bildungs- und Kultur", None)]),
        (
            "Treff-\npunkte fiir alle",
            "Treffpunkte für alle",
            [("Treffpunkte", None), ("für", "fiir"), ("alle", None)],
        ),
        ("fiir alle", "für alle", [("für", "fiir"), ("alle", None)]),
        ("gibtim Kreis", "gibt im Kreis", [("gibt im", "gibtim"), ("Kreis", None)]),
        ("im Kreis 12", "im Kreis", [("im Kreis", None), ("", "12")]),
    ],
    ids=[
        "nothing",
        "hyphenation",
        "a hyphen that stays",
        "beside a repair",
        "a word",
        "two words grown together",
        "a mark taken out",
    ],
)
def test_words_are_the_unit_of_marking(raw, text, expected):
    """Each repaired word is marked alone, with what was read."""
    assert [(piece.text, piece.raw) for piece in mark_text(goal("LZ1", text, text_raw=raw))] == expected


@pytest.mark.browser
@pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium: the page cannot be looked at")
def test_a_browser_runs_the_filter(page, tmp_path):
    """In a browser the filter appears and counts the goals."""
    file = tmp_path / "report.html"
    file.write_text(page, encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", file.as_uri()]

    seen = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout

    assert '<output aria-live="polite">3 von 3 Zielen</output>' in seen
    assert '<form class="filter">' in seen


def test_goals_that_share_an_id_share_out_its_findings():
    """Each finding stands at one goal: on its page if it can, else at the first."""
    first, second = Finding("error", "id-duplicate", "LZ1", 2, "a"), Finding("info", "note", "LZ1", None, "b")
    twice = catalogue(
        goal("LZ1", "Eins.", page=1),
        goal("LZ1", "Zwei.", page=2),
        findings=(first, second, Finding("info", "note", None, 1, "c")),
    )

    assert [entry.findings for entry in build_entries(twice)] == [(second,), (first,)]


@pytest.mark.parametrize(
    ("recognised", "said"), [(0, "(1 Seite)"), (1, "(1 Seite, davon 1 durch Texterkennung)")]
)
def test_pages_that_ocr_read_are_counted(recognised, said):
    """Whoever reads the report should know that its words come from pictures."""
    scanned = evolve(EDITION, source=evolve(EDITION.source, recognised=recognised, pages=1))

    assert said in " ".join(Page(catalogue_report(scanned, {})).words.split())
