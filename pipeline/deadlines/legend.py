"""What a document defines itself: the legend of its horizons, and the day of its adoption."""

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import evolve

from pipeline.deadlines.context import Context
from pipeline.deadlines.entries import entries_of
from pipeline.deadlines.reader import DeadlineReader, open_reader
from pipeline.rulebook import Rulebook, open_rulebook


def read_context(
    texts: Iterable[str],
    period: tuple[int, int] | None,
    adopted: date | None = None,
    rulebook: Rulebook | None = None,
) -> Context:
    """Read a document's own definitions from its texts (of prose chapters, legends, table heads).

    Form 1: kurzfristig (k): bis Ende 2019; mittelfristig: bis 2021. Form 2: langfristig = mehr als …
    """
    reader = open_reader(rulebook or open_rulebook(), Context(adopted, period))
    return evolve(reader.context, horizons=tuple(dict(_horizons(reader, texts)).items()))


def _horizons(reader: DeadlineReader, texts: Iterable[str]) -> Iterator[tuple[str, date]]:
    for text in texts:
        for sentence in reader.sentences(text, "legende"):
            for horizon, explanation in sentence.legends:
                found = tuple(entries_of(evolve(sentence, claims=(explanation,)), reader.context))
                if found and found[0].end:
                    yield horizon.rule.fields["werte"][-1], date.fromisoformat(found[0].end)
