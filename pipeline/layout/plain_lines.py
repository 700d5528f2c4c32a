"""The lines of a plain text, and what each is before goals are looked for.

Furniture goes by repetition, the table of contents by its page numbers, headings by the chain that their
numbers make.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Literal

from attrs import evolve, frozen

from pipeline.grammar import Grammar, HeadingMatch
from pipeline.layout.forms import ColumnRole, Forms, fold_words
from pipeline.layout.lettered import find_lettered
from pipeline.layout.lines import STROKE
from pipeline.records import Page

LineRole = Literal["body", "furniture", "contents", "heading", "footnote"]

EDGE_LINES = 2  # running headers and footers stand in the first or last lines of a page
REPEATED_ON = 3  # pages
REPEATED_SHARE = 0.25
SHORTEST_SHAPE = 3  # consonants; fewer say too little
DAMAGED_ENTRIES = 4  # of a table of contents, in a row
LONGEST_ARTICLE = 3  # letters
LISTED_SHAPE = 5  # consonants by which a heading is known from the table of contents
LONGEST_HEADING = 110
LONG_HEADING = 40  # a shorter one is not broken at the line's end
CHAIN_MEMORY = 100  # candidates back to which a chain of headings may reach
LONGEST_TABLE_HEAD = 14  # words
TABLE_COLUMNS = 3
TABLES_THROUGHOUT = 0.5  # share of the sections with goals

PAGE_NUMBER = re.compile(r"[-–—|]?\s*\d{1,3}\s*[-–—|]?(?:\s*(?:von|/)\s*\d{1,3})?")
NAMED_PAGE_NUMBER = re.compile(r"[-–—|]?\s*(?:Seite|S\.)\s*\d{1,3}\s*[-–—|]?(?:\s*(?:von|/)\s*\d{1,3})?")
LEADERS = re.compile(r"^(?P<title>.*?[^\s.…_·])\s*(?:[.…_·]\s?){3,}[\s.…_·a-z]*\s*(?P<page>\d{1,3})$")
CONTENTS_ENTRY = re.compile(r"^(?P<title>.*\w.*?)\s+(?P<page>\d{1,3})$")
RUBBISH = re.compile(r"(?:(?:([A-Za-z])\1*[^\w\s]*|[^\w\s]+)(?:\s+|$))+")  # single letters and signs
SENTENCE_END = re.compile(r"[.!?:…][\"“”»«'’‘)\]]*\W{0,2}\d{0,2}$")


@frozen
class Line:
    """A written line. `gap` says that an empty line, or a page's start, is above it.

    `note` is the mark of the footnote that begins with it; `columns` are those of the table's head above it;
    `doubtful` says that the label at its front may be but a mention, `numbered` that it begins a table's row
    whose label is a number alone, `run_on` that it was cut from a line that holds several goals.
    """

    page: int
    text: str
    gap: bool
    role: LineRole = "body"
    heading: HeadingMatch | None = None
    starts_page: bool = False
    note: str = ""
    columns: tuple[ColumnRole, ...] = ()
    doubtful: bool = False
    numbered: bool = False
    run_on: bool = False


def usual_width(texts: Iterable[str]) -> int:
    """Length that a full line has: nine lines of ten are no longer."""
    lengths = sorted(map(len, texts))
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def may_end(text: str) -> bool:
    """Whether a sentence or a list may end with a line: it does not go on from a small letter."""
    last = text.rstrip().rpartition(" ")[2]
    return ends_sentence(last) or not last[:1].islower()


def written_lines(pages: Sequence[Page]) -> Iterator[Line]:
    """All written lines of a document."""
    for page in pages:
        gap, first = True, True
        for text in page.lines:
            if text.strip():
                yield Line(page.number, STROKE.sub("", text.strip()), gap, starts_page=first)
                first = False
            gap = not text.strip()


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does, a footnote's mark behind it aside.

    >>> ends_sentence("Es gibt ein Netz.“3"), ends_sentence("Es gibt ein Netz von")
    (True, False)
    """
    return SENTENCE_END.search(text.rstrip()) is not None


# --------------------------------------------------------------- furniture


