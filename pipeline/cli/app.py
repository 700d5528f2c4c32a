"""The typer application: its commands, its help in German, and errors turned into exit statuses.

To add a command, write a module with one function under `@app.command(…, cls=Command)`, import heavy
packages inside that function, and name the module in `COMMANDS`.
"""

import logging
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from pipeline.cli.german import translate_help
from pipeline.cli.speak import DEBUG, is_debugging, tell_error
from pipeline.errors import ZielkatalogError

COMMANDS = (
    "import_",
    "diff",
    "lineage",
    "validate",
    "coverage",
    "list_",
    "due",
    "evaluate",
    "repair",
)  # modules, in the order of the help

UNFORESEEN = 1
HAS_ERRORS = 7
SOME_FAILED = 8
INTERRUPTED = 130


class Command(TyperCommand):
    """A command whose help is German throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return translate_help(super().get_help(ctx))


class Group(TyperGroup):
    """The whole application; its help is German throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return translate_help(super().get_help(ctx))


app = typer.Typer(
    name="zielkatalog",
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain text: faster, and the same in a pipe
)


def show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from importlib.metadata import version

        print(f"zielkatalog {version('zielkatalog')}")
        raise typer.Exit


@app.callback()
def zielkatalog(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Die Version zeigen.")
    ] = False,
    debug: Annotated[bool, typer.Option(DEBUG, help="Bei Fehlern deren Herkunft zeigen.")] = False,
) -> None:
    """Strategiepapiere von Landkreisen einlesen, Ziele und Fristen erfassen, Ausgaben vergleichen."""


def run() -> None:
    """Run the command line and exit with the status that the interface fixes."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # they are TextIOWrapper here
    if not is_debugging():
        logging.disable()  # packages warn in English of every oddity of a PDF
    status = guarded([argument for argument in sys.argv[1:] if argument != DEBUG])
    if status == INTERRUPTED:
        leave_at_once(status)
    sys.exit(status)


def leave_at_once(status: int) -> None:
    """End the process without waiting for pages in the hands of OCR, which cannot be broken off."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(status)


def guarded(arguments: list[str]) -> int:
    """Carry out a command; every failure becomes a message of one to three lines and a status."""
    try:
        return carry_out(arguments)
    except KeyboardInterrupt:
        print("Abgebrochen.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has enough, such as `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        tell_error(error)
        return status_of(error)


def carry_out(arguments: list[str]) -> int:
    """Carry out a command and return its exit status."""
    for module in COMMANDS:
        import_module(f"pipeline.cli.{module}")
    try:
        status = get_command(app).main(args=arguments, prog_name="zielkatalog", standalone_mode=False)
    except SystemExit as error:  # how typer reports that nobody reads any more
        raise BrokenPipeError from error
    if status == INTERRUPTED:  # how typer reports that the user broke off
        raise KeyboardInterrupt
    sys.stdout.flush()
    return status or 0


def status_of(error: Exception) -> int:
    """The exit status of a failure."""
    if isinstance(error, ZielkatalogError):
        return error.exit_status
    return error.exit_code if isinstance(error, typer.TyperException) else UNFORESEEN
