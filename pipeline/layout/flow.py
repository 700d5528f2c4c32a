"""Running text and label columns: which line belongs to which goal.

The lines of a page are read in rows from top to bottom, columns of prose one after the other. A label
opens a goal; the lines that stand under its text, and not further left, belong to it. Three forms are
known by where the text goes on:

    LZ 2.1     Text in a column of its own,          UZ 2.1.1 Text goes on      Maßnahme 3.1.2
               going on under its beginning.         at the margin.             Text under its label.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from attrs import evolve, frozen

from pipeline.grammar import LabelMatch, bare_number
from pipeline.layout.columns import reading_order
from pipeline.layout.facts import Fact, FactForm, read_fact
from pipeline.layout.headings import BARE_NUMBER, CAPTION, MUCH_LARGER, Neighbours, find_heading
from pipeline.layout.lines import Line, is_raised, join_lines, make_line, rows_of, split_line, without_marks
from pipeline.layout.named import names_several
from pipeline.layout.parts import Part, Style

ALIGNED = 0.6  # em; left edges that differ less are one (scans are uneven, quotes hang out)
LONGEST_LABEL = 12  # letters; nothing longer is a label unless the grammar says so
OTHER_COLUMN = 100.0  # points; columns of prose stand at least so far apart
FULL_LINE = 0.88  # of the column's width; a shorter line ends a paragraph
MOST_PIECES = 3  # into which gaps may tear a label
DOUBTFUL_GAP = 2.0  # em; justified lines have narrower gaps, except in very narrow columns
SURE_LABEL = 1.3  # cost up to which a label may tell where the label column is
SENTENCE_ENDS = (".", "!", "?", ":", "“", "”", '"', ")", ";")
BULLETS = tuple("•●▪■◦‣∙·–—-*►➢➤✓✔»«¢°+")


@frozen
class Goal:
    """The goal that is being read. `text_x` is where its text stands, None until that is known.

    It is `spaced` if goals are parted by more than lines are: then what follows closely belongs to it.
    """

    number: int
    label_x: float
    form: Literal["column", "inline", "below"]
    text_x: float | None
    last: Line
    spaced: bool = False


@frozen
class LabelRow:
    """A row that begins with a label. `rest` stands beside it, `apart` by a gap or an aligned column."""

    label: Line
    rest: Line | None
    apart: bool


@frozen
class Columns:
    """Left edges of the labels of a page, and of the texts that stand apart beside them."""

    labels: tuple[float, ...] = ()
    texts: tuple[float, ...] = ()


class FlowReader:
    """Reads running text page by page; remembers the goal that a page breaks off."""

    def __init__(
        self, style: Style, numbers: Iterator[int], gutter: float | None, facts: FactForm | None
    ) -> None:
        self.style = style
        self.numbers = numbers
        self.gutter = gutter
        self.facts = facts
        self.fact: Fact | None = None  # the fact that is being read
        self.open: Goal | None = None
        self.form: Literal["column", "inline", "below"] = "inline"
        self.spaced = False  # whether there was space above the label read last
        self.before: Goal | None = None  # the goal that a paragraph without a label has ended
        self.last: Line | None = None
        self.left: float | None = None  # edge of the column read last

    def close(self) -> None:
        """End the open goal: what follows is no text of it."""
        self.open = self.before = None

    def shift(self, right: float) -> None:
        """Move the columns of the open goal to where the next page has them."""
        if self.open is not None:
            text_x = None if self.open.text_x is None else self.open.text_x + right
            self.open = evolve(self.open, label_x=self.open.label_x + right, text_x=text_x)

    def read(self, lines: Sequence[Line]) -> Iterator[Part]:
        """Parts of one line each, in reading order."""
        for column in reading_order(lines, self.gutter, self.style.grammar):
            yield from self._read_column(column)

    def _read_column(self, lines: Sequence[Line]) -> Iterator[Part]:
        rows = settle_labels(rows_of(lines), self.style)
        columns = find_columns(rows, self.style)
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        if self.left is not None and abs(left - self.left) >= OTHER_COLUMN:
            self.shift(left - self.left)
        self.left = left
        whole = [join_lines(row) for row in rows]
        for number, row in enumerate(rows):
            above = whole[number - 1] if number else self._directly_above(whole[0])
            below = whole[number + 1] if number + 1 < len(rows) else None
            yield from self._read_row(row, Neighbours(above, below, left, right), columns)
        self.last = whole[-1]

    def _directly_above(self, line: Line) -> Line | None:
        """The line read last, if it stands above on the same page: there one column became two."""
        last = self.last
        return last if last is not None and last.page == line.page and last.bottom < line.bottom else None

    def _read_row(self, row: Sequence[Line], around: Neighbours, columns: Columns) -> Iterator[Part]:
        labelled = self._find_label(row, around, columns)
        if labelled is not None:
            yield from self._open_goal(labelled, around, columns)
            return
        line = join_lines(row)
        part = self._read_fact(row, line, around)
        if part is not None:
            yield part
            return
        if self._goes_on(line) and not line.size >= MUCH_LARGER * self.style.size:
            yield self._add(line)
            return
        heading = find_heading(line, around, self.style)
        if heading is not None:
            self.close()
            yield Part("heading", (line,), number=heading.number)
        elif self._belongs(line, around):
            yield self._add(line)
        else:
            before = self.open or self.before
            self.close()
            self.before = before if before is not None and _is_set_like(line, before) else None
            yield Part("text", (line,), after=self.before.number if self.before else None)

    def _read_fact(self, row: Sequence[Line], line: Line, around: Neighbours) -> Part | None:
        """What the row says of the open goal, if it begins a fact or goes on with one."""
        if self.facts is None or self.open is None or _is_in_brackets(self.open.last):
            return None
        found = read_fact(row, self.style, self.facts)
        if found is not None:
            if not found.apart and names_several(line.text, self.style.forms):  # named.py parts them
                found = evolve(found, role="text", value=line)
            self.fact = found
            self.open = evolve(self.open, last=line)
            empty = Part("furniture", (line,))
            return empty if found.value is None else Part(found.role, (found.value,), self.open.number)
        if self.fact is None or not self._goes_on_with_fact(self.fact, line, around):
            self.fact = None
            return None
        self.open = evolve(self.open, last=line)
        return Part(self.fact.role, (line,), self.open.number)

    def _goes_on_with_fact(self, fact: Fact, line: Line, around: Neighbours) -> bool:
        if fact.apart:
            return line.x0 >= fact.x - ALIGNED * line.size
        above = around.above
        follows = above is not None and not self.style.is_new_paragraph(above, line)
        return follows and above is not None and _is_full(above, around)

    # -------------------------------------------------------------- labels

    def _find_label(self, row: Sequence[Line], around: Neighbours, columns: Columns) -> LabelRow | None:
        labelled = split_label(row, self.style)
        if labelled is None:
            return self._guess_label(row, columns)
        aligned = labelled.rest is not None and is_near(labelled.rest.x0, columns.texts, labelled.label.size)
        if labelled.apart or aligned:
            return evolve(labelled, apart=True)
        return labelled if self._starts_paragraph(row[0], around) else None

    def _guess_label(self, row: Sequence[Line], columns: Columns) -> LabelRow | None:
        """What stands in the label column beside a text is a label, however it was misread."""
        if len(row) < 2 or not is_near(row[0].x0, columns.labels, row[0].size):
            return None
        text = row[0].text
        beside = is_near(row[1].x0, columns.texts, row[1].size)
        if beside and len(text) <= LONGEST_LABEL and not BARE_NUMBER.fullmatch(text) and has_digit(text):
            return LabelRow(row[0], join_lines(row[1:]), apart=True)
        return None

    def _starts_paragraph(self, line: Line, around: Neighbours) -> bool:
        """Whether a line begins a paragraph, so that a label in it is no mention inside a sentence."""
        above = around.above
        if above is None:
            last = self.open.last if self.open is not None and self.open.form == "inline" else None
            return last is None or self.fact is not None or ends_sentence(last) or not _is_full(last, around)
        if self.fact is not None and not self.style.grammar.leads_to_mention(above.text):
            return True
        tolerance = ALIGNED * line.size
        if self.style.is_new_paragraph(above, line) or line.x0 < above.x0 - tolerance:
            return True
        if line.bold and not above.bold:
            return True
        short = above.x1 < around.left + FULL_LINE * (around.right - around.left)
        return ends_sentence(above) or short

    def _open_goal(self, labelled: LabelRow, around: Neighbours, columns: Columns) -> Iterator[Part]:
        goal, self.fact = next(self.numbers), None
        label, rest = labelled.label, labelled.rest
        form, text_x = self._form_of(labelled, around, columns)
        if around.above is not None:
            self.spaced = self.style.is_new_paragraph(around.above, label)
        self.open = Goal(goal, label.x0, form, text_x, rest or label, self.spaced)
        self.form = form
        yield Part("label", (label,), goal)
        if rest is not None:
            yield Part("text", (rest,), goal, doubt=_doubt_of_gaps(rest))

    def _form_of(
        self, labelled: LabelRow, around: Neighbours, columns: Columns
    ) -> tuple[Literal["column", "inline", "below"], float | None]:
        """How the text of a label goes on, seen from the row below."""
        label, rest, below = labelled.label, labelled.rest, around.below
        if rest is None:
            return "below", None
        tolerance = ALIGNED * label.size
        goes_on = (
            below is not None
            and not self.style.is_new_paragraph(rest, below)
            and self.style.grammar.match_label(below.text) is None
        )
        if not goes_on or below is None:
            form = "column" if labelled.apart else self.form if self.form != "below" else "inline"
            return form, rest.x0 if form == "column" else None
        if below.x0 > label.x0 + tolerance:
            return "column", min(below.x0, rest.x0)
        if labelled.apart and not _is_full(rest, around):
            return "column", rest.x0
        return "inline", None

    # ------------------------------------------------------------ belonging

    def _goes_on(self, line: Line) -> bool:
        """Whether a line surely goes on with the open goal: in its column, or in the same paragraph."""
        if self.open is None:
            return False
        if self.open.form == "column" and self.open.text_x is not None:
            return line.x0 >= self.open.text_x - ALIGNED * line.size
        last = self.open.last
        if self.open.form == "below" and self.open.text_x is None:
            numbered = self.style.grammar.match_heading(line.text) is not None
            return not numbered and line.x0 >= self.open.label_x - ALIGNED * line.size
        if last.page != line.page or last.bold != line.bold or self.style.is_new_paragraph(last, line):
            return False
        within = self.open.spaced or not ends_sentence(last)
        return within and line.x0 >= self.open.label_x - ALIGNED * line.size

    def _belongs(self, line: Line, around: Neighbours) -> bool:
        goal = self.open
        if goal is None or goal.form == "column" or line.x0 < goal.label_x - ALIGNED * line.size:
            return False
        if goal.form == "below":
            return True
        if line.page != goal.last.page:
            return not ends_sentence(goal.last) or self._is_set_in(line, goal)
        if self.style.is_new_paragraph(goal.last, line):
            return self._is_set_in(line, goal)
        return (
            goal.spaced
            or not (ends_sentence(goal.last) and not _is_full(goal.last, around))
            or self._is_set_in(line, goal)
        )

    def _is_set_in(self, line: Line, goal: Goal) -> bool:
        """Whether a paragraph is indented under an inline goal, or an item of its list."""
        indented = line.x0 > goal.label_x + ALIGNED * line.size
        return indented or (line.text.startswith(BULLETS) and goal.last.text.endswith((":", ",", ";")))

    def _add(self, line: Line) -> Part:
        assert self.open is not None
        text_x = line.x0 if self.open.text_x is None else min(self.open.text_x, line.x0)
        self.open = evolve(self.open, last=line, text_x=text_x)
        return Part("text", (line,), self.open.number, doubt=_doubt_of_gaps(line))


def _doubt_of_gaps(line: Line) -> str | None:
    """Whether a line has a gap as if it ran over several columns that were not told apart."""
    widest = max((word.x0 - before.x1 for before, word in pairwise(line.words)), default=0.0)
    return "order-assumed" if widest > DOUBTFUL_GAP * line.size else None


def _is_set_like(line: Line, goal: Goal) -> bool:
    """Whether a line stands where an inline goal's text stands, in the same type."""
    last, same = goal.last, ALIGNED * line.size
    aligned = abs(line.x0 - goal.label_x) <= same or abs(line.x0 - last.x0) <= same
    alike = line.bold == last.bold and abs(line.size - last.size) < 0.1 * last.size
    return goal.form == "inline" and aligned and alike and CAPTION.match(line.text) is None


