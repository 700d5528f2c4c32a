"""Editions as editors rewrite them: passive and active, nouns and verbs, synonyms, halves dropped."""

import re
import tomllib
from pathlib import Path

import pytest
from attrs import evolve

from pipeline.records import Catalogue, Goal, Theme
from tests.factories import catalogue, deadline, goal

PAIRS = tomllib.loads((Path(__file__).parent / "editorial.toml").read_text(encoding="utf-8"))["pair"]
LEAST_RECALL = {
    "clauses": 0.85,
    "without measures": 0.8,
    "split and merged": 0.85,
    "fresh: Uferland": 0.85,
}  # others: 0.9
MOST_WRONG = {"mould": 1}  # others: none


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["name"])
def test_rewritten_goals_are_found_and_no_others_joined(compared, pair):
    """What an editor made of a goal is found; what is no successor is not joined, or it is flagged."""
    old, new = read_edition(pair, "old"), read_edition(pair, "new")
    wanted = {
        (read_goal(one).id, read_goal(other).id)
        for row in pair["rows"]
        for one in row["old"]
        for other in row["new"]
    }
    changes = compared(old, new).changes
    found = {(one, other): change for change in changes for one in change.old for other in change.new}
    wrong = {link: change for link, change in found.items() if link not in wanted}

    assert len(wanted & found.keys()) / len(wanted) >= LEAST_RECALL.get(pair["name"], 0.9)
    assert len(wrong) <= MOST_WRONG.get(pair["name"], 0)
    assert all(change.flags for change in wrong.values())


def test_deadlines_put_off_by_a_year_are_told(compared):
    """Every goal is found, and its deadline moved by twelve months."""
    pair = next(pair for pair in PAIRS if pair["name"] == "deadlines")
    changes = compared(read_edition(pair, "old"), read_edition(pair, "new")).changes

    assert {change.deadlines[0].words for change in changes} == {"um 1 Jahr verschoben"}
    assert {change.statuses for change in changes} == {("reworded", "deadline_changed")}


def read_edition(pair: dict, side: str) -> Catalogue:
    """One of the editions; parents follow from the identifiers."""
    goals = [read_goal(text) for row in pair["rows"] for text in row[side]]
    ids = {one.id for one in goals}
    themes = tuple(Theme(number, title) for number, title in pair[f"{side}_themes"].items())
    return catalogue(
        *(evolve(one, parent=parent_of(one.id, ids)) for one in goals), edition=side, themes=themes
    )


def read_goal(text: str) -> Goal:
    """*Kennung | Thema | Wortlaut | Frist = Tag*."""
    id_, theme, words, *due = text.split(" | ")
    deadlines = []
    for entry in due:
        phrase, day = entry.split(" = ")
        start = words.index(phrase)
        deadlines.append(deadline(day, phrase, span=(start, start + len(phrase)), source="text", end=day))
    level = re.match(r"[A-ZÜ]*", id_)[0] or "UZ"
    return goal(id_, words, level=level, theme=theme.strip() or None, deadlines=tuple(deadlines))


def parent_of(id_: str, ids: set[str]) -> str | None:
    """*M1.2.3* stands below *UZ1.2*, *UZ1.2* below *LZ1*."""
    level, path = re.match(r"([A-ZÜ]*)([\d.]+)", id_).groups()
    above = {"M": "UZ", "UZ": "LZ"}.get(level, "") + path.rpartition(".")[0]
    return above if above in ids and above != id_ else None
