"""`rules/vergleich.toml`: every number has its reason, and a county may lay its own over it."""

import pytest

from pipeline.compare.settings import read_settings
from pipeline.errors import RuleFileError
from pipeline.rulebook import open_rulebook


def test_every_number_has_a_reason(rulebook):
    """Nobody has to guess why a threshold is what it is."""
    table = rulebook.table("vergleich")
    entries = [
        entry
        for section in ("wortlaut", "belege", "schwellen", "sicherheit", "kandidaten")
        for entry in table[section].values()
    ]

    assert all(len(entry["grund"]) > 20 for entry in entries)


def test_the_shares_of_the_wording_make_a_whole(rulebook):
    """Otherwise two equal texts would not be alike by 1."""
    settings = read_settings(rulebook)

    assert settings.cosine + settings.overlap + settings.characters == pytest.approx(1)


def test_no_word_without_content_stands_twice(rulebook):
    """The list of function words is kept tidy."""
    words = rulebook.table("vergleich")["funktionswoerter"]["woerter"]

    assert len(words) == len(set(words))


def test_a_county_may_set_its_own_threshold(tmp_path):
    """One number in a county's file; everything else stays."""
    (tmp_path / "vergleich.toml").write_text(
        '[schwellen.paar]\nwert = 0.6\ngrund = "Unsere Ziele sind lang."\n', encoding="utf-8"
    )

    own, shipped = read_settings(open_rulebook(tmp_path)), read_settings(open_rulebook())

    assert (own.pair, own.part) == (0.6, shipped.part)


def test_a_number_without_a_reason_is_refused(tmp_path):
    """The message names file and line."""
    (tmp_path / "vergleich.toml").write_text("[schwellen.paar]\nwert = 0.6\n", encoding="utf-8")

    with pytest.raises(RuleFileError, match=r"vergleich\.toml, Zeile 1"):
        read_settings(open_rulebook(tmp_path))
