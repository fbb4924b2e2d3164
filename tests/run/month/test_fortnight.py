"""A slice of the simulated year: fourteen days, twenty feeds, kills at random points, a clock that is wrong.

`bench/year.py` plays the whole with processes that are really killed.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from airdate.watch.state import connect
from tests.run.month.checks import lines_shown, lines_wanted
from tests.run.month.play import Fate, allowed, expected, job_on, play_with_kills, posted, shown
from tests.run.month.scripts import write_script
from tests.run.month.server import World

START = datetime(2027, 3, 1, tzinfo=UTC)
_NOT_NEWS = ("release.soon", "release.today", "release.likely")


def skew(now: datetime) -> timedelta:
    """The clock loses two hours on the fourth day, and runs ahead by three on the ninth."""
    hours = {3: -2, 8: 3}.get((now - START).days, 0)
    return timedelta(hours=hours)


def test_kills_and_a_wrong_clock_lose_nothing_and_repeat_nothing(tmp_path: Path) -> None:
    script = write_script(start=START, days=14, feeds=20, seasons=10, seed=3)
    world = World(script, seed=3)
    fate = Fate(seed=3, one_in=500)
    played = play_with_kills(world, tmp_path, every=timedelta(hours=6), fate=fate, skew=skew)
    assert played.kills >= 3
    with closing(connect(tmp_path / "state.db")) as state:
        told = shown(notice for notice in posted(state).values() if notice.event not in _NOT_NEWS)
    assert expected(script) - told == {}
    assert told - expected(script) - allowed(script) == {}
    assert world.too_fast() == []
    with job_on(world, 1, tmp_path) as job:
        assert lines_shown(job.airdate, script) == lines_wanted(script)
