"""Title, county and period: from the title page, the running header, or the first mention in the text.

They are read from repaired texts, so that "Landkreis S6mmerda" is found as what it is.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.records import Imprint, RepairedBlock

NAME = r"(?:(?:Bad|Sankt|St\.|Neustadt|Alt|Stadt)\s)?[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)*(?:er Land)?"
COUNTY = re.compile(
    rf"\b(?P<word>Landkreis|Kreis)(?:e?s)?\s(?P<name>{NAME})|\b(?P<whole>(?:[A-ZÄÖÜ][a-zäöüß]+-){{1,3}}Kreis)(?:e?s)?\b"
    rf"|\b(?P<one>[A-ZÄÖÜ][a-zäöüß]{{2,}}kreis)(?:e?s)?\b(?!\s[A-ZÄÖÜ])"
)
NO_COUNTY = frozenset(
    {"Landkreis", "Freundeskreis", "Arbeitskreis", "Personenkreis", "Umkreis", "Planungskreis"}
)
PERIOD = re.compile(r"\b(?P<first>20\d\d)\s?(?:[-–—/]|bis)\s?(?P<last>20\d\d)\b")
DOCUMENT = r"[\w-]*(?:[Ss]trategie|[Kk]onzept|[Pp]lan|[Pp]rogramm|[Ll]eitbild|[Kk]onzeption|[Zz]ielkatalog)"
TITLE = re.compile(
    rf"(?P<title>(?:[A-ZÄÖÜ][\w-]+\s){{0,3}}{DOCUMENT}\s(?:für\s(?:den|die|das)|des|der|im)\s(?P<rest>.{{0,60}}?20\d\d\s?[-–—/]\s?20\d\d))"
)
ARTICLES = ("Die ", "Das ", "Der ", "Eine ", "Diese ", "Dieses ")
LONGEST_PERIOD = 25
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def find_imprint(blocks: Sequence[RepairedBlock]) -> Imprint:
    """Find title, county and period of a document, each in the best place that names it."""
    places = list(_places(blocks))
    title, page = next(_titles(places), (None, None))
    named = [county for text, _ in places for county in _counties(text)]
    county = next(_counties(title or ""), None) or next(iter(Counter(named).most_common(1)), (None, 0))[0]
    return Imprint(title, county, _period(title or "") or _most_named_period(places), page)


def _places(blocks: Sequence[RepairedBlock]) -> Iterator[tuple[str, int]]:
    """Texts with their page, where a title is looked for first at the front: title page, header, text."""
    title_page = [one for one in blocks if one.block.role == "title"]
    if title_page:
        yield " ".join(one.text.text for one in title_page), title_page[0].block.page
    for role in ("title", "furniture", "text"):
        for one in blocks:
            if one.block.role == role:
                yield " ".join(one.text.text.split()), one.block.page


def _titles(places: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    for text, page in places:
        match = TITLE.search(text)
        if match and next(_counties(match["rest"]), None):
            yield without_article(match["title"]), page


def without_article(title: str) -> str:
    """Take the article from the front of a title that was read in a sentence."""
    return next((title.removeprefix(article) for article in ARTICLES if title.startswith(article)), title)


def _counties(text: str) -> Iterator[str]:
    """The counties that a text names, in the nominative."""
    for match in COUNTY.finditer(text):
        name = f"{match['word']} {match['name']}" if match["word"] else match["whole"] or match["one"]
        if name not in NO_COUNTY:
            yield name


def _period(text: str) -> tuple[int, int] | None:
    for match in PERIOD.finditer(text):
        first, last = int(match["first"]), int(match["last"])
        if first < last <= first + LONGEST_PERIOD:
            return first, last
    return None


def _most_named_period(places: Sequence[tuple[str, int]]) -> tuple[int, int] | None:
    named = Counter(period for text, _ in places if (period := _period(text)))
    return next((period for period, _ in named.most_common(1)), None)


def edition_key(imprint: Imprint, stem: str) -> str:
    """Key of an edition: the county's name and the first year; the file's stem where one is unknown.

    >>> edition_key(Imprint(county="Landkreis Sömmerda", period=(2025, 2030)), "datei")
    'soemmerda-2025'
    """
    if imprint.county is None or imprint.period is None:
        return stem
    name = re.sub(r"^(?:Landkreis|Kreis) ", "", imprint.county).casefold().translate(UMLAUTS)
    return f"{re.sub(r'[^a-z0-9]+', '-', name).strip('-')}-{imprint.period[0]}"
