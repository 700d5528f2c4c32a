"""Forms that no list holds, of words that one does."""

import re
from collections.abc import Callable, Iterable, Iterator

from pipeline.repair.channel import Slip
from pipeline.repair.keys import CommonPlaces, Slips, single_keys
from pipeline.repair.listed import Candidate, Listed, keep_likelier

NEW_FORM = -5.0  # log share of words that are unlisted forms of listed words
SHORTEST_STEM = 5
STEM_ENDINGS = ("", "e", "en")
ENDINGS = ("e", "en", "er", "es", "em", "s", "n", "t", "te", "ten", "st", "ere", "eren", "erer", "sten")
ZU = re.compile(r"(?<=[a-zäöüß]{2})zu(?=[^\W_]{3,}n$)")
GENDERED = re.compile(r"([A-ZÄÖÜ].+[a-zäöüß])([Il1])n(nen)?")


class Inflection:
    """Finds unlisted forms."""

    def __init__(self, listed: Listed, places: CommonPlaces) -> None:
        self.listed = listed
        self.places = places

    def find(self, read: str) -> dict[str, Candidate]:
        """Words with an ending, and infinitives, that are not listed."""
        return {**self._with_zu(read), **self._with_ending(read)}

    def second_halves(self, read: str) -> dict[str, Candidate]:
        """Nouns in small letters, as they stand after a hyphen (`Planungslogiken und -prämissen`)."""
        nouns = self._near(read.capitalize()).values()
        found = (_new_form(noun, noun.word.lower()) for noun in nouns)
        return {candidate.word: candidate for candidate in found if candidate.word != read}

    def forms_for_all(self, read: str, find: Callable[[str], Iterable[Candidate]]) -> dict[str, Candidate]:
        """Forms that mean women and men alike by a capital within (`SchülerIn`, `ÄrztInnen`)."""
        match = GENDERED.fullmatch(read)
        if not match:
            return {}
        slips = () if match[2] == "I" else (Slip("I", match[2]),)
        ending = "n" + (match[3] or "")
        women = [one for one in find(f"{match[1]}i{ending}") if one.word.endswith(f"i{ending}")]
        found = {one.word: _new_form(one, f"{one.word[: -len(ending) - 1]}I{ending}", slips) for one in women}
        return {candidate.word: candidate for candidate in found.values()}

    def _with_ending(self, read: str) -> dict[str, Candidate]:
        """Words of which other forms are listed (`regelmäßigeres`)."""
        found: dict[str, Candidate] = {}
        for ending in ENDINGS:
            if read.endswith(ending) and len(read) - len(ending) >= SHORTEST_STEM:
                for stem in self._stems(read[: -len(ending)]):
                    keep_likelier(found, _new_form(stem, stem.word + ending), self.listed.channel)
        return found

    def _stems(self, read: str) -> Iterator[Candidate]:
        for ending in STEM_ENDINGS[: 1 if read[0].isupper() else None]:
            for candidate in self._near(read + ending).values():
                if candidate.word.endswith(ending):
                    yield candidate._replace(word=candidate.word[: len(candidate.word) - len(ending)])

    def _with_zu(self, read: str) -> dict[str, Candidate]:
        """Infinitives with `zu` between prefix and verb (`abzuschnüren`)."""
        found: dict[str, Candidate] = {}
        for match in ZU.finditer(read):
            head, tail = read[: match.start()], read[match.end() :]
            for verb in self._near(head + tail).values():
                if verb.word.startswith(head) and verb.word.endswith("n"):
                    word = head + match[0] + verb.word[len(head) :]
                    keep_likelier(found, _new_form(verb, word), self.listed.channel)
        return found

    def _near(self, read: str) -> dict[str, Candidate]:
        return self.listed.collect(single_keys(read, self.places.find(read), self.listed.words))


def _new_form(known: Candidate, word: str, slips: Slips = ()) -> Candidate:
    share = max(known.opening, known.inside) + NEW_FORM
    return Candidate(word, share, share, known.slips + slips)
