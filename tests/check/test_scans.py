"""Pages that OCR could hardly read are named, with what to do."""

import pytest

from pipeline.check.scans import check_scans, is_poor
from pipeline.records import Account, Page, Scan, Word

WORDS = (Word("Ziel", 0, 0, 20, 10),)


def scanned(number: int, resolution: float, confidence: float) -> Page:
    return Page(number, 595, 842, "ocr", WORDS, scan=Scan(resolution, confidence))


@pytest.mark.parametrize(
    ("resolution", "confidence", "codes", "poor"),
    [
        (300, 0.93, [], False),
        (200, 0.86, [], False),
        (0, 0.93, [], False),
        (150, 0.9, ["scan-rather-coarse"], False),
        (120, 0.9, ["scan-coarse"], True),
        (75, 0.5, ["scan-coarse"], True),
        (300, 0.6, ["scan-unclear"], True),
        (0, 0.6, ["scan-unclear"], True),
        (150, 0.6, ["scan-unclear", "scan-rather-coarse"], True),
    ],
)
def test_poor_scans_are_findings(resolution: float, confidence: float, codes: list[str], poor: bool) -> None:
    """A resolution of 0 is unknown; what is coarse is not called unclear besides."""
    page = scanned(1, resolution, confidence)

    assert [one.code for one in check_scans([page])] == codes
    assert is_poor(page) is poor


def test_all_such_pages_share_a_finding() -> None:
    """With their numbers, their resolutions and the advice."""
    pages = [scanned(2, 75, 0.8), scanned(3, 300, 0.9), scanned(4, 100.4, 0.9)]
    (found,) = check_scans(pages)

    assert (found.severity, found.page) == ("warning", 2)
    assert found.message.startswith("Seite 2, 4: ") and "75–100 Punkte je Zoll" in found.message
    assert "Bitte" in found.message and "300" in found.message


def test_pages_that_nobody_scanned_are_none() -> None:
    """Nor is a page on which there is nothing."""
    empty = Page(2, 595, 842, "ocr", scan=Scan(75, 1.0))

    assert check_scans([Page(1, 595, 842, "text-layer", WORDS), empty]) == ()


def test_the_dots_of_a_table_of_contents_say_nothing() -> None:
    """They are never read clearly; how coarse the page is, is said all the same."""
    accounts = [Account(2, "contents", None, "Bildung ....... 4"), Account(3, "goal", "LZ1", "Ziel")]

    unclear = check_scans([scanned(2, 300, 0.5), scanned(3, 300, 0.5)], accounts)
    coarse = check_scans([scanned(2, 100, 0.5)], accounts)

    assert [(one.code, one.page) for one in (*unclear, *coarse)] == [("scan-unclear", 3), ("scan-coarse", 2)]
