"""What a served site is told: the settings that concern it, checked once at the start."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from msgspec.structs import replace

from airdate.errors import SettingError
from airdate.publish.clean import web_address
from airdate.publish.site.templates import Address, address
from airdate.run.ahead import PagesAhead
from airdate.run.live import Place
from airdate.types import Struct

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

#: Names the folder to the processes that `serve` starts; nobody sets it by hand.
FOLDER_VARIABLE = "AIRDATE_SERVE_FOLDER"

_HASH = "$argon2"  # how each of argon2's hashes begins

#: Links of the navigation that only a live site has.
LIVE_LINKS = (("Check a text", "/check/"),)


class Config(Struct, frozen=True, kw_only=True):
    """`folder` holds what is made while serving and can be lost; see `settings.py` for the rest."""

    where: Place
    folder: Path
    site: Address
    trusted: tuple[Network, ...]
    requests_per_minute: int
    checks_per_minute: int
    check_characters: int
    answer_seconds: int
    cache_bytes: int
    pages_bytes: int
    desk_header: str = ""
    desk_password_hash: str = ""

    @property
    def overview(self) -> Path:
        """Where the keeper leaves its states."""
        return self.folder / "overview"

    def pages_ahead(self) -> PagesAhead:
        """Where the keeper leaves the guides that it makes ahead; for one thread."""
        return PagesAhead(self.folder / "pages.db", self.pages_bytes)


def read_config(where: Place, folder: Path) -> Config:
    """The configuration that a workspace's settings make.

    Raises:
        SettingError: a setting that does not fit.
    """
    chosen = where.settings()
    if chosen["desk_password_hash"] and not chosen["desk_password_hash"].startswith(_HASH):
        hint = "as `airdate password` prints it; a shell or compose file may have taken its $ away"
        raise SettingError("no hash of argon2", id="AIRDATE_DESK_PASSWORD_HASH", hint=hint)
    base_url = chosen["base_url"] or f"http://{_host(chosen['host'])}:{chosen['port']}"
    if web_address(base_url) is None or urlsplit(base_url).query:
        raise SettingError("not a site's address", id="AIRDATE_BASE_URL", hint="as https://example.org")
    return Config(
        where=where,
        folder=folder,
        site=replace(address(base_url), links=LIVE_LINKS),
        trusted=tuple(_network(text) for text in chosen["trusted_proxies"].split(",") if text.strip()),
        requests_per_minute=chosen["requests_per_minute"],
        checks_per_minute=chosen["checks_per_minute"],
        check_characters=chosen["check_characters"],
        answer_seconds=chosen["answer_seconds"],
        desk_header=chosen["desk_header"],
        desk_password_hash=chosen["desk_password_hash"],
        cache_bytes=chosen["cache_megabytes"] * 1_000_000,
        pages_bytes=chosen["pages_megabytes"] * 1_000_000,
    )


def _host(host: str) -> str:
    """The listening address as a link has it."""
    if host in ("0.0.0.0", "::", ""):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise SettingError(
            f"{text.strip()!r} is no network", id="AIRDATE_TRUSTED_PROXIES", hint="as 172.16.0.0/12"
        ) from None
