"""Findings about what may have been overlooked."""

import pytest
from attrs import evolve

from pipeline.check import check
from pipeline.check.completeness import check_completeness, excerpt
from pipeline.records import Account, Finding, Theme
from tests.factories import SOURCE, catalogue, deadline, goal


@pytest.fixture
def find(grammar):
    """The findings of a catalogue, of one page unless a source is given."""

    def findings(*goals, **fields) -> list[Finding]:
        source = fields.pop("source", evolve(SOURCE, pages=1))
        return list(check_completeness(catalogue(*goals, source=source, **fields), grammar))

    return findings


def test_a_row_with_the_terms_of_several_is_named(find):
    """Three terms in one row of plain text may be those of rows whose identifiers were lost; on paper not."""
    terms = tuple(deadline(f"202{year}-12-31", f"202{year}") for year in range(6, 9))
    box = ((1, 0.0, 0.0, 1.0, 1.0),)

    found = find(
        goal("LZ1", deadlines=terms), goal("LZ2", deadlines=terms[:2]), goal("LZ3", deadlines=terms, bbox=box)
    )

    assert [(one.code, one.goal) for one in found if one.code == "row-overfull"] == [("row-overfull", "LZ1")]


def test_text_without_line_breaks_is_named(find):
    """Where no goal's end is sure, more may be wrong than each says of itself; on paper, or once, not."""
    text = evolve(SOURCE, pages=1, kind="text")
    unsure = [goal(f"LZ{number}", flags=("extent-assumed",)) for number in range(1, 4)]
    runs = [find(*unsure, source=text), find(*unsure), find(*unsure, goal("LZ4"), source=text)]

    assert [any(one.code == "text-run-on" for one in found) for found in runs] == [True, False, False]


@pytest.mark.parametrize(
    ("numbers", "headings", "missing"),
    [
        ("I II IV", "", "III"),
        ("A C", "", "B"),
        ("A C", "B Ausblick", ""),
        ("A B", "", ""),
        ("I II III IV V", "", ""),
        ("1 3", "", ""),
    ],
)
def test_a_letter_left_out_between_themes_is_named(numbers, headings, missing, find):
    """Its heading was not read, and its goals stand with the theme before; with a heading it has no goals."""
    themes = tuple(Theme(number, "Pflege", 1) for number in numbers.split())
    accounts = tuple(account("heading", text) for text in filter(None, [headings]))

    found = find(goal("LZ1"), themes=themes, accounts=accounts)

    named = [one.message for one in found if one.code == "theme-missing"]
    assert (f"Überschrift {missing}." in "".join(named)) == bool(missing) == bool(named)


def account(fate: str, text: str, page: int = 1, goal: str | None = None) -> Account:
    """An account on page 1."""
    return Account(page, fate, goal, text)


@pytest.mark.parametrize(
    ("flag", "severity"),
    [
        ("text-missing", "error"),
        ("id-guessed", "warning"),
        ("order-assumed", "warning"),
        ("columns-mixed", "warning"),
    ],
)
def test_flags_of_goals_become_findings(flag, severity, find):
    """What makes a goal unreliable is said with its page."""
    findings = find(goal("LZ1", flags=(flag,), page=7, printed="L?1"))

    assert [(flag, severity, 7)] == [(one.code, one.severity, one.page) for one in findings]
    assert "Bitte" in findings[0].message


def test_goals_of_a_page_share_a_finding(find):
    """Goals whose texts were put in order by assumption are named together, page by page."""
    findings = find(
        goal("LZ1", flags=("order-assumed",), page=7),
        goal("LZ2", flags=("order-assumed",), page=7),
        goal("LZ3", flags=("order-assumed",), page=8),
    )

    assert [one.page for one in findings] == [7, 8]
    assert "LZ1, LZ2" in findings[0].message


def test_open_text_is_a_finding(find):
    """A paragraph among goals that belongs to none is quoted."""
    findings = find(goal("LZ1"), accounts=(account("open", "Noch ein Absatz."), account("prose", "Ruhig.")))

    assert [(one.code, one.page) for one in findings] == [("text-unassigned", 1)]
    assert "Noch ein Absatz." in findings[0].message


def test_label_that_became_no_goal(find):
    """A line that begins like a goal is a finding, unless there is such a goal."""
    findings = find(
        goal("LZ1"), accounts=(account("prose", "Wir danken.\nUZ 3.1 Es gibt Kurse.\nLZ 1 Alle lernen."),)
    )

    assert [one.code for one in findings] == ["label-unused"]
    assert "UZ 3.1" in findings[0].message


