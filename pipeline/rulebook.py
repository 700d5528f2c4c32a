"""Read rules/ (and a county's own rules laid over them); name file and line of a mistake.

A rule file is TOML and has a JSON Schema in `pipeline/schemas/rules/`. A county's folder may hold
files of the same names: its tables are merged key by key, lists are joined, and an entry with a `name`
takes the place of the shipped entry of that name. Word lists (`woerter/*.txt`)
are read from both folders.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import frozen

from pipeline.errors import RuleFileError, UsageError
from pipeline.schema import SCHEMAS as ALL_SCHEMAS
from pipeline.schema import find_violations

PACKAGE = Path(__file__).parent
SCHEMAS = ALL_SCHEMAS / "rules"


def shipped_rules() -> Path:
    """Folder of the shipped rules: inside the wheel, or beside the package in a checkout."""
    inside = PACKAGE / "_rules"
    return inside if inside.is_dir() else PACKAGE.parent / "rules"


@frozen(slots=False)
class Rulebook:
    """The rules of one run. `overlay` is a county's own folder or None."""

    base: Path
    overlay: Path | None = None

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """Folders to read, the shipped one first."""
        return (self.base,) if self.overlay is None else (self.base, self.overlay)

    def table(self, name: str) -> dict[str, Any]:
        """The rule file `name`.toml, checked against its schema, with the county's laid over it.

        Raises:
            RuleFileError: a file is no TOML or breaks its schema.
        """
        merged: dict[str, Any] = {}
        for path in self._existing(f"{name}.toml"):
            merged = lay_over(merged, read_rule_file(path, name))
        return merged

    def words(self, pattern: str = "*.txt") -> Iterator[tuple[Path, int, str]]:
        """File, line number and entry of every word list that matches; comments left out."""
        for folder in self.folders:
            for path in sorted((folder / "woerter").glob(pattern)):
                for number, line in enumerate(read_rule_text(path).splitlines(), 1):
                    entry = line.split("#", 1)[0].strip()
                    if entry:
                        yield path, number, entry

    def _existing(self, name: str) -> Iterator[Path]:
        return (folder / name for folder in self.folders if (folder / name).is_file())


def open_rulebook(overlay: Path | None = None) -> Rulebook:
    """The shipped rules, with a county's own folder laid over them.

    Raises:
        UsageError: `overlay` is no folder.
        RuleFileError: it holds a rule file of a name that nothing reads.
    """
    if overlay is None:
        return Rulebook(shipped_rules())
    if not overlay.is_dir():
        raise UsageError(
            f"{overlay}: kein Ordner mit Regeln.",
            "Geben Sie mit --rules einen vorhandenen Ordner an.",
        )
    known = sorted(schema.stem for schema in SCHEMAS.glob("*.json"))
    for file in sorted(overlay.glob("*.toml")):
        if file.stem not in known:
            raise RuleFileError(
                f"{file}: eine Regeldatei dieses Namens gibt es nicht.",
                f"Möglich sind: {', '.join(f'{name}.toml' for name in known)}.",
            )
    return Rulebook(shipped_rules(), overlay)


def lay_over(base: Mapping[str, Any], top: Mapping[str, Any]) -> dict[str, Any]:
    """Merge two rule tables; see the module for how entries meet."""
    merged = dict(base)
    for key, value in top.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = lay_over(below, value)
        elif isinstance(below, list) and isinstance(value, list):
            merged[key] = join_lists(below, value)
        else:
            merged[key] = value
    return merged


def join_lists(base: list[Any], top: list[Any]) -> list[Any]:
    """Both lists; an entry takes the place of the one below that has its name, as their order may matter."""
    own = {entry["name"]: entry for entry in top if isinstance(entry, dict) and "name" in entry}
    names = {entry.get("name") for entry in base if isinstance(entry, dict)}
    kept = [own.get(entry.get("name"), entry) if isinstance(entry, dict) else entry for entry in base]
    return kept + [entry for entry in top if not (isinstance(entry, dict) and entry.get("name") in names)]


def read_rule_file(path: Path, name: str) -> dict[str, Any]:
    """Read one rule file and check it against the schema of its name.

    Raises:
        RuleFileError: not TOML, or against the schema; names file and line.
    """
    text = read_rule_text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleFileError(
            f"{path}{describe_place(error)}: kein gültiges TOML.",
            "Oft fehlt davor ein Anführungszeichen, ein Komma oder eine Klammer.",
        ) from error
    broken = next(find_violations(data, f"rules/{name}"), None)
    if broken is not None:
        raise RuleFileError(
            f"{path}, Zeile {line_of(text, broken.path)}: {broken}.",
            "Berichtigen Sie die Regel; rules/README.md erklärt die Felder.",
        )
    return data


def read_rule_text(path: Path) -> str:
    """The text of a rule file or word list; a byte order mark, as Windows writes it, is no part of it.

    Raises:
        RuleFileError: it is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleFileError(f"{path}: kein Text in UTF-8.", "Speichern Sie die Datei als UTF-8.") from error


def describe_place(error: tomllib.TOMLDecodeError) -> str:
    """Where the parser stumbled, as far as it says so."""
    line = re.search(r"line (\d+)", str(error))
    return f", Zeile {line[1]}" if line else ""


def line_of(text: str, where: Sequence[str | int]) -> int:
    """Line (from 1) of a TOML file in which the value at the path `where` begins."""
    lines = text.splitlines()
    line = 0
    table: list[str] = []
    for step in where:
        if isinstance(step, int):
            line = _nth_header(lines, ".".join(table), step, line)
        else:
            table.append(step)
            line = _header_or_key(lines, ".".join(table), step, line)
    return line + 1


def _nth_header(lines: list[str], table: str, index: int, line: int) -> int:
    header = re.compile(rf"\s*\[\[\s*{re.escape(table)}\s*\]\]")
    found = [number for number, text in enumerate(lines) if header.match(text)]
    return found[index] if index < len(found) else line


def _header_or_key(lines: list[str], table: str, key: str, line: int) -> int:
    header = re.compile(rf"\s*\[{{1,2}}\s*{re.escape(table)}\s*\]{{1,2}}")
    assignment = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=""")
    for number in range(line, len(lines)):
        if header.match(lines[number]) or assignment.match(lines[number]):
            return number
    return line