def adopt_paragraphs(parts: Iterable[Part], style: Style) -> Iterator[Part]:
    """Give paragraphs between two goals to the one above, if they do not speak of the goals to come."""
    waiting: list[Part] = []
    for part in parts:
        if part.after is not None and (not waiting or waiting[0].after == part.after):
            waiting.append(part)
            continue
        yield from _adopted(waiting, style) if part.role == "label" else waiting
        waiting = [part] if part.after is not None else []
        if part.after is None:
            yield part
    yield from waiting


def _adopted(parts: Sequence[Part], style: Style) -> Iterable[Part]:
    text = " ".join(line.text for part in parts for line in part.lines)
    if style.grammar.talks_of_goals(text):
        return parts
    return (evolve(part, goal=part.after, doubt="extent-assumed") for part in parts)


# --------------------------------------------------------------------- rows


def split_label(row: Sequence[Line], style: Style) -> LabelRow | None:
    """Split a row into the label with which it begins and what stands beside it.

    A label may itself be torn by a wide gap: "LZ  1", "LZ  1 Es gibt".
    """
    for count in range(min(len(row), MOST_PIECES), 0, -1):
        first = join_lines(row[:count])
        match = style.grammar.match_label(without_marks(first).text)
        if match is not None and count_words(match, first) > sum(
            len(line.words) for line in row[: count - 1]
        ):
            label, rest = split_line(first, count_words(match, first))
            beside = [line for line in (rest, *row[count:]) if line is not None]
            apart = rest is None and bool(beside)
            return LabelRow(label, join_lines(beside) if beside else None, apart) if label else None
    return None


