"""Where news is sent: Apprise URLs and webhooks, each with the kinds and the pace that its owner chose.

Invariant: a target's URL and secret, which may hold passwords and tokens, are in no message, log line or
error; `shown` is all that is ever printed of them. A private address is called only where the user wrote
that very address, or allowed it for this target.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_address
from typing import Literal, get_args
from urllib.parse import urlsplit

import msgspec

from airdate.errors import InputError
from airdate.ledger.codec import decode_instant, encode_instant
from airdate.sources.net.address import is_public
from airdate.types import Struct
from airdate.watch.kinds import KINDS, by_default

Pace = Literal["at once", "daily", "weekly"]
PACES: tuple[Pace, ...] = get_args(Pace)

_NAME = re.compile(r"[\w.-]{1,40}", re.ASCII)
_MAX_URL = 2_000


class Target(Struct, frozen=True, kw_only=True):
    """One place to send to. `kinds` are names or groups ("release.*"); none: those that go to everyone."""

    name: str
    url: str
    secret: str = ""
    kinds: tuple[str, ...] = ()
    pace: Pace = "at once"
    allow_private: bool = False
    added_at: datetime

    @property
    def is_webhook(self) -> bool:
        """Is it sent our own JSON? All other schemes are Apprise's."""
        return self.url.startswith(("http://", "https://"))

    @property
    def shown(self) -> str:
        """What may be printed of its URL: for a webhook scheme and host, for others the scheme alone."""
        named = _host(self.url) if self.is_webhook else ""
        return f"{self.url.partition(':')[0].lower()}://{named}{'/' if named else ''}…"

    def wants(self, event: str) -> bool:
        """Is it sent news of this kind?"""
        if not self.kinds:
            return event in by_default()
        return any(event == kind or kind == f"{event.partition('.')[0]}.*" for kind in self.kinds)


def new_target(
    name: str,
    url: str,
    at: datetime,
    *,
    secret: str = "",
    kinds: Sequence[str] = (),
    pace: Pace = "at once",
    allow_private: bool = False,
) -> Target:
    """A target as a user names it.

    Raises:
        InputError: a name, URL or kind that cannot be used; the message does not repeat the URL.
    """
    if not _NAME.fullmatch(name):
        raise InputError("a target's name has letters, digits, dots, hyphens", id=name[:40])
    for kind in kinds:
        check_kind(kind)
    target = Target(
        name=name,
        url=url.strip(),
        secret=secret,
        kinds=tuple(kinds),
        pace=pace,
        allow_private=allow_private or _is_private_literal(url),
        added_at=at,
    )
    _check_url(target)
    return target


def check_kind(kind: str) -> None:
    """Is it the name of a kind, or of a group ("release.*")?

    Raises:
        InputError: it is neither.
    """
    groups = {f"{name.partition('.')[0]}.*" for name in KINDS}
    if kind not in KINDS and kind not in groups:
        raise InputError("no such kind of news", id=kind[:60], hint="one of " + ", ".join(sorted(groups)))


def add_target(state: sqlite3.Connection, target: Target) -> None:
    """Keep a target; one of the same name is replaced, and what is on its way to it stays."""
    state.execute(
        "INSERT INTO target (name, url, secret, kinds, pace, allow_private, added_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET url = excluded.url,"
        " secret = excluded.secret, kinds = excluded.kinds, pace = excluded.pace,"
        " allow_private = excluded.allow_private, failures = 0",
        (
            target.name,
            target.url,
            target.secret,
            msgspec.json.encode(target.kinds).decode(),
            target.pace,
            int(target.allow_private),
            encode_instant(target.added_at),
        ),
    )


def list_targets(state: sqlite3.Connection) -> list[Target]:
    """All targets by name."""
    return [_target(row) for row in state.execute("SELECT * FROM target ORDER BY name")]


def find_target(state: sqlite3.Connection, name: str) -> Target:
    """The target of a name.

    Raises:
        InputError: there is none.
    """
    row = state.execute("SELECT * FROM target WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise InputError("no such target", id=name[:40], hint="see `airdate notify targets`")
    return _target(row)


def remove_target(state: sqlite3.Connection, name: str) -> None:
    """Send nothing there any more, nor what was on its way. Raises as `find_target`."""
    find_target(state, name)
    state.execute("DELETE FROM target WHERE name = ?", (name,))


def _target(row: sqlite3.Row) -> Target:
    return Target(
        name=row["name"],
        url=row["url"],
        secret=row["secret"],
        kinds=tuple(msgspec.json.decode(row["kinds"], type=list[str])),
        pace=row["pace"],
        allow_private=bool(row["allow_private"]),
        added_at=decode_instant(row["added_at"]),
    )


def _check_url(target: Target) -> None:
    problem = None
    if len(target.url) > _MAX_URL or not target.url.isprintable() or "://" not in target.url:
        problem = "not a URL of Apprise or of a webhook"
    elif target.is_webhook and not _host(target.url):
        problem = "a webhook's URL needs a host"
    if problem:
        raise InputError(problem, id=target.name, hint="a webhook's address, or one as Apprise writes it")


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_private_literal(url: str) -> bool:
    """Does the URL itself write a private address? Then its user means it."""
    host = _host(url)
    try:
        return not is_public(ip_address(host))
    except ValueError:
        return host == "localhost"
