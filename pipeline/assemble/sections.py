"""In which theme each goal stands.

A goal's theme is the deepest heading above it that has a number. Headings that come back in every theme
("4.1.2 Ziele und Maßnahmen") are no themes: the one above them is. Where a document has no headings but
goals that are titles ("HF 3 Mobilität"), those are the themes of what stands below them; so are those that a
document names like headings ("Handlungsfeld 3: Mobilität"), where they tell more apart than its headings do.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.grammar import Grammar
from pipeline.records import Goal, Identifier, RepairedBlock, Theme

TITLE_WORDS = 8  # of a goal that is but the title of a theme


def find_sections(
    blocks: Sequence[RepairedBlock], identifiers: Sequence[Identifier], grammar: Grammar
) -> dict[int, Theme]:
    """The theme of each row. Goals that are titles are better themes than headings without numbers."""
    titles = _by_titles(blocks, identifiers, grammar)
    headings = _by_headings(blocks, grammar)
    numbered = any(one.block.role == "heading" and one.block.number for one in blocks)
    if not numbered and len(set(titles.values())) > 1:
        return titles
    named = _by_titles(blocks, identifiers, grammar, like_headings=True)
    if _count_titles(named) > max(_count_titles({row: headings.get(row) for row in named}), 1):
        taken = {theme.number for theme in named.values()}
        beside = {row: theme for row, theme in headings.items() if theme.number not in taken}
        return beside | named
    return headings or titles


def _count_titles(themes: Mapping[int, Theme | None]) -> int:
    return len({theme.title.casefold() for theme in themes.values() if theme})


def _by_headings(blocks: Sequence[RepairedBlock], grammar: Grammar) -> dict[int, Theme]:
    headings = {at: _theme(one, grammar) for at, one in enumerate(blocks) if one.block.role == "heading"}
    open_themes = _numbered(headings, _with_goals(blocks))
    repeated = _repeated_titles(list(open_themes.values()))
    current = None
    by_number: dict[str, Theme] = {}
    sections: dict[int, Theme] = {}
    for at, one in enumerate(blocks):
        if at in open_themes:
            current = _own_or_above(open_themes[at], by_number, repeated)
        elif one.block.role == "label" and one.block.row is not None and current is not None:
            sections[one.block.row] = current
    return sections


def _by_titles(
    blocks: Sequence[RepairedBlock],
    identifiers: Sequence[Identifier],
    grammar: Grammar,
    *,
    like_headings: bool = False,
) -> dict[int, Theme]:
    """The themes that goals of the highest kind name, where their text is a title and no sentence.

    With `like_headings` only goals that are called as headings are, up to the next chapter.
    """
    texts = {one.block.row: one.text.text for one in blocks if one.block.role == "text"}
    read = iter(identifiers)
    sections: dict[int, Theme] = {}
    current: Theme | None = None
    depth = chapter = 0  # of the last heading, and of that above the first title
    for one in blocks:
        label = one.block
        if label.role == "heading" and label.number:
            depth = len(label.number.strip(". ").split("."))
            current = None if like_headings and depth <= chapter else current
        if label.role != "label":
            continue
        reading, title = grammar.parse(next(read).id), texts.get(label.row, "")
        kind = grammar.kind(reading.prefix) if reading and reading.number else None
        names = kind is not None and (not like_headings or bool(set(kind.forms) & set(grammar.heading_words)))
        if reading and kind and names and not kind.parents and is_title(title):
            current = Theme(".".join(map(str, reading.number)), title, label.page)
            chapter = chapter or depth
        if current is not None and label.row is not None:
            sections[label.row] = current
    return sections


def is_title(text: str) -> bool:
    """Whether a goal's text is but the title of a theme."""
    return bool(text) and not text.endswith(".") and len(text.split()) <= TITLE_WORDS


def _theme(one: RepairedBlock, grammar: Grammar) -> Theme:
    number = (one.block.number or "").replace(",", ".").strip(". ")
    return Theme(number, grammar.strip_heading_word(one.text.text).strip(" .:"), one.block.page)


def _with_goals(blocks: Sequence[RepairedBlock]) -> frozenset[int]:
    """Indices of the headings right under which goals stand."""
    found, heading = set(), -1
    for at, one in enumerate(blocks):
        if one.block.role == "heading":
            heading = at
        elif one.block.role == "label":
            found.add(heading)
    return frozenset(found)


def _numbered(headings: Mapping[int, Theme], with_goals: Collection[int]) -> dict[int, Theme]:
    """Where no heading has a number, those with goals are counted."""
    if any(theme.number for theme in headings.values()):
        return dict(headings)
    numbers = {
        at: str(number) for number, at in enumerate(filter(with_goals.__contains__, headings), start=1)
    }
    return {at: Theme(numbers.get(at, ""), theme.title, theme.page) for at, theme in headings.items()}


def _repeated_titles(themes: Sequence[Theme]) -> frozenset[str]:
    counts = Counter(theme.title.casefold() for theme in themes)
    return frozenset(title for title, count in counts.items() if count > 1)


def _own_or_above(theme: Theme, by_number: dict[str, Theme], repeated: frozenset[str]) -> Theme | None:
    if not theme.number:  # a heading without a number below one that has one
        return by_number.get("")
    by_number[theme.number] = theme
    above = by_number.get(theme.number.rpartition(".")[0])
    chosen = above if above is not None and theme.title.casefold() in repeated else theme
    by_number[""] = chosen  # what a heading without a number stands under
    return chosen


def used_themes(sections: Mapping[int, Theme], goals: Iterable[Goal]) -> tuple[Theme, ...]:
    """The themes in which goals stand, in document order, each once."""
    used = {goal.theme for goal in goals}
    return tuple(dict.fromkeys(theme for theme in sections.values() if theme.number in used))
