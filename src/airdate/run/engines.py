"""Who does the jobs of a crawl: this process, a pool of processes, or a cluster. All give the same reports.

Invariant: each job comes back once, as a report or as a failure; a worker that dies costs its jobs another
attempt, `ATTEMPTS` in all, and no other job anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, TypeAlias

from airdate.errors import AirdateError, InputError
from airdate.run.archive import ArchiveReport, Job, read_archive
from airdate.types import Failure

ATTEMPTS = 3

#: A job and what came of it.
Done: TypeAlias = "tuple[Job, ArchiveReport | Failure]"
Engine: TypeAlias = Callable[[Sequence[Job]], Iterator[Done]]
#: A job with its outcome; none where the process that had it died.
Tried: TypeAlias = "tuple[Job, ArchiveReport | Failure | None]"
Work: TypeAlias = Callable[[Job], ArchiveReport]


def in_turn(jobs: Sequence[Job]) -> Iterator[Done]:
    """One after the other, here."""
    for job in jobs:
        try:
            yield job, read_archive(job)
        except AirdateError as error:
            yield job, _failure(job, error)


def in_pool(workers: int, work: Work = read_archive) -> Engine:
    """In so many processes of this machine."""

    def run(jobs: Sequence[Job]) -> Iterator[Done]:
        open_jobs, attempts = list(jobs), Counter[str]()
        while open_jobs:
            again: list[Job] = []
            for job, outcome in _round(open_jobs, workers, work):
                attempts[job.place] += 1
                if outcome is not None:
                    yield job, outcome
                elif attempts[job.place] < ATTEMPTS:
                    again.append(job)
                else:
                    yield job, Failure(id=job.place, error="its process died, again and again")
            open_jobs = again

    return run


def _round(jobs: Sequence[Job], workers: int, work: Work) -> Iterator[Tried]:
    """Each job once."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(work, job): job for job in jobs}
        for future in as_completed(futures):
            job = futures[future]
            yield job, _outcome(job, future)


def _outcome(job: Job, future: Future[ArchiveReport]) -> ArchiveReport | Failure | None:
    error = future.exception()
    if error is None:
        return future.result()
    return None if isinstance(error, BrokenProcessPool) else _failure(job, error)


def on_cluster(address: str, work: Work = read_archive) -> Engine:
    """On the workers of a Dask cluster whose scheduler answers at an address.

    Raises:
        InputError: Dask is not installed, or nobody answers there.
    """
    try:
        import distributed
    except ImportError:
        hint = "install it with the extra: airdate[scale]"
        raise InputError("clusters cannot be used", id="dask.distributed", hint=hint) from None
    try:
        client: Any = distributed.Client(  # type: ignore[no-untyped-call]
            address, timeout="10s", set_as_default=False
        )
    except (OSError, TimeoutError, ValueError):
        hint = "start one with `dask scheduler`, or check the address"
        raise InputError("no scheduler answers", id=address, hint=hint) from None

    completed: Any = distributed.as_completed

    def run(jobs: Sequence[Job]) -> Iterator[Done]:
        with client:
            futures = client.map(work, jobs, pure=False, retries=ATTEMPTS - 1)
            by_key = {future.key: job for future, job in zip(futures, jobs, strict=True)}
            for future in completed(futures, loop=client.loop):
                job, error = by_key[future.key], future.exception()
                yield job, future.result() if error is None else _failure(job, error)
                future.release()  # its result need not stay in the cluster's memory

    return run


def _failure(job: Job, error: BaseException) -> Failure:
    hint = error.hint if isinstance(error, AirdateError) else None
    message = error.message if isinstance(error, AirdateError) else f"{type(error).__name__}: {error}"
    return Failure(id=job.place, error=message, hint=hint)
