"""The overview of a served site: the same after a file, and of packed changes just those that are shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from airdate import dates
from airdate.publish.feeds import NEWEST, FeedEntry
from airdate.run.keeper import _slim
from airdate.run.overview import Line, WorkLine
from airdate.run.shown import Overview, ShownLine, read, shown, write
from airdate.types import Change
from airdate.web.feeds import _newest

START = datetime(2026, 1, 1, tzinfo=UTC)
TODAY = date(2026, 11, 24)


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


def overview(lines: list[Line]) -> Overview:
    works = tuple(
        WorkLine(work_id=each.work_id, slug=each.slug, title=each.title, form="series") for each in lines
    )
    return Overview(made_at=START, works=works, lines=tuple(map(shown, lines)), whole=True)


def test_an_overview_is_the_same_after_its_file_also_once_that_is_gone(tmp_path: Path) -> None:
    lines = [line(number, number % 4) for number in range(50)]
    made = overview(lines)
    write(tmp_path / "overview", made)
    found = read(tmp_path / "overview")
    (tmp_path / "overview").unlink()
    assert found == made
    for packed, plain in zip(found.lines, lines, strict=True):
        assert packed.unpacked().news == plain.news and packed.unpacked().entries == plain.entries


def test_a_season_without_changes_has_no_newest() -> None:
    bare = shown(line(1, 0))
    assert (bare.changed_on, bare.newest) == (None, None) and bare.unpacked().entries == ()


def test_the_newest_entries_are_those_of_all_lines() -> None:
    lines = [line(number, 1 + number % 5) for number in range(300)]
    every = [entry for each in lines for entry in each.entries]
    by_age = sorted(every, key=lambda entry: (entry.updated_at, entry.id), reverse=True)
    chosen = _newest(map(shown, lines))
    assert len(chosen) < len(every)
    again = sorted(chosen, key=lambda entry: (entry.updated_at, entry.id), reverse=True)
    assert again[:NEWEST] == by_age[:NEWEST]


def test_pages_over_all_get_the_changes_from_a_day_on() -> None:
    made = overview([line(0, 3), line(1, 3)])
    newest = max(each.changed_on for each in made.lines if each.changed_on)
    told = {each.work_id: _told(each, made.works[place], newest) for place, each in enumerate(made.lines)}
    assert sorted(map(bool, told.values())) == [False, True]


def _told(each: ShownLine, work: WorkLine, since: date) -> tuple[Change, ...]:
    return _slim(each, work, TODAY, since).guide.changes
