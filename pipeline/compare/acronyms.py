"""Acronyms that one text uses and another spells out."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from pipeline.compare.words import WORD, find_words, plain

ACRONYM = re.compile(r"\b[A-ZÄÖÜ]{3,6}\b")


def spell_out(texts: Sequence[str], words: Sequence[list[str]], known: Mapping[str, str]) -> list[list[str]]:
    """The words of each text, acronyms replaced by what they stand for."""
    spelled = []
    for text, own in zip(texts, words, strict=True):
        short = {plain(name): known[name] for name in ACRONYM.findall(text) if name in known}
        parts = (find_words(short[word]) if word in short else [word] for word in own)
        spelled.append(list(chain.from_iterable(parts)))
    return spelled


def find_acronyms(texts: Sequence[str], function_words: Collection[str]) -> dict[str, str]:
    """Acronyms that the texts use and spell out elsewhere: *ASD*, *Allgemeiner Sozialer Dienst*."""
    names = sorted({name for text in texts for name in ACRONYM.findall(text)})
    found: dict[str, str] = {}
    for run in (run for text in texts if names for run in capital_runs(text, function_words)):
        initials = "".join(word[0] for word in run)
        for name in names:
            if name not in found and (place := initials.find(name)) >= 0:
                found[name] = " ".join(run[place : place + len(name)])
    return found


def capital_runs(text: str, function_words: Collection[str]) -> Iterator[list[str]]:
    """Stretches of words with a capital letter; function words between them are passed over."""
    run: list[str] = []
    for word in WORD.findall(text):
        if word[0].isupper() and not word.isupper():
            run.append(word)
        elif plain(word) not in function_words:
            yield run
            run = []
    yield run
