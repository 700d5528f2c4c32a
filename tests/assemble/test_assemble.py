"""Blocks, texts, identifiers and deadlines become a catalogue."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.assemble import assemble, edition_key, find_imprint, join_rows, labels_of, settle_rows
from pipeline.identifiers import identify
from pipeline.records import (
    Block,
    Catalogue,
    Deadline,
    Doubt,
    Imprint,
    Repair,
    RepairedBlock,
    RepairedText,
)
from tests.factories import SOURCE, block, deadline

JOB = "Der Landkreis baut Brücken."


def repaired(one: Block, **fields) -> RepairedBlock:
    """A block whose text needed no repair but for its line ends."""
    return RepairedBlock(one, RepairedText(one.text, " ".join(one.text.split()), **fields))


def no_deadlines(text: str, cell: str | None) -> tuple[tuple[Deadline, ...], frozenset[str]]:
    """A reader that finds nothing."""
    return (), frozenset()


def build(*blocks: Block, grammar, deadlines=no_deadlines, imprint: Imprint | None = None) -> Catalogue:
    """The catalogue of these blocks."""
    return assemble(
        SOURCE,
        "lindental-2025",
        imprint or Imprint(),
        blocks,
        [repaired(one) for one in join_rows(blocks)],
        identify(labels_of(blocks), grammar),
        deadlines,
        grammar,
    )


def goal_blocks(label: str, text: str, row: int, **fields) -> list[Block]:
    """Label and text of a goal."""
    return [block(label, "label", row=row), block(text, row=row, **fields)]


def test_goal_has_the_parts_of_its_row(grammar):
    """Label, text and cells of a row make one goal."""
    found = build(
        block("Bildung", "heading", number="4.1."),
        *goal_blocks("LZ 1", JOB, 0),
        block("Bauamt", "responsible", row=0),
        block("–", "indicator", row=0),
        grammar=grammar,
    ).goals

    assert len(found) == 1
    goal = found[0]
    assert (goal.id, goal.level, goal.parent, goal.theme, goal.text) == ("LZ1", "LZ", None, "4.1", JOB)
    assert (goal.responsible, goal.indicator, goal.printed) == ("Bauamt", None, "LZ 1")


def test_goal_over_two_pages_is_one(grammar):
    """Blocks of one row are joined, their edits and marks with them."""
    bullet, mark = Repair(0, 2, "• ", "", "bullet", 1.0), Repair(5, 6, "2", "", "footnote-mark", 1.0)
    first = block("• Der Land-", row=0, edits=(bullet,), marks=("1",))
    second = block("kreis2 baut.", row=0, page=2, edits=(mark,), marks=("2",))
    joined = join_rows([block("LZ 1", "label", row=0), first, block("Kopf", "furniture", page=2), second])

    assert [one.text for one in joined] == ["LZ 1", "• Der Land-\nkreis2 baut.", "Kopf"]
    assert joined[1].marks == ("1", "2")
    assert joined[1].text[joined[1].edits[1].start : joined[1].edits[1].end] == "2"


def test_row_whose_label_is_none_belongs_to_the_goal_above(grammar):
    """A doubtful label that fills no gap goes back into the text above, with what stands beside it."""
    blocks = [
        *goal_blocks("LZ 1", "Alle lernen,", 0),
        block("3z", "label", row=1, flags=("label-doubtful",)),
        block("Kurse mit.", row=1),
        *goal_blocks("LZ 2", JOB, 2),
    ]
    identifiers = identify(labels_of(blocks), grammar)
    settled = join_rows(settle_rows(blocks, identifiers))

    assert [one.text for one in settled] == ["LZ 1", "Alle lernen,\n3z\nKurse mit.", "LZ 2", JOB]


def unlabelled(text: str, page: int, row: int) -> list[Block]:
    """A row of a table of whose label nothing was read."""
    return [
        block("", "label", page, row=row, flags=("label-doubtful",)),
        block(text, "text", page, row=row),
        block("Bauamt", "responsible", page, row=row),
    ]


@pytest.mark.parametrize(
    ("last", "page", "expected"),
    [
        ("UZ 1.3", 1, [("UZ1.1", JOB), ("UZ1.2", "Es gibt Kurse."), ("UZ1.3", JOB)]),  # the gap is filled
        ("UZ 1.2", 1, [("UZ1.1", JOB), ("UZ1.2", JOB)]),  # no gap: the text is open
        ("UZ 1.2", 2, [("UZ1.1", f"{JOB} Es gibt Kurse."), ("UZ1.2", JOB)]),  # it goes on over the page
    ],
)
def test_row_without_a_label(last, page, expected, grammar):
    """The outline says whether a row of a table has lost its label; what it becomes is flagged or open."""
    blocks = [*goal_blocks("LZ 1", JOB, 0), *goal_blocks("UZ 1.1", JOB, 1)]
    blocks += [*unlabelled("Es gibt Kurse.", page, 2), *goal_blocks(last, JOB, 3)]
    found = identify(labels_of(blocks), grammar)
    settled = settle_rows(blocks, found)
    catalogue = assemble(
        SOURCE,
        "x",
        Imprint(),
        settled,
        [repaired(one) for one in join_rows(settled)],
        [one for one in found if one],
        no_deadlines,
        grammar,
    )

    assert [(goal.id, goal.text) for goal in catalogue.goals[1:]] == expected
    flagged = any({"id-guessed", "extent-assumed"} & set(goal.flags) for goal in catalogue.goals)
    assert flagged == (not any(account.fate == "open" for account in catalogue.accounts))


@given(st.lists(st.text("ab ", min_size=1, max_size=6), min_size=1, max_size=4))
def test_edits_still_fit_after_joining(texts):
    """An edit that covered a block's last letter still covers it."""
    parts = [
        block(text, row=0, edits=(Repair(len(text) - 1, len(text), text[-1], "", "bullet", 1.0),))
        for text in texts
    ]
    joined = join_rows(parts)[0]

    assert [text[-1] for text in texts] == [joined.text[edit.start : edit.end] for edit in joined.edits]


