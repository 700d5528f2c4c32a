"""Draw strategies on paper: one outline, typeset in many ways, and what should be read from it.

A `Design` is drawn by a seed; each of its fields is something in which counties' papers differ.
"""

import random
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby

import pikepdf
import typst
from attrs import frozen

from tests.family import Entry, draw_strategy, draw_text

FONTS = ("Libertinus Serif", "DejaVu Sans", "Liberation Sans", "Liberation Serif", "New Computer Modern")
TITLES = (
    "Bildung",
    "Familie",
    "Pflege",
    "Wohnen",
    "Mobilität",
    "Arbeit",
    "Kultur",
    "Sport",
    "Gesundheit",
    "Klima",
    "Ehrenamt",
    "Inklusion",
)
INTRODUCTIONS = (
    "In den Ortskernen stehen Häuser leer, während junge Leute vergeblich eine Wohnung suchen. Beides "
    "gehört zusammen gedacht, wie schon der Bericht des Vorjahres gezeigt hat.",
    "Wer krank wird, braucht kurze Wege. Zwei Praxen haben im vergangenen Jahr geschlossen; eine Nachfolge "
    "ist bislang nicht in Sicht. Umso wichtiger sind Angebote, die zu den Menschen kommen, siehe auch UZ 1.1 "
    "im vorigen Abschnitt.",
    "Die Arbeitsgruppe hat sich viermal getroffen.",
)
LISTS = (
    ("eine Sprechstunde im Rathaus,", "ein Faltblatt in einfachen Worten,", "feste Ansprechpersonen."),
    (
        "Beratung vor Ort in jeder Gemeinde, auch am Abend und an Wochenenden, wenn Berufstätige Zeit haben,",
        "Unterlagen auf Papier.",
    ),
)
PERSONS = (
    "Jugendamt",
    "Sozialamt, Träger",
    "Amt für Kreisentwicklung",
    "Gesundheitsamt; Krankenkassen",
    "KVHS",
    "Stabsstelle Sozialplanung",
    "",
)
WHENS = ("31.12.2026", "Ende 2027", "jährlich", "bis März 2026", "2025–2028", "fortlaufend", "")
PROOFS = ("Zahl der Kurse", "Bericht liegt vor", "80 Prozent der Gemeinden", "Teilnehmende je Jahr", "")
NOTES = ("Beschluss Nr. 44 des Kreistages vom 12. März 2024.", "Siehe den Sozialbericht, Seite 44.")
LONG = {"HF": "Handlungsfeld", "LZ": "Leitziel", "UZ": "Unterziel", "M": "Maßnahme"}
HEADS = {
    "label": ("Nr.", "Kennung", "Lfd. Nr.", "Ziel-Nr."),
    "text": ("Ziel / Maßnahme", "Ziele und Maßnahmen", "Beschreibung", "Maßnahme", "Zielformulierung"),
    "responsible": ("Zuständig", "Verantwortlich", "Federführung", "Zuständigkeit"),
    "deadline": ("Frist", "Umsetzung bis", "Zeitraum", "Termin"),
    "indicator": ("Indikator", "Kennzahl", "Messgröße", "Indikatoren"),
    "other": ("Status", "Kosten", "Bemerkungen"),
}


@frozen
class PaperGoal:
    """A goal on paper; `text` as it should be read, paragraphs joined, marks and bullets taken out."""

    id: str
    printed: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...] = ()
    note: str | None = None
    responsible: str = ""
    deadline: str = ""
    indicator: str = ""

    @property
    def level(self) -> str:
        """Letters of the identifier."""
        return self.id.rstrip("0123456789.")

    @property
    def text(self) -> str:
        """All that belongs to the goal."""
        return " ".join((*self.paragraphs, *self.items))


Theme = tuple[str, tuple[PaperGoal, ...]]  # its printed number, its goals