def count_words(match: LabelMatch, line: Line) -> int:
    """Number of words of a line that make up its label."""
    letters, wanted = 0, len("".join(match.printed.split()))
    for number, word in enumerate(line.words, start=1):
        letters += 0 if is_raised(word, line) else len(word.text)
        if letters >= wanted:
            return number
    return len(line.words)


def find_columns(rows: Iterable[Sequence[Line]], style: Style) -> Columns:
    """Where labels and the texts beside them stand, by the labels that are beyond doubt."""
    labels, texts = [], []
    for row in rows:
        match = style.grammar.match_label(row[0].text)
        if match is not None and not match.rest and match.cost <= SURE_LABEL and len(row) > 1:
            labels.append(row[0].x0)
            texts.append(row[1].x0)
    return Columns(tuple(labels), tuple(texts))


def settle_labels(rows: Sequence[Sequence[Line]], style: Style) -> list[Sequence[Line]]:
    """Bring a label that stands beside the middle of its text up to the text's first line.

    One that a narrow column broke is put together first.
    """
    rows = join_torn_labels(rows, style)
    settled = list(rows)
    for number, row in enumerate(rows):
        if len(row) == 1 and 0 < number < len(rows) - 1 and style.grammar.match_label(row[0].text):
            start = _start_beside(rows, number, style)
            if start is not None:
                settled[start] = [row[0], *settled[start]]
                settled[number] = []
    return [row for row in settled if row]


