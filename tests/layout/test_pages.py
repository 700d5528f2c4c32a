"""Pages made by hand: what stands where decides what it is."""

from collections.abc import Callable
from itertools import chain

import pytest
from attrs import evolve

from pipeline.layout.headless import find_headless
from pipeline.layout.lines import read_sheet, rows_of
from pipeline.layout.parts import Style
from pipeline.records import Block, Page, Ruling
from tests.layout.pages import column, mark, page, words
from tests.layout.reading import edited

LayOut = Callable[..., tuple[Block, ...]]
PROSE = [
    "Die Strategie entstand in sechs Sitzungen der Planungsgruppen und wurde im",
    "Kreistag beraten. Beteiligt waren Vereine, Gemeinden und die Träger der Hilfe.",
    "Viele Hinweise kamen aus den Ortschaften und wurden zu Zielen verdichtet.",
]


def roles(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(block.role, block.text) for block in blocks]


def of_role(blocks: tuple[Block, ...], role: str) -> list[str]:
    return [edited(block) for block in blocks if block.role == role]


# ------------------------------------------------------------------- labels


def test_boxes_win_over_the_order_of_the_file(laid_out: LayOut) -> None:
    """Labels read as one block and texts as another are joined by their base lines."""
    labels = [(70, 100, "UZ 1.1"), (70, 126, "UZ 1.2")]
    texts = [(130, 100, "Vereine werden beraten."), (130, 126, "Schulen werden vernetzt.")]

    blocks = laid_out(page(*labels, *texts))

    assert [(block.role, block.row) for block in blocks] == [
        ("label", 1),
        ("text", 1),
        ("label", 2),
        ("text", 2),
    ]
    assert of_role(blocks, "text") == ["Vereine werden beraten.", "Schulen werden vernetzt."]


def test_text_left_of_the_column_is_no_goal(laid_out: LayOut) -> None:
    """An introduction at the margin ends the goal above it."""
    blocks = laid_out(
        page((70, 100, "UZ 1.1"), (130, 100, "Vereine werden beraten."), *column(70, 140, PROSE))
    )

    assert [block.row for block in blocks if block.role == "text"] == [1, None]


def test_a_goal_goes_on_over_the_page(laid_out: LayOut) -> None:
    """One block with a box on either page, so that a word broken by the page can be joined."""
    first = page((70, 700, "UZ 1.1"), (130, 700, "Der Landkreis berät Vereine und Gemein-"))
    second = page(
        (130, 80, "den vor Ort."), (70, 106, "UZ 1.2"), (130, 106, "Schulen werden vernetzt."), number=2
    )

    blocks = laid_out(first, second)

    text = next(block for block in blocks if block.role == "text")
    assert text.text == "Der Landkreis berät Vereine und Gemein-\nden vor Ort."
    assert [box[0] for box in text.bbox] == [1, 2]


def test_what_stands_in_the_label_column_is_a_label(laid_out: LayOut) -> None:
    """Even if it was misread beyond recognition; what it means is decided elsewhere."""
    lines = [
        (70, 100, "UZ 1.1"),
        (130, 100, "Vereine werden beraten."),
        (70, 126, "0#7"),
        (130, 126, "Schulen auch."),
    ]

    blocks = laid_out(page(*lines))

    assert of_role(blocks, "label") == ["UZ 1.1", "0#7"]


def test_a_label_torn_by_a_gap_is_one(laid_out: LayOut) -> None:
    """A gap of more than a letter inside a label does not make a text of its number."""
    blocks = laid_out(page((70, 100, "LZ"), (95, 100, "1"), (145, 100, "Vereine werden beraten.")))

    assert roles(blocks) == [("label", "LZ 1"), ("text", "Vereine werden beraten.")]


def test_a_label_torn_by_a_narrow_column_is_one(laid_out: LayOut) -> None:
    """The number below a level stands behind it, whether or not the text beside goes on."""
    lines = [
        (70, 100, "UZ"),
        (110, 100, "Vereine werden beraten, wo immer sie"),
        (70, 113, "2.1.1"),
        (110, 113, "eine Satzung brauchen."),
        (70, 139, "M"),
        (110, 139, "Schulen auch."),
        (70, 152, "2.1.1.1"),
    ]

    blocks = laid_out(page(*lines))

    assert roles(blocks) == [
        ("label", "UZ 2.1.1"),
        ("text", "Vereine werden beraten, wo immer sie\neine Satzung brauchen."),
        ("label", "M 2.1.1.1"),
        ("text", "Schulen auch."),
    ]


