"""Typeset an edition with typst: `templates/strategy.typ`, German hyphenation, no font of the machine.

2018 is set in Libertinus (which typst carries), 2025 in Bitstream Vera (which reportlab carries).
"""

import importlib.util
import json
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from corpus.gold import level_of
from corpus.source import FOLDER, LIST_SIGN, NOTE, TEMPLATE, Edition, Goal, Section

SET_AT = 1_750_000_000  # seconds of the epoch; a fixed day, so that two runs give the same bytes


def typeset(edition: Edition, target: Path) -> None:
    """Write the born-digital PDF of an edition."""
    data = json.dumps(template_data(edition), ensure_ascii=False)
    typst.compile(
        str(TEMPLATE),
        output=str(target),
        root=str(FOLDER),
        font_paths=[str(font_folder())],
        ignore_system_fonts=True,
        sys_inputs={"edition": data},
        timestamp=SET_AT,
    )


def font_folder() -> Path:
    """The folder of reportlab's fonts, found without importing reportlab."""
    spec = importlib.util.find_spec("reportlab")
    assert spec and spec.origin, "reportlab is missing: install the dependency group corpus"
    return Path(spec.origin).parent / "fonts"


def template_data(edition: Edition) -> dict[str, Any]:
    """What the template prints, as plain lists and dictionaries."""
    return {
        "title": edition.title,
        "county": edition.county,
        "layout": edition.layout,
        **edition.front,
        "groups": [
            {
                "landscape": landscape,
                "sections": [section_data(section, edition.front) for section in sections],
            }
            for landscape, sections in groupby(
                edition.sections, lambda section: is_landscape(edition, section)
            )
        ],
    }


def is_landscape(edition: Edition, section: Section) -> bool:
    """Whether a section stands on a landscape page, as wide tables do."""
    return section.number in edition.front["landscape"]


def section_data(section: Section, front: dict[str, Any]) -> dict[str, Any]:
    """A section for the template."""
    return {
        "number": section.number,
        "heading": f"{section.prefix} {section.title}".strip(),
        "depth": section.number.count(".") + 1,
        "paragraphs": [pieces(paragraph) for paragraph in section.paragraphs],
        "table": [list(row) for row in section.table],
        "ruled": section.number not in front["unruled"],
        "goals": [goal_data(goal, front["label_blank"]) for goal in section.goals],
    }


def goal_data(goal: Goal, label_blank: str) -> dict[str, Any]:
    """A goal for the template."""
    level = level_of(goal.id)
    return {
        "level": level,
        "label": f"{level}{label_blank}{goal.id.removeprefix(level)}".strip(),
        "paragraphs": [pieces(paragraph) for paragraph in goal.paragraphs],
        "cells": [goal.responsible or "", goal.due or "", goal.indicator or ""],
    }


def pieces(paragraph: str) -> dict[str, Any]:
    """Part a paragraph into text and footnotes: NOTE has one group, so they alternate."""
    parts = NOTE.split(paragraph.removeprefix(LIST_SIGN))
    return {"bullet": paragraph.startswith(LIST_SIGN), "parts": parts}
