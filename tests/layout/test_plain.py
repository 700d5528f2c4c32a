"""Plain text of an OCR run: which lines are what, and which text belongs to which label."""

import random
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.layout.forms import read_forms
from pipeline.layout.plain import lay_out_plain
from pipeline.layout.plain_lines import ends_sentence, rising_chain
from pipeline.records import Block, Page
from pipeline.rulebook import open_rulebook
from tests import family


@pytest.fixture(scope="module")
def forms():
    """The shipped wordings of table heads."""
    return read_forms(open_rulebook())


def pages(text: str) -> list[Page]:
    """Pages parted by form feeds."""
    return [
        Page(number, 0.0, 0.0, "plain", lines=tuple(page.splitlines()))
        for number, page in enumerate(dedent(text).strip("\n").split("\f"), start=1)
    ]


@pytest.fixture
def lay_out(grammar, forms):
    """Lay out a plain text."""
    return lambda text: lay_out_plain(pages(text), grammar, forms)


def texts_by_label(blocks: tuple[Block, ...]) -> dict[str, str]:
    """The text of each label, in one line."""
    labels = {block.row: block.text for block in blocks if block.role == "label"}
    texts = dict.fromkeys(labels.values(), "")
    for block in blocks:
        if block.role == "text" and block.row is not None:
            texts[labels[block.row]] = " ".join(f"{texts[labels[block.row]]} {block.text}".split())
    return texts


def of_role(blocks: tuple[Block, ...], role: str) -> list[str]:
    """The texts of all blocks of a role."""
    return [block.text for block in blocks if block.role == role]


def test_label_and_text_on_one_line(lay_out):
    """A label stands with its text; the text goes on until the next."""
    blocks = lay_out(
        """
        LZ 1 Alle Menschen lernen
        ein Leben lang.

        UZ 1.1 Kurse gibt es in allen Orten.
        UZ 1.2 Die Bücherei bleibt offen.
        """
    )

    assert texts_by_label(blocks) == {
        "LZ 1": "Alle Menschen lernen ein Leben lang.",
        "UZ 1.1": "Kurse gibt es in allen Orten.",
        "UZ 1.2": "Die Bücherei bleibt offen.",
    }
    assert all(block.flags == () for block in blocks)


def test_column_of_labels_above_column_of_texts(lay_out):
    """A run of labels, a heading's number among them, is divided among the run of paragraphs below."""
    blocks = lay_out(
        """
        4.1. Themenfeld Bildung

        LZ1

        uz1.1

        4.2.

        LZ2

        Alle Menschen lernen ein Leben lang.

        Kurse gibt es in
        allen Orten.

        Themenfeld Familie

        Familien werden beraten.
        """
    )

    assert texts_by_label(blocks) == {
        "LZ1": "Alle Menschen lernen ein Leben lang.",
        "uz1.1": "Kurse gibt es in allen Orten.",
        "LZ2": "Familien werden beraten.",
    }
    assert [(block.number, block.text) for block in blocks if block.role == "heading"] == [
        ("4.1", "Bildung"),
        ("4.2", "Familie"),
    ]


def test_grown_together_and_torn(lay_out):
    """Two paragraphs in one are parted where a sentence ends; one in two is joined where none does."""
    blocks = lay_out(
        """
        LZ1

        UZ1.1

        UZ1.2

        Der Landkreis fördert das Ehrenamt.
        Die Vereine werden in jedem Jahr eingeladen und beraten.

        Die Agentur berät alle, die ein Amt übernehmen, und sucht mit den Ge-

        meinden nach Räumen.
        """
    )

    assert texts_by_label(blocks) == {
        "LZ1": "Der Landkreis fördert das Ehrenamt.",
        "UZ1.1": "Die Vereine werden in jedem Jahr eingeladen und beraten.",
        "UZ1.2": "Die Agentur berät alle, die ein Amt übernehmen, und sucht mit den Ge- meinden nach Räumen.",
    }
    flagged = [block.row for block in blocks if "order-assumed" in block.flags]
    assert flagged == [0, 1]  # the two that were parted; what is torn inside a word is certain


def test_more_paragraphs_than_labels_are_flagged(lay_out):
    """Where nothing tells which of the paragraphs belong together, the goals say so."""
    blocks = lay_out(
        """
        LZ1

        UZ1.1

        Alle Menschen lernen ein Leben lang.

        Kurse gibt es in allen Orten.

        Die Bücherei bleibt offen.
        """
    )

    assert [flag for block in blocks for flag in block.flags] == ["order-assumed"] * 2


