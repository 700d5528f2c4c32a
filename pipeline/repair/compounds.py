"""Compounds that no list holds, found by their parts."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pipeline.repair.changes import Batch
from pipeline.repair.channel import Channel
from pipeline.repair.keys import Pieces, Place, Slips, align, single_keys
from pipeline.repair.lexicon import Forms, Lexicon
from pipeline.repair.listed import Candidate, keep_likelier

NEW_COMPOUND = -5.0  # log share of words that are compounds nobody listed
UNPRODUCTIVE = -2.0  # log share of parts that no listed compound has
COMMON_PART = -15.5  # log frequency from which a word may be such a part
COMMON_SHORT_PART = -12.0  # … if it has no more than three letters
VERB_ENDING = "en"
SHORTEST_PART = 3
SHORTEST_TAIL = 6  # letters of the last part of a compound of which nothing else is known

Part = tuple[str, float, Slips]


class Compounds:
    """Finds compounds; remembers their parts, for they come again.

    Args:
        lexicon: knows the parts.
        channel: knows the confusions.
        places: where a common confusion may be taken back.
    """

    def __init__(self, lexicon: Lexicon, channel: Channel, places: Batch[Place]) -> None:
        self.lexicon = lexicon
        self.channel = channel
        self.places = places
        self._parts = lru_cache(maxsize=200_000)(self._find_parts)

    def find_all(self, reads: Sequence[str]) -> dict[str, dict[str, Candidate]]:
        """For each reading words built of parts that other words are built of as well."""
        self.places.prepare(read[place:] for read in reads for place in part_starts(read, SHORTEST_PART))
        ends = {read: self._ends(read) for read in reads}
        self._prepare(read[:place] for read in reads for place in ends[read])
        found = {read: self._doubles(read, ends[read]) for read in reads}
        rest = [read for read in reads if not found[read]]
        self._prepare(
            part
            for read in rest
            for place in ends[read]
            for middle in part_starts(read[:place], SHORTEST_PART)
            for part in (read[:middle], read[middle:place])
        )
        return {**found, **{read: self._triples(read, ends[read]) for read in rest}}

    def _prepare(self, begun: Iterable[str]) -> None:
        """Prepare for parts that are not the last ones; each may be a verb without its ending."""
        self.places.prepare(part for read in begun for part in (read, read + VERB_ENDING))

    def _ends(self, read: str) -> list[int]:
        """Where the last part may begin."""
        return [place for place in part_starts(read, SHORTEST_PART) if self._parts(read[place:], True)]

    def _doubles(self, read: str, ends: Iterable[int]) -> dict[str, Candidate]:
        found: dict[str, Candidate] = {}
        for place in ends:
            for last in self._parts(read[place:], True):
                for first in self._parts(read[:place], False):
                    self._join(read, first, last, found)
        return found

    def _triples(self, read: str, ends: Iterable[int]) -> dict[str, Candidate]:
        found: dict[str, Candidate] = {}
        for place in ends:
            for last in self._parts(read[place:], True):
                for middle in part_starts(read[:place], SHORTEST_PART):
                    for first in self._parts(read[:middle], False):
                        for second in self._parts(read[middle:place], False):
                            self._join(read, _chain(first, second), last, found)
        return found

    def _join(self, read: str, first: Part, last: Part, found: dict[str, Candidate]) -> None:
        capital = read[0].isupper()
        if last[0][0].isupper() and not capital:
            return
        initial = first[0][0].upper() if capital else first[0][0]
        share = first[1] + last[1] + NEW_COMPOUND
        word = initial + first[0][1:] + last[0].lower()
        keep_likelier(found, Candidate(word, share, share, first[2] + last[2]), self.channel)

    def find_half_known(self, read: str) -> dict[str, Candidate]:
        """Nouns of which only the last part is known (`Mastitisfälle`)."""
        found: dict[str, Candidate] = {}
        for place in part_starts(read, SHORTEST_PART):
            head, tail = read[:place], read[place:]
            if len(tail) >= SHORTEST_TAIL:
                share = self.lexicon.spelling(head) + NEW_COMPOUND
                at = self.places.find(tail)
                for last in self._parts_among(self.lexicon.last, tail, at, True):
                    self._join(read, (head, share, ()), last, found)
        return found

    def _find_parts(self, read: str, last: bool) -> tuple[Part, ...]:
        """What a part may be: one that other compounds have, else any fairly common word."""
        at = self.places.find(read)
        if not at:
            return () if last else self._verb_stems(read)
        productive = self._parts_among(self.lexicon.last if last else self.lexicon.first, read, at, last)
        if productive:
            return productive
        found = tuple(
            (form if last else form.lower(), share + UNPRODUCTIVE, slips)
            for form, share, slips in self._parts_among(self.lexicon.words, read, at, last)
            if share > COMMON_PART
            and (len(form) > SHORTEST_PART or (form[0].isupper() and share > COMMON_SHORT_PART))
        )
        return found if found or last else self._verb_stems(read)

    def _verb_stems(self, read: str) -> tuple[Part, ...]:
        """What a first part may be that is a verb without its ending (`Abmahnschreiben`)."""
        verb = read + VERB_ENDING
        at = self.places.find(verb)
        if not at:
            return ()
        return tuple(
            (form.removesuffix(VERB_ENDING), share + UNPRODUCTIVE, slips)
            for form, share, slips in self._parts_among(self.lexicon.words, verb, at, False)
            if share > COMMON_PART and form[0].islower() and form.endswith(VERB_ENDING)
        )

    def _parts_among(self, forms: Forms, read: str, at: Sequence[Place], last: bool) -> tuple[Part, ...]:
        return tuple(
            part
            for key, pieces in single_keys(read, at, forms)
            for part in self._part_forms(forms, key, pieces if last else _begun_small(pieces))
        )

    def _part_forms(self, forms: Forms, key: str, pieces: Pieces) -> Iterator[Part]:
        for form, share in forms.get(key).items():
            slips = align(pieces, form.lower(), self.channel.shares)
            if slips is not None:
                yield form, share, slips


def part_starts(read: str, first: int) -> Iterator[int]:
    """Where a further part of a compound may begin, from the end; a capital begins something else."""
    for place in range(len(read) - SHORTEST_PART, first - 1, -1):
        if not read[place].isupper():
            yield place


def _begun_small(pieces: Pieces) -> Pieces:
    """The pieces as they would be in the middle of a word; a capital Ü lost its dots as ü does."""
    return pieces if pieces[0].islower() else (pieces[0].lower(), *pieces[1:])


def _chain(first: Part, second: Part) -> Part:
    return first[0] + second[0], first[1] + second[1] + NEW_COMPOUND, first[2] + second[2]
