"""Data in and out: read, export, backup."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from airdate.cli.common import (
    ADDRESS,
    FOLDER,
    PATH,
    as_of_option,
    counting,
    one_line,
    open_airdate,
    reading,
    width,
    write_out,
)

FORMATS = ["csv", "jsonl", "parquet"]


@click.command(
    epilog="\b\nExamples:\n  airdate read article.html\n  airdate read https://example.org/article\n"
    "  pbpaste | airdate read - --published 2026-11-02\n"
    "  airdate read --jsonl IN.jsonl --out OUT.jsonl"
)
@click.argument("articles", nargs=-1)
@click.option("--published", metavar="EDTF", help="Day or month of a text that does not say it.")
@click.option("--outlet", metavar="DOMAIN", help="Whose text it is, where it does not say so.")
@click.option("--url", help="Its link, where it does not say so.")
@click.option("--dry-run", is_flag=True, help="Show what is read and record nothing.")
@click.option("--explain", is_flag=True, help="Show rules, marked spans, and why things were left out.")
@click.option("--jsonl", "batch_in", type=PATH, help="Documents, one JSON object a line.")
@click.option("--out", type=PATH, help="With --jsonl: where the claims go.")
@click.pass_context
def read(
    ctx: click.Context,
    articles: tuple[str, ...],
    published: str | None,
    outlet: str | None,
    url: str | None,
    dry_run: bool,
    explain: bool,
    batch_in: Path | None,
    out: Path | None,
) -> None:
    """Read articles and record what they claim.

    ARTICLES are files (text, HTML, feeds), links, or - for standard input. A page is fetched only where its
    host lets programs read it; of its words at most quotes of 25 words are kept, for a time.
    """
    if batch_in is not None:
        _read_batch(batch_in, out)
        return
    if not articles:
        raise click.UsageError("Give files or links to read, or - for standard input.")
    from airdate.publish import render_readings
    from airdate.run.articles import read as read_articles

    given = {"published": published, "outlet": outlet, "url": url}
    report = read_articles(open_airdate(ctx), articles, given=given, record=not dry_run, **reading(ctx))
    if report.documents:
        write_out(render_readings(report.documents, report.readings, width=width(), explain=explain))
    if report.documents and not dry_run:
        click.echo(f"{report.added} statements added, {report.known} known already", err=True)
    for failure in report.failures:
        hint = f" ({failure.hint})" if failure.hint else ""
        click.echo(one_line(f"airdate: {failure.id}: {failure.error}{hint}"), err=True)
    if report.failures:
        ctx.exit(1)


def _read_batch(batch_in: Path, out: Path | None) -> None:
    if out is None:
        raise click.UsageError("--jsonl needs --out.")
    from airdate.run import batch

    with counting("documents") as progress:
        done = batch.read(batch_in, out, progress)
    click.echo(done.summary(), err=True)


@click.command(
    epilog="\b\nExample:\n  airdate export claims --format parquet --out claims.parquet --licence facts"
)
@click.argument("table", type=click.Choice(["claims", "beliefs", "forecasts", "corrections"]))
@click.option(
    "--format", "form", type=click.Choice(["csv", "jsonl", "parquet"]), default="csv", show_default=True
)
@click.option("--out", type=PATH, required=True, help="The file to write.")
@click.option("--licence", "licences", multiple=True, help="Only rows under this licence; may be repeated.")
@as_of_option
@click.pass_context
def export(
    ctx: click.Context, table: str, form: Any, out: Path, licences: tuple[str, ...], as_of: date | None
) -> None:
    """Write claims, beliefs, forecasts or corrections to a file. No quote is ever exported."""
    from airdate.run.upkeep import export as write

    written = write(open_airdate(ctx), table, out, form, licences=licences or None, as_of=as_of)
    held = f", {written.held_back} held back for their licence" if written.held_back else ""
    click.echo(f"{written.rows} rows{held}; licences: {', '.join(written.licences) or 'none'}", err=True)


@click.command()
@click.argument("path", type=PATH)
@click.pass_context
def backup(ctx: click.Context, path: Path) -> None:
    """Copy the ledger, whole or not at all, while others may be using it.

    What is synced can be synced again; `airdate migrate --only catalogue` copies that.
    """
    open_airdate(ctx).ledger.backup(path)
    click.echo(f"backed up to {path}", err=True)


@click.command()
@click.pass_context
def upkeep(ctx: click.Context) -> None:
    """Drop the quotes whose time is over (setting quote_days); the statements stay. Run it daily."""
    from airdate.run.upkeep import drop_quotes

    dropped = drop_quotes(open_airdate(ctx))
    click.echo(f"{dropped} statements lost their quotes", err=True)


@click.command(
    epilog="\b\nExamples:\n  airdate sync tvmaze --id tvmaze:82\n  airdate sync wikidata --id Q23572\n"
    "  airdate sync bangumi-data --from data.json\n  airdate sync"
)
@click.argument("sources", nargs=-1)
@click.option("--id", "ids", multiple=True, help="Only this work, by the source's own id; may be repeated.")
@click.option("--from", "place", default="", help="A file or address, for sources that publish files.")
@click.option("--period", metavar="EDTF", help="What a Netflix report covers.")
@click.option("--form", type=click.Choice(["series", "film"]), help="Which table of a Netflix report.")
@click.pass_context
def sync(
    ctx: click.Context,
    sources: tuple[str, ...],
    ids: tuple[str, ...],
    place: str,
    period: str | None,
    form: Any,
) -> None:
    """Fill the catalogue from its sources (default: those that need neither key nor file), politely."""
    from airdate.cli.common import read_settings
    from airdate.run import sync as run

    wanted = run.Wanted(sources=sources, ids=ids, place=place, period=period, form=form)
    synced = run.sync_all(read_settings(ctx), wanted, counting("records"))
    write_out("\n".join(run.say(one) for one in synced))
    if any(one.failed for one in synced):
        ctx.exit(1)


@click.command(epilog="\b\nExample:\n  airdate build public --url https://example.org")
@click.argument("folder", type=FOLDER)
@click.option(
    "--url", type=ADDRESS, default="http://localhost", show_default=True, help="Where the site will stand."
)
@click.pass_context
def build(ctx: click.Context, folder: Path, url: str) -> None:
    """Publish the site as static files: guides as of any day, calendar, shelf, lists, feeds."""
    from airdate.run import static_site

    with counting("guides") as progress:
        done = static_site.publish(open_airdate(ctx), folder, url, progress)
    click.echo(f"{done.guides} guides; {done.written} files written, {done.kept} kept", err=True)


COMMANDS = (read, sync, build, export, backup, upkeep)
