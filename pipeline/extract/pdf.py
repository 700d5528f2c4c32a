"""PDF pages become words and rulings; the only file that knows pdfplumber and pypdfium2.

A page keeps its own text layer if that is usable, else its picture goes to `ocr.py`; so do scans whose
text layer an engine made that knows no German. Coordinates are those of the visible page (its crop box)
with the text upright: a page scanned a little askew, or printed sideways, is turned.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pdfplumber
import pypdfium2
from attrs import evolve, frozen
from pdfplumber.page import Page as PlumberPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.errors import MissingComponentError, UnreadableInputError
from pipeline.extract.glyphs import (
    LOST,
    Frame,
    join_words,
    main_quarters,
    merge_overprints,
    read_glyphs,
    read_rulings,
    slope_of,
    straighten_words,
    turn_box,
    visible,
)
from pipeline.records import Page, Ruling, Scan, Word

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_INCH = 300  # what Tesseract's models were trained for
LEAST_SCANNED, MOST_SCANNED = 180, 400  # a scan in between is read as it is: resampling blurs small type
LEAST_READ = 200  # Tesseract reads a page that is given coarser worse
MOST_ENLARGED = 2  # times; what is enlarged further becomes blocky
RULINGS_DOTS_PER_INCH = 150  # enough to see the lines of a table
LONGEST_SIDE = 32_000  # pixels; Tesseract takes no picture with a longer one
MIDDLE_GREY = 128
MOST_PIXELS = 40_000_000  # a page of A2 at 300 dpi; a larger one is rendered coarser

FEW_LETTERS = 30  # less than this beside a picture is a stamp or a page number, not the page's text
LARGE_PICTURE = 0.5  # share of the page
MOST_BROKEN = 0.2  # share of glyphs without a letter that makes a text layer useless
PROOF_WORDS = 20  # so many longer words tell whether a text layer is language
LEAST_VOWELLED = 0.6  # share of longer words with a vowel; German has nearly all, a wrong code table few
PROOF_LETTERS = 300  # so many letters tell whether umlauts are lost
LEAST_UMLAUTS = 0.002  # share of letters; German has 0.018, what an English model makes of it none
COARSE = 120  # dots per inch; a text layer over such a picture was read from a better one
LEAST_FOUND = 0.7  # share of a sound text layer's letters that OCR must find to take its place
RULING_AS_WORD = re.compile(r"[|\[\]!Il1i:¦/\\]{1,2}")
NEAR_RULING = 2.0  # points
VOWEL = re.compile("[aeiouyäöü]", re.IGNORECASE)
UMLAUT = re.compile("[äöüß]", re.IGNORECASE)


@frozen
class Layer:
    """A page's text layer, and what tells whether it can be trusted."""

    page: Page
    picture: float = 0.0  # share of the page that its largest picture covers
    drawn: bool = True  # whether there is anything to be seen at all
    slope: float = 0.0  # that the lines had before the page was straightened
    turned: bool = False  # whether the page was printed sideways
    resolution: float = 0.0  # of that picture, in dots per inch

    @property
    def letters(self) -> int:
        """Number of letters of the text layer."""
        return sum(len(word.text) for word in self.page.words)

    @property
    def scanned(self) -> bool:
        """Whether the page is a picture, with or without a text layer over it."""
        return self.picture >= LARGE_PICTURE


def read_pdf(path: Path, data: bytes, ocr: str) -> tuple[Page, ...]:
    """Read all pages; see `read_document` for `ocr`.

    Raises:
        UnreadableInputError: damaged, truncated or encrypted.
        MissingComponentError: OCR is needed, and the engine or its model is not installed.
    """
    if is_truncated(data):
        raise _unreadable(path, "ist unvollständig")
    with _opened(path) as pdf:
        layers = [_read_layer(path, page, ocr) for page in pdf.pages]
    with closing(_Pictures(path)) as pictures:
        read = {page.number: page for page in pictures.recognise(layers, ocr)}
        return tuple(read.get(layer.page.number) or pictures.ruled(layer) for layer in layers)


def is_truncated(data: bytes) -> bool:
    """Whether the file breaks off: a PDF ends with a pointer to its table, and no object follows it."""
    end = data.rfind(b"startxref")
    return end < 0 or re.search(rb"\d\s+obj\b", data[end:]) is not None


def _unreadable(path: Path, problem: str) -> UnreadableInputError:
    return UnreadableInputError(
        f"{path}: PDF {problem}.",
        "Laden Sie es noch einmal herunter, oder speichern Sie es aus einem Leseprogramm neu als PDF.",
    )


