"""Rounds of the watch loop: what a step's failure leaves, what a second round repeats, who waits for whom."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from airdate.errors import DataError
from airdate.run import watch
from airdate.run.news import next_instant
from airdate.run.watch import Job, Round, alone, due_at, run_round
from airdate.sqlite import transaction
from airdate.watch import polls
from airdate.watch.notices import Notice
from tests.run.month.play import job_on
from tests.run.month.scripts import Script, write_script
from tests.run.month.server import World, serving

START = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def script() -> Script:
    return write_script(start=START, days=6, feeds=10, seasons=3, seed=2)


@pytest.fixture
def job(script: Script, tmp_path: Path) -> Iterator[Job]:
    """A job two days into a world without faults."""
    world = World(script, seed=2, faults=False)
    world.now += timedelta(days=2)
    with serving(world) as port, job_on(world, port, tmp_path) as made:
        yield made


def go(job: Job, told: list[Notice]) -> Round:
    return run_round(job, job.airdate.names(), told.extend)


def test_a_round_tells_what_changed_and_a_second_has_nothing_to_tell(job: Job) -> None:
    told: list[Notice] = []
    first = go(job, told)
    assert first.looked == 10 and told and not first.failures and not first.has_failed
    assert [step.name for step in first.steps] == ["look", "settle", "freeze", "publish", "notify", "tidy"]
    second = go(job, told)
    assert second.looked == 0 and second.news == ()
    assert due_at(job, job.airdate.now()) > job.airdate.now()


def test_what_could_not_be_told_is_told_by_the_next_round(job: Job) -> None:
    def broken(news: Sequence[Notice]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_round(job, job.airdate.names(), broken)
    told: list[Notice] = []
    go(job, told)
    assert told


def test_a_folder_that_cannot_be_written_to_fails_alone_and_is_tried_again(job: Job, tmp_path: Path) -> None:
    in_the_way = tmp_path / "in-the-way"
    in_the_way.write_text("a file lies where the folder should")
    blocked = in_the_way / "site"
    told: list[Notice] = []
    done = go(replace(job, folder=blocked), told)
    assert (
        told
        and {failure.id for step in done.steps for failure in step.failures if step.name != "publish"}
        == set()
    )
    assert next(step for step in done.steps if step.name == "publish").failures and done.has_failed
    in_the_way.unlink()
    in_the_way.mkdir()
    again = go(replace(job, folder=blocked), told)
    assert "guides" in again.steps[3].done and any(blocked.rglob("*.html"))
    assert go(replace(job, folder=blocked), told).steps[3].done == ""


def test_a_site_that_is_gone_or_to_stand_elsewhere_is_published_though_nothing_changed(
    job: Job, tmp_path: Path
) -> None:
    """A scheduled workflow keeps the state from run to run, and begins with no site."""
    folder = tmp_path / "site"
    go(replace(job, folder=folder), [])
    shutil.rmtree(folder.resolve())
    assert "guides" in go(replace(job, folder=folder), []).steps[3].done
    moved = replace(job, folder=folder, base_url="https://elsewhere.example")
    assert "guides" in go(moved, []).steps[3].done
    assert go(moved, []).steps[3].done == ""
    assert "guides" in go(replace(moved, folder=tmp_path / "other"), []).steps[3].done


def test_a_ledger_that_is_locked_loses_no_article(job: Job) -> None:
    ledger = job.airdate.ledger
    blocker = sqlite3.connect(ledger.path, isolation_level=None)  # type: ignore[attr-defined]
    ledger._db.execute("PRAGMA busy_timeout = 10")  # type: ignore[attr-defined]
    blocker.execute("BEGIN IMMEDIATE")
    told: list[Notice] = []
    stuck = go(job, told)
    assert stuck.failures and told == []
    blocker.execute("ROLLBACK")
    blocker.close()
    go(job, told)
    assert told


def test_a_step_that_settles_wrong_leaves_all_untold(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*args: object) -> list[Notice]:
        raise DataError("cannot", id="x")

    told: list[Notice] = []
    with monkeypatch.context() as patch:
        patch.setattr(watch, "changed", failing)
        assert go(job, told).failures and told == []
    go(job, told)
    assert told


def test_what_a_person_changes_between_rounds_is_told(job: Job) -> None:
    told: list[Notice] = []
    go(job, told)
    entry = next(
        e for e in job.airdate.ledger.entries() if e.claim.kind == "release" or e.claim.kind == "status"
    )
    same = [e for e in job.airdate.ledger.entries(work_id=entry.work_id) if e.claim.kind == entry.claim.kind]
    for each in same:
        job.airdate.ledger.retract(each.entry_id, by="me", reason="wrong", known_at=next_instant(job.airdate))
    told.clear()
    go(job, told)
    assert any(notice.event.endswith("withdrawn") for notice in told)


def test_a_stop_ends_the_looks_and_what_was_looked_at_counts(job: Job) -> None:
    stop = threading.Event()
    stop.set()
    done = run_round(job, job.airdate.names(), lambda news: None, stop)
    assert done.looked == 0 and len(done.steps) == 6


def test_sources_that_are_off_or_gone_are_not_asked_for(job: Job) -> None:
    off = tuple(replace(source, on=False) for source in job.sources)
    assert go(replace(job, sources=off), []).looked == 0
    go(job, [])
    poll = next(iter(polls.read_polls(job.state).values()))
    with transaction(job.state):
        polls.write_poll(job.state, replace(poll, gone_at=job.airdate.now(), due_at=job.airdate.now()))
    assert go(job, []).looked == 0


def test_one_run_at_a_time(tmp_path: Path) -> None:
    held = tmp_path / "lock"
    with alone(held), pytest.raises(DataError, match="another run"), alone(held):
        raise AssertionError
    with alone(tmp_path / "lock"):
        pass
