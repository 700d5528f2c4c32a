"""Repair German that an OCR model without umlauts has read, and say what is doubtful.

`repair_texts` repairs the texts of one document together, because one document's damage is of one
kind; `repair_text` repairs any text line by line. Every change is a record that can be replayed. The
way of the data::

    text ─tokens→ View, Token… ─candidates→ Candidate… ─┬─document→ Document (channel, habits, names)
                                                        └─decode→ Choice… ─engine→ Repair…, Doubt…
"""

from pipeline.repair.edits import apply_repairs
from pipeline.repair.engine import repair_text, repair_texts

__all__ = ["apply_repairs", "repair_text", "repair_texts"]
