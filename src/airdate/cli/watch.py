"""Following the news: watch, sources, review."""

from __future__ import annotations

import os
import signal
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from airdate.cli.common import PATH, one_line, open_airdate, write_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airdate.errors import AirdateError
    from airdate.run.live import Place
    from airdate.run.watch import Round
    from airdate.sources.registry import Source
    from airdate.watch.notices import Notice
    from airdate.watch.polling import Poll

TIERS = ["rights_holder", "trade", "press", "aggregator", "farm"]


@click.command(
    epilog="\b\nExamples:\n  airdate watch --once\n  airdate watch --site public --base-url https://example.org"
)
@click.option("--once", is_flag=True, help="One round, for cron: then end.")
@click.option("--site", metavar="FOLDER", help="Publish the site into this folder (default: the setting).")
@click.option("--base-url", metavar="URL", help="Where the site will stand.")
@click.option("--quiet", is_flag=True, help="Print what changed and what failed, and nothing else.")
@click.pass_context
def watch(ctx: click.Context, once: bool, site: str | None, base_url: str | None, quiet: bool) -> None:
    """Read the news: look at the feeds that are due, record, publish, tell, and print what changed.

    Without --once it goes on until it is told to stop (SIGTERM), and reads its settings again when they
    change (or on SIGHUP). What went wrong is said on standard error, and the rest is done nevertheless.
    """
    from airdate.run.watching import Bell, keep_watching, watch_once

    where = _place(ctx, {"site": site, "base_url": base_url})
    if once:
        done = watch_once(where, _tell)
        _report(done, quiet)
        ctx.exit(int(done.has_failed))
    bell = Bell()
    for number, ring in (
        (signal.SIGTERM, bell.ask_to_stop),
        (signal.SIGINT, bell.ask_to_stop),
        (signal.SIGHUP, bell.ask_to_reload),
    ):
        signal.signal(number, ring)
    keep_watching(where, _tell, lambda what: _report(what, quiet), bell)


def _tell(news: Sequence[Notice]) -> None:
    if news:
        write_out("\n".join(one_line(notice.headline) for notice in news))


def _report(what: Round | AirdateError, quiet: bool) -> None:
    from airdate.errors import AirdateError

    if isinstance(what, AirdateError):
        click.echo(f"airdate: {one_line(str(what))}", err=True)
        return
    for step in what.steps:
        if step.done and not quiet:
            click.echo(one_line(f"{step.name}: {step.done}"), err=True)
        for failure in step.failures:
            hint = f" ({failure.hint})" if failure.hint and failure.hint not in failure.error else ""
            click.echo(one_line(f"{step.name}: {failure.id}: {failure.error}{hint}"), err=True)


@click.group(
    invoke_without_command=True,
    epilog="\b\nExamples:\n  airdate sources\n  airdate sources add https://example.org",
)
@click.pass_context
def sources(ctx: click.Context) -> None:
    """The feeds that are watched; without a command: list them."""
    if ctx.invoked_subcommand is None:
        from airdate.run.source_list import read_sources

        polls = _polls(ctx)
        listed = read_sources(_list_path(ctx)).values()
        write_out("\n".join(_line(source, polls.get(source.feed)) for source in listed))


@sources.command()
@click.argument("url")
@click.option("--name", help="A short name (default: from its host).")
@click.option("--tier", type=click.Choice(TIERS), help="Standing of its outlet (default: as known).")
@click.option("--terms", type=click.Choice(["items", "pages"]), help="Read items alone, or pages too.")
@click.option("--minutes", type=click.IntRange(1, 10_080), help="Usual time between two looks (default: 60).")
@click.option("--on/--off", "on", default=None, help="Watch it (default: if the outlet is known).")
@click.pass_context
def add(ctx: click.Context, /, url: str, **wishes: Any) -> None:
    """Add the feed that lies at URL, or that the page at URL declares."""
    from airdate.run import source_list
    from airdate.run.fetching import open_client
    from airdate.run.source_list import MAX_BYTES

    with ctx.obj.get("client", open_client)(MAX_BYTES) as client:
        feed = source_list.discover(client, url)
    known = open_airdate(ctx).catalogue.outlets
    given = {name: value for name, value in wishes.items() if value is not None}
    added = source_list.add(_list_path(ctx), feed, known, **given)
    off = "" if added.on else f"  (off: nobody knows {added.outlet}; airdate sources on {added.name})"
    write_out(f"added {added.name}: {added.feed}{off}")


