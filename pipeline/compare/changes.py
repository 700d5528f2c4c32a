"""From joined goals to changes: which statuses hold, what differs, and how sure it is."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, get_args

from attrs import evolve, frozen

from pipeline.compare.deadlines import compare_deadlines
from pipeline.compare.reading import Reading
from pipeline.compare.themes import ThemeMatch
from pipeline.records import Change, Deadline, FieldChange, Goal, Part, Status

STATUSES: tuple[Status, ...] = get_args(Status)


@frozen(eq=False)
class Comparer:
    """What is needed to say how joined goals differ.

    `columns` are those that both editions have: what a layout leaves out was not taken from the goal.
    """

    themes: ThemeMatch
    columns: tuple[Literal["responsible", "indicator"], ...]
    counterparts: Mapping[str, Collection[str]]
    reading: Reading

    def change(self, old: Sequence[Goal], new: Sequence[Goal]) -> Change:
        """Describe what became of goals that belong together; either side may be empty."""
        ids = tuple(goal.id for goal in old), tuple(goal.id for goal in new)
        if not old or not new:
            return Change(*ids, ("added",) if new else ("removed",), 0.0, 1.0)
        words = self.reading.compare_words(_text(old), _text(new))
        deadlines, noise = self.reading.sift(compare_deadlines(_deadlines(old), _deadlines(new)))
        change = Change(
            *ids,
            statuses=(),
            similarity=1.0,
            confidence=1.0,
            text=words.ops,
            deadlines=deadlines,
            fields=self.fields(old, new),
            noise=(*words.noise, *noise),
        )
        return evolve(change, statuses=self.statuses(change, words.is_same))

    def statuses(self, change: Change, is_same_text: bool) -> tuple[Status, ...]:
        """Every status that holds, in the order of the contract."""
        fields = {field.field for field in change.fields}
        holds: dict[Status, bool] = {
            "reworded": not is_same_text,
            "renumbered": "id" in fields,
            "moved": "theme" in fields,
            "level_changed": "level" in fields,
            "deadline_changed": bool(change.deadlines),
            "split": len(change.new) > 1,
            "merged": len(change.old) > 1,
        }
        return tuple(status for status in STATUSES if holds.get(status)) or ("unchanged",)

    def fields(self, old: Sequence[Goal], new: Sequence[Goal]) -> tuple[FieldChange, ...]:
        """The fields whose values differ, with both values."""
        found: list[FieldChange] = []
        if not {goal.id for goal in old} & {goal.id for goal in new}:
            found.append(FieldChange("id", tuple(g.id for g in old), tuple(g.id for g in new)))
        if len({goal.level for goal in (*old, *new)}) > 1:
            found.append(FieldChange("level", _values(old, "level"), _values(new, "level")))
        if not all(self.is_same_theme(a, b) for a in old for b in new):
            found.append(FieldChange("theme", _values(old, "theme"), _values(new, "theme")))
        if not all(self.is_same_parent(a, b) for a in old for b in new):
            found.append(FieldChange("parent", _values(old, "parent"), _values(new, "parent")))
        for name in self.columns:
            a, b = _values(old, name), _values(new, name)
            if not self.reading.compare_words(" ".join(a), " ".join(b)).is_same:
                found.append(FieldChange(name, a, b))
        return tuple(found)

    def is_same_theme(self, old: Goal, new: Goal) -> bool:
        """Whether the themes are counterparts; two goals without a theme stay where they are."""
        if old.theme is None or new.theme is None:
            return old.theme == new.theme
        return (old.theme, new.theme) in self.themes.counterparts

    def is_same_parent(self, old: Goal, new: Goal) -> bool:
        """Whether the parents became one another."""
        if old.parent is None or new.parent is None:
            return old.parent == new.parent
        return new.parent in self.counterparts.get(old.parent, ())


def parts_of(
    old: Sequence[Goal], new: Sequence[Goal], shares: Sequence[float], reading: Reading
) -> tuple[Part, ...]:
    """Where each part went, word by word against the whole."""
    pairs = [(a, b) for a in old for b in new]
    return tuple(
        Part(a.id, b.id, round(share, 2), reading.compare_words(a.text, b.text).ops)
        for (a, b), share in zip(pairs, shares, strict=True)
    )


def _text(goals: Sequence[Goal]) -> str:
    return " ".join(goal.text for goal in goals)


def _deadlines(goals: Sequence[Goal]) -> tuple[Deadline, ...]:
    return tuple(deadline for goal in goals for deadline in goal.deadlines)


def _values(goals: Sequence[Goal], name: str) -> tuple[str, ...]:
    values = (getattr(goal, name) for goal in goals)
    return tuple(dict.fromkeys(value for value in values if value is not None))