@pytest.mark.parametrize(
    "line",
    ["UZ 2.1.1 und UZ 2.1.2 wurden zusammen beraten", "UZ 2.1.1 im nächsten Abschnitt, der davon handelt"],
)
def test_mentions_at_the_start_of_a_line_are_no_labels(line: str, laid_out: LayOut) -> None:
    """A sentence that happens to break before an identifier stays prose."""
    lines = [PROSE[0], "Das gilt für alle Vorhaben, auch für die der Gemeinden im Kreis, siehe auch", line]

    blocks = laid_out(page(*column(70, 100, lines)))

    assert [block.role for block in blocks] == ["text"]


def test_a_box_around_two_words_is_cut_where_the_second_begins(laid_out: LayOut) -> None:
    """OCR draws the box of a letter around the figure behind it, too: they are one label."""
    places = page(*column(70, 100, ["M", "M", "M"]), *column(160, 100, PROSE)).words
    wide = [evolve(word, x1=90.0) if word.text == "M" else word for word in places]
    figures = [evolve(word, text=str(at), x0=82.0) for at, word in enumerate(wide[:3], start=9)]
    sheet = evolve(page(), words=(*wide, *figures))

    assert of_role(laid_out(sheet), "label") == ["M 9", "M 10", "M 11"]


def test_marks_do_not_become_part_of_a_label(laid_out: LayOut) -> None:
    """A footnote's figure behind a label is none of its digits."""
    label = list(words(70, 100, "UZ 2.1.1"))
    one = page((130, 100, "Vereine werden beraten."))
    one = page((130, 100, "Vereine werden beraten.")).__class__(
        1, 595.0, 842.0, "text-layer", (*label, mark(label[-1], "5"), *one.words)
    )

    assert of_role(laid_out(one), "label") == ["UZ 2.1.1"]


def test_a_label_beside_the_middle_of_its_text(laid_out: LayOut) -> None:
    """Where a label stands between the lines of its text, the lines above it belong to it too."""
    texts = column(130, 100, ["Der Landkreis berät Vereine", "und Gemeinden bei Anträgen."])

    blocks = laid_out(page(*texts, (70, 107, "UZ 1.1"), (70, 190, "UZ 1.2"), (130, 190, "Schulen.")))

    assert [(block.role, block.row) for block in blocks] == [
        ("label", 1),
        ("text", 1),
        ("label", 2),
        ("text", 2),
    ]


# ------------------------------------------------------------- what is set aside


def furnished(number: int, header: str, footer: str) -> tuple[object, ...]:
    body = [f"Auf Seite {number} steht ein Absatz, der sonst nirgends steht.", *PROSE[number % 3 :]]
    return page((70, 40, header), *column(70, 100, body), (300, 800, footer), number=number)  # type: ignore[return-value]


@pytest.mark.parametrize(
    "headers", [["Sozialstrategie 2025"] * 4, ["Landkreis Lindental", "Sozialstrategie 2025"] * 2]
)
def test_headers_that_come_back_are_furniture(headers: list[str], laid_out: LayOut) -> None:
    """The same on every page, or alternating; page numbers by their place and count."""
    blocks = laid_out(
        *(furnished(number, header, str(number)) for number, header in enumerate(headers, start=1))
    )

    assert of_role(blocks, "furniture") == [
        text for n, header in enumerate(headers, 1) for text in (header, str(n))
    ]


def test_misread_headers_are_furniture_still(laid_out: LayOut) -> None:
    """OCR reads a header differently on every page."""
    headers = [
        "Sozialstrategie fiir den Landkreis",
        "Sozialstrategie fur den Landkreis",
        "Sozialstrategle für den Landkrels",
    ]

    blocks = laid_out(*(furnished(number, header, "") for number, header in enumerate(headers, start=1)))

    assert of_role(blocks, "furniture") == headers


def test_rows_of_a_table_at_the_head_of_pages_are_no_furniture(laid_out: LayOut) -> None:
    """Formal wordings are alike at the same height of several pages, and differ in a word."""
    pages = [
        page(
            *column(70, 100, [str(4 * number + at) for at in range(1, 5)]),
            *column(130, 100, [f"Der Landkreis baut die {one} mit Partnern aus." for one in things]),
            number=number,
        )
        for number, things in enumerate(
            (
                ("Beratung", "Förderung", "Sprachkurse", "Lotsenstelle"),
                ("Werkstatt", "Hilfen", "Ausleihe", "Angebote"),
                ("Pflegekurse", "Bücherei", "Wohnberatung", "Fahrdienste"),
            )
        )
    ]

    blocks = laid_out(*pages)

    assert of_role(blocks, "furniture") == []


