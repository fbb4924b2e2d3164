"""The overview of a served site: the same after a file, and of packed changes just those that are shown."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from airdate import dates
from airdate.publish.feeds import NEWEST, FeedEntry
from airdate.run.keeper import _with_news
from airdate.run.overview import Line, WorkLine
from airdate.run.shown import Overview, shown
from airdate.run.states import States, read_current
from airdate.run.told import Told, ToldFile, ToldMap
from airdate.types import Change
from airdate.web.feeds import _newest
from airdate.web.shelves import Shelves

START = datetime(2026, 1, 1, tzinfo=UTC)


def line(number: int, changes: int) -> Line:
    """A season whose changes are spread over days, several lines on each."""
    days = [START + timedelta(days=(7 * number + 31 * each) % 300) for each in range(changes)]
    days.sort(reverse=True)
    return Line(
        work_id=f"tvmaze:{number}",
        slug=f"sample-{number}",
        title=f"Sample {number}",
        season=2,
        answer="No date yet.",
        news=tuple(
            Change(on=dates.of_day(day.date()), text=f"Release: {each}.", entry_id=f"e{each}")
            for each, day in enumerate(days)
        ),
        entries=tuple(
            FeedEntry(
                id=f"tag:{number}:{each}",
                title="Sample",
                text="A sample.",
                url="https://example.org/",
                published_at=day,
                updated_at=day,
            )
            for each, day in enumerate(days)
        ),
    )


def overview(lines: list[Line], file: ToldFile) -> Overview:
    works = tuple(
        WorkLine(work_id=each.work_id, slug=each.slug, title=each.title, form="series") for each in lines
    )
    return Overview(made_at=START, works=works, lines=shown(lines, file), whole=True)


def test_an_overview_is_the_same_after_its_file_also_once_that_is_gone(tmp_path: Path) -> None:
    lines = [line(number, number % 4) for number in range(50)]
    states = States(tmp_path)
    told = states.told_file()
    made = overview(lines, told)
    states.publish(made, told, [("/changes/", b"a page")])
    current = read_current(tmp_path)
    assert current is not None
    site, found, changes = current
    assert (site / "changes" / "index.html").read_bytes() == b"a page"
    shutil.rmtree(tmp_path)
    assert found == made
    for packed, plain in zip(found.lines, lines, strict=True):
        assert changes.at(packed.told) == Told(news=plain.news, entries=plain.entries)


def test_a_state_that_is_being_read_outlives_the_next_one_and_no_more(tmp_path: Path) -> None:
    states = States(tmp_path)
    sizes = []
    for number in range(4):
        told = states.told_file()
        states.publish(overview([line(number, 3)], told), told, [])
        sizes.append(len(list(tmp_path.iterdir())))
    assert sizes == [3, 5, 5, 5], "current, and two of each"
    assert read_current(tmp_path / "nowhere") is None


def test_what_a_killed_keeper_left_is_swept(tmp_path: Path) -> None:
    (tmp_path / "4711-1" / "site").mkdir(parents=True)
    (tmp_path / "told-4711-2").write_bytes(b"old")
    states = States(tmp_path)
    told = states.told_file()
    states.publish(overview([], told), told, [])
    assert not [path for path in tmp_path.iterdir() if "4711" in path.name]


def test_a_season_without_changes_has_no_newest(tmp_path: Path) -> None:
    file = ToldFile(tmp_path / "told")
    [bare] = shown([line(1, 0)], file)
    assert (bare.changed_on, bare.newest) == (None, None)
    assert ToldMap(file.path).at(bare.told) == Told()


def test_a_file_of_nothing_can_be_mapped(tmp_path: Path) -> None:
    file = ToldFile(tmp_path / "told")
    assert file.add(()) == []
    assert ToldMap(file.path).packed((0, 0)) == b""


def test_half_a_write_shifts_nothing(tmp_path: Path) -> None:
    """A full disk may have left a part of something behind what was put."""
    file = ToldFile(tmp_path / "told")
    first = file.put([b"one"])
    with file.path.open("ab") as stream:
        stream.write(b"ha")
    second = file.put([b"two", b"three"])
    told = ToldMap(file.path)
    assert [told.packed(place) for place in (*first, *second)] == [b"one", b"two", b"three"]


def test_a_file_that_is_mostly_past_is_told(tmp_path: Path) -> None:
    file = ToldFile(tmp_path / "told")
    old, new = file.put([bytes(15_000_000)]), file.put([bytes(6_000_000)])
    assert not file.is_mostly_past([*old, *new])
    assert not file.is_mostly_past([*new])
    file.put([bytes(6_000_000)])
    assert file.is_mostly_past([*new])


def test_the_newest_entries_are_those_of_all_lines(tmp_path: Path) -> None:
    lines = [line(number, 1 + number % 5) for number in range(300)]
    every = [entry for each in lines for entry in each.entries]
    by_age = sorted(every, key=lambda entry: (entry.updated_at, entry.id), reverse=True)
    file = ToldFile(tmp_path / "told")
    made = overview(lines, file)
    chosen = _newest(made.lines, Shelves(tmp_path, made, ToldMap(file.path)))
    assert len(chosen) < len(every)
    again = sorted(chosen, key=lambda entry: (entry.updated_at, entry.id), reverse=True)
    assert again[:NEWEST] == by_age[:NEWEST]


def test_pages_over_all_get_the_newest_changes(tmp_path: Path) -> None:
    lines = [line(number, 3) for number in range(300)]
    file = ToldFile(tmp_path / "told")
    made = overview(lines, file)
    told = [change for _, news in _with_news(made.lines, ToldMap(file.path)) for change in news]
    newest = sorted(change.on.latest for each in lines for change in each.news if change.on.latest)
    assert len(told) < 900
    assert sorted(change.on.latest for change in told if change.on.latest)[-200:] == newest[-200:]
