"""The published site of a workspace: every season that the ledger speaks of, with its feeds and calendars."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from airdate import dates
from airdate.catalogue.codes import codes
from airdate.guide.meanwhile import SHOWN
from airdate.guide.shelf import Awaited
from airdate.publish.events import is_confirmed
from airdate.publish.ical import EventFilter
from airdate.publish.site import Manifest, Site, build, paths
from airdate.publish.site.league import league, reliability_bins
from airdate.publish.site.model import (
    CalendarRow,
    Certainty,
    CodeRow,
    GuidePages,
    ListItem,
    ListPage,
    OutletRow,
    Record,
    Scored,
    ShelfRow,
    change_days,
)
from airdate.publish.write import write_bytes
from airdate.run import subscriptions
from airdate.run.awaited import undated
from airdate.run.joins import publishable
from airdate.run.record import our_record, outlets_record
from airdate.run.workspace import Airdate
from airdate.types import Belief, Entry, Guide, Struct, Work

#: Themes that have a list of their own, as far as the catalogue knows works of them.
THEMES = ("zombie", "ghost", "monster", "thriller", "horror", "superhero", "fantasy", "science fiction")
MANIFEST = ".airdate-manifest.json"

Progress = Callable[[int], None]


class Published(Struct, frozen=True, kw_only=True):
    """What a build did: pages in all, and files written anew."""

    guides: int
    written: int
    kept: int


def publish(
    airdate: Airdate, folder: Path, base_url: str, progress: Progress = lambda done: None
) -> Published:
    """Build the site into a folder; what was there stays up until the new one is whole.

    Raises:
        InputError: the folder cannot be written to.
    """
    made = site_of(airdate, base_url, progress)
    done = build(made, folder, _manifest(folder))
    for place, content in _feeds(airdate, made):
        path = folder / place.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(path, content)
    write_bytes(folder / MANIFEST, msgspec.json.encode(done.manifest))
    return Published(guides=len(made.guides), written=len(done.written), kept=done.kept)


def site_of(airdate: Airdate, base_url: str, progress: Progress = lambda done: None) -> Site:
    """All values of the site as of today."""
    works = [airdate.work(work_id) for work_id in airdate.ledger.works()]
    slugs = paths.slugs(works)
    pages: list[GuidePages] = []
    for work in works:
        pages += _pages(airdate, work, slugs)
        progress(len(pages))
    return Site(
        base_url=base_url,
        checked_at=airdate.now(),
        guides=tuple(pages),
        shelf=tuple(_shelf_row(awaited, slugs, works) for awaited in undated(airdate)),
        calendar=tuple(row for page in pages for row in calendar_rows(airdate, page)),
        lists=tuple(lists_of(airdate, slugs, pages)),
        codes=tuple(CodeRow(code=code.code, name=code.name, link=code.link) for code in codes()),
        record=record_of(airdate),
        outlets=outlet_rows(airdate),
    )


def _manifest(folder: Path) -> Manifest | None:
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None  # the first build, or a folder of someone else's: everything is made anew


def _pages(airdate: Airdate, work: Work, slugs: dict[str, str]) -> Iterator[GuidePages]:
    related = related_paths(airdate, work, slugs)
    for number in season_numbers(airdate, work.work_id):
        guide = airdate.guide(work.work_id, number)
        days = [day for day in change_days(guide) if day < airdate.today()]
        yield GuidePages(
            slug=slugs[work.work_id],
            guide=guide,
            versions=tuple(airdate.guide(work.work_id, number, as_of=day) for day in days),
            related=related,
            aliases=work.aliases,
            services=work.services,
            checked_at=airdate.now(),
        )


def season_numbers(airdate: Airdate, work_id: str) -> list[int | None]:
    """The seasons of a work that have a page."""
    seasons = {entry.claim.season for entry in publishable(airdate.ledger.entries(work_id=work_id))}
    numbers = seasons - {None} or seasons  # what is said of a series at large stands with its seasons
    return sorted(numbers, key=lambda number: (number is not None, number or 0))


def related_paths(airdate: Airdate, work: Work, slugs: dict[str, str]) -> dict[str, str]:
    """The pages of related works, by work id: each work's latest season."""
    found = {}
    for one in airdate.public.related(work.work_id).works[:SHOWN]:
        other = one.work.work_id
        numbers = season_numbers(airdate, other) if other in slugs else []
        if numbers:
            found[other] = paths.guide(slugs[other], numbers[-1])
    return found