def test_headings_at_the_head_of_pages_are_no_furniture(laid_out: LayOut) -> None:
    """Chapters that begin on new pages have much alike headings at the same height."""
    headings = ["4.1. Themenfeld Bildung", "4.2. Themenfeld Bindung", "4.3. Themenfeld Bildung"]

    blocks = laid_out(*(furnished(number, heading, "") for number, heading in enumerate(headings, start=1)))

    assert [block.number for block in blocks if block.role == "heading"] == ["4.1.", "4.2.", "4.3."]


def test_footnotes_and_their_marks(laid_out: LayOut) -> None:
    """Small type under a ruling at the foot; the raised mark leaves the text and says where it was."""
    body = page(*column(70, 100, [*PROSE, "Der Bericht liegt vor und gilt"]))
    marked = mark(body.words[-1], "3")
    behind = next(words(marked.x1 + 3, body.words[-1].bottom, "fort."))
    notes = page(*column(70, 760, ["3 Siehe den Sozialbericht, Seite", "44, und den Anhang."], 10, size=7.0))
    rule = Ruling(70, 745, 200, 745)
    whole = body.__class__(
        1, 595.0, 842.0, "text-layer", (*body.words, marked, behind, *notes.words), (rule,)
    )

    blocks = laid_out(whole)

    assert [(block.number, block.text) for block in blocks if block.role == "footnote"] == [
        ("3", "Siehe den Sozialbericht, Seite\n44, und den Anhang.")
    ]
    assert of_role(blocks, "text")[0].endswith("gilt fort.")
    assert [block.marks for block in blocks if block.role == "text"] == [("3",)]


def test_a_mark_that_ocr_read_as_a_sign(laid_out: LayOut) -> None:
    """A sign behind a word, on a page with a footnote whose mark is missing."""
    body = column(70, 100, [*PROSE, "Der Sozialbericht® liegt vor und wird jährlich fortgeschrieben."])
    note = (70, 780, "? Siehe die Seite des Landkreises Lindental.", {"size": 7.0})

    blocks = laid_out(page(*body, note, rulings=[Ruling(70, 768, 200, 768)]))

    assert "Der Sozialbericht liegt" in of_role(blocks, "text")[-1]
    assert [block.number for block in blocks if block.role == "footnote"] == ["1"]


def test_contents_and_title_are_set_aside(laid_out: LayOut) -> None:
    """A title page by its large type, contents by their heading and page numbers."""
    title = page((150, 300, "Sozialstrategie", {"size": 22}), (150, 340, "2025–2030", {"size": 22}))
    entries = [
        "1. Anlass ........................ 3",
        "2. Ziele",
        "und Maßnahmen ................... 5",
        "3. Ausblick 7",
    ]
    contents = page((70, 80, "Inhaltsverzeichnis", {"bold": True}), *column(70, 110, entries), number=2)

    blocks = laid_out(title, contents, page(*column(70, 100, PROSE * 4), number=3))

    assert of_role(blocks, "title") == ["Sozialstrategie\n\n2025–2030"] or of_role(blocks, "title") == [
        "Sozialstrategie\n2025–2030"
    ]
    assert of_role(blocks, "contents") == ["Inhaltsverzeichnis", *entries]


def test_headings_need_number_or_type(laid_out: LayOut) -> None:
    """A number and space around, or larger type; captions and list items are none."""
    lines = [
        (70, 80, "2.1 Ausgangslage"),
        *column(70, 110, PROSE),
        (70, 170, "Worum es geht", {"size": 14, "bold": True}),
        *column(70, 200, PROSE),
        (70, 260, "Abb. 2 Einwohner nach Alter", {"bold": True}),
        *column(70, 290, PROSE),
    ]

    blocks = laid_out(page(*lines))

    assert [(block.number, block.text) for block in blocks if block.role == "heading"] == [
        ("2.1", "Ausgangslage"),
        (None, "Worum es geht"),
    ]


# ------------------------------------------------------------------- lists


@pytest.mark.parametrize("bullet", ["•", "-", "–", "o", "*", "e"])
def test_list_marks_leave_the_text(bullet: str, laid_out: LayOut) -> None:
    """A bullet always, a dash or what OCR made of a bullet where it is set as one."""
    items = [(140, 126, f"{bullet} Beratung vor Ort,"), (140, 139, f"{bullet} feste Sprechzeiten.")]

    blocks = laid_out(page((70, 100, "UZ 1.1"), (130, 100, "Es gibt Hilfe:"), (130, 113, "und zwar"), *items))

    assert of_role(blocks, "text") == ["Es gibt Hilfe:\nund zwar\nBeratung vor Ort,\nfeste Sprechzeiten."]
    assert {edit.method for block in blocks for edit in block.edits} == {"bullet"}


