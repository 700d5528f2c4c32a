"""What a text is about, as a bag of stems; compounds count with their parts.

The stems need not be German words: they only have to be the same for forms of the same word, for the
separated and the compounded form, and for a word that lost its umlauts.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cached_property, lru_cache

from attrs import field, frozen

WORD = re.compile(r"[^\W\d_]{2,}")
BROKEN = re.compile(r"(?<=[^\W\d_])-\s+(?!(?:und|oder|bzw|sowie|als|noch)\b)(?=[a-zäöüß])")  # by a line's end
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
    return [word.lower().translate(PLAIN) for word in WORD.findall(joined)]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Cut endings from a plain word, twice at most.

    >>> stem("entwicklung") == stem("entwickeln")
    True
    """
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


@frozen(slots=False)
class Vocabulary:
    """The words of both editions; they show where compounds come apart."""

    words: frozenset[str]
    function_words: frozenset[str]
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
            found = self._parts[word] = self._split(word)
        return found

    def _split(self, word: str) -> tuple[str, ...]:
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            head, tail = word[:cut], stem(word[cut:])
            if tail in self.stems and (known := self._known_head(head)):
                return (*known, tail)
        return (stem(word),)

    def _known_head(self, head: str) -> tuple[str, ...]:
        for link in LINKS:
            first = head.removesuffix(link)
            if len(first) < SHORTEST_PART or (link and first == head):
                continue
            parts = self.parts(first)
            if len(parts) > 1 or parts[0] in self.stems:
                return parts
        return ()


def read_vocabulary(texts: Iterable[list[str]], function_words: Iterable[str]) -> Vocabulary:
    """Gather the words of both editions."""
    plain = frozenset(word.lower().translate(PLAIN) for word in function_words)
    return Vocabulary(frozenset(word for words in texts for word in words), plain)
