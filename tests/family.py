"""A family of strategies, drawn by a seed: outlines, how they are printed, and how print is damaged.

The damage is what Tesseract's English model makes of labels, noted from real runs; it is written down here
apart from the rules, so that the rules are tested against something that they did not make.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, zip_longest
from operator import attrgetter
from textwrap import wrap

from attrs import evolve, frozen

from pipeline.records import Page, Word

SCHEMES = (("LZ",), ("LZ", "UZ"), ("LZ", "UZ", "M"), ("HF", "LZ", "UZ", "M"))
PLACES = ("Königsfurt", "Mühlheide", "Schönbach", "Erlenfurt", "Oberröden", "Großbrück")
ACTORS = (
    "Der Landkreis",
    "Das Jugendamt",
    "Die Kreisverwaltung",
    "Das Sozialamt",
    "Der Beirat",
    "Die Fachstelle",
)
DOINGS = ("berät", "begleitet", "stärkt", "vernetzt", "fördert", "schult", "informiert", "unterstützt")
WHOM = (
    "Familien",
    "Vereine",
    "Ehrenamtliche",
    "Jugendliche",
    "Betriebe",
    "Schulen",
    "Gemeinden",
    "Nachbarschaften",
)
HOW = (
    "in allen Orten",
    "vor Ort",
    "wohnortnah",
    "mit festen Sprechzeiten",
    "in Leichter Sprache",
    "ohne Hürden",
)

LETTERS = {"Ü": "UO", "Q": "aO0", "Z": "z", "U": "uV", "L": "lI1", "H": "N", "F": "f", "M": "M"}
DIGITS = {
    "0": "oO",
    "1": "lIi",
    "2": "zZ",
    "3": "3s",
    "4": "A4",
    "5": "Ss",
    "6": "eb",
    "7": "T7",
    "8": "gB",
    "9": "og",
}


@frozen
class Entry:
    """A goal as it should be found; `printed` is its label on paper, damaged or not."""

    id: str
    parent: str | None
    theme: str
    text: str
    printed: str
    damaged: bool = False


def draw_strategy(seed: int, goals: int, *, gaps: float = 0.0, doubles: float = 0.0) -> tuple[Entry, ...]:
    """An outline of about so many goals; `gaps` and `doubles` are shares left out or printed twice."""
    dice = random.Random(seed)
    scheme = dice.choice(SCHEMES)
    themes = max(2, min(12, goals // 8))
    entries: list[Entry] = []
    for theme in range(1, themes + 1):
        entries += _draw_theme(dice, scheme, theme, max(1, goals // themes))
    kept = _with_gaps(entries, dice, gaps)
    return tuple(_with_doubles(kept, dice, doubles))


def _draw_theme(dice: random.Random, scheme: Sequence[str], theme: int, goals: int) -> Iterator[Entry]:
    """Goals of one theme. A theme with one goal of the top level may number it by the theme alone."""
    drawn = 0
    top = scheme[0]
    alone = top != "HF" and dice.random() < 0.4
    first = 0
    while drawn < goals:
        first += 1
        numbers = [(theme,)] if alone or top == "HF" else [(theme, first)]
        branch = list(_draw_branch(dice, scheme, numbers[0], theme, None, 1 if top != "HF" else 0))
        yield from branch
        drawn += len(branch)
        if alone or top == "HF":
            return


def _draw_branch(
    dice: random.Random,
    scheme: Sequence[str],
    number: tuple[int, ...],
    theme: int,
    parent: str | None,
    depth: int,
) -> Iterator[Entry]:
    own = scheme[0] + ".".join(map(str, number))
    blank = dice.choice(("", " ")) if dice.random() < 0.3 else ""
    yield Entry(own, parent, f"4.{theme}", draw_text(dice), own.replace(scheme[0], scheme[0] + blank, 1))
    if len(scheme) == 1:
        return
    for child in range(1, dice.randint(0 if depth > 1 else 1, 5 if depth < 2 else 3) + 1):
        yield from _draw_branch(dice, scheme[1:], (*number, child), theme, own, depth + 1)


def draw_text(dice: random.Random) -> str:
    """One to three sentences, unlike each other."""
    sentences = []
    for _ in range(dice.choice((1, 1, 2, 3))):
        whom, other = dice.sample(WHOM, 2)
        sentence = f"{dice.choice(ACTORS)} {dice.choice(DOINGS)} {whom} und {other} {dice.choice(HOW)}"
        sentences.append(f"{sentence} in {dice.choice(PLACES)} bis {dice.randint(2025, 2034)}.")
    return " ".join(sentences)


def _with_gaps(entries: Sequence[Entry], dice: random.Random, share: float) -> list[Entry]:
    """Leave out goals that have none below them; what is left stays as it is numbered."""
    parents = {entry.parent for entry in entries}
    return [entry for entry in entries if entry.id in parents or dice.random() >= share]


def _with_doubles(entries: Sequence[Entry], dice: random.Random, share: float) -> Iterator[Entry]:
    """Print some labels of leaves twice, with another text."""
    parents = {entry.parent for entry in entries}
    for entry in entries:
        yield entry
        if entry.id not in parents and dice.random() < share:
            yield evolve(entry, text=draw_text(dice))


def damage_labels(entries: Sequence[Entry], share: float, seed: int) -> tuple[Entry, ...]:
    """Damage this share of the labels."""
    dice = random.Random(seed)
    return tuple(
        evolve(entry, printed=damage_label(entry.printed, dice), damaged=True)
        if dice.random() < share
        else entry
        for entry in entries
    )


def damage_label(printed: str, dice: random.Random) -> str:
    """One or two kinds of damage: capitals, lost dots, digits read as letters, letters read twice."""
    kinds = [_lower, _lower, _lower, _lose_dots, _lose_dots, _misread_digit, _read_twice, _comma]
    damaged = printed
    for kind in dice.sample(kinds, dice.choice((1, 1, 2))):
        damaged = kind(damaged, dice)
    return damaged


def _lower(printed: str, dice: random.Random) -> str:
    return (
        printed[:1] + printed[1:].replace("Z", "z", 1)
        if dice.random() < 0.5
        else printed.lower().replace("m", "M")
    )


def _lose_dots(printed: str, dice: random.Random) -> str:
    places = [at for at, letter in enumerate(printed) if letter == "."]
    lost = set(dice.sample(places, dice.randint(1, len(places)))) if places else set()
    return "".join(letter for at, letter in enumerate(printed) if at not in lost)


def _misread_digit(printed: str, dice: random.Random) -> str:
    places = [at for at, letter in enumerate(printed) if letter in DIGITS]
    if not places:
        return printed
    at = dice.choice(places)
    return printed[:at] + dice.choice(DIGITS[printed[at]]) + printed[at + 1 :]


def _read_twice(printed: str, dice: random.Random) -> str:
    at = next((at for at, letter in enumerate(printed) if letter in DIGITS), None)
    if at is None:
        return printed
    return printed[:at] + dice.choice(DIGITS[printed[at]]) + printed[at:]


def _comma(printed: str, dice: random.Random) -> str:
    return printed.replace(".", ",", 1)


# ------------------------------------------------------------------- paper

HEADER = "Sozialstrategie für den Landkreis Lindental 2025–2030"
THEMES = ("Bildung", "Familie", "Pflege", "Wohnen", "Mobilität", "Arbeit", "Kultur", "Sport", "Gesundheit")
MORE_THEMES = ("Ehrenamt", "Klima", "Digitales", "Integration")
PROSE = (
    "Die Strategie entstand in sechs Sitzungen der Planungsgruppen und wurde im Kreistag beraten. Beteiligt "
    "waren Vereine, Träger und Gemeinden. Grundlage sind die Berichte der vergangenen Jahre, siehe auch LZ 1 "
    "und die Auswertung im Anhang. Viele Hinweise kamen aus den Ortschaften.",
    "In den Ortskernen stehen Häuser leer, während junge Leute vergeblich nach einer Wohnung suchen. Wer "
    "hier etwas ändern will, braucht einen langen Atem und Verbündete vor Ort.",
)
WIDTH = 88
PAGE_LINES = 46


def write_inline(entries: Sequence[Entry], seed: int) -> str:
    """Plain text in which every label stands on one line with its text."""
    return _write(entries, seed, _inline_goals)


def write_own_line(entries: Sequence[Entry], seed: int) -> str:
    """Plain text in which every label is a line of its own above its text."""
    return _write(entries, seed, _own_line_goals)


def write_columns(entries: Sequence[Entry], seed: int) -> str:
    """Plain text in which each page's labels stand above each page's texts, as two columns are read."""
    return _write(entries, seed, _column_goals)


def write_torn_columns(entries: Sequence[Entry], seed: int) -> str:
    """The same, where on some pages two paragraphs have grown together or one is torn."""
    return _write(entries, seed, _torn_column_goals)


def write_broken_labels(entries: Sequence[Entry], seed: int) -> str:
    """Plain text with so narrow a column of labels that the number stands below the level."""
    return _write(entries, seed, _broken_label_goals)


def write_trailing_labels(entries: Sequence[Entry], seed: int) -> str:
    """Plain text with the labels on the right, at the ends of the texts' first lines."""
    return _write(entries, seed, _trailing_label_goals)