def join_torn_labels(rows: Sequence[Sequence[Line]], style: Style) -> list[Sequence[Line]]:
    """Put a number right below its level, both beside texts, behind the level."""
    joined = list(rows)
    for number, row in enumerate(rows[:-1]):
        below = rows[number + 1]
        if len(row) > 1 and row[0] == joined[number][0] and _is_torn(row[0], below, style):
            joined[number] = [make_line([*row[0].words, *below[0].words], row[0].page), *row[1:]]
            joined[number + 1] = below[1:]
    return [row for row in joined if row]


def _is_torn(level: Line, below: Sequence[Line], style: Style) -> bool:
    number, same = below[0], ALIGNED * level.size
    under = abs(number.x0 - level.x0) <= same and not style.is_new_paragraph(level, number)
    alone = bool(style.grammar.match_form_alone(level.text)) and bool(bare_number(number.text))
    return under and alone


def _start_beside(rows: Sequence[Sequence[Line]], number: int, style: Style) -> int | None:
    """Index of the first row of the text that a lone label stands in the middle of."""
    label = rows[number][0]
    above, below = rows[number - 1], rows[number + 1]
    if len(above) > 1 or len(below) > 1 or min(above[0].x0, below[0].x0) < label.x1:
        return None
    if style.is_new_paragraph(above[0], below[0]):
        return None
    start = number - 1
    while (
        start > 0 and len(rows[start - 1]) == 1 and _is_same_text(rows[start - 1][0], rows[start][0], style)
    ):
        start -= 1
    first = rows[start - 1] if start else ()
    beside_other = len(first) > 1 and _is_same_text(first[-1], rows[start][0], style)
    return None if beside_other else start


def _is_same_text(above: Line, line: Line, style: Style) -> bool:
    return abs(above.x0 - line.x0) <= ALIGNED * line.size and not style.is_new_paragraph(above, line)


def is_near(x: float, places: Iterable[float], size: float) -> bool:
    """Whether a left edge is one of those given."""
    return any(abs(x - place) <= ALIGNED * size for place in places)


def ends_sentence(line: Line) -> bool:
    """Whether a line may end a sentence; a mark of a footnote behind it does not count."""
    words = [word.text for word in line.words if not is_raised(word, line)]
    return bool(words) and words[-1].endswith(SENTENCE_ENDS)


def _is_in_brackets(line: Line) -> bool:
    """Whether a bracket that was opened in a line goes on in the next."""
    return line.text.count("(") > line.text.count(")")


def _is_full(line: Line, around: Neighbours) -> bool:
    return line.x1 >= around.left + FULL_LINE * (around.right - around.left)


def has_digit(text: str) -> bool:
    """Whether a text has a figure."""
    return any(letter.isdigit() for letter in text)