def test_a_dash_inside_a_sentence_stays(laid_out: LayOut) -> None:
    """A line that happens to begin with a dash is no list."""
    lines = [
        PROSE[0],
        "– und zwar mit großer Mehrheit – beraten. Beteiligt waren die Gemeinden und alle",
        PROSE[2],
    ]

    blocks = laid_out(page(*column(70, 100, lines)))

    assert [edit for block in blocks for edit in block.edits] == []


def test_superscript_digits_and_units(laid_out: LayOut) -> None:
    """Raised figures of the font are marks behind a word, but not behind a unit."""
    blocks = laid_out(page(*column(70, 100, ["Der Bericht² nennt eine Fläche von 40 km² und mehr."])))

    assert of_role(blocks, "text") == ["Der Bericht nennt eine Fläche von 40 km² und mehr."]


def test_two_columns_are_read_one_after_the_other(laid_out: LayOut) -> None:
    """A heading across both parts them; the left column is read before the right one."""
    left = [f"Links steht die Zeile {n} von sieben Zeilen." for n in range(7)]
    right = [f"Rechts steht die Zeile {n} von sieben Zeilen." for n in range(7)]
    head = (70, 80, "Ein Satz, der über beide Spalten der Seite läuft und sie von oben trennt, ganz breit.")

    blocks = laid_out(page(head, *column(70, 110, left), *column(320, 113, right)))

    text = "\n".join(block.text for block in blocks)
    assert text.index("Links steht die Zeile 6") < text.index("Rechts steht die Zeile 0")


def test_a_ruled_table_without_known_heads(laid_out: LayOut) -> None:
    """What stands in other columns than label and text does not get into the text."""
    uprights = [Ruling(x, 90, x, 200) for x in (70, 120, 330, 420)]
    rows = [
        [(75, 110 + 40 * n, f"UZ 1.{n + 1}"), (125, 110 + 40 * n, text), (335, 110 + 40 * n, "Jugendamt")]
        for n, text in enumerate(["Vereine werden beraten", "Schulen werden vernetzt"])
    ]

    blocks = laid_out(page(*(line for row in rows for line in row), rulings=uprights))

    assert of_role(blocks, "text") == ["Vereine werden beraten", "Schulen werden vernetzt"]
    assert of_role(blocks, "furniture") == ["Jugendamt", "Jugendamt"]


def test_a_column_of_numbers_some_of_which_lost_their_dots(laid_out: LayOut) -> None:
    """One misread number in the identifiers' column does not hide the others."""
    heads = [(78, 100, "Nr."), (130, 100, "Ziel"), (400, 100, "Frist")]
    rows = [
        [(78, 120 + 30 * n, number), (130, 120 + 30 * n, f"Vereine werden im Jahr {n} beraten.")]
        for n, number in enumerate(["1.1", "1.1.1", "1112", "1.1.2"])
    ]

    blocks = laid_out(page(*heads, *(line for row in rows for line in row)))

    assert of_role(blocks, "label") == ["1.1", "1.1.1", "1112", "1.1.2"]
    assert of_role(blocks, "text") == [f"Vereine werden im Jahr {n} beraten." for n in range(4)]


def test_words_that_run_across_the_page_are_kept(laid_out: LayOut) -> None:
    """Turned words are no part of a line, and not lost either."""
    one = page(*column(70, 100, PROSE))
    turned = next(words(20, 400, "Handlungsfeld"))
    turned = turned.__class__(turned.text, 20, 300, 30, 400, "Serif", 10.0, False, True)
    blocks = laid_out(one.__class__(1, 595.0, 842.0, "text-layer", (*one.words, turned)))

    assert "Handlungsfeld" in of_role(blocks, "furniture")


def test_an_empty_page_has_no_blocks(laid_out: LayOut) -> None:
    """Neither has a document of empty pages."""
    assert laid_out(page(), page(number=2)) == ()


# -------------------------------------------------------------- doubtful extent


def test_a_paragraph_between_two_inline_goals_goes_to_the_one_above_flagged(laid_out: LayOut) -> None:
    """It nearly always belongs there; after the last goal nobody knows."""
    blocks = laid_out(
        page(
            (70, 100, "UZ 1.1 Vereine werden beraten."),
            (70, 130, "Dazu kommen Gemeinden und Schulen."),
            (70, 160, "UZ 1.2 Schulen werden vernetzt."),
            (70, 190, "Die Gruppe traf sich viermal."),
        )
    )

    assert [(block.row, block.flags) for block in blocks if block.role == "text"] == [
        (1, ("extent-assumed",)),
        (2, ()),
        (None, ()),
    ]


