"""Derive from the born-digital PDF what offices have in reality: a scan, and what an English OCR made of it.

The scan holds pictures alone. The damaged PDF holds the same pictures under an invisible text layer that
Tesseract wrote with its *English* model, which knows no ä, ö, ü and ß; the text is that run's plain output,
pages parted by a form feed.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import img2pdf
import numpy as np
import pikepdf
import pypdfium2
import tesserocr
from attrs import frozen
from PIL import Image, ImageFilter

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # one page's lines do not pay for a second thread
TESSDATA = Path(sys.prefix) / "share" / "tessdata"
SCANNED_AT = datetime(2025, 6, 15, 12, tzinfo=UTC)
DATE_KEYS = ("/CreationDate", "/ModDate")


@frozen
class Scanner:
    """How pages are scanned. `bilevel` gives black and white (fax compression) instead of grey (JPEG)."""

    dpi: int
    bilevel: bool
    noise: float = 9.0
    tilt: float = 0.25  # degrees, at most, to either side
    quality: int = 34


def scan(pdf: Path, folder: Path, scanner: Scanner) -> tuple[Path, ...]:
    """Write each page's picture into the folder."""
    random = np.random.default_rng(seed=scanner.dpi)
    return tuple(
        save_picture(blemish(picture, scanner, random), folder / f"{number:03}", scanner)
        for number, picture in enumerate(render_pages(pdf, scanner.dpi), 1)
    )


def render_pages(pdf: Path, dpi: int) -> Iterator[Image.Image]:
    """The pages in grey."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def blemish(picture: Image.Image, scanner: Scanner, random: np.random.Generator) -> Image.Image:
    """Tilt, soften and speckle a page as a scanner does."""
    angle = random.uniform(-scanner.tilt, scanner.tilt)
    tilted = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    soft = np.asarray(tilted.filter(ImageFilter.GaussianBlur(0.5)), dtype=np.float32)
    coarse = random.normal(0, scanner.noise, [size // 2 + 1 for size in soft.shape]).repeat(2, 0).repeat(2, 1)
    noisy = soft * 0.93 + coarse[: soft.shape[0], : soft.shape[1]] * (soft < 250)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def save_picture(picture: Image.Image, stem: Path, scanner: Scanner) -> Path:
    """Save as bilevel TIFF or grey JPEG and return the path."""
    resolution = (scanner.dpi, scanner.dpi)
    if scanner.bilevel:
        path = stem.with_suffix(".tif")
        picture.point(lambda grey: 255 * (grey > 140)).convert("1").save(
            path, compression="group4", dpi=resolution
        )
    else:
        path = stem.with_suffix(".jpg")
        picture.save(path, quality=scanner.quality, dpi=resolution)
    return path


def write_scan(pictures: tuple[Path, ...], target: Path) -> None:
    """Bind the pictures to a PDF without any text."""
    data = img2pdf.convert([str(path) for path in pictures], creationdate=SCANNED_AT, moddate=SCANNED_AT)
    target.write_bytes(data)
    settle(target)


def write_ocr(pictures: tuple[Path, ...], pdf: Path, text: Path, language: str = "eng") -> None:
    """Read the pictures with Tesseract; write the searchable PDF and the plain text."""
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "pages.txt"
        listing.write_text("".join(f"{path}\n" for path in pictures), encoding="utf-8")
        with tesserocr.PyTessBaseAPI(path=str(TESSDATA), lang=language) as engine:
            engine.SetVariable("tessedit_create_pdf", "1")
            engine.SetVariable("tessedit_create_txt", "1")
            if not engine.ProcessPages(str(Path(folder) / "out"), str(listing)):
                raise RuntimeError(f"Tesseract could not read the pages of {pdf.name}")
        pdf.write_bytes((Path(folder) / "out.pdf").read_bytes())
        text.write_bytes((Path(folder) / "out.txt").read_bytes())
    settle(pdf)


def settle(pdf: Path) -> None:
    """Fix dates and id, so that two runs give the same bytes."""
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        for key in DATE_KEYS:
            document.docinfo[key] = pikepdf.models.metadata.encode_pdf_date(SCANNED_AT)
        if "/ID" in document.trailer:
            del document.trailer["/ID"]  # its first half would outlive the new, computed one
        document.save(pdf, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
