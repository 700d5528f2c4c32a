"""The time expressions of texts as TIMEX3, to measure the recogniser against annotated texts.

    python -m pipeline.deadlines --timexes < texts.jsonl > timexes.jsonl

reads lines `{"id": …, "dct": "2013-03-12", "text": …}` (`dct`, the day of the text, may be missing) and
writes lines `{"id": …, "timexes": [{"start", "end", "text", "type", "value"}]}`.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from pipeline.deadlines.timeml import open_timex_rules, timexes
from pipeline.rulebook import open_rulebook


def main() -> int:
    """Read texts, write their time expressions."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.deadlines", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--timexes", action="store_true", required=True, help="JSON lines from stdin to stdout"
    )
    parser.parse_args()
    for answer in answers(sys.stdin):
        print(json.dumps(answer, ensure_ascii=False))
    return 0


def answers(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One answer for each line that is not empty."""
    rules = open_timex_rules(open_rulebook())
    for line in lines:
        if line.strip():
            asked = json.loads(line)
            dct = date.fromisoformat(asked["dct"][: len("2013-03-12")]) if asked.get("dct") else None
            yield {"id": asked.get("id"), "timexes": timexes(asked["text"], dct, rules)}


if __name__ == "__main__":
    sys.exit(main())
