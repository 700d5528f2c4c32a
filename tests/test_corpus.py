"""The shipped corpus: its gold follows from the source, and its documents hold what they promise."""

import json
import re
from collections import Counter
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from corpus.build import DERIVED, NEW, OLD, STAMP, digest_sources
from corpus.gold import STATUSES, gold_catalogue, gold_diff, read_lineage
from corpus.prose import CLEAN, SOURCE, compose
from corpus.source import KINDS, Edition, plain, read_edition, read_notes

FORMS = ("{}.pdf", "{}.scan.pdf", "{}.ocr.pdf", "{}.ocr.txt", "{}.gold.json")
MAXIMUM_BYTES = 15_000_000
BROKEN_WORD = "\ufffe"  # how pdfium joins a word that a line's end breaks
UMLAUTS = set("äöüÄÖÜß")
VALUES = {
    "due": r"\d{4}-\d{2}-\d{2}",
    "start": r"\d{4}(-\d{2}(-\d{2})?)?",
    "expected": r"\d{4}(-\d{2}(-\d{2})?)?",
    "recurring": r"\d{4}(-\d{2}-\d{2})?|XXXX-\d{2}-\d{2}",
    "relative": r"P\d+[DWMY]",
    "horizon": "short|medium|long",
}

Gold = dict[str, Any]


@pytest.fixture(scope="module", params=[OLD, NEW])
def edition(request: pytest.FixtureRequest) -> Edition:
    return read_edition(request.param)


@pytest.fixture(scope="module")
def gold(edition: Edition) -> Gold:
    return committed(f"{edition.key}.gold.json")


@pytest.fixture(scope="module")
def diff() -> Gold:
    return committed("diff.gold.json")


def committed(name: str) -> Gold:
    data: Gold = json.loads((DERIVED / name).read_text(encoding="utf-8"))
    return data


def goals_of(key: str) -> dict[str, Gold]:
    return {goal["id"]: goal for goal in committed(f"{key}.gold.json")["goals"]}


def deadline_keys(goal: Gold) -> set[tuple[Any, ...]]:
    return {(d["kind"], d["value"], d["recurrence"]) for d in goal["deadlines"]}


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


# ------------------------------------------------------------------- gold


def test_gold_catalogue_is_what_the_source_gives(edition: Edition, gold: Gold) -> None:
    """Whoever changes the source and forgets `make corpus` is told so."""
    assert gold == gold_catalogue(edition)


def test_gold_diff_is_what_the_source_gives(diff: Gold) -> None:
    """Whoever changes the lineage and forgets `make corpus` is told so."""
    assert diff == gold_diff(read_edition(OLD), read_edition(NEW))


def test_documents_are_made_from_this_source() -> None:
    """The committed documents are younger than the last change of source or template (else: make corpus)."""
    assert digest_sources() == STAMP.read_text(encoding="utf-8").strip()


def test_every_id_stands_once_and_has_its_parent(gold: Gold) -> None:
    """The outline is whole: no double, no orphan, every theme listed."""
    ids = [goal["id"] for goal in gold["goals"]]
    themes = {theme["number"] for theme in gold["themes"]}

    assert len(ids) == len(set(ids))
    assert {goal["parent"] for goal in gold["goals"]} <= {None, *ids}
    assert {goal["theme"] for goal in gold["goals"]} == themes


@pytest.mark.parametrize(("key", "at_least"), [(OLD, 40), (NEW, 50)])
def test_goals_are_many_and_stand_on_all_levels(key: str, at_least: int) -> None:
    """Enough goals, on three levels and across the themes."""
    goals = goals_of(key).values()

    assert len(goals) >= at_least
    assert {goal["level"] for goal in goals} == {"ÜQZ", "LZ", "UZ", "M"}


def test_texts_are_in_normal_form(gold: Gold) -> None:
    """One line, no mark, no list sign, no straight quote: exactly what `text` has to be."""
    for goal in gold["goals"]:
        assert goal["text"] == " ".join(goal["text"].split())
        assert not re.search(r'[\^•"]|^- | - ', goal["text"])


