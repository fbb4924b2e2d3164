"""One round of the watch loop: from feeds to pages, and what changed.

    due feeds ─ look ─▶ articles ─ take in ─▶ ledger ─ settle ─▶ what changed ─ told once
                 │                              │                    │
                 └─ when next, host's rest      ├─ freeze ─▶ forecasts
                                                ├─ publish ─▶ site, feeds, calendars
                                                ├─ notify ─▶ outbox ─▶ who follows
                                                └─ tidy ─▶ quotes and marks past their day

Invariant: an article's statements are in the ledger before the feed's look is marked as done, and news is
told before it is marked as told. So a run that is killed anywhere is carried on by the next: it repeats a
step whose repetition changes nothing, and skips none. Each step fails alone: an expected error is a line of
the report.
"""

from __future__ import annotations

import fcntl
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from airdate.catalogue.gazetteer import Gazetteer
from airdate.errors import AirdateError, DataError
from airdate.publish.site import MANIFEST
from airdate.publish.site.templates import fingerprint
from airdate.run import looking, notices, static_site, stories, upkeep
from airdate.run.changed import State, changed
from airdate.run.looking import Lane, Look, Task
from airdate.run.news import Taken, is_relevant, take_in
from airdate.run.notices import Wishes
from airdate.run.stories import Told
from airdate.run.workspace import Airdate
from airdate.sources.documents import host
from airdate.sources.registry import Source
from airdate.sqlite import transaction
from airdate.types import Failure, Forecast, Struct
from airdate.watch import polling, polls
from airdate.watch.marks import read_mark, write_mark
from airdate.watch.notices import Notice

_KEPT = timedelta(days=60)  # an item that no feed has carried for so long is forgotten
_PUBLISHED = "published"


class Job(Struct, frozen=True, kw_only=True):
    """What a round works with. `folder` is where the site is published, `wishes` how followers are told."""

    airdate: Airdate
    state: sqlite3.Connection
    lanes: tuple[Lane, ...]
    sources: tuple[Source, ...]
    jitter: Callable[[], float]
    folder: Path | None = None
    base_url: str = "http://localhost"
    wishes: Wishes = notices.DEFAULT


class Step(Struct, frozen=True, kw_only=True):
    """What one step did, in words, and what failed in it."""

    name: str
    done: str = ""
    failures: tuple[Failure, ...] = ()


class Round(Struct, frozen=True, kw_only=True):
    """What a round did: its steps, what changed, and how many feeds it looked at."""

    steps: tuple[Step, ...]
    news: tuple[Notice, ...] = ()
    looked: int = 0

    @property
    def failures(self) -> list[Failure]:
        """All that failed."""
        return [failure for step in self.steps for failure in step.failures]

    @property
    def has_failed(self) -> bool:
        """Was it in vain: no feed answered, or what was read is neither settled nor published?"""
        failed = {step.name: len(step.failures) for step in self.steps}
        return 0 < self.looked <= failed["look"] or failed["settle"] + failed["publish"] > 0


@dataclass
class _Tally:
    """What the looks of a round add up to."""

    looks: int = 0
    articles: int = 0
    added: int = 0
    works: set[str] = field(default_factory=set)
    told: list[Told] | None = None  # the stories of earlier runs, read once there is an article
    notes: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock file at a path; the system lets go of it, whatever becomes of us.

    Raises:
        DataError: another run holds it, or it cannot be made.
    """
    try:
        with path.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                hint = "it is at work already; wait for it, or stop it"
                raise DataError("another run watches this ledger", id=str(path), hint=hint) from None
            yield
    except OSError as error:
        raise DataError(f"no lock can be had: {error.strerror}", id=str(path)) from None


def run_round(
    job: Job,
    names: Gazetteer,
    tell: Callable[[Sequence[Notice]], None],
    stop: threading.Event | None = None,
) -> Round:
    """Do a round.

    Args:
        names: the catalogue's names, to be found in articles.
        tell: is given what changed; once it returns, that counts as told.
        stop: set by another thread, it ends the round after the feed under way; the other steps follow.
    """
    then, touched = _since(job)
    tally = _Tally()
    looked = _guarded("look", lambda: _look(job, names, tally, stop or threading.Event()))
    looked = replace(looked, failures=(*tally.failures, *looked.failures))
    now = State(known_at=job.airdate.ledger.latest() or then.known_at, as_of=job.airdate.today())
    works = tally.works if touched is None else tally.works | touched
    news: list[Notice] = []
    steps = [
        looked,
        _guarded("settle", lambda: _settle(job, then, now, works, news)),
        _guarded("freeze", lambda: _freeze(job.airdate, news)),
        _guarded("publish", lambda: _publish(job)),
        _guarded("notify", lambda: _notify(job)),
        _guarded("tidy", lambda: _tidy(job)),
    ]
    if not steps[1].failures:
        tell(news)
        if now != then:
            polls.tell_upto(job.state, now.known_at, now.as_of)
    return Round(steps=tuple(steps), news=tuple(news), looked=tally.looks)


def due_at(job: Job, now: datetime) -> datetime:
    """When the next feed is due; the instant itself where one is."""
    known = polls.read_polls(job.state)
    times = []
    for source in job.sources:
        poll = known.get(source.feed)
        if source.on and (poll is None or poll.gone_at is None):
            times.append(now if poll is None or polling.is_due(poll, now) else poll.due_at)
    return min(times, default=now + polling.MOST)


def _guarded(name: str, step: Callable[[], Step]) -> Step:
    try:
        return step()
    except AirdateError as error:
        failure = Failure(id=error.id or name, error=error.message, hint=error.hint)
        return Step(name=name, failures=(failure,))


# Looking


def _look(job: Job, names: Gazetteer, tally: _Tally, stop: threading.Event) -> Step:
    now = job.airdate.now()
    known = polls.read_polls(job.state)
    due = [(s, known.get(s.feed)) for s in job.sources if s.on and polling.is_due(known.get(s.feed), now)]
    hosts = {host((poll and poll.moved_to) or source.feed) or "" for source, poll in due}
    rests = {name: rest for name in hosts if (rest := polls.read_rest(job.state, name)) is not None}
    task = Task(
        now=now,
        jitter=job.jitter,
        relevant=lambda document: is_relevant(names, document),
        outlets=job.airdate.catalogue.outlets,
        max_bytes=job.airdate.max_bytes,
    )
    for look in looking.look_at_all(job.lanes, due, rests, task, stop):
        tally.looks += 1
        tally.failures += [look.failure] if look.failure else []
        tally.notes += [look.note] if look.note else []
        try:
            _take(job, names, look, tally)
        except AirdateError as error:  # the look is not marked as done, and is done again
            tally.failures.append(Failure(id=look.source.name, error=error.message, hint=error.hint))
    counted = f"{tally.looks} of {len(due)} feeds due, {tally.articles} articles, {tally.added} statements"
    return Step(name="look", done="; ".join([counted, *tally.notes]))


def _take(job: Job, names: Gazetteer, look: Look, tally: _Tally) -> None:
    """Take in a feed's articles, and mark the look as done."""
    documents = [article.document for article in look.articles]
    if documents and tally.told is None:
        tally.told = stories.read_told(job.state)
    taken = take_in(job.airdate, names, documents, tally.told or []) if documents else Taken()
    tally.works |= taken.works
    with transaction(job.state):
        _remember(job.state, look, taken, job.airdate.now())
    tally.told = [*(tally.told or []), *taken.told] if documents else tally.told
    tally.articles += len(documents)
    tally.added += taken.added
    tally.failures += taken.failures


