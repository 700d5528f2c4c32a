"""How goals are named: levels, the forms of their identifiers, and what a damaged form may mean.

The knowledge stands in `rules/kennungen.toml`. `match_label` looks at the start of a line or a cell
alone; which of several readings is right is known only from the whole document (`identifiers`).
"""

import re
from collections.abc import Callable
from functools import cached_property, lru_cache, partial
from typing import Any

from attrs import frozen

from pipeline.grammar.forms import (
    UMLAUTS,
    read_form,
    read_form_in_series,
    split_tokens,
)
from pipeline.grammar.kinds import HeadingMatch, Kind, LabelMatch, Misreadings, Number, Reading
from pipeline.grammar.numbers import GHOST, bare_number, is_number_alone, read_undotted
from pipeline.grammar.series import Series, read_series
from pipeline.rulebook import Rulebook

LAST_FIGURE = 9
NO_LETTERS = 0.5  # a number alone, whose level is taken from its depth


@frozen(slots=False)
class Grammar:
    """The identifiers that a run knows. Made by `read_grammar`."""

    kinds: tuple[Kind, ...]
    slips: Misreadings
    bare_kinds: tuple[str, ...] = ()
    mentions_before: frozenset[str] = frozenset()
    mentions_after: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    talk: tuple[str, ...] = ()
    continuing_first: tuple[str, ...] = ()
    continuing_near: tuple[str, ...] = ()
    heading_words: tuple[str, ...] = ()
    heading_depth: int = 4

    def match_label(self, text: str) -> LabelMatch | None:
        """Read a label at the start of a line or cell.

        Form 1: UZ 2.1.1 Es gibt …  Form 2: Leitziel 2.1: Es gibt …  Form 3 (damaged): uza21.1 Es gibt …
        A text that begins with an ordinary word, and a label inside a sentence ("UZ 2.1 und …"), are none.
        """
        return self._match(text, self._readings)

    def match_doubtful_label(self, text: str) -> LabelMatch | None:
        """Read what may be a label whose level is a single letter, and that misread: "N 2.1.1", "m 2.1.1".

        So little says too little by itself; the document's outline has to say whether it is one.
        """
        match = self._match(text, self._doubtful_readings)
        return match if match and re.search(r"[\w|][.,][\w|]", match.printed) else None

    def _match(self, text: str, read: Callable[[str], tuple[Reading, ...]]) -> LabelMatch | None:
        for printed, rest in split_tokens(text):
            readings = read(printed)
            if readings and not self._is_mention(printed, rest):
                return LabelMatch(printed, rest, readings)
        return None

    def match_number_alone(self, text: str, shallowest: int, *, dots_lost: bool) -> LabelMatch | None:
        """Read a label that is a number alone, as in the "Nr." column of a table.

        Its level follows from its depth: numbers as deep as the document's `shallowest` are of the first kind
        of `ohne_kennung`, deeper ones of the next. Where the document has lost dots, "1113" may be 1.1.1.3;
        of two figures the second may be a table's line.
        """
        if not self.bare_kinds or not is_number_alone(text):
            return None
        number = bare_number(text)
        found = {number: 0.0} if number else {}
        if dots_lost:
            found = dict(read_undotted(text.strip(), self.slips))
        elif len(number) == 1 and number[0] > LAST_FIGURE:  # "21": a 2 beside a table's line
            found[number[0] // 10,] = GHOST
        readings = sorted(
            Reading(NO_LETTERS + cost, self._bare_kind(len(number) - shallowest), number)
            for number, cost in found.items()
        )
        return LabelMatch(text, "", tuple(readings)) if readings else None

    def _bare_kind(self, rank: int) -> str:
        return self.bare_kinds[min(max(rank, 0), len(self.bare_kinds) - 1)]

    def match_form_alone(self, text: str) -> frozenset[str]:
        """The kinds of which a text is the short form, capitals aside: a label that has lost its number."""
        seen = text.strip(" .:").casefold()
        return frozenset(
            kind.prefix
            for kind in self.kinds
            if kind.numbered == "noetig" and any(seen == form.strip(".").casefold() for form in kind.forms)
        )

    def may_be_label(self, token: str) -> bool:
        """Whether an unreadable token may have been a label: figures with letters of one ("0z"), no year."""
        if re.fullmatch(r"[\w:;.,|]{2,8}", token) is None or re.search(r"\d[.,]$|(?:19|20)\d\d", token):
            return False
        letters = {letter.casefold() for kind in self.kinds for letter in min(kind.forms, key=len)}
        return any(letter.isdigit() for letter in token) and (
            bool(letters & set(token.casefold()))
            or re.fullmatch(r"\d{3,4}|\d{2,3}(?:[.,]\d{1,2}){1,3}", token) is not None
        )

    def leads_to_mention(self, text: str) -> bool:
        """Whether a label after this text is only mentioned: "siehe UZ 2.1", "(UZ 2.1"."""
        words = text.rsplit(maxsplit=1)
        return bool(words) and (words[-1][-1] in "(,/" or words[-1].casefold() in self.mentions_before)

    def refers(self, text: str) -> bool:
        """Whether a text ends as one that refers to another place: "siehe", "(vgl.", an open bracket."""
        words = text.rsplit(maxsplit=1)
        return bool(words) and (words[-1][-1] in "(,/" or words[-1].strip("(").casefold() in self.references)

    def talks_of_goals(self, text: str) -> bool:
        """Whether a paragraph speaks about the goals instead of being one: "Alle Leitziele …"."""
        return self._talk is not None and self._talk.search(text) is not None

    def continues_paragraph(self, text: str) -> bool:
        """Whether a paragraph seems to go on with the one above: "Dazu …", "Eine Handreichung dazu …"."""
        return self._continuation is not None and self._continuation.match(text) is not None

    def match_heading(self, text: str) -> HeadingMatch | None:
        """Read a numbered heading; a comma may stand for the dot.

        Form 1: 4.2. Themenfeld Mobilität.  Form 2: Themenfeld 3: Mobilität.  Not: Handlungsfeld 3, a label.
        """
        match = self._heading.match(" ".join(text.split()))
        if match is None:
            return None
        number = re.sub(r"[.,]", ".", match["number"]).strip(".")
        return HeadingMatch(number, self.strip_heading_word(match["title"]))

    def match_number(self, text: str) -> str | None:
        """Number of a heading whose title stands elsewhere: "4.3." or, with a comma for the dot, "4.4,"."""
        match = re.fullmatch(rf"\d{{1,2}}(?:[.,]\d{{1,2}}){{0,{self.heading_depth - 1}}}[.,]?", text.strip())
        if match is None or not re.search(r"[.,]", text):
            return None
        return text.strip().replace(",", ".").strip(".")

    def strip_heading_word(self, title: str) -> str:
        """Take "Themenfeld" and the like from the front of a title, unless it is all there is."""
        first, _, rest = title.strip().partition(" ")
        known = first.rstrip(":").casefold() in {word.casefold() for word in self.heading_words}
        return rest.strip(" :") if known and rest.strip(" :") else title.strip()

    def kind(self, prefix: str) -> Kind:
        """The kind of identifier whose canonical id begins with `prefix`."""
        return self._by_prefix[prefix]

    def parse(self, identifier: str) -> Reading | None:
        """Take a canonical id apart; None for anything else.

        `grammar.parse(reading.id)` gives the reading back.
        """
        match = re.fullmatch(r"(\D+?)(\d+(?:\.\d+)*)?", identifier)
        if match is None or match[1] not in self._by_prefix:
            return self._parse_series(identifier)
        return Reading(0.0, match[1], tuple(map(int, match[2].split("."))) if match[2] else ())

    def _parse_series(self, identifier: str) -> Reading | None:
        readings = (
            Reading(0.0, prefix, number, series)
            for prefix in sorted(self._by_prefix, key=len, reverse=True)
            if identifier.startswith(prefix)
            for series, number, damage in read_series(identifier.removeprefix(prefix), {})
            if damage == 0
        )
        return next((one for one in readings if one.id == identifier), None)

    def _is_mention(self, printed: str, rest: str) -> bool:
        """Whether what follows a label shows that it is only mentioned: "UZ 2.1 und …", "UZ 2.1). …"."""
        if printed.endswith((")", ").")):
            return printed.endswith(".") or not rest[:1].isupper()
        first = rest.split(maxsplit=1)[:1]
        return bool(first) and (first[0][0] in "),;/" or first[0] in self.mentions_after)

    @cached_property
    def _by_prefix(self) -> dict[str, Kind]:
        return {kind.prefix: kind for kind in self.kinds}

    @cached_property
    def _heading(self) -> re.Pattern[str]:
        deep = self.heading_depth - 1
        forms = {form for kind in self.kinds for form in kind.forms}
        words = "|".join(re.escape(word) for word in self.heading_words if word not in forms)
        return re.compile(
            rf"(?:(?:{words or '(?!)'})\s)?(?P<number>\d{{1,2}}(?:[.,]\d{{1,2}}){{0,{deep}}})"
            r"(?:[.,:]\s?|\s[-–]\s|\s)(?P<title>[^\W\d_].{0,150})$"
        )

    @cached_property
    def _talk(self) -> re.Pattern[str] | None:
        phrases = (tolerant_pattern(phrase, self.slips.letters) for phrase in self.talk)
        return re.compile("|".join(rf"\b{phrase}" for phrase in phrases)) if self.talk else None

    @cached_property
    def _continuation(self) -> re.Pattern[str] | None:
        first = [tolerant_pattern(word, self.slips.letters) for word in self.continuing_first]
        near = [tolerant_pattern(word, self.slips.letters) for word in self.continuing_near]
        if not first or not near:
            return None
        return re.compile(rf"(?:{'|'.join(first)})\b|(?:\w+\s+){{1,3}}(?:{'|'.join(near)})\b")

    @cached_property
    def _readings(self) -> Any:
        return lru_cache(maxsize=4096)(partial(self._read, doubtful=False))

    @cached_property
    def _doubtful_readings(self) -> Any:
        return lru_cache(maxsize=4096)(partial(self._read, doubtful=True))

    def _read(self, printed: str, *, doubtful: bool) -> tuple[Reading, ...]:
        """Readings of a token; doubtful ones are those of levels of one letter, for which another is read."""
        best: dict[tuple[str, Number, Series], float] = {}
        for kind in self.kinds:
            for form in kind.forms:
                if doubtful and len(form) > 1:
                    continue
                for number, cost in read_form(printed, kind, form, self.slips, misread_letter=doubtful):
                    best[kind.prefix, number, ""] = min(cost, best.get((kind.prefix, number, ""), cost))
                for number, series, cost in (
                    () if doubtful else read_form_in_series(printed, kind, form, self.slips)
                ):
                    key = kind.prefix, number, series
                    best[key] = min(cost, best.get(key, cost))
        return tuple(sorted(Reading(round(cost, 2), *key) for key, cost in best.items()))


def read_grammar(rulebook: Rulebook) -> Grammar:
    """The grammar of `rules/kennungen.toml`, with a county's own laid over it."""
    table = rulebook.table("kennungen")
    number, headings = table.get("nummer", {}), table.get("ueberschriften", {})
    mentions = table.get("erwaehnungen", {})
    return Grammar(
        kinds=tuple(_kind(prefix, entry) for prefix, entry in table["kennungen"].items()),
        slips=Misreadings(
            _turned(table.get("ziffern", {})),
            {letter: tuple(seen) for letter, seen in table.get("buchstaben", {}).items()},
            number.get("hoechste", 99),
            number.get("stellen", 5),
        ),
        bare_kinds=tuple(number.get("ohne_kennung", ())),
        mentions_before=frozenset(word.casefold() for word in mentions.get("davor", ())),
        mentions_after=frozenset(mentions.get("danach", ())),
        references=frozenset(word.casefold() for word in mentions.get("verweis", ())),
        talk=tuple(table.get("rede_von_zielen", {}).get("wendungen", ())),
        continuing_first=tuple(table.get("fortsetzung", {}).get("anfang", ())),
        continuing_near=tuple(table.get("fortsetzung", {}).get("nahebei", ())),
        heading_words=tuple(headings.get("vorwoerter", ())),
        heading_depth=headings.get("stellen", 4),
    )


def _kind(prefix: str, entry: dict[str, Any]) -> Kind:
    return Kind(
        prefix=prefix,
        level=entry.get("stufe", prefix),
        forms=tuple(entry["schreibungen"]),
        parents=tuple(entry.get("gehoert_zu", ())),
        numbered=entry.get("nummer", "noetig"),
        description=entry.get("bezeichnung", prefix),
    )


def _turned(digits: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    turned: dict[str, tuple[str, ...]] = {}
    for digit, seen in digits.items():
        for letter in seen:
            turned[letter] = (*turned.get(letter, ()), digit)
    return turned


def tolerant_pattern(phrase: str, letters: dict[str, tuple[str, ...]]) -> str:
    """A regular expression for a phrase of which any umlaut or ß may be misread, and any blank a line's end.

    >>> tolerant_pattern("Maße", {"ß": ("R", "B")})
    'Ma(?:ß|R|B)e'
    """
    parts = []
    for letter in phrase:
        if letter == " ":
            parts.append(r"\s+")
        elif letter in UMLAUTS and letter in letters:
            parts.append(f"(?:{'|'.join(map(re.escape, (letter, *letters[letter])))})")
        else:
            parts.append(re.escape(letter))
    return "".join(parts)
