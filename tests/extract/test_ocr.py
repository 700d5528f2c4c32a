"""Pages without a text layer are read by OCR, where that is wanted and installed."""

import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
import typst

from pipeline.errors import MissingComponentError
from pipeline.extract import ocr, read_document
from pipeline.extract.pictures import find_rulings, without_ground
from pipeline.records import Page, Ruling, Word

DERIVED = Path(__file__).parents[2] / "corpus" / "derived"
DOTS_PER_INCH = 100
LONE_PAGE = """#set page(width: 12cm, height: 16cm, margin: 1cm)
#set text(font: "Liberation Serif", size: 10pt, lang: "de")
"""
LONE_ROWS = (
    "Am Bahnhof entsteht ein Treffpunkt für junge Leute.",
    "Wer Hilfe braucht, findet sie im Rathaus ohne lange Wege.",
    "Zwei neue Wohngruppen nehmen ältere Menschen auf.",
    "Die Bücherei öffnet auch am Samstag.",
    "Vereine erhalten Räume zu günstigen Mieten.",
    "Der Kreistag berät jährlich über den Stand der Dinge.",
)


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One scanned page of the corpus."""
    return one_page("lindental-2025.scan.pdf", 4, tmp_path_factory.mktemp("scan"))


@pytest.fixture(scope="module")
def upright(scan: Path) -> Page:
    """That page as it is read."""
    return read_document(scan).pages[0]


@pytest.fixture(scope="module")
def misread(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same page with the text layer of an English model."""
    return one_page("lindental-2025.ocr.pdf", 4, tmp_path_factory.mktemp("misread"))


def one_page(name: str, place: int, folder: Path) -> Path:
    """A page of the corpus as a document of its own."""
    path = folder / "seite.pdf"
    with pikepdf.open(DERIVED / name) as whole:
        one = pikepdf.new()
        one.pages.append(whole.pages[place])
        one.save(path)
    return path


@pytest.mark.ocr
def test_a_scanned_page_is_read_in_german(upright: Page) -> None:
    """Umlauts and all, labels and texts at the same height, boxes in points of the page."""
    words = {word.text for word in upright.words}
    assert upright.origin == "ocr"
    assert {"Übergangsbegleiter.", "Schülerinnen"} & words or {"können", "für", "über"} & words
    assert all(
        0 <= word.x0 <= word.x1 <= upright.width and word.bottom <= upright.height for word in upright.words
    )


@pytest.mark.ocr
def test_a_usable_text_layer_is_read_again_only_when_asked(tmp_path: Path) -> None:
    """`always` reads a born-digital page by its picture, `auto` does not."""
    path = one_page("lindental-2025.pdf", 0, tmp_path)

    assert read_document(path, "auto").pages[0].origin == "text-layer"
    assert read_document(path, "always").pages[0].origin == "ocr"


@pytest.mark.ocr
def test_a_misread_layer_over_a_scan_is_read_again(misread: Path) -> None:
    """The German model sees the umlauts that the layer lost; `never` keeps the layer."""
    layer, page = read_document(misread, "never").pages[0], read_document(misread).pages[0]

    assert (layer.origin, page.origin) == ("text-layer", "ocr")
    assert not set("äöüß") & set("".join(word.text for word in layer.words))
    assert {"für", "können", "über", "Schülerinnen"} & {word.text for word in page.words}