def write_table_lines(entries: Sequence[Entry], seed: int) -> str:
    """Plain text of tables of which the lines of all cells stand behind each other."""
    return _write(entries, seed, _table_line_goals)


def write_table_cells(entries: Sequence[Entry], seed: int) -> str:
    """Plain text of tables that were read cell by cell."""
    return _write(entries, seed, _table_cell_goals)


def _write(entries: Sequence[Entry], seed: int, goals: Callable[..., Iterator[list[str]]]) -> str:
    dice = random.Random(seed)
    pages: list[list[str]] = [_title_page(), _contents_page(entries), _prose_page(dice)]
    for theme, group in groupby(entries, key=attrgetter("theme")):
        heading = f"{theme}. Themenfeld {theme_title(theme)}"
        pages += goals(heading, list(group), dice)
    pages.append(["5. Ausblick", "", *wrap(PROSE[0], WIDTH)])
    return "\f".join("\n".join([HEADER, "", *page, "", str(number)]) for number, page in enumerate(pages, 1))


def theme_title(theme: str) -> str:
    """The title of a theme by its number."""
    titles = THEMES + MORE_THEMES
    return titles[(int(theme.rpartition(".")[2]) - 1) % len(titles)]


def _title_page() -> list[str]:
    return ["Integrierte Sozialstrategie für den", "Landkreis Lindental 2025–2030", "", "Stand: Mai 2025"]


