"""One table of settings; defaults, help, reference page and their test are made from it.

A flag beats `AIRDATE_<NAME>` (or the file that `AIRDATE_<NAME>_FILE` names), which beats
`airdate.toml`, which beats the default. No module reads the environment: the caller passes it in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from airdate.errors import SettingError


class Setting(msgspec.Struct, frozen=True):
    """One setting: its name, type, default and what it does; a secret is never printed.

    A number lies between `least` and `most`.
    """

    name: str
    type: type
    default: Any
    help: str
    secret: bool = False
    least: int = 0
    most: int = 1_000_000_000

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"AIRDATE_{self.name.upper()}"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "ledger",
        str,
        "",
        "Path of the ledger file, or postgresql://user@host/database. Empty: ledger.db in the data folder.",
    ),
    Setting(
        "catalogue",
        str,
        "",
        "Path of the synced catalogue, or postgresql://user@host/database. "
        "Empty: catalogue.db in the data folder.",
    ),
    Setting(
        "regions",
        str,
        "",
        "Countries whose services you can use (ISO 3166, best first: US,HU); a guide names them. Empty: all.",
    ),
    Setting("tmdb_key", str, "", "Your own TMDB key, for `airdate sync tmdb`.", secret=True),
    Setting(
        "max_bytes",
        int,
        20_000_000,
        "Largest document that is read, in bytes; a larger one is an error.",
        least=1,
    ),
    Setting("quote_days", int, 90, "Days after which `airdate upkeep` drops a quote.", most=36_500),
    Setting(
        "lock_seconds", int, 5, "Seconds to wait for another process that writes to the ledger.", most=3600
    ),
    Setting("host", str, "127.0.0.1", "Address that `airdate serve` listens on; 0.0.0.0 for all."),
    Setting("port", int, 8000, "Port that `airdate serve` listens on.", most=65_535),
    Setting(
        "base_url",
        str,
        "",
        "Public address of the served site, with the folder behind a proxy (https://example.org/airdate). "
        "Empty: http://HOST:PORT.",
    ),
    Setting(
        "feed_authority",
        str,
        "",
        "What ids in feeds begin with: a domain and a day on which it was yours (example.org,2026). Set it "
        "when a published site moves to another address, so that no reader sees an entry twice. "
        "Empty: the address's domain, and 2026.",
    ),
    Setting("workers", int, 1, "Processes that answer requests.", least=1, most=1000),
    Setting(
        "trusted_proxies",
        str,
        "127.0.0.1,::1",
        "Networks whose X-Forwarded-For is believed, separated by commas (172.16.0.0/12).",
    ),
    Setting(
        "requests_per_minute", int, 600, "Requests that one address may make in a minute, a process.", least=1
    ),
    Setting(
        "checks_per_minute",
        int,
        10,
        "Texts that one address may have checked in a minute, a process.",
        least=1,
    ),
    Setting("check_characters", int, 50_000, "Longest text that the page and the API check.", least=1),
    Setting(
        "answer_seconds",
        int,
        20,
        "Longest time that a request may take; then it is answered with 503.",
        least=1,
    ),
    Setting("cache_megabytes", int, 64, "Memory for ready answers, a process.", least=1),
    Setting(
        "pages_megabytes",
        int,
        500,
        "Disk for guides made ahead while a site is served, in its temporary folder; 0 makes none ahead.",
        least=0,
    ),
    Setting(
        "desk_header",
        str,
        "",
        "Header in which a trusted proxy names the editor (X-Forwarded-User). Empty: none is believed.",
    ),
    Setting(
        "desk_password_hash",
        str,
        "",
        "Hash of the desk's password, as `airdate password` prints it. Empty: nobody signs in here.",
        secret=True,
    ),
    Setting("timezone", str, "UTC", "Your time zone, for reminders and digests (Europe/Budapest)."),
    Setting("notify_hour", int, 9, "Hour of your day at which reminders and digests are sent.", most=23),
    Setting(
        "remind_days", str, "7,1,0", "Days before a release on which you are reminded; 0 is the day itself."
    ),
    Setting(
        "hold_minutes",
        int,
        30,
        "Minutes that a change must stand before you are told; one that flips back is not told.",
        most=10_080,
    ),
    Setting(
        "sources",
        str,
        "",
        "Path of your own list of sources. Empty: airdate/sources.toml in the data folder.",
    ),
    Setting("site", str, "", "Folder into which `airdate watch` publishes the site. Empty: it does not."),
    Setting("lanes", int, 4, "Feeds that `airdate watch` looks at at the same time.", least=1, most=32),
    Setting(
        "arr_key", str, "", "API key of your Sonarr or Radarr, for `airdate follow import`.", secret=True
    ),
    Setting("notice_templates", str, "", "Folder with your own message templates. Empty: the shipped ones."),
)


def load(flags: Mapping[str, Any], environ: Mapping[str, str], toml: Path | None = None) -> dict[str, Any]:
    """Settle every setting from the three places and the defaults.

    Args:
        flags: values from the command line; `None` counts as not given.
        environ: the process's environment.
        toml: path of `airdate.toml`; skipped where there is no such file.

    Raises:
        SettingError: an unknown name in the file, or a value that does not fit its type.
    """
    file = _read_toml(toml) if toml is not None and toml.is_file() else {}
    unknown = set(file) - {setting.name for setting in SETTINGS}
    if unknown:
        raise SettingError(f"unknown setting {sorted(unknown)[0]!r}", id=str(toml))
    return {s.name: _cast(s, _pick(s, flags, environ, file)) for s in SETTINGS}


def _pick(
    setting: Setting, flags: Mapping[str, Any], environ: Mapping[str, str], file: Mapping[str, Any]
) -> Any:
    if flags.get(setting.name) is not None:
        return flags[setting.name]
    if setting.variable in environ:
        return environ[setting.variable]
    if f"{setting.variable}_FILE" in environ:
        path = Path(environ[f"{setting.variable}_FILE"])
        try:
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(f"cannot read it: {error.strerror}", id=f"{setting.variable}_FILE") from None
    return file.get(setting.name, setting.default)


def _cast(setting: Setting, value: Any) -> Any:
    try:
        cast = setting.type(value)
    except (TypeError, ValueError):  # of numbers; anything has a text
        raise _unfit(setting, value) from None
    if setting.type is int and isinstance(value, bool | float):
        raise _unfit(setting, value)  # 0.5 is not 0, nor true 1
    if isinstance(cast, int) and not setting.least <= cast <= setting.most:
        hint = f"{setting.least} to {setting.most}"
        raise SettingError(f"{cast} does not fit", id=setting.variable, hint=hint)
    return cast


def _unfit(setting: Setting, value: Any) -> SettingError:
    shown = "…" if setting.secret else repr(value)
    hint = f"{setting.least} to {setting.most}"
    return SettingError(f"{shown} is no whole number", id=setting.variable, hint=hint)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError(f"not readable as TOML: {error}", id=str(path)) from None