def test_every_deadline_is_said_in_text_or_column(edition: Edition) -> None:
    """No deadline without the words that say it, where its `source` says they are."""
    texts = {goal["id"]: goal["text"] for goal in committed(f"{edition.key}.gold.json")["goals"]}
    for goal in edition.goals:
        for deadline in goal.deadlines:
            place = (goal.due or "") if deadline.source == "column" else texts[goal.id]
            assert deadline.text in place, goal.id
            assert deadline.source != "both" or goal.due


def test_deadline_values_have_the_form_of_their_kind(gold: Gold) -> None:
    """Dates, durations and horizons are written as the interface fixes them."""
    for deadline in chain.from_iterable(goal["deadlines"] for goal in gold["goals"]):
        value, recurrence = deadline["value"], deadline["recurrence"]
        assert value is None or re.fullmatch(VALUES[deadline["kind"]], value), deadline
        assert (recurrence is None) == (deadline["kind"] != "recurring")
        assert recurrence is None or re.fullmatch(r"P\d+[MY]", recurrence)


def test_every_kind_of_deadline_occurs(gold: Gold) -> None:
    """Each edition has deadlines of all kinds."""
    assert {d["kind"] for goal in gold["goals"] for d in goal["deadlines"]} == set(KINDS)


def test_column_repeats_and_contradicts_the_text() -> None:
    """The tabular edition says deadlines in the text, in the column, in both, and once differently."""
    goals = goals_of(OLD).values()
    sources = [[d["source"] for d in goal["deadlines"]] for goal in goals]

    assert {"text", "column", "both"} == set(chain.from_iterable(sources))
    assert ["text", "column"] in sources


# ------------------------------------------------------------------- diff


def test_every_goal_stands_in_exactly_one_change(diff: Gold) -> None:
    """Nothing is lost and nothing told twice."""
    for side, key in (("old", OLD), ("new", NEW)):
        told = [identifier for change in diff["changes"] for identifier in change[side]]
        assert sorted(told) == sorted(goals_of(key))


def test_every_status_occurs_and_is_counted(diff: Gold) -> None:
    """Each status that a comparison can give is there to be found."""
    counts = Counter(status for change in diff["changes"] for status in change["statuses"])

    assert set(counts) == set(STATUSES)
    assert diff["summary"] == counts


def test_unchanged_means_all_five_the_same(diff: Gold) -> None:
    """Id, text, level, deadlines and the theme's counterpart; and the status stands alone."""
    old, new, (themes, _) = goals_of(OLD), goals_of(NEW), read_lineage()
    for change in diff["changes"]:
        if change["statuses"] == ["unchanged"]:
            before, after = old[change["old"][0]], new[change["new"][0]]
            assert all(before[key] == after[key] for key in ("id", "text", "level", "parent"))
            assert deadline_keys(before) == deadline_keys(after)
            assert themes[before["theme"]] == after["theme"]
        else:
            assert "unchanged" not in change["statuses"]


def test_some_ids_are_used_for_different_goals(diff: Gold) -> None:
    """Identifiers alone would join the wrong goals, often."""
    pairs = {(old, new) for change in diff["changes"] for old in change["old"] for new in change["new"]}
    shared = set(goals_of(OLD)) & set(goals_of(NEW))

    assert len({identifier for identifier in shared if (identifier, identifier) not in pairs}) >= 10


# -------------------------------------------------------------- documents


def test_all_forms_are_there_and_small(edition: Edition) -> None:
    """Nobody needs typst or Tesseract to use the corpus, nor a big download."""
    assert all((DERIVED / form.format(edition.key)).stat().st_size for form in FORMS)
    assert sum(path.stat().st_size for path in DERIVED.iterdir()) < MAXIMUM_BYTES


