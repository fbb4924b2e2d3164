"""A season's page and its earlier states, from `GuidePages`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec.structs import replace

from airdate import dates
from airdate.guide.words import say
from airdate.publish.clean import MAX_TITLE, clean, clean_guide, web_address
from airdate.publish.head import heading
from airdate.publish.site import cited, paths
from airdate.publish.site.chart import draw, slices
from airdate.publish.site.linked_data import linked_data
from airdate.publish.site.model import GuidePages, Suggestion
from airdate.publish.site.templates import Address, page
from airdate.types import Forecast, Guide, Struct

_WIDE, _NARROW = 860, 350  # units of the two drawings, one for desks and one for phones
_PREVIEW = 300  # characters of the answer in a link's preview

#: Sections that the page shows in a place of its own, or not at all.
_APART = ("last_said",)


class Figures(Struct, frozen=True, kw_only=True):
    """A forecast's three figures in words; never to the day."""

    middle: str
    band: str
    never: float
    model: str


def guide_files(pages: GuidePages, where: Address) -> Iterator[tuple[str, bytes]]:
    """The season's page and one for each earlier day, as (path, bytes)."""
    pages = _clean(pages)
    guide = pages.guide
    own = paths.guide(pages.slug, guide.season)
    days = [version.as_of for version in pages.versions]
    links = [(day, paths.as_of(pages.slug, guide.season, day)) for day in days]
    common = {"pages": pages, "links": links, "own": own}
    yield (
        own,
        page("guide.html", where, own, ld=linked_data(pages, where.absolute(own)), **common, **_view(guide)),
    )
    for version, (day, path) in zip(pages.versions, links, strict=True):
        view = _view(version)
        yield path, page("as_of.html", where, path, today=guide.as_of, here=days.index(day), **common, **view)


def figures(forecast: Forecast | None) -> Figures | None:
    """The three figures, or `None` where there is no forecast to tell them of."""
    if forecast is None or not {"0.10", "0.50", "0.90"} <= forecast.quantiles.keys():
        return None
    low, middle, high = (f"{forecast.quantiles[level]:%Y-%m}" for level in ("0.10", "0.50", "0.90"))
    band = dates.parse(low if low == high else f"{low}/{high}")
    return Figures(
        middle=say(dates.parse(middle)),
        band=say(band, short=True),
        never=forecast.never,
        model=forecast.model,
    )


def _view(guide: Guide) -> dict[str, Any]:
    """What the templates of a guide show, now or as of a day."""
    refs = cited.numbers(guide)
    named = cited.named_windows(guide)
    told = figures(guide.forecast)
    lead, rest = _lead(guide.answer)
    charts: list[Any] = []
    if guide.forecast is not None and told is not None:
        charts = [(name, draw(guide.forecast, named, width)) for name, width in _DRAWINGS]
    return {
        "guide": guide,
        "heading": heading(guide),
        "lead": lead,
        "rest": rest,
        "preview": clean(guide.answer, _PREVIEW),
        "figures": told,
        "charts": charts,
        "slices": slices(guide.forecast) if charts and guide.forecast else (),
        "named": named,
        "parts": [part for part in cited.parts(guide, refs) if part.key not in _APART],
        "events": cited.events(guide, refs),
        "sources": cited.sources(guide),
        "disputes": cited.disputes(guide, refs),
    }


_DRAWINGS = (("wide", _WIDE), ("narrow", _NARROW))


def _lead(answer: str) -> tuple[str, str]:
    """The answer's first sentence, to be set large, and the rest."""
    answer = answer.replace(" %", "\N{NO-BREAK SPACE}%")
    first, stop, rest = answer.partition(". ")
    return (first + stop.strip(), rest) if rest[:1].isupper() else (answer, "")


def _clean(pages: GuidePages) -> GuidePages:
    by_day: dict[date, Guide] = {version.as_of: clean_guide(version) for version in pages.versions}
    return replace(
        pages,
        guide=clean_guide(pages.guide),
        versions=tuple(by_day[day] for day in sorted(by_day)),
        meanwhile=tuple(_suggestion(each) for each in pages.meanwhile),
        services=tuple(clean(service, MAX_TITLE) for service in pages.services),
    )


def _suggestion(each: Suggestion) -> Suggestion:
    return replace(each, title=clean(each.title, MAX_TITLE), reason=clean(each.reason), link=_link(each.link))


def _link(link: str | None) -> str | None:
    """A path of the site or an http(s) address; anything else is no link."""
    if link is not None and link.startswith("/") and paths.is_path(link):
        return link
    return web_address(link)
