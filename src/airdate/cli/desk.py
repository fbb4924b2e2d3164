"""Decisions of a person: correct, retract, restore, redact, pin, add, merge; all in the ledger's history."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Any

import click

from airdate.cli.common import open_airdate, write_out

KINDS = ("status", "release", "production", "trailer", "cast", "provider", "episodes", "plot")


class Season(click.ParamType[int | None]):
    """The number of a season, or - for a film or a whole series."""

    name = "season|-"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | None:
        """Text to a number or `None`; click prints the message and exits with 2."""
        if value == "-":
            return None
        return click.IntRange(min=0).convert(value, param, ctx)


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


@click.command(
    epilog="\b\nExample:\n  airdate add 'All of Us Are Dead' 2 release 2027-01 --said-on 2026-11-20"
    "\n    --url https://about.netflix.com/... --who Netflix --reason 'press release'"
)
@click.argument("title")
@click.argument("season", type=Season())
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("value")
@click.option("--said-on", required=True, metavar="EDTF", help="Day or month on which it was said.")
@click.option("--url", help="Where it was read.")
@click.option("--outlet", metavar="DOMAIN", help="Who told it, where there is no link.")
@click.option("--who", help="Whose word it is.")
@click.option("--person", help="Of a statement on the cast.")
@click.option("--character", help="Whom the person plays.")
@click.option("--when", metavar="EDTF", help="When the event is or was.")
@click.option("--region", help="Where it is released.")
@click.option("--expected", is_flag=True, help="It was hedged: expected, likely, could.")
@_signed
def add(**given: Any) -> None:
    """Add a statement by hand; SEASON is a number, or - for a film or a whole series."""
    import msgspec

    from airdate.errors import InputError
    from airdate.publish import render_entries
    from airdate.run import desk

    by, reason = _name(given.pop("by")), given.pop("reason")
    values = {"modality": "expected" if given.pop("expected") else "confirmed", **given}
    try:
        said = msgspec.convert(values, desk.Statement, strict=False)
    except msgspec.ValidationError as error:
        raise InputError(str(error), id=given["title"]) from None
    entry = desk.add(open_airdate(click.get_current_context()), said, by=by, reason=reason)
    write_out(render_entries([entry]))


def _pinning(name: str, help: str) -> click.Command:
    @click.command(name=name, help=help)
    @click.argument("entry_id")
    @_signed
    @click.pass_context
    def decide(ctx: click.Context, entry_id: str, by: str | None, reason: str) -> None:
        from airdate.run import desk

        entry = desk.decide(open_airdate(ctx), name, {"entry_id": entry_id}, by=_name(by), reason=reason)
        write_out(f"{entry.entry_id}: {name}ned")

    return decide


@click.command(
    epilog="\b\nExample:\n  airdate merge 'The Nightjar' Nightjar --reason 'one show, two spellings'"
)
@click.argument("source")
@click.argument("target", required=False)
@click.option("--undo", is_flag=True, help="Part them again; only SOURCE is given.")
@_signed
@click.pass_context
def merge(
    ctx: click.Context, source: str, target: str | None, undo: bool, by: str | None, reason: str
) -> None:
    """Two titles are one work: what is said of SOURCE, now and from now on, is held under TARGET."""
    from airdate.run import desk

    if undo:
        back = desk.part(open_airdate(ctx), source, by=_name(by), reason=reason)
        write_out(f"parted; {back} statements went back")
        return
    if target is None:
        raise click.UsageError("Into which work? Give TARGET.")
    made = desk.merge(open_airdate(ctx), source, target, by=_name(by), reason=reason)
    write_out(f"merged into {made.into}; {len(made.moved)} statements moved")


@click.command()
@click.password_option(help="Asked for where it is not given.")
def password(password: str) -> None:
    """Print the hash of a password, for AIRDATE_DESK_PASSWORD_HASH; the password itself is kept nowhere."""
    from argon2 import PasswordHasher

    if not password.strip():
        raise click.UsageError("A password needs a character at least.")
    write_out(PasswordHasher().hash(password))


COMMANDS = (
    correct,
    _decision("retract", "Take a statement back; it stays in the history and no longer counts."),
    _decision("restore", "Undo a retraction."),
    _decision("redact", "Wipe quote, person and link of a statement after a legal request."),
    _pinning("pin", "Let a statement stand above all others, until it is unpinned."),
    _pinning("unpin", "Let a pinned statement weigh what it weighed before."),
    add,
    merge,
    password,
)
