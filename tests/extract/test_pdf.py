"""PDF pages: what a reader sees is what is read, however it was put on the page."""

from pathlib import Path

import numpy as np
import pikepdf
import pytest
import typst
from PIL import Image, ImageOps

from pipeline.errors import UnreadableInputError
from pipeline.extract import read_document
from pipeline.extract.glyphs import slope_of
from pipeline.extract.pdf import (
    Layer,
    are_misread,
    dark_on_light,
    is_broken,
    is_ruling_read_as_word,
    needs_ocr,
    reading_resolution,
)
from pipeline.records import Document, Page, Ruling, Word

PAGE = """#set page(width: 15cm, height: 10cm, margin: 1cm)
#set text(font: "New Computer Modern", size: 11pt, lang: "de")
"""


def read(folder: Path, source: str, ocr: str = "never") -> Document:
    path = folder / "papier.pdf"
    path.write_bytes(typst.compile((PAGE + source).encode()))
    return read_document(path, ocr)  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    return [word.text for page in document.pages for word in page.words]


def raw_pdf(path: Path, content: bytes, **keys: object) -> Path:
    """A PDF of one page with a content stream of its own and the font Helvetica."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    bold = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Helvetica-Bold")
    )
    pdf.add_blank_page(page_size=(400, 300))
    page = pdf.pages[0]
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font, F2=bold))
    page.Contents = pdf.make_stream(content)
    for key, value in keys.items():
        page[f"/{key}"] = value
    pdf.save(path)
    return path


def test_words_have_box_and_type(tmp_path: Path) -> None:
    """In points from the top left of the page."""
    document = read(tmp_path, "Der *Landkreis*")

    first, second = document.pages[0].words
    assert (first.text, first.bold, second.text, second.bold) == ("Der", False, "Landkreis", True)
    assert 28 < first.x0 < 29 and first.x1 < second.x0 and first.size == 11.0
    assert document.pages[0].origin == "text-layer"


def test_a_raised_mark_is_a_word_of_its_own(tmp_path: Path) -> None:
    """So that the layout can tell it from the word to which it is glued."""
    document = read(tmp_path, "#set super(typographic: false)\nBericht#super[3] gilt")

    assert texts(document) == ["Bericht", "3", "gilt"]


def test_a_mark_that_the_font_draws_raised(tmp_path: Path) -> None:
    """Fonts with raised figures of their own give them no other size; they are narrower."""
    source = '#set text(font: "Libertinus Serif")\n2025 und 1234567890, Bericht#super[3] gilt'

    assert texts(read(tmp_path, source))[-3:] == ["Bericht", "3", "gilt"]


def test_a_soft_hyphen_that_is_seen_is_a_hyphen(tmp_path: Path) -> None:
    """Fonts that name their one hyphen a soft one keep it inside a line."""
    document = read(
        tmp_path, '#set text(font: "Libertinus Serif", hyphenate: true)\nCo-Working in der Kinder- und'
    )

    assert texts(document) == ["Co-Working", "in", "der", "Kinder-", "und"]


def test_rulings_of_a_table(tmp_path: Path) -> None:
    """Level and upright lines, as far as they are drawn."""
    rulings = read(tmp_path, "#table(columns: 2, [a], [b], [c], [d])").pages[0].rulings

    assert len({round(ruling.x0) for ruling in rulings if ruling.x0 == ruling.x1}) == 3
    assert len({round(ruling.top) for ruling in rulings if ruling.top == ruling.bottom}) == 3


def test_letters_printed_twice_are_read_once(tmp_path: Path) -> None:
    """Bold type made by overprinting is bold, and no letter is doubled."""
    line = b"BT /F1 12 Tf 50 200 Td (Zoll) Tj ET BT /F1 12 Tf 50.4 200 Td (Zoll) Tj ET"

    words = read_document(raw_pdf(tmp_path / "fett.pdf", line), "never").pages[0].words

    assert [(word.text, word.bold) for word in words] == [("Zoll", True)]


HIDDEN = [
    b"BT /F1 1 Tf 50 100 Td (winzig) Tj ET",
    b"BT /F1 12 Tf 1 g 50 100 Td (weiss) Tj ET",
    b"BT /F1 12 Tf 0 0 0 0 k 50 100 Td (weiss) Tj ET",
    b"BT /F1 12 Tf 500 100 Td (draussen) Tj ET",
    b"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 90 40 Td (ENTWURF) Tj ET",
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_nobody_reads_is_left_out(hidden: bytes, tmp_path: Path) -> None:
    """Tiny, white or slanting letters, and those off the page."""
    path = raw_pdf(
        tmp_path / "verdeckt.pdf", hidden.replace(b"Td", b"Td") + b" BT /F1 12 Tf 0 g 50 200 Td (da) Tj ET"
    )

    assert texts(read_document(path, "never"))[-1:] == ["da"]
    assert len(texts(read_document(path, "never"))) == 1 or b"ENTWURF" in hidden


def test_white_letters_on_a_dark_ground_are_read(tmp_path: Path) -> None:
    """As heads of columns often are."""
    content = b"0 0 0.5 rg 40 190 200 30 re f BT /F1 12 Tf 1 g 50 200 Td (Nr.) Tj ET"

    assert texts(read_document(raw_pdf(tmp_path / "kopf.pdf", content), "never")) == ["Nr."]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_rotated_page_is_read_upright(rotate: int, tmp_path: Path) -> None:
    """Whether the page is turned or its text, lines are level and run to the right."""
    content = b"BT /F1 12 Tf 50 200 Td (Haus am See) Tj ET BT /F1 12 Tf 50 180 Td (und Hof) Tj ET"
    page = read_document(raw_pdf(tmp_path / "quer.pdf", content, Rotate=rotate), "never").pages[0]

    assert [word.text for word in page.words] == ["Haus", "am", "See", "und", "Hof"]
    house, at, see = page.words[:3]
    assert house.x0 < at.x0 < see.x0 and abs(house.bottom - see.bottom) < 1
    assert not any(word.turned for word in page.words) and page.words[3].bottom > house.bottom
    assert (page.width, page.height) == (400, 300)


def test_text_printed_sideways_turns_the_page(tmp_path: Path) -> None:
    """A table in landscape on a page that is not marked as such."""
    content = (
        b"BT /F1 12 Tf 0 1 -1 0 100 50 Tm (Haus am See) Tj ET BT /F1 12 Tf 0 1 -1 0 120 50 Tm (Hof) Tj ET"
    )

    page = read_document(raw_pdf(tmp_path / "seitlich.pdf", content), "never").pages[0]

    assert (page.width, page.height) == (300, 400)
    assert [word.text for word in page.words] == ["Haus", "am", "See", "Hof"]
    assert page.words[0].x0 < page.words[2].x0 and page.words[0].bottom < page.words[3].bottom


def test_a_few_turned_words_are_marked(tmp_path: Path) -> None:
    """They do not turn the page, and keep their place."""
    content = (
        b"BT /F1 12 Tf 50 200 Td (Der Landkreis Lindental) Tj ET BT /F1 12 Tf 0 1 -1 0 30 50 Tm (Feld) Tj ET"
    )

    words = read_document(raw_pdf(tmp_path / "rand.pdf", content), "never").pages[0].words

    assert [(word.text, word.turned) for word in words][-1] == ("Feld", True)
    assert words[-1].bottom - words[-1].top > words[-1].x1 - words[-1].x0


def test_lines_that_run_askew_are_straightened(tmp_path: Path) -> None:
    """The text layer of a page scanned by a degree askew stands level afterwards."""
    words = b" ".join(
        b"BT /F1 10 Tf 0.9998 0.0175 -0.0175 0.9998 %d %d Tm (Wort) Tj ET" % (50 + 30 * n, 200 + n // 2)
        for n in range(8)
    )

    page = read_document(raw_pdf(tmp_path / "schief.pdf", words), "never").pages[0]

    assert max(word.bottom for word in page.words) - min(word.bottom for word in page.words) < 1.5


def test_the_slope_is_told_by_the_lines_that_have_it() -> None:
    """An OCR engine writes most lines of a page that is askew as level, but their places are askew."""
    places = [(x, y) for y in range(0, 200, 20) for x in (50, 400)]
    places += [(x, y) for y in (200, 220) for x in (50, 115, 180, 245)]
    askew = [
        Word("Ziel", x, 90.0 + y - 0.01 * x, x + 60, 100.0 + y - 0.01 * x, "Serif", 10.0) for x, y in places
    ]
    level = [
        Word("Ziel", x, 390.0 + y, x + 60, 400.0 + y, "Serif", 10.0)
        for y in (0, 20, 40)
        for x in (50, 115, 180)
    ]

    assert slope_of([*askew, *level]) == pytest.approx(-0.01)
    assert slope_of(level) == 0.0


def test_only_the_visible_part_of_a_page_counts(tmp_path: Path) -> None:
    """Coordinates are those of the crop box."""
    content = b"BT /F1 12 Tf 110 200 Td (innen) Tj ET BT /F1 12 Tf 10 200 Td (aussen) Tj ET"

    page = read_document(
        raw_pdf(tmp_path / "schnitt.pdf", content, CropBox=pikepdf.Array([100, 50, 400, 300])), "never"
    ).pages[0]

    assert [(word.text, round(word.x0)) for word in page.words] == [("innen", 10)]
    assert (page.width, page.height) == (300, 250)


def test_many_pages_and_deep_nesting_do_no_harm(tmp_path: Path) -> None:
    """A page tree of a thousand levels is refused or read, but does not crash."""
    path = tmp_path / "tief.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page()
    node = pdf.pages[0].obj
    for _ in range(1200):
        node = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=[node], Count=1))
    pdf.Root.Pages = node
    pdf.save(path)

    try:
        assert read_document(path, "never").source.pages <= 1
    except UnreadableInputError as error:
        assert "beschädigt" in error.problem or "Seite" in error.problem


def test_a_page_that_cannot_be_parsed_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without OCR a damaged page stops the import and is named."""
    path = raw_pdf(tmp_path / "seite.pdf", b"BT /F1 12 Tf 50 200 Td (da) Tj ET")
    monkeypatch.setattr("pipeline.extract.pdf.read_layer", lambda _: [][0])

    with pytest.raises(UnreadableInputError, match="Seite 1 beschädigt"):
        read_document(path, "never")