@frozen
class Design:
    """How a strategy is set."""

    form: str = "column"  # column, table, inline, below, two-columns, matrix, facts
    font: str = "Libertinus Serif"
    size: int = 11
    justify: bool = True
    landscape: bool = False
    mirrored: bool = False
    header: str = "same"  # none, same, alternating
    footer: str = "Seite 1"
    title_page: bool = True
    contents: bool = True
    words: bool = False  # "Unterziel 2.1.1" for "UZ 2.1.1"
    colon: bool = False
    bold_top: bool = True
    label_width: float = 2.2  # cm
    gutter: float = 0.3  # cm
    stroke: str = "all"  # all, rows, none, frame, columns, head
    columns: tuple[str, ...] = ("label", "text", "responsible", "deadline", "indicator")
    heads: tuple[str, ...] = ("Nr.", "Ziel / Maßnahme", "Zuständig", "Frist", "Indikator")
    repeat: bool = True
    align: str = "top"
    inset: int = 5
    merged: bool = False  # rows of the top level over all columns
    break_rows: bool = True
    label_in_text: str = "own"  # own, inline, above
    zebra: bool = False  # every other row of a table coloured
    two_up: bool = False  # two pages on each sheet
    fact_colon: bool = False  # "Frist: 2027" for the name and what it says in two columns


def draw_design(seed: int, form: str) -> Design:
    """A design drawn by a seed."""
    dice = random.Random(seed)
    columns = ["text", *dice.sample(["responsible", "deadline", "indicator"], dice.randint(1, 3))]
    if dice.random() < 0.3:
        columns.append("other")
    if dice.random() < 0.3:
        dice.shuffle(columns)
    label_in_text = dice.choice(["own", "own", "own", "inline", "above"])
    if label_in_text == "own":
        columns.insert(0 if dice.random() < 0.8 else len(columns), "label")
    stroke = dice.choice(["all", "all", "rows", "none", "frame", "columns", "head"])
    return Design(
        form=form,
        font=dice.choice(FONTS),
        size=dice.choice([9, 10, 11, 12]),
        justify=dice.random() < 0.6,
        landscape=form == "table" and dice.random() < 0.5,
        mirrored=dice.random() < 0.2,
        header=dice.choice(["none", "same", "alternating"]),
        footer=dice.choice(["1", "Seite 1", "– 1 –", "1 / 1", ""]),
        title_page=dice.random() < 0.7,
        contents=dice.random() < 0.6,
        words=dice.random() < 0.3,
        colon=dice.random() < 0.3,
        bold_top=dice.random() < 0.6,
        label_width=dice.choice([1.9, 2.4, 3.0]),
        gutter=dice.choice([0.15, 0.3, 0.6]),
        stroke=stroke,
        columns=tuple(columns),
        heads=tuple(dice.choice(HEADS[column]) for column in columns),
        repeat=dice.random() < 0.7,
        align=dice.choice(["top", "top", "top", "horizon"]) if stroke in ("all", "rows") else "top",
        inset=dice.choice([3, 5, 7]),
        merged=dice.random() < 0.3,
        break_rows=dice.random() < 0.7,
        label_in_text=label_in_text,
        zebra=dice.random() < 0.25,
        two_up=not (form == "table" and dice.random() < 0.5) and dice.random() < 0.15,
        fact_colon=dice.random() < 0.5,
    )


# ------------------------------------------------------------------- content


def draw_goals(seed: int, count: int, design: Design) -> tuple[Theme, ...]:
    """Themes with their goals."""
    dice = random.Random(seed)
    entries = draw_strategy(seed, count)
    themes = groupby(entries, key=lambda entry: entry.theme)
    return tuple(
        (theme, tuple(_paper_goal(entry, dice, design) for entry in group)) for theme, group in themes
    )


