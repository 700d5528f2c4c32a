"""Papers of any length: one strategy drawn by a seed, bound behind itself with higher numbers."""

import random
import re
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path

import pikepdf
from attrs import evolve

from tests.layout.paper import Design, PaperGoal, Theme, draw_goals, print_goals

SEED = 3  # a strategy of LZ, UZ and M
GOALS = 2400  # fill about 125 pages; typst sets longer ones ever more slowly
THEMES = 12  # that the strategy has
VOLUMES = 99 // THEMES  # no theme's number has three digits


def long_paper(path: Path, pages: int, first: int = 0) -> Path:
    """A PDF of so many pages of goals, up to a thousand, each theme and goal with a number of its own.

    `first` is the volume with which it begins, from 0 to `VOLUMES` - 1. Each is printed by a process of its
    own, because typst keeps what it has set.
    """
    long = pikepdf.new()
    with ProcessPoolExecutor(max_workers=1, max_tasks_per_child=1) as press:
        for volume in range(first, VOLUMES):
            with pikepdf.open(BytesIO(press.submit(_print_volume, volume).result())) as printed:
                long.pages.extend(printed.pages[: pages - len(long.pages)])
            if len(long.pages) == pages:
                break
    long.save(path)
    return path


def _print_volume(volume: int) -> bytes:
    design = Design(title_page=False, contents=False, header="none", footer="")
    themes = [_moved(theme, volume * THEMES) for theme in draw_goals(SEED, GOALS, design)]
    return print_goals(themes, design, random.Random(SEED))


def _moved(theme: Theme, by: int) -> Theme:
    """A theme whose number, and that of its goals, is so much higher."""
    name, goals = theme
    chapter, number = name.split(".")
    return f"{chapter}.{int(number) + by}", tuple(_moved_goal(goal, by) for goal in goals)


def _moved_goal(goal: PaperGoal, by: int) -> PaperGoal:
    def move(label: str) -> str:
        return re.sub(r"\d+", lambda number: str(int(number[0]) + by), label, count=1)

    return evolve(goal, id=move(goal.id), printed=move(goal.printed))
