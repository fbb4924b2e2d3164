"""Threads that do what takes long, a few at once; who comes when all are taken is told so and not kept.

Invariant: at most `cap` jobs of a lane are in it. A job that nobody waits for any longer still ends in its
own time, so each kind of job must itself be bounded.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from airdate.errors import AirdateError
from airdate.run import Airdate
from airdate.run.live import Workspaces

T = TypeVar("T")


class BusyError(AirdateError):
    """All hands are busy, or it took too long; it may be asked again."""


class Lane:
    """Threads with a workspace each. For the event loop's thread.

    Python runs one at a time: more threads bring fairness between lanes, not speed, and split what is held.
    """

    def __init__(self, name: str, workspaces: Workspaces, *, threads: int, cap: int, seconds: float) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._workspaces = workspaces
        self._cap = cap
        self._seconds = seconds
        self.waiting = 0

    async def run(self, job: Callable[[Airdate], T]) -> T:
        """What the job makes of a workspace.

        Raises:
            BusyError: the lane is full, or the job takes too long.
            AirdateError: as the job.
        """
        if self.waiting >= self._cap:
            raise BusyError("too much is asked at once", hint="ask again in a few seconds")
        self.waiting += 1
        future = self._pool.submit(lambda: job(self._workspaces.mine()))
        loop = asyncio.get_running_loop()
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._leave))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except TimeoutError:
            raise BusyError("it took too long", hint="ask again in a few seconds") from None

    async def warm(self) -> None:
        """Let a thread open its workspace before the first question."""
        await asyncio.wrap_future(self._pool.submit(self._workspaces.mine))

    def close(self) -> None:
        """Take no more jobs; those that run are waited for."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _leave(self) -> None:
        self.waiting -= 1