@sources.command()
@click.argument("name")
@click.pass_context
def on(ctx: click.Context, name: str) -> None:
    """Watch a source, also one whose feed was gone or failing."""
    from airdate.run.source_list import turn
    from airdate.watch.polls import forget_poll
    from airdate.watch.state import connect

    source = turn(_list_path(ctx), name, on=True)
    where = _place(ctx, {})
    if where.state().exists():
        with closing(connect(where.state())) as state:
            forget_poll(state, source.feed)
    write_out(f"{source.name}: on")


@sources.command()
@click.argument("name")
@click.pass_context
def off(ctx: click.Context, name: str) -> None:
    """Watch a source no more. What was read of it stays in the ledger."""
    from airdate.run.source_list import turn

    write_out(f"{turn(_list_path(ctx), name, on=False).name}: off")


@sources.command("import")
@click.argument("opml", type=PATH)
@click.pass_context
def import_(ctx: click.Context, opml: Path) -> None:
    """Add the feeds of an OPML file. Those of unknown outlets are off."""
    from airdate.run.source_list import import_opml

    added, failures = import_opml(_list_path(ctx), opml, open_airdate(ctx).catalogue.outlets)
    for failure in failures:
        click.echo(one_line(f"airdate: {failure.id}: {failure.error}"), err=True)
    write_out("\n".join(_line(source, None) for source in added) or "nothing new in it")


@sources.command()
@click.option("--out", type=PATH, help="A file (default: standard output).")
@click.option("--all", "everything", is_flag=True, help="Those that are off, too.")
@click.pass_context
def export(ctx: click.Context, out: Path | None, everything: bool) -> None:
    """Write the sources as OPML, for other feed readers."""
    from airdate.run.source_list import read_sources
    from airdate.sources.opml import write_opml

    listed = read_sources(_list_path(ctx)).values()
    write_out(write_opml(source for source in listed if source.on or everything), out)


@click.command()
@click.pass_context
def review(ctx: click.Context) -> None:
    """List what waits for a person's eye: weak or contradicting answers, articles left unread."""
    from airdate.run.review import render_review
    from airdate.run.review import review as run
    from airdate.watch.state import connect

    airdate = open_airdate(ctx)
    with closing(connect(_place(ctx, {}).state())) as state:
        write_out(render_review(run(airdate, state)))


def _place(ctx: click.Context, flags: dict[str, Any]) -> Place:
    from airdate.run.live import place

    given = {name: value for name, value in {**ctx.obj, **flags}.items() if name != "client"}
    return place(given, os.environ, Path.cwd())


def _list_path(ctx: click.Context) -> Path:
    from airdate.run.source_list import sources_path

    where = _place(ctx, {})
    return sources_path(where.settings(), where.environ)


def _polls(ctx: click.Context) -> dict[str, Poll]:
    from airdate.watch.polls import read_polls
    from airdate.watch.state import connect

    path = _place(ctx, {}).state()
    if not path.exists():
        return {}
    with closing(connect(path)) as state:
        return read_polls(state)


def _line(source: Source, poll: Poll | None) -> str:
    state = "gone" if source.on and poll and poll.gone_at else "on" if source.on else "off"
    when = f"every {source.minutes} min" if poll is None else f"{poll.polled_at:%Y-%m-%d %H:%M}"
    trouble = f"  {poll.failures} failures: {poll.error}" if poll and poll.failures else ""
    return one_line(f"{state:4} {source.name:24} {source.tier or '':14} {when:16}  {source.feed}{trouble}")


COMMANDS = (watch, sources, review)
