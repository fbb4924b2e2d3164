"""Where a user's files lie: as the settings say, else in the data folder of the XDG rules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from airdate.errors import InputError
from airdate.postgresql import is_server


def data_folder(environ: Mapping[str, str]) -> Path:
    """The user's data folder; the home folder's `.local/share/airdate` by default."""
    base = environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "airdate"


def ledger_path(chosen: Mapping[str, Any], environ: Mapping[str, str]) -> Path:
    """Where the ledger's file lies or would lie; if it is on a server, what belongs beside it lies there."""
    own = chosen["ledger"] and not is_server(chosen["ledger"])
    return Path(chosen["ledger"]) if own else data_folder(environ) / "ledger.db"


def ledger_place(chosen: Mapping[str, Any], environ: Mapping[str, str]) -> str | Path:
    """The ledger as `open_ledger` takes it: its server's address, or its path."""
    return str(chosen["ledger"]) if is_server(chosen["ledger"]) else ledger_path(chosen, environ)


def ledger_target(chosen: Mapping[str, Any], environ: Mapping[str, str]) -> str | Path:
    """The same, with the folder of its file made. Raises as `make_folder`."""
    make_folder(ledger_path(chosen, environ))
    return ledger_place(chosen, environ)


def catalogue_path(chosen: Mapping[str, Any], environ: Mapping[str, str]) -> Path:
    """Where the synced catalogue's file lies or would lie; if it is on a server, its names lie there."""
    own = chosen["catalogue"] and not is_server(chosen["catalogue"])
    return Path(chosen["catalogue"]) if own else data_folder(environ) / "catalogue.db"


def catalogue_place(chosen: Mapping[str, Any], environ: Mapping[str, str]) -> str | Path:
    """The synced catalogue as `Store` takes it: its server's address, or its path, whether there is one."""
    return str(chosen["catalogue"]) if is_server(chosen["catalogue"]) else catalogue_path(chosen, environ)


def make_folder(path: Path) -> None:
    """Make the folder that a file is to lie in.

    Raises:
        InputError: it cannot be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot make its folder: {error.strerror}", id=str(path)) from None
