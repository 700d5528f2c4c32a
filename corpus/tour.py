"""A tour of what zielkatalog does: both editions of Lindental are read, compared, and where it all lies."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.cli.app import guarded
from pipeline.cli.options import OUTPUT

CHECKOUT = Path(__file__).parent.parent
EDITIONS = ("lindental-2018", "lindental-2025")
TO_OPEN_FIRST = ("report.html", "diff.html")


def main(output: Path = OUTPUT) -> int:
    """Import both editions, compare them, say where the results are."""
    os.chdir(CHECKOUT)  # so that the paths said below are short, and can be clicked
    documents = [f"corpus/derived/{edition}.pdf" for edition in EDITIONS]
    for step in (["import", *documents], ["diff", *EDITIONS]):
        if status := guarded([*step, "--out", str(output)]):
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
