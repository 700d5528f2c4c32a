"""Files that cannot be read: each has a message that names it and says what to do."""

from pathlib import Path

import pikepdf
import pytest
import typst

from pipeline.errors import UnreadableInputError
from pipeline.extract import read_document


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return typst.compile(b"#set page(width: 10cm, height: 10cm)\nHaus\n#pagebreak()\nGarten")


def refused(path: Path, what: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        read_document(path)
    assert path.name in caught.value.problem and what in caught.value.problem
    assert caught.value.advice
    assert caught.value.exit_status == 3


def test_a_missing_file(tmp_path: Path) -> None:
    refused(tmp_path / "fehlt.pdf", "nicht gefunden")


def test_a_folder(tmp_path: Path) -> None:
    refused(tmp_path, "Ordner")


@pytest.mark.parametrize("data", [b"", b"\n\n \n", b"\0" * 20])
def test_an_empty_file(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "leer.pdf"
    path.write_bytes(data)

    refused(path, "leer")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "geheim.pdf"
    path.touch()
    monkeypatch.setattr(
        Path, "read_bytes", lambda _: (_ for _ in ()).throw(PermissionError(13, "Zugriff verweigert"))
    )

    refused(path, "Zugriff verweigert")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_pdf(share: float, pdf: bytes, tmp_path: Path) -> None:
    """However much is left: what was lost cannot be known, so nothing is read."""
    path = tmp_path / "halb.pdf"
    path.write_bytes(pdf[: int(len(pdf) * share)])

    refused(path, "unvollständig")


def test_a_pdf_whose_second_revision_breaks_off(pdf: bytes, tmp_path: Path) -> None:
    """An update that was cut off is lost as well."""
    path = tmp_path / "fassung.pdf"
    path.write_bytes(pdf + b"\n99 0 obj\n<< /Length 5000 >>\nstream\nabc")

    refused(path, "unvollständig")


def test_a_damaged_pdf(tmp_path: Path) -> None:
    path = tmp_path / "kaputt.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"x" * 500 + b"\nstartxref\n77\n%%EOF")

    refused(path, "beschädigt")


def encrypted(pdf: bytes, folder: Path, **passwords: str) -> Path:
    source, target = folder / "offen.pdf", folder / "zu.pdf"
    source.write_bytes(pdf)
    with pikepdf.open(source) as opened:
        opened.save(target, encryption=pikepdf.Encryption(**passwords))
    return target


def test_an_encrypted_pdf(pdf: bytes, tmp_path: Path) -> None:
    refused(encrypted(pdf, tmp_path, owner="a", user="b"), "Kennwort")


def test_a_pdf_that_only_forbids_changes_is_read(pdf: bytes, tmp_path: Path) -> None:
    """Without a password for reading, the document is for everyone to read."""
    document = read_document(encrypted(pdf, tmp_path, owner="a", user=""))

    assert [[word.text for word in page.words] for page in document.pages] == [["Haus"], ["Garten"]]


def test_rubbish_before_the_header_is_passed_over(pdf: bytes, tmp_path: Path) -> None:
    """Some mail programs put lines before a file."""
    path = tmp_path / "post.pdf"
    path.write_bytes(b"Content-Type: application/pdf\n\n" + pdf)

    assert read_document(path).source.kind == "pdf"


def test_the_source_is_recorded(pdf: bytes, tmp_path: Path) -> None:
    """Name without folders, digest, pages and kind."""
    path = tmp_path / "papier.pdf"
    path.write_bytes(pdf)

    source = read_document(path).source

    assert (source.file, len(source.sha256), source.pages, source.kind) == ("papier.pdf", 64, 2, "pdf")
