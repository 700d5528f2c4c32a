"""Every record that crosses the border of a stage.

Frozen, with tuples for lists; a changed record is a new one (`attrs.evolve`). Field names are the
keys of `catalogue.json` and `diff.json`, in the order in which they are written there. This module
imports nothing of the project.

Coordinates are PDF points (1/72 inch), origin at the top left of the page, pages counted from 1.
Offsets are half open, ``[start, end)``, in Unicode code points.
"""

from typing import Literal

from attrs import field, frozen

# ----------------------------------------------------------------- extract

BoundingBox = tuple[int, float, float, float, float]  # page, x0, top, x1, bottom


@frozen
class Source:
    """The file that was read; `file` is its name without folders.

    `recognised` is the number of its pages that an OCR run made here has read.
    """

    file: str
    sha256: str
    pages: int
    kind: Literal["pdf", "text"]
    recognised: int = 0


@frozen
class Word:
    """A run of letters without a blank, with its box in points and its type.

    `turned` says that it runs across the other words of the page, for instance upwards.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    font: str = ""
    size: float = 0.0
    bold: bool = False
    turned: bool = False


@frozen
class Ruling:
    """A drawn line or the edge of a drawn box, in points; x0 == x1 or top == bottom."""

    x0: float
    top: float
    x1: float
    bottom: float


@frozen
class Scan:
    """How well OCR could read a page: the dots per inch of its picture, and the mean confidence in a letter.

    A `resolution` of 0 is unknown.
    """

    resolution: float = 0.0
    confidence: float = 1.0


@frozen
class Page:
    """One page. A PDF's has `words` (and perhaps `rulings`), a plain text's has `lines`.

    `origin` says where the words come from: the file's own text layer, an OCR run made here, or a
    plain text file. `lines` keeps empty lines, because they part paragraphs. `scan` is for pages that OCR
    read here.
    """

    number: int
    width: float
    height: float
    origin: Literal["text-layer", "ocr", "plain"]
    words: tuple[Word, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    lines: tuple[str, ...] = ()
    scan: Scan | None = None


@frozen
class Document:
    """A document as read. `pages` are in order, numbered from 1."""

    source: Source
    pages: tuple[Page, ...]


# ------------------------------------------------------------------ repair

RepairMethod = Literal[
    "umlaut",  # ä ö ü Ä Ö Ü lost by the OCR model
    "eszett",  # ß lost by the OCR model
    "confusion",  # another letter misread: l/I/1, O/0, rn/m …
    "name",  # a name brought to the form that the document or a list gives it
    "context",  # a word that exists, replaced by its twin because of its neighbours
    "split",  # two words grown together
    "join",  # one word torn in two
    "quote",  # „ “ ‚ ‘
    "number",  # O/0, l/1 where the grammar of a date or number demands it
    "hyphenation",  # hyphen of a line's end taken out
    "footnote-mark",  # mark of a footnote taken out of the text
    "bullet",  # list mark taken out of the text
    "unicode",  # composed form, soft hyphens, ligatures, stray diacritics
]


@frozen
class Repair:
    """One change of a text. `start` and `end` are offsets in the *raw* text."""

    start: int
    end: int
    before: str
    after: str
    method: RepairMethod
    confidence: float
    alternatives: tuple[str, ...] = ()


@frozen
class Doubt:
    """A word that may still be wrong. Offsets are in the *repaired* text."""

    start: int
    end: int
    word: str
    reason: str
    alternatives: tuple[str, ...] = ()


@frozen
class RawText:
    """A text as read, lines separated by newlines, with the changes already decided upon.

    `edits` come from the layout (footnote marks, bullets): ordered, not overlapping, and kept by the
    repair as they are. `recognised` says that an OCR run made here read the page: its umlauts are sound,
    but a word may be misread all the same, and is doubted rather than changed.
    """

    text: str
    page: int
    edits: tuple[Repair, ...] = ()
    recognised: bool = False


@frozen
class RepairedText:
    """A repaired text.

    `apply_repairs(repairs, raw)` gives the text with its line breaks; `text` is that in one line
    (every run of white space one blank).
    """

    raw: str
    text: str
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Doubt, ...] = ()


# ------------------------------------------------------------------ layout

BlockRole = Literal[
    "title",  # title page: title, county, period
    "heading",  # heading of a section; `number` holds its number as printed
    "label",  # a goal's identifier as printed
    "text",  # running text: a goal's, an introduction's or a prose chapter's
    "responsible",  # cell of a table: who does it
    "deadline",  # cell of a table: until when
    "indicator",  # cell of a table: by what it is measured
    "footnote",  # text of a footnote; `number` holds its mark
    "furniture",  # running header, footer, page number, repeated table header
    "contents",  # line of the table of contents
]


@frozen
class Block:
    """A piece of a page that belongs together, in reading order.

    `text` is raw: lines separated by a newline, paragraphs by an empty line. `edits` are changes the
    layout has decided upon (footnote marks, bullets), with offsets in `text`; `marks` are the footnote
    marks found. Blocks of one goal (label, text, cells) share a `row`; None means that the layout could
    not prove what belongs together, and `assemble` has to decide. `flags` are what
    the layout finds doubtful: "order-assumed", "extent-assumed", "columns-mixed", "label-doubtful";
    `assemble` adds "repeated" for what only names goals again, the flow "scan-poor" for texts of pages that
    OCR could hardly read.
    """

    role: BlockRole
    text: str
    page: int
    bbox: tuple[BoundingBox, ...] = ()
    number: str | None = None
    row: int | None = None
    edits: tuple[Repair, ...] = ()
    marks: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@frozen
class RepairedBlock:
    """A block with its repaired text; labels and furniture are not repaired."""

    block: Block
    text: RepairedText


# ------------------------------------------------------------- identifiers


@frozen
class PrintedLabel:
    """A label in document order, before it is known what it means; `theme` is the section's number.

    `doubtful` says that it may be no label at all.
    """

    printed: str
    page: int
    theme: str | None = None
    doubtful: bool = False


@frozen
class Identifier:
    """What a printed label means. `parent` is None where there is none, or none was found.

    `repaired` says that the outline of the document decided, `guessed` that the print was illegible,
    `level_assumed` that it was a number without a level.
    """

    id: str
    level: str
    parent: str | None
    printed: str
    page: int
    repaired: bool = False
    guessed: bool = False
    level_assumed: bool = False
    confidence: float = 1.0


# --------------------------------------------------------------- deadlines

DeadlineKind = Literal["due", "start", "recurring", "relative", "expected", "horizon"]
DeadlineSource = Literal["text", "column", "both"]


@frozen
class Deadline:
    """When a goal is to be reached. For `value` and `recurrence` see the README's table.

    `span` is the place of `text` in the goal's text (None when it stands in the column alone).
    `start` and `end` are the first and last day as ISO 8601 dates.
    """

    kind: DeadlineKind
    value: str | None
    recurrence: str | None
    text: str
    span: tuple[int, int] | None
    source: DeadlineSource = "text"
    start: str | None = None
    end: str | None = None
    anchor: str | None = None
    rrule: str | None = None


# --------------------------------------------------------------- catalogue

Level = str  # "ÜQZ", "HF", "LZ", "UZ", "M"; a county's rules may add its own
Severity = Literal["error", "warning", "info"]


@frozen
class Imprint:
    """What a document says of itself, and the page on which it was read; None where it says nothing."""

    title: str | None = None
    county: str | None = None
    period: tuple[int, int] | None = None
    page: int | None = None


@frozen
class Theme:
    """A section of the strategy in which goals stand."""

    number: str
    title: str
    page: int | None = None


@frozen
class Goal:
    """One goal of any level. `printed` is the identifier as the document printed it.

    `doubts` are the words of `text` for which the flag `word-doubtful` is raised.
    """

    id: str
    level: Level
    parent: str | None
    theme: str | None
    text: str
    text_raw: str
    deadlines: tuple[Deadline, ...] = ()
    responsible: str | None = None
    indicator: str | None = None
    page: int = 1
    bbox: tuple[BoundingBox, ...] = ()
    confidence: float = 1.0
    flags: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    printed: str = ""
    doubts: tuple[Doubt, ...] = ()


@frozen
class Footnote:
    """A footnote of the document."""

    mark: str
    page: int
    text: str


@frozen
class Finding:
    """Something a person should look at. `message` is German and says what to do."""

    severity: Severity
    code: str
    goal: str | None
    page: int | None
    message: str


@frozen
class LoggedRepair:
    """A row of repairs.csv: a repair, and the goal (None: elsewhere) and page that it belongs to."""

    goal: str | None
    page: int
    repair: Repair


Fate = Literal[
    "goal",
    "cell",  # of a goal's row, in a column that no field of the goal is for
    "repeated",  # names goals again that are told more fully elsewhere
    "introduction",
    "heading",
    "prose",
    "footnote",
    "furniture",
    "contents",
    "title",
    "open",
]


@frozen
class Account:
    """What became of one piece of a page.

    "open" pieces belong to nothing and have a finding each, those in a "cell" one together.
    """

    page: int
    fate: Fate
    goal: str | None
    text: str


@frozen
class Catalogue:
    """The dataset of one edition.

    `repairs` go to repairs.csv and `accounts` to coverage.json, not into catalogue.json.
    """

    edition: str
    title: str | None
    county: str | None
    period: tuple[int, int] | None
    source: Source
    themes: tuple[Theme, ...]
    goals: tuple[Goal, ...]
    footnotes: tuple[Footnote, ...] = ()
    findings: tuple[Finding, ...] = ()
    repairs: tuple[LoggedRepair, ...] = field(default=(), eq=False)
    accounts: tuple[Account, ...] = field(default=(), eq=False)


# -------------------------------------------------------------------- diff

Status = Literal[
    "unchanged",
    "reworded",
    "renumbered",
    "moved",
    "level_changed",
    "deadline_changed",
    "split",
    "merged",
    "removed",
    "added",
]
WordOp = tuple[Literal["=", "-", "+"], str]


@frozen
class DeadlineChange:
    """A deadline before and after; None where there was none or is none.

    `days` counts from the old last day to the new one where both are known; `words` says it in German.
    """

    old: Deadline | None
    new: Deadline | None
    days: int | None = None
    words: str = ""


@frozen
class Evidence:
    """What speaks for a pair, each from 0 to 1; None where the goals say nothing of the kind.

    `rare`: words that each edition has in this goal alone; `distinct`: the lead of the wording before that
    of any other goal.
    """

    wording: float
    rare: float | None = None
    distinct: float | None = None
    theme: float | None = None
    parent: float | None = None
    siblings: float | None = None
    children: float | None = None
    deadline: float | None = None
    level: float | None = None
    id: float | None = None


@frozen
class RunnerUp:
    """The pair that came next and was not joined."""

    old: str
    new: str
    score: float


@frozen
class Noise:
    """A difference that is no change: of the typesetting, or a letter that was misread."""

    old: str
    new: str
    kind: Literal["layout", "reading"]


@frozen
class Part:
    """Which part of a split or merged goal went where; `share` is what it explains of the whole."""

    old: str
    new: str
    share: float
    text: tuple[WordOp, ...]


@frozen
class FieldChange:
    """Another value of a field beside text and deadlines; both values as the editions give them."""

    field: Literal["id", "level", "theme", "parent", "responsible", "indicator"]
    old: tuple[str, ...]
    new: tuple[str, ...]


@frozen
class Change:
    """What became of one goal, or of several that were split or merged.

    `flags` are codes of what a person should look at, `notes` the same and more in German. `old_places`
    and `new_places` are places in the catalogues' `goals`: identifiers need not be unique.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    statuses: tuple[Status, ...]
    similarity: float
    confidence: float
    text: tuple[WordOp, ...] = ()
    deadlines: tuple[DeadlineChange, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    parts: tuple[Part, ...] = ()
    evidence: Evidence | None = None
    runner_up: RunnerUp | None = None
    noise: tuple[Noise, ...] = ()
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    old_places: tuple[int, ...] = field(default=(), eq=False)
    new_places: tuple[int, ...] = field(default=(), eq=False)


@frozen
class ThemePair:
    """Two themes that correspond; None on one side where a theme has no counterpart.

    `goals` counts the links between goals of both.
    """

    old: str | None
    new: str | None
    similarity: float
    goals: int


@frozen
class Diff:
    """Two editions compared. Every goal of both stands in exactly one change.

    `noise` counts the differences that were folded away, by kind.
    """

    old: str
    new: str
    summary: dict[Status, int]
    changes: tuple[Change, ...]
    themes: tuple[ThemePair, ...] = ()
    noise: dict[str, int] = field(factory=dict)


@frozen
class Station:
    """A lineage in one edition: its goals there (none: it was left out), and what happened since.

    *Since* is since the edition before, or, after one that left it out, since the last that had it.
    """

    edition: str
    goals: tuple[str, ...]
    statuses: tuple[Status, ...] = ()
    notes: tuple[str, ...] = ()


@frozen
class Lineage:
    """A goal through the editions, with all that it was split into or merged with."""

    first: str
    last: str
    stations: tuple[Station, ...]
