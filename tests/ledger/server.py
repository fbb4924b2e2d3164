"""A PostgreSQL server of our own, in a temporary folder, reached by a socket: for tests and benchmarks."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg

UNSAFE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")  # nothing in a test outlives it
_USERS = ("postgres", "nobody")  # root may not run a server


def missing() -> str:
    """Why there can be no server here; empty where there can."""
    if _program("initdb") is None or _program("postgres") is None:
        return "PostgreSQL is not installed (make servers)"
    return "" if os.geteuid() != 0 or _user() else "root may not run PostgreSQL, and there is no other user"


@contextlib.contextmanager
def running(options: Sequence[str] = UNSAFE) -> Iterator[str]:
    """A server with an empty database; gives its address."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        _run("initdb", "-D", str(_own(folder) / "data"), "-U", "airdate", "-A", "trust", "--no-sync",
             "-E", "UTF8", "--locale=C", "--no-instructions")  # fmt: skip
        flags = [part for option in ("listen_addresses=", *options) for part in ("-c", option)]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [str(_program("postgres")), "-D", str(folder / "data"), "-k", str(folder), *flags],
                stdout=log, stderr=log, user=_user(), cwd=folder,
            )  # fmt: skip
        try:
            url = f"postgresql://airdate@/postgres?host={folder}"
            _wait_for(url, server)
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # a fast shutdown
            server.wait(30)
    finally:
        shutil.rmtree(folder)


def empty(url: str) -> None:
    """Drop the ledger and the catalogue of a database."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("SET client_min_messages = error")
        db.execute("DROP SCHEMA IF EXISTS airdate, airdate_catalogue CASCADE")


def _own(folder: Path) -> Path:
    if user := _user():
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    folder.chmod(0o755)  # the socket is in it
    return folder


def _run(name: str, *arguments: str) -> None:
    done = subprocess.run([str(_program(name)), *arguments], user=_user(), cwd="/", capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def _program(name: str) -> Path | None:
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name)
    return debian[0] if debian else Path(found) if found else None


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in _USERS if name in known), None)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert server.poll() is None, "the server ended at once"
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url):
            return
        time.sleep(0.05)
    raise AssertionError("the server does not answer")
