"""Cut a text into words, in one line and with everything that must not be touched left out.

A `View` is the text as it is read: line-end hyphens taken out, the layout's edits blotted out. It knows
for every letter where it stood in the raw text.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from attrs import frozen

from pipeline.records import Repair

BLOT = "\x00"  # stands where the layout has already decided
LINE_END = re.compile(r"(?<=\w)(-[ \t]*\n[ \t]*)(?=\w)")
NO_SECOND_HALF = re.compile(r"(?:und|oder|bzw|sowie|als|wie|u)\b")

PROTECTED = re.compile(
    r"""
      (?:https?://|www\.)\S+(?:\ (?:pdf|html?|aspx)\b)?      # https://www.lindental.de/ziele.pdf
    | \S+@\S+                                                # planung@lindental.de
    | [\w%~/-]+\.(?:pdf|docx?|xlsx?|pptx?|aspx|html?|php|txt|csv|zip|de|com|org|net|eu|info)\b\S*
    | \b[A-ZÄÖÜ]{1,4}\d+(?:[.,]\d+)*[a-z]?\b                  # LZ2.1, UZQ1, Q1
    | \b\d+(?:[.,:/]\d+)*\w?\b(?!\w)                          # 2.1, 2025/26, 3a
    """,
    re.VERBOSE,
)
WORD = re.compile(r"[^\W\d_](?:[^\W_]|[&§$](?=[^\W_]))*(?:[&§$](?!\w))?|(?<![^\W_])[60](?=[a-zäöüß])[^\W_]+")
SENTENCE_END = re.compile(r"[.!?:…]|\n\s*\n|^\s*[*•·-]")


class Token(NamedTuple):
    """A word of a view. `opening`: it begins a sentence, so that its capital means nothing."""

    text: str
    start: int
    end: int
    opening: bool


@frozen
class View:
    """A text as it is read; piece `i` of it begins at `starts[i]` and stood at `raws[i]`."""

    text: str
    starts: tuple[int, ...]
    raws: tuple[int, ...]

    def raw_start(self, position: int) -> int:
        """Where the letter at `position` stood in the raw text."""
        piece = bisect_right(self.starts, position) - 1
        return self.raws[piece] + position - self.starts[piece]

    def raw_end(self, position: int) -> int:
        """Where the letter before `position` ended in the raw text."""
        return self.raw_start(position - 1) + 1

    def breaks(self, start: int, end: int) -> Iterator[int]:
        """Places between `start` and `end` at which the raw text holds a line end."""
        first = bisect_right(self.starts, start)
        yield from self.starts[first : bisect_right(self.starts, end - 1)]


def read_view(text: str, edits: Sequence[Repair], cuts: Iterable[tuple[int, int]]) -> View:
    """Blot out the edits and take out the cuts, [start, end) in the raw text."""
    gaps = sorted([(e.start, e.end, BLOT) for e in edits] + [(start, end, "") for start, end in cuts])
    parts, starts, raws = [], [], []
    length = done = 0
    for start, end, instead in gaps:
        if start < done:
            continue
        for piece, raw in ((text[done:start], done), (instead, start)):
            if piece or not starts:
                parts.append(piece)
                starts.append(length)
                raws.append(raw)
                length += len(piece)
        done = end
    parts.append(text[done:])
    return View("".join(parts), (*starts, length), (*raws, done))


def find_cuts(text: str, joins: Callable[[str, str], bool]) -> Iterator[tuple[int, int]]:
    """Hyphens at line ends that only part a word; `joins` decides upon the two halves."""
    for match in LINE_END.finditer(text):
        first = re.search(r"[\w&§$]+$", text[: match.start()][-40:])
        second = re.match(r"[\w&§$]+", text[match.end() : match.end() + 40])
        if first and second and not NO_SECOND_HALF.match(second[0]) and joins(first[0], second[0]):
            yield match.span()


ABBREVIATIONS = frozenset("bzw ca etc ggf evtl sog usw vgl inkl insb max min Nr Abs Art Bd Abb Kap Tab Dr Prof St Str Tel Mio Mrd".split())


def is_abbreviation(word: str) -> bool:
    """Whether a dot after the word does not end a sentence."""
    return len(word) == 1 or word in ABBREVIATIONS


def find_tokens(view: View) -> list[Token]:
    """The words of a view that may be repaired."""
    text = view.text
    protected = [match.span() for match in PROTECTED.finditer(text)]
    tokens: list[Token] = []
    number = 0
    end = 0
    for match in WORD.finditer(text):
        start = match.start()
        while number < len(protected) and protected[number][1] <= start:
            number += 1
        if number < len(protected) and protected[number][0] <= start:
            end = match.end()
            continue
        between = text[end:start]
        opening = not tokens or (
            bool(SENTENCE_END.search(between)) and not (between == ". " and is_abbreviation(tokens[-1].text))
        )
        tokens.append(Token(match[0], start, match.end(), opening))
        end = match.end()
    return tokens
