"""Values of the published site, read off a workspace: calendar rows, lists, our record and outlets'.

`static_site` makes files of them, `keeper` the pages of a server.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from airdate import dates
from airdate.publish.events import is_confirmed
from airdate.publish.site.league import league, reliability_bins
from airdate.publish.site.model import (
    CalendarRow,
    Certainty,
    GuidePages,
    ListItem,
    ListPage,
    OutletRow,
    Record,
    Scored,
)
from airdate.run.joins import publishable
from airdate.run.record import our_record, outlets_record
from airdate.run.workspace import Airdate
from airdate.types import Belief, Work

#: Themes that have a list of their own, as far as the catalogue knows works of them.
THEMES = ("zombie", "ghost", "monster", "thriller", "horror", "superhero", "fantasy", "science fiction")


def season_numbers(airdate: Airdate, work_id: str) -> list[int | None]:
    """The seasons of a work that have a page."""
    seasons = {entry.claim.season for entry in publishable(airdate.ledger.entries(work_id=work_id))}
    numbers = seasons - {None} or seasons  # what is said of a series at large stands with its seasons
    return sorted(numbers, key=lambda number: (number is not None, number or 0))


def calendar_rows(page: GuidePages) -> list[CalendarRow]:
    """The season's days and windows, each once; where nobody names any, the month of the forecast."""
    guide = page.guide
    dated = [belief for belief in guide.beliefs if belief.question == "release" and belief.window is not None]
    rows: dict[str, CalendarRow] = {}
    for belief in (belief for belief in dated if belief.rule != "guess"):
        row = _calendar_row(page, belief)
        if row.when.edtf not in rows or row.certainty == "confirmed":
            rows[row.when.edtf] = row
    if not rows and guide.forecast is not None:
        month = dates.parse(f"{guide.forecast.quantiles['0.50']:%Y-%m}")
        likely = CalendarRow(
            slug=page.slug, title=guide.title, season=guide.season, when=month, certainty="likely"
        )
        return [likely]
    return list(rows.values())


def _calendar_row(page: GuidePages, belief: Belief) -> CalendarRow:
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


def lists_of(airdate: Airdate, slugs: Mapping[str, str], pages: Iterable[GuidePages]) -> Iterator[ListPage]:
    """A list for each theme that the catalogue knows works of; `slugs` are those of works with a page."""
    first: dict[str, int | None] = {}
    for page in pages:
        first.setdefault(page.slug, page.guide.season)
    return listed(airdate, slugs, first)


def listed(airdate: Airdate, slugs: Mapping[str, str], first: Mapping[str, int | None]) -> Iterator[ListPage]:
    """As `lists_of`, by the `first` season of each slug that has a page."""
    for theme in THEMES:
        found = airdate.public.lists(theme)
        items = tuple(_item(one.work, one.reason, slugs.get(one.work.work_id), first) for one in found.works)
        if items:
            about = f"In order: {found.method}."
            yield ListPage(key=theme.replace(" ", "-"), heading=theme.capitalize(), about=about, items=items)


def _item(work: Work, why: str, slug: str | None, first: Mapping[str, int | None]) -> ListItem:
    if slug is None or slug not in first:
        return ListItem(title=work.title, why=why)
    return ListItem(title=work.title, why=why, slug=slug, season=first[slug])


def record_of(airdate: Airdate) -> Record:
    """Every forecast that was frozen, and what came of it."""
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
