"""The numbers of `rules/vergleich.toml`, by their English names; the reasons stand in the file."""

from typing import Any

from attrs import frozen

from pipeline.compare.words import Lexicon, build_lexicon
from pipeline.rulebook import Rulebook


@frozen
class Weight:
    """By how much a piece of evidence lifts the score of a pair, or lowers it."""

    pro: float
    contra: float


@frozen
class Line:
    """From a distance to a probability: 1 / (1 + exp(-(base + slope * distance)))."""

    base: float
    slope: float


@frozen
class Settings:
    """Weights and thresholds of the comparison."""

    cosine: float
    overlap: float
    characters: float
    weights: dict[str, Weight]
    pair: float
    wording: float
    doubt: float
    mould: float
    theme: float
    part: float
    own_share: float
    gain: float
    sibling: float
    damage: float
    garbled: float
    sure_score: Line
    sure_margin: Line
    sure_parts: Line
    sure_alone: Line
    candidates: int
    lexicon: Lexicon


EVIDENCE = {
    "rare": "einmaliges",
    "distinct": "vorsprung",
    "theme": "thema",
    "parent": "uebergeordnet",
    "siblings": "geschwister",
    "children": "unterziele",
    "deadline": "frist",
    "level": "stufe",
    "id": "kennung",
}


def read_settings(rulebook: Rulebook) -> Settings:
    """Read the numbers of the comparison from the rule file."""
    table = rulebook.table("vergleich")

    def number(section: str, name: str) -> float:
        return float(table[section][name]["wert"])

    return Settings(
        cosine=number("wortlaut", "kosinus"),
        overlap=number("wortlaut", "ueberdeckung"),
        characters=number("wortlaut", "zeichen"),
        weights={name: read_weight(table["belege"][key]) for name, key in EVIDENCE.items()},
        pair=number("schwellen", "paar"),
        wording=number("schwellen", "wortlaut"),
        doubt=number("schwellen", "zweifel"),
        mould=number("schwellen", "muster"),
        theme=number("schwellen", "thema"),
        part=number("schwellen", "teil"),
        own_share=number("schwellen", "eigenanteil"),
        gain=number("schwellen", "zugewinn"),
        sibling=number("schwellen", "nebenan"),
        damage=number("schwellen", "schaden"),
        garbled=number("schwellen", "verstuemmelt"),
        sure_score=read_line(table["sicherheit"]["schwelle"]),
        sure_margin=read_line(table["sicherheit"]["vorsprung"]),
        sure_parts=read_line(table["sicherheit"]["teile"]),
        sure_alone=read_line(table["sicherheit"]["allein"]),
        candidates=int(number("kandidaten", "je_ziel")),
        lexicon=build_lexicon(
            table["funktionswoerter"]["woerter"],
            table["wortteile"]["woerter"],
            [entry["woerter"] for entry in table["gleichbedeutend"]],
        ),
    )


def read_weight(entry: dict[str, Any]) -> Weight:
    """Read one piece of evidence: what it gives, and what it takes."""
    return Weight(float(entry["dafuer"]), float(entry["dagegen"]))


def read_line(entry: dict[str, Any]) -> Line:
    """Read how a probability follows from distances."""
    return Line(float(entry["grundwert"]), float(entry["steigung"]))
