"""Hypothesis strategies for records, as wild as documents may be."""

from attrs import evolve
from hypothesis import strategies as st

from pipeline.records import (
    Account,
    Catalogue,
    Deadline,
    Doubt,
    Finding,
    Footnote,
    Goal,
    LoggedRepair,
    Repair,
    Source,
    Theme,
)

# Every letter that UTF-8 can hold; lone surrogates cannot stand in any file.
letters = st.characters(exclude_categories=["Cs"])
words = st.text(letters, max_size=30)
names = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
lines = words.map(lambda text: " ".join(text.split()))
codes = st.sampled_from(["id-repaired", "word-doubtful", "order-assumed", "gap"])
pages = st.integers(1, 400)
shares = st.floats(0, 1)
days = st.dates().map(str)
boxes = st.tuples(pages, *[st.floats(0, 900, width=16)] * 4)


def tuples(items: st.SearchStrategy, max_size: int = 3) -> st.SearchStrategy:
    """Tuples of items."""
    return st.lists(items, max_size=max_size).map(tuple)


deadlines = st.builds(
    Deadline,
    value=st.none() | names,
    recurrence=st.none() | st.sampled_from(["P1Y", "P6M"]),
    text=words,
    span=st.none() | st.tuples(st.integers(0, 99), st.integers(100, 200)),
    start=st.none() | days,
    end=st.none() | days,
    anchor=st.none() | words,
    rrule=st.none() | words,
)
goals = st.builds(
    Goal,
    id=names,
    level=names,
    parent=st.none() | names,
    theme=st.none() | names,
    text=lines,
    text_raw=words,
    deadlines=tuples(deadlines),
    responsible=st.none() | words,
    indicator=st.none() | words,
    page=pages,
    bbox=tuples(boxes),
    confidence=shares,
    flags=tuples(codes),
    footnotes=tuples(names),
    printed=words,
    doubts=tuples(
        st.builds(
            Doubt,
            start=st.integers(0, 99),
            end=st.integers(0, 99),
            word=words,
            reason=words,
            alternatives=tuples(names),
        )
    ),
)
repairs = st.builds(
    LoggedRepair,
    goal=st.none() | names,
    page=pages,
    repair=st.builds(
        Repair,
        start=st.integers(0, 99),
        end=st.integers(0, 99),
        before=words,
        after=words,
        confidence=shares,
        alternatives=tuples(names),
    ),
)


def with_own_goals(catalogue: Catalogue) -> Catalogue:
    """The catalogue with its repairs at goals that it has: others have no key to point to."""
    known = {goal.id for goal in catalogue.goals}
    repairs = (logged if logged.goal in known else evolve(logged, goal=None) for logged in catalogue.repairs)
    return evolve(catalogue, repairs=tuple(repairs))


catalogues = st.builds(
    Catalogue,
    edition=names,
    title=st.none() | words,
    county=st.none() | words,
    period=st.none() | st.tuples(st.integers(1900, 2100), st.integers(1900, 2100)),
    source=st.builds(Source, file=names, sha256=st.just("a" * 64), pages=pages),
    themes=tuples(st.builds(Theme, number=names, title=words, page=st.none() | pages)),
    goals=tuples(goals, max_size=4),
    footnotes=tuples(st.builds(Footnote, mark=names, page=pages, text=words)),
    findings=tuples(
        st.builds(
            Finding,
            code=codes,
            goal=st.none() | names,
            page=st.none() | pages,
            message=words.filter(bool),
        )
    ),
    repairs=tuples(repairs),
    accounts=tuples(st.builds(Account, page=pages, goal=st.none() | names, text=words)),
).map(with_own_goals)
