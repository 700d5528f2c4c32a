"""Findings about what may have been overlooked: themes, pages, labels, paragraphs."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.grammar import Grammar, Series, bare_number, write_first
from pipeline.records import Account, Catalogue, Finding

EXCERPT = 60
TERMS_OF_SEVERAL = 3
GOALS_AT_LEAST = 3  # so that all of them say something of the file
SENTENCE_END = re.compile(r"[.!?:…]\W*$")
PAGE_AT_END = re.compile(r"\s*(?:[.…_·]\s?){3,}.*$|\s+\d{1,3}$")

NUMBERED_ROW = re.compile(  # a number of several parts, perhaps behind a level
    r"\W{0,2}[^\W\d_]{0,4}\.?\s?(?P<number>[1-9]\d?(?:\.[1-9]\d?){1,4})\.?(?=\s*$|[:|]?\s+[|\[]?\s*[^\W\d_])"
)

MOST_THEMES = 21  # as many numerals are known
SERIES: tuple[Series, ...] = ("roman", "letters")  # "I" is either

Section = tuple[str, int, list[Account]]  # number of the heading, its page, what stands below it


def check_completeness(catalogue: Catalogue, grammar: Grammar) -> tuple[Finding, ...]:
    """Check that no theme, goal or paragraph was lost on the way."""
    sections = list(_sections(catalogue.accounts, grammar))
    return (
        *_without_text(catalogue),
        *_guessed(catalogue),
        *_assumed(catalogue),
        *_mixed(catalogue),
        *_overfull(catalogue),
        *_run_on(catalogue),
        *_open_text(catalogue),
        *_unread_cells(catalogue),
        *_repeated(catalogue, grammar),
        *_unused_labels(catalogue, grammar),
        *_unused_numbers(catalogue, grammar),
        *_missing_themes(catalogue, sections, grammar),
        *_left_out_themes(catalogue),
        *_empty_themes(catalogue, sections),
        *_empty_pages(sections),
        *_blank_pages(catalogue),
    )


def _sections(accounts: Sequence[Account], grammar: Grammar) -> Iterator[Section]:
    """The sections of a document by their headings."""
    number, page, below = "", 1, list[Account]()
    for account in accounts:
        if account.fate == "heading":
            yield number, page, below
            heading = grammar.match_heading(account.text)
            number, page, below = heading.number if heading else "", account.page, []
        below.append(account)
    yield number, page, below


def _without_text(catalogue: Catalogue) -> Iterator[Finding]:
    for goal in catalogue.goals:
        if "text-missing" in goal.flags:
            message = f"{goal.id}: Der Wortlaut fehlt. Bitte auf Seite {goal.page} nachtragen."
            yield Finding("error", "text-missing", goal.id, goal.page, message)


def _guessed(catalogue: Catalogue) -> Iterator[Finding]:
    for goal in catalogue.goals:
        if "id-guessed" in goal.flags:
            seen = f"Die Kennung „{goal.printed}“ ist unleserlich" if goal.printed else "Eine Kennung fehlt"
            yield Finding(
                "warning",
                "id-guessed",
                goal.id,
                goal.page,
                f"Seite {goal.page}: {seen}; nach der Gliederung müsste es {goal.id} sein. Bitte im Dokument "
                "nachsehen.",
            )


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


def _mixed(catalogue: Catalogue) -> Iterator[Finding]:
    by_page: dict[int, list[str]] = defaultdict(list)
    for goal in catalogue.goals:
        if "columns-mixed" in goal.flags:
            by_page[goal.page].append(goal.id)
    for page, ids in by_page.items():
        yield Finding(
            "warning",
            "columns-mixed",
            None,
            page,
            f"Seite {page}: Ohne Seitenbild ist nicht sicher, welche Wörter in welcher Spalte der Tabelle "
            f"stehen. Bitte vergleichen Sie {', '.join(ids)} mit dem Dokument, oder lesen Sie das PDF ein.",
        )


def _overfull(catalogue: Catalogue) -> Iterator[Finding]:
    """Rows of tables in plain text that hold the terms of several: their identifiers were not read."""
    for goal in catalogue.goals:
        terms = [one for one in goal.deadlines if one.kind == "due" and one.source != "text"]
        if not goal.bbox and len(terms) >= TERMS_OF_SEVERAL:
            yield Finding(
                "warning",
                "row-overfull",
                goal.id,
                goal.page,
                f"{goal.id}: In der Zeile stehen {len(terms)} Fristen. Bitte auf Seite {goal.page} prüfen, "
                "ob darin Ziele aufgegangen sind, deren Kennung nicht gelesen wurde.",
            )


def _run_on(catalogue: Catalogue) -> Iterator[Finding]:
    """A text file of which no goal's end is known, since it has lost its line breaks."""
    unsure = [goal for goal in catalogue.goals if "extent-assumed" in goal.flags]
    if catalogue.source.kind == "text" and len(unsure) == len(catalogue.goals) >= GOALS_AT_LEAST:
        yield Finding(
            "warning",
            "text-run-on",
            None,
            unsure[0].page,
            "Von keinem Ziel ist sicher, wo sein Wortlaut endet; der Datei fehlen wohl die Zeilenumbrüche. "
            "Ziele und Überschriften können übersehen sein. Bitte lesen Sie das PDF ein, oder vergleichen "
            "Sie alles mit ihm.",
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


def _unread_cells(catalogue: Catalogue) -> Iterator[Finding]:
    """What stands in a goal's row, in columns of which nobody knows what they hold."""
    cells = [account for account in catalogue.accounts if account.fate == "cell" and _has_letters(account)]
    if cells:
        pages = sorted({account.page for account in cells})
        yield Finding(
            "info",
            "cells-unread",
            None,
            pages[0],
            f"Seite {', '.join(map(str, pages))}: In Tabellen stehen Zellen, die zu keinem Feld eines Ziels "
            f"gehören ({len(cells)}, die erste lautet „{excerpt(cells[0].text)}“). Sie fehlen im Datensatz. "
            "Sind es Zuständige, Fristen oder Indikatoren, tragen Sie die Überschrift der Spalte in eine "
            "eigene ueberschriften.toml ein (--rules).",
        )


def _repeated(catalogue: Catalogue, grammar: Grammar) -> Iterator[Finding]:
    """Overviews and summaries that name goals again."""
    repeated = [account for account in catalogue.accounts if account.fate == "repeated"]
    if repeated:
        pages = sorted({account.page for account in repeated})
        texts = dict.fromkeys(account.text for account in repeated)
        labels = [text for text in texts if (match := grammar.match_label(text)) and match.printed == text]
        named = f" ({', '.join(labels)})" if labels else ""
        yield Finding(
            "warning",
            "goals-repeated",
            None,
            pages[0],
            f"Seite {', '.join(map(str, pages))}: Dort stehen Ziele noch einmal, wie in einer Übersicht"
            f"{named}. Aufgenommen sind sie einmal, mit dem ausführlicheren Wortlaut. Bitte prüfen, ob es "
            "dieselben Ziele sind, und wo Zuständige, Fristen oder Indikatoren abweichen, welche gelten.",
        )


def _has_letters(account: Account) -> bool:
    return any(map(str.isalnum, account.text))


def excerpt(text: str) -> str:
    """The beginning of a text in one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 2].rsplit(" ", 1)[0] + " …"


def _unused_labels(catalogue: Catalogue, grammar: Grammar) -> Iterator[Finding]:
    """Lines that begin like a goal, in text that became none or part of another."""
    themes = {goal.id: goal.theme for goal in catalogue.goals}
    ids = {(goal.id, goal.theme) for goal in catalogue.goals}
    printed = {goal.printed for goal in catalogue.goals}
    series = {"", *(reading.series for goal in catalogue.goals if (reading := grammar.parse(goal.id)))}
    for account in catalogue.accounts:
        if account.fate in ("furniture", "contents", "heading", "repeated") or account.text in printed:
            continue
        if account.fate == "goal" and _is_illegible_label(account.text, grammar):
            yield _unused(account, account.text)
        for line in _first_lines(account):
            match = grammar.match_label(line) or grammar.match_doubtful_label(line)
            if match is None or account.goal in match.plain_ids or match.readings[0].series not in series:
                continue
            known = (
                themes
                if account.goal is None
                else {one for one, theme in ids if theme == themes.get(account.goal)}
            )
            if not match.plain_ids & set(known):
                yield _unused(account, match.printed)


def _unused_numbers(catalogue: Catalogue, grammar: Grammar) -> Iterator[Finding]:
    """Lines in the texts of goals, or beside them, that begin with a number which no goal and no heading has.

    Their level may be unreadable ("Mb5.1.1.1") or stand in another line. Dates and the numbers of mentions
    are none; in a document whose goals have numbers alone, two parts are enough.
    """
    goals = {number for goal in catalogue.goals if (number := _number(goal.id))}
    printed = {goal.printed for goal in catalogue.goals}
    found = (grammar.match_heading(one.text) for one in catalogue.accounts if one.fate == "heading")
    headings = {heading.number for heading in found if heading is not None}
    fewest = 2 if any(map(bare_number, printed)) else 3
    for account in catalogue.accounts:
        heading = grammar.match_heading(account.text) if account.fate == "heading" else None
        if heading is not None and _is_row(heading.number, goals, headings):
            yield _unused(account, heading.number)
        if account.fate in ("goal", "open", "introduction") and account.text not in printed:
            for number, label in _numbers_at_lines(account, grammar):
                if number not in goals | headings and number.count(".") + 1 >= fewest:
                    yield _unused(account, label)


def _is_row(number: str, goals: set[str], headings: set[str]) -> bool:
    """Whether a heading has a number among the goals', and none of the headings' above it."""
    above = ".".join(number.split(".")[:2])
    among = any(goal == above or goal.startswith(f"{above}.") for goal in goals)
    return number.count(".") > 1 and above not in headings and number not in goals and among


def _numbers_at_lines(account: Account, grammar: Grammar) -> Iterator[tuple[str, str]]:
    """The numbers of several parts with which lines begin, and what is printed there."""
    above = ""
    for line in account.text.splitlines():
        match = NUMBERED_ROW.match(line)
        mentioned = bool(above) and grammar.leads_to_mention(above.replace("(", " "))
        begins = not above or SENTENCE_END.search(above)  # such a label is named as one
        label = grammar.match_label(line) or grammar.match_doubtful_label(line)
        readable = label is not None and (begins or label.clean)
        if match and not mentioned and not readable:
            yield match["number"], match[0].strip()
        above = line


def _number(identifier: str) -> str:
    return re.sub(r"^\D+", "", identifier)


def _is_illegible_label(text: str, grammar: Grammar) -> bool:
    return not text.isdigit() and not grammar.match_label(text) and grammar.may_be_label(text)


def _first_lines(account: Account) -> Iterator[str]:
    """The lines of a text; of a goal's those with which a sentence may begin."""
    above = ""
    for line in account.text.splitlines():
        if account.fate != "goal" or not above or SENTENCE_END.search(above):
            yield line
        above = line


def _unused(account: Account, printed: str) -> Finding:
    return Finding(
        "warning",
        "label-unused",
        account.goal,
        account.page,
        f"Seite {account.page}: „{printed}“ sieht aus wie eine Kennung, wurde aber keinem Ziel zugeordnet. "
        "Bitte nachsehen.",
    )


def _missing_themes(catalogue: Catalogue, sections: Sequence[Section], grammar: Grammar) -> Iterator[Finding]:
    """Themes that the table of contents names and no heading does."""
    found = {number for number, _, _ in sections}
    siblings = _siblings(catalogue)
    for account in catalogue.accounts:
        if account.fate != "contents":
            continue
        entry = grammar.match_heading(PAGE_AT_END.sub("", account.text))
        if entry and entry.number.rpartition(".")[0] in siblings and entry.number not in found:
            yield Finding(
                "warning",
                "theme-missing",
                None,
                account.page,
                f"Das Inhaltsverzeichnis nennt {entry.number} „{entry.title}“, aber diese Überschrift fehlt. "
                "Bitte prüfen, ob Ziele dieses Abschnitts bei einem anderen Thema stehen.",
            )


def _left_out_themes(catalogue: Catalogue) -> Iterator[Finding]:
    """Letters or Roman numerals that no heading has between those of themes."""
    headings = {one.text.partition(" ")[0] for one in catalogue.accounts if one.fate == "heading"}
    themes = [theme for theme in catalogue.themes if theme.number.isalpha()]
    for series in SERIES:
        order = [write_first(place, series) for place in range(1, MOST_THEMES)]
        if not all(theme.number in order for theme in themes):
            continue
        for before, theme in pairwise(themes):
            between = order[order.index(before.number) + 1 : order.index(theme.number)]
            for missing in (one for one in between if one not in headings):
                yield Finding(
                    "warning",
                    "theme-missing",
                    None,
                    theme.page,
                    f"Zwischen den Themen {before.number} und {theme.number} fehlt die Überschrift "
                    f"{missing}. Bitte prüfen, ob Ziele von {missing} bei {before.number} stehen.",
                )
        return


def _siblings(catalogue: Catalogue) -> set[str]:
    """Numbers of the chapters that have themes as parts."""
    return {theme.number.rpartition(".")[0] for theme in catalogue.themes if "." in theme.number}


def _empty_themes(catalogue: Catalogue, sections: Sequence[Section]) -> Iterator[Finding]:
    """Sections beside the themes in which no goal was found."""
    siblings, themes = _siblings(catalogue), {theme.number for theme in catalogue.themes}
    for number, page, _ in sections:
        if number.rpartition(".")[0] in siblings and number not in themes and "." in number:
            yield Finding(
                "warning",
                "theme-empty",
                None,
                page,
                f"Im Abschnitt {number} ab Seite {page} wurde kein Ziel gefunden. Bitte dort nachsehen.",
            )


def _empty_pages(sections: Sequence[Section]) -> Iterator[Finding]:
    """Pages inside a section with goals on which there is text but no goal."""
    for number, _, accounts in sections:
        with_goals = {account.page for account in accounts if account.fate == "goal"}
        with_text = {account.page for account in accounts if account.fate in ("open", "introduction")}
        for page in sorted(with_text - with_goals):
            if with_goals and min(with_goals) < page <= max(with_goals):
                yield Finding(
                    "warning",
                    "page-without-goal",
                    None,
                    page,
                    f"Seite {page} gehört zum Abschnitt {number}, aber dort wurde kein Ziel gefunden. "
                    "Bitte nachsehen.",
                )


def _blank_pages(catalogue: Catalogue) -> Iterator[Finding]:
    """Pages of which nothing was read, or among the goals no more than header and footer.

    They are blank, or what is on them was lost.
    """
    goals = {page for goal in catalogue.goals for page in (goal.page, *(box[0] for box in goal.bbox))}
    read = goals | {account.page for account in catalogue.accounts if account.fate != "furniture"}
    framed = {account.page for account in catalogue.accounts} - read
    among = range(min(goals, default=0), max(goals, default=0))
    pages = range(1, catalogue.source.pages + 1)
    blank = [page for page in pages if page not in read and (page not in framed or page in among)]
    if blank and catalogue.accounts:
        yield Finding(
            "warning",
            "page-blank",
            None,
            blank[0],
            f"Auf Seite {', '.join(map(str, blank))} wurde kein Text gefunden, von Kopf- und Fußzeilen "
            "abgesehen. Bitte nachsehen, ob dort wirklich nichts steht.",
        )
