"""One edition in two forms: what was only misread is no change, what was changed stays one."""

from itertools import combinations

import pytest
from attrs import evolve

from pipeline.flow import ImportOptions, import_document
from tests.compare.conftest import DERIVED
from tests.factories import catalogue, deadline, goal

TEXT = "Der Landkreis {} mindestens {} Plätze für {}, die Kosten trägt er {} selbst (§ 16 SGB II)."
MISREAD = TEXT.format("schafft", "10", "Schi;ler", "niehi")
SOUND = TEXT.format("schafft", "10", "Schüler", "nicht")


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["lindental-2018", "lindental-2025"])
def test_forms_of_one_edition_are_unchanged(compared, edition):
    """Born digital, scanned, or by a misread text layer: the same edition, nothing but unchanged goals."""
    forms = [
        import_document(DERIVED / f"{edition}{form}", ImportOptions(ocr=ocr))
        for form, ocr in ((".pdf", "auto"), (".scan.pdf", "auto"), (".ocr.pdf", "never"))
    ]

    for one, other in combinations(forms, 2):
        assert compared(one, other).summary["unchanged"] == len(one.goals)


def scanned(*goals):
    """An edition whose pages were read by OCR."""
    edition = catalogue(*goals, edition="scan")
    return evolve(edition, source=evolve(edition.source, recognised=3))


def statuses(diff):
    """The statuses of the only change."""
    (change,) = diff.changes
    return change.statuses


def test_words_misread_in_a_recognised_edition_are_noise(compared):
    """A scan with sound umlauts is misread here and there as well."""
    diff = compared(catalogue(goal("UZ1", SOUND)), scanned(goal("UZ1", MISREAD)))

    assert (statuses(diff), diff.noise["reading"]) == (("unchanged",), 2)


@pytest.mark.parametrize(
    ("word", "changed"),
    [(" 10 ", " 16 "), ("nicht ", ""), ("§ 16", "§ 18"), ("Schüler", "Schüler:innen"), ("trägt", "teilt")],
)
def test_real_changes_in_a_recognised_edition_are_changes(compared, word, changed):
    """Other numbers, words gone or come, and other words are no misreadings."""
    diff = compared(catalogue(goal("UZ1", SOUND)), scanned(goal("UZ1", SOUND.replace(word, changed))))

    assert statuses(diff) == ("reworded",)


@pytest.mark.parametrize(
    ("old", "new", "is_noise"),
    [
        (("I/19", "2019-03-31"), ("1/19", "2019-01-31"), True),
        (("bis 2O26", None), ("bis 2026", "2026-12-31"), True),
        (("bis 2026", "2026-12-31"), ("bis 2028", "2028-12-31"), False),
        (("I/19", "2019-03-31"), ("II/19", "2019-06-30"), False),
    ],
)
def test_misread_words_of_a_deadline_are_noise(compared, old, new, is_noise):
    """What is compared are the words in the column, where the values differ."""
    columns = [deadline(value, text) for text, value in (old, new)]
    editions = [goal("UZ1", SOUND, deadlines=(one,)) for one in columns]

    diff = compared(catalogue(editions[0]), scanned(editions[1]))

    assert ("deadline_changed" in statuses(diff)) != is_noise


def test_a_lone_letter_is_lost_only_where_others_were_read(compared):
    """A scan with other deadlines lost a *k*; without a column, or in print, it was dropped."""
    letter = deadline("short", "k", kind="horizon")
    other = goal("UZ2", "Ein Rufbus verbindet alle Dörfer.", deadlines=(deadline(),))
    old = catalogue(goal("UZ1", SOUND, deadlines=(letter,)), other)
    without = goal("UZ1", SOUND)

    lost = compared(old, scanned(without, other))
    printed = compared(old, catalogue(without, other))
    no_column = compared(old, scanned(without, evolve(other, deadlines=())))

    assert lost.changes[0].statuses == ("unchanged",)
    assert lost.changes[0].notes == ("Als Lesefehler nicht gezählt: k/nichts",)
    assert printed.changes[0].statuses == no_column.changes[0].statuses == ("deadline_changed",)
