"""One season's page, made when it is asked for, with the renderers of the site that `build` writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from airdate.publish.site import paths
from airdate.publish.site.guide_pages import guide_files
from airdate.publish.site.model import GuidePages, Suggestion, change_days
from airdate.publish.site.templates import Address
from airdate.run.overview import WorkLine
from airdate.run.workspace import Airdate
from airdate.types import Guide

_MEANWHILE = 5


def season_page(
    airdate: Airdate, work: WorkLine, season: int | None, works: Mapping[str, WorkLine], where: Address
) -> bytes:
    """Today's page. `works` are those with a page, by id: what to watch meanwhile is linked to them."""
    guide = airdate.guide(work.work_id, season)
    days = [day for day in change_days(guide) if day < guide.as_of]
    pages = GuidePages(
        slug=work.slug,
        guide=guide,
        versions=tuple(_mark(guide, day) for day in days),
        meanwhile=tuple(_suggestions(airdate, work.work_id, works)),
        aliases=work.names,
        services=work.services,
    )
    _, content = next(guide_files(pages, where))
    return content


def earlier_page(airdate: Airdate, work: WorkLine, season: int | None, as_of: date, where: Address) -> bytes:
    """The page as it stood on a day, with links to the days of change before and after it.

    Raises:
        InputError: the day is to come.
    """
    then = airdate.guide(work.work_id, season, as_of=airdate.day(as_of))
    days = change_days(airdate.guide(work.work_id, season))
    before = [day for day in days if day < as_of][-1:]
    after = [day for day in days if as_of < day < airdate.today()][:1]
    versions = (*(_mark(then, day) for day in before), then, *(_mark(then, day) for day in after))
    pages = GuidePages(slug=work.slug, guide=_mark(then, airdate.today()), versions=versions)
    wanted = paths.as_of(work.slug, season, as_of)
    return next(content for path, content in guide_files(pages, where) if path == wanted)


def _mark(guide: Guide, day: date) -> Guide:
    """A guide of which only the day matters: a page links to it and does not show it."""
    return Guide(
        work_id=guide.work_id, title=guide.title, season=guide.season, as_of=day, known_at=None, answer=""
    )


def _suggestions(airdate: Airdate, work_id: str, works: Mapping[str, WorkLine]) -> Iterator[Suggestion]:
    for one in airdate.public.related(work_id).works[:_MEANWHILE]:
        other = works.get(one.work.work_id)
        link = paths.guide(other.slug, other.seasons[-1]) if other and other.seasons else None
        yield Suggestion(title=one.work.title, reason=one.reason, link=link)
