"""Laws that hold for any two editions."""

from random import Random

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.records import Catalogue, Diff, Theme
from tests.compare.generator import LEVELS, make_pair
from tests.factories import catalogue, goal
from tests.strategies import catalogues

pytestmark = pytest.mark.filterwarnings("error")
some = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
many = settings(some, max_examples=60)
pairs = st.builds(make_pair, st.integers(0, 10_000), st.sampled_from(LEVELS), st.sampled_from([8, 20, 32]))
TEXTS = (
    *("", "-", "Das Angebot für Familien wird ausgebaut.", "Das Angebot für Ältere wird ausgebaut."),
    *("Ausbau der Angebote für Familien und Ältere", "Rufbus", "Rufbus bis 2026", "Der Rufbus fährt. " * 300),
)
IDS = ("UZ1", "UZ2", "M1.1", "M1.1.1", "ÜQZ", "LZ1")  # few, so that many are used twice and parents go round
odd_goals = st.builds(
    goal,
    st.sampled_from(IDS),
    st.sampled_from(TEXTS),
    level=st.sampled_from(["LZ", "UZ", "M"]),
    parent=st.none() | st.sampled_from(IDS),
    theme=st.none() | st.sampled_from(["1", "2"]),
)
odd = st.builds(
    lambda goals, themes: catalogue(*goals, themes=tuple(themes)),
    st.lists(odd_goals, max_size=9),
    st.lists(st.sampled_from([Theme("1", "Familie"), Theme("2", "")]), unique=True),
)
MIRRORED = {"removed": "added", "added": "removed", "split": "merged", "merged": "split"}
SIGNS = {"=": "=", "-": "+", "+": "-"}


def links(diff: Diff) -> set[tuple[int, int]]:
    """Places of goals that were joined."""
    return {(old, new) for change in diff.changes for old in change.old_places for new in change.new_places}


@some
@given(catalogues)
def test_an_edition_against_itself_is_unchanged(compared, edition):
    """However wild a document is, comparing it with itself finds no change."""
    diff = compared(edition, edition)

    assert [("unchanged",)] * len(edition.goals) == [change.statuses for change in diff.changes]


@some
@given(pairs)
def test_a_generated_edition_against_itself_is_unchanged(compared, pair):
    """An edition of many alike goals against itself joins each goal with itself."""
    diff = compared(pair.old, pair.old)

    assert links(diff) == {(place, place) for place in range(len(pair.old.goals))}
    assert diff.summary["unchanged"] == len(pair.old.goals)


@some
@given(catalogues, catalogues)
def test_every_goal_stands_in_exactly_one_change(compared, old, new):
    """No goal is lost or told twice, whatever the documents hold."""
    diff = compared(old, new)

    for edition, side in ((old, "old_places"), (new, "new_places")):
        told = [place for change in diff.changes for place in getattr(change, side)]
        assert sorted(told) == list(range(len(edition.goals)))


@some
@given(pairs)
def test_a_change_has_statuses_that_fit_its_shape(compared, pair):
    """Split, merged, removed, added and unchanged say how many goals stand on each side."""
    diff = compared(pair.old, pair.new)

    for change in diff.changes:
        assert ("split" in change.statuses) == (len(change.old) == 1 and len(change.new) > 1)
        assert ("merged" in change.statuses) == (len(change.new) == 1 and len(change.old) > 1)
        assert (change.statuses == ("removed",)) == (not change.new)
        assert (change.statuses == ("added",)) == (not change.old)
        assert "unchanged" not in change.statuses or len(change.statuses) == 1


@many
@given(odd, odd)
def test_odd_editions_obey_the_laws(compared, old, new):
    """Identifiers used twice, circles, empty and huge texts: every goal once, swapped sides mirrored."""
    there, back = compared(old, new), compared(new, old)

    for edition, side in ((old, "old_places"), (new, "new_places")):
        told = [place for change in there.changes for place in getattr(change, side)]
        assert sorted(told) == list(range(len(edition.goals)))
    assert sorted(map(outcome, there.changes)) == sorted(map(outcome, map(swapped, back.changes)))
    assert compared(old, old).summary["unchanged"] == len(old.goals)


