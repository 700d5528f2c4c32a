"""Make a goal of each row: its words, its flags, and how sure all of it is."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import evolve, frozen

from pipeline.records import Block, Deadline, Goal, Identifier, RepairedBlock, Theme

DeadlineReading = Callable[[str, str | None], tuple[tuple[Deadline, ...], frozenset[str]]]

POOR_SCAN = 0.7  # confidence of a text of a page that OCR could hardly read
ASSUMED = 0.6  # confidence of a text that the layout could not prove
WITHOUT_BOXES = 0.95  # confidence of a text that stands by its label in plain text
WITHOUT_TEXT = 0.3
DOUBTFUL_WORD = 0.7
UNSURE_ID = 0.75
PROVEN_ID = 0.95  # so sure is a misread identifier only where the outline leaves no other
MOSTLY = 0.85
SEVERAL = 5
DANGLING = re.compile(  # "… bis", "… Treff-", and a comma, as OCR reads a full stop
    r"\s(?:[a-zäöü]{1,3}|eine[nmrs]?|über|unter|sowie|oder|nach|durch|beim)$|\w-$|,\W*$"
)
SCAN_POOR = "scan-poor"
NOTHING = frozenset({"", "-", "–", "—", "/"})  # what a cell says that says nothing


@frozen
class Row:
    """The blocks of one goal; `cells` by their role."""

    identifier: Identifier
    label: RepairedBlock
    cells: Mapping[str, RepairedBlock]

    @property
    def words(self) -> str:
        """The goal's repaired text."""
        return self.cells["text"].text.text if "text" in self.cells else ""

    def cell(self, role: str) -> str | None:
        """The repaired text of a cell; None where it is missing or says nothing."""
        text = self.cells[role].text.text.strip() if role in self.cells else ""
        return None if text in NOTHING else text


def make_goals(
    blocks: Sequence[RepairedBlock],
    identifiers: Sequence[Identifier],
    sections: Mapping[int, Theme],
    deadlines: DeadlineReading,
) -> dict[int, Goal]:
    """The goals by their row, in document order."""
    cells: dict[int, dict[str, RepairedBlock]] = {}
    for one in blocks:
        if one.block.row is not None:
            cells.setdefault(one.block.row, {})[one.block.role] = one
    labels = [one for one in blocks if one.block.role == "label"]
    rows = {
        label.block.row: Row(identifier, label, cells[label.block.row])
        for label, identifier in zip(labels, identifiers, strict=True)
        if label.block.row is not None
    }
    numbered = _has_numbers_alone(identifiers)
    goals = {
        number: _goal(row, sections.get(number), deadlines, numbered=numbered) for number, row in rows.items()
    }
    punctuated = _punctuated_levels(goals.values())
    return {number: _flag_unfinished(goal, punctuated) for number, goal in goals.items()}


def _punctuated_levels(goals: Iterable[Goal]) -> set[str]:
    """Levels of which nearly all goals are sentences."""
    ends: dict[str, list[bool]] = {}
    for goal in goals:
        ends.setdefault(goal.level, []).append(_ends(goal.text))
    return {
        level for level, all_ends in ends.items() if sum(all_ends) >= MOSTLY * max(len(all_ends), SEVERAL)
    }


def _ends(text: str) -> bool:
    return re.search(r"[.!?:…]\W*$", text) is not None


def _flag_unfinished(goal: Goal, punctuated: set[str]) -> Goal:
    """Flag a goal that breaks off, or begins, where the others of its level do not, or where no text does."""
    broken = not _ends(goal.text) or goal.text[:1].islower()
    within = goal.level in punctuated and broken
    if not goal.text or not (within or DANGLING.search(goal.text)):
        return goal
    return evolve(
        goal, flags=(*goal.flags, "text-unfinished"), confidence=min(goal.confidence, DOUBTFUL_WORD)
    )


def _has_numbers_alone(identifiers: Sequence[Identifier]) -> bool:
    """Whether labels are numbers throughout, so that their lengths tell the levels apart."""
    alone = sum(identifier.level_assumed for identifier in identifiers)
    return alone >= max(MOSTLY * len(identifiers), SEVERAL)


def _goal(row: Row, theme: Theme | None, read_deadlines: DeadlineReading, *, numbered: bool) -> Goal:
    found, doubts = read_deadlines(row.words, row.cell("deadline"))
    text = row.cells.get("text")
    return Goal(
        id=row.identifier.id,
        level=row.identifier.level,
        parent=row.identifier.parent,
        theme=theme.number if theme else None,
        text=row.words,
        text_raw=text.text.raw if text else "",
        deadlines=found,
        responsible=row.cell("responsible"),
        indicator=row.cell("indicator"),
        page=row.label.block.page,
        bbox=row.label.block.bbox + (text.block.bbox if text else ()),
        confidence=round(min(_confidences(row)), 3),
        flags=tuple(_flags(row, doubts, numbered=numbered)),
        footnotes=text.block.marks if text else (),
        printed=row.label.block.text,
        doubts=text.text.doubts if text else (),
    )


def _confidences(row: Row) -> list[float]:
    text = row.cells.get("text")
    if text is None or not row.words:
        return [WITHOUT_TEXT]
    flags = set(text.block.flags) - {SCAN_POOR}
    assigned = ASSUMED if flags else 1.0 if text.block.bbox else WITHOUT_BOXES
    read = POOR_SCAN if SCAN_POOR in text.block.flags else 1.0
    words = [repair.confidence for repair in text.text.repairs]
    doubts = [DOUBTFUL_WORD for _ in text.text.doubts]
    return [row.identifier.confidence, assigned, read, *words, *doubts]


def _is_extent_assumed(block: Block) -> bool:
    """Whether it is not sure where a text ends: layout says so, or plain text has several paragraphs."""
    return "extent-assumed" in block.flags or (not block.bbox and "\n\n" in block.text)


def _flags(row: Row, doubts: frozenset[str], *, numbered: bool) -> list[str]:
    """What a person should look at, in a fixed order; `numbered` where the document has but numbers."""
    text = row.cells.get("text")
    raised = {
        "id-repaired": row.identifier.repaired and row.identifier.confidence < PROVEN_ID,
        "id-guessed": row.identifier.guessed,
        "level-assumed": row.identifier.level_assumed and not numbered,
        "id-doubtful": row.identifier.confidence < UNSURE_ID,
        "text-missing": not row.words,
        "order-assumed": text is not None and "order-assumed" in text.block.flags,
        "columns-mixed": text is not None and "columns-mixed" in text.block.flags,
        "extent-assumed": text is not None and _is_extent_assumed(text.block),
        SCAN_POOR: text is not None and SCAN_POOR in text.block.flags,
        "word-doubtful": any(one.text.doubts for one in row.cells.values()),
        "deadline-conflict": "deadline-conflict" in doubts,
        "deadline-guessed": "deadline-guessed" in doubts,
    }
    return [code for code, applies in raised.items() if applies]
