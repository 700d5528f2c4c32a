"""Derive everything in `derived/` from `source/`: ``python -m corpus.build [--gold]``.

With ``--gold`` only the gold files are written, which takes a second and needs neither typst nor Tesseract.
`derived/sources.sha256` says from what the documents were made; a test compares it with the sources.
"""

import hashlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from corpus.gold import gold_catalogue, gold_diff
from corpus.source import FOLDER, TEMPLATE, Edition, read_edition

OLD, NEW = "lindental-2018", "lindental-2025"
DERIVED = FOLDER / "derived"
STAMP = DERIVED / "sources.sha256"


def build(gold_only: bool = False) -> None:
    """Write the gold files and, unless told otherwise, the documents."""
    old, new = read_edition(OLD), read_edition(NEW)
    for edition in (old, new):
        write_json(DERIVED / f"{edition.key}.gold.json", gold_catalogue(edition))
    write_json(DERIVED / "diff.gold.json", gold_diff(old, new))
    if not gold_only:
        for edition in (old, new):
            write_documents(edition)
        STAMP.write_text(digest_sources() + "\n", encoding="utf-8")


def digest_sources() -> str:
    """One number for all that the documents' look and words depend on."""
    digest = hashlib.sha256()
    for path in (*(FOLDER / "source" / f"{key}.toml" for key in (OLD, NEW)), TEMPLATE):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Write as the catalogue is written: UTF-8, two spaces, real umlauts."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def write_documents(edition: Edition) -> None:
    """Write the four forms of an edition: born digital, scan, damaged text layer, text of an OCR run."""
    from corpus.damage import Scanner, scan, write_ocr, write_scan
    from corpus.typeset import typeset

    scanners = {OLD: Scanner(dpi=200, bilevel=False), NEW: Scanner(dpi=300, bilevel=True)}
    stem = DERIVED / edition.key
    born_digital = stem.with_suffix(".pdf")
    typeset(edition, born_digital)
    with tempfile.TemporaryDirectory() as folder:
        pictures = scan(born_digital, Path(folder), scanners[edition.key])
        write_scan(pictures, stem.with_suffix(".scan.pdf"))
        write_ocr(pictures, stem.with_suffix(".ocr.pdf"), stem.with_suffix(".ocr.txt"))


if __name__ == "__main__":
    build(gold_only="--gold" in sys.argv[1:])
