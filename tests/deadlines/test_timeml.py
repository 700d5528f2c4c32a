"""Calendar expressions come out as TIMEX3, deadline or not."""

import json
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.deadlines.timeml import open_timex_rules, timexes
from pipeline.rulebook import open_rulebook

CASES = tomllib.loads(
    (Path(__file__).parent.parent / "cases/deadlines/timexes.toml").read_text(encoding="utf-8")
)
TEXTS = tomllib.loads(
    (Path(__file__).parent.parent / "cases/deadlines/texts.toml").read_text(encoding="utf-8")
)["group"]
MARK = re.compile(r"\[(?P<words>[^|\]]+)\|(?:(?P<kind>SET) )?(?P<value>[^\]]+)\]")
RULES = open_timex_rules(open_rulebook())


@pytest.mark.parametrize(("text", "expected"), CASES["cases"].items())
def test_expressions(text, expected):
    """An expression has the span, type and value of TimeML."""
    found = timexes(text, CASES["dct"], RULES)
    assert [f"{one['text']}|{one['type']}|{one['value']}" for one in found] == expected


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize(
    "words", ["gestern und morgen", "nächste Woche", "letzten Winter", "im kommenden Mai"]
)
def test_time_words_at_the_ends_of_the_calendar(day, words):
    """What lies beyond its first or last day has no value; the reading goes on."""
    assert all(one["value"] for one in timexes(f"Das war {words}.", day, RULES))


def unmarked(marked: str) -> tuple[str, list[tuple[int, int, str, str]]]:
    """A text without its marks, and what they mark: start, end, type, value."""
    text, expected, done = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[done : mark.start()]
        expected.append((len(text), len(text) + len(mark["words"]), mark["kind"] or "DATE", mark["value"]))
        text, done = text + mark["words"], mark.end()
    return text + marked[done:], expected


def test_texts_of_newspapers_and_encyclopaedias():
    """Spans, values and recurring expressions are found at a rate well above the best known tool's."""
    right = {"span": 0, "value": 0, "recurring": 0}
    found, wanted, recurring = 0, 0, 0
    for group in TEXTS:
        for marked in group["texts"]:
            text, expected = unmarked(marked)
            got = [
                (one["start"], one["end"], one["type"], one["value"])
                for one in timexes(text, group.get("dct"), RULES)
                if one["type"] != "DURATION"
            ]
            right["span"] += len({one[:2] for one in got} & {one[:2] for one in expected})
            right["value"] += len({*got} & {*expected})
            right["recurring"] += sum(one in got for one in expected if one[2] == "SET")
            recurring += sum(one[2] == "SET" for one in expected)
            found, wanted = found + len(got), wanted + len(expected)
    assert 2 * right["span"] / (found + wanted) > 0.97
    assert 2 * right["value"] / (found + wanted) > 0.97
    assert right["recurring"] / recurring > 0.9


def test_without_a_day_of_the_text_the_year_stays_open():
    """Nothing is filled in that the text and its day do not say."""
    found = timexes(
        "Im März und im vergangenen Jahr, heute, am Montag, vorige Woche, letzten Mai.", None, RULES
    )
    assert [one["value"] for one in found] == [
        "XXXX-03",
        "XXXX",
        "XXXX-XX-XX",
        "XXXX-WXX-1",
        "XXXX-WXX",
        "XXXX-05",
    ]


SPOKEN = (
    "den die letzten nächste zehn beiden Jahre Woche Mai Sommer Montag heute morgen mehr als rund 2010 . ,"
)


@given(
    st.text()
    | st.text("am 0123456789./-MärzJahrQuartal")
    | st.lists(st.sampled_from(SPOKEN.split())).map(" ".join)
)
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
