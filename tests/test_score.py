"""Scores: right figures in cases that can be counted by hand, and the same as the reference scorers."""

import copy
import importlib.util
import json
import random

import pytest

from pipeline.score import fold, score

GOLD = {
    "themes": [{"number": "1", "title": "A"}, {"number": "2", "title": "B"}],
    "goals": [
        {
            "id": "HF1",
            "level": "HF",
            "parent": None,
            "theme": "1",
            "text": "Wege sind kurz.",
            "deadlines": [],
        },
        {
            "id": "SZ1.1",
            "level": "SZ",
            "parent": "HF1",
            "theme": "1",
            "text": "Der „Bus“ fährt – oft.",
            "deadlines": [{"kind": "due", "value": "2026-12-31", "recurrence": None}],
        },
        {"id": "M2.1", "level": "M", "parent": None, "theme": "2", "text": "Licht.", "deadlines": []},
    ],
}
DIFF = [
    {"old": ["A"], "new": ["B"], "statuses": ["unchanged", "renumbered"]},
    {"old": ["C"], "new": ["D", "E"], "statuses": ["split"]},
    {"old": "F", "new": None, "status": "removed"},
    {"old": [], "new": ["G"], "statuses": ["added"]},
]


def edited(**changes):
    """The gold catalogue with its second goal changed."""
    got = copy.deepcopy(GOLD)
    got["goals"][1] |= changes
    return got


def test_gold_against_itself_is_perfect():
    """All shares are 1, the error rate is 0, and nothing is said to differ."""
    result = score(GOLD, GOLD)

    assert result.mismatches == ()
    assert result.figures["goals"] == 3
    assert {
        value for name, value in result.figures.items() if name not in ("goals", "duplicates", "cer")
    } == {1.0}
    assert result.figures["cer"] == result.figures["duplicates"] == 0


def test_a_missing_and_an_invented_goal_are_counted_and_named():
    """Two of three ids right: precision and recall two thirds; the missing text counts whole."""
    figures, mismatches = (result := score(edited(id="SZ9.9"), GOLD)).figures, result.mismatches

    assert figures["ids_p"] == figures["ids_r"] == pytest.approx(2 / 3)
    assert [figures["parent"], figures["exact"]] == pytest.approx([2 / 3, 2 / 3])
    assert figures["cer"] == pytest.approx(22 / (15 + 22 + 6))
    assert figures["deadlines_f1"] == 0
    assert [(one.kind, one.what) for one in mismatches] == [
        ("id missing", "SZ1.1"),
        ("id extra", "SZ9.9"),
        ("deadline missing", "SZ1.1 · due · 2026-12-31 · –"),
        ("deadline extra", "SZ9.9 · due · 2026-12-31 · –"),
    ]


def test_typesetting_is_no_error_but_a_letter_is():
    """Kinds of quotes, dashes and blanks are folded; a wrong letter shows with both texts."""
    assert score(edited(text='Der "Bus"  fährt - oft.'), GOLD).figures["exact"] == 1
    wrong = score(edited(text="Der „Bus“ fahrt – oft."), GOLD)

    assert wrong.figures["exact"] == pytest.approx(2 / 3)
    assert [(one.kind, one.got) for one in wrong.mismatches] == [("text", "Der „Bus“ fahrt – oft.")]


def test_doubt_is_the_share_of_wrong_texts_that_are_flagged():
    """A wrong text without a flag is silent; one with a flag is not."""
    assert score(edited(text="x"), GOLD).figures["doubt"] == 0
    assert score(edited(text="x", flags=["word-doubtful"]), GOLD).figures["doubt"] == 1


def test_themes_limit_what_is_judged():
    """Only the goals of the theme count; a goal that strayed into another theme is still found."""
    assert score(edited(theme="2"), GOLD, ["1"]).figures["ids_f1"] == 1
    assert score(edited(theme="2"), GOLD, ["1"]).figures["theme"] == 0.5
    assert score(GOLD, GOLD, ["2"]).figures["goals"] == 1


