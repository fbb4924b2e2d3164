"""The command line: thin over `airdate.run`. Nothing heavy is imported before a command needs it.

Exit codes: 0 done; 1 something expected went wrong; 2 the input cannot be used. An expected error is
one line on stderr; a batch prints how many things failed, and which.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from airdate import __version__
from airdate.cli import ask, data, desk, score, shelf
from airdate.errors import AirdateError, InputError

EPILOG = """\b
Examples:
  airdate demo
  airdate guide "All of Us Are Dead" 2
  airdate guide "All of Us Are Dead" 2 --as-of 2023-03-31
  airdate read article.html --explain
"""


class Group(click.Group):
    """A group whose expected errors are one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an `AirdateError` ends it with its line."""
        try:
            return super().invoke(ctx)
        except AirdateError as error:
            click.echo(f"airdate: {one_line(str(error))}", err=True)
            ctx.exit(2 if isinstance(error, InputError) else 1)
        except BrokenPipeError:
            sys.stderr.close()  # the reader has gone; say nothing more
            ctx.exit(1)


def one_line(text: str) -> str:
    """The text on one line, without control characters, cut to a screenful."""
    cleaned = "".join(c if c.isprintable() else " " for c in text)
    return cleaned if len(cleaned) <= 600 else cleaned[:599] + "…"


@click.group(cls=Group, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--ledger", metavar="PATH", help="The ledger file (default: in your data folder).")
@click.version_option(__version__, prog_name="airdate")
@click.pass_context
def main(ctx: click.Context, ledger: str | None) -> None:
    """When does the next season come out, who says so, and how sure can one be?"""
    ctx.obj = {"ledger": ledger}


for command in (*ask.COMMANDS, *desk.COMMANDS, *data.COMMANDS, *score.COMMANDS, *shelf.COMMANDS):
    main.add_command(command)
