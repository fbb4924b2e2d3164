"""The command line: thin over `airdate.run`. Nothing heavy is imported before a command needs it.

Exit codes: 0 done; 1 something expected went wrong; 2 the input cannot be used. An expected error is
one line on stderr; a batch prints how many things failed, and which.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import click

from airdate import __version__
from airdate.cli import ask, crawl, data, desk, follow, mcp, migrate, score, serve, shelf, watch
from airdate.cli.common import one_line
from airdate.cli.streams import complain, give_up, mend_streams
from airdate.errors import AirdateError, DataError, InputError

EPILOG = """\b
Examples:
  airdate demo
  airdate guide "All of Us Are Dead" 2
  airdate guide "All of Us Are Dead" 2 --as-of 2023-03-31
  airdate read article.html --explain
"""


class Group(click.Group):
    """A group whose expected errors are one line and an exit code, whatever becomes of the streams."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command and leave with its exit code; it is named `airdate` however it was called."""
        run: Callable[[], Any] = partial(
            super().main, args, "airdate", complete_var, standalone_mode=False, **extra
        )
        if not standalone_mode:
            return run()
        mend_streams()
        try:
            code: Any = run()
            sys.stdout.flush()
        except (click.Abort, click.ClickException, AirdateError, UnicodeEncodeError, OSError) as error:
            code = _failed(error)
        except Exception as error:
            import sqlite3

            if not isinstance(error, sqlite3.Error):
                raise
            code = _failed(DataError(f"a file of ours cannot be used: {error}", hint="run airdate doctor"))
        sys.exit(code if isinstance(code, int) else 0)


def _failed(error: BaseException) -> int:
    """Say in a line what went wrong; the exit code."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            complain(error.format_message())
            return error.exit_code
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "airdate"
            said = error.format_message().removesuffix(".")
            complain(one_line(f"{command}: {said} (see {command} --help)"))
            return error.exit_code
        case BrokenPipeError():  # the reader has gone; say nothing more
            give_up(sys.stdout)
            return 1
        case OSError():
            give_up(sys.stdout)
            complain(one_line(f"airdate: {error.filename or 'standard output'}: {error.strerror or error}"))
            return 1
        case UnicodeEncodeError():
            complain(one_line(f"airdate: {error.object!r}: it holds bytes that are no text (write UTF-8)"))
            return 2
        case click.Abort():
            complain("airdate: stopped")
            return 1
    complain(f"airdate: {one_line(str(error))}")
    return 2 if isinstance(error, (InputError, click.ClickException)) else 1


@click.group(cls=Group, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--ledger", metavar="PLACE", help="The ledger: a file (default: in your data folder) or postgresql://…."
)
@click.version_option(__version__, prog_name="airdate")
@click.pass_context
def main(ctx: click.Context, ledger: str | None) -> None:
    """When does the next season come out, who says so, and how sure can one be?"""
    ctx.obj = {**(ctx.obj or {}), "ledger": ledger}


for module in (ask, desk, data, migrate, score, shelf, crawl, mcp, serve, watch, follow):
    for command in module.COMMANDS:
        main.add_command(command)
