"""Playing a simulated world: the watch loop, round after round, on its own clock; and what it should show."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from airdate import dates
from airdate.catalogue import Catalogue, load_catalogue
from airdate.catalogue.outlets import Outlet as Publisher
from airdate.catalogue.records import Instalment, Origin, Release, Title
from airdate.ledger import SqliteLedger
from airdate.run.following import follow
from airdate.run.looking import Lane
from airdate.run.watch import Job, Round, run_round
from airdate.run.workspace import Airdate
from airdate.sources.net import Client, Limits
from airdate.sources.net.pace import Pace
from airdate.sources.registry import Source
from airdate.watch.notices import Notice
from airdate.watch.state import connect
from tests.run.month.scripts import Script
from tests.run.month.server import World, serving

#: Title, kind, and for releases the day or window.
Shown = tuple[str, str, str]
_START_UP = timedelta(seconds=5)  # until a process that was killed is at work again
_LIMITS = Limits(attempts=2, read_seconds=5, total_seconds=10, longest_wait_seconds=5)


class Killed(BaseException):
    """The process ends here and now."""


class Fate:
    """Kills at random points: when the machine's clock is read, by whatever thread, one time in so many."""

    def __init__(self, seed: int, one_in: int) -> None:
        self._rng = random.Random(seed)
        self._one_in = one_in
        self.is_armed = False

    def strike(self) -> None:
        if self.is_armed and self._rng.randrange(self._one_in) == 0:
            self.is_armed = False  # one death at a time
            raise Killed


class Clock:
    """Time that passes only when someone sleeps, or is told to; the machine's own may be wrong at times.

    `skew` gives by how much, at a true instant.
    """

    def __init__(
        self, world: World, fate: Fate | None = None, skew: Callable[[datetime], timedelta] | None = None
    ) -> None:
        self._world = world
        self._fate = fate
        self._skew = skew

    def now(self) -> datetime:
        if self._fate is not None:
            self._fate.strike()
        wrong_by = self._skew(self._world.now) if self._skew is not None else timedelta()
        return self._world.now + wrong_by

    def seconds(self) -> float:
        return (self._world.now - self._world.script.start).total_seconds()

    def sleep(self, seconds: float) -> None:
        self._world.now += timedelta(seconds=seconds)


def catalogue_of(script: Script) -> Catalogue:
    """The shipped catalogue with the made-up titles and outlets."""
    catalogue = load_catalogue()
    origin = Origin(source="sample", licence="facts", retrieved_on=script.start.date())
    for number, title in enumerate(script.titles):
        work, came = f"sample:{number}", dates.of_day(date(script.start.year - 2, 5, 1 + number % 28))
        catalogue.store.put(
            [
                Title(origin=origin, work=work, title=title, form="series"),
                Instalment(origin=origin, work=work, season=1),
                Release(origin=origin, work=work, season=1, window=came),
            ]
        )
    known = (Publisher(domain=o.domain, name=o.domain, tier=o.tier) for o in script.outlets)
    return catalogue.with_outlets(known)


def sources_of(world: World, port: int) -> tuple[Source, ...]:
    """The feeds of the world's outlets."""
    return tuple(
        Source(
            name=f"outlet-{outlet.number}",
            feed=f"http://{outlet.domain}:{port}/feed",
            outlet=outlet.domain,
            terms="pages" if outlet.terms == "pages" else "items",
            minutes=world.minutes,
            on=True,
        )
        for outlet in world.script.outlets
    )


@contextmanager
def job_on(
    world: World, port: int, folder: Path, *, site: Path | None = None, clock: Clock | None = None
) -> Iterator[Job]:
    """A workspace in a folder that watches the world on its clock."""
    clock = clock or Clock(world)
    with ExitStack() as stack:
        ledger = stack.enter_context(SqliteLedger(folder / "ledger.db"))
        airdate = Airdate(ledger, catalogue_of(world.script), clock=clock.now)
        client = Client(
            "airdate/0 (tests)",
            limits=_LIMITS,
            clock=clock.seconds,
            sleep=clock.sleep,
            now=clock.now,
            jitter=lambda: 0.5,
            resolver=lambda host, port: ["127.0.0.1"],
            allow_loopback=True,
            pace=Pace({}, clock.seconds, clock.sleep),
        )
        stack.enter_context(client)
        state, lane_state = (connect(folder / "state.db") for _ in range(2))
        state.execute("PRAGMA synchronous = OFF")  # a simulated world may be lost with the machine's power
        stack.callback(state.close)
        stack.callback(lane_state.close)
        yield Job(
            airdate=airdate,
            state=state,
            lanes=(Lane(client=client, state=lane_state),),
            sources=sources_of(world, port),
            jitter=random.Random(world.seed).random,
            folder=site,
            base_url="https://guide.example",
        )


class Played:
    """What came of playing a world: news as printed, rounds that were finished, kills."""

    def __init__(self) -> None:
        self.news: list[Notice] = []
        self.rounds: list[Round] = []
        self.kills = 0


def play(world: World, folder: Path, *, every: timedelta, site: Path | None = None) -> Played:
    """Watch the world from its start to its end, a round every so often, as cron would."""
    played = Played()
    with serving(world) as port, job_on(world, port, folder, site=site) as job:
        _rounds(world, job, every, played)
    return played


def play_with_kills(
    world: World, folder: Path, *, every: timedelta, fate: Fate, skew: Callable[[datetime], timedelta]
) -> Played:
    """As `play`, following all titles, with a clock that is wrong at times and a process that is killed."""
    played = Played()
    clock = Clock(world, fate, skew)
    with serving(world) as port:
        while world.now < end_of(world):
            try:
                with job_on(world, port, folder, clock=clock) as job:
                    follow_all(job, world.script)
                    fate.is_armed = True
                    _rounds(world, job, every, played)
            except Killed:
                played.kills += 1
                world.now += _START_UP
            fate.is_armed = False
    return played


def end_of(world: World) -> datetime:
    """When the play is over."""
    return world.script.start + timedelta(days=world.script.days)


def follow_all(job: Job, script: Script) -> None:
    """Follow every title of the world; those that are followed stay so."""
    for title in script.titles:
        follow(job.airdate, job.state, "title", title, at=script.start)


def _rounds(world: World, job: Job, every: timedelta, played: Played) -> None:
    names = job.airdate.names()
    while world.now < end_of(world):
        due = world.now + every
        played.rounds.append(run_round(job, names, played.news.extend))
        world.now = max(world.now, due)


def posted(state: sqlite3.Connection) -> dict[str, Notice]:
    """The notices that were put in the outbox, by id."""
    rows = state.execute("SELECT notice_id, body FROM notice")
    return {row[0]: msgspec.json.decode(row[1], type=Notice) for row in rows}


def expected(script: Script) -> Counter[Shown]:
    """What must be shown, each once."""
    wanted: Counter[Shown] = Counter()
    for beat in script.beats:
        for kind in beat.news:
            window = beat.value if kind.startswith("release.") else ""
            wanted[beat.title, kind, window] += 1
    return wanted


def allowed(script: Script) -> Counter[Shown]:
    """What may be shown, once: the service, which some articles name beside their news."""
    return Counter({(beat.title, "provider.announced", beat.service) for beat in script.beats})


def shown(news: Iterable[Notice]) -> Counter[Shown]:
    """What was shown, in the same form."""
    return Counter((n.title, n.event, _value(n)) for n in news)


def _value(notice: Notice) -> str:
    if notice.event == "provider.announced":
        return notice.subject
    return notice.now_window or "" if notice.event.startswith("release.") else ""
