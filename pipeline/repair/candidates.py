"""Which words may stand behind what was read: listed words, unlisted forms of them, compounds.

Common confusions are taken back first, two at once where one does not help, rare ones only when nothing
else explains a reading, or nothing but a rare word.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.repair.changes import Anything, Batch, Named, Near
from pipeline.repair.channel import Channel, Slip
from pipeline.repair.compounds import Compounds
from pipeline.repair.folding import fold
from pipeline.repair.inflection import Inflection
from pipeline.repair.keys import LOST, UNCHANGED, double_keys, lost_places, single_keys
from pipeline.repair.lexicon import Lexicon
from pipeline.repair.listed import NEVER, Candidate, Listed
from pipeline.repair.sieve import Sieve

RARE_WORD = -12.5  # log frequency below which a word that was read is weighed against far-fetched ones
VERY_RARE_WORD = -15.5  # … against such as only a confusion explains that no rule names
SHORTEST_FAR_FETCHED = 5  # letters of a reading for which a confusion that no rule names is looked for
SHORTEST_REBUILT = 7  # letters of the shortest word that is taken to be a compound or an unlisted form
LONGEST_WORD = 50  # letters from which a reading is no word but a row of them
ABREAST = 1 << 13  # readings that are looked up together

ACRONYM = re.compile(  # KGSt, GmbH: not to be made a word of; KoIn is none
    r"(?=.{2,6}$)(?!.*[^\WA-ZÄÖÜ\d_]I[a-zäöüß])(?:[A-ZÄÖÜ].?){2,}"
)

Found = dict[str, Candidate]


class Finder:
    """Finds candidates."""

    def __init__(self, lexicon: Lexicon, channel: Channel) -> None:
        self.listed = Listed(lexicon.words, channel)
        near = Near(Sieve(lexicon.numbers()).passing)
        common, rare, any_lost = Named(channel.common), Named(channel.rare), Anything(LOST)
        self._common = Batch(lambda words: near.single(words, common, unchanged=True))
        self._common_pairs = Batch(lambda words: near.double(words, common, common))
        self._rare = Batch(lambda words: near.single(words, rare))
        self._rare_pairs = Batch(lambda words: near.double(words, rare, common))
        self._any_lost = Batch(lambda words: near.single(words, any_lost))
        self.inflection = Inflection(self.listed, self._common)
        self.compounds = Compounds(lexicon, channel, self._common)

    def find(self, read: str) -> tuple[Candidate, ...]:
        """All words that may have become `read`, among them itself when it is known."""
        return self.find_all((read,)).get(read, ())

    def find_all(self, reads: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
        """For each reading all words that may have become it; many are found faster together."""
        words = {read for read in reads if 1 < len(read) <= LONGEST_WORD}
        loud = {read for read in words if read.isupper()}
        lowered = {small for read in loud if not (small := read.capitalize()).isupper()}
        quiet = sorted((words - loud) | lowered)  # neighbours in the lists
        parted = (quiet[start : start + ABREAST] for start in range(0, len(quiet), ABREAST))
        found = {read: candidates for some in parted for read, candidates in self._find(some)}
        self._common.prepare(loud)
        for read in loud:
            found[read] = _find_loud(self._nearest(read), found.get(read.capitalize(), ()))
        return {read: found[read] for read in words}

    def _find(self, reads: Sequence[str]) -> Iterator[tuple[str, tuple[Candidate, ...]]]:
        for batch in (self._common, self._common_pairs, self._rare, self._rare_pairs, self._any_lost):
            batch.forget()
        self._common.prepare(reads)
        near = {read: self._nearest(read) for read in reads}
        near.update(self._explain([read for read in near if not (near[read] or ACRONYM.fullmatch(read))]))
        near.update(self._find_far_fetched(near))
        yield from ((read, tuple(found.values())) for read, found in near.items())

    def _nearest(self, read: str) -> Found:
        words = self.listed.words
        return self.listed.collect(single_keys(read, self._common.find(read), words))

    def _explain(self, reads: Sequence[str]) -> dict[str, Found]:
        """What may stand behind readings that are near no listed word."""
        for_all = self.inflection.forms_for_all(reads, self.find_all)  # which forgets what is prepared
        self._common_pairs.prepare(reads)
        words = self.listed.words
        found = {
            read: self.listed.collect(double_keys(read, self._common_pairs.find(read), words))
            for read in reads
        }
        for read, rebuilt in self._rebuild([read for read in reads if len(read) >= SHORTEST_REBUILT]).items():
            found[read] = {**rebuilt, **found[read]}
        for read in reads:
            found[read].update(for_all.get(read, {}))
            if not found[read] and read[0].isupper() and is_plain(read):
                found[read] = self.compounds.find_half_known(read)
        halves = [read for read in reads if not found[read] and read.islower() and read.isalpha()]
        return {**found, **self.inflection.second_halves(halves)}

    def _rebuild(self, reads: Sequence[str]) -> dict[str, Found]:
        """Unlisted forms and compounds. Where a compound's last part is listed in this very form, no form is
        made that has other dots: *Wahlkampf* with *-en* is no word, *Wahlkämpfen* is.
        """
        forms, compounds = self.inflection.find_all(reads), self.compounds.find_all(reads)
        for read, compound in compounds.items():
            formed = {fold(word) for word in compound}
            kept = {word: form for word, form in forms[read].items() if fold(word) not in formed}
            compounds[read] = {**kept, **compound}
        return compounds

    def _find_far_fetched(self, known: Mapping[str, Found]) -> dict[str, Found]:
        """Besides what is known, words that only a rare confusion leads to, or one that no rule names."""
        best = {
            read: max([candidate.inside for candidate in found.values()], default=NEVER)
            for read, found in known.items()
        }
        weak = [read for read in known if best[read] < RARE_WORD and not ACRONYM.fullmatch(read)]
        hardly = [read for read in weak if best[read] <= VERY_RARE_WORD]
        worn = [read for read in weak if _may_have_lost_any(read, best[read])]
        self._rare.prepare(weak)
        self._rare_pairs.prepare(hardly)
        self._any_lost.prepare(worn)
        words, collect = self.listed.words, self.listed.collect
        rare = {read: collect(single_keys(read, self._rare.find(read), words)) for read in weak}
        pairs = {read: collect(double_keys(read, self._rare_pairs.find(read), words)) for read in hardly}
        lost = {
            read: collect(single_keys(read, lost_places(read, near), words), unnamed=True)
            for read in worn
            if (near := self._any_lost.find(read))
        }
        return {
            read: {**found, **collect(single_keys(read, (UNCHANGED,), words)), **rare[read], **known[read]}
            for read in weak
            if (found := {**lost.get(read, {}), **pairs.get(read, {})}) or rare[read]
        }


def _may_have_lost_any(read: str, best: float) -> bool:
    """Whether a confusion that no rule names is looked for where the best word found has this frequency."""
    return best <= VERY_RARE_WORD and len(read) >= SHORTEST_FAR_FETCHED and is_plain(read)


def is_plain(read: str) -> bool:
    """Whether a reading has no capital but at its beginning; others are mostly names."""
    return read[1:].islower() or not any(letter.isupper() for letter in read[1:])


def _find_loud(listed: Found, quiet: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Words in capitals, listed as such or else in small letters; only their dots can be given back."""
    found = tuple(candidate for candidate in listed.values() if _lost_dots_only(candidate))
    return found or tuple(_shouted(candidate) for candidate in quiet if _lost_dots_only(candidate))


def _lost_dots_only(candidate: Candidate) -> bool:
    """Whether only dots were lost; acronyms look like anything, so that nothing else is repaired in them."""
    return "ß" not in candidate.word and all(fold(true) == fold(seen) for true, seen in candidate.slips)


def _shouted(candidate: Candidate) -> Candidate:
    slips = tuple(Slip(slip.true.upper(), slip.seen.upper()) for slip in candidate.slips)
    best = max(candidate.opening, candidate.inside)
    return Candidate(candidate.word.upper(), best, best, slips)