def test_a_paragraph_that_speaks_of_the_goals_to_come_is_none(laid_out: LayOut) -> None:
    """It belongs neither to the goal above nor to that below."""
    blocks = laid_out(
        page(
            (70, 100, "LZ 1 Vereine werden beraten."),
            (70, 130, "Dazu gehören diese Unterziele:"),
            (70, 160, "UZ 1.1 Schulen werden vernetzt."),
        )
    )

    assert [block.row for block in blocks if block.role == "text"] == [1, None, 2]


def test_a_line_with_a_gap_as_between_columns_is_doubtful(laid_out: LayOut) -> None:
    """One row of a table that was not told from running text."""
    blocks = laid_out(page((70, 100, "UZ 1.1"), (130, 100, "Vereine beraten"), (400, 100, "Jugendamt")))

    assert [block.flags for block in blocks if block.role == "text"] == [("order-assumed",)]


def test_a_label_torn_by_justified_setting_opens_a_goal(laid_out: LayOut) -> None:
    """The gap between "UZ" and its number may be as wide as between columns."""
    blocks = laid_out(
        page(
            (70, 100, "UZ 1.1 Vereine werden beraten."),
            (70, 130, "UZ"),
            (95, 130, "1.2 Schulen werden vernetzt."),
        )
    )

    assert of_role(blocks, "label") == ["UZ 1.1", "UZ 1.2"]


def test_a_label_at_the_top_of_a_page_opens_a_goal(laid_out: LayOut) -> None:
    """Also where the page before ends with an item of a list, without a full stop."""
    first = page(
        (70, 660, "UZ 1.1 Vereine werden in allen Orten des Landkreises gefördert, und zwar durch:"),
        (80, 673, "• Beratung"),
        (80, 686, "• Fachtage"),
    )
    second = page((70, 80, "UZ 1.2 Schulen werden vernetzt."), number=2)

    assert of_role(laid_out(first, second), "label") == ["UZ 1.1", "UZ 1.2"]


def test_a_table_without_a_heading_does_not_move_the_margin(laid_out: LayOut) -> None:
    """Pages of a table alone begin further right than those with a heading, and are not mirrored."""
    heads = [(78, 100, "Nr."), (130, 100, "Ziel"), (400, 100, "Frist")]
    pages = [page((60, 60, "4.1 Familie", {"bold": True, "size": 14}), *heads, number=1)]
    pages += [page(number=number) for number in (2, 4)]
    rows = [
        (78, 120, "UZ 1.1"),
        (130, 120, "Vereine werden in allen Orten gefördert und beraten"),
        (400, 120, "2027"),
    ]
    pages[1:] = [page(*rows, number=2)]

    blocks = laid_out(*pages)

    assert of_role(blocks, "deadline") == ["2027"]


def test_two_columns_under_short_headings_are_read_one_after_the_other(laid_out: LayOut) -> None:
    """A heading over both columns parts them, though it is no wider than one."""
    left = [f"UZ 1.{number} Vereine werden vor Ort beraten." for number in range(1, 7)]
    right = [f"UZ 1.{number} Schulen werden vor Ort vernetzt." for number in range(7, 13)]
    below = [f"UZ 2.{number} Gemeinden werden vor Ort beraten." for number in range(1, 13)]
    blocks = laid_out(
        page(
            (60, 80, "4.1 Familie", {"size": 14, "bold": True}),
            *column(60, 110, left, 20),
            *column(320, 110, right, 20),
            (60, 250, "4.2 Bildung", {"size": 14, "bold": True}),
            *column(60, 280, below[:6], 20),
            *column(320, 280, below[6:], 20),
        )
    )

    labels = [block.text for block in blocks if block.role in ("label", "heading")]
    assert labels == [
        "Familie",
        *(text[:7].strip() for text in (*left, *right)),
        "Bildung",
        *(text[:7].strip() for text in below),
    ]


def test_a_bold_line_that_follows_a_bold_goal_closely_is_no_heading(laid_out: LayOut) -> None:
    """Goals are parted by space here, so what follows without any goes on."""
    bold = {"bold": True}
    blocks = laid_out(
        page(
            *column(70, 60, PROSE),
            (
                70,
                130,
                "LZ 1 Vereine werden in allen Orten des Landkreises gefördert und vor Ort beraten.",
                bold,
            ),
            (70, 160, "LZ 2 Wie im Bericht beschrieben:", bold),
            (70, 173, "Schulen werden vernetzt", bold),
        )
    )

    assert of_role(blocks, "text")[-1] == "Wie im Bericht beschrieben:\nSchulen werden vernetzt"


