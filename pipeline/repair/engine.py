"""Repair the texts of one document: the order of the steps."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rapidfuzz.distance import Levenshtein

from pipeline.records import RawText, Repair, RepairedText, RepairMethod
from pipeline.repair.decode import Choice, Decoder, as_read
from pipeline.repair.document import learn_document
from pipeline.repair.doubts import (
    doubt_capitals,
    doubt_quarters,
    doubt_signs,
    doubt_strays,
    find_doubted,
    place_doubts,
)
from pipeline.repair.edits import apply_repairs, merge_repairs, reflow
from pipeline.repair.knowledge import Knowledge, open_knowledge
from pipeline.repair.marks import repair_demanded, repair_marks, repair_unicode
from pipeline.repair.tokens import (
    View,
    cut_tokens,
    find_cuts,
    find_halves,
    find_readings,
    find_words,
    read_view,
)
from pipeline.repair.torn import repair_torn
from pipeline.rulebook import Rulebook, open_rulebook

HYPHENATION = 0.99  # confidence that a hyphen at a line's end only parts a word


def repair_texts(texts: Sequence[RawText], rulebook: Rulebook) -> tuple[RepairedText, ...]:
    """Repair the texts of one document together: what one shows of the damage serves all.

    The repaired texts are in one line, hyphens at line ends taken out. The order of the texts makes no
    difference.
    """
    return _repair_all(texts, open_knowledge(rulebook), in_one_line=True)


def repair_text(text: str, rulebook: Rulebook | None = None) -> RepairedText:
    """Repair any German text line by line: line breaks and hyphens at line ends stay as they are."""
    knowledge = open_knowledge(rulebook or open_rulebook())
    return _repair_all([RawText(text, 1)], knowledge, in_one_line=False)[0]


@contextmanager
def _without_search_for_cycles() -> Iterator[None]:
    """Let Python not look for cycles: a repair makes none, but a hundred thousand records to look through.

    Those that stay are not looked through afterwards either: they count as old.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if enabled:
            gc.enable()


@_without_search_for_cycles()
def _repair_all(
    texts: Sequence[RawText], knowledge: Knowledge, in_one_line: bool
) -> tuple[RepairedText, ...]:
    halves = [half for raw in texts for half in find_halves(raw.text)]
    knowledge.look_up(word for _, _, one, other in halves for word in (one, other, one + other))
    views = [read_view(raw.text, raw.edits, find_cuts(raw.text, raw.edits, knowledge.joins)) for raw in texts]
    words = [find_words(view.text) for view in views]
    knowledge.look_up(read for found in words for read in find_readings(found))
    tokens = [cut_tokens(found, knowledge.abbreviations, knowledge.count_signs) for found in words]
    document = learn_document(tokens, [raw.page for raw in texts], knowledge)
    decoder = Decoder(knowledge, document)
    sound = [raw.page in document.soundness.pages for raw in texts]
    by_ocr = [
        not good or raw.recognised or document.soundness.is_suspicious
        for raw, good in zip(texts, sound, strict=True)
    ]
    choices = decoder.decode(
        [(view, words if read else ()) for view, words, read in zip(views, tokens, by_ocr, strict=True)]
    )
    return tuple(
        _repair_one(raw, view, chosen, decoder, in_one_line, sound=good, by_ocr=read)
        for raw, view, chosen, good, read in zip(texts, views, choices, sound, by_ocr, strict=True)
    )


def _repair_one(
    raw: RawText,
    view: View,
    choices: Sequence[Choice],
    decoder: Decoder,
    in_one_line: bool,
    *,
    sound: bool,
    by_ocr: bool,
) -> RepairedText:
    """Repair one text; a sound one only gets lines joined and letters composed.

    Of a sound one that OCR has read here, references to laws and quarters are repaired; words that would be
    repaired elsewhere are doubted there, and where OCR may have read it.
    """
    demanded = tuple(repair_demanded(view)) if raw.recognised or not sound else ()
    decided = [*raw.edits, *repair_unicode(raw.text), *demanded]
    if sound:
        choices = tuple(as_read(choice, decoder.document.familiar) for choice in choices)
    else:
        decided += _repair_damage(view, choices, decoder)
    if in_one_line:
        decided += [_hyphenation(raw.text, *cut) for cut in view.cuts]
    repairs = merge_repairs(decided)
    settled = {repair.start for repair in demanded}
    open_to_doubt = [
        choice for choice in choices if not (settled and view.raw_start(choice.token.start) in settled)
    ]
    doubted = [
        *find_doubted(open_to_doubt, decoder.knowledge.lexicon),
        *doubt_signs(view, choices, repairs),
        *doubt_capitals(view, choices),
        *((*doubt_quarters(view), *doubt_strays(view)) if by_ocr else ()),
    ]
    text = apply_repairs(repairs, raw.text)
    doubts = place_doubts(doubted, raw.text, view, repairs, in_one_line)
    return RepairedText(raw.text, reflow(text) if in_one_line else text, repairs, doubts)


def _repair_damage(view: View, choices: Sequence[Choice], decoder: Decoder) -> Iterator[Repair]:
    """What was read wrongly: words grown together or torn, marks, and the words themselves."""
    yield from repair_torn(view, choices, decoder.knowledge)
    yield from repair_marks(view, {choice.token.start for choice in choices})
    for choice in choices:
        if choice.word != choice.token.text:
            yield from word_repairs(view, choice, decoder.method(choice.token.text, choice.word))


def _hyphenation(text: str, start: int, end: int) -> Repair:
    return Repair(start, end, text[start:end], "", "hyphenation", HYPHENATION)


def word_repairs(view: View, choice: Choice, method: RepairMethod) -> Iterator[Repair]:
    """The repairs of one word: one, or one for each part if the word is broken over a line's end."""
    token, word = choice.token, choice.word
    breaks = [place - token.start for place in view.breaks(token.start, token.end)]
    ends = [*breaks, len(token.text)]
    meant_ends = [*(_counterpart(token.text, word, place) for place in breaks), len(word)]
    done = meant_done = 0
    for end, meant_end in zip(ends, meant_ends, strict=True):
        before, after = token.text[done:end], word[meant_done:meant_end]
        if before != after:
            start = view.raw_start(token.start + done)
            yield Repair(
                start, start + len(before), before, after, method, choice.confidence,
                () if breaks else choice.alternatives,
            )  # fmt: skip
        done, meant_done = end, meant_end


def _counterpart(read: str, word: str, place: int) -> int:
    """The place in a word at which what was read is broken at `place`."""
    for step in Levenshtein.opcodes(read, word):
        if step.src_start <= place <= step.src_end:
            return min(step.dest_start + place - step.src_start, step.dest_end)
    return len(word)
