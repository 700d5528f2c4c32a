"""Labels that an OCR run has torn in two or read at the wrong end of a line.

A narrow column breaks "UZ 1.1.1" behind the level, and the number begins a line further down; a column of
labels on the right of the texts is read at the ends of their first lines.
"""

import re
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from pipeline.grammar import TABLE_LINES, Grammar, bare_number
from pipeline.layout.plain_lines import Line

FARTHEST = 2  # lines from a level down to its number: the text beside it may have lines between
FARTHEST_ALONE = 8  # where each cell's line is a line of its own
LONGEST_LEVEL = 4  # letters
DOTTED = re.compile(r"(?=.*\d)[\dlIiOoSsBZz|]{1,2}(?:[.,][\dlIiOoSsBZz|]{1,3})+[.,:]?")
LAST_NUMBER = re.compile(r"\d{1,2}\.?")
TRAILING_AT_LEAST = 3
TRAILING_TOKENS = (2, 1)


def mend_labels(lines: Sequence[Line], grammar: Grammar) -> list[Line]:
    """Put torn labels together, and every label in front of its text."""
    return bring_labels_forward(join_torn_labels(lines, grammar), grammar)


# -------------------------------------------------------------------- torn


def join_torn_labels(lines: Sequence[Line], grammar: Grammar) -> list[Line]:
    """Join a level with the number that stands below it.

    Form 1: "M" above "2.1.1". Form 2: "M Das Jugendamt berät" above "2.1.1 alle Familien". Form 3: "UZ 2.1."
    above "1".
    """
    left = list(lines)
    joined: list[Line] = []
    for at in range(len(left)):
        if not left[at].text:  # a number that went to its level
            continue
        below = next((at + step for step in _number_below(left, at, grammar)), None)
        if below is None:
            joined.append(left[at])
            continue
        number, rest = _cut(left[below].text)
        joined.append(evolve(left[at], text=_with_number(left[at].text, number, grammar)))
        left[below] = evolve(left[below], text=rest)
    return joined


def _number_below(lines: Sequence[Line], at: int, grammar: Grammar) -> Iterator[int]:
    """How far below a line the number stands that belongs to the level at its front."""
    alone = bool(grammar.match_form_alone(lines[at].text))
    for step in range(1, 1 + (FARTHEST_ALONE if alone else FARTHEST)):
        if at + step >= len(lines) or lines[at + step].page != lines[at].page:
            return
        if _belong_together(lines[at], lines[at + step], grammar, next_line=step == 1):
            yield step
        if grammar.match_label(lines[at + step].text) or grammar.match_form_alone(lines[at + step].text):
            return


def _belong_together(above: Line, below: Line, grammar: Grammar, *, next_line: bool) -> bool:
    level, beside = _cut(above.text)
    number, rest = _cut(below.text)
    if not beside and next_line and grammar.match_form_alone(level):
        return not rest and bool(bare_number(number))
    if next_line and _lacks_last_part(above.text, grammar):
        return not below.gap and not rest and LAST_NUMBER.fullmatch(number) is not None
    return (
        len(level.strip(".,")) <= LONGEST_LEVEL
        and not grammar.match_label(above.text)
        and not beside[:1].islower()
        and DOTTED.fullmatch(number) is not None
        and _reads_as_label(f"{level} {number}", grammar)
    )


def _lacks_last_part(text: str, grammar: Grammar) -> bool:
    match = grammar.match_label(text)
    return match is not None and not match.rest and match.printed.endswith(".") and match.cost < 1


def _reads_as_label(text: str, grammar: Grammar) -> bool:
    """Whether a level and a number of several parts, each as printed, make a label."""
    match = grammar.match_label(text) or grammar.match_doubtful_label(text)
    return match is not None and not match.rest and any(len(one.number) > 1 for one in match.readings)


def _cut(text: str) -> tuple[str, str]:
    """The first token of a line, and the rest, without what is left of a table's lines."""
    first, _, rest = text.strip(TABLE_LINES).partition(" ")
    return first.strip(TABLE_LINES), rest.strip(TABLE_LINES)


def _with_number(text: str, number: str, grammar: Grammar) -> str:
    if _lacks_last_part(text, grammar):
        return f"{text.strip()}{number}"
    level, rest = _cut(text)
    return f"{level} {number} {rest}".strip()


# ----------------------------------------------------------------- trailing


@frozen
class Trailing:
    """A label at a line's end. `sure` says that it can be read, `mention` that a sentence may name it."""

    before: str
    label: str
    sure: bool
    mention: bool


def bring_labels_forward(lines: Sequence[Line], grammar: Grammar) -> list[Line]:
    """Put labels in front of the lines that end in them, where a document has its labels there."""
    trailing = [_trailing_label(line.text, grammar) for line in lines]
    sure = sum(found is not None and found.sure and not found.mention for found in trailing)
    leading = sum(grammar.match_label(line.text) is not None for line in lines)
    if sure < TRAILING_AT_LEAST or sure <= leading:
        return list(lines)
    return [
        line if found is None else _brought_forward(line, found)
        for line, found in zip(lines, trailing, strict=True)
    ]


def _brought_forward(line: Line, found: Trailing) -> Line:
    return evolve(line, text=f"{found.label} {found.before}", gap=True, doubtful=found.mention)


def _trailing_label(text: str, grammar: Grammar) -> Trailing | None:
    words = text.split()
    for count in TRAILING_TOKENS:
        before, last = " ".join(words[:-count]), " ".join(words[-count:])
        match = grammar.match_label(last)
        if before and match is not None and not match.rest:
            return Trailing(before, last, sure=True, mention=grammar.refers(before))
    if len(words) > 1 and not words[-1].isdigit() and grammar.may_be_label(words[-1]):
        return Trailing(" ".join(words[:-1]), words[-1], sure=False, mention=False)
    return None