def _contents_page(entries: Sequence[Entry]) -> list[str]:
    themes = dict.fromkeys(entry.theme for entry in entries)
    lines = [
        f"{theme}. Themenfeld {theme_title(theme)} {'.' * 30} {at + 4}" for at, theme in enumerate(themes)
    ]
    return [
        "Inhalt",
        "1. Vorwort ........................ 3",
        "4. Themenfelder ........................ 4",
        *lines,
    ]


def _prose_page(dice: random.Random) -> list[str]:
    return [
        "1. Vorwort",
        "",
        *wrap(PROSE[0], WIDTH),
        "",
        *wrap(PROSE[1], WIDTH),
        "",
        "4. Themenfelder",
        "",
        *wrap(PROSE[1], WIDTH),
    ]


def _introduction(dice: random.Random) -> list[str]:
    return [*wrap(PROSE[1], WIDTH), ""] if dice.random() < 0.5 else []


def _inline_goals(heading: str, group: Sequence[Entry], dice: random.Random) -> Iterator[list[str]]:
    lines = [heading, "", *_introduction(dice)]
    for entry in group:
        block = [*wrap(f"{entry.printed} {entry.text}", WIDTH), ""]
        if len(lines) + len(block) > PAGE_LINES:
            yield lines
            lines = []
        lines += block
    yield lines


def _own_line_goals(heading: str, group: Sequence[Entry], dice: random.Random) -> Iterator[list[str]]:
    lines = [heading, "", *_introduction(dice)]
    for entry in group:
        block = [entry.printed, "", *wrap(entry.text, WIDTH), ""]
        if len(lines) + len(block) > PAGE_LINES:
            yield lines
            lines = []
        lines += block
    yield lines


