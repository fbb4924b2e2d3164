"""Questions: demo, guide, forecast, claims, find."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from airdate.cli.common import (
    PATH,
    as_of_option,
    colour,
    counting,
    known_by_option,
    open_airdate,
    reading,
    season_argument,
    width,
    write_out,
)

if TYPE_CHECKING:
    from airdate.types import Guide

format_option = click.option(
    "--format", "form", type=click.Choice(["text", "md", "json"]), default="text", show_default=True
)
list_format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
all_option = click.option("--all", "whole", is_flag=True, help="Every line of pages without a date too.")
spoilers_option = click.option("--spoilers", is_flag=True, help="Show what was said about the plot.")


@click.command(epilog="\b\nExample:\n  airdate demo --as-of 2023-03-31")
@as_of_option
@all_option
def demo(as_of: date | None, whole: bool) -> None:
    """Answer one question from the shipped facts; nothing is stored."""
    from airdate.run import Airdate

    with Airdate.demo() as airdate:
        show_guide(airdate.guide("All of Us Are Dead", 2, as_of=as_of), "text", spoilers=False, whole=whole)


@click.command(
    epilog='\b\nExamples:\n  airdate guide "All of Us Are Dead" 2\n'
    '  airdate guide "All of Us Are Dead" 2 --as-of 2023-03-31 --format md'
)
@click.argument("title")
@season_argument
@as_of_option
@known_by_option
@format_option
@spoilers_option
@all_option
@click.pass_context
def guide(
    ctx: click.Context,
    title: str,
    season: int | None,
    as_of: date | None,
    known_by: datetime | None,
    form: str,
    spoilers: bool,
    whole: bool,
) -> None:
    """The living guide to a season or film: when it comes, who says so, how sure one can be."""
    airdate = open_airdate(ctx)
    from airdate.run.plot import with_words

    made = airdate.guide(title, season, as_of=as_of, known_by=known_by)
    if spoilers and form == "text":
        made = with_words(airdate, made)
    show_guide(made, form, spoilers=spoilers, whole=whole)


def show_guide(guide: Guide, form: str, *, spoilers: bool, whole: bool) -> None:
    """Write a guide in one of its forms; JSON is always whole."""
    from airdate import publish
    from airdate.publish.fold import fold

    if not (whole or form == "json"):
        guide = fold(guide)
    if form == "json":
        write_out(publish.render_json(guide))
    elif form == "md":
        write_out(publish.render_markdown(guide, spoilers=spoilers))
    else:
        write_out(publish.render_text(guide, width=width(), colour=colour(), spoilers=spoilers))


@click.command(
    epilog='\b\nExamples:\n  airdate forecast "All of Us Are Dead" 2\n'
    "  airdate forecast --requests REQ.jsonl --history SEASONS.csv --claims CLAIMS.csv --out OUT.jsonl"
)
@click.argument("title", required=False)
@season_argument
@as_of_option
@known_by_option
@click.option(
    "--format", "form", type=click.Choice(["text", "md", "json"]), default="text", show_default=True
)
@click.option("--trailer", is_flag=True, help="When the first trailer comes, instead of the season.")
@click.option("--freeze", is_flag=True, help="Keep it in the ledger for ever, to be scored one day.")
@click.option("--requests", type=PATH, help="Questions, one JSON object a line.")
@click.option("--history", type=PATH, help="Seasons that came out (CSV).")
@click.option("--claims", "claims_path", type=PATH, help="Dated statements (CSV).")
@click.option("--out", type=PATH, help="Where the answers go, one line each.")
@click.pass_context
def forecast(
    ctx: click.Context,
    title: str | None,
    season: int | None,
    as_of: date | None,
    known_by: datetime | None,
    form: str,
    trailer: bool,
    freeze: bool,
    requests: Path | None,
    history: Path | None,
    claims_path: Path | None,
    out: Path | None,
) -> None:
    """When it will come, as a distribution; with --requests, for a file of questions.

    With --requests nothing but the named files and the shipped model is read: neither your ledger nor
    the shipped facts.
    """
    if requests is not None:
        _forecast_file(requests, history, claims_path, out)
        return
    if title is None:
        raise click.UsageError("Give a TITLE, or --requests with --history and --out.")
    airdate = open_airdate(ctx)
    from airdate import publish

    made = airdate.forecast(title, season, as_of=as_of, known_by=known_by, trailer=trailer)
    if freeze and not trailer:
        made = airdate.freeze(title, made)
    write_out(publish.render_forecast_json(made) if form == "json" else publish.render_forecast(made))


def _forecast_file(requests: Path, history: Path | None, claims: Path | None, out: Path | None) -> None:
    if history is None or out is None:
        raise click.UsageError("--requests needs --history and --out.")
    from airdate.run import batch

    with counting("questions") as progress:
        done = batch.forecast(requests, history, claims, out, progress)
    click.echo(done.summary(), err=True)


@click.command()
@click.argument("title")
@season_argument
@as_of_option
@known_by_option
@click.option("--all", "closed", is_flag=True, help="Also versions that were corrected or taken back.")
@click.option("--via", metavar="DOMAIN", help="Only what this outlet said.")
@list_format_option
@click.pass_context
def claims(
    ctx: click.Context,
    title: str,
    season: int | None,
    as_of: date | None,
    known_by: datetime | None,
    closed: bool,
    via: str | None,
    form: str,
) -> None:
    """What the ledger holds on a title: each statement with its source, day and id."""
    airdate = open_airdate(ctx)
    from airdate import publish

    entries = airdate.claims(title, season, as_of=as_of, known_by=known_by, closed=closed)
    entries = [entry for entry in entries if via in (None, entry.claim.said_via)]
    render = publish.render_entries_json if form == "json" else publish.render_entries
    write_out(render(entries))


@click.command(
    epilog="\b\nExamples:\n  airdate check article.html --as-of 2023-03-31\n"
    "  airdate check https://example.org/article --format html"
)
@click.argument("article")
@as_of_option
@click.option("--published", metavar="EDTF", help="Day or month of an article that does not say it.")
@click.option(
    "--format", "form", type=click.Choice(["text", "html", "json"]), default="text", show_default=True
)
@click.pass_context
def check(ctx: click.Context, article: str, as_of: date | None, published: str | None, form: str) -> None:
    """Is an article still true? Each claim in it against what others have said.

    ARTICLE is a file, a link, or - for standard input. It is read and not recorded.
    """
    from airdate import publish
    from airdate.run.checking import check_article

    made = check_article(
        open_airdate(ctx), article, as_of=as_of, given={"published": published}, **reading(ctx)
    )
    if form == "json":
        write_out(publish.render_check_json(made))
    elif form == "html":
        write_out(publish.render_check_html(made))
    else:
        write_out(publish.render_check_text(made, width=width(), colour=colour()))


COMMANDS = (check, demo, guide, forecast, claims)
