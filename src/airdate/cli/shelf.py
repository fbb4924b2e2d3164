"""The catalogue: find, list, codes, undated."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from airdate.cli.common import ADDRESS, PATH, open_airdate, season_argument, write_out

if TYPE_CHECKING:
    from airdate.catalogue import Catalogue
    from airdate.types import Work


@click.command(epilog='\b\nExamples:\n  airdate find "지금 우리 학교는"\n  airdate find tt14169960')
@click.argument("name")
@click.pass_context
def find(ctx: click.Context, name: str) -> None:
    """Which work goes by a name, an alias or an id, and why; ties are listed, never guessed."""
    from airdate.publish import render_found
    from airdate.run import seasons

    airdate = open_airdate(ctx)
    found, season = seasons.look_up(airdate, name)
    shown = [found.work] if found.work else [match.work for match in (*found.ties, *found.nearest)]
    write_out(render_found(found, season) + _credits(airdate.catalogue, shown))
    if found.work is None:
        ctx.exit(2)


@click.command(name="list", epilog="\b\nExample:\n  airdate list zombie --kind film")
@click.argument("theme")
@click.option("--kind", type=click.Choice(["series", "film", "special"]), help="Only works of this form.")
@click.option("--service", help="Only works on this service.")
@click.pass_context
def list_(ctx: click.Context, theme: str, kind: str | None, service: str | None) -> None:
    """Works of a theme or genre, and how they are ordered."""
    from airdate.publish import render_listed

    catalogue = open_airdate(ctx).catalogue
    listed = catalogue.lists(theme, form=kind, service=service)  # type: ignore[arg-type]
    write_out(render_listed(listed) + _credits(catalogue, [one.work for one in listed.works]))


def _credits(catalogue: Catalogue, works: Iterable[Work]) -> str:
    """The lines that licences ask for where what they cover is shown."""
    notice = catalogue.notice(*(work.work_id for work in works))
    return "".join(f"{credit}.\n" for credit in notice.credits)


@click.command(epilog="\b\nExample:\n  airdate codes zombie")
@click.argument("words", nargs=-1)
def codes(words: tuple[str, ...]) -> None:
    """Netflix's category codes by their names, with links."""
    from airdate.catalogue.codes import codes as find_codes

    found = find_codes(" ".join(words))
    write_out("\n".join(f"{code.code:>9}  {code.name}  {code.link}" for code in found) or "No such category.")


@click.command()
@click.pass_context
def undated(ctx: click.Context) -> None:
    """Every awaited season without a day, in the order of its forecast."""
    from airdate.publish import render_undated
    from airdate.run import awaited

    write_out(render_undated(awaited.undated(open_airdate(ctx))))


@click.command(
    epilog="\b\nExamples:\n  airdate calendar --out releases.ics\n"
    '  airdate calendar "All of Us Are Dead" --forecast'
)
@click.argument("title", required=False)
@click.option("--forecast", is_flag=True, help="Also our frozen forecasts, as spans that say so.")
@click.option("--past-days", type=click.IntRange(min=0), help="Only what ended at most so many days ago.")
@click.option("--future-days", type=click.IntRange(min=0), help="Only what begins in at most so many days.")
@click.option("--out", type=PATH, help="The file to write (default: standard output).")
@click.pass_context
def calendar(
    ctx: click.Context,
    title: str | None,
    forecast: bool,
    past_days: int | None,
    future_days: int | None,
    out: Path | None,
) -> None:
    """Dated seasons as a calendar (iCalendar): days, and windows that say that they are none."""
    from airdate.publish.ical import EventFilter
    from airdate.run import subscriptions

    wanted = EventFilter(past_days=past_days, future_days=future_days)
    write_out(subscriptions.calendar(open_airdate(ctx), title, wanted, forecasts=forecast), out)


@click.command(
    epilog='\b\nExample:\n  airdate feed "All of Us Are Dead" 2 --url https://example.org/feed.atom'
)
@click.argument("title")
@season_argument
@click.option("--format", "form", type=click.Choice(["atom", "json"]), default="atom", show_default=True)
@click.option(
    "--url", type=ADDRESS, default="http://localhost/feed", show_default=True, help="Where the feed will lie."
)
@click.option("--out", type=PATH, help="The file to write (default: standard output).")
@click.pass_context
def feed(ctx: click.Context, title: str, season: int | None, form: str, url: str, out: Path | None) -> None:
    """What changed about a season as a feed, without spoilers."""
    from airdate.run import subscriptions

    write_out(subscriptions.feed(open_airdate(ctx), title, season, form, url), out)


COMMANDS = (find, list_, codes, undated, calendar, feed)
