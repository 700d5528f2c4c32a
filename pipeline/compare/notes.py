"""A change and its doubts in German sentences, for tables, reports and council papers."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from pipeline.compare.deadlines import meaning
from pipeline.compare.edition import text_without_deadlines
from pipeline.compare.words import find_words
from pipeline.records import Change, Deadline, DeadlineChange, FieldChange, Goal, Theme

FIELDS = {
    "id": "Kennung",
    "level": "Stufe",
    "theme": "Thema",
    "parent": "Übergeordnet",
    "responsible": "Zuständig",
    "indicator": "Indikator",
}
NOTHING = "nichts"
MOST_EXAMPLES = 5  # misread words that a note spells out
HORIZONS = {"short": "kurzfristig", "medium": "mittelfristig", "long": "langfristig"}


@frozen
class Notes:
    """What the notes need to know beside the change: titles of the themes, and all identifiers."""

    old_themes: Mapping[str, Theme]
    new_themes: Mapping[str, Theme]
    new_ids: frozenset[str]

    def describe(self, change: Change, old: Sequence[Goal], new: Sequence[Goal]) -> Change:
        """The change with its notes: first what differs, then what a person should know or look at."""
        notes = [
            *(self.field(field) for field in change.fields),
            *map(describe_deadline, change.deadlines),
            *describe_parts(change),
            *describe_horizons(old, new),
            *describe_wording(change, old, new),
            *describe_noise(change),
            *self.reused_ids(change),
            *describe_doubts(change),
        ]
        return evolve(change, notes=tuple(notes))

    def field(self, field: FieldChange) -> str:
        """*Stufe: M → UZ*; themes with their titles."""
        old, new = field.old, field.new
        if field.field == "theme":
            old, new = titled(old, self.old_themes), titled(new, self.new_themes)
        return f"{FIELDS[field.field]}: {', '.join(old) or NOTHING} → {', '.join(new) or NOTHING}"

    def reused_ids(self, change: Change) -> Iterator[str]:
        """An old identifier that another goal bears now."""
        for id_ in change.old:
            if id_ not in change.new and id_ in self.new_ids:
                yield f"Die Kennung {id_} trägt jetzt ein anderes Ziel."


def titled(numbers: Sequence[str], themes: Mapping[str, Theme]) -> tuple[str, ...]:
    """Numbers of themes with their titles."""
    return tuple(f"{number} {themes[number].title}" if number in themes else number for number in numbers)


def describe_deadline(change: DeadlineChange) -> str:
    """*Frist „bis Ende 2025“ → „bis Mitte 2026“: um 6 Monate verschoben*."""
    if change.old is None:
        return f"Frist neu: {quoted(change.new)}"
    if change.new is None:
        return f"Frist entfallen: {quoted(change.old)}"
    return f"Frist {quoted(change.old)} → {quoted(change.new)}: {change.words}"


def quoted(deadline: Deadline | None) -> str:
    """The words of a deadline in quotes; a horizon that stands as a letter is spelled out."""
    if deadline is None:
        return NOTHING
    horizon = HORIZONS.get(deadline.value or "", "") if deadline.kind == "horizon" else ""
    spelled = f" ({horizon})" if horizon not in deadline.text else ""
    return f"„{deadline.text}“{spelled}"


def describe_parts(change: Change) -> Iterator[str]:
    """Which part explains how much of the whole."""
    if change.parts:
        is_split = len(change.new) > 1
        shares = ", ".join(
            f"{part.new if is_split else part.old} ({part.share:.0%})" for part in change.parts
        )
        yield f"{'Geteilt in' if is_split else 'Zusammengelegt aus'} {shares.replace('%', ' %')}"


def describe_horizons(old: Sequence[Goal], new: Sequence[Goal]) -> Iterator[str]:
    """The same horizon, which the legends of the editions date differently."""
    before, after = (
        {meaning(deadline): deadline for goal in goals for deadline in goal.deadlines if deadline.end}
        for goals in (old, new)
    )
    for key in before.keys() & after.keys():
        one, other = before[key], after[key]
        if one.kind == "horizon" and one.end != other.end:
            horizon = HORIZONS.get(one.value or "", one.text)
            yield f"„{horizon}“ heißt jetzt bis {day(other.end)}, vorher bis {day(one.end)}."


def day(iso: str | None) -> str:
    """A date as Germans write it."""
    return ".".join(reversed((iso or "").split("-")))


def describe_wording(change: Change, old: Sequence[Goal], new: Sequence[Goal]) -> Iterator[str]:
    """Where nothing but the words of a deadline differs."""
    words = [[find_words(text_without_deadlines(goal)) for goal in goals] for goals in (old, new)]
    if "reworded" in change.statuses and change.deadlines and words[0] == words[1]:
        yield "Der Wortlaut unterscheidet sich nur in der Frist."


def describe_noise(change: Change) -> Iterator[str]:
    """Misread letters that were not counted as a change."""
    misread = [noise for noise in change.noise if noise.kind == "reading"]
    if misread:
        examples = ", ".join(
            f"{noise.old or NOTHING}/{noise.new or NOTHING}" for noise in misread[:MOST_EXAMPLES]
        )
        more = " …" if len(misread) > MOST_EXAMPLES else ""
        yield f"Als Lesefehler nicht gezählt: {examples}{more}"


def describe_doubts(change: Change) -> Iterator[str]:
    """Why a person should look at it."""
    rival = change.runner_up
    if "weak-match" in change.flags:
        yield "Bitte prüfen: Die Zuordnung stützt sich auf schwache Belege."
    if "near-call" in change.flags and rival:
        yield f"Bitte prüfen: Fast ebenso gut passt {rival.old} → {rival.new}."
    if "maybe-same" in change.flags and rival:
        yield f"Bitte prüfen: Vielleicht wurde aus {rival.old} das neue {rival.new}."
