"""The folded key under which a word and what became of it meet."""

UMLAUTS = frozenset("äöüÄÖÜß")
_FOLDED = str.maketrans("äöüß", "aouf")


def fold(word: str) -> str:
    """Fold a word: small letters, umlauts without their dots, ß as f.

    >>> fold("Größe") == fold("GroFe")
    True
    """
    small = word.lower()
    return small if small.isascii() else small.translate(_FOLDED)
