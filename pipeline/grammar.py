"""How goals are named: levels, the forms of their identifiers, and what a damaged form may mean.

The knowledge stands in `rules/kennungen.toml`. `match_label` looks at the start of a line or a cell
alone; which of several readings is right is known only from the whole document (`identifiers`).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache, partial
from itertools import combinations
from typing import Any, Literal

from attrs import field, frozen

from pipeline.rulebook import Rulebook
from pipeline.series import Series, read_series, write_first

CASE = 0.2  # small for capital letter, the commonest damage of the forms LZ and UZ
CONFUSION = 1.0  # another letter or digit
LOST_UMLAUT = 0.3  # ß or an umlaut that the OCR model does not know
GHOST = 1.2  # a letter read twice: "uze6.1" for "UZ6.1", "LZ74.1" for "LZ4.1"
LOST_DOT = 0.6
ODD_DOT = 0.3  # comma for dot, a dot too many
IN_SERIES = 1.1  # a letter or Roman numeral for the first number, where no other label says that it is one
NO_LETTERS = 0.5  # a number alone, whose level is taken from its depth
MOST_DAMAGE = 3.6  # beyond this a token is a word, not a label
LONG_FORM = 5  # from this length a form is a word of the language
MOST_EDITS = 3  # in a long form; more make another word of it

MOST_GHOSTS = 2
LONGEST_NUMBER = 14  # characters, with dots: five numbers of two digits
DOTS = ".,;:·"
STRAY_SIGNS = re.compile(r"^[^\w\s.]\s+")  # between level and number: "UZ' 3.1"
UNUSUAL_FIRST = 10  # "41.1" is rather 4.1.1
LOST_DOTS = re.compile(r"(?!(?:19|20)\d\d$)\d{1,4}(?:\.\d{1,3}){0,3}\.?")
TABLE_LINES = " \t|[]"  # what an OCR engine makes of a table's vertical lines
UMLAUTS = "äöüÄÖÜß"

Number = tuple[int, ...]


@frozen
class Kind:
    """A kind of identifier. `prefix` begins the canonical id, `forms` are the printed ones."""

    prefix: str
    level: str
    forms: tuple[str, ...]
    parents: tuple[str, ...]
    numbered: Literal["noetig", "frei", "keine"]
    description: str


@frozen(order=True)
class Reading:
    """What a printed label may mean. `cost` 0 means that it is printed without damage.

    `series` says how the first part of the number is printed.
    """

    cost: float
    prefix: str
    number: Number
    series: Series = ""

    @property
    def id(self) -> str:
        """Canonical identifier.

        >>> Reading(0.0, "UZ", (2, 1, 1)).id, Reading(0.0, "UZ", (2, 1), "roman").id
        ('UZ2.1.1', 'UZII.1')
        """
        if not self.number:
            return self.prefix
        first, *rest = self.number
        return self.prefix + ".".join([write_first(first, self.series), *map(str, rest)])

    def above(self, prefix: str) -> "Reading":
        """The reading of another kind whose number is that of the goal above."""
        return Reading(0.0, prefix, self.number[:-1], self.series)


@frozen
class LabelMatch:
    """A label at the start of a text: what was printed, what follows, and the readings, cheapest first."""

    printed: str
    rest: str
    readings: tuple[Reading, ...]

    @property
    def cost(self) -> float:
        """Cost of the cheapest reading."""
        return self.readings[0].cost

    @property
    def plain_ids(self) -> frozenset[str]:
        """What the label says as it stands: its cheapest reading, and that with a letter or a numeral."""
        return frozenset({self.readings[0].id, *(one.id for one in self.readings if one.cost == IN_SERIES)})

    @property
    def clean(self) -> bool:
        """Whether the label can be read without assuming any damage."""
        return self.cost == 0


@frozen
class HeadingMatch:
    """A numbered heading. `number` has no closing dot, `title` no leading word such as "Themenfeld"."""

    number: str
    title: str


@frozen(slots=False)
class Grammar:
    """The identifiers that a run knows. Made by `read_grammar`."""

    kinds: tuple[Kind, ...]
    digits: dict[str, tuple[str, ...]] = field(eq=False)  # what may be seen → digits that it may mean
    letters: dict[str, tuple[str, ...]] = field(eq=False)  # letter → what may be seen in its place
    highest: int = 99
    depth: int = 5
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
        of `ohne_kennung`, deeper ones of the next. Where the document has lost dots, "1113" may be 1.1.1.3.
        """
        if not self.bare_kinds or not is_number_alone(text):
            return None
        number = bare_number(text)
        found = {number: 0.0} if number else {}
        if dots_lost:
            read = _read_digits(text.strip(), self)
            found = dict(pair for digits, cost in read for pair in place_dots(digits, cost, self))
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
        phrases = (tolerant_pattern(phrase, self.letters) for phrase in self.talk)
        return re.compile("|".join(rf"\b{phrase}" for phrase in phrases)) if self.talk else None

    @cached_property
    def _continuation(self) -> re.Pattern[str] | None:
        first = [tolerant_pattern(word, self.letters) for word in self.continuing_first]
        near = [tolerant_pattern(word, self.letters) for word in self.continuing_near]
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
                for number, cost in read_form(printed, kind, form, self, misread_letter=doubtful):
                    best[kind.prefix, number, ""] = min(cost, best.get((kind.prefix, number, ""), cost))
                for number, series, cost in (
                    () if doubtful else read_form_in_series(printed, kind, form, self)
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
        digits=_turned(table.get("ziffern", {})),
        letters={letter: tuple(seen) for letter, seen in table.get("buchstaben", {}).items()},
        highest=number.get("hoechste", 99),
        depth=number.get("stellen", 5),
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


def is_number_alone(text: str) -> bool:
    """Whether a text is a number in parts and nothing else, even if dots of it were lost or misread.

    >>> is_number_alone("1113"), is_number_alone("1.3:2.1"), is_number_alone("UZ 2.1")
    (True, True, False)
    """
    return re.fullmatch(rf"\d[\d{DOTS}]*", text.strip()) is not None and len(text.strip()) <= LONGEST_NUMBER


def bare_number(text: str) -> Number:
    """The number that a text is, if it is nothing else; else an empty one.

    >>> bare_number(" 2.1.1. "), bare_number("2026"), bare_number("31.12.2026")
    ((2, 1, 1), (), ())
    """
    if re.fullmatch(r"\d{1,2}(?:[.,]\d{1,2}){0,4}\.?", text.strip()) is None:
        return ()
    return tuple(int(part) for part in re.findall(r"\d+", text))


def may_have_lost_dots(text: str) -> bool:
    """Whether a number is so unusual as it stands that dots may be lost; none are in a year.

    >>> may_have_lost_dots("111"), may_have_lost_dots("41.1"), may_have_lost_dots("11")
    (True, True, False)
    """
    number = bare_number(text)
    usual = len(number) == 1 or (number and number[0] < UNUSUAL_FIRST)
    return not usual and LOST_DOTS.fullmatch(text.strip()) is not None


# ------------------------------------------------------------------ tokens


def split_tokens(text: str) -> Iterator[tuple[str, str]]:
    """Split off what may be a label, the longest first: three tokens, two, or one.

    >>> [printed for printed, _ in split_tokens("UZ 2.1 Es gibt")]
    ['UZ 2.1 Es', 'UZ 2.1', 'UZ']
    """
    starts = [match.end() for match in re.finditer(r"\S+", text)][:3]
    for end in reversed(starts):
        yield text[:end].strip(), text[end:].strip(TABLE_LINES)


# ---------------------------------------------------------- forms and their damage


def read_form(
    printed: str, kind: Kind, form: str, grammar: Grammar, *, misread_letter: bool = False
) -> Iterator[tuple[Number, float]]:
    """Read a token as one form of one kind; numbers with the cost of the damage assumed.

    With `misread_letter` a form of one letter is read though its letter is another.
    """
    for end, damage in read_prefix(printed, form, grammar, misread_letter=misread_letter):
        tail = STRAY_SIGNS.sub("", printed[end:].rstrip(".:)–-")).strip() if end < len(printed) else ""
        if not tail and kind.numbered != "noetig":
            yield (), damage
        elif tail and kind.numbered != "keine" and (printed[end].isspace() or len(form) < LONG_FORM):
            yield from _read_number(tail, form, damage, grammar)


def read_form_in_series(
    printed: str, kind: Kind, form: str, grammar: Grammar
) -> Iterator[tuple[Number, Series, float]]:
    """Read a token as a form whose first number is a letter or a Roman numeral: "LZ II", "Leitziel B".

    Behind a single letter further parts must follow ("M A.1"), and where none do, the form must be undamaged.
    """
    for end, damage in read_prefix(printed, form, grammar):
        tail = printed[end:].strip()
        parted = end < len(printed) and (printed[end].isspace() or len(form) < LONG_FORM)
        short = len(form.rstrip(".")) == 1 and "." not in tail.rstrip(".:")
        most = GHOST + len(form) * CASE if "." in tail.rstrip(".:") else len(form) * CASE
        if kind.numbered == "noetig" and parted and not short and damage <= most:
            for series, number, further in read_series(tail, grammar.letters):
                yield number, series, IN_SERIES + damage + further


def _read_number(tail: str, form: str, damage: float, grammar: Grammar) -> Iterator[tuple[Number, float]]:
    if not is_plausible(tail, form, damage) or len(tail) > LONGEST_NUMBER:
        return
    for number, cost in read_number(tail, grammar, any_letter=len(form) > 1):
        if damage + cost <= MOST_DAMAGE:
            yield number, damage + cost


def is_plausible(tail: str, form: str, damage: float) -> bool:
    """Whether a number as printed shows enough that it is one, so that no word passes for a label.

    One real digit is asked for. Behind a short form of two or more letters that is itself undamaged, one
    misread digit ("uzQl") or misread digits with a dot between them ("uzo.l") will do.
    """
    if any(letter.isdigit() for letter in tail):
        return " " not in tail
    figures = tail.replace(".", "")
    short = len(figures) == 1 or ("." in tail.strip(".") and len(figures) <= 3)
    return short and 1 < len(form) < LONG_FORM and damage <= len(form) * CASE


def read_prefix(
    printed: str, form: str, grammar: Grammar, *, misread_letter: bool = False
) -> Iterator[tuple[int, float]]:
    """Read the letters of a form at the start of a token; where they end, and the damage.

    Form 1: all of them, perhaps misread. Form 2: one read twice ("Uuz6.2"). Form 3: a long word with some
    letters wrong in whatever way ("MafRnhahme 4.2.3"). Not: digits alone.
    """
    if len(form.rstrip(".")) == 1 and not misread_letter:  # one letter says too little to be read with damage
        ends: Iterable[tuple[int, float]] = [(len(form), 0.0)] if printed.startswith(form) else []
    else:
        ends = (*_read_letters(printed, 0, form, grammar), *_read_garbled(printed, form))
    best: dict[int, float] = {}
    for end, damage in ends:
        if not printed[:end].replace(".", "").isdigit():  # "1.2" of "1.2.1" is no "LZ"
            best[end] = min(damage, best.get(end, damage))
    yield from best.items()


def _read_garbled(printed: str, form: str) -> Iterator[tuple[int, float]]:
    """A long form whose first letter and end are right, and most between; a plural is another word."""
    word = printed.split(" ", 1)[0]
    alike = len(form) >= LONG_FORM and word[:1] == form[:1] and word[-2:] == form[-2:]
    if (
        alike
        and abs(len(word) - len(form)) <= MOST_EDITS
        and (edits := count_edits(word, form)) <= MOST_EDITS
    ):
        yield len(word), CONFUSION * edits


def count_edits(one: str, other: str) -> int:
    """How many letters must be changed, put in or taken out to make two words equal.

    >>> count_edits("MafRnhahme", "Maßnahme"), count_edits("Ziel", "Ziel")
    (3, 0)
    """
    costs = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        above, costs[0] = costs[0], row
        for column, wanted in enumerate(other, start=1):
            above, costs[column] = (
                costs[column],
                min(above + (letter != wanted), costs[column] + 1, costs[column - 1] + 1),
            )
    return costs[-1]


def _read_letters(printed: str, at: int, form: str, grammar: Grammar) -> Iterator[tuple[int, float]]:
    if not form:
        yield at, 0.0
        return
    for length, cost in _read_letter(printed, at, form[0], grammar):
        for end, further in _read_letters(printed, at + length, form[1:], grammar):
            if cost + further <= MOST_DAMAGE:
                yield end, cost + further


def _read_letter(printed: str, at: int, letter: str, grammar: Grammar) -> Iterator[tuple[int, float]]:
    if letter == " ":
        yield (1 if printed[at : at + 1] == letter else 0), 0.0
        return
    if letter == ".":
        seen = printed[at : at + 1]
        yield (1, 0.0) if seen == letter else (1, ODD_DOT) if seen and seen in DOTS else (0, ODD_DOT)
        return
    seen = printed[at : at + 1]
    if seen and seen.casefold() == letter.casefold():
        case = 0.0 if seen == letter else CASE
        yield 1, case
        twice = printed[at + 1 : at + 2]
        if twice and (twice.casefold() == letter.casefold() or twice in grammar.letters.get(letter, ())):
            yield 2, case + GHOST
    for confused in grammar.letters.get(letter, ()):
        seen = printed[at : at + len(confused)]
        if confused.lower() != letter.lower() and seen.casefold() == confused.casefold():
            yield len(confused), LOST_UMLAUT if letter in UMLAUTS else CONFUSION


def read_number(tail: str, grammar: Grammar, *, any_letter: bool) -> Iterator[tuple[Number, float]]:
    """Read what follows the letters as a number with dots.

    Up to two ghosts are dropped: a digit read twice, once perhaps as a letter ("uze6.1", "UZ1l.1", "UZ44.1"),
    a stray sign, and, with `any_letter`, whatever letter stands before the first digit.
    """
    ghosts = [at for at in range(len(tail)) if _is_ghost(tail, at, grammar)]
    if any_letter and tail[:1].isalpha() and tail[1:2].isdigit() and 0 not in ghosts:
        ghosts.append(0)
    for dropped in range(MOST_GHOSTS + 1):
        for places in combinations(ghosts, dropped):
            left = "".join(letter for at, letter in enumerate(tail) if at not in places)
            for digits, cost in _read_digits(left, grammar):
                yield from place_dots(digits, cost + GHOST * dropped, grammar)


def _is_ghost(tail: str, at: int, grammar: Grammar) -> bool:
    if not (tail[at].isalnum() or tail[at] in DOTS):
        return True
    if tail[at].isdigit():
        return tail[at] == tail[at + 1 : at + 2]
    own = set(grammar.digits.get(tail[at], ()))
    beside = tail[max(at - 1, 0) : at] + tail[at + 1 : at + 2]
    return any(own & {letter, *grammar.digits.get(letter, ())} for letter in beside)


def _read_digits(tail: str, grammar: Grammar) -> Iterator[tuple[str, float]]:
    if not tail:
        yield "", 0.0
        return
    for further, cost in _read_digits(tail[1:], grammar):
        if cost <= MOST_DAMAGE:
            for digit, damage in _read_digit(tail[0], grammar):
                yield digit + further, cost + damage


def _read_digit(seen: str, grammar: Grammar) -> Iterator[tuple[str, float]]:
    if seen in "0123456789.":
        yield seen, 0.0
    elif seen in DOTS:
        yield ".", ODD_DOT
    for digit in grammar.digits.get(seen, ()):
        yield digit, CONFUSION


def place_dots(digits: str, cost: float, grammar: Grammar) -> Iterator[tuple[Number, float]]:
    """Put lost dots back: "222.2" may be 2.2.2.2, 22.2.2 or 2.22.2; leave those that stand there."""
    groups = [group for group in digits.split(".") if group]
    odd = ODD_DOT * (digits.strip(".").count(".") + 1 - len(groups)) + ODD_DOT * digits.startswith(".")
    for number, lost in _divide_all(groups, grammar):
        if 1 <= len(number) <= grammar.depth:
            yield number, cost + odd + LOST_DOT * lost


def _divide_all(groups: list[str], grammar: Grammar) -> Iterator[tuple[Number, int]]:
    if not groups:
        yield (), 0
        return
    for parts, lost in _divide(groups[0], grammar):
        for further, more in _divide_all(groups[1:], grammar):
            yield parts + further, lost + more


def _divide(group: str, grammar: Grammar) -> Iterator[tuple[Number, int]]:
    """All ways to cut a run of digits into numbers without a leading zero, and how many cuts it takes."""
    if group[0] != "0" and int(group) <= grammar.highest:
        yield (int(group),), 0
    for cut in range(1, min(len(group), len(str(grammar.highest)) + 1)):
        head = group[:cut]
        if head[0] != "0" and int(head) <= grammar.highest and len(group) <= grammar.depth:
            for parts, lost in _divide(group[cut:], grammar):
                yield (int(head), *parts), lost + 1
