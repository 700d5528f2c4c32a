"""Calendar expressions come out as TIMEX3, deadline or not."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.deadlines.reader import open_rules
from pipeline.deadlines.timeml import timexes
from pipeline.rulebook import open_rulebook

CASES = tomllib.loads(
    (Path(__file__).parent.parent / "cases/deadlines/timexes.toml").read_text(encoding="utf-8")
)
RULES = open_rules(open_rulebook())


@pytest.mark.parametrize(("text", "expected"), CASES["cases"].items())
def test_expressions(text, expected):
    """An expression has the span, type and value of TimeML."""
    found = timexes(text, CASES["dct"], RULES)
    assert [f"{one['text']}|{one['type']}|{one['value']}" for one in found] == expected


def test_without_a_day_of_the_text_the_year_stays_open():
    """Nothing is filled in that the text and its day do not say."""
    found = timexes("Im März und im vergangenen Jahr.", None, RULES)
    assert [one["value"] for one in found] == ["XXXX-03", "XXXX"]


@given(st.text() | st.text("am 0123456789./-MärzJahrQuartal"))
def test_spans_lead_back_to_the_text(text):
    """Every expression stands where it says, in text order, and none overlaps another."""
    end = 0
    for one in timexes(text, CASES["dct"], RULES):
        assert text[one["start"] : one["end"]] == one["text"]
        assert one["start"] >= end
        end = one["end"]


def test_the_command_reads_and_writes_json_lines():
    """The command answers each line with the same id; a text without a day is read too."""
    lines = [{"id": 7, "dct": "2013-04-12T08:00", "text": "Im März 2013."}, {"id": "b", "text": "Nichts."}]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.deadlines", "--timexes"],
        input="\n".join([*map(json.dumps, lines), ""]),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[0]["id"] == 7
    assert answers[0]["timexes"] == [
        {"start": 3, "end": 12, "text": "März 2013", "type": "DATE", "value": "2013-03"}
    ]
    assert answers[1] == {"id": "b", "timexes": []}
