"""The watch loop as a process: once for cron, or on and on.

    lock ─▶ copies before an upgrade ─▶ open ─▶ round ─▶ report ─▶ wait until a feed is due ─┐
                                         ▲        ▲                                           │
                  SIGHUP or changed files┘        └───────────────────────────────────────────┤
                                                            SIGTERM, SIGINT: end after the step ▼

Memory is bounded: a few feeds at a time are held, of articles nothing but what `watch` keeps. A new version
is put in place by stopping the process and starting it again: files of an older schema are copied first.
"""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path

from airdate.catalogue.gazetteer import Gazetteer
from airdate.errors import AirdateError
from airdate.run.live import Place
from airdate.run.looking import Lane
from airdate.run.news import know_outlets
from airdate.run.notices import wishes_of
from airdate.run.source_list import read_sources, sources_path
from airdate.run.sync import USER_AGENT
from airdate.run.watch import Job, Round, alone, due_at, run_round
from airdate.run.workspace import Airdate
from airdate.sources.net import Client, Limits
from airdate.sources.net.pace import Pace
from airdate.sources.net.permission import Shelf
from airdate.watch.notices import Notice
from airdate.watch.polls import PermissionShelf
from airdate.watch.state import connect, path_of, translated

#: Of one feed or page; what is larger or slower is a fault of that feed.
LIMITS = Limits(
    body_bytes=10_000_000,
    connect_seconds=10,
    read_seconds=15,
    total_seconds=60,
    attempts=2,
    longest_wait_seconds=10,
)
_LOOK_AT_FILES = 10.0  # seconds between looks at whether the settings changed
_LEAST_WAIT = timedelta(seconds=1)
_MOST_WAIT = timedelta(minutes=15)

Tell = Callable[[Sequence[Notice]], None]
#: Makes the clients of the lanes over one pace; tests bring their own.
OpenClient = Callable[[Pace, Shelf], Client]


class Bell:
    """What others ask of a running loop; safe to ring from a signal handler or another thread."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.reload = threading.Event()
        self._rung = threading.Event()

    def ask_to_stop(self, *_: object) -> None:
        """End after the step under way."""
        self.stop.set()
        self._rung.set()

    def ask_to_reload(self, *_: object) -> None:
        """Read the settings and the list of sources again before the next round."""
        self.reload.set()
        self._rung.set()

    def wait(self, seconds: float) -> None:
        """Wait, unless something is asked."""
        self._rung.wait(seconds)
        self._rung.clear()

    @property
    def has_rung(self) -> bool:
        """Is anything asked?"""
        return self.stop.is_set() or self.reload.is_set()


def open_client(pace: Pace, shelf: Shelf) -> Client:
    """The client of a lane."""
    return Client(USER_AGENT, limits=LIMITS, pace=pace, shelf=shelf)


@contextmanager
def opened(where: Place, client: OpenClient = open_client) -> Iterator[Job]:
    """All that a round works with, as the settings say. Raises as the ledger, the state and the lists do."""
    chosen = where.settings()
    with ExitStack() as stack:
        airdate = Airdate.open(flags=where.flags, environ=where.environ, folder=where.folder)
        stack.callback(airdate.close)
        sources = tuple(read_sources(sources_path(chosen, where.environ)).values())
        know_outlets(airdate, sources)

        def state() -> sqlite3.Connection:
            return stack.enter_context(closing(connect(where.state(), chosen["lock_seconds"])))

        pace = Pace({}, time.monotonic, time.sleep)  # one call a second and host

        def lane() -> Lane:
            own = state()
            shelf = PermissionShelf(own, airdate.now)
            return Lane(client=stack.enter_context(client(pace, shelf)), state=own)

        lanes = [lane() for _ in range(chosen["lanes"])]
        yield Job(
            airdate=airdate,
            state=state(),
            lanes=tuple(lanes),
            sources=sources,
            jitter=random.random,
            folder=Path(chosen["site"]) if chosen["site"] else None,
            base_url=chosen["base_url"] or "http://localhost",
            wishes=wishes_of(chosen),
        )


def watch_once(where: Place, tell: Tell, client: OpenClient = open_client) -> Round:
    """One round, for cron.

    Raises:
        DataError: another run is at work, or the state or a list cannot be used.
        LedgerError: the ledger cannot be used.
    """
    with alone(lock_of(where)), opened(where, client) as job, translated(where.state()):
        return run_round(job, job.airdate.names(), tell)


def keep_watching(
    where: Place,
    tell: Tell,
    report: Callable[[Round | AirdateError], None],
    bell: Bell,
    client: OpenClient = open_client,
) -> None:
    """Round after round until the bell asks to stop.

    A round that fails as a whole is reported and tried again. Settings that have come to be wrong are
    reported, and the loop goes on with those that it has. Raises as `watch_once` where it cannot begin.
    """
    with alone(lock_of(where)), ExitStack() as held:
        stamp = _stamp(where)
        job = held.enter_context(opened(where, client))
        while not bell.stop.is_set():
            bell.reload.clear()
            _rounds(job, where, stamp, tell, report, bell)
            if bell.reload.is_set():
                stamp = _stamp(where)
                job = _reopened(job, held, where, report, client)


def _reopened(
    job: Job,
    held: ExitStack,
    where: Place,
    report: Callable[[Round | AirdateError], None],
    client: OpenClient,
) -> Job:
    """The job of today's settings, held instead of the one that was; that one still, where they are wrong."""
    with ExitStack() as opening:
        try:
            new = opening.enter_context(opened(where, client))
        except AirdateError as error:
            report(error)
            return job
        held.close()
        held.push(opening.pop_all())
    return new


def lock_of(where: Place) -> Path:
    """The file that a run holds locked, beside the ledger."""
    path = where.state()
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name("watch.lock")


def _rounds(
    job: Job,
    where: Place,
    stamp: object,
    tell: Tell,
    report: Callable[[Round | AirdateError], None],
    bell: Bell,
) -> None:
    """Rounds with one set of settings; files that no longer bear the stamp end them, as the bell does."""
    names: tuple[str, Gazetteer] | None = None
    while not bell.has_rung:
        try:
            if names is None or names[0] != job.airdate.catalogue.version:
                names = job.airdate.catalogue.version, job.airdate.names()
            with translated(path_of(job.state)):
                done = run_round(job, names[1], tell, bell.stop)
            report(done)
            now = job.airdate.now()
            pause = min(max(due_at(job, now) - now, _LEAST_WAIT), _MOST_WAIT)
        except AirdateError as error:
            report(error)
            pause = _MOST_WAIT
        _wait(pause, where, stamp, bell)


def _wait(pause: timedelta, where: Place, stamp: object, bell: Bell) -> None:
    """Wait until the pause is over or the bell rings, which changed files do."""
    left = pause.total_seconds()
    while left > 0 and not bell.has_rung:
        bell.wait(min(left, _LOOK_AT_FILES))
        left -= _LOOK_AT_FILES
        if _stamp(where) != stamp:
            bell.ask_to_reload()


def _stamp(where: Place) -> object:
    """When the settings and the list of sources were last written."""
    try:
        listed = sources_path(where.settings(), where.environ)
    except AirdateError:
        listed = where.folder  # the settings are wrong at present; their own stamp tells when they change
    return [_written(path) for path in (where.folder / "airdate.toml", listed)]


def _written(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