def mark_furniture(lines: Sequence[Line], grammar: Grammar) -> list[Line]:
    """Mark page numbers, rubbish, and what comes back at the edges of pages; labels differ by numbers."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        by_page[line.page].append(at)
    edges = {at for places in by_page.values() for at in (*places[:EDGE_LINES], *places[-EDGE_LINES:])}
    edges -= {at for at in edges if grammar.match_label(lines[at].text)}
    repeated = _repeated_shapes([_shape(lines[at].text) for at in sorted(edges)], len(by_page))
    furniture = {
        at for at in edges if _shape(lines[at].text) in repeated or PAGE_NUMBER.fullmatch(lines[at].text)
    }
    furniture |= {at for at, line in enumerate(lines) if NAMED_PAGE_NUMBER.fullmatch(line.text)}
    for at, line in enumerate(lines):
        apart = line.gap or at - 1 in furniture
        if apart and RUBBISH.fullmatch(line.text) and not grammar.match_form_alone(line.text):
            furniture.add(at)
    return [evolve(line, role="furniture") if at in furniture else line for at, line in enumerate(lines)]


def _shape(text: str) -> str:
    """What stays of a line from page to page: its consonants, since numbers and umlauts vary."""
    return re.sub(r"[^b-df-hj-np-sv-z]", "", text.casefold())


def _repeated_shapes(shapes: Sequence[str], pages: int) -> set[str]:
    """Shapes that come back, read a little differently each time, on enough pages."""
    needed = max(REPEATED_ON, REPEATED_SHARE * pages)
    alike: dict[str, Counter[str]] = defaultdict(Counter)
    for shape in shapes:
        if len(shape) > SHORTEST_SHAPE:
            alike[shape[:SHORTEST_SHAPE]][shape] += 1
    return {
        shape
        for counts in alike.values()
        for shape in counts
        if sum(count for other, count in counts.items() if _alike(shape, other)) >= needed
    }


def _alike(shape: str, other: str) -> bool:
    if shape == other:
        return True
    if abs(len(shape) - len(other)) > 3:
        return False
    same = sum(a == b for a, b in zip(shape, other, strict=False))
    return same >= 0.85 * max(len(shape), len(other))


# ---------------------------------------------------------------- contents


def mark_contents(lines: Sequence[Line], forms: Forms) -> list[Line]:
    """Mark the table of contents: lines with leaders, and what ends in page numbers below its title.

    Leaders and page numbers are often misread: what stands between entries, or on their page below the last
    as a title, is one too.
    """
    entries = {at for at, line in enumerate(lines) if line.role == "body" and LEADERS.match(line.text)}
    for title, line in enumerate(lines):
        if line.role == "body" and forms.is_contents(line.text) and not _is_among_heads(lines, title, forms):
            entries |= {title, *_listed_below(lines, title, entries)}
    return [evolve(line, role="contents") if at in entries else line for at, line in enumerate(lines)]


def _is_among_heads(lines: Sequence[Line], at: int, forms: Forms) -> bool:
    """Whether the line above and that below are heads of columns, as "Inhalt" may be one."""
    beside = (lines[place].text for place in (at - 1, at + 1) if 0 <= place < len(lines))
    return all(forms.column_role(text) for text in beside)


def _listed_below(lines: Sequence[Line], title: int, entries: Container[int]) -> Iterator[int]:
    """The lines below the title of a table of contents that belong to it."""
    pending: list[int] = []
    for at in range(title + 1, len(lines)):
        line = lines[at]
        if line.role != "body":
            continue
        if at in entries or CONTENTS_ENTRY.match(line.text):
            yield from (*pending, at)
            pending = []
        elif line.page != lines[title].page:
            break
        elif len(pending) < DAMAGED_ENTRIES and not ends_sentence(line.text):
            pending.append(at)
        else:
            return
    yield from pending


# ------------------------------------------------------------------ tables


def mark_tables(lines: Sequence[Line], grammar: Grammar, forms: Forms) -> list[Line]:
    """Mark the heads of tables as furniture, and what stands between them and the next heading.

    Where most sections have tables, one whose head could not be read is taken to have the table of the last.
    """
    heads = dict(_table_heads(lines, forms))
    head_words = {word for at in heads for word in fold_words(lines[at].text)}  # a head may come in pieces
    throughout = _has_tables_throughout(lines, heads, grammar)
    marked: list[Line] = []
    columns: tuple[ColumnRole, ...] = ()
    for at, line in enumerate(lines):
        columns = () if line.role == "heading" and not throughout else heads.get(at, columns)
        in_pieces = head_words >= set(fold_words(line.text)) or forms.column_role(line.text) == "label"
        rest = bool(columns) and line.role == "body" and in_pieces
        role = "furniture" if at in heads or rest else line.role
        marked.append(evolve(line, role=role, columns=columns))
    return marked


def _has_tables_throughout(lines: Sequence[Line], heads: Container[int], grammar: Grammar) -> bool:
    sections = [[-1, False, False]]  # where it begins, whether it has a label, a head
    for at, line in enumerate(lines):
        if line.role == "heading":
            sections.append([at, False, False])
        sections[-1][1] |= line.role == "body" and grammar.match_label(line.text) is not None
        sections[-1][2] |= at in heads
    with_goals = [has_head for _, has_label, has_head in sections if has_label]
    return len(with_goals) > 1 and sum(with_goals) >= TABLES_THROUGHOUT * len(with_goals)


def _table_heads(lines: Sequence[Line], forms: Forms) -> Iterator[tuple[int, tuple[ColumnRole, ...]]]:
    """The lines of the heads of tables, each with the columns that the head names."""
    at = 0
    while at < len(lines):
        columns, end = columns_of_head(lines[at].text, forms), at + 1
        if len(columns) < TABLE_COLUMNS:
            columns, end = _head_on_lines(lines, at, forms)
        if len(columns) >= TABLE_COLUMNS and lines[at].role in ("body", "furniture"):
            yield from ((place, columns) for place in range(at, end))
        else:
            end = at + 1
        at = end


def _head_on_lines(lines: Sequence[Line], at: int, forms: Forms) -> tuple[tuple[ColumnRole, ...], int]:
    """The columns of a head of which each stands on a line of its own, and where it ends."""
    roles: list[ColumnRole] = []
    end = at
    while end < len(lines) and lines[end].page == lines[at].page and lines[end].role in ("body", "furniture"):
        role = forms.column_role(lines[end].text.replace("|", " "))
        if role is None or role in roles:
            break
        roles.append(role)
        end += 1
    return tuple(roles), end


def columns_of_head(text: str, forms: Forms) -> tuple[ColumnRole, ...]:
    """The columns that a line names, in order, if it is short and hardly anything else."""
    words = [word for word in re.split(r"[\s|\[\]]+", text) if word]
    capitals = [word for word in words if word[:1].isupper()]
    if len(words) > LONGEST_TABLE_HEAD or len(capitals) < TABLE_COLUMNS or 2 * len(capitals) < len(words):
        return ()
    roles = [forms.column_role(word) for word in capitals]
    if None in roles and any(word.endswith(":") for word in words):  # "Zuständig: Jugendamt Frist: 2027"
        return ()
    return tuple(dict.fromkeys(role for role in roles if role is not None))


# ---------------------------------------------------------------- headings


def mark_headings(lines: Sequence[Line], grammar: Grammar, forms: Forms) -> list[Line]:
    """Mark the numbered headings: of all that look like one, those whose numbers rise as a chain.

    Those counted by letters or Roman numerals are marked, too.
    """
    found = list(_first_of_each(_candidates(lines, grammar)))
    chain = {found[at][0]: found[at][1] for at in rising_chain([_number(match) for _, match in found])}
    chain |= _lettered(lines, grammar, forms)
    if not chain:
        return [_named_heading(line, grammar) for line in lines]
    marked = [
        evolve(line, role="heading", heading=chain[at]) if at in chain else line
        for at, line in enumerate(lines)
    ]
    return _mark_running_titles(marked, grammar)


def _first_of_each(found: Iterable[tuple[int, HeadingMatch]]) -> Iterator[tuple[int, HeadingMatch]]:
    """The headings without those that only come back on the next page, before any other."""
    for _, same in groupby(found, key=lambda one: _key(one[1])):
        yield next(same)


def _mark_running_titles(lines: Sequence[Line], grammar: Grammar) -> list[Line]:
    """Mark the lines at the edges of pages that are a heading's title, perhaps behind its number.

    The paper's title may stand before that.
    """
    titles = {line.heading.number: _shape(line.heading.title) for line in lines if line.heading}
    by_page = groupby(range(len(lines)), key=lambda at: lines[at].page)
    pages = [[at for at in page if lines[at].role != "furniture"] for _, page in by_page]
    edges = {at for places in pages for at in (*places[:1], *places[-1:])}
    edges = {at for at in edges if lines[at].role == "body" and not grammar.match_label(lines[at].text)}
    return [
        evolve(line, role="furniture") if at in edges and _runs_on(line.text, titles, grammar) else line
        for at, line in enumerate(lines)
    ]


def _runs_on(text: str, titles: Mapping[str, str], grammar: Grammar) -> bool:
    shape = _shape(text)
    if len(shape) >= LISTED_SHAPE and shape in titles.values():
        return True
    return any(
        (title := titles.get(number[0].strip(".")))
        and _shape(grammar.strip_heading_word(text[number.end() :])) == title
        and _can_be_papers_title(text[: number.start()].split())
        for number in re.finditer(r"\d[\d.]*", text)
    )


def _can_be_papers_title(words: Sequence[str]) -> bool:
    """Whether words are names and articles; a sentence has a verb, and may count what a heading names."""
    small = [word for word in words if word[0].islower()]
    at_end = {*words[:1], *words[-1:]} & set(small)
    return not at_end and all(len(word) <= LONGEST_ARTICLE for word in small)


def _candidates(lines: Sequence[Line], grammar: Grammar) -> Iterator[tuple[int, HeadingMatch]]:
    listed = {
        _key(match)
        for line in lines
        if line.role == "contents" and (match := grammar.match_heading(line.text))
    }
    for at, line in enumerate(lines):
        may_be = line.role == "body" and not line.numbered
        match = grammar.match_heading(line.text) if may_be else None
        if (
            match
            and looks_like_heading(line.text)
            and (_stands_apart(lines, at, grammar) or _key(match) in listed)
        ):
            yield at, match


def _lettered(lines: Sequence[Line], grammar: Grammar, forms: Forms) -> dict[int, HeadingMatch]:
    """The headings counted by letters; those without a goal among them are a list inside a text."""
    labels = {at for at, line in enumerate(lines) if line.numbered or grammar.match_label(line.text)}
    candidates = (
        (at, line.text)
        for at, line in enumerate(lines)
        if line.role == "body" and at not in labels
        if looks_like_heading(line.text) and _stands_apart(lines, at, grammar)
    )
    found = find_lettered(candidates, grammar, forms)
    among = range(min(found, default=0), max(found, default=0))
    return found if any(at in labels for at in among) else {}


def _key(match: HeadingMatch) -> tuple[str, str]:
    """By what a heading and its line in the table of contents are known to be the same."""
    return match.number, _shape(match.title)[:LISTED_SHAPE]


def join_wrapped_headings(lines: Sequence[Line], grammar: Grammar) -> list[Line]:
    """Take the second line of a long heading into its title."""
    joined: list[Line] = []
    for at, line in enumerate(lines):
        above = joined[-1] if joined else None
        if above is not None and above.heading is not None and _is_wrapped(lines, at, above, grammar):
            title = f"{above.heading.title} {line.text}"
            joined[-1] = evolve(above, heading=HeadingMatch(above.heading.number, title))
        else:
            joined.append(line)
    return joined


def _is_wrapped(lines: Sequence[Line], at: int, above: Line, grammar: Grammar) -> bool:
    line, last = lines[at], at + 1 == len(lines)
    stands_alone = not line.gap and (last or lines[at + 1].gap or lines[at + 1].role != "body")
    plain = line.role == "body" and looks_like_heading(line.text) and not grammar.match_label(line.text)
    return stands_alone and plain and len(line.text) < len(above.text) and len(above.text) >= LONG_HEADING


def _named_heading(line: Line, grammar: Grammar) -> Line:
    """Where no heading has a number, those that begin with a word such as "Themenfeld" are known by it."""
    title = grammar.strip_heading_word(line.text)
    label = grammar.match_label(line.text)
    if (
        line.role == "body"
        and line.gap
        and title != line.text
        and looks_like_heading(line.text)
        and not label
    ):
        return evolve(line, role="heading", heading=HeadingMatch("", title))
    return line


def looks_like_heading(text: str) -> bool:
    """Whether a line is short and no sentence."""
    return len(text) <= LONGEST_HEADING and not re.search(r"[.;:,!]$|-$", text)


def _stands_apart(lines: Sequence[Line], at: int, grammar: Grammar) -> bool:
    """Whether a line begins something: below a space, a sentence's end, or the heading of its chapter."""
    if lines[at].gap or at == 0 or lines[at - 1].role != "body" or ends_sentence(lines[at - 1].text):
        return True
    above, here = (grammar.match_heading(lines[place].text) for place in (at - 1, at))
    return above is not None and here is not None and here.number == f"{above.number}.1"


