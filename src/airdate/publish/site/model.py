"""What the published site is made of: one `Site` value in, pages out.

Invariant: everything that a page says stands in these values. No renderer reads a clock, a database or
the network, so the same `Site` gives the same bytes.

To assemble one, `run` gives for each season worth a page a `GuidePages` whose `guide` is today's and
whose `versions` are the guides as of each day in `guide.changes` (its whole days; see `change_days`).
Slugs come from `paths.slugs`, made once for all works, so that every row here that names a work uses the
same one. The rows of shelf, calendar and lists are the caller's choice; their order here does not matter.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from airdate.dates import Window
from airdate.types import Forecast, Guide, Struct

#: How sure a row of the calendar is: a day, confirmed or not, a window that was named, or our forecast.
Certainty = Literal["confirmed", "unconfirmed", "window", "likely"]


class Suggestion(Struct, frozen=True, kw_only=True):
    """Something to watch meanwhile: why, and where to read on (a path of the site, or http(s))."""

    title: str
    reason: str
    link: str | None = None


class GuidePages(Struct, frozen=True, kw_only=True):
    """One season's page and its earlier states.

    `days` are those that have an earlier state; `None` for those on which its guide changed.

    `slug` is the work's, from `paths.slugs`. `versions` are guides of the same season as of earlier days,
    in any order. `related` are the paths of the pages of works that its lines name, by work id. `aliases`
    are other names to be found by in the search. `services` are where it is to be
    watched, as the catalogue has them; `broadcast` says that it airs on a channel instead of on demand.
    `checked_at` (UTC) is when its sources were last looked at; `None` is not told.
    """

    slug: str
    guide: Guide
    versions: tuple[Guide, ...] = ()
    days: tuple[date, ...] | None = None
    meanwhile: tuple[Suggestion, ...] = ()
    related: dict[str, str] = msgspec.field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    broadcast: bool = False
    checked_at: datetime | None = None


class ShelfRow(Struct, frozen=True, kw_only=True):
    """An awaited season without a date. `state` is short words: `renewed, in post-production`.

    `forecast` is `None` where there is none; such rows come last. `last_said_on` is the day of the last
    word on it.
    """

    slug: str
    title: str
    season: int | None
    state: str = ""
    forecast: Forecast | None = None
    last_said_on: Window | None = None


class CalendarRow(Struct, frozen=True, kw_only=True):
    """A season's place in the calendar.

    `when` is the day (`confirmed`, `unconfirmed`), the named window (`window`) or the month of the forecast's
    median (`likely`). A row stands in each month that `when` touches; one that is open or longer than a
    year stands in none. `who` names who says so, or is empty for `likely`.
    """

    slug: str
    title: str
    season: int | None
    when: Window
    certainty: Certainty
    service: str = ""
    who: str = ""


class ListItem(Struct, frozen=True, kw_only=True):
    """A work of a list; `slug` is `None` where it has no page, `season` the one that its page is of."""

    title: str
    why: str = ""
    slug: str | None = None
    season: int | None = None


class ListPage(Struct, frozen=True, kw_only=True):
    """A list under `/lists/KEY/`; `key` is a slug. Items stand in the order given."""

    key: str
    heading: str
    about: str
    items: tuple[ListItem, ...] = ()


class CodeRow(Struct, frozen=True, kw_only=True):
    """A category code of a service and the link that opens it."""

    code: int
    name: str
    link: str


class Bin(Struct, frozen=True, kw_only=True):
    """Forecasts of about one probability: the mean `said` (0 to 1), the share that `came` (0 to 1)."""

    said: float
    came: float
    count: int


class Scored(Struct, frozen=True, kw_only=True):
    """One frozen forecast and what came of it; `came_on` is `None` while it is open."""

    title: str
    season: int | None
    frozen_on: date
    low: date
    median: date
    high: date
    came_on: date | None = None


class Record(Struct, frozen=True, kw_only=True):
    """Our record. `notes` are sentences with the figures in them, the most telling first."""

    notes: tuple[str, ...] = ()
    bins: tuple[Bin, ...] = ()
    scored: tuple[Scored, ...] = ()


class OutletRow(Struct, frozen=True, kw_only=True):
    """What became of an outlet's own windows: so many came `due`, so many `held` the day.

    `low` to `high` is the range that the counts leave open for its share. `open` ones have no release
    yet, `void` ones never will.
    """

    outlet: str
    due: int
    held: int
    low: float
    high: float
    open: int = 0
    void: int = 0

    @property
    def share(self) -> float:
        """The share that held; 0 where none came due."""
        return self.held / self.due if self.due else 0.0


class Site(Struct, frozen=True, kw_only=True):
    """The whole site.

    `base_url` is its public address (`https://example.org` or with a folder behind it), `checked_at` (UTC)
    the state's instant: "this week" ends on its day. Each (slug, season) of `guides` must be unique.
    `calendars` are the calendar files that can be followed, as (name, path).
    """

    base_url: str
    checked_at: datetime
    guides: tuple[GuidePages, ...] = ()
    shelf: tuple[ShelfRow, ...] = ()
    calendar: tuple[CalendarRow, ...] = ()
    lists: tuple[ListPage, ...] = ()
    codes: tuple[CodeRow, ...] = ()
    record: Record = Record()
    outlets: tuple[OutletRow, ...] = ()
    calendars: tuple[tuple[str, str], ...] = ()


def change_days(guide: Guide) -> list[date]:
    """The whole days on which something changed, the oldest first: those that `versions` are wanted for."""
    return sorted({change.on.earliest for change in guide.changes if change.on.is_day and change.on.earliest})