# ------------------------------------------------------------ usable layers


def layer(*words: str, picture: float = 0.0, drawn: bool = True) -> Layer:
    made = tuple(Word(word, 0, 0, 10, 10, size=10) for word in words)
    return Layer(Page(1, 100, 100, "text-layer", made), picture, drawn)


@pytest.mark.parametrize(
    ("read_layer", "needed"),
    [
        (layer(), True),
        (layer(drawn=False), False),
        (layer("Seite", "3", picture=1.0), True),
        (layer("Kapitel", "4"), False),
        (layer(*["Landkreis"] * 9, picture=1.0), False),
        (layer(*["\ufffd\ufffd\ufffd", "Amt"] * 9), True),
        (layer(*["kxwzr", "bdfgh"] * 12), True),
    ],
)
def test_when_a_text_layer_is_of_no_use(read_layer: Layer, needed: bool) -> None:
    """None, next to none under a picture, without letters, or without words: then OCR is needed."""
    assert needs_ocr(read_layer) is needed


@pytest.mark.parametrize(
    ("layers", "misread"),
    [
        ([layer(*["Forderung", "fiir", "Trager"] * 20, picture=1.0)], True),
        ([layer(*["Forderung", "fiir", "Trager"] * 10, picture=1.0)] * 2, True),
        ([layer(*["Forderung", "fiir", "Trager"] * 20)], False),
        ([layer(*["Forderung", "für", "Träger"] * 20, picture=1.0)], False),
        ([layer("Forderung", "fiir", "Trager", picture=1.0)], False),
    ],
    ids=["no umlaut", "on two pages", "no picture", "umlauts", "too little to tell"],
)
def test_when_a_layer_over_a_picture_is_misread(layers: list[Layer], misread: bool) -> None:
    """German without any umlaut was read by a model that knows none."""
    assert are_misread(layers) is misread


