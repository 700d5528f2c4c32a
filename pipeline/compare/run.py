"""The order of the comparison's steps."""

from collections import Counter

from pipeline.compare.changes import STATUSES
from pipeline.compare.describe import describe
from pipeline.compare.edition import read_edition
from pipeline.compare.join import join
from pipeline.compare.noise import read_confusions
from pipeline.compare.reading import open_reading
from pipeline.compare.settings import read_settings
from pipeline.records import Catalogue, Diff
from pipeline.rulebook import Rulebook


def compare_editions(old: Catalogue, new: Catalogue, rulebook: Rulebook) -> Diff:
    """Join the goals, then say what differs."""
    settings = read_settings(rulebook)
    joined = join(read_edition(old), read_edition(new), settings)
    reading = open_reading(old, new, lambda: read_confusions(rulebook, settings), settings)
    changes = tuple(describe(joined, reading, settings))
    statuses = Counter(status for change in changes for status in change.statuses)
    noise = Counter(noise.kind for change in changes for noise in change.noise)
    return Diff(
        old=old.edition,
        new=new.edition,
        summary={status: statuses[status] for status in STATUSES},
        changes=changes,
        themes=joined.themes.pairs(),
        noise={kind: noise[kind] for kind in ("layout", "reading")},
    )
