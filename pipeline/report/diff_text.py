"""Diff → sentences: for the terminal, for the head of the report, and `diff.md` for a council paper."""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.records import Catalogue, Change, Diff, Lineage, Station, Status
from pipeline.report.summary import enumerate_words, number_of

STATUS_WORDS: dict[Status, str] = {
    "unchanged": "unverändert",
    "reworded": "umformuliert",
    "renumbered": "umnummeriert",
    "moved": "verschoben",
    "level_changed": "andere Stufe",
    "deadline_changed": "andere Frist",
    "split": "geteilt",
    "merged": "zusammengelegt",
    "removed": "entfallen",
    "added": "neu",
}
DOUBT = "Bitte prüfen"  # how a note begins that asks for a person


def diff_summary(diff: Diff) -> str:
    """The comparison in one German line."""
    counted = (f"{number} {STATUS_WORDS[status]}" for status, number in diff.summary.items() if number)
    return f"{diff.old} → {diff.new}: {enumerate_words(counted) or 'keine Ziele'}."


def describe_fates(diff: Diff, old: Catalogue, new: Catalogue) -> tuple[str, ...]:
    """What became of the old goals and where the new ones come from, in whole sentences."""
    same = diff.summary.get("unchanged", 0)
    gone, fresh = diff.summary.get("removed", 0), diff.summary.get("added", 0)
    changed = len(old.goals) - same - gone
    review = sum(bool(change.flags) for change in diff.changes)
    sentences = [
        f"Von {number_of(len(old.goals), 'Ziel', 'Zielen')} der Ausgabe {diff.old} "
        f"{'steht' if same == 1 else 'stehen'} {same} unverändert in der Ausgabe {diff.new}.",
        f"{changed} {'lebt' if changed == 1 else 'leben'} verändert fort, {gone} "
        f"{'ist' if gone == 1 else 'sind'} entfallen.",
        f"{fresh} der {len(new.goals)} heutigen Ziele {'ist' if fresh == 1 else 'sind'} neu.",
    ]
    if review:
        sentences.append(f"{number_of(review, 'Zuordnung sollte', 'Zuordnungen sollten')} geprüft werden.")
    return tuple(sentences)


def count_fates(diff: Diff) -> tuple[tuple[Status, int], ...]:
    """Statuses that occur, with their numbers."""
    return tuple((status, diff.summary[status]) for status in STATUS_WORDS if diff.summary.get(status))


def diff_lines(diff: Diff) -> Iterator[str]:
    """A line per change: identifiers and statuses."""
    for change in diff.changes:
        yield f"{describe_ids(change)}: {describe_statuses(change)}"


def describe_ids(change: Change) -> str:
    """*UZ1.1 → UZ1.2 + UZ1.3*."""
    return " → ".join(" + ".join(side) for side in (change.old, change.new) if side)


def describe_statuses(change: Change) -> str:
    """*umformuliert, verschoben*."""
    return in_words(change.statuses)


def in_words(statuses: Iterable[Status]) -> str:
    """Statuses in German, with commas."""
    return ", ".join(STATUS_WORDS[status] for status in statuses)


def lineage_lines(lines: Sequence[Lineage], editions: Sequence[str]) -> Iterator[str]:
    """A table: a column per edition with the identifiers there and what had changed."""
    rows = [list(editions)]
    for line in lines:
        cells = {station.edition: station for station in line.stations}
        rows.append([station_cell(cells.get(edition)) for edition in editions])
    widths = [max(len(row[column]) for row in rows) for column in range(len(editions))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def station_cell(station: Station | None) -> str:
    """*UZ1.1 + UZ1.2 (geteilt)*; a dash where an edition has not got it."""
    if station is None or not station.goals:
        return "–"
    changed = in_words(station.statuses)
    return " + ".join(station.goals) + (f" ({changed})" if changed else "")


def diff_markdown(diff: Diff, old: Catalogue, new: Catalogue) -> str:
    """The comparison for an e-mail or a council paper."""
    lines = [
        f"# Was aus den Zielen wurde: {plain(diff.old)} → {plain(diff.new)}",
        "",
        " ".join(describe_fates(diff, old, new)),
        "",
        "| Status | Anzahl |",
        "|---|---:|",
        *(f"| {STATUS_WORDS[status]} | {number} |" for status, number in count_fates(diff)),
        "",
    ]
    for title, wanted in (
        ("Bitte prüfen", lambda change: bool(change.flags)),
        ("Entfallen", lambda change: "removed" in change.statuses),
        ("Neu", lambda change: "added" in change.statuses),
        ("Geändert", lambda change: bool(change.old and change.new) and change.statuses != ("unchanged",)),
    ):
        chosen = [change for change in diff.changes if wanted(change)]
        if chosen:
            lines += [f"## {title} ({len(chosen)})", "", *markdown_items(chosen, old, new), ""]
    return "\n".join(lines)


def markdown_items(changes: Iterable[Change], old: Catalogue, new: Catalogue) -> Iterator[str]:
    """A list item per change: identifiers, statuses, notes, and the text as it stands now."""
    for change in changes:
        places, edition = (change.new_places, new) if change.new_places else (change.old_places, old)
        text = " ".join(edition.goals[place].text for place in places)
        yield f"- **{plain(describe_ids(change))}** ({describe_statuses(change)}): {plain(text)}"
        yield from (f"  - {plain(note)}" for note in change.notes)


def plain(text: str) -> str:
    """A text in which nothing is taken for markup."""
    for mark in "\\`*_[]<>#|":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ")
