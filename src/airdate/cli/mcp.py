"""Airdate for assistants: mcp."""

from __future__ import annotations

import os
from pathlib import Path

import click

from airdate.errors import InputError


@click.command(epilog="\b\nExample:\n  airdate mcp          # the command that an assistant is given")
@click.pass_context
def mcp(ctx: click.Context) -> None:
    """Answer an assistant over the Model Context Protocol on standard input and output. Read-only.

    Tools: find, when, guide, changes, check. Needs the extra `mcp`.
    """
    from airdate.run.live import Workspaces, place

    try:
        from airdate.web.assistant import make_server
    except ImportError:
        hint = "install it with the extra: airdate[mcp]"
        raise InputError("assistants cannot be served", id="mcp", hint=hint) from None
    workspaces = Workspaces(place(ctx.obj, os.environ, Path.cwd()))
    workspaces.mine()  # what is wrong with the ledger is told at once
    make_server(workspaces.mine).run("stdio")


COMMANDS = (mcp,)
