"""Findings about what may have been overlooked: themes, pages, labels, paragraphs."""

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.grammar import Grammar
from pipeline.records import Account, Catalogue, Finding

EXCERPT = 60
CONTENTS_NUMBER = re.compile(
    r"^(?P<number>\d{1,2}(?:[.,]\d{1,2})+)[.,]?\s+(?P<title>\D{3,}?)[\s.…_]*(?:\s[\w.,…\s]{0,40})?\d{1,3}$"
)


def check_completeness(catalogue: Catalogue, grammar: Grammar) -> tuple[Finding, ...]:
    """Check that no theme, goal or paragraph was lost on the way."""
    return (
        *_without_text(catalogue),
        *_assumed(catalogue),
        *_open_text(catalogue),
        *_unused_labels(catalogue, grammar),
        *_missing_themes(catalogue),
        *_empty_pages(catalogue),
    )


def _without_text(catalogue: Catalogue) -> Iterator[Finding]:
    for goal in catalogue.goals:
        if "text-missing" in goal.flags:
            message = f"{goal.id}: Der Wortlaut fehlt. Bitte auf Seite {goal.page} nachtragen."
            yield Finding("error", "text-missing", goal.id, goal.page, message)


def _assumed(catalogue: Catalogue) -> Iterator[Finding]:
    by_page: dict[int, list[str]] = defaultdict(list)
    for goal in catalogue.goals:
        if "order-assumed" in goal.flags:
            by_page[goal.page].append(goal.id)
    for page, ids in by_page.items():
        yield Finding(
            "warning",
            "order-assumed",
            None,
            page,
            f"Seite {page}: Kennungen und Absätze gehen nicht eindeutig auf. Bitte vergleichen Sie "
            f"den Wortlaut von {', '.join(ids)} mit dem Dokument.",
        )


def _open_text(catalogue: Catalogue) -> Iterator[Finding]:
    for account in catalogue.accounts:
        if account.fate == "open":
            yield Finding(
                "warning",
                "text-unassigned",
                None,
                account.page,
                f"Seite {account.page}: Der Absatz „{excerpt(account.text)}“ steht zwischen Zielen und "
                "gehört zu keinem. Bitte prüfen, ob er zu einem Ziel gehört.",
            )


def excerpt(text: str) -> str:
    """The beginning of a text in one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 2].rsplit(" ", 1)[0] + " …"


def _unused_labels(catalogue: Catalogue, grammar: Grammar) -> Iterator[Finding]:
    """Lines that begin like a goal, in text that became none."""
    ids = {goal.id for goal in catalogue.goals}
    for account in catalogue.accounts:
        if account.fate in ("goal", "furniture", "contents", "heading"):
            continue
        for line in account.text.splitlines():
            match = grammar.match_label(line)
            if match and not {reading.id for reading in match.readings} & ids:
                yield _unused(account, match.printed)


def _unused(account: Account, printed: str) -> Finding:
    return Finding(
        "warning",
        "label-unused",
        None,
        account.page,
        f"Seite {account.page}: „{printed}“ sieht aus wie eine Kennung, wurde aber keinem Ziel zugeordnet. "
        "Bitte nachsehen.",
    )


def _missing_themes(catalogue: Catalogue) -> Iterator[Finding]:
    """Sections of the table of contents that were not found as headings."""
    return iter(())


def _empty_pages(catalogue: Catalogue) -> Iterator[Finding]:
    """Pages of a theme between two pages with goals, without a goal of their own."""
    return iter(())
