"""Cut a text into words, in one line and with everything left out that must not be touched.

A `View` is the text as it is read: hyphens at line ends taken out, the layout's edits blotted out. It
knows of every letter where it stood in the raw text.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from sys import intern
from typing import NamedTuple

from attrs import frozen

from pipeline.records import Repair

BLOT = "\x00"  # stands where the layout has already decided
SOFT_HYPHEN = "\N{SOFT HYPHEN}"  # at a line's end it can only part a word
LINE_END = re.compile(rf"[-{SOFT_HYPHEN}](?<=[^\W_].)[ \t]*\r?\n[ \t]*(?=[^\W_])")
HALF_BEFORE = re.compile(r"[^\W_]+$")
HALF_AFTER = re.compile(r"[^\W_]+")
LONGEST_HALF = 40
NO_SECOND_HALF = frozenset(("und", "oder", "bzw", "sowie", "als", "wie", "u", "bis", "statt", "noch"))

PROTECTED = re.compile(
    r"""
      (?:https?://|www\.)\S+(?:\ (?:pdf|html?|aspx)\b)?      # https://www.lindental.de/ziele. pdf
    | [\w.+-]{1,64}@\S+                                           # planung@lindental.de
    | [\w%~/-]{1,99}\.(?:pdf|docx?|xlsx?|pptx?|aspx|html?|php|txt|csv|zip|de|com|org|net|eu|info)\b\S*
    | \b[A-ZÄÖÜ]{1,4}\d+(?:[.,]\d+)*[a-z]?\b                  # LZ2.1, UZQ1, Q1
    | \b(?![FM]u8\b)[ULMZQHF][UuLlMmZzQqHhFf]{0,2}\d+(?:[.,]\d+)*\b     # Uz2.1: the same, misread; not Fuß
    | \b[ulmzqhf]{1,3}\d(?:[.,]?\d)+\b                         # uz2.1, but not mu8
    | \b[a-z]\d+\b                                             # i5
    | \b\d+(?:[.,:/]\d+)*\w?\b(?!\w)                          # 2.1, 2025/26, 3a
    """,
    re.VERBOSE,
)
HINT_SIGN = re.compile(r"\d|[@.:]\S")
HINT = re.compile(r"(?<!\S)\S*?(?:\d|[@.:]\S)\S*")  # in such a run begins all that is protected
LONGEST_TAIL = 6  # characters behind a hint that may belong to it: a blank, an ending, what ends that
WORD = re.compile(
    r"""
      (?<!\S)(?:[({]i|\()[a-zäöüß]{3,}(?![^(){}]*[)}])     # (iber, (ber: what looks like a bracket is ü
    | (?<![^\W_])[^\W\d_](?:[^\W_]|[&§$](?=[^\W_]))*(?:[&§$](?!\w)|(?<=[fl])[®}])?   # gemä&, Stra&e, gréB
    | (?<![^\W_])[460&@](?=[a-zäöüß])[^\W_]+                    # 6ffentlich, &ffnen
    | (?<![^\W_])1(?!(?:abs?|als|auf|aus|ern?|ist|oder|ohne|und)\b)(?=[aeiouäöü])[^\W_]{3,}     # 1auft
    | (?<![^\W_])16(?!(?:s?te[mnrs]?|er|mal|fach)\b)(?=[a-zäöüß])[^\W_]{2,}                       # 16sen
    """,
    re.VERBOSE,
)
DOUBTFUL_SIGN = re.compile("[({1]|[LJFsy](?=[A-ZÄÖÜ][a-zäöüß]{2})")  # ü, a bracket; l, a figure; a letter, „
SENTENCE_END = re.compile(r"[.!?:…]|\n\s*\n|\n[ \t]*[*•·-]")


Word = tuple[str, int, str]  # as it stands in a view, where, and what stands between it and the one before


class Token(NamedTuple):
    """A word of a view. `opening`: it begins a sentence, so that its capital means nothing."""

    text: str
    start: int
    end: int
    opening: bool


@frozen
class View:
    """A text as it is read; piece `i` of it begins at `starts[i]` and stood at `raws[i]`.

    `cuts` are the places of the raw text, [start, end), that were taken out.
    """

    text: str
    starts: tuple[int, ...]
    raws: tuple[int, ...]
    cuts: tuple[tuple[int, int], ...]

    def raw_start(self, position: int) -> int:
        """Where the letter at `position` stood in the raw text."""
        piece = bisect_right(self.starts, position) - 1
        return self.raws[piece] + position - self.starts[piece]

    def raw_end(self, position: int) -> int:
        """Where the letter before `position` ended in the raw text."""
        return self.raw_start(position - 1) + 1

    def breaks(self, start: int, end: int) -> tuple[int, ...]:
        """Places between `start` and `end` at which something was taken out of the raw text."""
        first = bisect_right(self.starts, start)
        return self.starts[first : bisect_right(self.starts, end - 1)]


def read_view(text: str, edits: Sequence[Repair], cuts: Iterable[tuple[int, int]]) -> View:
    """Blot out the edits and take out the cuts."""
    cuts = tuple(cuts)
    gaps = sorted([(edit.start, edit.end, BLOT) for edit in edits] + [(*cut, "") for cut in cuts])
    parts: list[str] = []
    starts: list[int] = []
    raws: list[int] = []
    length = done = 0
    for start, end, instead in [*gaps, (len(text), len(text), "")]:
        if start < done:
            continue
        for piece, raw in ((text[done:start], done), (instead, start)):
            if piece:
                parts.append(piece)
                starts.append(length)
                raws.append(raw)
                length += len(piece)
        done = end
    return View("".join(parts), tuple(starts), tuple(raws), cuts)


def find_cuts(
    text: str, edits: Sequence[Repair], joins: Callable[[str, str], bool]
) -> Iterator[tuple[int, int]]:
    """What is to be taken out at hyphenated line ends.

    The hyphen goes with the line's end if it only parts a word, which `joins` decides upon the two halves;
    otherwise it stays, and only the line's end goes (`ESF-Förderung`).
    """
    edited = {place for edit in edits for place in range(edit.start, edit.end + 1)}
    for start, end, before, after in find_halves(text):
        if not edited.isdisjoint((start, end)):
            continue
        soft = text[start] == SOFT_HYPHEN
        if soft or after not in NO_SECOND_HALF:
            yield (start if soft or joins(before, after) else start + 1), end


def find_halves(text: str) -> Iterator[tuple[int, int, str, str]]:
    """The line ends with a hyphen, with what stands before and after."""
    for match in LINE_END.finditer(text):
        start, end = match.span()
        before = HALF_BEFORE.search(text[max(0, start - LONGEST_HALF) : start])
        after = HALF_AFTER.match(text[end : end + LONGEST_HALF])
        if before and after:
            yield start, end, before[0], after[0]


def find_tokens(
    view: View, abbreviations: AbstractSet[str], count_signs: Callable[[str], int]
) -> list[Token]:
    """The words of a view that may be repaired."""
    return cut_tokens(find_words(view.text), abbreviations, count_signs)


def find_words(text: str) -> list[Word]:
    """The words of a view that may be repaired, as they stand there."""
    protected = [*find_protected(text), (len(text), len(text))]
    words: list[Word] = []
    number = end = 0
    for match in WORD.finditer(text):
        start, after = match.span()
        while protected[number][1] <= start:
            number += 1
        if start < protected[number][0]:
            words.append((intern(match[0]), start, text[end:start]))  # looked up again and again
        end = after
    return words


def find_readings(words: Iterable[Word]) -> Iterator[str]:
    """What is to be looked up for words: they, and what a sign that may be none of their letters leaves."""
    for read, _, _ in words:
        yield read
        if DOUBTFUL_SIGN.match(read):
            yield read[1:]


def cut_tokens(
    words: Iterable[Word], abbreviations: AbstractSet[str], count_signs: Callable[[str], int]
) -> list[Token]:
    """The words of a view without the signs before them.

    Args:
        words: the words as they stand there.
        abbreviations: words whose full stop ends no sentence.
        count_signs: how many signs at the beginning of a reading are none of its word's letters.
    """
    tokens: list[Token] = []
    for read, start, gap in words:
        opening = not tokens or (gap != " " and begins_sentence(tokens[-1].text, gap, abbreviations))
        signs = count_signs(read) if DOUBTFUL_SIGN.match(read) else 0
        if signs < len(read):
            tokens.append(Token(read[signs:], start + signs, start + len(read), opening))
    return tokens


def find_protected(text: str) -> Iterator[tuple[int, int]]:
    """What must not be touched; looked for only where a hint of it stands."""
    end = 0
    for hint in HINT.finditer(text) if HINT_SIGN.search(text) else ():
        while match := PROTECTED.search(text, max(end, hint.start()), hint.end() + LONGEST_TAIL):
            if match.start() >= hint.end():
                break
            end = match.end()
            yield match.span()


def begins_sentence(before: str, between: str, abbreviations: AbstractSet[str]) -> bool:
    """Whether what stands between two words ends a sentence."""
    if not SENTENCE_END.search(between):
        return False
    return between[:2] != ". " or not (len(before) == 1 or before in abbreviations)
