"""Pages of a scan that OCR could hardly read: those scanned coarsely, and unclear ones."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.records import Account, Finding, Page, Scan, Severity

FINE = 180.0  # dots per inch; from here on a scan reads as well as a finer one
COARSE = 135.0  # dots per inch; below, one goal in five or more has a misread letter or a lost sign
CLEAR = 0.8  # mean confidence in a letter; sound scans have 0.85 to 0.96

ADVICE = "Bitte die Seiten mit 300 Punkten je Zoll neu scannen, oder den Wortlaut mit dem Papier vergleichen."


def check_scans(pages: Sequence[Page], accounts: Iterable[Account] = ()) -> tuple[Finding, ...]:
    """What is to be said of the pages that OCR read.

    The dots that lead to the page numbers of a table of contents are never read clearly, and need not be.
    """
    contents = {piece.page for piece in accounts if piece.fate == "contents"}
    legible = [page for page in pages if page.number not in contents]
    return (
        *_find(pages, _is_coarse, "warning", "scan-coarse", _describe_coarse),
        *_find(legible, _is_unclear, "warning", "scan-unclear", _describe_unclear),
        *_find(pages, _is_rather_coarse, "info", "scan-rather-coarse", _describe_rather_coarse),
    )


def is_poor(page: Page) -> bool:
    """Whether what was read of a page is to be doubted throughout."""
    return page.scan is not None and (_is_coarse(page.scan) or _is_unclear(page.scan))


def _is_coarse(scan: Scan) -> bool:
    return 0 < scan.resolution < COARSE


def _is_rather_coarse(scan: Scan) -> bool:
    return COARSE <= scan.resolution < FINE


def _is_unclear(scan: Scan) -> bool:
    return scan.confidence < CLEAR and not _is_coarse(scan)


def _find(
    pages: Iterable[Page],
    holds: Callable[[Scan], bool],
    severity: Severity,
    code: str,
    describe: Callable[[Sequence[Scan]], str],
) -> Iterator[Finding]:
    """One finding for all pages of which the same is to be said; of empty ones another is."""
    such = [(page.number, page.scan) for page in pages if page.words and page.scan and holds(page.scan)]
    if such:
        numbers, scans = zip(*such, strict=True)
        message = f"Seite {', '.join(map(str, numbers))}: {describe(scans)}"
        yield Finding(severity, code, None, numbers[0], message)


def _describe_coarse(scans: Sequence[Scan]) -> str:
    return (
        f"Der Scan ist sehr grob ({_resolution(scans)} Punkte je Zoll). Buchstaben, Satzzeichen und "
        f"Kennungen sind darum oft verlesen, ohne dass es im Einzelnen auffällt. {ADVICE}"
    )


def _describe_rather_coarse(scans: Sequence[Scan]) -> str:
    return (
        f"Der Scan ist etwas grob ({_resolution(scans)} Punkte je Zoll); einzelne Satzzeichen und Buchstaben "
        "können verlesen sein. Mit 300 Punkten je Zoll gescannt wird er sicherer gelesen."
    )


def _describe_unclear(scans: Sequence[Scan]) -> str:
    least = min(scan.confidence for scan in scans)
    return (
        f"Vieles war nicht sicher zu lesen (Sicherheit der Texterkennung: {100 * least:.0f} von 100); die "
        f"Vorlage ist blass, fleckig, verzerrt oder überschrieben. {ADVICE}"
    )


def _resolution(scans: Iterable[Scan]) -> str:
    """The resolutions as one number, or from the lowest to the highest."""
    rounded = sorted(round(scan.resolution) for scan in scans)
    return "–".join(str(one) for one in dict.fromkeys((rounded[0], rounded[-1])))