THEMES = (Theme("4.1", "Bildung"), Theme("4.2", "Familie"))
HEADINGS = (
    account("heading", "4.1 Bildung"),
    account("goal", "LZ 1", goal="LZ1"),
    account("heading", "4.2 Familie", page=2),
    account("goal", "LZ 2", page=2, goal="LZ2"),
)


def test_theme_of_the_contents_is_missed(find):
    """A theme that only the table of contents names is a finding; chapters without goals are none."""
    contents = [
        account("contents", text)
        for text in (
            "1. Vorwort .... 3",
            "4.1. Bildung .... 5",
            "4.2 Familie e e 6",
            "4.3. Themenfeld Pflege ..... 7",
        )
    ]
    findings = find(goal("LZ1", theme="4.1"), themes=THEMES, accounts=(*contents, *HEADINGS))

    assert [one.code for one in findings] == ["theme-missing"]
    assert "4.3 „Pflege“" in findings[0].message


def test_theme_without_a_goal(find):
    """A section beside the themes in which no goal was found is a finding."""
    empty = (account("heading", "4.3 Pflege", page=3), account("prose", "Pflege geht alle an.", page=3))
    findings = find(goal("LZ1", theme="4.1"), themes=THEMES, accounts=(*HEADINGS, *empty))

    assert [(one.code, one.page) for one in findings] == [("theme-empty", 3)]


def test_page_of_a_theme_without_a_goal(find):
    """A page between two pages with goals that has none itself is a finding."""
    accounts = (
        account("heading", "4.1 Bildung"),
        account("goal", "LZ 1", goal="LZ1"),
        account("introduction", "Viel Text.", page=2),
        account("goal", "UZ 1.1", page=3, goal="UZ1.1"),
    )

    assert [(one.code, one.page) for one in find(goal("LZ1"), accounts=accounts)] == [
        ("page-without-goal", 2)
    ]


def test_page_of_which_nothing_was_read(find):
    """A page without any text is named; one that a goal of the page before fills is not."""
    accounts = (account("goal", "LZ 1", goal="LZ1"), account("furniture", "Seite 4", page=4))
    over_two_pages = goal("LZ1", bbox=((1, 0.0, 0.0, 9.0, 9.0), (2, 0.0, 0.0, 9.0, 9.0)))
    findings = find(over_two_pages, accounts=accounts, source=evolve(SOURCE, pages=5))

    assert [(one.code, one.page) for one in findings] == [("page-blank", 3)]
    assert "Seite 3, 5" in findings[0].message


def test_cells_that_no_field_is_for(find):
    """What stands in a goal's row but in none of its fields is named once, with its pages."""
    cells = [account("cell", text, page, "LZ1") for text, page in (("–", 1), ("Vereine", 2), ("Stadt", 4))]
    findings = find(goal("LZ1"), accounts=cells)

    assert [(one.code, one.page) for one in findings] == [("cells-unread", 2)]
    assert "Seite 2, 4" in findings[0].message
    assert "„Vereine“" in findings[0].message


def test_nothing_overlooked(find):
    """Where everything has its place, there is no finding."""
    assert find(goal("LZ1", theme="4.1"), goal("LZ2", theme="4.2"), themes=THEMES, accounts=HEADINGS) == []


def test_excerpt():
    """A long paragraph is quoted by its first words."""
    assert excerpt("kurz") == "kurz"
    assert excerpt("lang und " * 20).endswith("lang …") or excerpt("lang und " * 20).endswith("und …")
    assert len(excerpt("lang und " * 20)) <= 60


def test_errors_come_first(grammar):
    """All rooms of the check are asked, and what is worst stands first."""
    findings = check(
        catalogue(goal("LZ1", page=1), goal("LZ3", page=2), goal("LZ3", page=3, flags=("order-assumed",))),
        grammar,
    )

    assert [one.severity for one in findings] == ["error", "warning", "warning"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Kurse gibt es.\nUZ 1.2 Die Bücherei bleibt.", "UZ 1.2"),
        ("Kurse gibt es.\nN 1.1.1 Das Amt hilft.", "N 1.1.1"),
        ("V7,3", "V7,3"),
    ],
)
def test_label_inside_the_text_of_another_goal(text, printed, find):
    """What begins a sentence of a goal like another one that is not there is named."""
    findings = find(goal("UZ1.1"), accounts=(account("goal", text, goal="UZ1.1"),))

    assert [one.code for one in findings] == ["label-unused"]
    assert f"„{printed}“" in findings[0].message


