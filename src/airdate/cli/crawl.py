"""Web archives in: crawl."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from airdate.cli.common import PATH, open_airdate

if TYPE_CHECKING:
    from airdate.run.crawl import Crawled
    from airdate.run.engines import Engine


@click.command(
    epilog="\b\nExamples:\n  airdate crawl news/ --out claims --workers 2\n"
    "  airdate crawl warc.paths --out claims --no-record\n"
    "  airdate crawl s3://bucket/2026/11/ARCHIVE.warc.gz --out claims"
)
@click.argument("places", nargs=-1, required=True)
@click.option("--out", "folder", type=PATH, required=True, help="Folder for Parquet files and what is done.")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
@click.option("--cluster", metavar="ADDRESS", help="The Dask scheduler whose workers read instead.")
@click.option("--record/--no-record", default=True, show_default=True, help="Record in the ledger, too.")
@click.option("--s3-endpoint", default="", help="Where s3:// buckets answer (default: AWS, without keys).")
@click.pass_context
def crawl(
    ctx: click.Context,
    places: tuple[str, ...],
    folder: Path,
    workers: int,
    cluster: str | None,
    record: bool,
    s3_endpoint: str,
) -> None:
    """Read web archives (WARC files, folders, lists, http or s3 addresses) into Parquet and the ledger.

    What is done is not done again; what was stopped goes on where it stopped.
    """
    from airdate.run import crawl as run
    from airdate.types import Failure

    plan = run.Plan(places=places, folder=folder, record=record, s3_endpoint=s3_endpoint)
    failed = False
    for done in run.crawl(open_airdate(ctx), plan, _engine(workers, cluster)):
        if isinstance(done, Failure):
            failed = True
            click.echo(f"airdate: {done.id}: {done.error}", err=True)
            continue
        failed |= done.report.broken is not None
        click.echo(_line(done))
    if failed:
        ctx.exit(1)


def _engine(workers: int, cluster: str | None) -> Engine:
    from airdate.run import engines

    if cluster:
        return engines.on_cluster(cluster)
    return engines.in_turn if workers == 1 else engines.in_pool(workers)


def _line(done: Crawled) -> str:
    counts = done.report.counts
    line = (
        f"{done.report.place}: {counts['records']} records, {counts['documents']} documents,"
        f" {done.report.claims} claims, {done.added} new"
    )
    if counts["failed"]:
        line += f", {counts['failed']} pages could not be read"
    return f"{line}; broken {done.report.broken}" if done.report.broken else line


COMMANDS = (crawl,)