def test_words_tell_that_a_paragraph_goes_on(lay_out):
    """A paragraph that begins with "Dazu" belongs to the goal above."""
    blocks = lay_out(
        """
        LZ1

        UZ1.1

        Alle Menschen lernen ein Leben lang.

        Dazu gehört auch die Bücherei.

        Kurse gibt es in allen Orten.
        """
    )

    assert texts_by_label(blocks)["UZ1.1"] == "Kurse gibt es in allen Orten."


def test_label_without_a_text(lay_out):
    """A label whose text is missing stays a label."""
    blocks = lay_out("LZ1\n\nUZ1.1\n\nUZ1.2\n\nAlle Menschen lernen.\n\nKurse gibt es in allen Orten.\n")

    assert len(of_role(blocks, "label")) == 3
    assert list(texts_by_label(blocks).values()).count("") == 1


def test_texts_above_their_labels(lay_out):
    """The column of texts may also be read first."""
    blocks = lay_out(
        """
        4.1. Themenfeld Bildung

        Alle Menschen lernen ein Leben lang.

        Kurse gibt es in allen Orten.

        LZ1

        UZ1.1
        """
    )

    assert (texts_by_label(blocks)) == {
        "LZ1": "Alle Menschen lernen ein Leben lang.",
        "UZ1.1": "Kurse gibt es in allen Orten.",
    }


def test_goal_goes_on_over_the_page(lay_out):
    """What a page's end broke off goes on below the next page's labels."""
    blocks = lay_out(
        "LZ1\n\nAlle Menschen lernen von den Groß-\n\f"
        "UZ1.1\n\neltern und von den Nachbarn.\n\nKurse gibt es in allen Orten.\n"
    )

    assert texts_by_label(blocks)["LZ1"] == "Alle Menschen lernen von den Groß- eltern und von den Nachbarn."
    assert texts_by_label(blocks)["UZ1.1"] == "Kurse gibt es in allen Orten."


def test_talk_about_goals_belongs_to_none(lay_out):
    """A paragraph that speaks about the goals is left open, so that it becomes a finding."""
    blocks = lay_out("LZ1 Alle Menschen lernen.\n\nDazu kommen weitere Unterziele:\n\nUZ1.1 Kurse gibt es.\n")

    assert [block.text for block in blocks if block.role == "text" and block.row is None] == [
        "Dazu kommen weitere Unterziele:"
    ]


def test_mentions_are_no_labels(lay_out):
    """A label inside a sentence that the line's end has broken is only mentioned."""
    blocks = lay_out(
        "LZ 1 Alle Menschen lernen, siehe dazu auch\nUZ 3.2 Kurse. Die Quote steigt (siehe\nUZ 2.1.3).\n"
    )

    assert of_role(blocks, "label") == ["LZ 1"]


def test_illegible_label_in_a_column(lay_out):
    """What stands alone between two labels is one too, even if nobody can read it."""
    blocks = lay_out("LZ1\n\n(]z?.1\n\nUZ1.2\n\nAlle lernen.\n\nKurse gibt es.\n\nDie Bücherei bleibt.\n")

    assert of_role(blocks, "label") == ["LZ1", "(]z?.1", "UZ1.2"]


def test_level_and_number_on_two_lines(lay_out):
    """A label that a narrow column has broken is one; a level that has lost its number is a label too."""
    blocks = lay_out(
        "LZ1\n\nM\n1.1\n\nM\n\nM 1.3\n\nAlle lernen.\n\nEs gibt Kurse.\n\nAlle helfen.\n\nGut so.\n"
    )

    assert of_role(blocks, "label") == ["LZ1", "M 1.1", "M", "M 1.3"]


def test_edge_of_a_card_read_as_a_sign(lay_out):
    """A sign before a label, which a frame left, hides it not."""
    blocks = lay_out("LZ1 Alle lernen.\n\n| UZ 1.1 Es gibt Kurse.\n\n‘ UZ 1.2 Es gibt Räume.\n")

    assert texts_by_label(blocks)["UZ 1.1"] == "Es gibt Kurse."
    assert texts_by_label(blocks)["UZ 1.2"] == "Es gibt Räume."


