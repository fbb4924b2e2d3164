"""Corrections by a person: correct, retract, restore, redact. All stay in the ledger's history."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Any

import click

from airdate.cli.common import open_airdate, write_out


def _signed(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option("--reason", required=True, help="Why; it is kept with the entry.")(command)
    return click.option("--by", help="Who does it (default: your login name).")(command)


def _name(by: str | None) -> str:
    try:
        return by or getpass.getuser()
    except (KeyError, OSError):
        raise click.UsageError("Who does it? Give --by NAME.") from None


@click.command(
    epilog="\b\nExample:\n  airdate correct 3f2a modality=expected value=2026-12 --reason 'misread'"
)
@click.argument("entry_id")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE...")
@_signed
@click.pass_context
def correct(ctx: click.Context, entry_id: str, changes: tuple[str, ...], by: str | None, reason: str) -> None:
    """Mend a statement that was read wrong. An empty VALUE clears the field."""
    pairs = [change.partition("=") for change in changes]
    wrong = [text for text, (_, sign, _) in zip(changes, pairs, strict=True) if not sign]
    if wrong:
        raise click.UsageError(f"{wrong[0]!r} is not of the form FIELD=VALUE.")
    from airdate.publish import render_entries

    values = {name: value or None for name, _, value in pairs}
    write_out(render_entries([open_airdate(ctx).correct(entry_id, values, by=_name(by), reason=reason)]))


def _decision(name: str, help: str) -> click.Command:
    @click.command(name=name, help=help)
    @click.argument("entry_id")
    @_signed
    @click.pass_context
    def decide(ctx: click.Context, entry_id: str, by: str | None, reason: str) -> None:
        airdate = open_airdate(ctx)
        entry = getattr(airdate, name)(entry_id, by=_name(by), reason=reason)
        write_out(f"{entry.entry_id}: {entry.state}")

    return decide


COMMANDS = (
    correct,
    _decision("retract", "Take a statement back; it stays in the history and no longer counts."),
    _decision("restore", "Undo a retraction."),
    _decision("redact", "Wipe quote, person and link of a statement after a legal request."),
)
