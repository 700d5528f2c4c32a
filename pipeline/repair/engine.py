"""Repair the texts of one document: the order of the steps."""

from collections.abc import Sequence

from pipeline.records import RawText, Repair, RepairedText
from pipeline.repair.decode import Decoder
from pipeline.repair.document import learn_document
from pipeline.repair.edits import apply_repairs
from pipeline.repair.knowledge import open_knowledge
from pipeline.repair.tokens import View, find_cuts, find_tokens, read_view
from pipeline.rulebook import Rulebook


def repair_texts(texts: Sequence[RawText], rulebook: Rulebook) -> tuple[RepairedText, ...]:
    """Repair the texts of one document; what one shows of the damage serves all."""
    knowledge = open_knowledge(rulebook)
    views = [read_view(text.text, text.edits, find_cuts(text.text, knowledge.joins)) for text in texts]
    tokens = [find_tokens(view) for view in views]
    document = learn_document(tokens, [text.page for text in texts], knowledge)
    decoder = Decoder(knowledge, document)
    return tuple(_repair_one(*one, decoder) for one in zip(texts, views, tokens))


def _repair_one(raw, view, tokens, decoder) -> RepairedText:
    found: list[Repair] = []
    for token, word, confidence, others in decoder.decode(view, tokens, raw.page):
        if word != token.text:
            found += word_repairs(view, token, word, confidence, others)
    repairs = merge(raw.edits, found + cuts(raw.text, view))
    text = " ".join(apply_repairs(repairs, raw.text).split())
    return RepairedText(raw.text, text, repairs)


def cuts(text, view):
    return [Repair(view.raw_end(p), view.raw_start(p), text[view.raw_end(p):view.raw_start(p)], "", "hyphenation", .99) for p in view.starts[1:] if view.text[p-1] != "\0" and view.text[p:p+1]!="\0"]

def word_repairs(view, token, word, confidence, others):
    bs=list(view.breaks(token.start,token.end))
    if bs:
        k=bs[0]
        i=k-token.start; j=len(word)-(len(token.text)-i)
        out=[Repair(view.raw_start(token.start), view.raw_end(k), token.text[:i], word[:j], "umlaut", confidence,others),
        Repair(view.raw_start(k), view.raw_end(token.end), token.text[i:], word[j:], "umlaut", confidence,others)]
        return [r for r in out if r.before!=r.after]
    return [Repair(view.raw_start(token.start), view.raw_end(token.end), token.text, word, "umlaut", confidence,others)]

def merge(edits: Sequence[Repair], found: Sequence[Repair]) -> tuple[Repair, ...]:
    """Put the repairs found beside the edits already decided upon; those win."""
    kept = [r for r in found if all(r.end <= e.start or e.end <= r.start for e in edits)]
    return tuple(sorted([*edits, *kept], key=lambda r: (r.start, r.end)))
