"""What a text is about, as a bag of stems; compounds count with their parts.

The stems need not be German words: they only have to be the same for forms of the same word, for the
separated and the compounded form, and for a word that lost its umlauts.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from attrs import field, frozen

WORD = re.compile(r"[^\W\d_]{2,}")
BROKEN = re.compile(r"(?<=[^\W\d_])-\s+(?!(?:und|oder|bzw|sowie|als|noch)\b)(?=[a-zäöüß])")  # by a line's end
PARTICIPLE = re.compile(  # aus-ge-baut, aus-zu-bauen; Angeboten is a noun
    r"(ab|an|auf|aus|bei|bereit|durch|ein|fest|fort|her|mit|nach|teil|um|unter|vor|weiter|zusammen)"
    r"(?:ge|zu)(?!bot)(?=\w{3,}(?:t|en)$)"
)
GENDER = re.compile(r"(?<=\w)[*:_·](?=in(?:nen)?\b)")
PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
ENDINGS = (
    *("erinnen", "innen", "igkeiten", "igkeit", "lichkeit", "keiten", "keit", "heiten", "heit"),
    *("ungen", "ung", "ationen", "ation", "ieren", "iert", "lichen", "liche", "lich", "ische", "isch"),
    *(
        "ernden",
        "enden",
        "ende",
        "eln",
        "elt",
        "ern",
        "est",
        "tet",
        "ten",
        "em",
        "en",
        "er",
        "es",
        "et",
        "te",
    ),
    *("e", "n", "s", "t"),
)
SHORTEST_STEM = 4  # shorter ones would let unrelated words meet
SHORTEST_PART = 4  # "amt", "rat" begin or end too many words by chance
LINKS = ("", "s", "es", "n", "en", "er", "e", "ungs")  # what joins the parts of a compound


def find_words(text: str) -> list[str]:
    """Words in lower case without umlauts, in text order; numbers left out.

    >>> find_words("Bürger*innen bis 2030")
    ['burgerinnen', 'bis']
    """
    whole = BROKEN.sub("", unicodedata.normalize("NFKC", text).replace("\xad", ""))
    joined = GENDER.sub("", whole)
    return [plain(word) for word in WORD.findall(joined)]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Cut endings from a plain word, twice at most.

    >>> stem("entwicklung") == stem("entwickeln")
    True
    """
    word = PARTICIPLE.sub(r"\1", word, count=1) if PARTICIPLE.match(word) else word
    if word.startswith("ge") and word.endswith(("t", "te", "ten")) and len(word) > 7 and "heit" not in word:
        word = word[2:]
    for _ in range(2):
        word = _without_ending(word)
    return word


def _without_ending(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            kept = word[: -len(ending)]
            return f"{kept}l" if ending in ("eln", "elt") else kept
    return word


@frozen
class Lexicon:
    """What the rules know of words, in their plain form: see `vergleich.toml`."""

    function_words: frozenset[str]
    parts: frozenset[str]
    synonyms: Mapping[str, str]


def build_lexicon(
    function_words: Iterable[str], parts: Iterable[str], synonyms: Iterable[Sequence[str]]
) -> Lexicon:
    """Bring the words of the rules into their plain form."""
    return Lexicon(
        frozenset(map(plain, function_words)), frozenset(map(plain, parts)), join_synonyms(synonyms)
    )


def join_synonyms(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """From each stem to the first of its group; groups that share a word are one."""
    found: dict[str, str] = {}
    for group in groups:
        stems = [stem(plain(word)) for word in group]
        first = found.get(stems[0], stems[0])
        joined = {found[word] for word in stems if word in found}
        found |= {word: first for word, meant in found.items() if meant in joined}
        found |= dict.fromkeys(stems, first)
    return found


def plain(word: str) -> str:
    """A word in lower case without umlauts."""
    return word.lower().translate(PLAIN)


@frozen(slots=False)
class Vocabulary:
    """The words of both editions; they show where compounds come apart.

    `synonyms` leads from a stem to the one that stands for all of its meaning.
    """

    words: frozenset[str]
    function_words: frozenset[str]
    synonyms: Mapping[str, str]
    _parts: dict[str, tuple[str, ...]] = field(factory=dict, eq=False, repr=False)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems that stand as words of their own."""
        content = (stem(word) for word in self.words - self.function_words)
        return frozenset(known for known in content if len(known) >= SHORTEST_PART)

    def bag(self, words: Iterable[str]) -> Counter[str]:
        """Count the stems of a text, compounds by their parts, function words left out."""
        return Counter(part for word in words if word not in self.function_words for part in self.parts(word))

    def parts(self, word: str) -> tuple[str, ...]:
        """Stems of the parts of a word; of a word that is no compound its own stem."""
        found = self._parts.get(word)
        if found is None:
            stems = self._split(word)
            found = self._parts[word] = tuple(self.synonyms.get(known, known) for known in stems)
        return found

    def _split(self, word: str) -> tuple[str, ...]:
        if (whole := stem(word)) in self.synonyms:
            return (whole,)
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            head, tail = word[:cut], stem(word[cut:])
            if tail in self.stems and (known := self._known_head(head)):
                return (*known, tail)
        return (whole,)

    def _known_head(self, head: str) -> tuple[str, ...]:
        for link in LINKS:
            first = head.removesuffix(link)
            if len(first) < SHORTEST_PART or (link and first == head):
                continue
            parts = self.parts(first)
            if len(parts) > 1 or parts[0] in self.stems:
                return parts
        return ()


def read_vocabulary(texts: Iterable[list[str]], lexicon: Lexicon) -> Vocabulary:
    """Gather the words of both editions, and those of the rules."""
    words = frozenset(word for words in texts for word in words)
    return Vocabulary(words | lexicon.parts, lexicon.function_words, lexicon.synonyms)
