"""Make two editions of a strategy and say what became of every goal, from a seed.

A goal is one to three clauses; a clause is an action on a thing about a topic, with details. Editions
differ by paraphrase (other words of the same meaning, another construction, compounds taken apart,
details dropped and added, order), and by what happens to goals: split, merged, moved, removed, added.
Distractors, goals that share topic and thing with another goal but not its details, are frequent.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from attrs import evolve, field, frozen

from pipeline.records import Catalogue, Deadline, Goal, Source, Theme

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "vocabulary.toml").read_text(encoding="utf-8"))
ARTICLES = {"m": ("ein", "einen", "eines"), "f": ("eine", "eine", "einer"), "n": ("ein", "ein", "eines")}

Link = tuple[int, int]  # numbers of an old and a new goal


@frozen
class Level:
    """How far the new edition goes from the old one, each a probability."""

    name: str
    word: float  # another word for each action, thing and detail
    construction: float  # another construction of a clause
    compound: float  # a compound taken apart, or joined
    detail: float  # a detail dropped or added
    sentence: float  # a sentence dropped or added
    order: float  # details or clauses in another order


LIGHT = Level("light", 0.1, 0.1, 0.1, 0.05, 0.05, 0.1)
MEDIUM = Level("medium", 0.3, 0.3, 0.3, 0.15, 0.15, 0.25)
HEAVY = Level("heavy", 0.6, 0.6, 0.5, 0.3, 0.3, 0.4)
LEVELS = (LIGHT, MEDIUM, HEAVY)


@frozen
class Clause:
    """One statement, with the choice among alternatives for each of its words."""

    actor: int
    action: int
    topic: int
    thing: int
    details: tuple[int, ...]
    construction: int
    is_compound: bool
    words: int  # seed of the choice of words


@frozen
class Draft:
    """A goal before it is numbered: its theme and place, its clauses, and how it is worded."""

    number: int
    theme: int
    level: str
    parent: int | None  # number of the draft above
    home: int  # theme whose topics it is about, also where it was moved
    clauses: tuple[Clause, ...]
    extra: int | None = None
    opening: int | None = None
    due: date | None = None


@frozen
class Pair:
    """Two editions and the truth: links between places in their lists of goals."""

    old: Catalogue
    new: Catalogue
    links: frozenset[tuple[str, str]]
    splits: frozenset[str]
    merges: frozenset[str]


@frozen
class Fate:
    """How often what happens to a goal."""

    split: float = 0.05
    merged: float = 0.05
    moved: float = 0.06
    removed: float = 0.1
    added: float = 0.2
    level_changed: float = 0.03
    deadline: float = 0.5


def make_pair(seed: int, level: Level, goals: int = 60, fate: Fate | None = None) -> Pair:
    """Two editions of about so many goals."""
    return Maker(Random(f"{seed}/{level.name}/{goals}"), level, fate or Fate()).pair(goals)


@frozen
class Maker:
    """Draws goals and what becomes of them."""

    random: Random
    level: Level
    fate: Fate
    numbers: list[int] = field(factory=lambda: [0])
    choices: dict[int, dict[str, int]] = field(factory=dict)

    def pair(self, goals: int) -> Pair:
        """Both editions."""
        themes = self.random.sample(range(len(WORDS["themes"])), min(len(WORDS["themes"]), 3 + goals // 20))
        old = self.outline(goals, themes)
        new, sources = self.next_edition(old, themes)
        first, old_ids = self.edition("alt-2018", old, themes, 2018)
        order = self.random.sample(themes, len(themes))
        second, new_ids = self.edition("neu-2025", new, order, 2025)
        links = frozenset((old_ids[o], new_ids[n]) for n, origins in sources.items() for o in origins)
        kept = [o for origins in sources.values() for o in origins]
        return Pair(
            first,
            second,
            links,
            frozenset(old_ids[o] for o in kept if kept.count(o) > 1),
            frozenset(new_ids[n] for n, origins in sources.items() if len(origins) > 1),
        )

    # ------------------------------------------------------------- the old one

    def outline(self, goals: int, themes: list[int]) -> list[Draft]:
        """Goals of the old edition: themes hold main goals, these goals below, these measures."""
        drafts: list[Draft] = []
        while len(drafts) < goals:
            theme = themes[len(drafts) * len(themes) // goals]
            top = self.draft(theme, "LZ", None)
            drafts.append(top)
            for _ in range(self.random.randint(1, 4)):
                middle = self.draft(theme, "UZ", top.number)
                drafts.append(middle)
                drafts += [self.draft(theme, "M", middle.number) for _ in range(self.random.randint(0, 3))]
        return drafts

    def draft(self, theme: int, level: str, parent: int | None) -> Draft:
        """A new goal; main goals are short."""
        self.numbers[0] += 1
        count = 1 if level == "LZ" else self.random.choice((1, 1, 2, 2, 3))
        clauses = tuple(self.clause() for _ in range(count))
        due = date(self.random.randint(2019, 2024), *self.random.choice(((6, 30), (12, 31), (3, 31))))
        return Draft(
            number=self.numbers[0],
            theme=theme,
            level=level,
            parent=parent,
            home=theme,
            clauses=clauses,
            extra=self.maybe(0.3, "extras"),
            opening=self.maybe(0.15, "openings"),
            due=due if self.random.random() < 0.4 and level != "LZ" else None,
        )

    def maybe(self, chance: float, name: str) -> int | None:
        """A place in a list of words, or nothing."""
        return self.random.randrange(len(WORDS[name]["words"])) if self.random.random() < chance else None

    def clause(self) -> Clause:
        """A new statement."""
        pick = self.random.randrange
        details = self.random.sample(range(len(WORDS["details"]["words"])), self.random.randint(1, 3))
        return Clause(
            actor=pick(len(WORDS["actors"]["words"])),
            action=pick(len(WORDS["actions"]["words"])),
            topic=pick(8),
            thing=pick(len(WORDS["things"]["words"])),
            details=tuple(details),
            construction=pick(4),
            is_compound=self.random.random() < 0.6,
            words=pick(1_000_000),
        )

    # ------------------------------------------------------------- the new one

    def next_edition(
        self, old: list[Draft], themes: list[int]
    ) -> tuple[list[Draft], dict[int, tuple[int, ...]]]:
        """Goals of the new edition, and the numbers of the old goals that each comes from."""
        new: list[Draft] = []
        sources: dict[int, tuple[int, ...]] = {}
        moved_to: dict[int, int] = {}  # new number by old number, for the parents
        done: set[int] = set()
        for place, draft in enumerate(old):
            if draft.number in done:
                continue
            for made, origins in self.outcome(draft, old[place + 1 : place + 20], done, themes):
                sources[made.number] = tuple(origin.number for origin in origins)
                moved_to.update(
                    {origin.number: made.number for origin in origins if origin.number not in moved_to}
                )
                new.append(made)
        for _ in range(int(len(old) * self.fate.added)):
            fresh = self.distractor(self.random.choice(old)) if self.random.random() < 0.5 else None
            fresh = fresh or self.draft(self.random.choice(themes), "M", None)
            new.append(fresh)
            sources[fresh.number] = ()
        by_place: dict[tuple[str, int], list[int]] = {}
        for draft in new:
            by_place.setdefault((draft.level, draft.theme), []).append(draft.number)
        return [self.with_parent(draft, moved_to, by_place) for draft in new], sources

    def outcome(
        self, draft: Draft, following: list[Draft], done: set[int], themes: list[int]
    ) -> Iterator[tuple[Draft, list[Draft]]]:
        """What becomes of a goal: new goals with the old ones that each comes from."""
        chance = self.random.random()
        done.add(draft.number)
        if draft.level != "LZ":
            if (chance := chance - self.fate.removed) < 0:
                return
            if (chance := chance - self.fate.split) < 0 and len(draft.clauses) > 1:
                yield from ((part, [draft]) for part in self.split(draft))
                return
            mate = next((d for d in following if d.parent == draft.parent and d.level == draft.level), None)
            if (chance := chance - self.fate.merged) < 0 and mate is not None and mate.number not in done:
                done.add(mate.number)
                yield self.merge(draft, mate), [draft, mate]
                return
            if (chance := chance - self.fate.moved) < 0:
                yield evolve(self.reworded(draft), theme=self.random.choice(themes), parent=None), [draft]
                return
            if (chance := chance - self.fate.level_changed) < 0:
                yield (
                    evolve(self.reworded(draft), level={"UZ": "M", "M": "UZ"}[draft.level], parent=None),
                    [draft],
                )
                return
        yield self.reworded(draft), [draft]

    def reworded(self, draft: Draft) -> Draft:
        """The same goal in other words, under a new number."""
        self.numbers[0] += 1
        clauses = [self.paraphrase(clause) for clause in draft.clauses]
        if self.random.random() < self.level.order:
            clauses.reverse()
        if self.random.random() < self.level.sentence and len(clauses) > 2:
            clauses.pop()
        extra = draft.extra if self.random.random() >= self.level.sentence else self.maybe(0.5, "extras")
        opening = (
            draft.opening if self.random.random() >= self.level.sentence else self.maybe(0.5, "openings")
        )
        return evolve(
            draft,
            number=self.numbers[0],
            clauses=tuple(clauses),
            extra=extra,
            opening=opening,
            due=self.new_deadline(draft.due),
        )

    def new_deadline(self, due: date | None) -> date | None:
        """The deadline kept, put off, dropped or set."""
        if self.random.random() > self.fate.deadline:
            return due
        return None if self.random.random() < 0.4 else date(self.random.randint(2025, 2030), 12, 31)

    def split(self, draft: Draft) -> list[Draft]:
        """Each clause a goal of its own."""
        whole = self.reworded(evolve(draft, extra=None))
        parts = []
        for place, clause in enumerate(whole.clauses):
            self.numbers[0] += 1
            due = whole.due if place == 0 else None
            parts.append(
                evolve(whole, number=self.numbers[0], clauses=(clause,), due=due, extra=None, opening=None)
            )
        return parts

    def merge(self, draft: Draft, mate: Draft) -> Draft:
        """Two goals in one; each brings at most two clauses."""
        one, other = self.reworded(evolve(draft, extra=None)), self.reworded(evolve(mate, extra=None))
        return evolve(one, clauses=(*one.clauses[:2], *other.clauses[:2]))

    def distractor(self, draft: Draft) -> Draft:
        """A new goal about the topic and thing of another, with details of its own."""
        fresh = self.draft(draft.theme, draft.level if draft.level != "LZ" else "UZ", None)
        like = draft.clauses[0]
        clause = evolve(fresh.clauses[0], topic=like.topic, thing=like.thing)
        return evolve(fresh, home=draft.home, clauses=(clause, *fresh.clauses[1:]))

    def paraphrase(self, clause: Clause) -> Clause:
        """The same statement in other words."""
        level, chance = self.level, self.random.random
        details = [
            self.random.randrange(len(WORDS["details"]["words"])) if chance() < level.detail else detail
            for detail in clause.details
        ]
        if chance() < level.order:
            self.random.shuffle(details)
        words = clause.words
        if chance() < level.word:
            words = self.random.randrange(1_000_000)
        return evolve(
            clause,
            actor=self.random.randrange(len(WORDS["actors"]["words"]))
            if chance() < level.detail
            else clause.actor,
            details=tuple(dict.fromkeys(details)),
            construction=self.random.randrange(4) if chance() < level.construction else clause.construction,
            is_compound=not clause.is_compound if chance() < level.compound else clause.is_compound,
            words=words,
        )

    def with_parent(
        self, draft: Draft, moved_to: dict[int, int], by_place: dict[tuple[str, int], list[int]]
    ) -> Draft:
        """Hang a goal under the successor of its old parent, or under some goal of its theme."""
        wanted = {"LZ": "", "UZ": "LZ", "M": "UZ"}[draft.level]
        numbers = by_place.get((wanted, draft.theme), [])
        successor = moved_to.get(draft.parent) if draft.parent is not None else None
        if successor in numbers:
            return evolve(draft, parent=successor)
        return evolve(draft, parent=self.random.choice(numbers) if numbers else None)

    # ---------------------------------------------------------- the words of it

    def edition(
        self, key: str, drafts: list[Draft], order: list[int], year: int
    ) -> tuple[Catalogue, dict[int, str]]:
        """The catalogue of some drafts, numbered in the order of its themes; ids by draft number."""
        ids: dict[int, str] = {}
        goals: list[Goal] = []
        titles = []
        below: dict[int | None, list[Draft]] = {}
        for draft in drafts:
            below.setdefault(draft.parent, []).append(draft)
        for position, theme in enumerate(order, 1):
            titles.append(Theme(f"4.{position}", self.random.choice(WORDS["themes"][theme]["titles"])))
            roots = [draft for draft in below.get(None, ()) if draft.theme == theme]
            for number, root in enumerate(roots, 1):
                self.number(root, f"{position}.{number}", f"4.{position}", below, ids, goals)
        source = Source(f"{key}.pdf", "0" * 64, 1 + len(goals) // 8, "pdf")
        title = f"Strategie für den Landkreis Lindental {year}–{year + 5}"
        return Catalogue(
            key, title, "Landkreis Lindental", (year, year + 5), source, tuple(titles), tuple(goals)
        ), ids

    def number(
        self,
        draft: Draft,
        path: str,
        theme: str,
        below: dict[int | None, list[Draft]],
        ids: dict[int, str],
        goals: list[Goal],
    ) -> None:
        """Give a goal and those below it their identifiers."""
        id_ = ids[draft.number] = f"{draft.level}{path}"
        text, deadlines = self.word(draft)
        parent = ids.get(draft.parent) if draft.parent is not None else None
        goals.append(Goal(id_, draft.level, parent, theme, text, text, deadlines, page=1 + len(goals) // 8))
        for number, other in enumerate(below.get(draft.number, ()), 1):
            self.number(other, f"{path}.{number}", theme, below, ids, goals)

    def word(self, draft: Draft) -> tuple[str, tuple[Deadline, ...]]:
        """Text and deadlines of a goal."""
        sentences = [self.sentence(clause, draft.home) for clause in draft.clauses]
        if draft.opening is not None:
            sentences[0] = f"{WORDS['openings']['words'][draft.opening]}: {sentences[0]}"
        if draft.extra is not None:
            sentences.append(WORDS["extras"]["words"][draft.extra])
        text = " ".join(sentences)
        if draft.due is None:
            return text, ()
        words = f"bis zum {draft.due:%d.%m.%Y}"
        text = f"{text[:-1]} {words}."
        start = len(text) - len(words) - 1
        day = draft.due.isoformat()
        return text, (Deadline("due", day, None, words, (start, start + len(words)), end=day),)

    def sentence(self, clause: Clause, home: int) -> str:
        """One sentence, in one of four constructions."""
        choose = Random(clause.words).choice
        nominative, accusative = WORDS["actors"]["words"][clause.actor]
        verb, participle, noun = choose(WORDS["actions"]["words"][clause.action])
        thing = choose(WORDS["things"]["words"][clause.thing])
        details = " ".join(choose(WORDS["details"]["words"][detail]) for detail in clause.details)
        topic = WORDS["themes"][home]["topics"][clause.topic]
        object_ = [named(thing, topic, clause.is_compound, case) for case in range(3)]
        if clause.construction == 0:
            return f"{nominative} {verb} {object_[1]} {details}."
        if clause.construction == 1:
            return f"{capital(object_[0])} wird durch {accusative} {details} {participle}."
        if clause.construction == 2:
            return f"Es gibt {object_[1]} {details}."
        return f"{noun} {object_[2]} {details} durch {accusative}."


def named(thing: list[str], topic: list[str], is_compound: bool, case: int) -> str:
    """A thing about a topic in one of three cases: as a compound, or with *für*."""
    noun, gender, genitive = thing
    form = genitive if case == 2 else noun
    joined, apart = topic
    name = f"{joined}{form}" if is_compound else f"{form.capitalize()} für {apart}"
    return f"{ARTICLES[gender][case]} {name}"


def capital(text: str) -> str:
    """The text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]