def _paper_goal(entry: Entry, dice: random.Random, design: Design) -> PaperGoal:
    level = entry.id.rstrip("0123456789.")
    number = entry.id.removeprefix(level)
    name = LONG[level] if design.words else level
    blank = " " if design.words or dice.random() < 0.8 else ""
    several = design.form != "inline" and design.form != "two-columns"
    paragraphs = [entry.text]
    if several and dice.random() < 0.15:
        paragraphs.append(draw_text(dice))
    items: tuple[str, ...] = ()
    if dice.random() < 0.1:
        paragraphs[-1] = paragraphs[-1].removesuffix(".") + ", und zwar durch:"
        items = dice.choice(LISTS)
    if dice.random() < 0.1:
        paragraphs[0] = f"Wie in UZ 2.1.1 und M 1.2.3.4 beschrieben: {paragraphs[0]}"
    return PaperGoal(
        id=entry.id,
        printed=f"{name}{blank}{number}" + (":" if design.colon else ""),
        paragraphs=tuple(paragraphs),
        items=items,
        note=dice.choice(NOTES).replace("44", str(dice.randint(10, 99)))
        if not items and dice.random() < 0.08
        else None,
        responsible=dice.choice(PERSONS),
        deadline=dice.choice(WHENS),
        indicator=dice.choice(PROOFS),
    )


# -------------------------------------------------------------------- typst


def typeset(seed: int, count: int, design: Design) -> tuple[bytes, tuple[PaperGoal, ...]]:
    """The paper as PDF, and the goals that are on it."""
    themes = draw_goals(seed, count, design)
    pdf = print_goals(themes, design, random.Random(seed))
    goals = tuple(goal for _, group in themes for goal in group)
    return (print_two_up(pdf) if design.two_up and not design.landscape else pdf), goals


def print_goals(themes: Sequence[Theme], design: Design, dice: random.Random) -> bytes:
    """A paper of these themes as PDF, on single pages."""
    return typst.compile("\n".join(_source(themes, design, dice)).encode())


def print_two_up(pdf: bytes) -> bytes:
    """Two pages side by side on each sheet."""
    sheets = pikepdf.new()
    with pikepdf.open(BytesIO(pdf)) as pages:
        for number, page in enumerate(pages.pages):
            *_, width, height = (float(edge) for edge in page.mediabox)
            sheet = sheets.pages[-1] if number % 2 else sheets.add_blank_page(page_size=(2 * width, height))
            left = width * (number % 2)
            sheet.add_overlay(page, pikepdf.Rectangle(left, 0, left + width, height))
    written = BytesIO()
    sheets.save(written)
    return written.getvalue()


def _source(themes: Sequence[Theme], design: Design, dice: random.Random) -> Iterator[str]:
    yield _settings(design)
    if design.title_page:
        yield _TITLE_PAGE
    if design.contents:
        yield _CONTENTS
    yield "#heading(level: 1)[1. Vorbemerkung]"
    yield "\n\n".join(escape(text) for text in INTRODUCTIONS)
    yield "#heading(level: 1)[4. Themenfelder]"
    for theme, goals in themes:
        title = TITLES[int(theme.split(".")[1]) % len(TITLES)]
        yield f"#heading(level: 2)[{theme}. {dice.choice(['Themenfeld ', ''])}{title}]"
        if dice.random() < 0.6:
            yield escape(dice.choice(INTRODUCTIONS)) + "\n"
        yield _FORMS[design.form](goals, design)
    yield "#heading(level: 1)[5. Ausblick]\nDie Strategie wird jährlich überprüft."


_TITLE_PAGE = """#align(center)[#v(5cm) Landkreis Lindental #v(1cm)
#text(size: 22pt, weight: "bold")[Integrierte Sozialstrategie für den Landkreis Lindental 2025–2030]
#v(2cm) Beschlossen vom Kreistag]
#pagebreak()"""
_CONTENTS = """#heading(outlined: false, numbering: none)[Inhaltsverzeichnis]
#outline(title: none)
#pagebreak()"""
_ALTERNATING = (
    "[#if calc.odd(here().page()) [#h(1fr) Sozialstrategie für den Landkreis] else [Landkreis Lindental]]"
)


def _settings(design: Design) -> str:
    number = "#counter(page).display()"
    footer = {"": "none", "1 / 1": f"[#align(right)[{number} / #counter(page).final().first()]]"}.get(
        design.footer, f"[#align(center)[{design.footer.replace('1', number)}]]"
    )
    header = {
        "none": "none",
        "same": "[Sozialstrategie 2025–2030 #h(1fr) Landkreis Lindental]",
        "alternating": _ALTERNATING,
    }[design.header]
    margin = "(inside: 3.2cm, outside: 1.8cm, y: 2.5cm)" if design.mirrored else "2.3cm"
    page = f"flipped: {_bool(design.landscape)}, margin: {margin}"
    return f"""#set page(paper: "a4", {page}, header: context {header}, footer: context {footer})
#set text(font: "{design.font}", size: {design.size}pt, lang: "de", hyphenate: true)
#set par(justify: {_bool(design.justify)}, spacing: 1em)
#show heading: set block(above: 1.4em, below: 0.8em)"""


