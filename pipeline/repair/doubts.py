"""Say which words may still be wrong, and why."""

import re
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from pipeline.records import Doubt, Repair
from pipeline.repair.decode import Choice
from pipeline.repair.edits import apply_repairs, locate, reflow
from pipeline.repair.lexicon import Lexicon
from pipeline.repair.marks import QUARTERS, STROKES, find_misread_quarters
from pipeline.repair.tokens import Token, View, find_protected

SURE = 0.995  # confidence from which a choice is not doubted
SURE_OF_WORDS = 0.95  # … of a repair that other words speak against: it is right more often than its odds say
SHORTEST_DOUBTED = 4
SHORTEST_LOUD = 6  # letters from which a word in capitals is hardly an acronym
SIGN = re.compile(  # hardly ever stands in a German word
    r"é|[&§$]|[^\W\d_]\d[^\W\d_]|^[a-zäöüß]+[A-Z]|[a-zäöüß]I[a-mo-zäöüß]"
)
ROMAN = re.compile(r"(?=I*l)(?=l*I)[Il]{2,4}")  # Il, Ill: strokes of a Roman number
STRAY = re.compile(  # what is read for pictures, footnote and quotation marks
    r"""
      [®™¢¥¬¤¦|\\{}^]            # hardly any German text has these
    | ~(?!\d)
    | (?<=[^\W\d_])°             # degrees stand behind figures
    | (?<!\S)(?<!\s[.,:;_]\ )[.,:;_](?:\ [.,:;_])?(?!\S)(?!\ [.,:;_](?!\S))  # Orte, . . Zeit
    | (?<!\S)\+(?=[^\W\d_]{3})  # +Werbung
    | (?<=-)\)(?=[^\W\d_])      # 31-)Jährige
    """,
    re.VERBOSE,
)
BEHIND_DAY = re.compile(r"(?<=[^\S\n])(?:\d{1,2}\.)?\d{1,2}\.\s+\Z")  # no year, nor the number of a line
LONGEST_DAY = 10  # characters up to a word in which such a number stands
GERMAN_NAME = -4.0  # log probability of a letter from which a spelling looks German
LOSABLE = frozenset("aouAOUifdtBRS")  # what a lost letter may have been read as

START = attrgetter("start")

Doubted = tuple[Choice, str]


def find_doubted(choices: Sequence[Choice], lexicon: Lexicon) -> tuple[Doubted, ...]:
    """The choices that may be wrong, each with the reason."""
    return tuple((choice, reason) for choice in choices if (reason := doubt_reason(choice, lexicon)))


def doubt_quarters(view: View) -> Iterator[Doubted]:
    """Misread Roman numbers of quarters: III read as "Il" looks like II."""
    for start, end, number in find_misread_quarters(view):
        more = (f"{number}I",) if f"{number}I" in QUARTERS else ()
        token = Token(view.text[start:end], start, end, False)
        yield Choice(token, number, STROKES, more, True), "verlesene römische Zahl"


def doubt_signs(view: View, choices: Sequence[Choice], repairs: Sequence[Repair]) -> Iterator[Doubted]:
    """Words with a sign before them that is none of their letters, and that nothing explains."""
    explained = {place for repair in repairs for place in (repair.start, repair.end)}
    for choice in choices:
        start = choice.token.start
        if view.text[start - 1 : start].isalnum() and view.raw_start(start) not in explained:
            yield choice, f"davor „{view.text[start - 1]}“"


def doubt_capitals(view: View, choices: Sequence[Choice]) -> Iterator[Doubted]:
    """Words behind a day or an ordinal, where a sentence may begin or not (`zum 30.09. überprüft`)."""
    for choice in choices:
        if choice.alternatives and choice.token.opening:
            start, other = choice.token.start, choice.word[0].swapcase() + choice.word[1:]
            before = view.text[max(0, start - LONGEST_DAY) : start]
            if other in choice.alternatives and BEHIND_DAY.search(before):
                yield choice, _name_others(choice)


def doubt_strays(view: View) -> Iterator[Doubted]:
    """Signs that a text has not; where one is repaired, no doubt is placed."""
    strays = list(STRAY.finditer(view.text))
    protected = {place for span in find_protected(view.text) for place in range(*span)} if strays else ()
    for match in strays:
        if match.start() not in protected:
            token = Token(match[0], *match.span(), opening=False)
            yield Choice(token, match[0], 0.0, (), known=True), "verirrtes Zeichen"


def place_doubts(
    doubted: Sequence[Doubted], raw: str, view: View, repairs: Sequence[Repair], in_one_line: bool
) -> tuple[Doubt, ...]:
    """The doubts in the order of their places in the repaired text; of two on one place the first stays."""
    if not doubted:
        return ()
    place = locate(repairs, raw, in_one_line)
    text = apply_repairs(repairs, raw)
    placed: list[Doubt] = []
    for doubt in sorted(_place(doubted, view, place, reflow(text) if in_one_line else text), key=START):
        if not placed or doubt.start >= placed[-1].end:
            placed.append(doubt)
    return tuple(placed)


def _place(doubted: Sequence[Doubted], view: View, place: Callable[[int], int], text: str) -> Iterator[Doubt]:
    """A word that was parted or joined is no longer there, and bears no doubt."""
    for choice, reason in doubted:
        start = place(view.raw_start(choice.token.start))
        end = place(view.raw_end(choice.token.end))
        if text[start:end] == choice.word:
            yield Doubt(start, end, choice.word, reason, choice.alternatives)


def doubt_reason(choice: Choice, lexicon: Lexicon) -> str | None:
    """Why a word may be wrong; None when nothing speaks for that."""
    changed = choice.word != choice.token.text
    sure = SURE_OF_WORDS if changed and _is_against_words(choice, lexicon) else SURE
    if choice.confidence < sure and choice.alternatives:
        return _name_others(choice)
    if ROMAN.fullmatch(choice.token.text):
        return "verlesene römische Zahl"
    if not choice.known and (changed or _may_be_misread(choice.word, lexicon)):
        return "unbekanntes Wort"
    return None


def _name_others(choice: Choice) -> str:
    return f"auch möglich: {', '.join(choice.alternatives)}"


def _is_against_words(choice: Choice, lexicon: Lexicon) -> bool:
    """Whether a repair was weighed against words, and not just against what was read as an unknown word."""
    read = choice.token.text
    return choice.alternatives != (read,) or lexicon.holds(read)


def _may_be_misread(word: str, lexicon: Lexicon) -> bool:
    """Whether an unknown word bears a sign of damage, or looks German but for letters that may be lost.

    Acronyms and foreign names are unknown as well, and mostly right; a small letter begins no name.
    """
    if word.isupper():
        return len(word) >= SHORTEST_LOUD and lexicon.spelling(word.lower()) > GERMAN_NAME * len(word)
    if len(word) < SHORTEST_DOUBTED or word.islower():
        return len(word) >= SHORTEST_DOUBTED
    spelled_german = lexicon.spelling(word) > GERMAN_NAME * len(word)
    return bool(SIGN.search(word)) or (spelled_german and not LOSABLE.isdisjoint(word))
