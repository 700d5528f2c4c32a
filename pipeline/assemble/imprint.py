"""Title, county and period: from the title page, the running header, or the first mention in the text.

They are read from repaired texts, so that "Landkreis S6mmerda" is found as what it is.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pipeline.records import Finding, Imprint, RepairedBlock

# Every run of letters is bounded: one "word" of megabytes, as damaged files have it, must not take minutes.
REST = "{1,60}"  # of a word; the longest German ones have fewer letters
PART = rf"[A-ZÄÖÜ][a-zäöüß]{REST}"
NAME = rf"(?:(?:Bad|Sankt|St\.|Neustadt|Alt|Stadt)\s)?{PART}(?:-{PART}){{0,5}}(?:er Land)?"
COUNTY = re.compile(
    rf"\b(?P<word>Landkreis|Kreis)(?:e?s)?\s(?P<name>{NAME})|\b(?P<whole>(?:{PART}-){{1,3}}Kreis)(?:e?s)?\b"
    rf"|\b(?P<one>[A-ZÄÖÜ][a-zäöüß]{{2,60}}kreis)(?:e?s)?\b(?!\s[A-ZÄÖÜ])"
)
NO_COUNTY = frozenset(
    {"Landkreis", "Freundeskreis", "Arbeitskreis", "Personenkreis", "Umkreis", "Planungskreis"}
)
PERIOD = re.compile(  # also without the dash, which OCR may lose
    r"\b(?P<first>20\d\d)(?P<dash>\s?(?:[-–—/]{1,2}|bis)\s?)?(?P<last>20\d\d)\b"
)
TORN_PERIOD = re.compile(r"(?<=20\d\d[-–—])\s+(?=20\d\d)")  # by the end of a line
WORD_START = r"(?<![\w-])"
DOCUMENT = (
    rf"{WORD_START}[\w-]{{0,60}}"
    r"(?:[Ss]trategie|[Kk]onzept|[Pp]lan|[Pp]rogramm|[Ll]eitbild|[Kk]onzeption|[Zz]ielkatalog)"
)
BEFORE_PERIOD = re.compile(  # what has to stand before one that lost its dash
    rf"(?:\b(?:für|Laufzeit|Zeitraum|Jahren?)|{DOCUMENT}|{COUNTY.pattern})\W*$"
)
BEFORE_NUMBER = re.compile(r"\b(?:Telefon|Telefax|Tel|Fax|Aktenzeichen|Az|Nummer|Nr)\W*$")
TITLE = re.compile(
    rf"(?P<title>{WORD_START}(?:[A-ZÄÖÜ][\w-]{REST}\s|[A-ZÄÖÜ]\w{REST}-,?\s(?:und\s)?){{0,3}}"
    rf"{DOCUMENT}(?:\s[\w-]{REST}){{0,4}}?"
    r"\s(?:für\s(?:den|die|das)|des|der|im)\s(?P<rest>.{0,60}?20\d\d(?:\s?(?:[-–—/]|bis)\s?)?20\d\d))"
)
MOST_TITLE_WORDS = 25
ARTICLES = ("Die ", "Das ", "Der ", "Eine ", "Diese ", "Dieses ")
LONGEST_PERIOD = 25
LONGEST_BEFORE = 200  # letters before a period that say what it is of
Found = TypeVar("Found")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def find_imprint(blocks: Sequence[RepairedBlock]) -> Imprint:
    """Find title, county and period of a document, each in the best place that names it."""
    groups = list(_places(blocks))
    title, page = _most_named(groups, _titles) or _title_page(blocks) or (None, None)
    county = next(_counties(title or ""), None) or (_most_named(groups, _counties) or (None, 0))[0]
    period = next(_periods(title or ""), None) or (_most_named(groups, _periods) or (None, 0))[0]
    return Imprint(title, county, period, page)


def _title_page(blocks: Sequence[RepairedBlock]) -> tuple[str, int] | None:
    """What names a document or a county on the title page, where it does not do both in one phrase."""
    for one in blocks:
        text = one.text.text
        named = re.search(DOCUMENT, text) or (next(_counties(text), None) and not COUNTY.fullmatch(text))
        if named and one.block.role == "title" and len(text.split()) <= MOST_TITLE_WORDS:
            return text, one.block.page
    return None


def _places(blocks: Sequence[RepairedBlock]) -> Iterator[list[tuple[str, int]]]:
    """Texts with their page in three groups, the best first: title page, running headers, all texts."""
    title_page = [one for one in blocks if one.block.role == "title"]
    yield [(" ".join(one.text.text for one in title_page), title_page[0].block.page)] if title_page else []
    for roles in (("furniture",), ("title", "text")):
        yield [(one.text.text, one.block.page) for one in blocks if one.block.role in roles]


def _most_named(
    groups: Sequence[Sequence[tuple[str, int]]], find: Callable[[str], Iterator[Found]]
) -> tuple[Found, int] | None:
    """What is found most often in the first group in which anything is found, and where it stands first."""
    for group in groups:
        found = [(value, page) for text, page in group for value in find(text)]
        if found:
            value = Counter(value for value, _ in found).most_common(1)[0][0]
            return next(one for one in found if one[0] == value)
    return None


def _titles(text: str) -> Iterator[str]:
    for match in TITLE.finditer(TORN_PERIOD.sub("", text)):
        county = next(_counties(match["rest"]), None)
        if county and next(_periods(match["title"]), None):
            above = COUNTY.match(match["title"])  # the county's name as a line of its own on the title page
            title = match["title"][above.end() if above else 0 :].strip()
            yield without_article(title.removeprefix(county).strip())


def without_article(title: str) -> str:
    """Take the article from the front of a title that was read in a sentence."""
    return next((title.removeprefix(article) for article in ARTICLES if title.startswith(article)), title)


def _counties(text: str) -> Iterator[str]:
    """The counties that a text names, in the nominative."""
    for match in COUNTY.finditer(text):
        name = f"{match['word']} {match['name']}" if match["word"] else match["whole"] or match["one"]
        if name not in NO_COUNTY:
            yield name


def _periods(text: str) -> Iterator[tuple[int, int]]:
    for match in PERIOD.finditer(text):
        first, last = int(match["first"]), int(match["last"])
        before = text[max(match.start() - LONGEST_BEFORE, 0) : match.start()]
        is_other = BEFORE_NUMBER.search(before) or not (match["dash"] or BEFORE_PERIOD.search(before))
        if first < last <= first + LONGEST_PERIOD and not is_other:
            yield first, last


def edition_key(imprint: Imprint, stem: str) -> str:
    """Key of an edition: the county's name and the first year; the file's stem where one is unknown.

    >>> edition_key(Imprint(county="Landkreis Sömmerda", period=(2025, 2030)), "datei")
    'soemmerda-2025'
    """
    if imprint.county is None or imprint.period is None:
        return stem
    name = re.sub(r"^(?:Landkreis|Kreis) ", "", imprint.county).casefold().translate(UMLAUTS)
    return f"{re.sub(r'[^a-z0-9]+', '-', name).strip('-')}-{imprint.period[0]}"


def imprint_findings(imprint: Imprint) -> Iterator[Finding]:
    """Where title, county and period were read, and which of them were not found."""
    parts = {"Titel": imprint.title, "Landkreis": imprint.county, "Laufzeit": imprint.period}
    missing = [name for name, value in parts.items() if value is None]
    if imprint.title is not None:
        message = f"Der Titel „{imprint.title}“ wurde von Seite {imprint.page} gelesen. Bitte einmal prüfen."
        yield Finding("info", "title-read", None, imprint.page, message)
    if missing:
        message = (
            f"Nicht gefunden: {', '.join(missing)}. Bitte ergänzen Sie das im Datensatz, wo Sie es brauchen."
        )
        yield Finding("info", "imprint-missing", None, None, message)