def _opened(path: Path) -> PDF:
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        pdf = _with_pages(pdfplumber.open(path))
    except Exception as error:  # pdfminer raises whatever a damaged structure leads to
        cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if isinstance(cause, PDFPasswordIncorrect):
            raise UnreadableInputError(
                f"{path}: PDF ist mit einem Kennwort verschlüsselt.",
                "Öffnen Sie es mit dem Kennwort und speichern Sie es ohne Verschlüsselung.",
            ) from error
        raise _unreadable(path, "ist beschädigt") from error
    if not pdf.pages:
        raise _unreadable(path, "hat keine lesbare Seite")
    return pdf


def _with_pages(pdf: PDF) -> PDF:
    """The document once its pages were found; closing it looks for them again, so a failure ends here."""
    try:
        pdf.pages  # noqa: B018  # read for its failure
    except Exception:
        pdf.stream.close()
        raise
    return pdf


# --------------------------------------------------------------------- a page


def _read_layer(path: Path, page: PlumberPage, ocr: str) -> Layer:
    try:
        return read_layer(page)
    except Exception as error:  # a damaged page can still be rendered, and read by OCR
        if ocr == "never":
            raise _unreadable(path, f"ist auf Seite {page.page_number} beschädigt") from error
        return Layer(Page(page.page_number, float(page.width), float(page.height), "text-layer"))
    finally:
        page.close()


def read_layer(page: PlumberPage) -> Layer:
    """The text layer of a page, upright and straight."""
    left, above, right, below = map(float, page.cropbox)
    box = max(left, 0.0), max(above, 0.0), right, below
    chars = visible(page.chars, [*page.rects, *page.curves, *page.images], box)
    frame = Frame(main_quarters(chars), right - left, below - above, left, above)
    words = list(join_words(merge_overprints(read_glyphs(chars, frame))))
    slope = slope_of(words)
    width, height = frame.size
    straight = (*straighten_words(words, slope, width, height), *turned_words(chars, frame))
    read = Page(
        page.page_number, width, height, "text-layer", straight, tuple(read_rulings(page.edges, frame))
    )
    largest = max(page.images, key=_area, default=None)
    covered, resolution = (_area(largest) / (width * height), _resolution(largest)) if largest else (0.0, 0.0)
    drawn = bool(chars or largest or page.curves or page.rects)
    return Layer(read, covered, drawn, slope, frame.quarters != 0, resolution)


def turned_words(chars: Sequence[Mapping[str, Any]], frame: Frame) -> Iterator[Word]:
    """Words that run across the page's text, such as those of a narrow column's head."""
    for turn in (1, 2, 3):
        across = evolve(frame, quarters=(frame.quarters + turn) % 4)
        for word in join_words(merge_overprints(read_glyphs(chars, across))):
            box = turn_box((word.x0, word.top, word.x1, word.bottom), 4 - turn, *across.size)
            yield evolve(word, x0=box[0], top=box[1], x1=box[2], bottom=box[3], turned=True)


def _area(image: Mapping[str, Any]) -> float:
    return float(image["width"]) * float(image["height"])


def _resolution(image: Mapping[str, Any]) -> float:
    """Dots per inch of a picture; 0 where the file does not say."""
    dots = image.get("srcsize", (0, 0))[0] or 0
    return float(dots) * 72 / max(float(image["width"]), 1.0)


def reading_resolution(layer: Layer) -> float:
    """Dots per inch at which a page is given to OCR: a scan's own if that is any good, else enlarged."""
    if not layer.scanned or not 0 < layer.resolution <= MOST_SCANNED:
        return DOTS_PER_INCH
    if layer.resolution >= LEAST_SCANNED:
        return layer.resolution
    return min(max(MOST_ENLARGED * layer.resolution, LEAST_READ), DOTS_PER_INCH)


def needs_ocr(layer: Layer) -> bool:
    """Whether a page has something to read but no usable text layer."""
    if is_broken(layer.page.words):
        return True
    if layer.letters >= FEW_LETTERS or not layer.drawn:
        return False
    return layer.letters == 0 or layer.scanned


def are_misread(layers: Sequence[Layer]) -> bool:
    """Whether the text layers of scanned pages lost their umlauts, as an English model leaves them."""
    text = "".join(word.text for layer in layers if layer.scanned for word in layer.page.words)
    return len(text) >= PROOF_LETTERS and len(UMLAUT.findall(text)) < LEAST_UMLAUTS * len(text)


def is_broken(words: Sequence[Word]) -> bool:
    """Whether a text layer has glyphs without letters, or letters that form no words."""
    letters = "".join(word.text for word in words)
    if letters.count(LOST) > MOST_BROKEN * len(letters):
        return True
    longer = [word.text for word in words if len(word.text) > 3 and word.text.isalpha()]
    return len(longer) >= PROOF_WORDS and sum(map(_has_vowel, longer)) < LEAST_VOWELLED * len(longer)