def _number(match: HeadingMatch) -> tuple[int, ...]:
    return tuple(map(int, match.number.split(".")))


def rising_chain(numbers: Sequence[tuple[int, ...]]) -> list[int]:
    """Places of the best chain of rising numbers; a step to the very next number counts most.

    >>> rising_chain([(1,), (1, 1), (2,), (2, 1), (2,), (2, 2), (3,)])
    [0, 1, 2, 3, 5, 6]
    """
    best: list[tuple[float, int | None]] = []
    for at, number in enumerate(numbers):
        near = range(max(0, at - CHAIN_MEMORY), at)
        before = [(best[i][0] + _step_worth(numbers[i], number), i) for i in near if numbers[i] < number]
        best.append(max(before, default=(_start_worth(number), None)))
    chain = []
    place: int | None = max(range(len(best)), key=lambda at: best[at][0], default=None)
    while place is not None:
        chain.append(place)
        place = best[place][1]
    return chain[::-1]


def _start_worth(number: tuple[int, ...]) -> float:
    return 1.0 if sum(number) == len(number) else 0.2


def _step_worth(before: tuple[int, ...], number: tuple[int, ...]) -> float:
    deeper = number == (*before, 1)
    depth = len(number)
    beside = depth <= len(before) and number == (*before[: depth - 1], before[depth - 1] + 1)
    return 1.0 if deeper or beside else 0.2