# ------------------------------------------------------ tables and cards unlike others


def test_bare_numbers_beside_bold_texts_are_rows_of_the_table(laid_out: LayOut) -> None:
    """A row whose number stands alone in its column is no heading, though it is bold and ends like one."""
    heads = [(70, 100, "Nr."), (120, 100, "Maßnahme"), (380, 100, "Zuständig"), (470, 100, "Zeitraum")]
    texts = ["Junge Leute gestalten mit", "Vereine werden beraten", "Kurse entstehen", "Busse fahren"]
    rows = [
        [(70, 130 + 30 * n, number, how), (120, 130 + 30 * n, text, how), (380, 130 + 30 * n, "Kreis")]
        for n, (number, text) in enumerate(zip(("1", "1.1", "1.1.1", "1.1.2"), texts, strict=True))
        for how in ({"bold": n == 0},)
    ]
    heading = (70, 280, "2 Familie im Kreis", {"bold": True, "size": 14})

    blocks = laid_out(page((70, 70, "1. Jugend", {"bold": True, "size": 14}), *heads, *chain(*rows), heading))

    assert of_role(blocks, "label") == ["1", "1.1", "1.1.1", "1.1.2"]
    assert of_role(blocks, "text") == texts
    assert of_role(blocks, "heading") == ["Jugend", "Familie im Kreis"]


def test_a_card_with_a_thick_edge_is_no_table(laid_out: LayOut) -> None:
    """Between two rulings as near as the sides of a thick line there is no column."""
    lines: list = []
    rulings: list[Ruling] = []
    for n in (1, 2):
        lines += [(60, 90 + 200 * n, f"LZ 1.{n}", {"bold": True}), (60, 103 + 200 * n, "Alle lernen.")]
        for m in (1, 2):
            top = 60 + 200 * n + 60 * m
            lines += [(80, top + 15, f"M 1.{n}.{m}", {"bold": True})]
            lines += column(80, top + 30, [f"Vereine werden im Jahr {m} in allen", "Gemeinden beraten."])
            rulings += [Ruling(x, top, x, top + 50) for x in (66, 71, 500)]

    blocks = laid_out(page(*lines, rulings=rulings))

    assert of_role(blocks, "label") == ["LZ 1.1", "M 1.1.1", "M 1.1.2", "LZ 1.2", "M 1.2.1", "M 1.2.2"]
    assert {block.row for block in blocks} == {block.row for block in blocks if block.role == "label"}


def test_two_columns_torn_by_justification(laid_out: LayOut) -> None:
    """Lines that wide gaps tear are prose still, and words that meet by chance make no table."""
    torn = [(60, "UZ 1.{}"), (110, "Vereine"), (165, "werden"), (220, "vor"), (259, "Orte")]
    lines: list = []
    rest = ["in vielen Gemeinden des Kreises gut beraten,", "denn dort ist noch viel Platz für alle Leute,"]
    for n in range(5):
        top = 100 + 52 * n
        lines += [(x, top, text.format(n + 1)) for x, text in torn]
        lines += column(60, top + 13, [*rest, "die mitmachen."])
        lines += [(x + 260, top + 5, text.format(n + 6)) for x, text in torn]
        lines += column(320, top + 18, [*rest, "die mitmachen."])

    blocks = laid_out(page(*lines))

    assert of_role(blocks, "label") == [f"UZ 1.{n}" for n in range(1, 11)]
    assert set(of_role(blocks, "text")) == {"\n".join(["Vereine werden vor Orte", *rest, "die mitmachen."])}


def test_goals_side_by_side_under_heads_that_nobody_knows(laid_out: LayOut) -> None:
    """Each column in which goals begin with their label holds goals."""
    uprights = [Ruling(x, 90, x, 200) for x in (60, 220, 380, 540)]
    heads = [(65, 100, "Wohin?"), (225, 100, "Womit?"), (385, 100, "Wodurch?")]
    goals = [
        (65, 120, "LZ 1 Alle lernen."),
        (225, 120, "UZ 1.1 Kurse entstehen."),
        (385, 120, "M 1.1.1 Räume mieten."),
        (385, 160, "M 1.1.2 Leute werben."),
    ]

    blocks = laid_out(page(*heads, *goals, rulings=uprights))

    assert of_role(blocks, "label") == ["LZ 1", "UZ 1.1", "M 1.1.1", "M 1.1.2"]
    assert of_role(blocks, "text") == ["Alle lernen.", "Kurse entstehen.", "Räume mieten.", "Leute werben."]


