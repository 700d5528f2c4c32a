"""Tables in plain text whose column "Nr." holds numbers alone."""

import pytest

from pipeline.layout.forms import read_forms
from pipeline.layout.plain import lay_out_plain
from pipeline.records import Page
from pipeline.rulebook import open_rulebook

HEAD = "Nr. Ziel / Maßnahme Zuständig Frist"
ROWS = """
1 Alle Menschen finden Angebote Sozialamt laufend
in ihrem Ort, bis zum
31.12.2027. Dort helfen
24 Stellen.
1.1 |Kurse gibt es überall Jugendamt 2. Hj. 2026
und für alle.
111 Die Bücherei bleibt offen. Jugendamt 2026
1.1.2 Der Bus hält öfter. Bauamt 2027

4.2 Themenfeld Wohnen
2 Das Haus wird saniert, damit Bauamt 2028
Vereine dort feiern können.

2.1 Das Heim hilft beim Umzug Sozialamt bis 2029

und berät.
"""


@pytest.fixture(scope="module")
def labels_of(grammar):
    """The labels in a page of plain text."""
    forms = read_forms(open_rulebook())

    def labels(text: str) -> list[str]:
        page = Page(1, 0.0, 0.0, "plain", lines=tuple(text.strip().splitlines()))
        return [block.text for block in lay_out_plain([page], grammar, forms) if block.role == "label"]

    return labels


def test_numbers_that_rise_as_an_outline_begin_rows(labels_of):
    """Dates, amounts and the headings between are none; a row at the page's foot is no footnote."""
    found = labels_of(f"4.1 Themenfeld Bildung\n{HEAD}{ROWS}")

    assert found == ["1", "1.1", "111", "1.1.2", "2", "2.1"]


def test_a_head_without_its_first_word_will_do(labels_of):
    """Where one head names the column of numbers, tables with a damaged head have it too."""
    second = ROWS[ROWS.index("2 Das") :]
    found = labels_of(f"{HEAD}{ROWS[: ROWS.index('2 Das')]}. Ziel / Maßnahme Zuständig Frist\n{second}")

    assert found[-2:] == ["2", "2.1"]


def test_numbers_may_begin_anew_in_each_table(labels_of):
    """A table's line read as a figure ("21"), a misread one ("l.") and broken words cost no row."""
    tables = """
1 Bildung

Nr. | Ziel Zuständig Frist
1. Alle lernen in ihrem Ort. Jugendamt 2026
2 Kurse gibt es überall in den Ge- | Kreisjugendring 2027
meinden.
3! Die Bücherei bleibt am Abend offen Jugendamt 2027

2 Wohnen

Nr. | Ziel Zuständig Frist
l. Das Haus wird saniert. Bauamt 2028
21 Das Heim hilft beim Umzug. Sozialamt 2028

3. Der Kreis berät alle Fami- Sozialamt laufend

lien beim Bauen.

3 Pflege

Nr. | Ziel Zuständig Frist
13 Die Pflege wird gestärkt. Sozialamt 2028
2. So sind Wege kurz. Bauamt 2029
"""
    assert labels_of(tables) == ["1.", "2", "3", "l.", "21", "3.", "13", "2."]


@pytest.mark.parametrize(
    "text",
    [
        ROWS,
        f"{HEAD}\n" + "\n".join(f"LZ {at} Ein Netz hilft.\n{at} Orte sind es." for at in range(1, 6)),
    ],
    ids=["no head", "other labels"],
)
def test_other_numbers_begin_no_rows(text, labels_of):
    """Without a column of numbers, or beside labels with letters, numbers are part of the text."""
    assert not [label for label in labels_of(text) if label[0].isdigit()]