def test_deadlines_of_text_and_cell(grammar):
    """The reader gets the goal's text and its cell; what it doubts becomes a flag."""
    asked = []

    def reader(text, cell):
        asked.append((text, cell))
        return (deadline(),), frozenset({"deadline-conflict"})

    goal = build(
        *goal_blocks("M 1.1.1", JOB, 0),
        block("Ende 2026", "deadline", row=0),
        grammar=grammar,
        deadlines=reader,
    ).goals[0]

    assert asked == [(JOB, "Ende 2026")]
    assert (deadline(),) == goal.deadlines
    assert "deadline-conflict" in goal.flags


@pytest.mark.parametrize(
    ("label", "text", "fields", "flag"),
    [
        ("Lz21", JOB, {}, "id-repaired"),
        ("§§§", JOB, {}, "id-guessed"),
        ("2.1", JOB, {}, "level-assumed"),
        ("LZ 2.1", "", {}, "text-missing"),
        ("LZ 2.1", JOB, {"flags": ("order-assumed",)}, "order-assumed"),
        ("LZ 2.1", JOB, {"flags": ("columns-mixed",)}, "columns-mixed"),
        ("LZ 2.1", JOB, {"flags": ("extent-assumed",)}, "extent-assumed"),
        ("LZ 2.1", f"{JOB}\n\n{JOB}", {}, "extent-assumed"),
        ("LZ 2.1", JOB, {"flags": ("scan-poor",)}, "scan-poor"),
    ],
)
def test_doubts_become_flags(label, text, fields, flag, grammar):
    """What is doubtful about a goal is flagged, and its confidence falls."""
    goal = build(*goal_blocks("LZ 1", JOB, 0), *goal_blocks(label, text, 1, **fields), grammar=grammar).goals[
        1
    ]

    assert flag in goal.flags
    assert goal.confidence < 1 or flag == "extent-assumed"


def test_numbers_throughout_are_no_doubt_of_each_goal(grammar):
    """Where labels are numbers alone in the whole document, their lengths tell the levels apart."""
    numbers = ("1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1")
    blocks = [one for row, number in enumerate(numbers) for one in goal_blocks(number, JOB, row)]
    found = build(*blocks, grammar=grammar).goals

    assert [goal.id for goal in found] == ["LZ1", "UZ1.1", "M1.1.1", "M1.1.2", "UZ1.2", "LZ2", "UZ2.1"]
    assert not any("level-assumed" in goal.flags for goal in found)


