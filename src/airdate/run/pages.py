"""A season's or series' page, made when it is asked for, with the renderers that `build` has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from airdate.guide.meanwhile import SHOWN
from airdate.publish.site import paths
from airdate.publish.site.guide_pages import as_of_page, guide_page, work_page
from airdate.publish.site.model import GuidePages
from airdate.publish.site.templates import Address
from airdate.run.overview import WorkLine
from airdate.run.workspace import Airdate


def season_page(
    airdate: Airdate, work: WorkLine, season: int | None, works: Mapping[str, WorkLine], where: Address
) -> bytes:
    """Today's page. `works` are those with a page, by id: related ones are linked to them."""
    return guide_page(_values(airdate, work, season, works), where)


def series_page(airdate: Airdate, work: WorkLine, where: Address) -> bytes:
    """The page that leads to a series' seasons."""
    answers = [(season, airdate.guide(work.work_id, season).answer) for season in work.seasons]
    return work_page(work.slug, work.title, answers, where)[1]


def earlier_page(
    airdate: Airdate,
    work: WorkLine,
    season: int | None,
    as_of: date,
    works: Mapping[str, WorkLine],
    where: Address,
) -> bytes:
    """The page as it stood on a day.

    Raises:
        InputError: the day is to come.
    """
    today = _values(airdate, work, season, works)
    version = airdate.guide(work.work_id, season, as_of=airdate.day(as_of))
    return as_of_page(today, version, where)


def _values(
    airdate: Airdate, work: WorkLine, season: int | None, works: Mapping[str, WorkLine]
) -> GuidePages:
    named = airdate.public.related(work.work_id).works[:SHOWN]
    related = (works.get(one.work.work_id) for one in named)
    return GuidePages(
        slug=work.slug,
        guide=airdate.guide(work.work_id, season),
        related={
            each.work_id: paths.guide(each.slug, each.seasons[-1])
            for each in related
            if each and each.seasons
        },
        aliases=work.names,
        services=work.services,
    )
