"""The command `zielkatalog`: one module per command, each with one function that `app` registers.

Commands parse, call and print; heavy packages are imported inside them, so that `--help` is fast.
"""

from pipeline.cli.app import run

__all__ = ["run"]