def test_a_misread_label_that_the_outline_proves_is_no_doubt(grammar):
    """Between its neighbours there is no other reading; where there is one, the goal is flagged."""
    labels = ("LZ 1", "UZ 1.1", "M 1.1.1", "M1.12", "M 1.1.3", "UZ 1.2", "M 1.2.1", "UZ 1.3")
    blocks = [one for row, label in enumerate(labels) for one in goal_blocks(label, JOB, row)]
    found = build(*blocks, grammar=grammar).goals

    assert [goal.id for goal in found][3] == "M1.1.2"
    assert not any("id-repaired" in goal.flags for goal in found)


@pytest.mark.parametrize(
    ("text", "flagged"),
    [("Der Landkreis baut Brücken in", True), ("und baut Brücken.", True), ("Er baut „Brücken“.", False)],
)
def test_text_that_breaks_off_is_flagged(text, flagged, grammar):
    """Where the goals of a level are sentences, one that is none may have lost a part."""
    others = [one for number in range(1, 8) for one in goal_blocks(f"LZ {number}", JOB, number)]
    found = build(*others, *goal_blocks("LZ 8", text, 8), grammar=grammar).goals

    assert flagged == ("text-unfinished" in found[-1].flags)
    assert not any("text-unfinished" in goal.flags for goal in found[:-1])


def test_goals_that_are_no_sentences_are_not_flagged(grammar):
    """Where a level's goals are but words, none of them is taken for broken off."""
    blocks = [one for number in range(1, 9) for one in goal_blocks(f"LZ {number}", "Neue Brücken", number)]

    assert not any("text-unfinished" in goal.flags for goal in build(*blocks, grammar=grammar).goals)


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Neue Brücken bis", True),
        ("Brücken an der", True),
        ("Neue Treff-", True),
        ("Alle haben Brücken,", True),
        ("Alle rufen „Brücken“.,", True),
        ("Brücken für alle", False),
        ("Brücken, für alle.", False),
        ("Neue Wege", False),
    ],
)
def test_text_that_ends_in_the_middle_of_a_phrase_is_flagged(text, flagged, grammar):
    """No text ends with a preposition, an article or a comma, whatever the others of its level are."""
    goals = build(
        *goal_blocks("LZ 1", "Neue Brücken", 0), *goal_blocks("LZ 2", text, 1), grammar=grammar
    ).goals

    assert flagged == ("text-unfinished" in goals[1].flags)


def test_nothing_doubtful_has_no_flag(grammar):
    """A goal printed clearly, with boxes, is certain."""
    goal = build(*goal_blocks("LZ 1", JOB, 0, bbox=((1, 0.0, 0.0, 1.0, 1.0),)), grammar=grammar).goals[0]

    assert ((), goal.confidence >= 0.95) == (goal.flags, True)


def test_doubtful_word_is_flagged(grammar):
    """A doubt of the repair is the goal's."""
    label, text = goal_blocks("LZ 1", JOB, 0)
    doubtful = repaired(text, doubts=(Doubt(0, 3, "Der", "selten"),))
    found = assemble(
        SOURCE,
        "x",
        Imprint(),
        [label, text],
        [repaired(label), doubtful],
        identify(labels_of([label]), grammar),
        no_deadlines,
        grammar,
    )

    assert found.goals[0].flags == ("word-doubtful",)
    assert found.goals[0].confidence <= 0.7


def test_repairs_are_logged_with_their_goal(grammar):
    """Each repair names the goal whose text it changed; others name none."""
    label, text = goal_blocks("LZ 1", "Briicken", 0)
    repair = Repair(2, 4, "ii", "ü", "umlaut", 0.9)
    note = block("Fiir alle", "footnote", number="1")
    found = assemble(
        SOURCE,
        "x",
        Imprint(),
        [label, text, note],
        [repaired(label), repaired(text, repairs=(repair,)), repaired(note, repairs=(repair,))],
        identify(labels_of([label]), grammar),
        no_deadlines,
        grammar,
    )

    assert [("LZ1", repair), (None, repair)] == [(one.goal, one.repair) for one in found.repairs]
    assert [(one.mark, one.text) for one in found.footnotes] == [("1", "Fiir alle")]


