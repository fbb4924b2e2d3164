"""The watch loop as a process: settings read again, a graceful end, copies before an upgrade."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from airdate.errors import AirdateError, DataError, SettingError
from airdate.run.live import Place, place
from airdate.run.watch import Round, alone
from airdate.run.watching import Bell, keep_watching, lock_of, opened, watch_once
from airdate.sources.net import Client
from airdate.sources.net.pace import Pace
from airdate.sources.net.permission import Shelf
from airdate.sqlite import copy_before_upgrade
from airdate.watch.state import connect
from tests.sources.net.server import Site, body

FEED = b"""<rss version="2.0"><channel><title>T</title><item><title>'Severance' Renewed for Season 4</title>
<link>https://tidings.example/1</link><pubDate>Mon, 23 Nov 2026 09:00:00 GMT</pubDate>
<description>Apple TV+ has renewed "Severance" for a fourth season, it announced.</description></item>
</channel></rss>"""
OFF = '[[source]]\nname = "{}"\non = false\n'


@pytest.fixture
def where(tmp_path: Path, site: Site) -> Place:
    """A workspace that watches one feed of the local server."""
    from airdate.sources.registry import parse_sources, shipped

    site.pages["/feed"] = body(FEED)
    mine = "".join(OFF.format(name) for name in parse_sources(shipped()))
    mine += f'[[source]]\nname = "tidings"\nfeed = "{site.url("/feed")}"\non = true\n'
    (tmp_path / "airdate").mkdir()
    (tmp_path / "airdate" / "sources.toml").write_text(mine)
    (tmp_path / "airdate.toml").write_text("lanes = 1\n")
    return place({}, {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path)}, tmp_path)


def client(pace: Pace, shelf: Shelf) -> Client:
    return Client("airdate/0 (tests)", allow_loopback=True, sleep=lambda seconds: None, shelf=shelf)


def test_once_reads_tells_and_ends(where: Place) -> None:
    told: list[str] = []
    done = watch_once(where, lambda news: told.extend(n.headline for n in news), client)
    assert done.looked == 1 and not done.failures
    assert any("Severance, season 4: renewed" in line for line in told)
    again = watch_once(where, lambda news: told.extend(n.headline for n in news), client)
    assert again.looked == 0 and again.news == ()


def test_a_hosts_rules_are_asked_for_once_a_day_whatever_the_number_of_processes(
    where: Place, site: Site
) -> None:
    for _ in range(3):
        watch_once(where, lambda news: None, client)
        with closing(connect(where.state())) as state:
            state.execute("DELETE FROM poll")
    assert [site.paths().count(path) for path in ("/robots.txt", "/.well-known/tdmrep.json")] == [1, 1]
    assert site.paths().count("/feed") == 3


def test_a_second_process_is_turned_away(where: Place) -> None:
    with alone(lock_of(where)), pytest.raises(DataError, match="another run"):
        watch_once(where, lambda news: None, client)


def test_a_state_that_another_holds_is_one_error(where: Place) -> None:
    (where.folder / "airdate.toml").write_text("lanes = 1\nlock_seconds = 0\n")
    watch_once(where, lambda news: None, client)
    with closing(connect(where.state())) as state:
        state.execute("DELETE FROM poll")
        state.execute("BEGIN IMMEDIATE")
        with pytest.raises(DataError, match="locked"):
            watch_once(where, lambda news: None, client)


class Loop:
    """A loop in a thread, with what it reported."""

    def __init__(self, where: Place) -> None:
        self.bell = Bell()
        self.reports: list[Round | AirdateError] = []
        arguments = (where, lambda news: None, self.reports.append, self.bell, client)
        self.thread = threading.Thread(target=keep_watching, args=arguments)
        self.thread.start()

    def wait_for(self, true: Callable[[], bool]) -> None:
        until = time.monotonic() + 15
        while not true():
            assert time.monotonic() < until, self.reports
            time.sleep(0.01)

    def end(self) -> None:
        self.bell.ask_to_stop()
        self.thread.join(15)
        assert not self.thread.is_alive()


def test_the_loop_waits_reloads_when_asked_and_ends_when_asked(where: Place, site: Site) -> None:
    loop = Loop(where)
    try:
        loop.wait_for(lambda: len(loop.reports) == 1)
        site.pages["/other"] = body(FEED)
        mine = where.folder / "airdate" / "sources.toml"
        mine.write_text(
            mine.read_text() + f'[[source]]\nname="other"\nfeed="{site.url("/other")}"\non=true\n'
        )
        loop.bell.ask_to_reload()
        loop.wait_for(lambda: "/other" in site.paths())
    finally:
        loop.end()
    assert all(isinstance(report, Round) for report in loop.reports)


def test_a_list_that_came_to_be_wrong_is_reported_and_the_loop_goes_on(where: Place, site: Site) -> None:
    loop = Loop(where)
    try:
        loop.wait_for(lambda: len(loop.reports) == 1)
        (where.folder / "airdate" / "sources.toml").write_text("[[source]\n")
        loop.bell.ask_to_reload()
        loop.wait_for(lambda: any(isinstance(report, DataError) for report in loop.reports))
        assert loop.thread.is_alive()
    finally:
        loop.end()


@pytest.mark.parametrize("wrong", ['timezone = "Mars/Olympus"', 'remind_days = "soon"', "lanes = -1", "[[["])
def test_settings_that_came_to_be_wrong_are_reported_and_taken_once_they_are_mended(
    where: Place, site: Site, wrong: str
) -> None:
    loop = Loop(where)
    try:
        loop.wait_for(lambda: len(loop.reports) == 1)
        (where.folder / "airdate.toml").write_text(f"{wrong}\n")
        loop.bell.ask_to_reload()
        loop.wait_for(lambda: any(isinstance(report, SettingError) for report in loop.reports))
        loop.wait_for(lambda: isinstance(loop.reports[-1], Round))  # with the settings that it has
        site.pages["/other"] = body(FEED)
        mine = where.folder / "airdate" / "sources.toml"
        mine.write_text(
            mine.read_text() + f'[[source]]\nname="other"\nfeed="{site.url("/other")}"\non=true\n'
        )
        (where.folder / "airdate.toml").write_text("lanes = 1\n")
        loop.bell.ask_to_reload()
        loop.wait_for(lambda: "/other" in site.paths())
    finally:
        loop.end()


def test_a_real_process_ends_gracefully_on_sigterm(where: Place, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "airdate", "watch"]
    env = {**os.environ, **where.environ, "AIRDATE_SOURCES": str(tmp_path / "none.toml")}
    (tmp_path / "none.toml").write_text(
        (tmp_path / "airdate" / "sources.toml").read_text().replace("true", "false")
    )
    process = subprocess.Popen(command, env=env, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        assert "look: 0 of 0 feeds due" in process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.stderr.close()


def test_an_older_schema_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with closing(connect(path)) as state:
        state.execute("INSERT INTO host VALUES ('a.example', 1, 'x')")
    assert copy_before_upgrade(path, "airdate.watch") is None
    with closing(sqlite3.connect(path)) as old:
        old.execute("PRAGMA user_version = 1")
    copy = copy_before_upgrade(path, "airdate.watch")
    assert copy == tmp_path / "state.db.v1.bak"
    with closing(sqlite3.connect(copy)) as held:
        assert held.execute("SELECT host FROM host").fetchall() == [("a.example",)]


def test_what_is_no_file_of_ours_is_not_copied(tmp_path: Path) -> None:
    assert copy_before_upgrade(tmp_path / "none.db", "airdate.watch") is None
    (tmp_path / "text.db").write_text("words, and no database at all, however long this text may be" * 20)
    assert copy_before_upgrade(tmp_path / "text.db", "airdate.watch") is None
    with closing(connect(tmp_path / "folder.db")) as state:
        state.execute("PRAGMA user_version = 1")
    (tmp_path / "folder.db.v1.bak").mkdir()
    with pytest.raises(DataError, match="cannot be copied") as caught:
        copy_before_upgrade(tmp_path / "folder.db", "airdate.watch")
    assert "copy it yourself" in str(caught.value.hint)


@pytest.mark.parametrize("content", [b"words, and no database at all" * 40, b"another program's"])
def test_a_state_that_is_none_is_told_with_the_way_out(where: Place, content: bytes) -> None:
    if content.startswith(b"another"):
        with closing(sqlite3.connect(where.state())) as other:
            other.execute("CREATE TABLE notes (text)")
    else:
        where.state().write_bytes(content)
    before = where.state().read_bytes()
    with pytest.raises(DataError, match="state") as caught:
        watch_once(where, lambda news: None, client)
    assert "move it away" in str(caught.value.hint) and where.state().read_bytes() == before


def test_a_job_has_what_the_settings_say(where: Place) -> None:
    flags = {"site": str(where.folder / "public"), "base_url": "https://guide.example"}
    with opened(place(flags, where.environ, where.folder), client) as job:
        assert job.folder == where.folder / "public" and job.base_url == "https://guide.example"
        assert [source.name for source in job.sources if source.on] == ["tidings"] and len(job.lanes) == 1
