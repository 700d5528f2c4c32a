"""A tour of what zielkatalog does: both editions of Lindental are read, compared, and where it all lies."""

import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.cli.app import guarded

CHECKOUT = Path(__file__).parent.parent
EDITIONS = ("lindental-2018", "lindental-2025")
TO_OPEN_FIRST = ("report.html", "diff.html")


def main() -> int:
    """Import both editions, compare them, say where the results are."""
    documents = [str(CHECKOUT / "corpus" / "derived" / f"{edition}.pdf") for edition in EDITIONS]
    output = CHECKOUT / "output"
    steps = (["import", *documents, "--out", str(output)], ["diff", *EDITIONS, "--out", str(output)])
    for step in steps:
        if status := guarded(step):
            return status
    print("\nGeschrieben:")
    for folder in (*EDITIONS, "--".join(EDITIONS)):
        print("\n".join(describe_folder(output / folder)))
    return 0


def describe_folder(folder: Path) -> Iterator[str]:
    """The page to open first, then what lies beside it."""
    names = sorted(path.name for path in folder.iterdir())
    for name in names:
        if name in TO_OPEN_FIRST:
            yield f"  {folder / name}"
    yield f"    daneben: {', '.join(name for name in names if name not in TO_OPEN_FIRST)}"


if __name__ == "__main__":
    sys.exit(main())
