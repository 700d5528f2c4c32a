"""Plain text: decoded whatever its code page, parted into pages however the run marked them."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UnreadableInputError
from pipeline.extract import read_document
from pipeline.extract.text import decode, split_pages

BODY = [f"Zeile {number} von vierzig." for number in range(40)]


def read(folder: Path, data: bytes) -> list[list[str]]:
    path = folder / "lauf.txt"
    path.write_bytes(data)
    return [list(page.lines) for page in read_document(path).pages]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_code_pages_are_told_apart(encoding: str, tmp_path: Path) -> None:
    """Umlauts, quotes and the euro sign come through in every usual encoding."""
    text = "Maßnahme „Über“ für 5 €"

    assert read(tmp_path, text.encode(encoding)) == [[text]]


def test_a_stray_byte_does_not_spoil_the_rest() -> None:
    """One byte of the code page in a text that is UTF-8 otherwise is read as what it was."""
    assert decode("Förderung für ".encode() + b"M\xfctter") == "Förderung für Mütter"


def test_bytes_without_a_letter_are_kept() -> None:
    """The empty places of the code page do not stop the reading."""
    assert decode(b"a\x81\xfc") == "a\x81ü"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(end: str, tmp_path: Path) -> None:
    """Windows and old Mac line ends make no letters of their own."""
    assert read(tmp_path, end.join(["eins", "", "zwei"]).encode()) == [["eins", "", "zwei"]]


def test_pages_end_with_a_form_feed(tmp_path: Path) -> None:
    """As Tesseract writes them; the last form feed opens no page."""
    assert read(tmp_path, b"eins\n\fzwei\n\f") == [["eins", ""], ["zwei", ""]]


def test_pages_begin_with_a_blank() -> None:
    """Where form feeds have become blanks, a page's first line has one and follows written lines."""
    assert split_pages("\n".join([" Seite eins", *BODY, " Seite zwei", *BODY])) == [
        ["Seite eins", *BODY],
        ["Seite zwei", *BODY],
    ]


def test_a_page_that_began_with_an_empty_line() -> None:
    """Three empty lines are the end of a page in such a text."""
    lines = [*BODY, " Seite zwei", *BODY, "", "", "", *BODY]

    assert split_pages("\n".join(lines)) == [BODY, ["Seite zwei", *BODY, "", "", ""], BODY]


def test_a_blank_behind_an_empty_line_is_a_lost_bullet() -> None:
    """A page's end has no empty line before it, a list item that lost its bullet has."""
    lines = [*BODY, " Seite zwei", *BODY, "", " eine Sprechstunde"]

    assert split_pages("\n".join(lines)) == [BODY, ["Seite zwei", *BODY, "", " eine Sprechstunde"]]


def test_indented_text_is_one_page() -> None:
    """Where many lines begin with blanks they are indentation."""
    lines = ["Kopf", " eins", "Text", " zwei", "Text", " drei"]

    assert split_pages("\n".join(lines)) == [lines]


@given(st.lists(st.lists(st.text("abc ", min_size=1), min_size=1), min_size=1))
def test_no_line_is_lost(pages: list[list[str]]) -> None:
    """Pages joined by form feeds come back with all their lines."""
    text = "\f".join("\n".join(page) for page in pages)

    found = split_pages(text)

    assert re.sub(r"\s", "", "".join(line for page in found for line in page)) == re.sub(r"\s", "", text)


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"PK\x03\x04" + bytes(64), b"\x00\x01\x02" * 40])
def test_what_is_no_text_is_refused(data: bytes, tmp_path: Path) -> None:
    """Neither PDF nor text: the message says to save it as PDF."""
    with pytest.raises(UnreadableInputError, match="weder PDF noch Text"):
        read(tmp_path, data)


@pytest.mark.parametrize("content", [b"%", b"%PDF", b"LZ 1 Wege sind kurz.\n", b"<html>LZ 1</html>"])
def test_a_pdf_by_name_only_is_refused(tmp_path, content):
    """What is called a PDF and is none was damaged on its way: it is not taken for text."""
    file = tmp_path / "strategie.PDF"
    file.write_bytes(content)

    with pytest.raises(UnreadableInputError, match="kein PDF"):
        read_document(file)
