"""Folders are replaced at once; an earlier result survives every failure."""

import shutil

import pytest

from pipeline.emit import files as emit_files
from pipeline.emit import replaced_folder, write_catalogue
from pipeline.errors import UnwritableOutputError
from tests.factories import catalogue, goal


def content(folder) -> dict[str, str]:
    """All files below a folder."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def earlier(tmp_path):
    """A folder with an earlier result."""
    (tmp_path / "edition").mkdir()
    (tmp_path / "edition" / "goals.csv").write_text("früher", encoding="utf-8")
    return tmp_path / "edition"


def test_a_new_folder_takes_the_place_of_the_old(earlier):
    """After the block the new files stand there, and nothing beside."""
    with replaced_folder(earlier) as aside:
        (aside / "goals.csv").write_text("neu", encoding="utf-8")
        assert content(earlier) == {"goals.csv": "früher"}

    assert content(earlier.parent) == {"edition/goals.csv": "neu"}


def test_a_failure_leaves_the_earlier_result(earlier):
    """What fails half-way leaves no trace."""
    with pytest.raises(RuntimeError), replaced_folder(earlier) as aside:
        (aside / "goals.csv").write_text("neu", encoding="utf-8")
        raise RuntimeError

    assert content(earlier.parent) == {"edition/goals.csv": "früher"}


def test_a_failing_exchange_puts_the_earlier_result_back(earlier, monkeypatch):
    """When the last step fails, the old folder is back under its name."""
    real = type(earlier).rename

    def rename(path, target):
        if path.name.startswith(".") and target == earlier and not path.name.endswith(emit_files.RETIRED):
            raise PermissionError(13, "in use")
        return real(path, target)

    monkeypatch.setattr(type(earlier), "rename", rename)
    with pytest.raises(UnwritableOutputError, match="in use"), replaced_folder(earlier) as aside:
        (aside / "goals.csv").write_text("neu", encoding="utf-8")

    assert content(earlier.parent) == {"edition/goals.csv": "früher"}


def test_a_users_own_files_stay(earlier):
    """Notes and folders that a user laid beside the result are carried over."""
    (earlier / "notizen").mkdir()
    (earlier / "notizen" / "a.txt").write_text("meins", encoding="utf-8")
    (earlier / "b.txt").write_text("auch", encoding="utf-8")

    with replaced_folder(earlier) as aside:
        (aside / "goals.csv").write_text("neu", encoding="utf-8")

    assert content(earlier) == {"goals.csv": "neu", "notizen/a.txt": "meins", "b.txt": "auch"}


def test_a_link_to_a_folder_is_followed(earlier):
    """Where the folder is a link, its target gets the new files."""
    link = earlier.parent / "link"
    link.symlink_to(earlier)

    with replaced_folder(link) as aside:
        (aside / "goals.csv").write_text("neu", encoding="utf-8")

    assert link.is_symlink()
    assert content(earlier) == {"goals.csv": "neu"}


@pytest.mark.parametrize("blocked", ["edition", "."])
def test_a_file_in_the_way_is_said_in_words(tmp_path, blocked):
    """A file where the folder, or the one above, should be, is an error that names it."""
    target = tmp_path / "edition" / blocked
    (tmp_path / "edition").write_text("Datei", encoding="utf-8")

    with pytest.raises(UnwritableOutputError, match="edition") as caught:
        write_catalogue(catalogue(goal()), target)
    assert caught.value.advice
    assert (tmp_path / "edition").read_text(encoding="utf-8") == "Datei"


def test_a_full_disk_is_said_in_words(earlier, monkeypatch):
    """An error while copying leaves the earlier result, and no folder aside."""
    (earlier / "notizen.txt").write_text("meins", encoding="utf-8")

    def copy2(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copy2", copy2)
    with pytest.raises(UnwritableOutputError, match="No space left"), replaced_folder(earlier) as aside:
        (aside / "goals.csv").write_text("neu", encoding="utf-8")

    assert content(earlier.parent) == {"edition/goals.csv": "früher", "edition/notizen.txt": "meins"}
