"""Repair the texts of one document together."""

import re
from collections.abc import Iterator, Sequence
from math import exp

from attrs import frozen

from pipeline.records import RawText, Repair, RepairedText
from pipeline.repair.candidates import find_candidates
from pipeline.repair.channel import Channel, read_channel
from pipeline.repair.edits import apply_repairs
from pipeline.repair.lexicon import Lexicon, open_lexicon
from pipeline.rulebook import Rulebook

UNKNOWN = -21.0  # log probability of a word that no list knows
WORD = re.compile(r"[^\W\d_](?:[\w&§$]*\w|&)?|6\w+")
LINE_END = re.compile(r"(?<=[a-zäöüß])-[ \t]*\n[ \t]*(?=(?!(?:und|oder|bzw)\b)[a-zäöüß])")


@frozen
class Reader:
    """What is known before a document is read."""

    lexicon: Lexicon
    channel: Channel


def repair_texts(texts: Sequence[RawText], rulebook: Rulebook) -> tuple[RepairedText, ...]:
    """Repair the texts of one document; what one shows of the damage serves all."""
    reader = Reader(open_lexicon(rulebook.base), read_channel(rulebook))
    return tuple(repair_one(text, reader) for text in texts)


def repair_one(raw: RawText, reader: Reader) -> RepairedText:
    """Repair one text, line ends undone."""
    repairs = merge(raw.edits, [*join_lines(raw.text), *repair_words(raw.text, reader)])
    text = " ".join(apply_repairs(repairs, raw.text).split())
    return RepairedText(raw.text, text, repairs)


def merge(edits: Sequence[Repair], found: Sequence[Repair]) -> tuple[Repair, ...]:
    """Put the repairs found beside the edits already decided upon; those win."""
    kept = [r for r in found if all(r.end <= e.start or e.end <= r.start for e in edits)]
    return tuple(sorted([*edits, *kept], key=lambda r: (r.start, r.end)))


def join_lines(text: str) -> Iterator[Repair]:
    """Take out hyphens at the ends of lines."""
    for match in LINE_END.finditer(text):
        yield Repair(match.start(), match.end(), match[0], "", "hyphenation", 0.95)


def repair_words(text: str, reader: Reader) -> Iterator[Repair]:
    """Repair word by word."""
    for match in WORD.finditer(text):
        candidates = find_candidates(match[0], reader.lexicon, reader.channel)
        known = reader.lexicon.frequency(match[0])
        scores = {c.word: c.frequency + reader.channel.cost(c.slips) for c in candidates}
        scores[match[0]] = max(scores.get(match[0], UNKNOWN), UNKNOWN if known is None else known)
        best = max(scores, key=lambda word: (scores[word], word))
        if best != match[0]:
            total = sum(exp(score - scores[best]) for score in scores.values())
            yield Repair(*match.span(), match[0], best, "umlaut", 1 / total)
