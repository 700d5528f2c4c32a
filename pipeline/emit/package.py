"""Tables → CSV files and `datapackage.json` (Frictionless Data Package v2)."""

from pathlib import Path
from typing import Any

from pipeline.emit.catalogue import LIST_DELIMITER, json_text
from pipeline.emit.tables import Column, Table
from pipeline.records import Catalogue

LINE_END = "\r\n"  # of RFC 4180; also makes the writer quote both letters inside a text
PROFILES = "https://datapackage.org/profiles/2.0"


def write_package(catalogue: Catalogue, tables: tuple[Table, ...], folder: Path) -> None:
    """Write one CSV file per table, and the description of them all."""
    for table in tables:
        table.frame.to_csv(
            folder / f"{table.name}.csv", index=False, encoding="utf-8", lineterminator=LINE_END
        )
    description = json_text(describe_package(catalogue, tables))
    (folder / "datapackage.json").write_text(description, encoding="utf-8", newline="\n")


def describe_package(catalogue: Catalogue, tables: tuple[Table, ...]) -> dict[str, Any]:
    """The descriptor of an edition's tables."""
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "zielkatalog",
        "title": catalogue.title or catalogue.edition,
        "id": f"{catalogue.edition}#{catalogue.source.sha256}",
        "sources": [{"title": catalogue.source.file, "path": catalogue.source.file}],
        "resources": [describe_resource(table) for table in tables],
    }


def describe_resource(table: Table) -> dict[str, Any]:
    """The descriptor of one CSV file."""
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": table.name,
        "title": table.title,
        "type": "table",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": describe_schema(table),
    }


def describe_schema(table: Table) -> dict[str, Any]:
    """The Table Schema of one table, with its keys."""
    links = [describe_link(column, table) for column in table.columns if column.points_to]
    return {
        "$schema": f"{PROFILES}/tableschema.json",
        "fields": [describe_field(column) for column in table.columns],
        "primaryKey": list(table.primary_key),
        **({"foreignKeys": links} if links else {}),
    }


def describe_field(column: Column) -> dict[str, Any]:
    """The descriptor of one column."""
    field: dict[str, Any] = {"name": column.name, "title": column.title, "type": column.type}
    if column.type == "list":
        field |= {"delimiter": LIST_DELIMITER, "itemType": "string"}
    if column.required:
        field["constraints"] = {"required": True}
    return field


def describe_link(column: Column, table: Table) -> dict[str, Any]:
    """A foreign key; the standard leaves `resource` out where a table points to itself."""
    other = {} if column.points_to == table.name else {"resource": column.points_to}
    return {"fields": [column.name], "reference": {**other, "fields": ["key"]}}
