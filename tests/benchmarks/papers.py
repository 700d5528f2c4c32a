"""Papers of any length, made of the corpus."""

from pathlib import Path

import pikepdf

DERIVED = Path(__file__).parents[2] / "corpus" / "derived"


def copied(path: Path, pages: int) -> Path:
    """A PDF of so many of the corpus' pages of goals."""
    with pikepdf.open(DERIVED / "lindental-2025.pdf") as whole:
        long = pikepdf.new()
        for number in range(pages):
            long.pages.append(whole.pages[4 + number % 6])
        long.save(path)
    return path
