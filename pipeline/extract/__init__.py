"""Stage 1: a file becomes a `Document`: pages of words with boxes, or of lines.

`pdf.py` is the only door to pdfplumber and pypdfium2, `ocr.py` the only one to tesserocr.
"""

from hashlib import sha256
from pathlib import Path
from typing import Literal

from pipeline.errors import UnreadableInputError
from pipeline.records import Document, Page, Source

OcrMode = Literal["auto", "never", "always"]

PDF_HEADER_WITHIN = 1024  # readers accept rubbish of up to this length before "%PDF-"


def read_document(path: Path, ocr: OcrMode = "auto") -> Document:
    """Read a PDF or the plain text of an OCR run.

    Args:
        path: the file.
        ocr: "auto" reads by OCR pages without a usable text layer, and scans of which the layer lost its
            umlauts; "always" every page, "never" none.

    Raises:
        UnreadableInputError: missing, empty, damaged, encrypted, or neither PDF nor text.
        MissingComponentError: OCR is needed, and the engine or its model is not installed.
    """
    data = read_bytes(path)
    if b"%PDF-" in data[:PDF_HEADER_WITHIN]:
        from pipeline.extract.pdf import read_pdf

        kind: Literal["pdf", "text"] = "pdf"
        pages: tuple[Page, ...] = read_pdf(path, data, ocr)
    elif path.suffix.casefold() == ".pdf":
        raise UnreadableInputError(
            f"{path}: trägt die Endung .pdf, ist aber kein PDF.",
            "Laden Sie das Dokument noch einmal herunter; eine Textdatei braucht die Endung .txt.",
        )
    else:
        from pipeline.extract.text import read_text

        kind, pages = "text", read_text(path, data)
    recognised = sum(page.origin == "ocr" for page in pages)
    return Document(Source(path.name, sha256(data).hexdigest(), len(pages), kind, recognised), pages)


def read_bytes(path: Path) -> bytes:
    """The file's content.

    Raises:
        UnreadableInputError: there is no such file, it is a folder, empty, or may not be read.
    """
    if path.is_dir():
        raise UnreadableInputError(
            f"{path}: ist ein Ordner, kein Dokument.",
            "Geben Sie die Dateien einzeln an (PDF oder Textdatei).",
        )
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableInputError(
            f"{path}: Datei nicht gefunden.", "Prüfen Sie Namen und Ordner der Datei."
        ) from error
    except OSError as error:
        raise UnreadableInputError(
            f"{path}: Datei kann nicht gelesen werden ({error.strerror}).",
            "Prüfen Sie die Zugriffsrechte der Datei.",
        ) from error
    if not data.strip(b"\0 \t\r\n\f"):
        raise UnreadableInputError(f"{path}: Datei ist leer.", "Laden Sie das Dokument noch einmal herunter.")
    return data