def test_themes_are_those_with_goals(grammar):
    """A theme is a section with goals; the leading word of its heading is left out."""
    found = build(
        block("Vorwort", "heading", number="1"),
        block("Themenfeld Bildung", "heading", number="4,1."),
        *goal_blocks("LZ 1", JOB, 0),
        block("Thema: Familie", "heading", number="4.2"),
        *goal_blocks("LZ 2", JOB, 1),
        grammar=grammar,
    )

    assert [(theme.number, theme.title) for theme in found.themes] == [("4.1", "Bildung"), ("4.2", "Familie")]


def test_headings_that_come_back_are_no_themes(grammar):
    """Where each theme has a part "Ziele", the theme is the heading above it."""
    found = build(
        *[
            one
            for number, title in (("3.1", "Bildung"), ("3.2", "Familie"))
            for one in (
                block(title, "heading", number=number),
                block("Ausgangslage", "heading", number=f"{number}.1"),
                block("Ziele", "heading", number=f"{number}.2"),
                *goal_blocks(f"LZ {number[-1]}", JOB, int(number[-1])),
            )
        ],
        grammar=grammar,
    )

    assert [goal.theme for goal in found.goals] == ["3.1", "3.2"]


def test_heading_without_a_number_stands_under_one_with_a_number(grammar):
    """A heading without a number does not end the theme."""
    found = build(
        block("Bildung", "heading", number="4.1"),
        block("Was wir wollen", "heading"),
        *goal_blocks("LZ 1", JOB, 0),
        grammar=grammar,
    )

    assert found.goals[0].theme == "4.1"


def test_headings_without_any_numbers_are_counted(grammar):
    """Where no heading has a number, those with goals are counted."""
    found = build(
        block("Vorwort", "heading"),
        block("Viele haben mitgewirkt."),
        block("Bildung", "heading"),
        *goal_blocks("LZ 1", JOB, 0),
        block("Familie", "heading"),
        *goal_blocks("LZ 2", JOB, 1),
        grammar=grammar,
    )

    assert [(theme.number, theme.title) for theme in found.themes] == [("1", "Bildung"), ("2", "Familie")]


def test_goals_that_are_titles_are_themes(grammar):
    """Without headings, a goal of the highest kind that is no sentence names the theme of those below."""
    found = build(
        *goal_blocks("HF 1", "Bildung", 0),
        *goal_blocks("LZ 1.1", JOB, 1),
        *goal_blocks("HF 2", "Familie", 2),
        *goal_blocks("LZ 2.1", JOB, 3),
        grammar=grammar,
    )

    assert [goal.theme for goal in found.goals] == ["1", "1", "2", "2"]
    assert [theme.title for theme in found.themes] == ["Bildung", "Familie"]


def test_titled_goals_are_better_themes_than_headings_without_numbers(grammar):
    """A "Vorwort" without a number is not the theme of all that follows."""
    found = build(
        block("Vorwort", "heading"),
        *goal_blocks("HF 1", "Bildung", 0),
        *goal_blocks("LZ 1.1", JOB, 1),
        *goal_blocks("HF 2", "Familie", 2),
        *goal_blocks("LZ 2.1", JOB, 3),
        grammar=grammar,
    )

    assert [goal.theme for goal in found.goals] == ["1", "1", "2", "2"]


def test_account_of_every_block(grammar):
    """Every block has a fate: text without a goal is introduction, open or prose by where it stands."""
    found = build(
        block("Titel", "title"),
        block("Vorwort", "heading", number="1"),
        block("Wir danken."),
        block("Bildung", "heading", number="4.1"),
        block("Viele lernen gern."),
        *goal_blocks("LZ 1", JOB, 0),
        block("offen", "furniture", row=0),
        block("Noch ein Absatz."),
        block("Eine Note.", "footnote", number="1"),
        block("Seite 1", "furniture"),
        grammar=grammar,
    )

    assert [account.fate for account in found.accounts] == [
        "title",
        "heading",
        "prose",
        "heading",
        "introduction",
        "goal",
        "goal",
        "cell",
        "open",
        "footnote",
        "furniture",
    ]
    assert [account.goal for account in found.accounts if account.fate == "goal"] == ["LZ1", "LZ1"]