@pytest.mark.parametrize("text", ["’ Wohnen ’ heißt das Ziel.", "’ s Kreis hilft.", "' Wohnen 2030 ' gilt."])
def test_a_mark_before_a_text_stays(text, lay_out):
    """A quotation mark or an apostrophe that stands alone is none of a frame's signs."""
    assert texts_by_label(lay_out(f"LZ1\n{text}\n")) == {"LZ1": text}


def test_rubbish_is_no_text(lay_out):
    """What an OCR engine makes of drawings and speckles is set aside, not taken for a goal's text."""
    blocks = lay_out("LZ1\n\n[ N\n\nW W NNN& = =\n\nAlle lernen in der VHS.\n\nUZ1.1 Es gibt Kurse.\n")

    assert of_role(blocks, "furniture") == ["[ N", "W W NNN& = ="]
    assert texts_by_label(blocks)["LZ1"] == "Alle lernen in der VHS."


def test_furniture_goes_by_repetition(lay_out):
    """Running headers are known by coming back, also when they are read a little differently each time."""
    header = ("Strategie für Lindental", "Strategie fiir Lindental", "Strategie fur Lindental")
    body = ("Wege", "Ein Haus steht am Fluss.", "Die Bücherei bleibt offen.")
    text = "\f".join(f"{header[at]}\n\n{body[at]}\n\nSeite {at}" for at in range(3))

    assert {*header, "Seite 0", "Seite 1", "Seite 2"} == set(of_role(lay_out(text), "furniture"))


def test_labels_at_the_edge_of_pages_are_no_furniture(lay_out):
    """Labels are alike from page to page, but their numbers differ."""
    text = "\f".join(f"Maßnahme {at}\n\nEs gibt {at} Kurse in allen Orten." for at in range(1, 6))

    assert [f"Maßnahme {at}" for at in range(1, 6)] == of_role(lay_out(text), "label")


def test_contents_are_set_aside(lay_out):
    """Lines with leaders, and lines with page numbers below the title, are no headings."""
    blocks = lay_out(
        "Inhalt\n4.1. Themenfeld Bildung ........ 5\n4.2. Themenfeld FamiIie oo e 7\n\f"
        "4.1. Themenfeld Bildung\n\nLZ1 Alle Menschen lernen.\n"
    )

    assert len(of_role(blocks, "contents")) == 3
    assert of_role(blocks, "heading") == ["Bildung"]


def test_themes_without_numbers(lay_out):
    """Where no heading has a number, its first word tells."""
    blocks = lay_out(
        "Themenfeld Bildung\n\nLZ1 Alle Menschen lernen.\n\nThemenfeld Familie\n\nLZ2 Alle helfen.\n"
    )

    assert of_role(blocks, "heading") == ["Bildung", "Familie"]


def test_heading_right_below_that_of_its_chapter(lay_out):
    """No space need part a chapter's heading from its first part's; other figures begin no part."""
    blocks = lay_out(
        "4. Themenfelder\n4.1. Themenfeld Bildung\n\nLZ1 Alle lernen.\n\n4.2. Themenfeld Familie\n"
        "7 Vereine helfen\n\nLZ2 Alle helfen.\n"
    )

    assert of_role(blocks, "heading") == ["Themenfelder", "Bildung", "Familie"]


def test_running_heads_that_name_the_chapter(lay_out):
    """At the edge of a page a heading's title is furniture, also behind the paper's; elsewhere it is text."""
    blocks = lay_out(
        "1. Vorwort\n\nWir danken allen.\n\n2. Wohnen und Bauen\n\nLZ1\n\nLZ2\n\nAlle wohnen gut.\n\n"
        "Alle bauen gern.\n\fSozialplan Nordau 2. Wohnen und Bauen\n\nLZ3 Das Ziel heißt\nWohnen und Bauen\n"
        "im Alter.\n\fWohnen und Bauen\n\nLZ4 Alle ziehen um.\n"
    )

    assert of_role(blocks, "furniture") == ["Sozialplan Nordau 2. Wohnen und Bauen", "Wohnen und Bauen"]
    assert texts_by_label(blocks) == {
        "LZ1": "Alle wohnen gut.",
        "LZ2": "Alle bauen gern.",
        "LZ3": "Das Ziel heißt Wohnen und Bauen im Alter.",
        "LZ4": "Alle ziehen um.",
    }


