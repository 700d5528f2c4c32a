"""Deadlines: find them in a goal's text and its Frist column, and normalise them.

reader = open_reader(rulebook, read_context(texts, period))
deadlines = reader.read(text)
both, conflict = join_deadlines(deadlines, reader.read_column(cell))
"""

from pipeline.deadlines.context import Context
from pipeline.deadlines.join import join_deadlines
from pipeline.deadlines.legend import read_context
from pipeline.deadlines.reader import DeadlineReader, open_reader

__all__ = ["Context", "DeadlineReader", "join_deadlines", "open_reader", "read_context"]