def _bool(value: bool) -> str:
    return "true" if value else "false"


def escape(text: str) -> str:
    """Text in which nothing is markup."""
    return "".join("\\" + letter if letter in "#*_$@<>[]`\\~/" else letter for letter in text)


def _body(goal: PaperGoal, design: Design) -> str:
    paragraphs = [escape(paragraph) for paragraph in goal.paragraphs]
    if goal.note:
        paragraphs[-1] += f"#footnote[{escape(goal.note)}]"
    text = "\n\n".join(paragraphs)
    items = "".join(f"\n- {escape(item)}" for item in goal.items)
    bold = design.bold_top and goal.level in ("HF", "LZ")
    return f"#strong[{text}]{items}" if bold else text + items


def _label(goal: PaperGoal, design: Design) -> str:
    bold = design.bold_top and goal.level in ("HF", "LZ")
    return f"#strong[{escape(goal.printed)}]" if bold else escape(goal.printed)


def _columns(goals: Sequence[PaperGoal], design: Design) -> str:
    width = design.label_width + (2.0 if design.words else 0.0)
    rows = "".join(f"[{_label(goal, design)}], [{_body(goal, design)}],\n" for goal in goals)
    return f"#grid(columns: ({width}cm, 1fr), column-gutter: {design.gutter}cm, row-gutter: 0.9em,\n{rows})"


def _inline(goals: Sequence[PaperGoal], design: Design) -> str:
    return "\n\n".join(f"#strong[{escape(goal.printed)}] {_body(goal, design)}" for goal in goals)


def _below(goals: Sequence[PaperGoal], design: Design) -> str:
    return "\n\n".join(f"#strong[{escape(goal.printed)}]\n\n{_body(goal, design)}" for goal in goals)


def _two_columns(goals: Sequence[PaperGoal], design: Design) -> str:
    return f"#columns(2)[\n{_inline(goals, design)}\n]"


def _facts(goals: Sequence[PaperGoal], design: Design) -> str:
    return "\n\n".join(
        "#block(breakable: false, width: 100%, stroke: 0.5pt, inset: 5pt)"
        f"[#strong[{escape(goal.printed)}]\n\n{_fact_lines(goal, design)}]"
        for goal in goals
    )


def _fact_lines(goal: PaperGoal, design: Design) -> str:
    cells = {"Zuständig": goal.responsible, "Frist": goal.deadline, "Indikator": goal.indicator}
    named = [(name, escape(text)) for name, text in cells.items() if text]
    if design.fact_colon:
        return _body(goal, design) + "\n\n" + " \\\n".join(f"{name}: {text}" for name, text in named)
    rows = "".join(f"[{name}], [{text}],\n" for name, text in [("Beschreibung", _body(goal, design)), *named])
    return f"#grid(columns: (auto, 1fr), column-gutter: 0.6em, row-gutter: 0.7em,\n{rows})"


def _matrix(goals: Sequence[PaperGoal], design: Design) -> str:
    """A column for each level; a cell is as high as the cells of the goals below it."""
    levels = list(dict.fromkeys(goal.level for goal in goals))
    heads = ", ".join(f"[*{LONG[level]}e*]" if level != "HF" else "[*Handlungsfeld*]" for level in levels)
    cells = "".join(_matrix_cells(list(goals), levels, design))
    return f"#table(columns: {len(levels)}, stroke: 0.5pt, table.header({heads}),\n{cells})"