@pytest.mark.parametrize(
    "last",
    [
        "M2.2 Der Kreis eröffnet 2 Häuser für die Jugend",  # the heading's number is elsewhere
        "M2.2 Sozialplan Nordau 2. Jugend",  # a label
        "M2.2 Der Kreis begleitet den\nVerein und fördert 2 Jugend",  # a verb before the number
    ],
)
def test_a_goal_that_ends_as_a_heading_does_is_no_furniture(last, lay_out):
    """A goal at the foot of a page may name a chapter, and count something, too."""
    blocks = lay_out(
        "1 Wohnen\n\nM1.1 Der Kreis baut.\n\n2 Jugend\n\n"
        f"M2.1 Der Kreis hilft.\n\n{last}\n\fM2.3 Es gibt Kurse.\n"
    )

    assert of_role(blocks, "furniture") == []
    assert texts_by_label(blocks)["M2.2"] == " ".join(last.split()[1:])


@pytest.mark.parametrize("word", ["", "Themenfeld ", "Handlungsfeld "])
def test_running_head_with_articles(word, lay_out):
    """The paper's title may have small words, the chapter's may have its word before it."""
    head = f"Sozialplan für den Landkreis Nordau | 2. {word}Wohnen und Bauen"
    blocks = lay_out(f"1. Vorwort\n\nDank.\n\n2. Wohnen und Bauen\n\nLZ1 Alle bauen.\n\f{head}\n\nLZ2 Gut.\n")

    assert of_role(blocks, "furniture") == [head]


def test_head_of_a_column_is_no_title_of_contents(lay_out):
    """The word "Inhalt" between other heads is the column of goals."""
    rows = "".join(f"UZ 1.{n}\n\nVereine finden Hilfe {n}.\n\nSozialamt\n\n2027\n\n" for n in range(1, 5))
    blocks = lay_out(f"4.1 Vereine\n\nNr.\n\nInhalt\n\nZuständig\n\nFrist\n\n{rows}")

    assert of_role(blocks, "contents") == []
    assert list(texts_by_label(blocks)) == [f"UZ 1.{n}" for n in range(1, 5)]
    assert of_role(lay_out("Vorwort\n\nInhalt\n\n4.1 Vereine\n\nLZ1 Alle lernen.\n"), "contents")


def test_heading_on_two_lines(lay_out):
    """The second line of a long heading is part of its title; a label below it is not."""
    blocks = lay_out(
        "4.1. Themenfeld Bildung, Kultur, Sport und lebenslanges\nLernen im Landkreis\n\nLZ1 Alle lernen.\n"
        "4.2. Themenfeld Familie, Erziehung und Nachbarschaften\nLZ2\n\nAlle helfen.\n"
    )

    assert of_role(blocks, "heading") == [
        "Bildung, Kultur, Sport und lebenslanges Lernen im Landkreis",
        "Familie, Erziehung und Nachbarschaften",
    ]


def test_enumerations_are_no_headings(lay_out):
    """A number that does not go on the chain of headings begins no section."""
    blocks = lay_out(
        "1. Vorwort\n\n2. Wege\n\n2.1. Orte\n\n2. Halbjahr 2022\n\n3. Themen\n\nLZ1 Alle lernen.\n"
    )

    assert of_role(blocks, "heading") == ["Vorwort", "Wege", "Orte", "Themen"]


@pytest.mark.parametrize(
    ("text", "foot", "mark"),
    [
        ("LZ1 Die App3 hilft Familien.", "3 Sie wird im Mai fertig.", "3"),
        ("LZ1 Die App® hilft Familien.", "3 Sie wird im Mai fertig.", "®"),
        ("LZ1 Die App?° hilft Familien.", "% Die App wird im Mai fertig.", "?°"),
        ("LZ1 Die App hilft Familien.3", "3Sie wird im Mai fertig.", "3"),
    ],
)
def test_footnotes_and_their_marks(text, foot, mark, lay_out):
    """The foot of a page becomes a footnote, and its mark goes out of the text, also misread."""
    earlier = "Vorwort1 und Dank2 stehen vorn.\n\n1 Erste Note.\n2 Zweite Note.\n\f"
    blocks = lay_out(f"{earlier}{text}\n\n{foot}\n")
    goal = next(block for block in blocks if block.row is not None and block.role == "text")

    assert [block.number for block in blocks if block.role == "footnote"] == ["1", "2", "3"]
    assert goal.marks == ("3",)
    assert [mark] == [edit.before for edit in goal.edits]


