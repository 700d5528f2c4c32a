"""What a misread edition says otherwise without having changed it: words, and the words of deadlines."""

from collections.abc import Callable, Sequence

from attrs import frozen

from pipeline.compare.noise import Confusions, is_misread
from pipeline.compare.settings import Settings
from pipeline.compare.worddiff import Explains, WordDiff, compare_words
from pipeline.records import Catalogue, Deadline, DeadlineChange, Noise


@frozen
class Reading:
    """What explains two words as one that was misread (None: nothing does).

    `lossy` says which sides may have lost a letter that stood alone in the column of deadlines.
    """

    explains: Explains | None
    lossy: tuple[bool, bool]

    def compare_words(self, old: str, new: str) -> WordDiff:
        """The difference of two texts without what was misread."""
        return compare_words(old, new, self.explains)

    def sift(self, changes: Sequence[DeadlineChange]) -> tuple[tuple[DeadlineChange, ...], tuple[Noise, ...]]:
        """The changes of deadlines, and those that are none because the words were misread or not read."""
        kept = tuple(change for change in changes if not self.is_noise(change))
        noise = (
            Noise(words(change.old), words(change.new), "reading") for change in changes if change not in kept
        )
        return kept, tuple(noise)

    def is_noise(self, change: DeadlineChange) -> bool:
        """Whether both deadlines are one that was misread (*I/19*, *1/19*), or a lone letter was lost."""
        old, new = change.old, change.new
        if old and new:
            return old.text != new.text and self.compare_words(old.text, new.text).is_same
        found = old or new
        return found is not None and is_lone_letter(found) and self.lossy[0 if new else 1]


def open_reading(
    old: Catalogue, new: Catalogue, confusions: Callable[[], Confusions], settings: Settings
) -> Reading:
    """What may be misread between two editions; where both were read well, nothing."""
    misread = [is_misread(edition, settings) for edition in (old, new)]
    lossy = [
        bad and any(deadline.source != "text" for goal in edition.goals for deadline in goal.deadlines)
        for bad, edition in zip(misread, (old, new), strict=True)
    ]
    return Reading(confusions().explain if any(misread) else None, (lossy[0], lossy[1]))


def is_lone_letter(deadline: Deadline) -> bool:
    """Whether a deadline is a letter alone in its cell (*k* for *kurzfristig*), which OCR easily loses."""
    return deadline.source == "column" and len(deadline.text.strip()) == 1


def words(deadline: Deadline | None) -> str:
    """The words of a deadline, if there is one."""
    return deadline.text if deadline else ""
