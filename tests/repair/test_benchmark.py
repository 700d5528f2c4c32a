"""The benchmark measures what it says, on pages small enough to count by hand."""

import pytest

from pipeline.repair import benchmark
from pipeline.repair.benchmark import Sample

SAMPLE = Sample(
    truth=("Für alle Kinder ist es schön.", "Die Maße sind groß."),
    read=("Fiir alle Kinder ist es schon.", "Die MaBe sind groB."),
)


def fixed(*answer: str):
    """A tool that always gives the same texts."""
    return lambda: lambda texts: list(answer)


def test_no_repair():
    """Four of ten words are wrong, no umlaut comes back, nothing is broken."""
    figures = benchmark.measure(benchmark.open_nothing, [SAMPLE])

    assert figures.wer == pytest.approx(40)
    assert (figures.recall, figures.false_changes) == (0, 0)
    assert 0 < figures.cer < figures.wer


def test_a_perfect_repair():
    """All words right."""
    figures = benchmark.measure(fixed(*SAMPLE.truth), [SAMPLE])

    assert (figures.wer, figures.cer, figures.recall, figures.false_changes) == (0, 0, 100, 0)


def test_a_broken_word_is_counted():
    """One of six right words is broken."""
    broken = [text.replace("Kinder", "Rinder") for text in SAMPLE.truth]
    figures = benchmark.measure(fixed(*broken), [SAMPLE])

    assert figures.false_changes == pytest.approx(100 / 6)


def test_ours_is_better_than_the_others(monkeypatch):
    """On damaged sentences the whole repair is ahead of itself without context and of symspellpy."""
    monkeypatch.setattr(benchmark, "COMMON", 20_000)
    truth = tuple(benchmark.made_sentences(40))
    table = str.maketrans({"ä": "a", "ö": "é", "ü": "ii", "ß": "B", "Ä": "A", "Ö": "O", "Ü": "U"})
    samples = [Sample(truth, tuple(text.translate(table) for text in truth))]
    ours, unigrams, symspell = (
        benchmark.measure(tool, samples).wer
        for tool in (benchmark.open_ours, benchmark.open_without_context, benchmark.open_symspell)
    )

    assert ours <= unigrams < symspell
    assert ours < symspell / 2


def test_sentences_are_the_same_each_time():
    """Made sentences repeat from run to run, and have no place left open."""
    made = list(benchmark.made_sentences(200))

    assert made == list(benchmark.made_sentences(200))
    assert len(set(made)) > 190
    assert not any("{" in sentence for sentence in made)
    assert len(list(benchmark.corpus_sentences())) > 100


@pytest.mark.slow
def test_other_tools_repair_a_word(monkeypatch):
    """The tools beside ours are called as their makers meant it."""
    monkeypatch.setattr(benchmark, "COMMON", 20_000)
    assert benchmark.open_hunspell()(["Fahrrdad"]) == ["Fahrrad"]
    assert benchmark.open_rapidfuzz()(["Verwaltungg"]) == ["Verwaltung"]


@pytest.mark.ocr
@pytest.mark.slow
def test_pages_are_read_by_the_real_engine(tmp_path, monkeypatch, capsys):
    """A page of our sentences loses its umlauts, and is read but once."""
    monkeypatch.setattr(benchmark, "KEPT", tmp_path / "kept")
    sentences = [sentence for sentence in benchmark.made_sentences(8) if "ü" in sentence]

    sample = benchmark.read_pages(sentences, "Libertinus Serif", 200)
    assert "ü" not in "".join(sample.read)
    assert len(benchmark.words_of(sample.read)) == pytest.approx(len(benchmark.words_of(sentences)), rel=0.1)
    monkeypatch.setattr(benchmark, "_recognise", None)
    assert sample == benchmark.read_pages(sentences, "Libertinus Serif", 200)


def test_a_table(monkeypatch, capsys, tmp_path):
    """One line for each tool, for our own sentences and for a named text; slow ones get few sentences."""
    monkeypatch.setattr(benchmark, "TOOLS", {"none": benchmark.open_nothing})
    monkeypatch.setattr(benchmark, "BESIDE_SLOW", {"slow": benchmark.open_nothing})
    monkeypatch.setattr(benchmark, "FEW", 1)
    monkeypatch.setattr(benchmark, "corpus_sentences", lambda: iter(()))
    monkeypatch.setattr(benchmark, "read_pages", lambda part, font, dpi: Sample(tuple(part), tuple(part)))
    text = tmp_path / "eigen.txt"
    text.write_text("Ein Satz.\nUnd einer.\n", encoding="utf-8")

    benchmark.main(["--sentences", "3", str(text)])
    printed = capsys.readouterr().out
    assert "eigen.txt: 4 words" in printed
    assert "eigen.txt, 1 sentences of each look, for what is slow: 8 words" in printed
    assert printed.count("none") == printed.count("\nslow") == 2
