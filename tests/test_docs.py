"""What is said about the project cannot drift from it."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.cli.app import app, guarded
from pipeline.rulebook import shipped_rules

CHECKOUT = Path(__file__).parent.parent
README = CHECKOUT / "README.md"
RULES_README = shipped_rules() / "README.md"


def commands() -> list[str]:
    """The names of all commands."""
    guarded(["--version"])  # registers them
    return list(get_command(app).commands)


@pytest.mark.parametrize("name", commands())
def test_every_command_is_in_the_readme(name):
    """A newcomer finds each command, as it is typed."""
    assert f"zielkatalog {name}" in README.read_text(encoding="utf-8")


def test_the_readme_names_no_command_that_is_not():
    """No command is advertised that went."""
    named = set(re.findall(r"`zielkatalog ([a-z]+)", README.read_text(encoding="utf-8")))

    assert named <= set(commands())


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(shipped_rules().rglob("*")) if path.suffix in (".toml", ".txt", ".lex")],
    ids=lambda path: path.name,
)
def test_every_rule_file_is_explained(path):
    """Each rule file and word list has its place in rules/README.md."""
    assert f"`{path.relative_to(shipped_rules()).as_posix()}`" in RULES_README.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [README, RULES_README], ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_links_lead_somewhere(path):
    """A link to a file of the project has its file."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []
