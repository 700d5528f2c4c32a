"""What the repair promises of any text."""

import itertools
import random
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import RawText, Repair
from pipeline.repair import apply_repairs, repair_text, repair_texts
from pipeline.rulebook import open_rulebook

RULES = open_rulebook()
CASES = tomllib.loads(Path("tests/cases/repair/words.toml").read_text(encoding="utf-8"))["case"]
CLEAN = sorted(Path("corpus/clean").glob("*.txt"))
DAMAGED = Path("corpus/derived/lindental-2018.ocr.txt").read_text(encoding="utf-8")

PIECES = (
    "fiir kénnen k6nnen Férderung Forderung fordert wurde wiirde hatte groB grof MaRnahmen gemaR Uber (iber",
    "Fliche Qu6llstedt Quéllstedt schon gibtim ,,Plan” ,Wege” 3l.12.2O26 ESF- Kinder- und -\n \n . , ? -",
    "für Maße straBe OPNV I6sen é & 6 ß \u0308 \ufb01 a\u0308 Bil dung UZ2.1 2O27 Wenn Die im ® l II O26",
)
WORDS = [word for line in PIECES for word in line.split(" ")]
pieces = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
texts = pieces | anything | st.tuples(pieces, anything, pieces).map(" ".join)


def one(text: str, *edits: Repair):
    """The repair of a document of one text."""
    return repair_texts([RawText(text, 1, edits)], RULES)[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_case(case, request):
    """Each case becomes what it must; what is known to fail is marked."""
    if case["expect"] == "known":
        request.applymarker(pytest.mark.xfail)
    assert case["expected"] == one(case["input"]).text


def test_cases_are_told_apart():
    """Labels are unique, negative cases expect no more than joined lines."""
    assert len({case["label"] for case in CASES}) == len(CASES)
    for case in CASES:
        assert case["comment"]
        assert case["expect"] in {"wild", "synthetic", "negative", "known"}


@given(st.lists(texts, max_size=4))
@settings(deadline=None)
def test_repairs_can_be_replayed(document):
    """Replaying the records on the raw text gives the repaired text; they are in order and do not overlap."""
    for text, repaired in zip(document, repair_texts([RawText(t, 1) for t in document], RULES), strict=True):
        assert text == repaired.raw
        assert repaired.text == " ".join(apply_repairs(repaired.repairs, text).split())
        ends = [0]
        for repair in repaired.repairs:
            assert ends[-1] <= repair.start <= repair.end <= len(text)
            assert text[repair.start : repair.end] == repair.before != repair.after
            assert 0 < repair.confidence <= 1
            ends.append(repair.end)


@given(st.lists(texts, max_size=4))
@settings(deadline=None)
def test_repairing_twice_changes_nothing(document):
    """A second pass over the repaired texts finds nothing to repair."""
    once = [repaired.text for repaired in repair_texts([RawText(text, 1) for text in document], RULES)]
    twice = repair_texts([RawText(text, 1) for text in once], RULES)

    assert once == [repaired.text for repaired in twice]


@given(texts)
@settings(deadline=None)
def test_line_by_line(text):
    """The command's repair keeps every line break, can be replayed and is stable."""
    repaired = repair_text(text, RULES)

    assert repaired.text == apply_repairs(repaired.repairs, text)
    assert text.count("\n") == repaired.text.count("\n")
    assert repaired.text == repair_text(repaired.text, RULES).text


@given(st.lists(pieces, min_size=2, max_size=5), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_of_texts_does_not_matter(document, chance):
    """A text is repaired in the same way wherever in the document it stands."""
    raws = [RawText(text, page) for page, text in enumerate(document, 1)]
    mixed = chance.sample(raws, len(raws))

    straight = {(one.raw, one.text) for one in repair_texts(raws, RULES)}
    assert straight == {(one.raw, one.text) for one in repair_texts(mixed, RULES)}


@given(pieces)
@settings(deadline=None)
def test_doubts_lie_on_their_words(text):
    """A doubt's place in the repaired text holds its word."""
    repaired = one(text)
    for doubt in repaired.doubts:
        assert doubt.word == repaired.text[doubt.start : doubt.end]
        assert doubt.reason


@given(pieces, st.data())
@settings(deadline=None)
def test_edits_of_the_layout_are_kept(text, data):
    """What the layout has decided stands among the repairs, unchanged."""
    text = text or "-"
    start = data.draw(st.integers(0, len(text) - 1))
    edit = Repair(start, start + 1, text[start], "", "footnote-mark", 0.9)

    repaired = one(text, edit)
    assert edit in repaired.repairs
    assert repaired.text == " ".join(apply_repairs(repaired.repairs, text).split())


@pytest.mark.parametrize(
    "protected",
    ["https://www.lindental.de/fur/plane.pdf", "buro@fur.de", "UZ2.1.1", "31.12.2026", "plane_fur.docx"],
)
@given(before=pieces, after=pieces)
@settings(deadline=None, max_examples=20)
def test_protected_spans_are_untouched(protected, before, after):
    """Addresses, file names, identifiers and dates come out as they went in."""
    assert protected in one(f"{before} x {protected} x {after}").text


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_clean_text_passes(path):
    """Flawless German is not touched, as a whole and paragraph by paragraph."""
    text = path.read_text(encoding="utf-8")

    assert repair_text(text, RULES).repairs == ()
    for paragraph in text.split("\n\n"):
        assert repair_text(paragraph, RULES).repairs == ()


def test_there_is_much_clean_text():
    """The flawless texts are more than ten thousand words."""
    assert sum(len(path.read_text(encoding="utf-8").split()) for path in CLEAN) > 10_000


def test_sound_pages_of_a_damaged_document_are_left_alone():
    """A page whose umlauts survive is not repaired because others were damaged."""
    sound = "Über die Größe der Räume wird später geprüft, für Bürger schön: die Forderung fordert Muller."
    damaged = "Fiir die Kinder kénnen wir die Férderung fortfiihren, die MaRnahmen sind groB."

    first, second = repair_texts([RawText(sound, 1), RawText(damaged, 2)], RULES)
    assert sound == first.text
    assert "Für die Kinder können wir" in second.text


def test_the_document_decides_between_twins():
    """`Forderung` is read as the document's own unmistakable words suggest."""
    evidence = "Die Férderung, die Férderung und die F6rderung fiir Kinder kénnen helfen. " * 3
    repaired = one(evidence + "Diese Forderung hilft.")

    assert repaired.text.endswith("Diese Förderung hilft.")


def test_close_calls_are_doubted():
    """Where two readings remain close, the other one is named and the word is doubted."""
    repaired = one("Fiir alle gilt: Man konnte es sehen.")

    (doubt,) = [doubt for doubt in repaired.doubts if doubt.word in {"konnte", "könnte"}]
    assert {"konnte", "könnte"} == {doubt.word, *doubt.alternatives}
    assert "auch möglich" in doubt.reason


@pytest.mark.parametrize(
    ("sentence", "doubted"),
    [
        (
            "Die Mutter der Kinder ist wichtig.",
            ["Mutter"],
        ),  # kept, and Mütter is not quite out of the question
        ("Ein Briefkasten steht hier.", []),
        ("Die Forderung der Kinder ist wichtig.", ["Förderung"]),  # repaired, and Forderung is likely, too
        ("Wir sehen die Forderung im Kreis.", []),  # repaired, and Forderung is less likely by far
    ],
)
def test_words_are_doubted_by_what_they_would_cost(sentence, doubted):
    """A word left as it was read is doubted sooner than a repair: what stays wrong is mostly left alone."""
    repaired = one(f"Fiir alle Kinder und Trager im Kreis kénnen wir die Plane priifen. {sentence}")

    assert [doubt.word for doubt in repaired.doubts] == doubted


def test_doubts_stand_in_order_and_apart():
    """A sign that belongs to a doubted word is doubted with it."""
    text = "Die Träger | fördern für Löhetal die Mädchen ® und gefördé} Plätze. "
    repaired = repair_texts([RawText(text * 2, 1, (), True)], RULES)[0]

    places = [(doubt.start, doubt.end) for doubt in repaired.doubts]
    assert len(places) >= 6
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(places))


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("Er mochte sie nicht.", 1),
        ("Wir losen im 11. Quartal aus.", 1),
        ("Altbau mit Stuck und Dielen.", 1),
        ("Schöne Grüße fiir alle.", 1),
        ("Er mochte die Träger nicht.", 0),
        ("Herr Moller und Frau Moller treffen Frau Müller.", 0),
    ],
)
def test_a_few_words_that_may_be_damaged_are_doubted(text, doubted):
    """Where little speaks for damage, or as much against it, the text stays, with a doubt."""
    repaired = repair_text(text, RULES)

    assert repaired.text == text
    assert len(repaired.doubts) == doubted


def test_methods_tell_what_was_done():
    """Each kind of damage has its method."""
    repaired = one(
        "Fiir die groBe Schule gilt ,,heute” viel. Quéllstedt dankt, Qu6llstedt auch. lhre Kinder- \n"
        "Es gibtim Kreis 3l.12.2O26 ein scho-\nnes Haus: Es ist sehr schon."
    )
    methods = {repair.before: repair.method for repair in repaired.repairs}

    assert methods["Fiir"] == "umlaut"
    assert methods["groBe"] == "eszett"
    assert methods[",,"] == "quote"
    assert methods["Quéllstedt"] == "name"
    assert methods["lhre"] == "confusion"
    assert methods["gibtim"] == "split"
    assert methods["3l.12.2O26"] == "number"
    assert methods["-\n"] == "hyphenation"
    assert methods["schon"] == "context"


def test_words_broken_over_a_line_keep_their_break():
    """Line by line, both halves of a broken word are repaired and the break stays."""
    repaired = repair_text("Die Fér-\nderung fiir Pra-\nventi-\nonsketten ist groR-\nartig.", RULES)

    assert repaired.text == "Die För-\nderung für Prä-\nventi-\nonsketten ist groß-\nartig."


def test_a_damaged_edition_is_repaired():
    """Of the words of an edition that the OCR engine misread, hardly one is left with a lost umlaut."""
    repaired = repair_text(DAMAGED, RULES).text

    assert len(re.findall(r"\bfiir\b|\bfir\b|\btiber\b|\bkénnen\b|MaRnahme|MaBnahme", DAMAGED)) > 20
    assert not re.findall(r"\bfiir\b|\bfir\b|\btiber\b|\bkénnen\b|MaRnahme|MaBnahme", repaired)


@pytest.mark.slow
def test_shuffled_pages_of_an_edition():
    """Pages in another order are repaired alike."""
    pages = [RawText(text, number) for number, text in enumerate(DAMAGED.split("\f"), 1)]
    mixed = random.Random(1).sample(pages, len(pages))

    straight = {one.raw: one.text for one in repair_texts(pages, RULES)}
    assert straight == {one.raw: one.text for one in repair_texts(mixed, RULES)}


@pytest.mark.parametrize(
    "row", ["a | 1 ", "x^2 ", "i", "A1", "a", "ab-\n", " ,x”", "1.1.", "wurde ", "a.", "(iber "]
)
def test_endless_rows(row):
    """A row without end, as tables and rules leave it, is neither slow nor fatal."""
    repaired = repair_text("Fiir " + row * 3000, RULES)

    assert repaired.text.startswith("Für ")


def test_a_soft_hyphen_at_a_line_end_joins():
    """It can only part a word, be the halves words of their own or not; elsewhere it is taken out."""
    broken = "Alle bleiben gesund auf\N{SOFT HYPHEN}\ngewachsen im leer\N{SOFT HYPHEN}stehenden Haus."

    assert one(broken).text == "Alle bleiben gesund aufgewachsen im leerstehenden Haus."
    assert "auf\N{SOFT HYPHEN}\ngewachsen" in repair_text(broken, RULES).text


