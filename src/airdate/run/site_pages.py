"""The files of one work, its seasons and their earlier days, with what they show on pages over all titles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from msgspec.structs import replace

from airdate.publish.feeds import Feed, render_atom, render_json_feed
from airdate.publish.ical import calendar_of
from airdate.publish.site import Output, Row, paths
from airdate.publish.site.guide_pages import as_of_page, guide_page, work_page
from airdate.publish.site.model import GuidePages, change_days
from airdate.run.joins import publishable
from airdate.run.overview import WorkLine, line_of
from airdate.run.site_overall import Basis
from airdate.run.site_rows import FIRST, PAGES, RELATED, Told, pack, season_rows, told
from airdate.run.subscriptions import changed_at, season_feed
from airdate.types import Guide, Struct

File = tuple[str, bytes]


class SeasonNote(Struct, frozen=True, kw_only=True):
    """What is noted of a season: its answer, events and earlier days, and when its rows last changed."""

    number: int | None
    answer: str
    events: tuple[Told, ...]
    days: tuple[date, ...]
    changed_at: datetime


class WorkPages:
    """What is made of a work. `related` are the works that its pages name, `links` the pages of those."""

    def __init__(
        self,
        basis: Basis,
        work: WorkLine,
        related: Sequence[str],
        links: dict[str, str],
        checked_at: datetime | None,
    ) -> None:
        self._basis = basis
        self._airdate = basis.airdate
        self._work = work
        self._related = related
        self._links = links
        self._checked_at = checked_at
        self.slug = work.slug
        self._todays: dict[int | None, Guide] = {}  # those made in this build

    def season(self, number: int | None) -> Output:
        """A season's page of today, its feeds and calendar."""
        work, where = self._work, self._basis.where
        guide = self._todays[number] = self._airdate.guide(work.work_id, number)
        rows = publishable(self._airdate.ledger.entries(work_id=work.work_id, include_closed=True))
        line = line_of(self._airdate, work, guide, rows, where.absolute(""))
        days = tuple(day for day in change_days(guide) if day < guide.as_of)
        note = SeasonNote(
            number=number,
            answer=line.answer,
            events=tuple(told(line.events)),
            days=days,
            changed_at=changed_at(rows),
        )
        pages = self._pages(guide, days)
        path = paths.guide(work.slug, number)
        feed = season_feed(guide, rows, where.absolute(path), authority=self._basis.authority)
        files = [
            (path, guide_page(pages, where)),
            *self._feed_files(feed, number),
            self._calendar(number, [note]),
        ]
        shown = replace(pages, guide=replace(guide, changes=line.news))
        return Output(files, pack(note), season_rows(shown, line, note.events, note.changed_at, where))

    def earlier(self, season: SeasonNote, day: date) -> Output:
        """The page as of a day. Of today's guide only the days are told on it."""
        later = self._todays.get(season.number)
        then = self._airdate.guide(self._work.work_id, season.number, as_of=day, later=later)
        today = Guide(
            work_id=self._work.work_id,
            title=then.title,
            season=season.number,
            as_of=self._airdate.today(),
            known_at=None,
            answer="",
        )
        content = as_of_page(self._pages(today, season.days), then, self._basis.where)
        return Output([(paths.as_of(self.slug, season.number, day), content)])

    def work(self, seasons: Sequence[SeasonNote]) -> Output:
        """The page that leads to a series' seasons, and their calendar; a film's own page stands there."""
        rows = [Row(RELATED, other) for other in self._related]
        if seasons:
            rows.append(Row(FIRST, self.slug, pack(seasons[0].number)))
        if self._work.seasons == (None,):
            return Output(rows=rows)
        answers = [(season.number, season.answer) for season in seasons]
        page = work_page(self.slug, self._work.title, answers, self._basis.where)
        return Output([page, self._calendar(None, seasons)], rows=[*rows, Row(PAGES, page[0])])

    def _pages(self, guide: Guide, days: tuple[date, ...]) -> GuidePages:
        return GuidePages(
            slug=self.slug,
            guide=guide,
            days=days,
            related=self._links,
            aliases=self._work.names,
            services=self._work.services,
            checked_at=self._checked_at,
        )

    def _feed_files(self, feed: Feed, number: int | None) -> Iterator[File]:
        atom, json = paths.guide_feed(self.slug, number), paths.guide_json_feed(self.slug, number)
        yield atom, render_atom(feed, self_url=self._basis.where.absolute(atom))
        yield json, render_json_feed(feed, self_url=self._basis.where.absolute(json))

    def _calendar(self, number: int | None, seasons: Sequence[SeasonNote]) -> File:
        """The dated seasons as a calendar file; forecasts are in none that tells of one work."""
        events = sorted((each for season in seasons for each in season.events), key=lambda each: each.rank)
        texts = (each.text for each in events if not each.is_forecast)
        stamp = max(
            (season.changed_at for season in seasons),
            default=datetime.combine(self._airdate.today(), time.min, UTC),
        )
        name = f"Airdate: {self._work.title}"
        return paths.guide_calendar(self.slug, number), calendar_of(texts, name=name, stamp=stamp)
