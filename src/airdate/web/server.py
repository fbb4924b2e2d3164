"""Serving: the keeper's process beside one or more that answer, until a signal ends them all.

Invariant: what is made while serving lies in one folder that goes with us; on SIGTERM what is being answered
is answered, and nothing new is begun.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from airdate import settings
from airdate.run.keeper import keep
from airdate.run.live import Place, open_held
from airdate.web.config import FOLDER_VARIABLE, Config, read_config
from airdate.web.logs import start_logging

_GRACE_SECONDS = 20
_LOOK_SECONDS = 5.0  # between looks at whether the keeper is still there

#: Bounds that a stranger meets: connections at once, bytes of a request's head, idle seconds of a connection.
BOUNDS: dict[str, Any] = {
    "limit_concurrency": 512,
    "h11_max_incomplete_event_size": 32_768,
    "timeout_keep_alive": 15,
    "timeout_graceful_shutdown": _GRACE_SECONDS,
}
QUIET: dict[str, Any] = {
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,  # the edge reads them, and knows whom to trust
}

_LOG = logging.getLogger("airdate.web")


def serve(where: Place, environ: MutableMapping[str, str]) -> None:
    """Serve a workspace until SIGTERM or SIGINT.

    Raises:
        SettingError: a setting that does not fit.
        LedgerError: the ledger cannot be opened.
    """
    chosen = where.settings()
    with TemporaryDirectory(prefix="airdate-serve-") as folder:
        config = read_config(where, Path(folder))
        config.overview.mkdir()
        open_held(where).close()  # a new ledger is filled before anyone asks; a foreign one is refused here
        start_logging()
        signal.signal(signal.SIGTERM, _leave)
        _pass_on(where, environ, folder)
        with _keeper(config):
            _LOG.info("serving", extra={"fields": {"url": config.site.absolute("/")}})
            _run(
                _Config(
                    "airdate.web.asgi:app",
                    factory=True,
                    host=chosen["host"],
                    port=chosen["port"],
                    workers=chosen["workers"],
                    **BOUNDS,
                    **QUIET,
                )
            )


class _Config(uvicorn.Config):
    def bind_socket(self) -> socket.socket:
        """Sends at once what is written: asyncio does so for the sockets that it makes, and not for this
        one, on which head and body of an answer would lie 40 ms apart (Nagle and delayed ACK).
        """
        bound = super().bind_socket()
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # those that it accepts inherit it
        return bound


def _run(config: _Config) -> None:
    """As `uvicorn.run`, which makes a configuration of its own."""
    if config.workers > 1:
        Multiprocess(config, sockets=[config.bind_socket()]).run()
    else:
        uvicorn.Server(config).run()


def _leave(number: int, frame: FrameType | None) -> None:
    """What uvicorn passes on once it has ended: leave through every `finally`, and say that all went well."""
    raise SystemExit(0)


def _pass_on(where: Place, environ: MutableMapping[str, str], folder: str) -> None:
    """Let the processes that answer find the same settings, flags too."""
    chosen = where.settings()
    for setting in settings.SETTINGS:
        if where.flags.get(setting.name) is not None:
            environ[setting.variable] = str(chosen[setting.name])
    environ[FOLDER_VARIABLE] = folder


@contextmanager
def _keeper(config: Config) -> Iterator[None]:
    """The keeper's process, started again where it has died."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.is_set():
            process = get_context("spawn").Process(
                target=keep,
                args=(config.where, config.site, config.overview, config.pages_ahead(), os.getpid()),
                daemon=True,
            )
            process.start()
            while process.is_alive() and not ended.wait(_LOOK_SECONDS):
                pass
            if ended.is_set():
                process.terminate()
            else:
                _LOG.error("the keeper has died and is started again")
            process.join()

    thread = threading.Thread(target=watch, name="keeper", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