def _has_vowel(word: str) -> bool:
    return VOWEL.search(word) is not None


def is_ruling_read_as_word(word: Word, rulings: Sequence[Ruling]) -> bool:
    """Whether OCR took the line of a table for letters: "|" between two cells."""
    if not RULING_AS_WORD.fullmatch(word.text):
        return False
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    reach = (word.x1 - word.x0) / 2 + NEAR_RULING
    return any(
        abs(ruling.x0 - x) <= reach and ruling.top <= y <= ruling.bottom
        for ruling in rulings
        if ruling.x0 == ruling.x1
    )


# ------------------------------------------------------------------- pictures


def dark_on_light(picture: "Image") -> "Image":
    """The grey picture, inverted where most of it is dark: OCR reads light letters badly."""
    from PIL import ImageOps

    return ImageOps.invert(picture) if np.asarray(picture).mean() < MIDDLE_GREY else picture


class _Pictures:
    """Rendered pages of a file, which is opened when first needed, and what is read from them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _pdf(self) -> pypdfium2.PdfDocument:
        try:
            return pypdfium2.PdfDocument(self.path)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(self.path, "ist beschädigt") from error

    def close(self) -> None:
        """Close what was opened."""
        if "_pdf" in self.__dict__:
            self._pdf.close()

    def recognise(self, layers: Sequence[Layer], ocr: str) -> Iterator[Page]:
        """Those pages that OCR reads better than their text layers do."""
        if ocr == "never":
            return
        yield from self._better([layer for layer in layers if ocr == "always" or needs_ocr(layer)])
        if ocr == "auto" and are_misread(layers):
            again = [layer for layer in layers if layer.scanned and not needs_ocr(layer)]
            with suppress(MissingComponentError):  # a misread layer can be repaired
                yield from self._better([layer for layer in again if not 0 < layer.resolution < COARSE])

    def _better(self, layers: Sequence[Layer]) -> Iterator[Page]:
        """The pages as read by OCR, without those where it finds much less than a sound text layer holds."""
        for layer, page in zip(layers, self._read(layers), strict=True):
            found = sum(len(word.text) for word in page.words)
            if found >= LEAST_FOUND * layer.letters or is_broken(layer.page.words):
                yield page

    def _read(self, layers: Sequence[Layer]) -> Iterator[Page]:
        from pipeline.extract.ocr import read_pictures

        rendered = (self._render(layer.page.number, reading_resolution(layer)) for layer in layers)
        for layer, reading in zip(layers, read_pictures(rendered), strict=True):
            slope = slope_of(reading.words)
            straight = straighten_words(reading.words, slope, reading.width, reading.height)
            page = Page(
                layer.page.number,
                reading.width,
                reading.height,
                "ocr",
                tuple(straight),
                scan=Scan(layer.resolution if layer.scanned else 0.0, reading.confidence),
            )
            yield self._with_rulings(page, slope, reading.turn)

    def ruled(self, layer: Layer) -> Page:
        """A page with its own text layer, and the rulings that can only be seen."""
        seen = layer.scanned and not layer.turned
        return self._with_rulings(layer.page, layer.slope) if seen else layer.page

    def _with_rulings(self, page: Page, slope: float, turn: "Callable[[Image], Image] | None" = None) -> Page:
        """The page with the lines that its picture shows, turned as its words were."""
        from pipeline.extract.pictures import find_rulings

        picture, resolution = self._render(page.number, RULINGS_DOTS_PER_INCH)
        upright = turn(picture) if turn else picture
        straight = upright.rotate(math.degrees(math.atan(slope)), fillcolor=255) if slope else upright
        rulings = page.rulings + find_rulings(np.asarray(straight), resolution)
        words = (word for word in page.words if not is_ruling_read_as_word(word, rulings))
        return evolve(page, words=tuple(words), rulings=rulings)

    def _render(self, number: int, dots_per_inch: float) -> "tuple[Image, float]":
        """Grey picture of a page and its resolution, which is lower for huge pages."""
        page = self._pdf[number - 1]
        try:
            width, height = page.get_size()
            if width <= 0 or height <= 0:
                raise pypdfium2.PdfiumError(f"page of {width} × {height} points")
            scale = dots_per_inch / 72
            scale *= min(1.0, math.sqrt(MOST_PIXELS / (width * height * scale**2)))
            scale = min(scale, LONGEST_SIDE / max(width, height))
            return dark_on_light(page.render(scale=scale, grayscale=True).to_pil()), scale * 72
        except pypdfium2.PdfiumError as error:
            raise _unreadable(self.path, f"ist auf Seite {number} beschädigt") from error
        finally:
            page.close()