def _column_goals(
    heading: str, group: Sequence[Entry], dice: random.Random, torn: float = 0.0
) -> Iterator[list[str]]:
    number, _, title = heading.partition(" ")
    apart = dice.random() < 0.5  # the heading's number stands in the column of labels
    start = 0
    while start < len(group):
        page = group[start : start + dice.randint(6, 14)]
        labels, texts = [entry.printed for entry in page], [wrap(entry.text, WIDTH - 8) for entry in page]
        if start == 0 and apart:
            labels, texts = [number, *labels], [[title], *texts]
        above = [heading, "", *_introduction(dice)] if start == 0 and not apart else []
        texts = _damage_paragraphs(texts, dice) if dice.random() < torn else texts
        yield [
            *above,
            *(line for label in labels for line in (label, "")),
            *(line for text in texts for line in (*text, "")),
        ]
        start += len(page)


def _torn_column_goals(heading: str, group: Sequence[Entry], dice: random.Random) -> Iterator[list[str]]:
    return _column_goals(heading, group, dice, torn=0.5)


def _broken_label_goals(heading: str, group: Sequence[Entry], dice: random.Random) -> Iterator[list[str]]:
    """Each label is torn behind its letters, and its number stands before the second line of the text."""
    lines = [heading, "", *_introduction(dice)]
    for entry in group:
        (level, number), *_ = re.findall(r"^(\D+?) ?([\d.]+)$", entry.printed)
        first, *rest = [*wrap(entry.text, WIDTH - 8), ""]
        lines += [f"{level} {first}", f"{number} {rest[0]}".strip(), *rest[1:], ""]
    yield from _pages(lines)


def _trailing_label_goals(heading: str, group: Sequence[Entry], dice: random.Random) -> Iterator[list[str]]:
    lines = [heading, "", *_introduction(dice)]
    for entry in group:
        first, *rest = wrap(entry.text, WIDTH - 8)
        lines += [f"{first} {entry.printed}", *rest, ""]
    yield from _pages(lines)


TABLE_HEAD = ("Nr.", "Ziel / Maßnahme", "Zuständig", "Frist")
BODIES = (
    ("Jugendamt",),
    ("Sozialamt",),
    ("Amt für Kreis-", "entwicklung"),
    ("Träger der freien", "Jugendhilfe"),
)
TERMS = ("31.12.2026", "laufend", "Ende 2027", "mittelfristig", "bis 2028", "2. Hj. 2025")


def _table_line_goals(heading: str, group: Sequence[Entry], dice: random.Random) -> Iterator[list[str]]:
    lines = [heading, "", " ".join(TABLE_HEAD)]
    for entry in group:
        body, text = dice.choice(BODIES), wrap(entry.text, 60)
        height = max(len(body), len(text))
        rows = zip_longest(text, body, [dice.choice(TERMS)], fillvalue="")
        shown = [" ".join(filter(None, row)) for row in list(rows)[:height]]
        lines += [f"{entry.printed} {shown[0]}", *shown[1:]]
    yield lines


def _table_cell_goals(heading: str, group: Sequence[Entry], dice: random.Random) -> Iterator[list[str]]:
    lines = [heading, "", *(line for name in TABLE_HEAD for line in (name, ""))]
    for entry in group:
        cells = [[entry.printed], wrap(entry.text, 30), dice.choice(BODIES), [dice.choice(TERMS)]]
        lines += [line for cell in cells for line in (*cell, "")]
    yield lines