def test_question_stays_a_question(lay_out):
    """Without a footnote on the page, no sign is taken for a mark."""
    blocks = lay_out("LZ1 Wer hilft? Die App® hilft.\n")

    assert [block.edits for block in blocks if block.role == "text"] == [()]


def test_list_marks_go_out_of_the_text(lay_out):
    """Bullets at the beginnings of lines are edits, and their paragraphs go on with the goal."""
    blocks = lay_out(
        "LZ1\n\nUZ1.1\n\nAlle lernen:\n\n• lesen,\n\n• schreiben.\n\nKurse gibt es in allen Orten.\n"
    )
    goal = next(block for block in blocks if block.row == 0 and block.role == "text")

    assert [edit.before for edit in goal.edits] == ["• ", "• "]
    assert texts_by_label(blocks)["UZ1.1"] == "Kurse gibt es in allen Orten."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UZ Kurse gibt es in\n1.1.1 allen Orten.\n", {"UZ 1.1.1": "Kurse gibt es in allen Orten."}),
        ("Uz Kurse gibt es.\n\n1.1.1\n", {"Uz 1.1.1": "Kurse gibt es."}),
        ("vz Kurse gibt es\n1.1.1 | überall.\n", {"vz 1.1.1": "Kurse gibt es überall."}),
        ("M\n\nKurse gibt es.\n\nAmt\n\n1.1.2 Immer.\n", {"M 1.1.2": "Kurse gibt es. Amt Immer."}),
        ("UZ 2.1.\n1\nKurse gibt es.\n", {"UZ 2.1.1": "Kurse gibt es."}),
        ("UZ 2.1\n1.1 Kurse gibt es.\n", {"UZ 2.1": "1.1 Kurse gibt es."}),
        ("LZ 1 Wer im Jahr\n2.1 Kinder hat.\n", {"LZ 1": "Wer im Jahr 2.1 Kinder hat."}),
        (
            "LZ 1 Der Kreis hilft.\nM Das Amt berät im Jahr\n120 Familien.\n",
            {"LZ 1": "Der Kreis hilft. M Das Amt berät im Jahr 120 Familien."},
        ),
        (
            "LZ 1 Der Kreis hilft.\nZu Fuß kommen\n24 Kinder.\n",
            {"LZ 1": "Der Kreis hilft. Zu Fuß kommen 24 Kinder."},
        ),
        (
            "LZ 1 Der Kreis hilft.\nM Kurse gibt es\n24 Mal.\n",
            {"LZ 1": "Der Kreis hilft. M Kurse gibt es 24 Mal."},
        ),
    ],
)
def test_label_torn_by_a_narrow_column(text, expected, lay_out):
    """The number below a level belongs to it; another number does not."""
    assert texts_by_label(lay_out(text)) == expected


def test_labels_at_the_ends_of_lines(lay_out):
    """A column of labels right of the texts comes at the ends of their first lines."""
    blocks = lay_out(
        "Alle Menschen lernen in LZ 1\nihrem Leben.\n\nKurse gibt es. UZ 1.1\n\nDie Bücherei\n"
        "bleibt offen. UZ 1.2\n\nDas Haus wird saniert. UZ 1.3\n"
    )

    assert texts_by_label(blocks) == {
        "LZ 1": "Alle Menschen lernen in ihrem Leben.",
        "UZ 1.1": "Kurse gibt es. Die Bücherei",
        "UZ 1.2": "bleibt offen.",
        "UZ 1.3": "Das Haus wird saniert.",
    }


def test_mention_at_the_end_of_a_line_is_no_label(lay_out):
    """Where labels stand in front, one at the end of a line is a mention."""
    blocks = lay_out("LZ 1 Alle lernen.\n\nUZ 1.1 Kurse gibt es nach UZ 1.2\nüberall.\n\nUZ 1.2 Alle.\n")

    assert texts_by_label(blocks)["UZ 1.1"] == "Kurse gibt es nach UZ 1.2 überall."


