"""The homes of ledger and catalogue: move them to a server or back, restore a backup, see what is wrong."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from airdate.cli.common import PATH, counting, write_out


@click.command(
    epilog="\b\nExamples:\n  airdate migrate --to postgresql://airdate@db.example/airdate\n"
    "  airdate migrate --only catalogue --to postgresql://airdate@db.example/airdate\n"
    "  airdate --ledger postgresql://airdate@db.example/airdate migrate --to ledger.db"
)
@click.option(
    "--to", "target", required=True, metavar="PLACE", help="A file, or postgresql://user@host/database."
)
@click.option("--only", type=click.Choice(["ledger", "catalogue"]), help="Copy this alone (default: both).")
@click.pass_context
def migrate(ctx: click.Context, target: str, only: str | None) -> None:
    """Copy ledger and catalogue, whole, to another home. Run it again after a break, or to catch up.

    With a ledger that goes into a file, a catalogue on a server goes into catalogue.db beside it.
    """
    from airdate import settings
    from airdate.run.migrate_catalogue import place_beside
    from airdate.run.places import catalogue_place, ledger_place

    chosen = settings.load(ctx.obj, os.environ, Path.cwd() / "airdate.toml")
    catalogue = catalogue_place(chosen, os.environ)
    if only != "catalogue":
        _migrate_ledger(ledger_place(chosen, os.environ), target, chosen["lock_seconds"])
    to = target if only == "catalogue" else place_beside(target, catalogue)
    if only != "ledger" and to is not None and str(to) != str(catalogue):
        _migrate_catalogue(catalogue, to)


def _migrate_ledger(source: str | Path, target: str, lock_seconds: int) -> None:
    from airdate.run.migrate import migrate

    with counting("rows") as progress:
        done = migrate(source, target, lock_seconds, progress)
    write_out(f"ledger: {done.rows} rows and {done.forecasts} forecasts, {done.written} of them written now")
    write_out(f"digest of both sides: {done.digest}")


def _migrate_catalogue(source: str | Path, target: str | Path) -> None:
    from airdate.run.migrate_catalogue import migrate_catalogue

    with counting("statements") as progress:
        done = migrate_catalogue(source, target, datetime.now(UTC).date(), progress)
    write_out(f"catalogue: {done.rows} statements, {done.written} of them written now")
    write_out(f"digest of both sides: {done.digest}")


@click.command(epilog="\b\nExample:\n  airdate restore-backup /mnt/backup/ledger.db")
@click.argument("backup", type=PATH)
@click.pass_context
def restore_backup(ctx: click.Context, backup: Path) -> None:
    """Verify a backup and put it in the ledger's place; the present ledger is moved aside and kept."""
    from airdate import settings
    from airdate.errors import InputError
    from airdate.postgresql import is_server
    from airdate.run.migrate import restore_backup
    from airdate.run.places import ledger_place

    chosen = settings.load(ctx.obj, os.environ, Path.cwd() / "airdate.toml")
    ledger = ledger_place(chosen, os.environ)
    if is_server(str(ledger)):
        raise InputError(
            "a backup is restored into an empty database",
            hint=f"airdate --ledger {backup} migrate --to ADDRESS",
        )
    done = restore_backup(backup, Path(ledger), datetime.now(UTC))
    kept = f"; the former ledger is {done.aside}" if done.aside else ""
    click.echo(f"{done.rows} rows restored{kept}", err=True)


@click.command()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Say what is wrong with ledger, catalogue, state, disk or clock (exit code 1), and how to mend it."""
    from airdate.run.doctor import examine

    findings = examine(ctx.obj, os.environ, Path.cwd(), datetime.now(UTC))
    lines = [f"{one.text} ({one.hint})" if one.hint else one.text for one in findings]
    write_out("\n".join(lines))
    if any(not finding.fine for finding in findings):
        ctx.exit(1)


COMMANDS = (migrate, restore_backup, doctor)
