"""Lines that hold a whole document: text that was copied, or extracted, without its line breaks.

Goals begin inside them, where a label stands behind the end of a sentence; sections where a number does. What
ends a goal's text is not sure then.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import evolve

from pipeline.grammar import Grammar
from pipeline.layout.plain_lines import Line, ends_sentence

LONG = 1000  # letters; paragraphs that are written as one line are shorter
LABELS_AT_LEAST = 3  # its own, and more than one that a sentence might begin with
LONGEST_LABEL = 60  # letters in which a label and the next word stand
LABEL_LIKE = re.compile(r"(?<!\S)(?=[^\W\d_]\S{0,22}(?:\s?\d|\s[A-Z]{1,5}[.\s]))")
SECTION = re.compile(r"(?<=[.!?:]\s)(?=\d{1,2}(?:\.\d{1,2}){1,3}\.?\s[A-ZÄÖÜ][^\W\d_])")


def part_run_on_lines(lines: Sequence[Line], grammar: Grammar) -> Iterator[Line]:
    """The lines, those that hold several goals cut where goals and sections begin."""
    for line in lines:
        labels = list(_labels(line.text, grammar)) if len(line.text) >= LONG else []
        if len(labels) < LABELS_AT_LEAST:
            yield line
            continue
        starts = sorted({0, *labels, *(match.start() for match in SECTION.finditer(line.text))})
        for start, end in zip(starts, [*starts[1:], len(line.text)], strict=True):
            piece = line.text[start:end].strip()
            yield evolve(line, text=piece, gap=line.gap or start > 0, run_on=True)


def _labels(text: str, grammar: Grammar) -> Iterator[int]:
    """Where goals begin: at labels that nothing refers to, damaged ones only behind a sentence."""
    for place in LABEL_LIKE.finditer(text):
        start = place.start()
        match = grammar.match_label(text[start : start + LONGEST_LABEL])
        before = text[max(start - LONGEST_LABEL, 0) : start].rstrip()
        if match is None or not match.rest[:1].isupper() or grammar.leads_to_mention(before):
            continue
        if match.clean or not before or ends_sentence(before):
            yield start