def test_without_an_engine_a_misread_layer_will_do(misread: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be repaired; nothing is missing that the user must install."""
    monkeypatch.setitem(sys.modules, "tesserocr", None)

    assert read_document(misread).pages[0].origin == "text-layer"


@pytest.mark.ocr
def test_a_letter_that_stands_alone_is_read(tmp_path: Path) -> None:
    """The engine passes over the single letter of a narrow cell at first."""
    page = read_document(one_page("lindental-2018.scan.pdf", 9, tmp_path)).pages[0]

    cell = [word.text for word in page.words if 590 < word.x0 < 620 and 75 < word.top < 95]
    assert cell == ["k"]


@pytest.mark.ocr
def test_a_line_read_badly_is_read_again(tmp_path: Path) -> None:
    """By itself, without the cells beside it."""
    page = read_document(one_page("lindental-2018.scan.pdf", 8, tmp_path)).pages[0]

    assert {"Daueraufgabe", "Langzeitar-"} <= {word.text for word in page.words}


@pytest.mark.slow
@pytest.mark.ocr
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_scanned_sideways_is_turned(scan: Path, upright: Page, tmp_path: Path, turn: int) -> None:
    """So is one that lay upside down; its rulings are turned with it."""
    path = tmp_path / "gedreht.pdf"
    with pikepdf.open(scan) as whole:
        whole.pages[0].rotate(turn, relative=True)
        whole.save(path)
    turned = read_document(path).pages[0]

    assert (turned.width, turned.height) == pytest.approx((upright.width, upright.height), abs=1)
    texts = {word.text for word in upright.words}
    assert len(texts & {word.text for word in turned.words}) > 0.95 * len(texts)
    assert len(turned.rulings) == len(upright.rulings)


@pytest.mark.ocr
def test_a_page_askew_is_read_straight(scan: Path, upright: Page, tmp_path: Path) -> None:
    """Its words stand where those of the straight page do, its rulings are found; a coarse scan is told."""
    path, dots_per_inch = tmp_path / "schief.pdf", 140
    with pypdfium2.PdfDocument(scan) as whole:
        picture = whole[0].render(scale=dots_per_inch / 72, grayscale=True).to_pil()
    picture.rotate(5, fillcolor=255).save(path, resolution=dots_per_inch)
    askew = read_document(path).pages[0]

    counts = Counter(word.text for word in upright.words)
    places = {word.text: word for word in upright.words if len(word.text) > 9 and counts[word.text] == 1}
    again = [word for word in askew.words if word.text in places]
    assert len(again) > 0.9 * len(places)
    assert all(abs(word.top - places[word.text].top) < 4 for word in again)
    (rule,) = (ruling for ruling in askew.rulings if ruling.x1 - ruling.x0 > 400)
    assert (rule.top, rule.x1) == pytest.approx((upright.rulings[0].top, upright.rulings[0].x1), abs=1)
    assert askew.scan and askew.scan.resolution == pytest.approx(dots_per_inch, abs=1)
    assert 0.8 < askew.scan.confidence < 1


@pytest.mark.ocr
def test_lone_numbers_in_a_narrow_column_are_read() -> None:
    """The engine passes over them; side by side they are read, and stand beside their texts again."""
    rows = "".join(f"[{number}.], [{text}]," for number, text in enumerate(LONE_ROWS, 1))
    pdf = typst.compile(f"{LONE_PAGE}#grid(columns: (1cm, 8cm), row-gutter: 16pt, {rows})".encode())
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72, grayscale=True).to_pil()
    (reading,) = ocr.read_pictures([(picture, 200.0)])

    numbers = sorted((word for word in reading.words if word.x1 < 60), key=lambda word: word.top)
    assert [word.text for word in numbers] == ["1.", "2.", "3.", "4.", "5.", "6."]
    texts = [word for word in reading.words if 56 < word.x0 < 60]
    assert all(any(abs(text.bottom - word.bottom) < 3 for text in texts) for word in numbers)


def line(confidence: float, *texts: str) -> ocr.Line:
    words = [Word(text, 0, 0, 10, 10, size=10) for text in texts]
    return ocr.Line([ocr.Item(word, (0, 0, 10, 10), confidence) for word in words])


@pytest.mark.parametrize(
    ("first", "again", "taken"),
    [
        (line(40, "DZL"), line(87, "UZ", "2.1.1"), True),
        (line(80, "Amt"), line(82, "Ami"), False),
        (line(40, "Amt", "für", "Soziales"), line(90, "Amt"), False),
        (line(40, "«"), line(90, "."), False),
    ],
    ids=["surer", "hardly surer", "less", "no letters"],
)
def test_which_reading_of_a_line_is_taken(first: ocr.Line, again: ocr.Line, taken: bool) -> None:
    """A second one must be clearly surer, and lose nothing."""
    assert (again.worth(first) > first.worth(first)) is taken


@pytest.mark.parametrize(
    ("read", "sure"),
    [
        (line(90, "k"), True),
        (line(75, "k"), False),
        (line(75, "nach", "Bedarf"), True),
        (line(96, "—"), False),
    ],
)
def test_what_was_passed_over_must_be_text(read: ocr.Line, sure: bool) -> None:
    """A single sign may be anything, a mark without a letter is nothing."""
    assert read.is_sure() is sure


def test_without_ocr_a_scanned_page_is_empty(scan: Path) -> None:
    """`never` is taken at its word."""
    assert read_document(scan, "never").pages[0].words == ()


def test_a_missing_engine_is_named(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install, or how to go on without."""
    monkeypatch.setitem(sys.modules, "tesserocr", None)

    with pytest.raises(MissingComponentError, match="Texterkennung") as caught:
        read_document(scan)

    assert "pip install tesserocr" in caught.value.advice and caught.value.exit_status == 5


def test_a_missing_model_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """So is the language data."""
    monkeypatch.setattr(ocr, "_candidates", lambda: iter([Path("/nirgends")]))

    with pytest.raises(MissingComponentError, match="Sprachmodell"):
        ocr.open_engine()


def test_an_unusable_model_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file that is no model is as good as none."""
    (tmp_path / "deu.traineddata").write_bytes(b"leer")
    monkeypatch.setattr(ocr, "_candidates", lambda: iter([tmp_path]))

    with pytest.raises(MissingComponentError, match="unbrauchbar"):
        ocr.open_engine()


def test_the_model_may_lie_in_a_named_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The engine's usual variable is looked at first."""
    folder = tmp_path / "tessdata"
    folder.mkdir()
    (folder / "deu.traineddata").touch()
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))

    assert ocr.model_folder() == folder


