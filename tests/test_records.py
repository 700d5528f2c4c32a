"""Records: frozen all through, and named as the interface names its keys."""

import attrs
import pytest

from pipeline import records
from pipeline.schema import load_schema

RECORDS = [thing for thing in vars(records).values() if isinstance(thing, type) and attrs.has(thing)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_a_record_is_frozen_and_holds_no_list(record):
    """A stage cannot change what another made."""
    assert record.__setattr__ is not object.__setattr__
    assert not [field.name for field in attrs.fields(record) if "list[" in str(field.type)]
    assert record.__doc__


@pytest.mark.parametrize(
    ("record", "place"),
    [
        (records.Goal, ("$defs", "goal")),
        (records.Deadline, ("$defs", "deadline")),
        (records.Source, ("properties", "source")),
        (records.Theme, ("properties", "themes", "items")),
        (records.Footnote, ("properties", "footnotes", "items")),
        (records.Finding, ("properties", "findings", "items")),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_schema_knows_every_field_in_its_order(record, place):
    """Schema and records name the same keys in the same order."""
    schema = load_schema("catalogue-1")
    for step in place:
        schema = schema[step]

    assert list(schema["properties"]) == [field.name for field in attrs.fields(record)]
