"""The typer application, its options for all commands, and errors turned into exit statuses."""

import sys
import traceback

import typer

from pipeline.errors import ZielkatalogError

app = typer.Typer(
    name="zielkatalog",
    help="Strategiepapiere von Landkreisen einlesen, Ziele erfassen, Ausgaben vergleichen.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

INTERRUPTED = 130
UNFORESEEN = 1


def run() -> None:
    """Run the command line; never a traceback, unless `--debug`."""
    arguments = sys.argv[1:]
    debug = "--debug" in arguments
    try:
        app(args=[argument for argument in arguments if argument != "--debug"])
    except ZielkatalogError as error:
        if debug:
            traceback.print_exc()
        print(error, file=sys.stderr)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        print("Abgebrochen.", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except Exception as error:
        if debug:
            raise
        print(f"Unerwarteter Fehler: {type(error).__name__}: {error}", file=sys.stderr)
        print("Mit --debug erscheint die Herkunft des Fehlers.", file=sys.stderr)
        sys.exit(UNFORESEEN)
