"""Catalogue ↔ `catalogue.json`: fixed key order, the same bytes for the same input."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve
from cattrs import BaseValidationError, Converter
from cattrs.preconf.json import make_converter

from pipeline.emit.files import read_json
from pipeline.errors import UnreadableInputError
from pipeline.records import Account, Catalogue, LoggedRepair, Repair
from pipeline.schema import find_violations, load_schema

CATALOGUE_FILE = "catalogue.json"
ACCOUNTS_FILE = "coverage.json"
REPAIRS_FILE = "repairs.csv"

LIST_DELIMITER = "|"  # between the items of one CSV cell
DOUBLE = "~"  # in a key, between an id and its number where a document uses the id twice


def read_catalogue(path: Path) -> Catalogue:
    """Read a `catalogue.json`, or the one in a folder, with the repairs and accounts beside it.

    Raises:
        UnreadableInputError: missing, no JSON, or not a catalogue.
    """
    file = path / CATALOGUE_FILE if path.is_dir() else path
    data = read_json(file)
    broken = next(find_violations(data, "catalogue-1"), None)
    if broken is not None:
        raise not_ours(file, f"kein Zielkatalog: {broken}")
    catalogue = converter().structure(data, Catalogue)
    return evolve(
        catalogue,
        repairs=read_repairs(file.with_name(REPAIRS_FILE)),
        accounts=read_accounts(file.with_name(ACCOUNTS_FILE)),
    )


def read_repairs(file: Path) -> tuple[LoggedRepair, ...]:
    """The rows of a `repairs.csv`; none where there is no such file."""
    if not file.is_file():
        return ()
    with file.open(encoding="utf-8", newline="") as lines:
        try:
            return tuple(map(repair_of, csv.DictReader(lines)))
        except (KeyError, ValueError, BaseValidationError) as error:
            raise not_ours(file, "keine Tabelle von Berichtigungen") from error


def repair_of(row: dict[str, str]) -> LoggedRepair:
    """The record of a row; the number that tells doubled ids apart is dropped from the goal's key."""
    alternatives = tuple(filter(None, row["alternatives"].split(LIST_DELIMITER)))
    repair = converter().structure({**row, "alternatives": alternatives}, Repair)
    return LoggedRepair(row["goal"].partition(DOUBLE)[0] or None, int(row["page"]), repair)


def read_accounts(file: Path) -> tuple[Account, ...]:
    """The accounts in a `coverage.json`; none where there is no such file."""
    if not file.is_file():
        return ()
    try:
        return converter().structure(read_json(file), tuple[Account, ...])
    except BaseValidationError as error:
        raise not_ours(file, "keine Aufstellung der Textstücke") from error


def not_ours(file: Path, problem: str) -> UnreadableInputError:
    """The error of a file that can be read but is not what it should be."""
    return UnreadableInputError(
        f"{file}: {problem}.", "Lesen Sie das Dokument mit „zielkatalog import“ neu ein."
    )


def catalogue_json(catalogue: Catalogue) -> str:
    """The text of `catalogue.json`, checked against its schema."""
    data = {"schema": load_schema("catalogue-1")["$id"], **as_data(catalogue)}
    del data["repairs"], data["accounts"]  # they have files of their own
    return checked_json(data, "catalogue-1")


def checked_json(data: Any, name: str) -> str:
    """`data` as JSON, held against the schema `name` as a reader would find it.

    Raises:
        ValueError: it breaks the schema, which is a mistake of the program.
    """
    text = json_text(data)
    broken = next(find_violations(json.loads(text), name), None)
    if broken is not None:
        raise ValueError(f"{name}: {broken}")
    return text


def as_data(record: Any) -> Any:
    """A record as dicts, lists and plain values, keys in the order of the fields."""
    return converter().unstructure(record)


def json_text(data: Any) -> str:
    """JSON as all our files are written: two spaces, letters as they are, a newline at the end."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


@cache
def converter() -> Converter:
    """The cattrs converter of our records: tuples are lists in JSON."""
    return make_converter()
