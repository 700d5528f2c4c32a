"""What breaks a schema is said in German, with its place."""

import json

import pytest
from jsonschema import Draft202012Validator

from pipeline import schema
from pipeline.schema import SCHEMAS, find_violations

SMALL = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z]+$", "minLength": 1},
        "zahl": {"type": ["integer", "null"], "minimum": 1, "maximum": 9},
        "art": {"enum": ["due", "start"]},
        "liste": {"type": "array", "minItems": 2},
        "wahl": {"anyOf": [{"type": "integer"}, {"type": "object", "required": ["x"]}]},
        "eins": {"const": 1},
    },
}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "Datei: „[]“ muss eine Tabelle sein"),
        ({}, "Datei: es fehlt „name“"),
        ({"name": "a", "nmae": 1, "b": 2}, "Datei: hier unbekannt: b, nmae"),
        ({"name": 1}, "name: „1“ muss ein Text sein"),
        ({"name": "A"}, "name: „A“ hat nicht die nötige Form (^[a-z]+$)"),
        ({"name": "a", "zahl": "1"}, "zahl: „1“ muss eine ganze Zahl oder leer sein"),
        ({"name": "a", "zahl": 0}, "zahl: 0 ist kleiner als 1"),
        ({"name": "a", "zahl": 10}, "zahl: 10 ist größer als 9"),
        ({"name": "a", "art": "ende"}, "art: „ende“ ist keines von: due, start"),
        ({"name": "a", "liste": []}, "liste: braucht mindestens 2 Angaben"),
        ({"name": "a", "wahl": {}}, "wahl: es fehlt „x“"),
        ({"name": "a", "eins": 2}, "eins: 1 was expected"),
    ],
)
def test_a_violation_is_said_in_german(monkeypatch, data, words):
    """Each common kind has its wording; a rare one keeps that of the validator."""
    monkeypatch.setattr(schema, "load_schema", lambda _name: SMALL)

    assert [str(violation) for violation in find_violations(data, "small")] == [words]


def test_an_empty_text_is_said(monkeypatch):
    """One that must not be empty says so."""
    monkeypatch.setattr(schema, "load_schema", lambda _name: {"minLength": 1})

    assert [one.problem for one in find_violations("", "small")] == ["darf nicht leer sein"]


@pytest.mark.parametrize("path", sorted(SCHEMAS.rglob("*.json")), ids=lambda path: path.stem)
def test_every_schema_is_one(path):
    """The schemas that we ship are valid themselves."""
    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))