@pytest.mark.parametrize(
    ("read", "doubted"),
    [
        ("davonx", "davonx"),
        ("Koglmiihlbach", "Koglmühlbach"),
        ("Tragerfriihstiick", None),
        ("Trier", None),
        ("Phase Ill", "Ill"),
        ("das SGB Il", None),
        ("die BETREVUNG", "BETREVUNG"),
        ("das ESFPLUS", None),
        ("das Anmeidegeld", "Anmeidegeld"),
        ("die MobiIotsen", "MobiIotsen"),
        ("das LinkedIn", None),
        ("die Eltern®", "®"),
        ("Haus | Hof", "|"),
        ("Haus, . Hof", "."),
        ("Haus , Hof", ","),
        ("Haus . . . . Hof", None),
        ("das 24Stunden-Haus", None),
        ("ca. ~30 Haus", None),
        ("zum 30.09. Uberpriift", "Überprüft"),
        ("+Werbung", "+"),
        ("die 31-)Jahrige", ")"),
        ("bei 20°", None),
        ("https://x.de/~kreis", None),
        ("das LWasser", "Wasser"),
        ("die „Kita®", None),
        ("den Weg zu Fu8", None),
    ],
)
def test_words_that_nothing_supports_are_doubted(read, doubted):
    """A small letter begins no name, a compound of odd parts is a guess, a sign means something."""
    repaired = repair_text(f"Wir sprechen fiir alle und iiber {read} mit den Tragern.")

    assert [doubt.word for doubt in repaired.doubts] == ([doubted] if doubted else [])


def test_what_ocr_read_here_is_doubted_not_changed():
    """On a page with sound umlauts nothing is repaired, but a word that cannot be right is named."""
    text = "Die Träger fördern Schüler, für die Kinder in Löhetal, und prüfen gefördérte Plätze. " * 2
    often = "In Löhetal öffnet für Löhetal die Tür."

    read, born_digital = (
        repair_texts([RawText(f"{text}{often}", 1, (), recognised)], RULES)[0] for recognised in (True, False)
    )

    assert {"gefördérte"} == {doubt.word for doubt in read.doubts}
    assert read.text == born_digital.text == f"{text}{often}"
    assert born_digital.doubts == ()


def test_quarters_in_roman_figures_on_pages_of_our_ocr():
    """Strokes before a quarter or half-year are a Roman number; an ordinal in figures is none."""
    text = "Übung für Bürger im 1ll. Quartal 2026, im lI. Quartal, im Il. Halbjahr und im 1. Quartal 2027."
    repaired = repair_texts([RawText(text, 1, (), True)], RULES)[0]

    assert repaired.text == text.replace("1ll", "III").replace("lI", "II").replace("Il", "II")
    assert [(doubt.word, doubt.alternatives) for doubt in repaired.doubts] == [
        ("III", ()),
        ("II", ("III",)),
        ("II", ("III",)),
    ]


def test_references_to_laws_on_pages_of_our_ocr():
    """On a sound page that OCR has read, words stay as they are, but § and the social code are repaired."""
    text = "Wir fördern Bürger für Höhe, Größe und Übung, siehe $ 45 SGB lX und SGB\n1X; 5 $ bleiben."
    repaired = repair_texts([RawText(text, 1, (), True)], RULES)[0]

    assert (
        repaired.text
        == "Wir fördern Bürger für Höhe, Größe und Übung, siehe § 45 SGB IX und SGB IX; 5 $ bleiben."
    )
    assert repair_texts([RawText(text, 1)], RULES)[0].text == text.replace("\n", " ")


@pytest.mark.parametrize(
    "around, meant",
    [
        (
            "Der Kreis hilft fiir Bildung, Teilhabe und Ehrenamt; Angebote fiir Familien kénnen wachsen. ",
            "fördert",
        ),
        ("Die Sonne schien fiir uns, und wir konnten am Strand sitzen, wo kiihle Winde wehten. ", "fordert"),
    ],
)
def test_the_genre_decides_between_twins(around, meant):
    """A strategy promotes where a newspaper demands."""
    repaired = one(around * 3 + "Der Rat fordert solche Vorhaben.")

    assert repaired.text.endswith(f"Der Rat {meant} solche Vorhaben.")
