"""A process that hears things, tells them and is killed: the child of `test_killed`."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from airdate.catalogue import load_catalogue
from airdate.ledger import SqliteLedger
from airdate.run.notices import Wishes, decide, deliver
from airdate.run.workspace import Airdate
from airdate.watch.schedule import read_schedule
from airdate.watch.state import connect
from tests.ledger.samples import claim

WORK = "title:lighthouse"
DAYS = tuple(f"2027-{month:02d}-{day:02d}" for month in range(1, 13) for day in (5, 17))
T0 = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WISHES = Wishes(schedule=read_schedule("UTC", 9, ""), patience=timedelta(0))


def main(folder: Path, rounds: int) -> None:
    """Hear of a new day of release in each round and tell it; go on where the last process was killed."""
    ledger, state = SqliteLedger(folder / "ledger.db"), connect(folder / "state.db")
    airdate = Airdate(ledger, load_catalogue())
    for number in range(len(ledger.entries(work_id=WORK)), rounds):
        now = T0 + timedelta(days=3 * number)
        made = claim("release", DAYS[number], said_on=str(now.date()), document_id=f"doc-{number}")
        decide(airdate, state, now, WISHES)
        ledger.record([(WORK, made)], known_at=now)
        decide(airdate, state, now + timedelta(minutes=1), WISHES)
        deliver(state, now + timedelta(minutes=2), WISHES)
        time.sleep(0.01)  # a moment in which nothing is done, too
    later = T0 + timedelta(days=3 * rounds + 1)
    decide(airdate, state, later, WISHES)
    deliver(state, later, WISHES)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