def calendar_rows(airdate: Airdate, page: GuidePages) -> list[CalendarRow]:
    """The season's days and windows, each once; where nobody names any, the month of the forecast."""
    guide = page.guide
    entries = publishable(airdate.ledger.entries(work_id=guide.work_id))
    dated = [belief for belief in guide.beliefs if belief.question == "release" and belief.window is not None]
    rows: dict[str, CalendarRow] = {}
    for belief in (belief for belief in dated if belief.rule != "guess"):
        row = _calendar_row(airdate, page, belief, entries)
        if row.when.edtf not in rows or row.certainty == "confirmed":
            rows[row.when.edtf] = row
    if not rows and guide.forecast is not None:
        month = dates.parse(f"{guide.forecast.quantiles['0.50']:%Y-%m}")
        likely = CalendarRow(
            slug=page.slug, title=guide.title, season=guide.season, when=month, certainty="likely"
        )
        return [likely]
    return list(rows.values())


def _calendar_row(airdate: Airdate, page: GuidePages, belief: Belief, entries: list[Entry]) -> CalendarRow:
    assert belief.window is not None  # the caller's choice
    said = {entry: source.outlet for source in page.guide.sources for entry in source.entries}
    return CalendarRow(
        slug=page.slug,
        title=page.guide.title,
        season=page.guide.season,
        when=belief.window,
        certainty=_certainty(belief),
        service=page.services[0] if page.services else "",
        who=next((said[entry] for entry in belief.support if entry in said), ""),
    )


def _certainty(belief: Belief) -> Certainty:
    if belief.window is None or not belief.window.is_day:
        return "window"
    return "confirmed" if is_confirmed(belief) else "unconfirmed"


def _shelf_row(awaited: Awaited, slugs: dict[str, str], works: list[Work]) -> ShelfRow:
    work_id = next(work.work_id for work in works if work.title == awaited.title)
    return ShelfRow(
        slug=slugs[work_id],
        title=awaited.title,
        season=awaited.season,
        state=awaited.decision,
        forecast=awaited.forecast,
    )


def lists_of(airdate: Airdate, slugs: dict[str, str], pages: list[GuidePages]) -> Iterator[ListPage]:
    first = {page.slug: page.guide for page in reversed(pages)}
    for theme in THEMES:
        listed = airdate.public.lists(theme)
        items = tuple(_item(one.work, one.reason, slugs, first) for one in listed.works)
        if items:
            about = f"In order: {listed.method}."
            yield ListPage(key=theme.replace(" ", "-"), heading=theme.capitalize(), about=about, items=items)


def _item(work: Work, why: str, slugs: dict[str, str], first: dict[str, Guide]) -> ListItem:
    guide = first.get(slugs.get(work.work_id, ""))
    if guide is None:
        return ListItem(title=work.title, why=why)
    return ListItem(title=work.title, why=why, slug=slugs[work.work_id], season=guide.season)


def record_of(airdate: Airdate) -> Record:
    record = our_record(airdate)
    notes = [f"{len(record.scored)} forecasts scored, {record.open} open, {record.never_came} never came."]
    if record.mean_crps is not None:
        notes.append(f"Mean CRPS {record.mean_crps:.0f} days.")
    came = {(s.title, s.season, s.at): s.released for s in record.scored}
    scored = [
        Scored(
            title=made.title,
            season=made.season,
            frozen_on=made.at,
            low=made.quantiles["0.10"],
            median=made.quantiles["0.50"],
            high=made.quantiles["0.90"],
            came_on=came.get((made.title, made.season, made.at)),
        )
        for _, made in airdate.ledger.forecasts()
    ]
    frozen = [(made, came.get((made.title, made.season, made.at))) for _, made in airdate.ledger.forecasts()]
    return Record(notes=tuple(notes), bins=reliability_bins(frozen), scored=tuple(scored))


def outlet_rows(airdate: Airdate) -> tuple[OutletRow, ...]:
    """What became of the windows that outlets named in their own names."""
    return league(outlets_record(airdate), airdate.outlet_names())


def _feeds(airdate: Airdate, site: Site) -> Iterator[tuple[str, bytes]]:
    """The files that pages link to: a calendar and a feed for each season, and the calendar of all."""
    yield paths.CALENDAR_FEED, subscriptions.calendar(airdate, None, EventFilter())
    for page in site.guides:
        work_id, season = page.guide.work_id, page.guide.season
        place = paths.guide_feed(page.slug, season)
        url = site.base_url.rstrip("/") + paths.guide(page.slug, season)
        yield place, subscriptions.feed(airdate, work_id, season, "atom", url)
        yield paths.guide_calendar(page.slug, season), subscriptions.calendar(airdate, work_id, EventFilter())