def _pages(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines of a theme in pages, cut at empty lines."""
    page: list[str] = []
    for line in lines:
        page.append(line)
        if not line and len(page) > PAGE_LINES:
            yield page
            page = []
    yield page


def _damage_paragraphs(texts: list[list[str]], dice: random.Random) -> list[list[str]]:
    """Let two neighbours grow together, or tear one where a line ends."""
    damaged = [list(text) for text in texts]
    long = [at for at, text in enumerate(damaged) if len(text) > 1]
    if long and dice.random() < 0.5:
        at = dice.choice(long)
        cut = dice.randint(1, len(damaged[at]) - 1)
        damaged[at : at + 1] = [damaged[at][:cut], damaged[at][cut:]]
    elif len(damaged) > 2:
        at = dice.randint(1, len(damaged) - 2)
        damaged[at : at + 2] = [damaged[at] + damaged[at + 1]]
    return damaged


# ------------------------------------------------------------- pages with boxes

LETTER = 5.0  # points; every letter is as wide
LINE = 13.0
LEFT, TEXT_LEFT, CELLS = 57.0, 125.0, (420.0, 500.0)
TOP, BOTTOM = 80.0, 760.0


@frozen
class Pen:
    """Where the next line of a page begins, and the words written so far."""

    pages: list[list[Word]]
    top: float = TOP

    def write(self, text: str, x0: float, *, size: float = 10.0, bold: bool = False) -> None:
        """Write one line's words at the pen's height."""
        for word in text.split(" "):
            x1 = x0 + len(word) * LETTER * size / 10
            self.pages[-1].append(Word(word, x0, self.top, x1, self.top + size, "Serif", size, bold))
            x0 = x1 + LETTER * size / 10

    def down(self, lines: float = 1.0) -> "Pen":
        """The pen some lines further down, or at the top of a new page."""
        top = self.top + lines * LINE
        if top > BOTTOM:
            self.pages.append([])
            return evolve(self, top=TOP)
        return evolve(self, top=top)


def draw_label_column(entries: Sequence[Entry]) -> tuple[Page, ...]:
    """Pages with a column of labels and a column of texts."""
    return _draw(entries, _draw_beside)


def draw_inline(entries: Sequence[Entry]) -> tuple[Page, ...]:
    """Pages of running text in which a label begins each goal."""
    return _draw(entries, _draw_running)


def draw_table(entries: Sequence[Entry]) -> tuple[Page, ...]:
    """Pages with tables without lines: label, text, who, until when."""
    return _draw(entries, _draw_row, head=("Nr.", "Ziel", "Zuständig", "Frist"))


def _draw(
    entries: Sequence[Entry], draw: Callable[[Pen, Entry], Pen], head: tuple[str, ...] = ()
) -> tuple[Page, ...]:
    pen = Pen([[]])
    for theme, group in groupby(entries, key=attrgetter("theme")):
        pen = pen.down(2)
        pen.write(f"{theme}. Themenfeld {theme_title(theme)}", LEFT, size=14.0, bold=True)
        pen = pen.down(2)
        if head:
            for text, x0 in zip(head, (LEFT, TEXT_LEFT, *CELLS), strict=True):
                pen.write(text, x0, bold=True)
            pen = pen.down(1.5)
        for entry in group:
            pen = draw(pen, entry).down(0.7)
    return tuple(_page(number, words) for number, words in enumerate(pen.pages, start=1))


def _draw_beside(pen: Pen, entry: Entry) -> Pen:
    pen.write(entry.printed, LEFT, bold=True)
    return _draw_lines(pen, wrap(entry.text, 70), TEXT_LEFT)


def _draw_running(pen: Pen, entry: Entry) -> Pen:
    return _draw_lines(pen, wrap(f"{entry.printed} {entry.text}", 90), LEFT)


def _draw_row(pen: Pen, entry: Entry) -> Pen:
    lines = wrap(entry.text, 52)
    if pen.top + len(lines) * LINE > BOTTOM:
        pen = evolve(pen, top=BOTTOM).down()
    pen.write(entry.printed, LEFT)
    pen.write("Sozialamt", CELLS[0])
    pen.write("2027", CELLS[1])
    return _draw_lines(pen, lines, TEXT_LEFT)


def _draw_lines(pen: Pen, lines: Sequence[str], x0: float) -> Pen:
    for line in lines:
        pen.write(line, x0)
        pen = pen.down()
    return pen


def _page(number: int, words: list[Word]) -> Page:
    running = Pen([[]], top=40.0)
    running.write(HEADER, LEFT, size=8.0)
    footer = Pen([[]], top=800.0)
    footer.write(str(number), 290.0)
    return Page(number, 595.0, 842.0, "text-layer", words=(*running.pages[0], *words, *footer.pages[0]))


# The ways in which text without boxes holds labels and texts.
WRITERS = (write_inline, write_own_line, write_columns, write_torn_columns, write_trailing_labels)
