"""`zielkatalog coverage` prints what became of every piece of a document."""

import json

import pytest

from pipeline.emit import write_catalogue
from pipeline.records import Account
from tests.factories import catalogue, goal

ACCOUNTS = (
    Account(1, "heading", None, "4.1 Mobilität"),
    Account(1, "goal", "LZ1", "Wege sind\nkurz."),
    Account(1, "cell", "LZ1", "offen"),
    Account(2, "furniture", None, "Seite 2"),
)
OPEN = Account(2, "open", None, "Dieser Absatz ist " + "sehr " * 20 + "lang.")


@pytest.fixture
def written(tmp_path):
    """Write an edition with accounts into the output folder."""

    def write(*accounts: Account) -> None:
        write_catalogue(catalogue(goal("LZ1"), accounts=accounts), tmp_path / "output" / "lindental-2025")

    return write


def test_account_page_by_page(written, cli):
    """Each page is listed with its pieces; goals stand there by their identifiers."""
    written(*ACCOUNTS)
    result = cli("coverage", "lindental-2025")

    assert result.status == 0
    assert [line for line in result.out.splitlines() if line.startswith("Seite")] == ["Seite 1", "Seite 2"]
    assert "LZ1                  Wege sind kurz." in result.out
    assert "Zelle ohne Deutung   offen" in result.out
    assert "Alles ist zugeordnet." in result.out


def test_open_pieces_are_counted(written, cli):
    """What belongs to nothing is named, cut to a line, and counted at the end."""
    written(*ACCOUNTS, OPEN)
    result = cli("coverage", "lindental-2025")

    assert "OFFEN" in result.out
    assert all(len(line) < 100 for line in result.out.splitlines()[:-2])
    assert "Ohne Zuordnung: 1 Stück" in result.out


def test_account_as_json(written, cli):
    """With --json the output is one document with all pieces, uncut."""
    written(OPEN)
    found = json.loads(cli("coverage", "lindental-2025", "--json").out)

    assert found["edition"] == "lindental-2025"
    assert [OPEN.text] == [account["text"] for account in found["accounts"]]


def test_edition_without_an_account(written, cli):
    """An edition that was written without the account says what to do."""
    written()
    result = cli("coverage", "lindental-2025")

    assert result.status == 3
    assert "import" in result.err