@pytest.mark.parametrize(("before", "after"), [(2, 1), (8, 3), (1, 6)])
def test_twins_keep_their_order(compared, before, after):
    """Two goals of one wording are not crossed, however many other goals have gone or come before them."""
    text = "Das Angebot für Familien wird ausgebaut."
    twins = goal("UZ2", text, level="LZ"), goal("UZ1", text, level="LZ", parent="UZ2")
    old, new = (catalogue(*[goal("UZ1", "", level="LZ")] * number, *twins) for number in (before, after))

    for diff in (compared(old, new), compared(new, old)):
        (told,) = (change.statuses for change in diff.changes if change.old == change.new == ("UZ2",))
        assert told == ("unchanged",)


@many
@given(odd, odd, st.integers(0, 99))
def test_order_does_not_matter_in_odd_editions(compared, old, new, seed):
    """Also among goals of the same identifier and text the order in the file decides nothing."""
    shuffled = evolve(new, goals=tuple(Random(seed).sample(new.goals, len(new.goals))))

    assert compared(old, new).summary == compared(old, shuffled).summary


def outcome(change):
    """What became of which identifiers, and how sure it is."""
    return change.old, change.new, sorted(change.statuses), change.similarity, change.confidence


def swapped(change):
    """A change seen from the other edition."""
    statuses = tuple(MIRRORED.get(status, status) for status in change.statuses)
    return evolve(change, old=change.new, new=change.old, statuses=statuses)


@some
@given(pairs)
def test_swapping_the_editions_mirrors_the_comparison(compared, pair):
    """Swapped editions swap removed and added, split and merged, went and came, and nothing else."""
    there = {mirror(change) for change in compared(pair.old, pair.new).changes}
    back = {
        (c.old, c.new, frozenset(c.statuses), c.similarity, c.confidence, c.flags, c.text)
        for c in compared(pair.new, pair.old).changes
    }

    assert there == back


def mirror(change):
    """A change as the swapped editions should show it."""
    statuses = frozenset(MIRRORED.get(status, status) for status in change.statuses)
    text = tuple((SIGNS[sign], words) for sign, words in change.text)
    return (
        change.new,
        change.old,
        statuses,
        change.similarity,
        change.confidence,
        change.flags,
        in_order(text),
    )


def in_order(ops):
    """What went before what came, between two stretches that stayed."""
    ordered = list(ops)
    for place in range(len(ordered) - 1):
        if ordered[place][0] == "+" and ordered[place + 1][0] == "-":
            ordered[place : place + 2] = ordered[place + 1], ordered[place]
    return tuple(ordered)


@some
@given(pairs, st.integers(0, 1000))
def test_shuffling_the_goals_changes_nothing(compared, pair, seed):
    """The order of the goals in the files does not matter."""
    shuffled = [
        evolve(edition, goals=tuple(Random(seed).sample(edition.goals, len(edition.goals))))
        for edition in (pair.old, pair.new)
    ]

    assert compared(pair.old, pair.new) == compared(*shuffled)


@some
@given(pairs, st.integers(0, 1000))
def test_renumbering_at_random_loses_no_pair(compared, pair, seed):
    """Identifiers alone join nothing and part nothing."""
    renumbered = renumber(pair.new, seed)

    assert links(compared(pair.old, pair.new)) == links(compared(pair.old, renumbered))


def renumber(edition: Catalogue, seed: int) -> Catalogue:
    """The same goals, every identifier given to another goal."""
    ids = [goal.id for goal in edition.goals]
    new = dict(zip(ids, Random(seed).sample(ids, len(ids)), strict=True))
    return evolve(
        edition,
        goals=tuple(
            evolve(goal, id=new[goal.id], parent=goal.parent and new[goal.parent]) for goal in edition.goals
        ),
    )


@some
@given(pairs)
def test_word_operations_give_both_texts(compared, pair):
    """What stayed and went is the old text, what stayed and came the new one."""
    for change in compared(pair.old, pair.new).changes:
        if change.old and change.new:
            old = " ".join(pair.old.goals[place].text for place in change.old_places)
            new = " ".join(pair.new.goals[place].text for place in change.new_places)
            assert old == " ".join(text for sign, text in change.text if sign != "+")
            assert new == " ".join(text for sign, text in change.text if sign != "-")
