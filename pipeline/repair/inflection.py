"""Forms that no list holds, of words that one does."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pipeline.repair.changes import Batch
from pipeline.repair.channel import Slip
from pipeline.repair.keys import Place, Slips, single_keys
from pipeline.repair.listed import Candidate, Listed, keep_likelier

NEW_FORM = -5.0  # log share of words that are unlisted forms of listed words
SHORTEST_STEM = 5
STEM_ENDINGS = ("", "e", "en")
ENDINGS = ("e", "en", "er", "es", "em", "s", "n", "t", "te", "ten", "st", "ere", "eren", "erer", "sten")
ZU = re.compile(r"(?<=[a-zäöüß]{2})zu(?=[^\W_]{3,}n$)")
GENDERED = re.compile(r"([A-ZÄÖÜ].+[a-zäöüß])([Il1])n(nen)?")


class Inflection:
    """Finds unlisted forms.

    Args:
        listed: the listed words.
        places: where a common confusion may be taken back.
    """

    def __init__(self, listed: Listed, places: Batch[Place]) -> None:
        self.listed = listed
        self.places = places

    def find_all(self, reads: Sequence[str]) -> dict[str, dict[str, Candidate]]:
        """For each reading words with an ending, and infinitives, that are not listed."""
        self.places.prepare(word for read in reads for word in self._sought(read))
        return {read: {**self._with_zu(read), **self._with_ending(read)} for read in reads}

    def second_halves(self, reads: Sequence[str]) -> dict[str, dict[str, Candidate]]:
        """Nouns in small letters, as they stand after a hyphen (`Planungslogiken und -prämissen`)."""
        self.places.prepare(read.capitalize() for read in reads)
        return {read: self._second_half(read) for read in reads}

    def _second_half(self, read: str) -> dict[str, Candidate]:
        nouns = self._near(read.capitalize()).values()
        found = (_new_form(noun, noun.word.lower()) for noun in nouns)
        return {candidate.word: candidate for candidate in found if candidate.word != read}

    def forms_for_all(
        self, reads: Iterable[str], find_all: Callable[[Iterable[str]], Mapping[str, Iterable[Candidate]]]
    ) -> dict[str, dict[str, Candidate]]:
        """Forms that mean women and men alike by a capital within (`SchülerIn`, `ÄrztInnen`)."""
        matches = {read: match for read in reads if (match := GENDERED.fullmatch(read))}
        women = {read: f"{match[1]}in{match[3] or ''}" for read, match in matches.items()}
        known = find_all(women.values())
        return {
            read: _for_all(known.get(word, ()), "n" + (matches[read][3] or ""), matches[read][2])
            for read, word in women.items()
        }

    def _sought(self, read: str) -> Iterator[str]:
        """All that is looked up for a reading."""
        for _, stem in _without_ending(read):
            yield from (whole for whole, _ in _with_stem_ending(stem))
        yield from (head + tail for head, _, tail in _without_zu(read))

    def _with_ending(self, read: str) -> dict[str, Candidate]:
        """Words of which other forms are listed (`regelmäßigeres`)."""
        found: dict[str, Candidate] = {}
        for ending, begun in _without_ending(read):
            for stem in self._stems(begun):
                keep_likelier(found, _new_form(stem, stem.word + ending), self.listed.channel)
        return found

    def _stems(self, read: str) -> Iterator[Candidate]:
        for whole, ending in _with_stem_ending(read):
            for candidate in self._near(whole).values():
                if candidate.word.endswith(ending):
                    yield candidate._replace(word=candidate.word[: len(candidate.word) - len(ending)])

    def _with_zu(self, read: str) -> dict[str, Candidate]:
        """Infinitives with `zu` between prefix and verb (`abzuschnüren`)."""
        found: dict[str, Candidate] = {}
        for head, zu, tail in _without_zu(read):
            for verb in self._near(head + tail).values():
                if verb.word.startswith(head) and verb.word.endswith("n"):
                    word = head + zu + verb.word[len(head) :]
                    keep_likelier(found, _new_form(verb, word), self.listed.channel)
        return found

    def _near(self, read: str) -> dict[str, Candidate]:
        return self.listed.collect(single_keys(read, self.places.find(read), self.listed.words))


def _for_all(women: Iterable[Candidate], ending: str, seen: str) -> dict[str, Candidate]:
    slips = () if seen == "I" else (Slip("I", seen),)
    meant = [one for one in women if one.word.endswith(f"i{ending}")]
    found = {one.word: _new_form(one, f"{one.word[: -len(ending) - 1]}I{ending}", slips) for one in meant}
    return {candidate.word: candidate for candidate in found.values()}


def _without_ending(read: str) -> Iterator[tuple[str, str]]:
    for ending in ENDINGS:
        if read.endswith(ending) and len(read) - len(ending) >= SHORTEST_STEM:
            yield ending, read[: -len(ending)]


def _with_stem_ending(stem: str) -> Iterator[tuple[str, str]]:
    for ending in STEM_ENDINGS[: 1 if stem[0].isupper() else None]:
        yield stem + ending, ending


def _without_zu(read: str) -> Iterator[tuple[str, str, str]]:
    for match in ZU.finditer(read):
        yield read[: match.start()], match[0], read[match.end() :]


def _new_form(known: Candidate, word: str, slips: Slips = ()) -> Candidate:
    share = max(known.opening, known.inside) + NEW_FORM
    return Candidate(word, share, share, known.slips + slips)
