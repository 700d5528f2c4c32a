"""What a document defines itself: the legend of its horizons, its abbreviations, the day of its adoption."""

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve

from pipeline.deadlines.column import counts_quarters
from pipeline.deadlines.context import Context
from pipeline.deadlines.entries import entries_of
from pipeline.deadlines.reader import DeadlineReader, open_reader
from pipeline.deadlines.values import window_of_piece
from pipeline.rulebook import Rulebook, open_rulebook


def read_context(
    texts: Iterable[str],
    period: tuple[int, int] | None,
    adopted: date | None = None,
    rulebook: Rulebook | None = None,
    cells: Iterable[str] = (),
) -> Context:
    """Read a document's own definitions from its texts (of prose chapters, legends, table heads).

    `cells` are those of its Frist column, which show how it abbreviates.

    Form 1: kurzfristig (k): bis Ende 2019; mittelfristig: bis 2021. Form 2: langfristig = mehr als …
    """
    read = tuple(texts)
    rules = rulebook or open_rulebook()
    context = Context(adopted or _adoption(open_reader(rules, Context(None, period)), read), period)
    reader = open_reader(rules, context)
    in_cells = (found for cell in cells for _, found in reader.rules.expressions_in(cell))
    return evolve(
        context,
        horizons=tuple(dict(_horizons(reader, read)).items()),
        quarters_in_column=counts_quarters(one for found in in_cells for one in found),
    )


def _adoption(reader: DeadlineReader, texts: Iterable[str]) -> date | None:
    """The day on which the paper says of itself that it was adopted; of several the last.

    Form 1: Diese Strategie wurde am 2. April 2025 vom Kreistag beschlossen.
    """
    days = []
    for text in texts:
        for sentence in reader.sentences(text):
            if sentence.markers.get("papier") and sentence.markers.get("annahme"):
                windows = [window_of_piece(piece, reader.context) for piece in sentence.pieces]
                days += [window.first for window in windows if window and window.first == window.last]
    return max(days, default=None)


def _horizons(reader: DeadlineReader, texts: Iterable[str]) -> Iterator[tuple[str, date]]:
    for text in texts:
        for sentence in reader.sentences(text, "legende"):
            for horizon, explanation in sentence.legends:
                found = tuple(entries_of(evolve(sentence, claims=(explanation,)), reader.context))
                if found and found[0].end:
                    yield horizon.rule.fields["werte"][-1], date.fromisoformat(found[0].end)