def test_the_model_is_found_beside_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """As installed from the package index, without any variable."""
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)

    assert (ocr.model_folder() / "deu.traineddata").is_file()


def test_the_model_of_a_system_package_will_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the package is not installed, the usual folders are searched."""
    (tmp_path / "deu.traineddata").touch()
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    monkeypatch.setattr(ocr, "MODEL_PACKAGE", "no-such-package")
    monkeypatch.setattr(ocr, "SYSTEM_FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(ocr.sys, "prefix", "/nirgends")
    monkeypatch.setattr(ocr.sys, "base_prefix", "/nirgends")
    monkeypatch.setattr(ocr.site, "USER_BASE", None)

    assert ocr.model_folder() == tmp_path


# ------------------------------------------------------------------ rulings


def drawn(*areas: tuple[int, int, int, int]) -> np.ndarray:
    picture = np.full((300, 400), 255, dtype=np.uint8)
    for left, top, right, bottom in areas:
        picture[top:bottom, left:right] = 0
    return picture


def test_what_shows_through_vanishes() -> None:
    """The ground and the back of the page become white, ink black; pale ink as well."""
    page = np.full((100, 100), 200, dtype=np.uint8)
    page[:10], page[10:20] = 90, 190  # ink, and what shows through

    cleared = without_ground(page)

    assert [int(cleared[row, 0]) for row in (5, 15, 50)] == [0, 255, 255]


def test_an_empty_page_stays_empty() -> None:
    """There is no ink to be found in a white picture."""
    assert (without_ground(np.full((50, 50), 255, dtype=np.uint8)) == 255).all()


def test_lines_of_a_picture_are_rulings() -> None:
    """Level and upright ones, in points."""
    found = find_rulings(drawn((50, 100, 350, 102), (200, 50, 202, 250)), DOTS_PER_INCH)

    level, upright = found
    assert (level.x0, level.top, level.x1) == pytest.approx((36, 73, 252), abs=2)
    assert (upright.x0, upright.top, upright.bottom) == pytest.approx((145, 36, 180), abs=2)


def test_areas_and_letters_are_no_rulings() -> None:
    """Neither are grounds of cells, nor strokes as short as a letter's."""
    assert find_rulings(drawn((50, 50, 300, 200), (20, 250, 40, 252)), DOTS_PER_INCH) == ()


def test_a_line_with_a_flaw_is_one() -> None:
    """Dust on the glass parts no line."""
    picture = drawn((50, 100, 350, 102))
    picture[:, 200] = 255

    assert len(find_rulings(picture, DOTS_PER_INCH)) == 1


def test_a_tiny_picture_has_none() -> None:
    """Narrower than the shortest line."""
    assert find_rulings(np.zeros((5, 5), dtype=np.uint8), DOTS_PER_INCH) == ()


def test_a_photograph_is_given_up() -> None:
    """Noise all over is no table, and must not take long."""
    noise = np.where(np.arange(900 * 3000).reshape(900, 3000) // 37 % 2, 0, 255).astype(np.uint8)

    assert all(isinstance(ruling, Ruling) for ruling in find_rulings(noise, DOTS_PER_INCH))
