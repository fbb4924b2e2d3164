"""The undated shelf of a workspace."""

from __future__ import annotations

from airdate.guide.shelf import Awaited, decision_of, in_order, is_awaited
from airdate.ledger import settle
from airdate.run.joins import publishable
from airdate.run.workspace import Airdate
from airdate.types import Belief, Forecast


def undated(airdate: Airdate) -> list[Awaited]:
    """Every season that the ledger speaks of, and that is neither out, nor dated, nor called off."""
    today = airdate.today()
    by_season: dict[tuple[str, int | None], list[Belief]] = {}
    for belief in settle(publishable(airdate.ledger.entries()), as_of=today):
        by_season.setdefault((belief.work_id, belief.season), []).append(belief)
    shelf = []
    for (work_id, number), beliefs in by_season.items():
        seasons = airdate.public.seasons(work_id)
        own = next((season for season in seasons if season.number == number), None)
        if is_awaited(beliefs, own, today):
            shelf.append(_awaited(airdate, work_id, number, beliefs))
    return in_order(shelf)


def _awaited(airdate: Airdate, work_id: str, season: int | None, beliefs: list[Belief]) -> Awaited:
    work = airdate.work(work_id)
    made = airdate.outlook(work, season)
    return Awaited(
        title=work.title,
        season=season,
        decision=decision_of(beliefs),
        forecast=made if isinstance(made, Forecast) else None,
        why_not="" if isinstance(made, Forecast) else made.error,
    )
