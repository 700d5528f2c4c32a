"""`zielkatalog coverage`: page by page, what became of every piece of the document."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from pipeline.cli.app import Command, app
from pipeline.cli.editions import edition_file
from pipeline.cli.options import OUTPUT, AsJson, EditionArgument, OutputFolder
from pipeline.cli.speak import print_json
from pipeline.errors import UnreadableInputError

if TYPE_CHECKING:
    from pipeline.records import Account

WORDS = {
    "goal": "Ziel",
    "cell": "Zelle ohne Deutung",
    "repeated": "Wiederholung",
    "introduction": "Einleitung",
    "heading": "Überschrift",
    "prose": "Fließtext",
    "footnote": "Fußnote",
    "furniture": "Kopf- oder Fußzeile",
    "contents": "Inhaltsverzeichnis",
    "title": "Titelseite",
    "open": "OFFEN",
}
EXCERPT = 70


@app.command("coverage", cls=Command)
def coverage(
    edition: EditionArgument,
    out: OutputFolder = OUTPUT,
    as_json: AsJson = False,
) -> int:
    """Seite für Seite zeigen, was aus jedem Stück des Dokuments geworden ist."""
    from pipeline.emit import read_catalogue
    from pipeline.emit.catalogue import as_data

    file = edition_file(edition, out)
    catalogue = read_catalogue(file)
    if not catalogue.accounts:
        raise UnreadableInputError(
            f"{file.parent}: die Aufstellung coverage.json fehlt.",
            "Lesen Sie das Dokument mit „zielkatalog import“ neu ein.",
        )
    if as_json:
        print_json({"edition": catalogue.edition, "accounts": as_data(catalogue.accounts)})
    else:
        print("\n".join(describe_accounts(catalogue.accounts)))
    return 0


def describe_accounts(accounts: Sequence["Account"]) -> Iterator[str]:
    """The account of each page, and the sum at the end."""
    by_page = sorted(accounts, key=attrgetter("page"))
    for page, group in groupby(by_page, key=attrgetter("page")):
        yield f"Seite {page}"
        for account in group:
            yield f"  {name_of(account):<20} {excerpt(account.text)}"
    letters = Counter[str]()
    for account in accounts:
        letters[account.fate] += len(account.text)
    parts = (f"{WORDS[fate]} {100 * count / letters.total():.1f} %" for fate, count in letters.most_common())
    yield f"Zusammen: {', '.join(parts)}"
    opened = sum(account.fate == "open" for account in accounts)
    yield (
        f"Ohne Zuordnung: {opened} Stück; dazu gibt es je einen Befund."
        if opened
        else "Alles ist zugeordnet."
    )


def name_of(account: "Account") -> str:
    """What a piece became, in a word; a goal's piece by the goal's identifier."""
    return (account.goal if account.fate == "goal" else None) or WORDS[account.fate]


def excerpt(text: str) -> str:
    """The beginning of a text in one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 2].rstrip() + " …"
