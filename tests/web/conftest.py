"""A site that is served: a ledger of the shipped facts, its overview, a real server on a port of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from airdate.run.keeper import Keeper
from airdate.run.live import Changes, Place, Workspaces, open_held, place
from airdate.web.app import create
from airdate.web.config import Config, read_config
from airdate.web.server import BOUNDS, QUIET

PREFIX = "/folder"


class Served:
    """A running site: `url` is where it is, `config` and `keeper` what it runs on."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.where: Place = place(
            {"ledger": str(folder / "ledger.db"), "catalogue": str(folder / "catalogue.db"), **settings},
            {},
            folder,
        )
        self.config: Config = read_config(self.where, folder)
        self.airdate = open_held(self.where)
        self.config.overview.mkdir()
        self.changes = Changes(self.where)
        self.workspaces, self.ahead = Workspaces(self.where), self.config.pages_ahead()
        self.keeper = Keeper(
            self.workspaces, self.changes, self.config.overview, self.config.site, self.ahead
        )
        self.keeper.refresh()
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        chosen = uvicorn.Config(create(self.config), lifespan="on", **BOUNDS, **QUIET)
        self.server = uvicorn.Server(chosen)
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self.server.serve(sockets=[listening])), daemon=True
        )
        self._thread.start()
        _until(lambda: self.server.started)
        self.client = httpx.Client(base_url=self.url, timeout=30)

    def get(self, path: str, **given: Any) -> httpx.Response:
        return self.client.get(path, **given)

    def stop(self) -> None:
        self.client.close()
        self.server.should_exit = True
        self._thread.join(20)
        self.workspaces.mine().close()
        self.ahead.close()
        self.airdate.close()
        self.changes.close()


def _until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not start"
        time.sleep(0.01)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One site for all tests that only read, with room for many questions."""
    generous = {"requests_per_minute": 1_000_000, "checks_per_minute": 100_000}
    site = Served(tmp_path_factory.mktemp("served"), **generous)
    yield site
    site.stop()


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Sites of a test's own, with settings of its own."""
    sites: list[Served] = []

    def start(**settings: Any) -> Served:
        folder = tmp_path / str(len(sites))
        folder.mkdir()
        sites.append(Served(folder, **settings))
        return sites[-1]

    yield start
    for site in sites:
        site.stop()
