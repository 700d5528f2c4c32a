"""Catalogue → tables, described once for CSV, data package, workbook and database.

`key` names a row of goals or themes. It is the goal's id or the theme's number, with `~2` and so on
where a document uses one twice, so that other tables can point to it and nothing is lost.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from attrs import asdict, frozen
from pandas import DataFrame

from pipeline.emit.catalogue import DOUBLE, LIST_DELIMITER
from pipeline.records import Catalogue, Deadline, Finding, Goal, LoggedRepair

DTYPES = {"string": "string", "integer": "Int64", "number": "Float64", "date": "string", "list": "string"}

Row = dict[str, Any]
Keys = Mapping[str | None, str]


@frozen
class Column:
    """A column: its name for tools, its German title and width for the workbook."""

    name: str
    title: str
    type: Literal["string", "integer", "number", "date", "list"] = "string"
    width: int = 12
    points_to: str | None = None  # table whose `key` the values are
    required: bool = False


@frozen
class Table:
    """A table: `columns` describe `frame`; `primary_key` names the columns that tell rows apart."""

    name: str
    title: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    frame: DataFrame


THEMES = (
    Column("key", "Schlüssel", required=True),
    Column("number", "Nummer", required=True),
    Column("title", "Thema", width=50),
    Column("page", "Seite", "integer", 8),
)
GOALS = (
    Column("key", "Schlüssel", required=True),
    Column("id", "Kennung", required=True),
    Column("level", "Stufe", width=8, required=True),
    Column("parent", "gehört zu", points_to="goals"),
    Column("theme", "Thema", width=8, points_to="themes"),
    Column("text", "Wortlaut", width=80),
    Column("responsible", "Zuständig", width=24),
    Column("indicator", "Indikator", width=24),
    Column("page", "Seite", "integer", 8, required=True),
    Column("confidence", "Sicherheit", "number", 10, required=True),
    Column("flags", "zu prüfen", "list", 20),
    Column("footnotes", "Fußnoten", "list", 10),
    Column("printed", "gedruckte Kennung", width=14),
    Column("text_raw", "wie gelesen", width=80),
    Column("bbox", "Fundstellen", width=20),
    Column("position", "Reihenfolge", "integer", 10, required=True),
)
DEADLINES = (
    Column("goal", "Ziel", points_to="goals", required=True),
    Column("position", "Reihenfolge", "integer", 10, required=True),
    Column("kind", "Art", width=11, required=True),
    Column("value", "Wert"),
    Column("recurrence", "Wiederholung"),
    Column("text", "Worte", width=36),
    Column("span_start", "Anfang im Wortlaut", "integer", 10),
    Column("span_end", "Ende im Wortlaut", "integer", 10),
    Column("source", "Quelle", width=9, required=True),
    Column("start", "erster Tag", "date"),
    Column("end", "letzter Tag", "date"),
    Column("anchor", "Ereignis", width=24),
    Column("rrule", "RRULE", width=24),
)
REPAIRS = (
    Column("number", "Nr.", "integer", 8, required=True),
    Column("goal", "Ziel", points_to="goals"),
    Column("page", "Seite", "integer", 8, required=True),
    Column("before", "gelesen", width=24),
    Column("after", "berichtigt", width=24),
    Column("method", "Verfahren", width=14, required=True),
    Column("confidence", "Sicherheit", "number", 10, required=True),
    Column("alternatives", "Andere Lesarten", "list", 30),
    Column("start", "Anfang", "integer", 8, required=True),
    Column("end", "Ende", "integer", 8, required=True),
)
FOOTNOTES = (
    Column("number", "Nr.", "integer", 8, required=True),
    Column("mark", "Zeichen", width=9, required=True),
    Column("page", "Seite", "integer", 8, required=True),
    Column("text", "Wortlaut", width=80),
)
FINDINGS = (
    Column("number", "Nr.", "integer", 8, required=True),
    Column("severity", "Schwere", width=10, required=True),
    Column("code", "Befund", width=22, required=True),
    Column("goal", "Ziel", points_to="goals"),
    Column("page", "Seite", "integer", 8),
    Column("message", "Hinweis", width=80, required=True),
)


def build_tables(catalogue: Catalogue) -> tuple[Table, ...]:
    """All tables of an edition; those pointed to come before those that point to them."""
    themes = unique_keys(theme.number for theme in catalogue.themes)
    goals = unique_keys(goal.id for goal in catalogue.goals)
    theme_keys = first_keys((theme.number for theme in catalogue.themes), themes)
    goal_keys = first_keys((goal.id for goal in catalogue.goals), goals)
    theme_rows = ({"key": key, **asdict(theme)} for key, theme in zip(themes, catalogue.themes, strict=True))
    return (
        table("themes", "Themen", THEMES, ("key",), theme_rows),
        table("goals", "Ziele", GOALS, ("key",), goal_rows(catalogue, goals, goal_keys, theme_keys)),
        table("deadlines", "Fristen", DEADLINES, ("goal", "position"), deadline_rows(catalogue, goals)),
        table("repairs", "Berichtigungen", REPAIRS, ("number",), repair_rows(catalogue.repairs, goal_keys)),
        table("footnotes", "Fußnoten", FOOTNOTES, ("number",), numbered(map(asdict, catalogue.footnotes))),
        table("findings", "Befunde", FINDINGS, ("number",), finding_rows(catalogue.findings, goal_keys)),
    )


def table(
    name: str, title: str, columns: tuple[Column, ...], primary_key: tuple[str, ...], rows: Iterable[Row]
) -> Table:
    """A table of these rows."""
    frame = DataFrame(list(rows), columns=[column.name for column in columns])
    frame = frame.astype({column.name: DTYPES[column.type] for column in columns})
    return Table(name, title, columns, primary_key, frame)


def unique_keys(names: Iterable[str]) -> list[str]:
    """Each name once: a name that comes again gets `~2`, then `~3`."""
    seen: Counter[str] = Counter()
    keys = []
    for name in names:
        seen[name] += 1
        keys.append(name if seen[name] == 1 else f"{name}{DOUBLE}{seen[name]}")
    return keys


def first_keys(names: Iterable[str], keys: Iterable[str]) -> Keys:
    """Name → key of the first row so named; what names no row points nowhere."""
    found: dict[str | None, str] = {}
    for name, key in zip(names, keys, strict=True):
        found.setdefault(name, key)
    return found


def goal_rows(catalogue: Catalogue, keys: Iterable[str], goal_keys: Keys, theme_keys: Keys) -> Iterator[Row]:
    """Rows of goals.csv. A parent or theme that the edition lacks stays empty; a finding names it."""
    for position, (key, goal) in enumerate(zip(keys, catalogue.goals, strict=True), 1):
        yield {
            **{name: getattr(goal, name) for name in plain_names(GOALS, Goal)},
            "key": key,
            "parent": goal_keys.get(goal.parent),
            "theme": theme_keys.get(goal.theme),
            "flags": joined(goal.flags),
            "footnotes": joined(goal.footnotes),
            "bbox": "; ".join(" ".join(f"{number:g}" for number in box) for box in goal.bbox),
            "position": position,
        }


def deadline_rows(catalogue: Catalogue, keys: Iterable[str]) -> Iterator[Row]:
    """Rows of deadlines.csv."""
    for key, goal in zip(keys, catalogue.goals, strict=True):
        for position, deadline in enumerate(goal.deadlines, 1):
            start, end = deadline.span or (None, None)
            fields = {name: getattr(deadline, name) for name in plain_names(DEADLINES, Deadline)}
            yield {"goal": key, "position": position, **fields, "span_start": start, "span_end": end}


def repair_rows(repairs: Iterable[LoggedRepair], goal_keys: Keys) -> Iterator[Row]:
    """Rows of repairs.csv."""
    return numbered(
        {
            **asdict(logged.repair),
            "goal": goal_keys.get(logged.goal),
            "page": logged.page,
            "alternatives": joined(logged.repair.alternatives),
        }
        for logged in repairs
    )


def finding_rows(findings: Iterable[Finding], goal_keys: Keys) -> Iterator[Row]:
    """Rows of findings.csv. A goal that the edition lacks stays empty; the message names it."""
    return numbered({**asdict(finding), "goal": goal_keys.get(finding.goal)} for finding in findings)


def numbered(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with their number, from 1."""
    return ({"number": number, **row} for number, row in enumerate(rows, 1))


def plain_names(columns: Iterable[Column], record: Any) -> Iterator[str]:
    """Columns that a record's field of the same name fills."""
    names = {attribute.name for attribute in record.__attrs_attrs__}
    return (column.name for column in columns if column.name in names)


def joined(items: Iterable[str]) -> str | None:
    """The items in one cell; nothing for none."""
    return LIST_DELIMITER.join(items) or None