def _matrix_cells(goals: list[PaperGoal], levels: Sequence[str], design: Design) -> Iterator[str]:
    """The cells of a branch, row by row; a goal without goals below it has empty cells beside it."""
    while goals:
        goal, below = goals[0], []
        for other in goals[1:]:
            if other.level == goal.level:
                break
            below.append(other)
        goals = goals[1 + len(below) :]
        leaves = _count_rows(below, levels[1:])
        text = f"#strong[{escape(goal.printed)}] {_body(goal, design)}"
        yield f"table.cell(rowspan: {leaves})[{text}],\n"
        if below:
            yield from _matrix_cells(below, levels[1:], design)
        else:
            yield "[], " * (len(levels) - 1) + "\n"


def _count_rows(goals: Sequence[PaperGoal], levels: Sequence[str]) -> int:
    """Rows that a branch takes: those of its goals of the first level, each at least one."""
    if not goals:
        return 1
    starts = [at for at, goal in enumerate(goals) if goal.level == levels[0]]
    ends = [*starts[1:], len(goals)]
    return sum(
        _count_rows(goals[start + 1 : end], levels[1:]) for start, end in zip(starts, ends, strict=True)
    )


_STROKES = {
    "all": "0.5pt",
    "rows": "(x, y) => (top: 0.5pt, bottom: 0.5pt)",
    "none": "none",
    "frame": "(x, y) => if y == 0 {(bottom: 1pt)} else {none}",
    "columns": "(x, y) => (left: 0.5pt, right: 0.5pt)",
    "head": "(x, y) => if y <= 1 {(top: 1pt)} else {none}",
}
_WIDTHS = {
    "label": "auto",
    "text": "3fr",
    "responsible": "1.2fr",
    "deadline": "1fr",
    "indicator": "1.2fr",
    "other": "0.8fr",
}


def _table(goals: Sequence[PaperGoal], design: Design) -> str:
    heads = ", ".join(f"[*{escape(head)}*]" for head in design.heads)
    head = f"table.header(repeat: {_bool(design.repeat)}, {heads}),"
    rows = "".join(_table_row(goal, design) for goal in goals)
    breaking = "" if design.break_rows else "#show table.cell: set block(breakable: false)\n"
    widths = ", ".join(_WIDTHS[column] for column in design.columns)
    return (
        f"{breaking}#table(columns: ({widths}), stroke: {_STROKES[design.stroke]}, inset: {design.inset}pt, "
        f"fill: {_fill(design)}, align: left + {design.align},\n{head}\n{rows})"
    )


def _fill(design: Design) -> str:
    return "(_, y) => if calc.even(y) {luma(235)}" if design.zebra else "none"


def _table_row(goal: PaperGoal, design: Design) -> str:
    if _is_merged(goal, design):
        text = f"#strong[{escape(goal.printed)}] {_body(goal, design)}"
        return f"table.cell(colspan: {len(design.columns)})[{text}],\n"
    cells = {
        "label": _label(goal, design),
        "text": _table_text(goal, design),
        "responsible": escape(goal.responsible),
        "deadline": escape(goal.deadline),
        "indicator": escape(goal.indicator),
        "other": "offen",
    }
    return ", ".join(f"[{cells[column]}]" for column in design.columns) + ",\n"


def _table_text(goal: PaperGoal, design: Design) -> str:
    label = {"own": "", "inline": f"{_label(goal, design)} ", "above": f"{_label(goal, design)} \\\n"}
    return label[design.label_in_text] + _body(goal, design)


_FORMS = {
    "column": _columns,
    "inline": _inline,
    "below": _below,
    "two-columns": _two_columns,
    "table": _table,
    "matrix": _matrix,
    "facts": _facts,
}


def expected_cells(goal: PaperGoal, design: Design) -> dict[str, str]:
    """What should be read from the columns of a table, or from a fact sheet."""
    if design.form not in ("table", "facts") or (design.form == "table" and _is_merged(goal, design)):
        return {}
    wanted = {"responsible": goal.responsible, "deadline": goal.deadline, "indicator": goal.indicator}
    return {
        role: text
        for role, text in wanted.items()
        if (role in design.columns or design.form == "facts") and text
    }


def _is_merged(goal: PaperGoal, design: Design) -> bool:
    return design.merged and goal.level in ("HF", "LZ")
