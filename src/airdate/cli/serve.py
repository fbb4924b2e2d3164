"""Serving: the live site with its API and feeds, and the tokens of private feeds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from airdate.cli.common import write_out

if TYPE_CHECKING:
    import sqlite3

    from airdate.run.live import Place


@click.command(
    epilog="\b\nExamples:\n  airdate serve\n"
    "  airdate serve --host 0.0.0.0 --base-url https://example.org/airdate --workers 2"
)
@click.option("--host", help="Address to listen on (default: 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (default: 8000).")
@click.option("--base-url", metavar="URL", help="The site's public address, with the folder behind a proxy.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that answer requests (default: 1).")
@click.pass_context
def serve(
    ctx: click.Context, host: str | None, port: int | None, base_url: str | None, workers: int | None
) -> None:
    """Serve the site live, with its API and feeds, until it is told to stop."""
    from airdate.web.server import serve as run

    flags = {"host": host, "port": port, "base_url": base_url, "workers": workers}
    run(_place(ctx, flags), os.environ)


@click.group()
def token() -> None:
    """Tokens of private feeds: read-only, one a feed, each with a query of its own."""


@token.command(
    epilog='\b\nExample:\n  airdate token add phone --query "titles=kingdom,hellbound&futureDays=90"'
)
@click.argument("name")
@click.option("--query", default="", help="What the feed shows, as the query of a feed's address.")
@click.pass_context
def add(ctx: click.Context, name: str, query: str) -> None:
    """Make a token. It is printed once; only its hash is kept."""
    from datetime import UTC, datetime

    from airdate.watch.tokens import add_token
    from airdate.web.feeds import read_query

    read_query(query)  # a misspelt filter is told now, not to the calendar program
    with _state(ctx) as state:
        made, secret = add_token(state, name, query, datetime.now(UTC))
    write_out(f"{made.token_id}  {secret}\nas in /feeds/calendar.ics?token={secret}")


@token.command(name="list")
@click.pass_context
def list_(ctx: click.Context) -> None:
    """All tokens with their names and queries, without their secrets."""
    from airdate.watch.tokens import list_tokens

    with _state(ctx) as state:
        tokens = list_tokens(state)
    lines = [
        f"{each.token_id}  {each.created_at:%Y-%m-%d}  {'revoked' if each.revoked_at else 'open':7}  "
        f"{each.name}  {each.query}".rstrip()
        for each in tokens
    ]
    write_out("\n".join(lines) or "There are no tokens.")


@token.command()
@click.argument("token_id")
@click.pass_context
def revoke(ctx: click.Context, token_id: str) -> None:
    """Let a token open nothing any more."""
    from datetime import UTC, datetime

    from airdate.watch.tokens import revoke_token

    with _state(ctx) as state:
        revoked = revoke_token(state, token_id, datetime.now(UTC))
    write_out(f"{revoked.token_id}: revoked")


def _place(ctx: click.Context, flags: dict[str, str | int | None] | None = None) -> Place:
    from airdate.run.live import place

    return place({**ctx.obj, **(flags or {})}, os.environ, Path.cwd())


@contextmanager
def _state(ctx: click.Context) -> Iterator[sqlite3.Connection]:
    from airdate.run.places import make_folder
    from airdate.watch.state import connect

    path = _place(ctx).state()
    make_folder(path)
    connection = connect(path)
    try:
        yield connection
    finally:
        connection.close()


COMMANDS = (serve, token)