def test_typesetting_again_gives_the_same_bytes(edition: Edition, tmp_path: Path) -> None:
    """The born-digital PDF follows from the source to the last byte."""
    pytest.importorskip("typst", reason="the dependency group corpus is not installed")
    pytest.importorskip("reportlab", reason="the dependency group corpus is not installed")
    from corpus.typeset import typeset

    typeset(edition, tmp_path / "again.pdf")

    assert (tmp_path / "again.pdf").read_bytes() == (DERIVED / f"{edition.key}.pdf").read_bytes()


def page_texts(name: str) -> list[str]:
    with pypdfium2.PdfDocument(DERIVED / name) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_born_digital_pdf_holds_every_goal(edition: Edition, gold: Gold) -> None:
    """The first words of each goal stand in the PDF's own text."""
    text = letters("".join(page_texts(f"{edition.key}.pdf")))

    assert [goal["id"] for goal in gold["goals"] if letters(goal["text"])[:18] not in text] == []


def test_scan_holds_pictures_alone(edition: Edition) -> None:
    """The scan has as many pages and no text at all."""
    scanned = page_texts(f"{edition.key}.scan.pdf")

    assert len(scanned) == len(page_texts(f"{edition.key}.pdf"))
    assert not "".join(scanned).strip()


def test_damage_is_that_of_the_english_model(edition: Edition) -> None:
    """PDF and plain text of the OCR run have the pages of the original, its words, and no umlaut."""
    original = page_texts(f"{edition.key}.pdf")
    layer = page_texts(f"{edition.key}.ocr.pdf")
    plain_text = (DERIVED / f"{edition.key}.ocr.txt").read_text(encoding="utf-8")

    assert len(layer) == len(plain_text.split("\f")) == len(original)
    assert not UMLAUTS & set(plain_text + "".join(layer))
    assert len(letters(plain_text)) == pytest.approx(len(letters("".join(original))), rel=0.05)


def test_goals_run_over_page_breaks(edition: Edition, gold: Gold) -> None:
    """In each edition some goal begins on one page and ends on the next."""
    pages = [letters(text) for text in page_texts(f"{edition.key}.pdf")]
    ends = [(letters(goal["text"])[:18], letters(goal["text"])[-12:]) for goal in gold["goals"]]
    broken = [
        begin
        for begin, end in ends
        for here, there in pairwise(pages)
        if begin in here and end not in here and end in there
    ]

    assert broken


def test_notes_stand_at_the_foot_in_order(edition: Edition, gold: Gold) -> None:
    """Every footnote of the source is printed, and its mark counted from 1."""
    text = letters("".join(page_texts(f"{edition.key}.pdf")))

    assert [note["mark"] for note in gold["footnotes"]] == [
        str(n) for n in range(1, len(gold["footnotes"]) + 1)
    ]
    assert all(letters(note)[:18] in text for _, note in read_notes(edition))


def test_hyphens_of_every_sort_occur(edition: Edition) -> None:
    """Words broken at a line's end, and hyphens that belong to the word."""
    text = "".join(page_texts(f"{edition.key}.pdf"))
    paragraphs = " ".join(plain(p) for goal in edition.goals for p in goal.paragraphs)

    assert text.count(BROKEN_WORD) > 10
    assert re.search(r"\w- und \w", paragraphs)


# ------------------------------------------------------------ clean prose


def test_clean_prose_is_long_and_varied() -> None:
    """At least 10,000 words, with those that look like damage and are none."""
    words = re.findall(r"\w+", "".join(path.read_text(encoding="utf-8") for path in CLEAN.glob("*.txt")))

    assert len(words) >= 10_000
    assert len(set(words)) >= 3_400
    assert {"Goethe", "Café", "Masse", "Maße", "schon", "schön", "Poesie", "Duell", "Israel"} <= set(words)
    assert {"aktuell", "Museum", "israelisches", "neue", "forderte", "fördern"} <= set(words)


@pytest.mark.parametrize("text", SOURCE["text"], ids=lambda text: text["file"])
def test_made_prose_is_what_its_source_gives(text: Gold) -> None:
    """The committed texts follow from their lists, without chance."""
    assert (CLEAN / text["file"]).read_text(encoding="utf-8") == compose(text, SOURCE["lists"])
