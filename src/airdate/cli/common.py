"""What several commands share: parameter types, opening the workspace, writing out."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from airdate.run import Airdate


class Day(click.ParamType[date]):
    """A calendar day, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Text to a day; click prints the message and exits with 2."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2026-03-31.", param, ctx)


class Instant(click.ParamType[datetime]):
    """An instant, ISO 8601; without a zone it is UTC, a bare day means its end."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Text to an aware datetime in UTC."""
        if isinstance(value, datetime):
            return value
        try:
            if len(value) == 10:
                return datetime.combine(date.fromisoformat(value), datetime.max.time(), UTC)
            instant = datetime.fromisoformat(value)
            return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is no instant; write it as 2026-03-31 or 2026-03-31T12:00:00Z.", param, ctx)


class Season(click.ParamType[int]):
    """The number of a season."""

    name = "season"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Digits to a number; whether the work can have such a season is not ours to say."""
        if isinstance(value, int):
            return value
        if value.isascii() and value.isdigit() and len(value) <= 4:
            return int(value)
        self.fail(f"{value!r} is no season; write its number, such as 2.", param, ctx)


class Address(click.ParamType[str]):
    """An http(s) address."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address as it is, if it is one."""
        if re.fullmatch(r"https?://[!-~]{1,2000}", value):
            return str(value)
        self.fail(f"{value!r} is no address; write it as https://example.org/airdate.", param, ctx)


DAY = Day()
INSTANT = Instant()
PATH = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, file_okay=False)
ADDRESS = Address()

season_argument = click.argument("season", type=Season(), required=False)
as_of_option = click.option("--as-of", type=DAY, help="What had been said by that day (default: today).")
known_by_option = click.option(
    "--known-by", type=INSTANT, help="What this ledger held at that instant (default: now)."
)


def open_airdate(ctx: click.Context) -> Airdate:
    """The workspace of this command, closed when the command ends."""
    from airdate.run import Airdate

    airdate = Airdate.open(flags=ctx.obj, environ=os.environ, folder=Path.cwd())
    ctx.call_on_close(airdate.close)
    return airdate


def reading(ctx: click.Context) -> dict[str, Any]:
    """How links are read, where a caller in Python says so (`obj={"client": …}`); tests do."""
    return {name: value for name, value in ctx.obj.items() if name == "client"}


def read_settings(ctx: click.Context) -> dict[str, Any]:
    """The settings of this command, with the folders that they leave to us filled in."""
    from airdate import settings
    from airdate.run.places import catalogue_place, data_folder

    chosen = settings.load(ctx.obj, os.environ, Path.cwd() / "airdate.toml")
    folder = data_folder(os.environ)
    return {**chosen, "catalogue": catalogue_place(chosen, os.environ), "cache": folder / "cache"}


def write_out(content: str | bytes, path: Path | None = None) -> None:
    """Write to a file, or to standard output where no file is named."""
    raw = content.encode() if isinstance(content, str) else content
    if not raw.endswith(b"\n"):
        raw += b"\n"
    if path is not None:
        from airdate.publish import write_bytes

        write_bytes(path, raw)
        return
    sys.stdout.buffer.write(raw)
    sys.stdout.flush()


def one_line(text: str) -> str:
    """The text on one line, without control characters, cut to a screenful."""
    cleaned = "".join(c if c.isprintable() else " " for c in text)
    return cleaned if len(cleaned) <= 600 else cleaned[:599] + "…"


def width() -> int:
    """Columns of the terminal, 80 where there is none."""
    import shutil

    return min(shutil.get_terminal_size((80, 24)).columns, 100)


def colour() -> bool:
    """Colour on a terminal, unless NO_COLOR is set."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """A callback that shows how many are done, on a terminal, a few times a second."""
    shown = time.monotonic()

    def show(done: int) -> None:
        nonlocal shown
        if sys.stderr.isatty() and time.monotonic() - shown > 0.2:
            shown = time.monotonic()
            click.echo(f"\r{done:,} {what}", nl=False, err=True)

    yield show
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