@pytest.mark.parametrize(
    ("text", "fate"),
    [("und berät Schulen.", "open"), ("Hier wohnen viele Familien.", "introduction")],
    ids=["torn", "introduction"],
)
def test_text_under_a_heading_without_a_number(text, fate, grammar):
    """What was taken for a heading may be a line of a goal: then the text below begins in a sentence."""
    found = build(
        block("Bildung", "heading", number="4.1"),
        *goal_blocks("LZ 1", JOB, 0),
        block("Der Landkreis fördert", "heading"),
        block(text),
        *goal_blocks("LZ 2", JOB, 1),
        grammar=grammar,
    )

    assert [one.fate for one in found.accounts if one.text == text] == [fate]


def test_prose_between_goals_is_open(grammar):
    """Under a heading without a number and without goals, between the goals of a chapter; not behind them."""
    found = build(
        block("Bildung", "heading", number="4.1"),
        *goal_blocks("LZ 1", JOB, 0),
        block("Hinweise", "heading"),
        block("Schulen helfen mit."),
        block("Weitere Ziele", "heading"),
        *goal_blocks("LZ 2", JOB, 1),
        block("Ausblick", "heading"),
        block("Viele haben mitgewirkt."),
        grammar=grammar,
    )

    assert [one.fate for one in found.accounts if one.goal is None and one.fate != "heading"] == [
        "open",
        "prose",
    ]


def imprint_of(*blocks: Block) -> Imprint:
    """The imprint of these blocks."""
    return find_imprint([repaired(one) for one in blocks])


TITLE = "Integrierte Sozialstrategie für den Landkreis Lindental 2025–2030"


@pytest.mark.parametrize(
    "blocks",
    [
        [block("Landkreis Lindental", "title"), block(TITLE.replace(" Land", "\nLand"), "title")],
        [block(TITLE, "furniture", page=3)],
        [block(f"Die {TITLE} wurde beschlossen. Sie löst die Strategie 2018–2024 ab.")],
        [block(TITLE.replace("2025–", "2025–\n"), "title")],
    ],
    ids=["title page", "running header", "first mention", "torn period"],
)
def test_imprint(blocks):
    """Title, county and period are found on the title page, in the header, or in the text."""
    found = imprint_of(*blocks)

    assert (found.title, found.county, found.period) == (TITLE, "Landkreis Lindental", (2025, 2030))
    assert blocks[0].page == found.page


def test_imprint_says_where_it_was_read(grammar):
    """The page of the title is told, and what was not found."""
    found = build(
        *goal_blocks("LZ 1", JOB, 0), grammar=grammar, imprint=Imprint(TITLE, "Landkreis Lindental", None, 3)
    )

    assert [finding.code for finding in found.findings] == ["title-read", "imprint-missing"]
    assert found.findings[0].page == 3
    assert "Laufzeit" in found.findings[1].message


@pytest.mark.parametrize(
    ("text", "county"),
    [
        ("im Landkreis Lindental und im Landkreis Lindental", "Landkreis Lindental"),
        ("Der Kreistag des Landkreises Bad Lindental tagt.", "Landkreis Bad Lindental"),
        ("die Gemeinden des Kreises Linden-Tal", "Kreis Linden-Tal"),
        ("der Linden-Tal-Kreis", "Linden-Tal-Kreis"),
        ("Strategie für den Lindentalkreis", "Lindentalkreis"),
        ("Ein Arbeitskreis und der Landkreis tagen.", None),
    ],
)
def test_counties(text, county):
    """Counties are named in many ways; circles of people are none."""
    assert county == imprint_of(block(text)).county


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Laufzeit 2025 bis 2030", (2025, 2030)),
        ("2030-2025", None),
        ("2001-2099", None),
        ("Telefon 2025", None),
        ("Telefon 20302040", None),
        ("Telefon: 2030/2040", None),
        ("Drucksache Nr. 2025/2030", None),
        ("Postfach 20302040", None),  # without a dash only behind what names a period
        ("Laufzeit: 20252030", (2025, 2030)),
        ("der Kreis hat für die Jahre 20252030 Ziele", (2025, 2030)),
        ("Sozialplan 20252030", (2025, 2030)),
    ],
)
def test_periods(text, period):
    """A period has its first year first and lasts less than a generation."""
    assert period == imprint_of(block(text)).period