def test_doubles_are_counted():
    """Of goals with the same id the first is judged."""
    got = {"goals": [*GOLD["goals"], {**GOLD["goals"][0], "text": "Anderes."}]}

    assert (score(got, GOLD).figures["duplicates"], score(got, GOLD).figures["exact"]) == (1, 1.0)


def test_an_empty_gold_catalogue_is_met_by_an_empty_one():
    """Nothing found where nothing is to be found is right; something found is not."""
    empty = {"goals": []}

    assert score(empty, empty).figures["ids_f1"] == 1
    assert score(GOLD, empty).figures["ids_p"] == 0


def test_a_diff_is_scored_by_links_fates_and_statuses():
    """A split gives a link per part; *unchanged* counts only alone; a bare list is a diff too."""
    got = {
        "changes": [
            {"old": ["A"], "new": ["B"], "statuses": ["renumbered"]},
            {"old": ["C"], "new": ["D"], "statuses": ["reworded"]},
            {"old": [], "new": ["E", "G"], "statuses": ["added"]},
            {"old": ["F"], "new": [], "statuses": ["removed"]},
        ]
    }
    result = score(got, DIFF)

    assert result.figures["pairs_p"] == 1
    assert result.figures["pairs_r"] == pytest.approx(2 / 3)
    assert result.figures["fate_f1"] == pytest.approx(2 * (2 / 3) / (2 / 3 + 1))
    assert result.figures["statuses_f1"] == 0.5
    assert ("pairs missing", "C · E") in [(one.kind, one.what) for one in result.mismatches]


@pytest.mark.parametrize(
    ("text", "folded"),
    [("„a“ ‚b‘ »c«", '"a" "b" "c"'), ("a\N{SOFT HYPHEN}b – c\n d", "ab - c d"), ("", "")],
)
def test_folding(text, folded):
    """What is folded away is typesetting alone."""
    assert fold(text) == folded


def reference(shared, name):
    """A reference scorer as a module."""
    spec = importlib.util.spec_from_file_location(name, shared / "score" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def worsened(gold, dice):
    """A catalogue with mistakes of every kind."""
    got = copy.deepcopy(gold)
    for goal in list(got["goals"]):
        match dice.randrange(9):
            case 0:
                got["goals"].remove(goal)
            case 1:
                goal |= {
                    "text": goal["text"].replace("ü", "u"),
                    "flags": dice.choice([[], ["word-doubtful"]]),
                }
            case 2:
                goal["id"] += "1"
            case 3:
                goal["parent"] = goal["theme"] = None
            case 4:
                goal["deadlines"] = [{"kind": "due", "value": "2020"}]
            case 5:
                got["goals"].append(goal)
    return got


def test_catalogue_figures_are_those_of_the_reference(shared):
    """On damaged copies of a real gold catalogue both scorers agree to the last digit."""
    gold = json.loads(next((shared / "documents").glob("*.gold-part.json")).read_text(encoding="utf-8"))
    scorer, dice = reference(shared, "score_catalogue"), random.Random(5)
    for themes in [(), (), (), ("4.1",), ("4.2", "4.3")] * 10:
        got = worsened(gold, dice)
        figures = score(got, gold, themes).figures
        expected = scorer.score(got, gold, list(themes) or None)
        assert {name: expected[name] for name in figures} == pytest.approx(figures)


def test_diff_figures_are_those_of_the_reference(shared):
    """On random diffs both scorers agree."""
    scorer, dice = reference(shared, "score_diff"), random.Random(5)
    statuses = ["unchanged", "reworded", "renumbered", "moved", "split"]

    def draw():
        ids = [dice.sample("ABCDE", dice.randint(0, 2)) for _ in range(12)]
        return [
            {"old": old, "new": new, "statuses": dice.sample(statuses, dice.randint(1, 3))}
            for old, new in zip(ids[::2], ids[1::2], strict=True)
        ]

    for _ in range(100):
        got, gold = {"changes": draw()}, draw()
        figures = score(got, gold).figures
        expected = scorer.score(got, gold)
        shared_names = figures.keys() & expected.keys()
        assert {"pairs_f1", "fate_f1", "statuses_f1"} <= shared_names
        assert {name: figures[name] for name in shared_names} == pytest.approx(
            {name: expected[name] for name in shared_names}
        )
