"""Findings about the outline: gaps, doubles, restarts, goals without the goal above."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from pipeline.grammar import Grammar, Reading, bare_number, is_number_alone
from pipeline.records import Catalogue, Finding, Goal

FEW = 3
ILLEGIBLE = 0.2  # share of the goals


def check_numbering(catalogue: Catalogue, grammar: Grammar) -> tuple[Finding, ...]:
    """Check that each id is there once, each goal above is there, and numbers rise without a gap."""
    readings = [(goal, grammar.parse(goal.id)) for goal in catalogue.goals]
    known = [(goal, reading) for goal, reading in readings if reading is not None]
    restarts = tuple(_restarts(catalogue))
    restarting = {goal.theme for goal in restarts}
    return (
        *_doubles(catalogue, restarting),
        *_orphans(known, grammar),
        *_topless(known, grammar),
        *map(_restart, restarts),
        *_steps(known, restarting),
        *_misread(known, grammar),
        *_levels_assumed(catalogue),
        *_illegible(catalogue),
        *_without_theme(catalogue),
    )


def _doubles(catalogue: Catalogue, restarting: set[str | None]) -> Iterator[Finding]:
    counts = Counter(goal.id for goal in catalogue.goals)
    seen: set[str] = set()
    for goal in catalogue.goals:
        if goal.id in seen and goal.theme not in restarting:
            yield Finding(
                "error",
                "id-duplicate",
                goal.id,
                goal.page,
                f"{goal.id} kommt {counts[goal.id]}-mal vor, hier auf Seite {goal.page}. "
                "Bitte im Dokument nachsehen, ob eine der Kennungen ein Druckfehler ist.",
            )
        seen.add(goal.id)


def _restarts(catalogue: Catalogue) -> Iterator[Goal]:
    """The first goals of new themes that begin with an identifier that was there before."""
    seen: set[str] = set()
    themes: set[str | None] = {None}
    for theme, group in groupby(catalogue.goals, key=lambda goal: goal.theme):
        goals = list(group)
        if theme not in themes and goals[0].id in seen:
            yield goals[0]
        seen |= {goal.id for goal in goals}
        themes.add(theme)


def _orphans(known: list[tuple[Goal, Reading]], grammar: Grammar) -> Iterator[Finding]:
    """Goals whose number names a goal above that is not there."""
    prefixes = {reading.prefix for _, reading in known}
    for goal, reading in known:
        above = [prefix for prefix in grammar.kind(reading.prefix).parents if prefix in prefixes]
        if goal.parent is None and above and len(reading.number) > 1:
            missing = " oder ".join(reading.above(prefix).id for prefix in above)
            yield Finding(
                "error",
                "parent-missing",
                goal.id,
                goal.page,
                f"{goal.id}: Das übergeordnete Ziel {missing} fehlt. "
                f"Bitte auf Seite {goal.page} und davor nachsehen.",
            )


def _topless(known: list[tuple[Goal, Reading]], grammar: Grammar) -> Iterator[Finding]:
    """Levels whose goals stand below others by their numbers, where a document of several has none of those.

    What is named like a heading ("Handlungsfeld") may be one.
    """
    present = {reading.prefix for _, reading in known}
    for prefix in sorted(present) if len(present) > 1 else ():
        kinds = (grammar.kind(above) for above in grammar.kind(prefix).parents)
        above = [kind.prefix for kind in kinds if not set(kind.forms) & set(grammar.heading_words)]
        deep = [goal for goal, reading in known if reading.prefix == prefix and len(reading.number) > 1]
        if above and deep and not present & set(above):
            yield Finding(
                "warning",
                "level-missing",
                None,
                deep[0].page,
                f"Über {deep[0].id} und {len(deep) - 1} weiteren Zielen dieser Stufe steht kein Ziel "
                f"({' oder '.join(above)}). Bitte prüfen, ob eine Stufe übersehen wurde.",
            )


def _steps(known: list[tuple[Goal, Reading]], restarting: set[str | None]) -> Iterator[Finding]:
    """Gaps and disorder among goals that have the same number but for its last part."""
    below_hundred = {reading.prefix for _, reading in known if reading.number and reading.number[0] <= 100}
    last: dict[tuple[str, tuple[int, ...]], int] = {}
    seen: set[str] = set()
    theme: str | None = None
    above: Goal | None = None
    for goal, reading in known:
        if goal.theme != theme and goal.theme in restarting:
            last, seen = {}, set()
        theme = goal.theme
        if not reading.number:
            continue
        group = reading.prefix, reading.number[:-1]
        before, here = last.get(group, 0), reading.number[-1]
        new_hundred = group[0] not in below_hundred and here == before // 100 * 100 + 101
        if here > before + 1 and not new_hundred:
            yield _gap(goal, reading, before, above)
        if here < before and goal.id in seen:
            yield _restart(goal)
        elif here < before:
            yield _out_of_order(goal, reading, before)
        for depth in range(len(reading.number)):  # LZ2.1 stands for an LZ2 that has no text of its own
            last[reading.prefix, reading.number[:depth]] = reading.number[depth]
        seen.add(goal.id)
        above = goal


def _gap(goal: Goal, reading: Reading, before: int, above: Goal | None) -> Finding:
    first = _beside(reading, before + 1)
    final = _beside(reading, reading.number[-1] - 1)
    missing = f"{first} fehlt" if first == final else f"{first} bis {final} fehlen"
    return Finding(
        "warning",
        "number-gap",
        goal.id,
        goal.page,
        f"{missing} vor {goal.id}. Bitte auf Seite {goal.page} und davor nachsehen, ob ein Ziel übersehen "
        + (f"wurde oder sein Wortlaut bei {above.id} steht." if above else "wurde."),
    )


def _beside(reading: Reading, last: int) -> str:
    """The identifier that differs in the last part of its number."""
    return Reading(0.0, reading.prefix, (*reading.number[:-1], last), reading.series).id


def _restart(goal: Goal) -> Finding:
    return Finding(
        "warning",
        "numbering-restarts",
        goal.id,
        goal.page,
        f"Mit {goal.id} auf Seite {goal.page} beginnt die Zählung von vorn. "
        "Bitte prüfen, ob das so gemeint ist; gleiche Kennungen unterscheidet nur ihr Thema.",
    )


def _out_of_order(goal: Goal, reading: Reading, before: int) -> Finding:
    above = _beside(reading, before)
    return Finding(
        "warning",
        "number-order",
        goal.id,
        goal.page,
        f"{goal.id} steht nach {above}. Bitte auf Seite {goal.page} nachsehen, ob die Kennung stimmt.",
    )


def _misread(known: list[tuple[Goal, Reading]], grammar: Grammar) -> Iterator[Finding]:
    """Identifiers that the outline reads otherwise than they are printed, and proves: all in one finding."""
    goals = [
        goal
        for goal, reading in known
        if "id-repaired" not in goal.flags and goal.printed and not _is_printed_so(goal, reading, grammar)
    ]
    if goals:
        yield Finding(
            "info",
            "ids-repaired",
            None,
            goals[0].page,
            f"{len(goals)} Kennungen waren verlesen; welche gemeint sind, geht aus der Gliederung hervor "
            f"(zuerst „{goals[0].printed}“ auf Seite {goals[0].page}: {goals[0].id}). "
            "Bitte einige davon prüfen.",
        )


def _is_printed_so(goal: Goal, reading: Reading, grammar: Grammar) -> bool:
    match = grammar.match_label(goal.printed)
    if match is not None:
        return goal.id in match.plain_ids
    return reading.number == bare_number(goal.printed) or goal.printed.strip(" .") == str(reading.number[-1])


def _levels_assumed(catalogue: Catalogue) -> Iterator[Finding]:
    """Goals that are printed with a number alone, where they bear no flag of their own."""
    goals = [
        goal
        for goal in catalogue.goals
        if is_number_alone(goal.printed) and not {"level-assumed", "id-guessed"} & set(goal.flags)
    ]
    if 2 * len(goals) > len(catalogue.goals):
        levels = {
            goal.id.lstrip("".join(filter(str.isalpha, goal.id))).count("."): goal for goal in reversed(goals)
        }
        examples = ", ".join(f"{goal.printed} ist {goal.id}" for _, goal in sorted(levels.items()))
        yield Finding(
            "warning",
            "levels-assumed",
            None,
            goals[0].page,
            f"Die Ziele tragen nur Nummern; ihre Stufe wurde aus deren Länge erschlossen ({examples}). "
            "Bitte prüfen, ob die Stufen so heißen sollen.",
        )


def _illegible(catalogue: Catalogue) -> Iterator[Finding]:
    """A document of whose labels so many are illegible that the outline proves nothing."""
    unsure = [goal for goal in catalogue.goals if {"id-guessed", "id-doubtful"} & set(goal.flags)]
    if len(unsure) >= max(FEW, ILLEGIBLE * len(catalogue.goals)):
        yield Finding(
            "warning",
            "ids-illegible",
            None,
            unsure[0].page,
            f"{len(unsure)} von {len(catalogue.goals)} Kennungen sind unleserlich oder unsicher. Die "
            "Gliederung ist darum im ganzen unsicher; bitte alle Kennungen mit dem Dokument vergleichen.",
        )


def _without_theme(catalogue: Catalogue) -> Iterator[Finding]:
    """A document of which no heading was found under which goals stand."""
    if catalogue.goals and not catalogue.themes and catalogue.accounts:
        yield Finding(
            "warning",
            "themes-missing",
            None,
            catalogue.goals[0].page,
            "Es wurde kein Thema gefunden: Über den Zielen steht keine Überschrift, die als solche zu "
            "erkennen ist. Bitte die Themen im Datensatz ergänzen.",
        )
