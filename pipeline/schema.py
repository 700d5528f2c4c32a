"""JSON Schema: the schemas that we ship, and what breaks them, in German."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SCHEMAS = Path(__file__).parent / "schemas"
TYPES = {
    "string": "ein Text",
    "integer": "eine ganze Zahl",
    "number": "eine Zahl",
    "boolean": "true oder false",
    "array": "eine Liste",
    "object": "eine Tabelle",
    "null": "leer",
}
QUOTED = re.compile(r"'([^']*)'")
EMPTY = ("minItems", "minLength", "minProperties")


@frozen
class Violation:
    """A place in the data, as keys and indices, and what is wrong there."""

    path: tuple[str | int, ...]
    problem: str

    def __str__(self) -> str:
        """Place and problem in one line."""
        return f"{'.'.join(map(str, self.path)) or 'Datei'}: {self.problem}"


@cache
def load_schema(name: str) -> dict[str, Any]:
    """The shipped JSON Schema `name`; its `$id` is what our files name as `schema`."""
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def find_violations(data: Any, name: str) -> Iterator[Violation]:
    """What in `data` breaks the schema `name`."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    for error in Draft202012Validator(load_schema(name)).iter_errors(data):
        cause = best_match([error])  # of alternatives the one that was meant most likely
        yield Violation(tuple(cause.absolute_path), describe(cause))


def describe(error: "ValidationError") -> str:
    """What is wrong, for somebody who does not know JSON Schema."""
    value: Any = error.instance
    expected: Any = error.validator_value
    match error.validator:
        case "type":
            names = [expected] if isinstance(expected, str) else expected
            return f"„{value}“ muss {' oder '.join(TYPES[name] for name in names)} sein"
        case "required":
            return f"es fehlt {', '.join(f'„{key}“' for key in expected if key not in value)}"
        case "additionalProperties":
            return f"hier unbekannt: {', '.join(QUOTED.findall(error.message))}"
        case "enum":
            return f"„{value}“ ist keines von: {', '.join(map(str, expected))}"
        case "pattern":
            return f"„{value}“ hat nicht die nötige Form ({expected})"
        case "minimum":
            return f"{value} ist kleiner als {expected}"
        case "maximum":
            return f"{value} ist größer als {expected}"
        case kind if kind in EMPTY:
            return "darf nicht leer sein" if expected == 1 else f"braucht mindestens {expected} Angaben"
    return error.message