def _remember(state: sqlite3.Connection, look: Look, taken: Taken, now: datetime) -> None:
    polls.write_poll(state, look.poll)
    polls.write_rest(state, look.host, look.rest)
    polls.touch(state, look.kept, now)
    for article in look.articles:
        polls.write_seen(state, article.key, article.item_sha256, now, article.attempts)
    for doubt in taken.doubts:
        polls.write_doubt(state, doubt, now)
    stories.write_told(state, taken.told, now)


# What changed


def _since(job: Job) -> tuple[State, set[str] | None]:
    """Up to where it was told; and, where more than this round's articles may have changed it, all works."""
    told, latest, today = polls.told_upto(job.state), job.airdate.ledger.latest(), job.airdate.today()
    if told is None:
        told = latest or job.airdate.now(), today
        polls.tell_upto(job.state, *told)
    known_at, as_of = told
    as_we_left_it = as_of == today and (latest is None or latest <= known_at)
    return State(known_at=known_at, as_of=as_of), None if as_we_left_it else set(job.airdate.ledger.works())


def _settle(job: Job, then: State, now: State, works: set[str], news: list[Notice]) -> Step:
    news += changed(job.airdate, then, now, sorted(works))
    return Step(name="settle", done=f"{len(news)} changes")


def _freeze(airdate: Airdate, news: Sequence[Notice]) -> Step:
    """Keep today's forecast of every season of which there is news, to be scored one day."""
    frozen = 0
    for work_id, season in dict.fromkeys((notice.work_id, notice.season) for notice in news):
        held = [made for _, made in airdate.ledger.forecasts(work_id) if made.season == season]
        made = airdate.outlook(airdate.work(work_id), season)
        if isinstance(made, Forecast) and all(earlier.at != made.at for earlier in held):
            airdate.ledger.freeze(made, work_id, airdate.now())
            frozen += 1
    return Step(name="freeze", done=f"{frozen} forecasts")


def _publish(job: Job) -> Step:
    """Publish the site, unless it lies there as ledger, day, address and our own version would have it."""
    if job.folder is None:
        return Step(name="publish")
    mark = _mark(job, job.folder)
    if read_mark(job.state, _PUBLISHED) == mark and (job.folder / MANIFEST).is_file():
        return Step(name="publish")
    done = static_site.publish(job.airdate, job.folder, job.base_url, checked_at=job.airdate.now())
    with transaction(job.state):
        write_mark(job.state, _PUBLISHED, mark)
    return Step(name="publish", done=f"{done.guides} guides, {done.written} files written")


def _mark(job: Job, folder: Path) -> str:
    latest = job.airdate.ledger.latest()
    since = f"{latest.isoformat() if latest else ''} {job.airdate.today()}"
    site = f"{folder.absolute()} {job.base_url} {job.airdate.feed_authority}"
    return f"{since} {site} {fingerprint().hex()}"


def _notify(job: Job) -> Step:
    """The one place where followers are told: what to tell is decided, then what is on its way is sent."""
    now = job.airdate.now()
    told = notices.decide(job.airdate, job.state, now, job.wishes)
    sent = notices.deliver(job.state, now, job.wishes)
    done = f"{len(told.notices)} notices, {sent.sent} messages sent"
    return Step(name="notify", done=done, failures=sent.failures)


def _tidy(job: Job) -> Step:
    dropped = upkeep.drop_quotes(job.airdate)
    with transaction(job.state):
        polls.prune(job.state, job.airdate.now(), _KEPT)
    return Step(name="tidy", done=f"{dropped} quotes dropped" if dropped else "")