@pytest.mark.parametrize(
    ("places", "ruled"),
    [((58, 66, 90, 112, 140, 150, 171, 190), False), ((58, 79, 250), True)],  # strokes of letters; columns
)
def test_strokes_of_light_letters_are_no_columns(places: tuple[int, ...], ruled: bool, style: Style) -> None:
    """Where most upright rulings run through words, they are what a dark ground left of letters."""
    line = (60, 100, "LZ 1 Alle Menschen lernen gern und oft.")
    sheet = read_sheet(page(line, rulings=[Ruling(x, 92, x, 102) for x in places]))

    header = find_headless(rows_of(sheet.lines), 0, sheet, style)

    assert ruled == (header is not None and header.grid.ruled)


def ruled_rows(labels: list[str], texts: list[str]) -> Page:
    """A table ruled on all sides, with a row for each label and text."""
    heads = [(65, 100, "Nr."), (125, 100, "Ziel"), (405, 100, "Zuständig")]
    rows = [
        [(65, 120 + 40 * n, label), (125, 120 + 40 * n, text), (405, 120 + 40 * n, "Kreis")]
        for n, (label, text) in enumerate(zip(labels, texts, strict=True))
    ]
    last = 105 + 40 * len(labels)
    rulings = [Ruling(x, 85, x, last) for x in (60, 120, 400, 540)]
    rulings += [Ruling(60, height, 540, height) for height in (85, *range(105, last + 1, 40))]
    return page(*heads, *(line for row in rows for line in row if line[2]), rulings=rulings)


def test_a_row_that_lost_its_label_has_an_empty_one(laid_out: LayOut) -> None:
    """It may be a goal, which the outline says; what is no sentence is none."""
    blocks = laid_out(
        ruled_rows(["UZ 1.1", "", "UZ 1.3", ""], ["Alle lernen.", "Alle helfen.", "Alle bauen.", "und mehr"])
    )

    assert [(block.text, block.flags) for block in blocks if block.role == "label"] == [
        ("UZ 1.1", ()),
        ("", ("label-doubtful",)),
        ("UZ 1.3", ()),
    ]
    texts = {block.row: block.text for block in blocks if block.role == "text"}
    assert set(texts.values()) == {"Alle lernen.", "Alle helfen.", "Alle bauen.", "und mehr Kreis"}
    assert texts[None] == "und mehr Kreis"


@pytest.mark.parametrize(
    ("third", "beside", "doubted"),
    [
        ((160, "Alle helfen mit."), (160, "Vereine"), True),
        ((160, "Alle helfen mit."), None, False),
        ((160, "und helfen mit."), (160, "Vereine"), False),
        ((133, "Alle helfen mit."), (133, "Vereine"), False),
    ],
    ids=["a row", "a paragraph", "no sentence", "no gap"],
)
def test_a_goal_that_may_hold_a_row_without_its_label(
    third: tuple[int, str], beside: tuple[int, str] | None, doubted: bool, laid_out: LayOut
) -> None:
    """Without rulings it goes to the goal above, which is flagged; a paragraph of a goal is none."""
    rows = [
        (65, 100, "Nr."),
        (125, 100, "Ziel"),
        (405, 100, "Zuständig"),
        *((65, 120, "UZ 1.1"), (125, 120, "Alle lernen gern."), (405, 120, "Kreis")),
        (125, *third),
        *((65, 200, "UZ 1.3"), (125, 200, "Alle bauen Häuser."), (405, 200, "Kreis")),
        *((65, 240, "UZ 1.4"), (125, 240, "Alle reden oft und"), (125, 253, "viel."), (405, 240, "Kreis")),
    ]
    if beside is not None:
        rows.append((405, *beside))

    blocks = laid_out(page(*rows))

    flags = {block.text.split()[1]: block.flags for block in blocks if block.role == "text" and block.row}
    assert flags == {"lernen": ("extent-assumed",) if doubted else (), "bauen": (), "reden": ()}


def test_a_stroke_between_two_cells_is_no_word(laid_out: LayOut) -> None:
    """OCR makes "_" of specks: neither the label nor the text bears it."""
    blocks = laid_out(
        ruled_rows(["UZ 1.1", "UZ 1.2 _", "UZ 1.3"], ["Alle lernen.", "Alle helfen. _", "Wir bauen."])
    )

    assert of_role(blocks, "label") == ["UZ 1.1", "UZ 1.2", "UZ 1.3"]
    assert of_role(blocks, "text") == ["Alle lernen.", "Alle helfen.", "Wir bauen."]


