"""What stops a run. One family; each class bears the exit status that the interface fixes.

Doubtful data is no error but a `Finding`.
"""

from typing import ClassVar


class ZielkatalogError(Exception):
    """A run cannot go on.

    Args:
        problem: what is wrong and with which file, in German, one sentence.
        advice: what the user should do next, in German, one sentence.
    """

    exit_status: ClassVar[int] = 1

    def __init__(self, problem: str, advice: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.problem}\n{self.advice}" if self.advice else self.problem


class UsageError(ZielkatalogError):
    """The command was called in a way that cannot be meant."""

    exit_status = 2


class RuleFileError(UsageError):
    """A rule file is wrong; the message names file and line."""


class UnreadableInputError(ZielkatalogError):
    """The input is missing, empty, not a PDF, damaged or encrypted."""

    exit_status = 3


class NoGoalError(ZielkatalogError):
    """The input was read but holds no goal."""

    exit_status = 4


class MissingComponentError(ZielkatalogError):
    """The OCR engine or a language model is missing."""

    exit_status = 5


class UnwritableOutputError(ZielkatalogError):
    """The output cannot be written."""

    exit_status = 6
