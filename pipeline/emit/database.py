"""Tables → `catalogue.sqlite`, with the foreign keys declared and held."""

import sqlite3
from contextlib import closing
from pathlib import Path

from pipeline.emit.tables import Column, Table

SQL_TYPES = {"integer": "INTEGER", "number": "REAL"}


def write_database(tables: tuple[Table, ...], file: Path) -> None:
    """Write all tables into a new SQLite file. A table that points to another comes after it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for table in tables:
            connection.execute(definition(table))
        with connection:
            for table in tables:
                table.frame.to_sql(table.name, connection, if_exists="append", index=False)


def definition(table: Table) -> str:
    """The statement that makes the table."""
    key = f"PRIMARY KEY ({', '.join(map(quoted, table.primary_key))})"
    parts = ",\n  ".join([*map(column_definition, table.columns), key])
    return f"CREATE TABLE {quoted(table.name)} (\n  {parts}\n)"


def column_definition(column: Column) -> str:
    """One column; a goal may stand before its parent, hence the check when all rows are in."""
    parts = [quoted(column.name), SQL_TYPES.get(column.type, "TEXT")]
    if column.required:
        parts.append("NOT NULL")
    if column.points_to:
        parts.append(f"REFERENCES {quoted(column.points_to)} (key) DEFERRABLE INITIALLY DEFERRED")
    return " ".join(parts)


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return f'"{name}"'
