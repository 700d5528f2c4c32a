"""Catalogue ↔ `catalogue.json`: fixed key order, the same bytes for the same input."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.emit.files import read_json
from pipeline.errors import UnreadableInputError
from pipeline.records import Catalogue

if TYPE_CHECKING:
    from cattrs import Converter

SCHEMAS = Path(__file__).parent.parent / "schemas"
CATALOGUE_FILE = "catalogue.json"


def read_catalogue(path: Path) -> Catalogue:
    """Read a `catalogue.json`, or the one in a folder. `repairs` stay empty.

    Raises:
        UnreadableInputError: missing, no JSON, or not a catalogue.
    """
    file = path / CATALOGUE_FILE if path.is_dir() else path
    return catalogue_of(read_json(file), file)


def catalogue_of(data: Any, file: Path) -> Catalogue:
    """The record of data read from `file`."""
    broken = next(schema_violations(data, "catalogue-1"), None)
    if broken is not None:
        raise UnreadableInputError(
            f"{file}: kein Zielkatalog: {broken}.", "Lesen Sie das Dokument mit „zielkatalog import“ neu ein."
        )
    return converter().structure(data, Catalogue)


def catalogue_json(catalogue: Catalogue) -> str:
    """The text of `catalogue.json`, checked against its schema."""
    data = {"schema": schema("catalogue-1")["$id"], **as_data(catalogue)}
    del data["repairs"], data["accounts"]  # they have files of their own
    return checked_json(data, "catalogue-1")


def checked_json(data: Any, name: str) -> str:
    """`data` as JSON, held against the schema `name` as a reader would find it.

    Raises:
        ValueError: it breaks the schema, which is a mistake of the program.
    """
    text = json_text(data)
    broken = next(schema_violations(json.loads(text), name), None)
    if broken is not None:
        raise ValueError(f"{name}: {broken}")
    return text


def as_data(record: Any) -> Any:
    """A record as dicts, lists and plain values, keys in the order of the fields."""
    return converter().unstructure(record)


def json_text(data: Any) -> str:
    """JSON as all our files are written: two spaces, letters as they are, a newline at the end."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def schema_violations(data: Any, name: str) -> Iterator[str]:
    """What in `data` breaks the schema `name`, place first."""
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema(name)).iter_errors(data):
        yield f"{error.json_path}: {error.message}"


@cache
def schema(name: str) -> dict[str, Any]:
    """The shipped JSON Schema `name`; its `$id` is what our files name as `schema`."""
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


@cache
def converter() -> "Converter":
    """The cattrs converter of our records: tuples are lists in JSON."""
    from cattrs.preconf.json import make_converter

    return make_converter()