def test_abbreviations_are_no_broken_text() -> None:
    """A page of figures and short forms proves nothing."""
    assert not is_broken([Word(text, 0, 0, 1, 1) for text in ("KVHS", "2025", "SGB", "lfd.")] * 4)


def test_a_ruling_read_as_a_word_is_known() -> None:
    """Where an upright line runs, "|" is that line."""
    bar = Word("|", 99, 10, 101, 20)

    assert is_ruling_read_as_word(bar, [Ruling(100, 0, 100, 50)])
    assert not is_ruling_read_as_word(bar, [Ruling(150, 0, 150, 50), Ruling(0, 15, 200, 15)])
    assert not is_ruling_read_as_word(Word("Amt", 99, 10, 101, 20), [Ruling(100, 0, 100, 50)])


def test_light_letters_on_a_dark_page_are_inverted() -> None:
    """A negative, as some copiers make; a page with a dark photograph on it stays."""
    page = Image.new("L", (100, 100), 255)
    page.paste(0, (0, 0, 100, 40))

    assert dark_on_light(page) is page
    assert np.array_equal(np.asarray(dark_on_light(ImageOps.invert(page))), np.asarray(page))


def test_a_page_of_no_size_is_named(tmp_path: Path) -> None:
    """Its crop box lies outside of its media box."""
    path = tmp_path / "leer.pdf"
    with pikepdf.open(raw_pdf(tmp_path / "seite.pdf", b"BT /F1 12 Tf 50 200 Td (da) Tj ET")) as whole:
        whole.pages[0].CropBox = [5000, 5000, 5100, 5100]
        whole.save(path)

    with pytest.raises(UnreadableInputError, match="Seite 1 beschädigt"):
        read_document(path, "always")


@pytest.mark.ocr
def test_a_page_longer_than_the_engine_takes_is_read_coarser(tmp_path: Path) -> None:
    """A web page printed on one sheet of five metres."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 14_400))
    pdf.pages[0].Contents = pdf.make_stream(b"0 0 50 50 re f")
    pdf.save(tmp_path / "lang.pdf")

    assert read_document(tmp_path / "lang.pdf", "always").pages[0].words == ()


@pytest.mark.parametrize(
    ("picture", "resolution", "read_at"),
    [
        (1.0, 200, 200),
        (1.0, 300, 300),
        (1.0, 150, 300),
        (1.0, 120, 240),
        (1.0, 75, 200),
        (1.0, 600, 300),
        (1.0, 0, 300),
        (0.1, 100, 300),
    ],
)
def test_at_which_resolution_a_page_is_read(picture: float, resolution: float, read_at: float) -> None:
    """A good scan as it is, a coarse one enlarged no further than it stays smooth, all else at 300."""
    layer = Layer(Page(1, 595, 842, "text-layer"), picture=picture, resolution=resolution)

    assert reading_resolution(layer) == read_at
