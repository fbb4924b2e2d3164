"""Bulk files on request, made by one process of low priority and kept until the ledger changes.

Invariant: however many ask, one file is made at a time, outside of the processes that answer.
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from airdate.publish.tables import Format
from airdate.run import upkeep
from airdate.run.live import Place, open_held
from airdate.web.lanes import BusyError

MEDIA: dict[Format, str] = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}
_SECONDS = 600.0
_MOST_WAITING = 8
_NICE = 10


class Exports:
    """The files of one process, in a folder of its own. For the event loop's thread."""

    def __init__(self, where: Place, folder: Path) -> None:
        self._where = where
        self._folder = folder
        self._pool: ProcessPoolExecutor | None = None
        self._one = asyncio.Lock()
        self._waiting = 0
        self._version: int | None = None

    async def file(self, table: str, form: Format, licence: str | None, version: int | None) -> Path:
        """The file of a table as the ledger of this version has it.

        Raises:
            BusyError: too many are asked for at once, or it took too long.
        """
        if self._waiting >= _MOST_WAITING:
            raise BusyError("other files are being made", hint="ask again in a minute")
        self._waiting += 1
        try:
            async with self._one:
                self._renew(version)
                path = self._folder / f"{table}-{licence or 'all'}.{form}"
                if not path.exists():
                    await self._make(table, form, licence, path)
                return path
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """End the process that makes files."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _renew(self, version: int | None) -> None:
        """Forget the files of an older ledger."""
        if version is None or version != self._version:
            self._version = version
            self._folder.mkdir(parents=True, exist_ok=True)
            for old in self._folder.iterdir():
                old.unlink(missing_ok=True)

    async def _make(self, table: str, form: Format, licence: str | None, path: Path) -> None:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_give_way)
        future = self._pool.submit(_write, self._where, table, form, licence, path)
        try:
            await asyncio.wait_for(asyncio.wrap_future(future), _SECONDS)
        except TimeoutError:
            raise BusyError("it took too long", hint="ask again later") from None


def _give_way() -> None:
    os.nice(_NICE)


def _write(where: Place, table: str, form: Format, licence: str | None, path: Path) -> None:
    airdate = open_held(where)
    try:
        upkeep.export(airdate, table, path, form, licences=[licence] if licence else None)
    finally:
        airdate.close()
