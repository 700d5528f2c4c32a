"""Diff → `diff.html`, and a few sentences for the terminal."""

from pipeline.records import Catalogue, Diff
from pipeline.report.page import render
from pipeline.report.summary import enumerate_words, number_of

STATUS_WORDS = {
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


def diff_report(diff: Diff, old: Catalogue, new: Catalogue) -> str:
    """The page on two editions."""
    return render("diff.html", diff=diff, old=old, new=new, words=STATUS_WORDS)


def diff_summary(diff: Diff) -> str:
    """The comparison in one German line."""
    counted = (f"{number} {STATUS_WORDS[status]}" for status, number in diff.summary.items() if number)
    changes = number_of(len(diff.changes), "Eintrag", "Einträge")
    return f"{diff.old} → {diff.new}: {changes}, davon {enumerate_words(counted)}."
