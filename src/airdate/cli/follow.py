"""Following and telling: follow, notify."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from airdate.cli.common import PATH, one_line, open_airdate, read_settings, write_out

if TYPE_CHECKING:
    from airdate.run.notices import Wishes
    from airdate.watch.follow import FollowKind

_MAX_LINE = 4_000

_kind_option = click.option(
    "--as",
    "kind",
    type=click.Choice(["title", "person", "service", "list"]),
    default="title",
    show_default=True,
    help="What the name is of; a list is a theme, such as zombie.",
)


def _open_state(ctx: click.Context) -> sqlite3.Connection:
    """What is remembered between runs, closed when the command ends."""
    from airdate.run.live import place
    from airdate.run.places import make_folder
    from airdate.watch.state import connect

    path = place(ctx.obj, os.environ, Path.cwd()).state()
    make_folder(path)
    state = connect(path, read_settings(ctx)["lock_seconds"])
    ctx.call_on_close(state.close)
    return state


def _wishes(ctx: click.Context) -> Wishes:
    from airdate.run.notices import wishes_of

    return wishes_of(read_settings(ctx))


# Following


@click.group()
def follow() -> None:
    """What you follow: titles, people, services, lists."""


@follow.command(
    epilog='\b\nExamples:\n  airdate follow add "All of Us Are Dead" tt13623126\n'
    '  airdate follow add "Park Ji-hoo" --as person\n  airdate follow add zombie --as list'
)
@click.argument("names", nargs=-1, required=True)
@_kind_option
@click.pass_context
def add(ctx: click.Context, names: tuple[str, ...], kind: FollowKind) -> None:
    """Follow titles (by name, alias or id), or people, services or lists.

    A title that nobody knows yet is kept, and matched when the catalogue comes to know it.
    """
    from airdate.run.following import follow as follow_one

    airdate, state = open_airdate(ctx), _open_state(ctx)
    for name in names:
        made, is_new = follow_one(airdate, state, kind, name, at=airdate.now())
        told = made.name if made.work_id or kind != "title" else f"{made.name}: not known yet ({made.reason})"
        click.echo(one_line(f"{'followed' if is_new else 'followed already'}: {told}"), err=True)


@follow.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def list_followed(ctx: click.Context, form: str) -> None:
    """All that is followed, and what no work fits yet."""
    from airdate.watch.follow import list_follows
    from airdate.watch.imports.own import render_json

    held = list_follows(_open_state(ctx))
    if form == "json":
        write_out(render_json(held))
        return
    for each in held:
        is_open = each.kind == "title" and each.work_id is None
        why = f"  (not matched: {each.reason})" if is_open else ""
        click.echo(one_line(f"{each.kind}  {each.name}{why}"))


@follow.command()
@click.argument("names", nargs=-1, required=True)
@_kind_option
@click.pass_context
def remove(ctx: click.Context, names: tuple[str, ...], kind: FollowKind) -> None:
    """Follow something no more."""
    from airdate.run.following import unfollow

    airdate, state = open_airdate(ctx), _open_state(ctx)
    for name in names:
        click.echo(f"removed: {unfollow(airdate, state, kind, name).name}", err=True)


@follow.command(
    "import",
    epilog="\b\nExamples:\n  airdate follow import gdpr-data.zip --dry-run\n"
    "  airdate follow import watchlist.csv\n"
    "  airdate follow import --server sonarr http://192.168.1.5:8989",
)
@click.argument("source")
@click.option("--format", "form", metavar="NAME", help="The file's format (default: the one that it has).")
@click.option(
    "--server", type=click.Choice(["sonarr", "radarr"]), help="SOURCE is the address of your own server."
)
@click.option("--dry-run", is_flag=True, help="Report what would be followed, and follow nothing.")
@click.option("--delete", is_flag=True, help="Remove the file afterwards.")
@click.pass_context
def import_list(
    ctx: click.Context, source: str, form: str | None, server: Any, dry_run: bool, delete: bool
) -> None:
    """Follow what a list from elsewhere names: TV Time, IMDb, Letterboxd, Trakt, Simkl, Yamtrack, …

    Of a file only the columns that name titles are read. A server's key is the setting `arr_key`.
    """
    from airdate.run import importing

    airdate, state = open_airdate(ctx), _open_state(ctx)
    if server:
        from airdate.watch.imports.servers import fetch_library

        data = fetch_library(server, source, _arr_key(ctx))
        report = importing.import_bytes(
            airdate, state, f"{server}.json", data, format="arr", at=airdate.now(), dry_run=dry_run
        )
    else:
        report = importing.import_file(
            airdate, state, Path(source), format=form, at=airdate.now(), dry_run=dry_run, delete=delete
        )
    write_out(importing.say_report(report))
    if "failed" in report.counts:
        ctx.exit(1)


def _arr_key(ctx: click.Context) -> str:
    from airdate.errors import SettingError

    key = str(read_settings(ctx)["arr_key"])
    if not key:
        raise SettingError("the server's key is not set", id="arr_key", hint="set AIRDATE_ARR_KEY")
    return key


@follow.command("export", epilog="\b\nExample:\n  airdate follow export --format csv --out follows.csv")
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
@click.option("--out", type=PATH, help="The file to write (default: standard output).")
@click.pass_context
def export_followed(ctx: click.Context, form: str, out: Path | None) -> None:
    """Write all that is followed; `follow import` reads it back as it was."""
    from airdate.watch.follow import list_follows
    from airdate.watch.imports.own import render_csv, render_json

    render = render_csv if form == "csv" else render_json
    write_out(render(list_follows(_open_state(ctx))), out)


# Telling


@click.group()
def notify() -> None:
    """News and reminders of what you follow: where they are sent, and sending them."""


@notify.command(
    "add",
    epilog="\b\nExamples:\n  airdate notify add phone ntfys://ntfy.sh/my-topic\n"
    "  airdate notify add mail - < url.txt\n"
    '  airdate notify add house http://192.168.1.7:8123/api/webhook/x --kind "release.*"',
)
@click.argument("name")
@click.argument("url")
@click.option("--kind", "kinds", multiple=True, help="Only this kind or group of news; may be repeated.")
@click.option(
    "--pace",
    type=click.Choice(["at once", "daily", "weekly"]),
    default="at once",
    show_default=True,
    help="News as it comes, or as a digest; reminders always come on time.",
)
@click.option(
    "--secret-file", type=PATH, help="File with the secret that a webhook's messages are signed with."
)
@click.option("--private", is_flag=True, help="The name leads to a machine of your own network.")
@click.pass_context
def add_notified(
    ctx: click.Context,
    name: str,
    url: str,
    kinds: tuple[str, ...],
    pace: Any,
    secret_file: Path | None,
    private: bool,
) -> None:
    """Send news to a URL of Apprise, or as JSON to a webhook (https://…).

    With - for URL it is read from standard input, so that it is in no list of commands.
    """
    from datetime import UTC, datetime

    from airdate.watch.senders import check_apprise
    from airdate.watch.targets import add_target, new_target

    target = new_target(
        name,
        sys.stdin.readline(_MAX_LINE) if url == "-" else url,
        datetime.now(UTC),
        secret=_secret(secret_file),
        kinds=kinds,
        pace=pace,
        allow_private=private,
    )
    if not target.is_webhook:
        check_apprise(target)
    add_target(_open_state(ctx), target)
    click.echo(f"{name}: {target.shown}; try it with: airdate notify test {name}", err=True)


def _secret(path: Path | None) -> str:
    from airdate.errors import InputError

    try:
        return path.read_text(encoding="utf-8").strip() if path else ""
    except (OSError, UnicodeDecodeError):
        raise InputError("cannot read the secret", id=str(path)) from None


@notify.command("targets")
@click.pass_context
def list_notified(ctx: click.Context) -> None:
    """Where news is sent, and how much is on its way. Passwords and tokens are not shown."""
    from airdate.watch.outbox import counts
    from airdate.watch.targets import list_targets

    state = _open_state(ctx)
    for target in list_targets(state):
        number = counts(state, target.name)
        kinds = ", ".join(target.kinds) or "what goes to everyone"
        click.echo(f"{target.name}  {target.shown}  {target.pace}; {kinds}")
        click.echo(f"    {number.sent} sent, {number.waiting} waiting, {number.given_up} given up")


@notify.command("remove")
@click.argument("name")
@click.pass_context
def remove_notified(ctx: click.Context, name: str) -> None:
    """Send nothing there any more."""
    from airdate.watch.targets import remove_target

    remove_target(_open_state(ctx), name)
    click.echo(f"removed: {name}", err=True)


@notify.command("test")
@click.argument("name")
@click.pass_context
def test_notified(ctx: click.Context, name: str) -> None:
    """Send a message that says it is a test."""
    from datetime import UTC, datetime

    from airdate.run.notices import send_test

    send_test(_open_state(ctx), name, datetime.now(UTC), _wishes(ctx))
    click.echo(f"{name}: sent", err=True)


@notify.command("run", epilog="\b\nExample, in a crontab:\n  */15 * * * * airdate notify run")
@click.option("--retry", is_flag=True, help="Send again what was given up, and at once what waits.")
@click.pass_context
def run_notices(ctx: click.Context, retry: bool) -> None:
    """Find out what is news and send it; the first run only takes note of how things stand.

    `airdate watch` does the same after each round.
    """
    from airdate.run.notices import decide, deliver
    from airdate.watch import outbox
    from airdate.watch.targets import list_targets

    airdate, state, wishes = open_airdate(ctx), _open_state(ctx), _wishes(ctx)
    told = decide(airdate, state, airdate.now(), wishes)
    if retry:
        outbox.retry(state, airdate.now())
    done = deliver(state, airdate.now(), wishes)
    click.echo(
        f"{told.works} works, {told.begun} of them new; {len(told.notices)} notices, {told.waiting} changes"
        f" held back; {done.sent} messages sent, {done.put_off} put off, {done.given_up} given up",
        err=True,
    )
    if not list_targets(state):
        click.echo("nothing is sent anywhere yet: see `airdate notify add`", err=True)
    for failure in done.failures:
        click.echo(one_line(f"airdate: {failure.id}: {failure.error}"), err=True)
    if done.failures:
        ctx.exit(1)


@notify.command("log")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def show_notices(ctx: click.Context, limit: int, form: str) -> None:
    """The newest notices, whether or not they have arrived."""
    import msgspec

    from airdate.watch.outbox import recent

    notices = recent(_open_state(ctx), limit)
    if form == "json":
        write_out(msgspec.json.encode(notices))
        return
    for notice in notices:
        click.echo(one_line(f"{notice.made_at:%Y-%m-%d %H:%M}  {notice.event}  {notice.headline}"))


@notify.command("kinds")
def show_kinds() -> None:
    """The kinds of news; those with a star are sent only to targets that name them."""
    from airdate.watch.kinds import KINDS

    for name, kind in KINDS.items():
        click.echo(f"{name:<22}{'* ' if kind.asked else '  '}{kind.help}")


COMMANDS = (follow, notify)