def test_misread_level_of_one_letter_is_doubtful(lay_out):
    """A line that begins like a measure may be one; the outline has to say so."""
    blocks = lay_out("UZ 1.1 Kurse.\n\nN 1.1.1 Das Amt hilft.\n\nm 2.5 breit sind die Wege.\n")

    assert [block.flags for block in blocks if block.role == "label"] == [(), ("label-doubtful",)]


def test_text_below_a_lone_label_is_its_own(lay_out):
    """Where labels are headings of their own, a page's end between label and text shifts nothing."""
    blocks = lay_out(
        "LZ 1\nAlle lernen.\n\nUZ 1.1\nKurse gibt es.\n\nDazu gehören Abende.\n\nUZ 1.2\n\f"
        "Die Bücherei bleibt.\n\nUZ 1.3\nDas Haus wird saniert.\n"
    )

    assert texts_by_label(blocks) == {
        "LZ 1": "Alle lernen.",
        "UZ 1.1": "Kurse gibt es. Dazu gehören Abende.",
        "UZ 1.2": "Die Bücherei bleibt.",
        "UZ 1.3": "Das Haus wird saniert.",
    }
    assert not any(block.flags for block in blocks)


def test_contents_with_damaged_leaders(lay_out):
    """What stands between the entries of a table of contents, or below the last, is one of them."""
    blocks = lay_out(
        "Inhalt\n1 Vorwort ........ 3\nHandlungsfeld 1: Bildung AUSDIICK\n2 Ziele ....... 4\n"
        "Handlungsfeld 2: Pflege\n\f1 Vorwort\n\nAlle lernen.\n"
    )

    assert len(of_role(blocks, "contents")) == 5
    assert of_role(blocks, "label") == []


def test_few_rows_of_a_table_are_flagged(lay_out):
    """Where too few lines tell how wide the columns are, the goals say so."""
    blocks = lay_out(
        "Nr. Ziel Zuständig Frist Indikator\nLZ 1 Alle lernen. Amt 2026\nUZ 1.1 Kurse gibt es. KVHS 2027\n"
    )

    assert [block.flags for block in blocks if block.role == "text"] == [("columns-mixed",)] * 2
    assert len(of_role(blocks, "furniture")) == 1


def test_unreadable_label_in_a_table_is_doubtful(lay_out):
    """A row of a table that begins with figures and letters of a label may be a goal's."""
    blocks = lay_out("Nr. Ziel Zuständig Frist\nLZ 1 Alle lernen.\n0z Kurse gibt es.\n2026 Alle Orte.\n")

    assert [block.flags for block in blocks if block.role == "label"] == [(), ("label-doubtful",)]


def test_title_page(lay_out):
    """Short lines before everything else are the title page."""
    blocks = lay_out("Sozialstrategie für den\nLandkreis Lindental\n\f1. Vorwort\n\nText steht hier.\n")

    assert of_role(blocks, "title") == ["Sozialstrategie für den\nLandkreis Lindental"]


@pytest.mark.no_cover
@pytest.mark.parametrize("write", family.WRITERS, ids=lambda write: write.__name__)
@pytest.mark.parametrize("share", [0.0, 0.3])
def test_family_in_plain_text(write, share, grammar, forms):
    """In every layout each label is found once, and no goal has a wrong text without a flag."""
    for seed in range(4):
        drawn = family.draw_strategy(seed, random.Random(seed).choice((20, 40, 80)), gaps=0.03, doubles=0.01)
        entries = family.damage_labels(drawn, share, seed)
        blocks = lay_out_plain(pages(write(entries, seed)), grammar, forms)
        labels = [block for block in blocks if block.role == "label"]
        texts = {block.row: block for block in blocks if block.role == "text" and block.row is not None}

        assert [entry.printed for entry in entries] == [block.text for block in labels]
        for entry, label in zip(entries, labels, strict=True):
            text = texts[label.row]
            assert text.flags or entry.text == " ".join(text.text.split())


@settings(deadline=None)
@given(st.lists(st.text("LUZM12. ,-\n\faäe", max_size=40), max_size=12))
def test_no_letter_is_lost(lines):
    """Every letter of a page stands in one block or other, whatever the page is like."""
    from tests.conftest import shipped_grammar

    read = pages("\n".join(lines))
    blocks = lay_out_plain(read, shipped_grammar(), read_forms(open_rulebook()))
    given_letters = sorted("".join("".join(page.lines) for page in read).replace(" ", ""))
    found = "".join(f"{block.text}{block.number or ''}" for block in blocks)

    assert sorted(letter for letter in given_letters if letter.isalpha()) == sorted(
        letter for letter in found if letter.isalpha()
    )


