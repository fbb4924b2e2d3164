"""The public record: our frozen forecasts, and outlets' own windows, beside what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from airdate import dates
from airdate.forecast.scores import (
    Outcomes,
    OutletRecord,
    Prediction,
    Record,
    score_forecasts,
    score_outlets,
)
from airdate.ledger import settle
from airdate.run.joins import publishable
from airdate.run.workspace import Airdate
from airdate.types import Belief, Entry


def our_record(airdate: Airdate) -> Record:
    """Every forecast that was frozen in the ledger, scored where the season has come."""
    return score_forecasts([forecast for _, forecast in airdate.ledger.forecasts()], outcomes(airdate))


def outlets_record(airdate: Airdate) -> list[OutletRecord]:
    """How often each outlet's own windows held the day; others' words that it passes on are not its own."""
    seen: dict[tuple[object, ...], Prediction] = {}
    for entry in _every_entry(airdate):
        prediction = _prediction(entry, airdate)
        if prediction is not None:
            key = (prediction.outlet, prediction.title, prediction.season, prediction.window.edtf)
            seen.setdefault(key, prediction)
    return score_outlets(seen.values(), outcomes(airdate))


def outcomes(airdate: Airdate) -> Outcomes:
    """What became of seasons: the day of those that are out, `None` for those that were called off."""
    today = airdate.today()
    found: dict[tuple[str, int | None], date | None] = {}
    for belief in _every_belief(airdate, today):
        if belief.question == "decision" and belief.standing == "confirmed" and belief.answer == "cancelled":
            found[_title(airdate, belief.work_id), belief.season] = None
    asked_about = {*airdate.ledger.works(), *(work_id for work_id, _ in airdate.ledger.forecasts())}
    for work in map(airdate.work, sorted(asked_about)):
        for season in airdate.public.seasons(work.work_id):
            day = season.premiere.earliest if season.premiere and season.premiere.is_day else None
            if day is not None and day <= today:
                found[work.title, season.number] = day
    return found


def _every_entry(airdate: Airdate) -> Iterator[Entry]:
    """All that stands, a work at a time: a ledger may be larger than memory."""
    for work_id in airdate.ledger.works():
        yield from publishable(airdate.ledger.entries(work_id=work_id))


def _every_belief(airdate: Airdate, today: date) -> Iterator[Belief]:
    for work_id in airdate.ledger.works():
        yield from settle(publishable(airdate.ledger.entries(work_id=work_id)), as_of=today)


def _title(airdate: Airdate, work_id: str) -> str:
    return airdate.work(work_id).title


def _prediction(entry: Entry, airdate: Airdate) -> Prediction | None:
    claim = entry.claim
    if claim.kind != "release" or claim.value == "unannounced" or claim.who is not None:
        return None
    window = dates.parse(claim.value)
    if window.precision == "open" or claim.said_via is None:
        return None
    title = _title(airdate, entry.work_id)
    return Prediction(outlet=claim.said_via, title=title, season=claim.season, window=window)
