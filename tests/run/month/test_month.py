"""A slice of the simulated month: a week, twenty feeds, ten seasons. `bench/month.py` plays the whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from airdate.run.watch import run_round
from airdate.run.workspace import Airdate
from airdate.watch.polls import read_polls
from tests.run.month.checks import calendar_faults, feed_faults, lines_shown, lines_wanted
from tests.run.month.play import Played, allowed, expected, job_on, play, shown
from tests.run.month.scripts import Script, write_script
from tests.run.month.server import World

START = datetime(2027, 3, 1, tzinfo=UTC)


class Week:
    """A world that was watched for a week, and what came of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.script: Script = write_script(start=START, days=7, feeds=20, seasons=10, seed=5)
        self.world = World(self.script, seed=5)
        self.played: Played = play(self.world, folder, every=timedelta(hours=2))


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    return Week(tmp_path_factory.mktemp("week"))


@pytest.fixture
def airdate(week: Week) -> Iterator[Airdate]:
    with job_on(week.world, 1, week.folder) as job:
        yield job.airdate


def test_the_world_failed_in_every_way(week: Week) -> None:
    assert {"dropped", "busy", "down", "cut", "error page", ""} <= set(week.world.faulted)
    notes = " ".join(step.done for each in week.played.rounds for step in each.steps)
    assert "moved for good" in notes and "gone for good" in notes


def test_every_change_is_told_once_and_nothing_else(week: Week) -> None:
    told = shown(week.played.news)
    assert expected(week.script) - told == {}
    assert told - expected(week.script) - allowed(week.script) == {}


def test_every_change_is_on_its_page_once(week: Week, airdate: Airdate) -> None:
    assert lines_shown(airdate, week.script) == lines_wanted(week.script)


def test_feeds_and_calendar_hold_what_the_pages_hold(week: Week, airdate: Airdate) -> None:
    assert feed_faults(airdate, week.script) == []
    assert calendar_faults(airdate, week.script) == []


def test_no_host_is_called_faster_than_it_allows(week: Week) -> None:
    assert week.world.too_fast() == []


def test_a_moved_feed_is_asked_for_where_it_went_and_one_that_is_gone_no_more(week: Week) -> None:
    with job_on(week.world, 1, week.folder) as job:
        polls = {poll.feed.split("//")[1].split(":")[0]: poll for poll in read_polls(job.state).values()}
    moved, gone = (week.script.outlets[number].domain for number in (3, 17))
    assert (polls[moved].moved_to or "").endswith("/feed-of-today")
    assert polls[gone].gone_at is not None


def test_a_round_with_nothing_new_changes_nothing(week: Week) -> None:
    with job_on(week.world, 1, week.folder) as job:
        before = job.airdate.ledger.latest()
        told: list[object] = []
        done = run_round(job, job.airdate.names(), told.extend)
        assert told == [] and done.news == () and job.airdate.ledger.latest() == before
