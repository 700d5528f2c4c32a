"""The lines of a plain text by what they are for the order of goals: labels, goals, headings, texts."""

import re
from collections.abc import Sequence
from typing import Literal

from attrs import evolve, frozen

from pipeline.grammar import TABLE_LINES, Grammar, LabelMatch
from pipeline.layout.plain_lines import Line, ends_sentence
from pipeline.layout.plain_numbers import cut_number

ILLEGIBLE_LABEL = re.compile(r"(?!.*[^\W\d_]{4})(?=.*[^\w\s.,]|.*\d)\S{2,9}(?: \S{1,7})?(?<![.,])")

TokenKind = Literal["label", "goal", "number", "heading", "text", "footnote", "furniture", "contents"]


@frozen
class Token:
    """A line by what it is for the order of goals; a "goal" is a label with text beside it.

    In a table a row may begin with a label that nobody can read: it is `doubtful`.

    `line` holds the text without the label, `printed` the label or heading as it stands there.
    """

    kind: TokenKind
    line: Line
    printed: str = ""
    number: str | None = None
    doubtful: bool = False


def read_tokens(lines: Sequence[Line], grammar: Grammar) -> list[Token]:
    """Lines as tokens; a paragraph is several "text" tokens, of which the first has a gap above it."""
    tokens, above = [], None
    for line in lines:
        tokens.append(_read_token(line, above, grammar))
        if line.role == "body":
            above = line
    return [
        evolve(token, kind="label", printed=token.line.text)
        if _is_illegible_label(tokens, at, grammar)
        else token
        for at, token in enumerate(tokens)
    ]


def _is_illegible_label(tokens: Sequence[Token], at: int, grammar: Grammar) -> bool:
    """Whether a line in a column of labels must be one too: a level without its number, or no word at all."""
    text = tokens[at].line.text
    if tokens[at].kind != "text":
        return False
    beside = [*tokens[max(at - 1, 0) : at], *tokens[at + 1 : at + 2]]
    if grammar.match_form_alone(text):
        return any(token.kind == "label" or grammar.match_form_alone(token.line.text) for token in beside)
    between = len(beside) == 2 and all(token.kind == "label" for token in beside)
    return between and ILLEGIBLE_LABEL.fullmatch(text) is not None


def _read_token(line: Line, above: Line | None, grammar: Grammar) -> Token:
    if line.role == "heading" and line.heading:
        return Token("heading", line, line.text, line.heading.number)
    if line.role != "body" and line.role != "heading":
        return Token(line.role, line)
    if line.numbered:
        printed, rest = cut_number(line.text)
        return Token("goal" if rest else "label", evolve(line, text=rest), printed)
    number = grammar.match_number(line.text)
    if number is not None and (line.gap or (above is not None and grammar.match_label(above.text))):
        return Token("number", line, line.text, number)
    match = grammar.match_label(line.text)
    if match is not None and not is_mention(match, line, above, grammar):
        beside = evolve(line, text=match.rest)
        return Token("goal" if match.rest else "label", beside, match.printed, doubtful=line.doubtful)
    return _read_doubtful(line, above, grammar) or Token("text", line)


def _read_doubtful(line: Line, above: Line | None, grammar: Grammar) -> Token | None:
    """A line that may begin with a label: a level misread ("N 2.1.1"), or what nobody can read."""
    begins = line.gap or above is None or ends_sentence(above.text)
    match = grammar.match_doubtful_label(line.text)
    if begins and match is not None and not match.rest[:1].islower():
        beside = evolve(line, text=match.rest)
        return Token("goal" if match.rest else "label", beside, match.printed, doubtful=True)
    first, _, rest = line.text.partition(" ")
    rest = rest.strip(TABLE_LINES)
    figures = first.isdigit() and not line.columns
    if (begins or line.columns) and not figures and rest[:1].isupper() and grammar.may_be_label(first):
        return Token("goal", evolve(line, text=rest), first, doubtful=True)
    return None


def is_mention(match: LabelMatch, line: Line, above: Line | None, grammar: Grammar) -> bool:
    """Whether a label at the start of a line belongs to the sentence that began above."""
    if above is None or line.gap or above.page != line.page:
        return False
    if grammar.leads_to_mention(above.text):
        named = match.printed.endswith(":") and match.rest[:1].isupper()  # below a full stop read as a comma
        return not (named and above.text.endswith(","))
    return match.rest[:1].islower() and not ends_sentence(above.text)


def punctuated_share(tokens: Sequence[Token]) -> float:
    """Share of the paragraphs that end as sentences do, among those behind the first label."""
    first = next((at for at, token in enumerate(tokens) if token.kind in ("label", "goal")), len(tokens))
    texts = [token.kind in ("text", "goal") for token in tokens]
    ends = [
        ends_sentence(tokens[at].line.text)
        for at in range(first, len(tokens) - 1)
        if texts[at] and (not texts[at + 1] or tokens[at + 1].line.gap)
    ]
    return sum(ends) / len(ends) if ends else 1.0
