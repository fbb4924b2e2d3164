"""Release dates as calendar events, made from a season's history in the ledger.

Invariant: an event's identity is work, season, region and release type, never its date or title. All else
follows from the rows alone, so that one state of the ledger gives one set of events on whatever day it is
asked. A row that is missing tells nothing; only words, or a decision about a statement, withdraw a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Literal, NamedTuple, get_args
from urllib.parse import quote

import msgspec

from airdate import dates
from airdate.dates import Window
from airdate.guide.evidence import Evidence, stands
from airdate.ledger.codec import said_latest
from airdate.ledger.settle import settle
from airdate.types import Belief, Entry, Forecast, Kind, ReleaseType, Struct

Status = Literal["confirmed", "tentative", "cancelled"]
Basis = Literal["day", "window", "forecast"]

#: The kinds that a release date hangs on: its own, and the bad news that can unsettle it.
_BEARING: tuple[Kind, ...] = ("release", "status", "production")

#: Rules of beliefs that stand beside a place's leading answer.
_BESIDE = ("guess", "beside_window")

_ANY = "*"  # `quote` escapes it, so that no region is called so
_LOW, _HIGH = "0.10", "0.90"


class Event(Struct, frozen=True, kw_only=True):
    """One release of one season in a calendar; `window` is closed, both of its days inclusive.

    `sequence` counts the changes of date or status, `modified_at` is when the last one became known (UTC).
    `said_by` is who says so; `tags` are the caller's own.
    """

    work_id: str
    season: int | None
    title: str
    window: Window
    status: Status
    basis: Basis
    modified_at: datetime
    sequence: int = 0
    region: str | None = None
    release_type: ReleaseType | None = None
    said_by: str = ""
    url: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def uid(self) -> str:
        """The same for ever: a function of identity alone, and of no two identities the same."""
        kind = "forecast" if self.basis == "forecast" else self.release_type or _ANY
        season = "film" if self.season is None else str(self.season)
        region = quote(self.region, safe="").replace("-", "%2D") if self.region else _ANY
        return f"season-{quote(self.work_id, safe=':')}-{season}-{region}-{kind}@airdate"


def is_confirmed(belief: Belief) -> bool:
    """Is it a day of which one may be sure (`ledger.settle_confirmed`)?"""
    return belief.window is not None and belief.window.is_day and belief.standing == "confirmed"


def season_events(
    rows: Sequence[Entry],
    season: int | None,
    *,
    title: str,
    known_at: datetime,
    names: Mapping[str, str],
    url: str | None = None,
    tags: tuple[str, ...] = (),
) -> tuple[Event, ...]:
    """The dated releases of a season, one event per region and type; none where nobody states a date.

    Args:
        rows: all rows of the ledger on one work's season, closed ones and tombstones too.
        season: its number; `None` for a film.
        title: the work's name.
        known_at: the instant (UTC) of the ledger; rows known later do not count.
        names: outlet domain → name.
        url: the season's page.
        tags: the caller's own, to filter by.
    """
    bearing = [row for row in rows if row.claim.kind in _BEARING and row.claim.season == season]
    events: dict[str, Event] = {}
    for step in _steps(bearing, known_at):
        held = tuple(row for row in bearing if stands(row, step))
        evidence = Evidence(
            as_of=step.date(),
            dated=held,
            undated=(),
            names=names,
            by_id={entry.entry_id: entry for entry in held},
        )
        beliefs = {b.subject: b for b in settle(held, as_of=step.date()) if _leads(b)}
        for place in sorted(events.keys() | beliefs.keys()):
            event = _after(events.get(place), beliefs.get(place), step, evidence)
            if event is not None:
                events[place] = event
    named = (msgspec.structs.replace(e, title=title, url=url, tags=tags) for e in events.values())
    return tuple(sorted(named, key=lambda event: event.uid))


def _steps(rows: Iterable[Entry], known_at: datetime) -> list[datetime]:
    """The instants at which the answer can change: a row opens or closes, or a saying begins to count."""
    steps: set[datetime] = set()
    for row in rows:
        steps |= {row.known_from, row.known_to or row.known_from}
        said = said_latest(row.claim)
        if said is not None and said > row.known_from.date():  # a month counts from its last day
            steps.add(datetime.combine(said, time.min, UTC))
    return sorted(step for step in steps if step <= known_at)


def _leads(belief: Belief) -> bool:
    return belief.question == "release" and belief.rule not in _BESIDE


def _after(before: Event | None, belief: Belief | None, step: datetime, evidence: Evidence) -> Event | None:
    """The event once the ledger has moved on; `None` where there is still nothing to show."""
    if belief is not None and belief.window is not None and is_bounded(belief.window):
        return _moved(before, _dated(belief, step, evidence))
    if before is None or (belief is not None and belief.rule == "window_passed"):
        return before  # time that goes by takes nothing back
    return _moved(before, msgspec.structs.replace(before, status="cancelled", said_by="", modified_at=step))


def _moved(before: Event | None, now: Event) -> Event:
    """The newer event, with the older one's count carried on."""
    if before is None:
        return now
    if (before.window, before.status) != (now.window, now.status):
        return msgspec.structs.replace(now, sequence=before.sequence + 1)
    modified_at = before.modified_at if before.said_by == now.said_by else now.modified_at
    return msgspec.structs.replace(now, sequence=before.sequence, modified_at=modified_at)


def _dated(belief: Belief, step: datetime, evidence: Evidence) -> Event:
    assert belief.window is not None  # `_after` asks for dated ones alone
    region, release_type = _place(belief.subject)
    return Event(
        work_id=belief.work_id,
        season=belief.season,
        title="",
        window=belief.window,
        status="confirmed" if is_confirmed(belief) else "tentative",
        basis="day" if belief.window.is_day else "window",
        modified_at=step,
        region=region,
        release_type=release_type,
        said_by=evidence.cited(evidence.rests_on(belief)),
    )


def _place(subject: str) -> tuple[str | None, ReleaseType | None]:
    """Region and release type of a belief's subject."""
    for release_type in get_args(ReleaseType):
        if subject == release_type or subject.endswith(f" {release_type}"):
            return subject.removesuffix(release_type).strip() or None, release_type
    return subject or None, None


def is_bounded(window: Window) -> bool:
    """Can a calendar hold it? The day after its last is needed too, as the end is exclusive."""
    return window.earliest is not None and window.latest is not None and window.latest < date.max


class _Span(NamedTuple):
    window: Window
    known_at: datetime


def forecast_event(
    history: Iterable[Forecast],
    *,
    work_id: str,
    season: int | None,
    title: str,
    url: str | None = None,
    tags: tuple[str, ...] = (),
) -> Event | None:
    """The newest forecast as a span from its 10 % to its 90 % day; `None` where none gives both.

    Args:
        history: the work's frozen forecasts, oldest first (`Ledger.forecasts`); `sequence` counts moves.
    """
    spans = [_span(forecast) for forecast in history if forecast.season == season]
    moves = [next(group) for _, group in groupby((s for s in spans if s), key=lambda span: span.window)]
    if not moves:
        return None
    return Event(
        work_id=work_id,
        season=season,
        title=title,
        window=moves[-1].window,
        status="tentative",
        basis="forecast",
        modified_at=moves[-1].known_at,
        sequence=len(moves) - 1,
        url=url,
        tags=tags,
    )


def _span(forecast: Forecast) -> _Span | None:
    low, high = forecast.quantiles.get(_LOW), forecast.quantiles.get(_HIGH)
    if low is None or high is None or forecast.known_at is None:
        return None
    return _Span(dates.between(low, high), forecast.known_at)
