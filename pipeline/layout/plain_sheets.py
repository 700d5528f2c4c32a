"""Fact sheets of which an OCR run has read each row as a line: "Zuständig Jugendamt" above "Frist Ende 2027".

A line that begins with such a word may be any line. Where the same names come back one below the other, in
the same order and with nothing behind them that may be a sentence, the colon that nobody printed is put
behind them; `named.py` reads the rest.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from pipeline.layout.forms import ColumnRole, Forms
from pipeline.layout.named import is_likely
from pipeline.layout.parts import CELLS, ROLES
from pipeline.layout.plain_lines import Line, may_end

SHEETS_AT_LEAST = 3
BEGINNING = 3  # letters of a name that OCR may not read otherwise
MOST_WORDS = 8  # behind a name
FARTHEST = 2  # lines from a name to the next: what it says may need a second one
FACTS: tuple[ColumnRole, ...] = (*CELLS, "other")


@frozen
class _Named:
    """A line that begins with so many words of a name."""

    at: int
    count: int
    role: ColumnRole


def mark_sheets(lines: Sequence[Line], forms: Forms) -> list[Line]:
    """Put a colon behind the names of fact sheets."""
    runs = [
        run
        for run in _runs(list(_named(lines, forms)), lines)
        if _may_begin(lines, run[0].at) and all(_is_fact(lines[one.at], one, forms) for one in run)
    ]
    counts = Counter(_names(run, lines) for run in runs)
    marked = list(lines)
    for run in runs:
        if counts[_names(run, lines)] >= SHEETS_AT_LEAST:
            for one in run:
                name, rest = _parted(lines[one.at], one)
                marked[one.at] = evolve(lines[one.at], text=f"{name}: {rest}")
    return marked


def _parted(line: Line, named: _Named) -> tuple[str, str]:
    words = line.text.split()
    return " ".join(words[: named.count]), " ".join(words[named.count :])


def _names(run: Sequence[_Named], lines: Sequence[Line]) -> tuple[tuple[ColumnRole, str], ...]:
    """The names of a sheet by their beginnings: OCR spells them in many ways."""
    return tuple((one.role, lines[one.at].text[:BEGINNING].casefold()) for one in run)


def _is_fact(line: Line, named: _Named, forms: Forms) -> bool:
    """Whether what stands behind a name is no sentence that begins with it."""
    rest = _parted(line, named)[1]
    begins = named.role == "deadline" or not rest[:1].islower()
    short = len(rest.split()) <= MOST_WORDS and not rest.endswith((".", "!", "?"))
    return begins and short and is_likely(rest, ROLES[named.role], forms)


def _named(lines: Sequence[Line], forms: Forms) -> Iterator[_Named]:
    for at, line in enumerate(lines):
        words = line.text.split()
        role, count = forms.leading_name(words) if line.text[:1].isupper() else (None, 0)
        if role in FACTS and count < len(words) and not any(word.endswith(":") for word in words):
            yield _Named(at, count, role)


def _runs(named: Sequence[_Named], lines: Sequence[Line]) -> Iterator[list[_Named]]:
    """Names of different kinds below each other; empty lines only where each has one line."""
    run: list[_Named] = []
    for one in named:
        if run and not _goes_on(run, one, lines):
            if len(run) > 1:
                yield run
            run = []
        run.append(one)
    if len(run) > 1:
        yield run


def _may_begin(lines: Sequence[Line], at: int) -> bool:
    """Whether a line begins something: no sentence goes on from small letters above."""
    return at == 0 or lines[at].gap or may_end(lines[at - 1].text)


def _goes_on(run: Sequence[_Named], one: _Named, lines: Sequence[Line]) -> bool:
    between = range(run[-1].at + 1, one.at + 1)
    near = len(between) == 1 or (len(between) <= FARTHEST and not any(lines[at].gap for at in between))
    return near and one.role not in {other.role for other in run}