@pytest.mark.parametrize(
    ("county", "period", "key"),
    [
        ("Landkreis Lindental", (2025, 2030), "lindental-2025"),
        ("Kreis Höxter-Süß", (2018, 2024), "hoexter-suess-2018"),
        ("Linden-Tal-Kreis", (2025, 2030), "linden-tal-kreis-2025"),
        (None, (2025, 2030), "datei"),
        ("Landkreis Lindental", None, "datei"),
    ],
)
def test_key_of_an_edition(county, period, key):
    """County and first year, or the file's stem."""
    assert key == edition_key(Imprint(county=county, period=period), "datei")


FIELDS = (("Handlungsfeld 1:", "Familie"), ("Handlungsfeld 2:", "Pflege"))


def field_blocks(*between: Block) -> list[Block]:
    """Fields of action with a goal each, in one chapter."""
    found = [block("Handlungsfelder", "heading", number="5."), *between]
    for number, (label, title) in enumerate(FIELDS, start=1):
        found += [*goal_blocks(label, title, 2 * number), *goal_blocks(f"LZ {number}.1", JOB, 2 * number + 1)]
    return found


def test_goals_that_are_called_like_headings_are_themes(grammar):
    """One chapter for all says less than its fields of action; the next chapter ends the last of them."""
    after = [block("Querschnitt", "heading", number="6"), *goal_blocks("LZ 3", JOB, 9)]
    found = build(*field_blocks(), *after, grammar=grammar)

    assert [(goal.id, goal.theme) for goal in found.goals] == [
        ("HF1", "1"),
        ("LZ1.1", "1"),
        ("HF2", "2"),
        ("LZ2.1", "2"),
        ("LZ3", "6"),
    ]
    assert [theme.title for theme in found.themes] == ["Familie", "Pflege", "Querschnitt"]


def test_headings_above_each_field_of_action_stay_the_themes(grammar):
    """Where each has a heading of its own, that is the theme."""
    blocks = field_blocks()
    blocks.insert(1, block("Familie im Kreis", "heading", number="5.1"))
    blocks.insert(6, block("Pflege im Kreis", "heading", number="5.2"))

    assert [goal.theme for goal in build(*blocks, grammar=grammar).goals] == ["5.1", "5.1", "5.2", "5.2"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Pflege- und Seniorenkonzept für den Landkreis Lindental 2025–2030", (2025, 2030)),
        ("Bildungsleitbild für den Landkreis Lindental 20252030", (2025, 2030)),  # OCR lost the dash
    ],
)
def test_titles_of_two_words_or_without_a_dash(title, expected):
    """The whole title is found, and its period."""
    found = find_imprint([repaired(block(title, "title"))])

    assert (found.title, found.period) == (title, expected)


@pytest.mark.parametrize("number", ["Telefon 20302040", "Kassenzeichen 20252030"])
def test_a_long_number_on_the_title_page_is_no_period(number):
    """Only a period that lost its dash, not any number, ends a title."""
    found = imprint_of(
        block("Sozialplan des Landkreises Lindental", "title"), block(f"{number}, Postfach", "title")
    )

    assert (found.title, found.period) == ("Sozialplan des Landkreises Lindental", None)


@pytest.mark.parametrize("run", ["A", "a", "A-", "Aa-", "2025-2030 ", "Strategie ", "Landkreis Aa "])
def test_imprint_of_a_long_run_takes_time_in_proportion(run):
    """One "word" of megabytes may not take minutes: eight times the text takes not 64 times as long."""
    short, long = (min(time_of(run * count) for _ in range(3)) for count in (2_000, 16_000))

    assert long < 30 * short + 0.05


def time_of(text: str) -> float:
    """Seconds for the imprint of a title page with this text."""
    blocks = [repaired(block(text, "title"))]
    start = perf_counter()
    find_imprint(blocks)
    return perf_counter() - start
