"""What all handlers share: the lanes, the overview, and answers that are kept while nothing has changed.

Lives on the event loop's thread. A handler gives a key and the job that makes the answer; two who ask for the
same at once wait for one job.
"""

from __future__ import annotations

import asyncio
import gc
import os
import time
from collections.abc import Callable, Hashable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from airdate.run import Airdate
from airdate.run.held import Stamp
from airdate.run.live import Changes, Workspaces
from airdate.run.states import CURRENT, read_current
from airdate.web.answers import HTML, Answer, Kept, Made, answer_of
from airdate.web.config import Config
from airdate.web.exports import Exports
from airdate.web.lanes import BusyError, Lane
from airdate.web.limits import Limit
from airdate.web.metrics import Metrics
from airdate.web.shelves import Shelves

_LOOK_SECONDS = 1.0  # between looks at whether there is a newer overview

Job = Callable[[Airdate], Made]


class Page(NamedTuple):
    """A guide as of today, by the path of its page, and the ids of its work."""

    path: str
    work_ids: tuple[str, ...]


class Service:
    """One process's own. `start` it on the event loop, `stop` it at the end."""

    def __init__(self, config: Config, metrics: Metrics) -> None:
        self.config = config
        self.metrics = metrics
        self.checks = Limit(config.checks_per_minute)
        workspaces = Workspaces(config.where)
        seconds = float(config.answer_seconds)
        self.quick = Lane("quick", workspaces, threads=1, cap=64, seconds=seconds)
        self.slow = Lane("slow", workspaces, threads=1, cap=4, seconds=seconds)
        self.exports = Exports(config.where, config.folder / f"exports-{os.getpid()}")
        self._workspaces = workspaces
        self._kept = Kept(config.cache_bytes)
        self._ahead = config.pages_ahead()
        self._making: dict[Hashable, asyncio.Task[Answer]] = {}
        self._shelves: Shelves | None = None
        self._named = ""
        self._looked = 0.0
        self._changes: Changes | None = None
        self._catalogue = 0

    async def start(self) -> None:
        """Open what is needed before the first question."""
        await asyncio.gather(self.quick.warm(), self.slow.warm())
        self._changes = Changes(self.config.where)
        self._catalogue = self._changes.catalogue()
        gc.collect()
        gc.freeze()  # what lives as long as the process need not be looked through again and again

    async def stop(self) -> None:
        """Let running jobs end, and let go of everything."""
        await asyncio.to_thread(self.quick.close)
        await asyncio.to_thread(self.slow.close)
        self.exports.close()
        self._ahead.close()
        if self._changes is not None:
            self._changes.close()

    @property
    def changes(self) -> Changes:
        """What tells of changes; once started."""
        assert self._changes is not None
        return self._changes

    async def answer(self, key: Hashable, job: Job, page: Page | None = None) -> Answer:
        """The answer under a key: the one that is kept, or what the job makes of a workspace.

        `page` is the guide that it is, which may have been made ahead.

        Raises:
            AirdateError: as the job, or `BusyError`.
        """
        kept = self._kept.get(key)
        if kept is not None and kept.state == self._state(kept.made.work_ids):
            self.metrics.answered("memory")
            return kept
        ready = self._made_ahead(page) if page is not None else None
        if ready is not None:
            self._kept.put(key, ready)
            self.metrics.answered("ahead")
            return ready
        if key not in self._making:
            task = self._making[key] = asyncio.create_task(self._make(key, job))
            task.add_done_callback(lambda _: self._making.pop(key, None))
        return await asyncio.shield(self._making[key])

    async def _make(self, key: Hashable, job: Job) -> Answer:
        before = self.changes.ledger()
        made = await self.quick.run(job)
        state = self._state(made.work_ids)
        answer = answer_of(made, state or ())
        if state is not None and before == self.changes.ledger():  # else it may be older than its state
            self._kept.put(key, answer)
        self.metrics.answered("made")
        return answer

    def _made_ahead(self, page: Page) -> Answer | None:
        """The guide as the keeper has made it, where nothing has changed since."""
        before = self._state(page.work_ids)
        state = self.changes.state(page.work_ids, datetime.now(UTC).date())
        body = self._ahead.get(page.path, state) if state is not None else None
        if body is None or before is None:
            return None
        return answer_of(Made(body=body, media=HTML, work_ids=page.work_ids), before)

    def _state(self, work_ids: tuple[str, ...]) -> Stamp | None:
        """What an answer on these works rests on now; `None` where nothing can tell."""
        catalogue = self.changes.catalogue()
        if catalogue != self._catalogue:
            self._catalogue = catalogue
            self._workspaces.renew()
        if not work_ids:
            return self._named, datetime.now(UTC).date()
        works = self.changes.works(work_ids)
        return None if works is None else (catalogue, datetime.now(UTC).date(), works)

    async def shelves(self) -> Shelves:
        """The newest overview.

        Raises:
            BusyError: there is none yet.
        """
        now = time.monotonic()
        if now - self._looked > _LOOK_SECONDS:
            self._looked = now
            await self._look()
        if self._shelves is None:
            raise BusyError("the pages over all titles are being made", hint="ask again in a few seconds")
        return self._shelves

    async def _look(self) -> None:
        try:
            named = (self.config.overview / CURRENT).read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        if named != self._named:
            read = await asyncio.to_thread(_read, self.config.overview)
            if read is not None:
                self._shelves, self._named = read, named
                self.metrics.works.set(len(read.overview.works))


def _read(folder: Path) -> Shelves | None:
    current = read_current(folder)
    return None if current is None else Shelves(*current)