def test_a_label_cut_at_a_dot(laid_out: LayOut) -> None:
    """A narrow cell may cut a number anywhere; a whole one with a dot at its end stays."""
    one = ruled_rows(["UZ 1.1.", "UZ 1.1.", "UZ 1.2."], ["Alle lernen.", "Alle helfen.", "Alle bauen."])
    below = tuple(
        word for x, bottom, text in ((65, 133, "1"), (65, 173, "2")) for word in words(x, bottom, text)
    )

    blocks = laid_out(one.__class__(1, 595.0, 842.0, "text-layer", (*one.words, *below), one.rulings))

    assert of_role(blocks, "label") == ["UZ 1.1.1", "UZ 1.1.2", "UZ 1.2."]


def test_small_heads_that_change_with_the_chapter(laid_out: LayOut) -> None:
    """On each page another title stands at the same height, in small type: none of it is text."""
    titles = ["Familie", "Pflege im Alter", "Wohnen und Bauen", "Mobilität auf dem Land"]
    pages = [
        page(
            (300, 50, f"{n}.{n} {title}", {"size": 8}),
            *column(60, 100, [f"UZ 1.{2 * n} Alle lernen im Kreis und anderswo", "gern und oft."]),
            *column(60, 160, [f"UZ 1.{2 * n + 1} Alle helfen im Kreis und anderswo,", f"wo sie {title}"]),
            number=n,
        )
        for n, title in enumerate(titles, start=1)
    ]

    blocks = laid_out(*pages)

    assert of_role(blocks, "furniture") == [f"{n}.{n} {title}" for n, title in enumerate(titles, start=1)]
    assert not of_role(blocks, "heading")


@pytest.mark.parametrize("sign", ["|", "‘", "´"])
def test_the_edge_of_a_card_read_as_a_sign(sign: str, laid_out: LayOut) -> None:
    """A sign that OCR made of an upright edge hides no label."""
    lines = [(60, 60 + 40 * n, f"{sign} UZ 1.{n} Vereine werden beraten. _") for n in range(1, 4)]

    blocks = laid_out(page(*lines))

    assert of_role(blocks, "label") == ["UZ 1.1", "UZ 1.2", "UZ 1.3"]
    assert of_role(blocks, "text") == ["Vereine werden beraten."] * 3


def test_a_mark_before_a_text_stays(laid_out: LayOut) -> None:
    """A quotation mark that stands alone is none of a frame's signs."""
    blocks = laid_out(
        page((60, 100, "UZ 1.1 Das Programm der Gemeinden heißt"), (60, 113, "’ Wohnen ’ im Kreis."))
    )

    assert of_role(blocks, "text") == ["Das Programm der Gemeinden heißt\n’ Wohnen ’ im Kreis."]


@pytest.mark.parametrize(
    "rests",
    [
        [
            "und die Träger beteiligen.",
            "sowie Fahrten zum Arzt",
            "auch am Abend öffnen.",
            "mit allen planen.",
        ],
        ["Vereine beteiligen.", "Fahrten zum Arzt bezahlen.", "Büchereien öffnen.", "Angebote planen."],
        ["Träger im Landkreis", "Fahrten zum Arzt", "Büchereien am Abend", "Angebote und Kurse"],
    ],
    ids=["go on", "end", "in the goals' type"],
)
def test_the_rest_of_a_goal_at_the_head_of_a_page_is_text(rests: list[str], laid_out: LayOut) -> None:
    """Goals in smaller type than the report, cut by the page's end: each page begins with the rest of one."""
    report = [page(*column(60, 60, PROSE * 8), number=n) for n in range(1, 5)]
    goals = [
        page(
            (60, 60, rest, {"size": 8}),
            *column(60, 120, [f"UZ {n}.{m} Der Landkreis hilft." for m in range(1, 5)], 60, size=8),
            number=4 + n,
        )
        for n, rest in enumerate(rests, start=1)
    ]

    assert not set(rests) & set(of_role(laid_out(*report, *goals), "furniture"))


@pytest.mark.parametrize("shift", [2.5, 2.9])
def test_starts_of_one_column_that_differ_a_little(shift: float, laid_out: LayOut) -> None:
    """A head set a little left, and a text a little right, make one column of theirs, not two."""
    heads = [(50, 100, "Kürzel"), (150 - shift, 100, "Gegenstand"), (400, 100, "Betrag")]
    rows = [
        [(50, y, f"M 1.{n}"), (150.8 if n == 1 else 150, y, "Der Landkreis baut"), (400, y, "2026")]
        for n, y in enumerate(range(120, 270, 30), start=1)
    ]

    blocks = laid_out(page(*heads, *(line for row in rows for line in row)))

    assert of_role(blocks, "label") == [f"M 1.{n}" for n in range(1, 6)]
    assert of_role(blocks, "text") == ["Der Landkreis baut"] * 5
