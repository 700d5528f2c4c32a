"""`make run`: the tour of the shipped corpus."""

import pytest

from corpus.tour import main


@pytest.mark.slow
def test_the_tour_reads_compares_and_says_where_it_lies(tmp_path, capsys, monkeypatch):
    """Both editions are imported and compared; figures and the pages to open are said."""
    monkeypatch.chdir(tmp_path)

    status = main(tmp_path / "output")

    said = capsys.readouterr()
    assert status == 0
    for words in (
        "lindental-2018: 57 Ziele",
        "lindental-2025: 75 Ziele",
        "Fristen",
        "Berichtigungen",
        "zu prüfen",
    ):
        assert words in said.err
    for page in (
        "lindental-2018/report.html",
        "lindental-2025/report.html",
        "lindental-2018--lindental-2025/diff.html",
    ):
        assert str(tmp_path / "output" / page) in said.out
        assert (tmp_path / "output" / page).is_file()


def test_a_tour_that_fails_says_so(tmp_path, capsys, monkeypatch):
    """The first failing step ends the tour with its status."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "output").write_text("eine Datei", encoding="utf-8")

    assert main(tmp_path / "output") == 6
    assert "Geschrieben" not in capsys.readouterr().out