def test_mention_inside_the_text_of_a_goal(find):
    """A goal that is there may be named, and so may one in the middle of a sentence."""
    text = "Kurse gibt es.\nUZ 1.1 hilft dabei, siehe\nUZ 1.9 im Anhang."

    assert find(goal("UZ1.1"), accounts=(account("goal", text, goal="UZ1.1"),)) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Es gibt ein Netz\nMb5.1.1.1 | Das Amt hilft.", ["Mb5.1.1.1"]),
        ("Es gibt ein Netz\n1.1.3.2. ohne Abschluss", ["1.1.3.2."]),
        ("Es gibt ein Netz (siehe\n1.1.3.2 Wege)", []),
        ("Es gilt bis\n31.12.2026 im Kreis\nund ab 1.5. dann\n1.5. Beginn", []),
        ("Es gibt ein Netz\n4.1.2 Themenfeld", []),
        ("Es gibt ein Netz\n2.1.1 im Kreis", []),
    ],
)
def test_numbers_that_no_goal_has_are_named(text, named, find):
    """A row whose level nobody can read; not a mention, a date, a heading or a goal's own number."""
    heading = account("heading", "4.1.2 Themenfeld Wohnen")
    findings = find(
        goal("UZ2.1.1", printed="UZ 2.1.1"), accounts=(heading, account("goal", text, goal="UZ2.1.1"))
    )

    assert [
        one.message.split("„")[1].split("“")[0] for one in findings if one.code == "label-unused"
    ] == named


def test_numbers_taken_for_headings_are_named(find):
    """A number among the goals' that was taken for a heading; not one below a heading of its own."""
    rows = (account("heading", "4.2.1 Jugendamt", page=5), account("goal", "Ein Netz.", goal="LZ4.2"))
    goals = goal("LZ4.2", printed="LZ 4.2"), goal("UZ4.2.2", printed="UZ 4.2.2")
    parent = account("heading", "4.2 Wohnen")

    assert [(one.code, one.page) for one in find(*goals, accounts=rows)][:1] == [("label-unused", 5)]
    assert "label-unused" not in {one.code for one in find(*goals, accounts=(parent, *rows))}


def test_a_label_in_a_goals_text_names_that_goal(find):
    """Whoever looks at the goal sees that its text may hold another."""
    text = "Alle lernen.\nUZ 3.1 Es gibt Kurse."
    findings = find(goal("LZ1", text=text), accounts=(account("goal", text, goal="LZ1"),))

    assert [(one.code, one.goal) for one in findings] == [("label-unused", "LZ1")]


def test_an_overview_is_told_once(find):
    """Goals that are named again are a finding with their pages, and their labels none."""
    again = [account("repeated", f"M 1.1.{number}", page=5 + number % 2) for number in range(4)]
    findings = find(goal("LZ1"), accounts=(account("goal", "LZ 1", goal="LZ1"), *again))

    assert [(one.severity, one.code, one.page) for one in findings] == [("warning", "goals-repeated", 5)]
    assert "Seite 5, 6:" in findings[0].message
    assert "(M 1.1.0, M 1.1.1, M 1.1.2, M 1.1.3)" in findings[0].message


def test_a_label_of_which_nothing_was_read(find):
    """The finding does not quote what is not there."""
    findings = find(goal("LZ1", flags=("id-guessed",), printed=""))

    assert "Eine Kennung fehlt; nach der Gliederung müsste es LZ1 sein." in findings[0].message


def test_page_with_no_more_than_its_header(find):
    """Among the goals it may have lost its text; before and after them it is a blank one."""
    goals = [goal("LZ1", page=2), goal("LZ2", page=4)]
    accounts = [account("furniture", "Sozialstrategie", page=page) for page in range(1, 6)]
    accounts += [account("goal", f"LZ {page // 2}", page, f"LZ{page // 2}") for page in (2, 4)]
    findings = find(*goals, accounts=tuple(accounts), source=evolve(SOURCE, pages=5))

    assert [(one.code, one.page) for one in findings] == [("page-blank", 3)]
    assert "Auf Seite 3 wurde" in findings[0].message


@pytest.mark.parametrize(("id", "named"), [("UZ1.1", 0), ("UZA.1", 1)])
def test_a_letter_behind_a_level_is_a_label_only_among_such(id, named, find):
    """In a document that numbers its goals "UZ Q" is an abbreviation."""
    findings = find(goal(id), accounts=(account("prose", "UZ Q steht für Querschnittsziele."),))

    assert len(findings) == named
