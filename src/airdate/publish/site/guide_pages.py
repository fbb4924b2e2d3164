"""A season's page and its earlier states, from `GuidePages`.

Each can be had alone, for a server: `guide_page` needs no `versions`, `as_of_page` is given the one it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup
from msgspec.structs import replace

from airdate import dates
from airdate.guide.words import say
from airdate.publish.clean import MAX_TITLE, clean, clean_guide, web_address
from airdate.publish.head import heading
from airdate.publish.site import cited, paths
from airdate.publish.site.chart import draw, slices
from airdate.publish.site.disputes import disputes
from airdate.publish.site.drawing import Told, drawing, futures, table_rows
from airdate.publish.site.linked_data import linked_data
from airdate.publish.site.model import GuidePages, Suggestion, change_days
from airdate.publish.site.templates import Address, page
from airdate.types import Forecast, Guide, Struct

#: Units of the two drawings: one for desks and one for phones.
_DRAWINGS = (("wide", 860), ("narrow", 350))
_PREVIEW = 300  # characters of the answer in a link's preview

#: The questions told at a glance, each by the first line of its section.
_GLANCE = (
    ("decision", "Decision"),
    ("production", "Production"),
    ("trailer", "Trailer"),
    ("where", "Where to watch"),
)

#: Sections that the page shows in a place of its own, or not at all.
_APART = ("last_said",)


class Figures(Struct, frozen=True, kw_only=True):
    """A forecast's three figures in words; never to the day."""

    middle: str
    band: str
    never: float
    model: str


def guide_files(pages: GuidePages, where: Address) -> Iterator[tuple[str, bytes]]:
    """The season's page and one for each of its `versions`, as (path, bytes)."""
    pages = _clean(pages)
    yield paths.guide(pages.slug, pages.guide.season), _guide_page(pages, where)
    for version in pages.versions:
        path = paths.as_of(pages.slug, pages.guide.season, version.as_of)
        yield path, _as_of_page(pages, version, where)


def guide_page(pages: GuidePages, where: Address) -> bytes:
    """The season's page of today; its `versions` are not looked at."""
    return _guide_page(_clean(replace(pages, versions=())), where)


def as_of_page(pages: GuidePages, version: Guide, where: Address) -> bytes:
    """The page as of the day of `version`; `pages` holds the guide of today."""
    return _as_of_page(_clean(replace(pages, versions=())), clean_guide(version), where)


def work_page(
    slug: str, title: str, seasons: Sequence[tuple[int | None, str]], where: Address
) -> tuple[str, bytes]:
    """The page that leads to a series' seasons, with the answer of each, as (path, bytes)."""
    path = paths.work(slug)
    values = {
        "title": clean(title, MAX_TITLE) or "untitled",
        "calendar": paths.guide_calendar(slug, None),
        "seasons": [(number, paths.guide(slug, number), clean(answer)) for number, answer in seasons],
    }
    return path, page("work.html", where, path, **values)


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


def _guide_page(pages: GuidePages, where: Address) -> bytes:
    own = paths.guide(pages.slug, pages.guide.season)
    ld = linked_data(pages, where.absolute(own))
    return page("guide.html", where, own, ld=ld, then=None, **_common(pages), **_view(pages.guide, pages))


def _as_of_page(pages: GuidePages, version: Guide, where: Address) -> bytes:
    day = version.as_of
    path = paths.as_of(pages.slug, pages.guide.season, day)
    return page("guide.html", where, path, ld="", then=day, **_common(pages), **_view(version, pages))


def _common(pages: GuidePages) -> dict[str, Any]:
    """What the page of today and those of earlier days share."""
    guide = pages.guide
    days = change_days(guide) if pages.days is None else pages.days
    links = [(day, paths.as_of(pages.slug, guide.season, day)) for day in days if day < guide.as_of]
    return {"pages": pages, "own": paths.guide(pages.slug, guide.season), "links": links}


def _view(guide: Guide, pages: GuidePages) -> dict[str, Any]:
    """What the template shows of a guide, now or as of a day."""
    refs = cited.numbers(guide)
    lead, rest = _lead(guide.answer)
    told = [part for part in cited.parts(guide, refs, pages.related) if part.key not in _APART]
    by_key = {part.key: part for part in told}
    return {
        "guide": guide,
        "heading": heading(guide),
        "lead": lead,
        "rest": rest,
        "preview": clean(guide.answer, _PREVIEW),
        "parts": told,
        "glance": [(name, key, by_key[key].shown[0]) for key, name in _GLANCE if _is_told(by_key.get(key))],
        "events": cited.events(guide, refs),
        "sources": cited.sources(guide),
        "disputes": disputes(guide, refs),
        **_drawn(guide),
    }


def _is_told(part: cited.Part | None) -> bool:
    return part is not None and bool(part.shown) and bool(part.shown[0].refs or part.shown[0].links)


def _drawn(guide: Guide) -> dict[str, Any]:
    """The forecast's figures, its drawings, its table and the windows that were named."""
    forecast, told = guide.forecast, figures(guide.forecast)
    if forecast is None or told is None:
        return {"figures": None, "charts": (), "rows": Markup(), "futures": Markup(), "named": ()}
    named = cited.named_windows(guide)
    said = Told(middle=told.middle, band=told.band, never=told.never, key=f"chart-{guide.as_of}")
    parts = slices(forecast)
    charts = ((name, draw(forecast, named, width, parts)) for name, width in _DRAWINGS)
    return {
        "figures": told,
        "charts": [drawing(name, chart, said) for name, chart in charts if chart is not None],
        "rows": table_rows(parts),
        "futures": futures(forecast.never),
        "named": named,
    }


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
        related={id: path for id, path in pages.related.items() if paths.is_path(path)},
    )


def _suggestion(each: Suggestion) -> Suggestion:
    return replace(each, title=clean(each.title, MAX_TITLE), reason=clean(each.reason), link=_link(each.link))


def _link(link: str | None) -> str | None:
    """A path of the site or an http(s) address; anything else is no link."""
    if link is not None and link.startswith("/") and paths.is_path(link):
        return link
    return web_address(link)
