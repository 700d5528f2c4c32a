"""From a county's strategy paper to a normalised catalogue of goals.

Data flows one way; each stage is a room of its own and hands on frozen records (`records.py`)::

    file ─extract→ Document ─layout→ Block… ─repair→ RepairedText… ─┬─identifiers→ Identifier… ─┐
                                                                    └─deadlines──→ Deadline… ───┤
    Catalogue + Finding… ←─check─ Catalogue ←──────────────assemble─────────────────────────────┘
    Catalogue + Catalogue ─compare→ Diff            Catalogue, Diff ─emit, report→ files

What can be known about documents stands in `rules/`, read by `rulebook`; `flow` is the order of the
stages and `cli` the door for people.
"""
