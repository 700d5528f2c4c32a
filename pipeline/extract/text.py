"""Plain text of an OCR run: decode it and part it into pages."""

import re
from pathlib import Path

from pipeline.errors import UnreadableInputError
from pipeline.records import Page

BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}

CONTROL = re.compile(r"[\x00-\x07\x0e-\x1a\x1c-\x1f]")
LOST_BYTE = re.compile("[\udc80-\udcff]")

MAX_CONTROL_SHARE = 0.01  # text has next to none; compressed or compiled files have about a tenth
MAX_INDENTED_SHARE = 0.05  # where more lines begin with a blank, blanks are indentation and no page marks
BLANK_LINES_AT_PAGE_BREAK = 3  # an OCR engine parts paragraphs by one empty line


def read_text(path: Path, data: bytes) -> tuple[Page, ...]:
    """Read plain text into pages of lines.

    Raises:
        UnreadableInputError: the file is no text.
    """
    text = decode(data)
    if len(CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise UnreadableInputError(
            f"{path}: weder PDF noch Text.", "Speichern Sie das Dokument als PDF und importieren Sie dieses."
        )
    pages = split_pages(text.replace("\r\n", "\n").replace("\r", "\n"))
    return tuple(
        Page(number, 0.0, 0.0, "plain", lines=tuple(lines)) for number, lines in enumerate(pages, start=1)
    )


def decode(data: bytes) -> str:
    """Decode UTF-8, UTF-16 with a byte order mark, or Windows' code page.

    A stray byte in a text that is UTF-8 otherwise is read by the code page, the rest stays UTF-8.

    >>> decode("Maßnahme".encode("cp1252")), decode("Maßnahme".encode("utf-8-sig"))
    ('Maßnahme', 'Maßnahme')
    """
    for bom, encoding in BOMS.items():
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    text = data.decode("utf-8", "surrogateescape")
    lost = len(LOST_BYTE.findall(text))
    proper = sum(1 for letter in text if letter > "\x7f") - lost
    if lost > proper:
        return "".join(_read_by_code_page(byte) for byte in data) if lost else text
    return LOST_BYTE.sub(lambda match: _read_by_code_page(ord(match[0]) - 0xDC00), text)


def _read_by_code_page(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:  # five places of the code page are empty
        return chr(byte)


def split_pages(text: str) -> list[list[str]]:
    r"""Part a text at form feeds, or, where there is none, at what form feeds have turned into.

    Some tools turn the form feed into a blank: then a page begins with a line that has exactly one
    leading blank and follows a written line, or, if the page's first line was empty, with a run of
    three empty lines.

    >>> split_pages("eins\f" + "zwei")
    [['eins'], ['zwei']]
    >>> split_pages("Text.\n Neue Seite")
    [['Text.'], ['Neue Seite']]
    """
    if "\f" in text:
        pages = [page.removeprefix("\n").split("\n") for page in text.split("\f")]
        return pages[:-1] if len(pages) > 1 and not "".join(pages[-1]).strip() else pages
    lines = text.split("\n")
    starts = find_blank_page_starts(lines)
    ends = [*starts[1:], len(lines)]
    pages = [lines[start:end] for start, end in zip(starts, ends, strict=True)]
    return [[_without_page_mark(page[0]), *page[1:]] for page in pages] if len(pages) > 1 else pages


def _without_page_mark(line: str) -> str:
    return line.removeprefix(" ")


def find_blank_page_starts(lines: list[str]) -> list[int]:
    """Indices of the lines that begin a page, by the blanks that form feeds have turned into."""
    written = [line for line in lines if line.strip()]
    indented = sum(line[:1].isspace() for line in written)
    marked = [number for number in range(1, len(lines)) if _is_page_mark(lines[number - 1], lines[number])]
    if not marked or indented > MAX_INDENTED_SHARE * len(written) + 1:
        return [0]
    return sorted({0, *marked, *_ends_of_wide_gaps(lines)})


def _is_page_mark(above: str, line: str) -> bool:
    return bool(above.strip()) and line[:1] == " " and bool(line[1:2].strip())


def _ends_of_wide_gaps(lines: list[str]) -> list[int]:
    ends, empty = [], 0
    for number, line in enumerate(lines):
        if line.strip():
            if BLANK_LINES_AT_PAGE_BREAK <= empty < number:
                ends.append(number)
            empty = 0
        else:
            empty += 1
    return ends
