"""Papers of many designs, drawn by a seed: every goal is found, with its own text and cells."""

from pathlib import Path

import pytest
from attrs import evolve

from pipeline.extract import read_document
from pipeline.grammar import Grammar
from pipeline.layout import lay_out
from tests.layout.paper import Design, PaperGoal, draw_design, expected_cells, typeset
from tests.layout.reading import ReadGoal, fold, read_goals

pytestmark = pytest.mark.no_cover
SEEDS = (1, 6)
MORE_SEEDS = (3, 4, 5, 10, 13, 14)
GOALS = 16


def read_paper(pdf: bytes, folder: Path, grammar: Grammar) -> list[ReadGoal]:
    path = folder / "papier.pdf"
    path.write_bytes(pdf)
    return read_goals(lay_out(read_document(path, "never"), grammar), grammar)


def is_right(read: ReadGoal | None, goal: PaperGoal, design: Design) -> bool:
    """Whether a goal was read as it stands on paper, text and cells."""
    if read is None or read.text != fold(goal.text):
        return False
    return all(read.cells.get(role, "") == fold(text) for role, text in expected_cells(goal, design).items())


@pytest.mark.parametrize("form", ["column", "below", "inline"])
@pytest.mark.parametrize(
    "seed", [*SEEDS, *(pytest.param(seed, marks=pytest.mark.slow) for seed in MORE_SEEDS)]
)
def test_every_goal_has_its_own_text(form: str, seed: int, tmp_path: Path, grammar: Grammar) -> None:
    """In columns, under labels and in running text every goal is read to the letter, in order."""
    design = draw_design(seed, form)
    pdf, goals = typeset(seed, GOALS, design)

    read = read_paper(pdf, tmp_path, grammar)

    assert [one.id for one in read] == [goal.id for goal in goals]
    assert [one.text for one in read] == [fold(goal.text) for goal in goals]


@pytest.mark.slow
@pytest.mark.parametrize(("form", "least"), [("table", 0.97), ("two-columns", 0.9)])
def test_nearly_all_goals_of_a_family_are_right(
    form: str, least: float, tmp_path: Path, grammar: Grammar
) -> None:
    """Tables of any ruling and order, and goals in two columns: what is wrong is rare."""
    right, all_goals, wrong = 0, 0, []
    for seed in (*SEEDS, *MORE_SEEDS):
        design = draw_design(seed, form)
        pdf, goals = typeset(seed, GOALS, design)
        read = {one.id: one for one in read_paper(pdf, tmp_path, grammar)}
        for goal in goals:
            all_goals += 1
            if is_right(read.get(goal.id), goal, design):
                right += 1
            else:
                wrong.append((seed, goal.id))

    assert right >= least * all_goals, wrong


STROKES = ("all", "rows", "none", "frame", "columns", "head")


@pytest.mark.parametrize("stroke", STROKES)
@pytest.mark.parametrize("repeat", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_tables_of_every_ruling_are_read(stroke: str, repeat: bool, tmp_path: Path, grammar: Grammar) -> None:
    """The same table over several pages, ruled in six ways, its head repeated or not."""
    design = Design(form="table", stroke=stroke, repeat=repeat, size=10)
    pdf, goals = typeset(4, 24, design)

    read = {one.id: one for one in read_paper(pdf, tmp_path, grammar)}

    assert [goal.id for goal in goals if not is_right(read.get(goal.id), goal, design)] == []


ORDERS = (
    (("text", "label", "deadline", "responsible"), ("Maßnahme", "Nr.", "Termin", "Federführung")),
    (("deadline", "indicator", "text"), ("Zeitraum", "Messgröße", "Ziele und Maßnahmen")),
    (("label", "text", "other", "responsible"), ("Kennung", "Beschreibung", "Kosten", "Verantwortlich")),
)


@pytest.mark.parametrize(("columns", "heads"), ORDERS)
def test_columns_may_stand_in_any_order(
    columns: tuple[str, ...], heads: tuple[str, ...], tmp_path: Path, grammar: Grammar
) -> None:
    """Columns are known by their heads, and labels stand in their own column or in the text."""
    in_text = "own" if "label" in columns else "inline"
    design = Design(form="table", columns=columns, heads=heads, label_in_text=in_text, size=9)
    pdf, goals = typeset(6, 20, design)

    read = {one.id: one for one in read_paper(pdf, tmp_path, grammar)}

    assert [goal.id for goal in goals if not is_right(read.get(goal.id), goal, design)] == []


def test_labels_beside_the_middle_of_their_row(tmp_path: Path, grammar: Grammar) -> None:
    """Cells centred between rulings belong to the label between the same rulings."""
    design = Design(form="table", stroke="all", align="horizon", size=10)
    pdf, goals = typeset(3, 20, design)

    read = {one.id: one for one in read_paper(pdf, tmp_path, grammar)}

    assert [goal.id for goal in goals if not is_right(read.get(goal.id), goal, design)] == []


UNKNOWN = Design(
    form="table",
    columns=("label", "text", "other", "other"),
    heads=("", "Das nehmen wir uns vor", "Unsere Partnerinnen", "So merken wir es"),
    size=10,
)
ODD = {
    "unknown heads": UNKNOWN,
    "unknown heads, no ruling": evolve(UNKNOWN, stroke="none"),
    "unknown heads, coloured": evolve(UNKNOWN, stroke="none", zebra=True, repeat=False),
    "coloured rows": Design(form="table", stroke="none", zebra=True, inset=3, size=10),
    "coloured rows, merged": Design(form="table", stroke="none", zebra=True, merged=True, size=10),
    "levels side by side": Design(form="matrix", landscape=True, size=9, footer=""),
    "fact sheets": Design(form="facts"),
    "fact sheets with colons": Design(form="facts", fact_colon=True, justify=False),
    "two pages on a sheet": Design(form="column", two_up=True, header="alternating"),
    "two pages on a sheet, table": Design(form="table", two_up=True, mirrored=True, size=9),
}


@pytest.mark.parametrize("design", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (4, 7))])
def test_papers_unlike_others_are_read(design: Design, seed: int, tmp_path: Path, grammar: Grammar) -> None:
    """Every goal with its text and cells, and none besides, however the paper is set."""
    pdf, goals = typeset(seed, 20, design)

    read = {one.id: one for one in read_paper(pdf, tmp_path, grammar)}

    assert [goal.id for goal in goals if not is_right(read.get(goal.id), goal, design)] == []
    assert set(read) == {goal.id for goal in goals}
