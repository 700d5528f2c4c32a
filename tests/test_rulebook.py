"""Rules: shipped and a county's own laid over them; a mistake is named with file and line."""

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RuleFileError, UsageError
from pipeline.rulebook import (
    SCHEMAS,
    Rulebook,
    lay_over,
    line_of,
    open_rulebook,
    read_rule_file,
    shipped_rules,
)

RULES = sorted(shipped_rules().glob("*.toml"))

KENNUNGEN = """\
# eigene Stufen
[kennungen]
SZ = { schreibungen = ["SZ"] }
OZ = { schreibungen = ["OZ"], gehoert_zu = ["SZ"] }
"""

values = st.recursive(
    st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
tables = st.dictionaries(st.text(max_size=3), values, max_size=4)


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_every_shipped_rule_file_keeps_its_schema(path):
    """Each rule file has a schema, keeps it, and begins by saying in a comment what it is for."""
    assert open_rulebook().table(path.stem)
    assert path.read_text(encoding="utf-8").startswith("#")


def test_every_schema_has_its_rule_file():
    """No schema is left of a rule file that went."""
    assert {path.stem for path in SCHEMAS.glob("*.json")} == {path.stem for path in RULES}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_every_schema_refuses_what_it_does_not_know(path):
    """A mistyped key does not pass in silence."""
    assert (
        json.loads((SCHEMAS / f"{path.stem}.json").read_text(encoding="utf-8"))["additionalProperties"]
        is False
    )


def test_a_countys_rules_are_laid_over(tmp_path):
    """A county's levels come beside the shipped ones, which stay."""
    (tmp_path / "kennungen.toml").write_text(KENNUNGEN, encoding="utf-8")

    found = open_rulebook(tmp_path).table("kennungen")["kennungen"]

    assert {"SZ", "OZ", "LZ", "UZ", "M"} <= set(found)
    assert "SZ" not in open_rulebook().table("kennungen")["kennungen"]


def test_an_entry_takes_the_place_of_its_namesake():
    """An entry of the same name is replaced where it stands, because order may matter; others follow."""
    base = {"regel": [{"name": "a", "x": 1}, {"name": "b", "x": 2}], "woerter": ["eins"]}
    top = {"regel": [{"name": "c", "x": 3}, {"name": "a", "x": 4}], "woerter": ["zwei"], "neu": 1}

    assert lay_over(base, top) == {
        "regel": [{"name": "a", "x": 4}, {"name": "b", "x": 2}, {"name": "c", "x": 3}],
        "woerter": ["eins", "zwei"],
        "neu": 1,
    }


@given(base=tables)
def test_laying_nothing_over_changes_nothing(base):
    """An empty county folder is as none; neither side is altered."""
    before = json.dumps(base)

    assert lay_over(base, {}) == base == lay_over({}, base)
    assert json.dumps(base) == before


def test_words_come_from_both_folders(tmp_path):
    """Word lists are read from both folders, comments and empty lines left out, with file and line."""
    for folder, content in (("a", "Bad # Ort\n\n# nur dies\nTal\n"), ("b", "\ufeffBerg\n")):
        (tmp_path / folder / "woerter").mkdir(parents=True)
        (tmp_path / folder / "woerter" / "orte.txt").write_text(content, encoding="utf-8")

    found = list(Rulebook(tmp_path / "a", tmp_path / "b").words("orte.txt"))

    assert [(path.parent.parent.name, line, word) for path, line, word in found] == [
        ("a", 1, "Bad"),
        ("a", 4, "Tal"),
        ("b", 1, "Berg"),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('[kennungen]\nSZ = { schreibungen = ["SZ" }\n', ("Zeile 2", "kein gültiges TOML")),
        ('[kennungen]\n\nSZ = { schreibungen = "SZ" }\n', ("Zeile 3", "muss eine Liste sein")),
        ('[kennungen]\n[kennungen.SZ]\nschreibung = ["SZ"]\n', ("Zeile 2", "hier unbekannt: schreibung")),
        ('[kennungen]\n\n[kennungen.SZ]\nstufe = "SZ"\n', ("Zeile 3", "es fehlt „schreibungen“")),
        ("[kennung]\nx = 1\n", ("hier unbekannt: kennung",)),
    ],
    ids=["no TOML", "wrong type", "unknown key", "missing key", "unknown table"],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path, content, words):
    """A planner finds the place at once."""
    file = tmp_path / "kennungen.toml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(RuleFileError) as caught:
        open_rulebook(tmp_path).table("kennungen")
    for word in (str(file), *words):
        assert word in caught.value.problem
    assert caught.value.advice


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    """Files saved by a Windows editor are read."""
    (tmp_path / "kennungen.toml").write_text("\ufeff" + KENNUNGEN, encoding="utf-8")

    assert "SZ" in open_rulebook(tmp_path).table("kennungen")["kennungen"]


def test_another_encoding_is_named(tmp_path):
    """A file in the encoding of old Windows programs is refused with advice, not misread."""
    (tmp_path / "kennungen.toml").write_bytes("# Maßnahme".encode("cp1252"))

    with pytest.raises(RuleFileError, match="UTF-8"):
        open_rulebook(tmp_path).table("kennungen")


def test_a_rule_file_that_nothing_reads_is_named(tmp_path):
    """A mistyped file name does not pass in silence."""
    (tmp_path / "kennung.toml").write_text("", encoding="utf-8")

    with pytest.raises(RuleFileError, match=r"kennung\.toml") as caught:
        open_rulebook(tmp_path)
    assert "kennungen.toml" in caught.value.advice


def test_a_missing_rules_folder_is_named(tmp_path):
    """`--rules` needs a folder."""
    with pytest.raises(UsageError, match="nirgends"):
        open_rulebook(tmp_path / "nirgends")


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (["titel"], 1),
        (["regel", 0, "art"], 5),
        (["regel", 1, "art"], 8),
        (["regel", 1, "fehlt"], 7),
        (["tafel", "b c"], 12),
        (["tafel", "inline", "x"], 13),
        (["nirgends"], 1),
    ],
)
def test_the_line_of_a_value_is_found(where, line):
    """The line in which a value stands, or else of what is around it."""
    text = (
        'titel = "x"\n\n[[regel]]\nname = "a"\nart = 1\n\n[[regel]]\nart = 2\n\n'
        '[tafel]\na = 1\n"b c" = 2\ninline = { x = 1 }\n'
    )
    assert tomllib.loads(text)
    assert line_of(text, where) == line


def test_a_file_can_be_read_alone():
    """`read_rule_file` serves whoever checks a single file."""
    path = shipped_rules() / "kennungen.toml"

    assert read_rule_file(path, "kennungen") == open_rulebook().table("kennungen")
