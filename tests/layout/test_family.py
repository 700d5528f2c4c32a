"""A family of strategies in every layout, from pages to goals: nothing is wrong without being said."""

import random
import re
from collections import Counter

import pytest
from attrs import evolve

from pipeline.assemble import assemble, find_imprint, join_rows, labels_of, settle_rows
from pipeline.check.completeness import check_completeness
from pipeline.check.numbering import check_numbering
from pipeline.identifiers import identify
from pipeline.layout import lay_out
from pipeline.records import Catalogue, Deadline, Document, Page, RepairedBlock, RepairedText
from tests import family
from tests.factories import SOURCE
from tests.family import Entry

pytestmark = pytest.mark.no_cover
DRAWERS = (family.draw_label_column, family.draw_inline, family.draw_table)
SIZES = (20, 40, 80, 150)


def written_pages(text: str) -> tuple[Page, ...]:
    """The pages of a plain text."""
    return tuple(
        Page(number, 0.0, 0.0, "plain", lines=tuple(page.splitlines()))
        for number, page in enumerate(text.split("\f"), start=1)
    )


def read(pages: tuple[Page, ...], kind: str, grammar) -> Catalogue:
    """The catalogue of these pages, without repairs and deadlines."""
    laid_out = lay_out(Document(evolve(SOURCE, kind=kind), pages), grammar)
    identifiers = identify(labels_of(laid_out), grammar)
    blocks = settle_rows(laid_out, identifiers)
    texts = [
        RepairedBlock(block, RepairedText(block.text, " ".join(block.text.split())))
        for block in join_rows(blocks)
    ]
    found = [one for one in identifiers if one is not None]
    return assemble(SOURCE, "x", find_imprint(texts), blocks, texts, found, no_deadlines, grammar)


def no_deadlines(text: str, cell: str | None) -> tuple[tuple[Deadline, ...], frozenset[str]]:
    """Read no deadlines."""
    return (), frozenset()


def drawn_entries(seed: int, share: float) -> tuple[Entry, ...]:
    """A strategy with gaps and doubles, and this share of its labels damaged."""
    size = random.Random(seed).choice(SIZES)
    return family.damage_labels(family.draw_strategy(seed, size, gaps=0.03, doubles=0.01), share, seed)


def f1_of(entries: tuple[Entry, ...], found: Catalogue) -> float:
    """F1 of the identifiers, doubles counted."""
    want, got = Counter(entry.id for entry in entries), Counter(goal.id for goal in found.goals)
    return 2 * (want & got).total() / (want.total() + got.total())


def silently_wrong(entries: tuple[Entry, ...], found: Catalogue, grammar) -> list[str]:
    """Goals whose text is not theirs, without a flag, a finding about them, or one of a paragraph near."""
    findings = (*check_numbering(found, grammar), *check_completeness(found, grammar))
    named = {finding.goal for finding in findings}
    opened = {finding.page for finding in findings if finding.code == "text-unassigned"}
    texts: dict[str, set[str]] = {}
    for entry in entries:
        texts.setdefault(entry.id, set()).add(letters(entry.text))
    return [
        goal.id
        for goal in found.goals
        if letters(goal.text) not in texts.get(goal.id, set())
        and not (goal.flags or goal.id in named or {goal.page, goal.page + 1} & opened)
    ]


def letters(text: str) -> str:
    """The letters of a text, whatever its lines were."""
    return re.sub(r"\W", "", text)


@pytest.mark.parametrize("draw", DRAWERS, ids=lambda draw: draw.__name__)
@pytest.mark.parametrize(("share", "least"), [(0.0, 0.995), (0.3, 0.98), (0.6, 0.95)])
def test_family_with_boxes(draw, share, least, grammar):
    """From pages with boxes nearly all identifiers are right, and nothing is wrong silently."""
    for seed in range(3):
        entries = drawn_entries(seed, share)
        found = read(draw(entries), "pdf", grammar)

        assert f1_of(entries, found) >= least
        assert silently_wrong(entries, found, grammar) == []


@pytest.mark.parametrize("write", family.WRITERS, ids=lambda write: write.__name__)
@pytest.mark.parametrize(("share", "least"), [(0.0, 0.995), (0.3, 0.98), (0.6, 0.95)])
def test_family_without_boxes(write, share, least, grammar):
    """From plain text nearly all identifiers are right, and nothing is wrong silently."""
    for seed in range(4):
        entries = drawn_entries(seed, share)
        found = read(written_pages(write(entries, seed)), "text", grammar)

        assert f1_of(entries, found) >= least
        assert silently_wrong(entries, found, grammar) == []


@pytest.mark.parametrize("write", family.WRITERS, ids=lambda write: write.__name__)
def test_themes_of_the_family(write, grammar):
    """Each goal stands in the theme whose heading is above it, and no prose passes for a goal."""
    entries = family.draw_strategy(7, 60)
    found = read(written_pages(write(entries, 7)), "text", grammar)

    assert [(entry.id, entry.theme) for entry in entries] == [(goal.id, goal.theme) for goal in found.goals]
    assert not any(family.PROSE[0][:40] in goal.text for goal in found.goals)
    assert found.period == (2025, 2030)
