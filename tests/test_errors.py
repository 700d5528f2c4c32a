"""What stops a run: every class bears a status of the interface and says what to do."""

import pytest

from pipeline import errors

STATUSES = {
    errors.ZielkatalogError: 1,
    errors.UsageError: 2,
    errors.RuleFileError: 2,
    errors.UnreadableInputError: 3,
    errors.NoGoalError: 4,
    errors.MissingComponentError: 5,
    errors.UnwritableOutputError: 6,
}


def test_every_error_is_listed_here():
    """A new class needs its status."""
    found = {
        thing for thing in vars(errors).values() if isinstance(thing, type) and issubclass(thing, Exception)
    }

    assert found == set(STATUSES)


@pytest.mark.parametrize(("error", "status"), STATUSES.items(), ids=lambda value: str(value))
def test_an_error_has_its_status_and_two_sentences(error, status):
    """Problem, then advice; without advice the problem alone."""
    assert error.exit_status == status
    assert str(error("Das ist falsch.", "Tun Sie dies.")) == "Das ist falsch.\nTun Sie dies."
    assert str(error("Das ist falsch.")) == "Das ist falsch."