def test_end_of_a_sentence():
    """A footnote's figure and a quotation mark do not hide the end of a sentence."""
    assert all(map(ends_sentence, ["Es gibt Kurse.", "„Gern.“", "Es gibt Kurse.3", "Gibt es Kurse?"]))
    assert not any(map(ends_sentence, ["Es gibt Kurse", "Es gibt Kurse von 3", "Kinder-"]))


def test_chain_prefers_the_next_number():
    """Of two chains the one that leaves no number out wins."""
    assert rising_chain([(1,), (9,), (2,), (3,)]) == [0, 2, 3]
    assert rising_chain([]) == []


RUN_ON = (
    "Sozialstrategie 2025-2030 4.1 Bildung Wie LZ 1 zeigt, hilft das. LZ 1 Alle lernen ihr Leben lang, "
    "siehe UZ 1.1 Seite 3. UZ 1.1 Kurse gibt es in allen Orten. 4.2 Pflege Viele sind alt. "
    "uz2.1 Alte bleiben daheim. "
)


def test_a_document_on_one_line(lay_out):
    """Goals begin behind sentences, sections too; mentions do not, and no goal's end is sure."""
    blocks = lay_out(RUN_ON + "M 2.1.1 Der Dienst fährt. " + "Er fährt weit. " * 80)

    texts = texts_by_label(blocks)
    assert list(texts) == ["LZ 1", "UZ 1.1", "uz2.1", "M 2.1.1"]
    assert texts["LZ 1"] == "Alle lernen ihr Leben lang, siehe UZ 1.1 Seite 3."
    assert texts["UZ 1.1"].startswith("Kurse gibt es in allen Orten.")
    assert texts["uz2.1"] == "Alte bleiben daheim."
    assert all("extent-assumed" in one.flags for one in blocks if one.role == "text" and one.row is not None)


def test_a_paragraph_on_a_line_stays_one(lay_out):
    """A long paragraph that names one goal is no document."""
    text = "LZ 1 Alle lernen. " + "Das Netz hilft vielen Menschen. " * 40 + "UZ 1.1 Kurse zählen mit."

    assert list(texts_by_label(lay_out(text))) == ["LZ 1"]


def test_label_below_a_full_stop_read_as_a_comma(lay_out):
    """A colon behind a label shows that it is no mention; without one it may be."""
    named, mentioned = (
        lay_out(f"UZ 1.1: Das Netz wächst in die Orte hinein,\nUZ 1.2{colon} Die Planung wird verknüpft.\n")
        for colon in (":", "")
    )

    assert list(texts_by_label(named)) == ["UZ 1.1:", "UZ 1.2:"]
    assert list(texts_by_label(mentioned)) == ["UZ 1.1:"]


WAITING = """4.1. Bildung
LZ 1

UZ 1.1
UZ 1.2

4.2. Wohnen
LZ 2

UZ 2.1
"""


def test_texts_of_two_themes_behind_the_labels_of_both(lay_out):
    """Two columns read one after the other where a theme ends on the page; what is whose is assumed."""
    blocks = lay_out(
        WAITING
        + "\nAlle lernen gern.\n\nKurse sind nah.\nBücher sind da.\n\nAlle wohnen gut.\n\nMieten sinken.\n"
    )

    assert [(block.role, block.text) for block in blocks] == [
        ("heading", "Bildung"),
        ("label", "LZ 1"),
        ("text", "Alle lernen gern."),
        ("label", "UZ 1.1"),
        ("text", "Kurse sind nah."),
        ("label", "UZ 1.2"),
        ("text", "Bücher sind da."),
        ("heading", "Wohnen"),
        ("label", "LZ 2"),
        ("text", "Alle wohnen gut."),
        ("label", "UZ 2.1"),
        ("text", "Mieten sinken."),
    ]
    assert all("order-assumed" in block.flags for block in blocks if block.role == "text")


def test_texts_that_are_too_few_stay_with_their_theme(lay_out):
    """The texts of the theme before are lost; those that are there are not shared out."""
    blocks = lay_out(WAITING + "\nAlle wohnen gut.\n\nMieten sinken.\n")

    assert [block.row for block in blocks if block.role == "text"] == [3, 4]
