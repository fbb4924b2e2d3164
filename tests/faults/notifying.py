"""Telling followers, cut off: each notice arrives, under one id, and no more once that is noted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from airdate.catalogue import load_catalogue
from airdate.ledger import SqliteLedger
from airdate.run import Airdate
from airdate.run.notices import Wishes, decide, deliver
from airdate.types import Claim
from airdate.watch import state
from airdate.watch.follow import Follow, add_follow
from airdate.watch.outbox import recent
from airdate.watch.schedule import read_schedule
from airdate.watch.targets import add_target, new_target
from tests.faults.kills import Acknowledge
from tests.ledger.samples import claim
from tests.watch.hooks import Hook, Request

WORK = "title:lighthouse"
FIRST_DAY = date(2040, 5, 5)
T0 = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
STEP = timedelta(hours=6)  # more than a sender that died keeps its messages for
READ_LATER = timedelta(days=3)  # after it was said: more than a clock is wrong by here
WISHES = Wishes(schedule=read_schedule("UTC", 9, ""), patience=timedelta(0))
TOLD = ("release.announced", "release.moved")


class Notifying:
    """A season whose day moves in every round; `hook` is where its followers are told."""

    seconds = 0.2

    def __init__(self, folder: Path, hook: Hook) -> None:
        self._folder, self._hook = folder, hook
        self._catalogue = load_catalogue()
        self._arrived: set[str] = set()
        self._heard = 0
        with closing(self._state()) as connection, self._airdate() as airdate:
            airdate.ledger.record([(WORK, claim(value="undecided"))], known_at=T0 - 4 * READ_LATER)
            held = Follow(kind="title", name="Lighthouse", work_id=WORK, added_at=T0)
            add_follow(connection, held, T0 - 3 * READ_LATER)
            add_target(connection, new_target("house", hook.url, T0))

    def work(self, acknowledge: Acknowledge) -> None:
        while True:
            self.tell()
            number = self.hear()
            self.tell()
            acknowledge(number)

    def hear(self) -> int:
        """The day moves; gives how many statements there are."""
        with self._airdate() as airdate:
            number = len(airdate.ledger.entries(work_id=WORK))
            now = T0 + number * STEP
            airdate.ledger.record([(WORK, _moved(number, now))], known_at=now)
        return number + 1

    def tell(self, wrong_by: timedelta = timedelta(0), first: Callable[[], None] = lambda: None) -> None:
        """Tell what is new, on a clock that is wrong by so much; `first` is done with all files open."""
        with closing(self._state()) as connection, self._airdate() as airdate:
            now = T0 + len(airdate.ledger.entries(work_id=WORK)) * STEP + wrong_by
            first()
            decide(airdate, connection, now, WISHES)
            deliver(connection, now + timedelta(minutes=1), WISHES)

    @staticmethod
    def id_of(request: Request) -> str:
        """The id of the notice that a request brought."""
        return str(json.loads(request.body)["id"])

    def verify(self, acknowledged: list[int]) -> None:
        sent = [json.loads(request.body) for request in self._hook.requests]
        new, self._heard = {body["id"] for body in sent[self._heard :]}, len(sent)
        assert not new & self._arrived, "what was noted as sent was sent again"
        with closing(self._state()) as connection:
            rows = connection.execute("SELECT notice_id FROM delivery WHERE state = 'sent'")
            self._arrived = {row[0] for row in rows}
        assert self._arrived <= {body["id"] for body in sent}, "noted as sent, and never was"
        said: dict[str, str] = {}
        for body in sent:
            assert said.setdefault(body["id"], body["headline"]) == body["headline"]

    def finish(self) -> None:
        """Tell what is left: every notice has arrived, and no change has two ids."""
        with closing(self._state()) as connection, self._airdate() as airdate:
            later = T0 + (len(airdate.ledger.entries(work_id=WORK)) + 1) * STEP
            decide(airdate, connection, later, WISHES)
            deliver(connection, later, WISHES)
            made = {notice.notice_id: notice for notice in recent(connection, 10_000)}
        self.verify([])
        sent = [json.loads(request.body) for request in self._hook.requests]
        assert {body["id"] for body in sent} == made.keys(), "a notice has not arrived"
        moves = [body for body in sent if body["event"] in TOLD]
        assert len({body["id"] for body in moves}) == len({body["now_window"] for body in moves})
        assert moves[-1]["now_window"] == str(max(date.fromisoformat(body["now_window"]) for body in moves))

    def _state(self) -> sqlite3.Connection:
        return state.connect(self._folder / "state.db", 20)

    @contextmanager
    def _airdate(self) -> Iterator[Airdate]:
        with SqliteLedger(self._folder / "ledger.db", lock_seconds=20) as ledger:
            yield Airdate(ledger, self._catalogue)


def _moved(number: int, now: datetime) -> Claim:
    day = FIRST_DAY + timedelta(days=3 * number)
    said_on = str((now - READ_LATER).date())
    return claim("release", str(day), said_on=said_on, document_id=f"doc-{number}")
