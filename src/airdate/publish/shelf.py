"""Listings of the catalogue for the terminal: what a name found, lists of works, the undated shelf."""

from __future__ import annotations

from collections.abc import Sequence

from airdate.catalogue import Found, Listed
from airdate.forecast.words import say_share
from airdate.guide.shelf import Awaited
from airdate.publish.clean import MAX_TITLE, clean
from airdate.types import Work


def render_found(found: Found, season: int | None = None) -> str:
    """The work, the season that the query names and the reason; or what ties; or the nearest names."""
    if found.work is not None:
        named = f", season {season}" if season is not None else ""
        return f"{_work(found.work)}\n  found by {clean(found.reason)}{named}\n"
    if found.ties:
        lines = [f"{clean(found.reason)}; say which:"]
        lines += [f"  {_work(match.work)}\n    {clean(match.reason)}" for match in found.ties]
    elif found.nearest:
        lines = ["No work goes by that name. The nearest:"]
        lines += [f"  {_work(match.work)}\n    {clean(match.reason)}" for match in found.nearest]
    else:
        lines = ["No work goes by that name, and none comes near."]
    return "\n".join(lines) + "\n"


def render_listed(listed: Listed) -> str:
    """Works with the reason for each, and how they are ordered."""
    if not listed.works:
        return "The catalogue has no such work.\n"
    lines = [f"{_work(related.work)}\n  {clean(related.reason)}" for related in listed.works]
    return "\n".join([*lines, f"The order: {clean(listed.method.removeprefix('ordered '))}."]) + "\n"


def render_undated(shelf: Sequence[Awaited]) -> str:
    """A line a season: title, decision, the forecast's middle and band or why there is none."""
    if not shelf:
        return "Nothing is awaited without a date.\n"
    return "\n".join(_awaited(awaited) for awaited in shelf) + "\n"


def _awaited(awaited: Awaited) -> str:
    season = f", season {awaited.season}" if awaited.season is not None else ""
    name = clean(awaited.title, MAX_TITLE) + season
    if awaited.forecast is None:
        return f"{name} ({awaited.decision}): no forecast, {clean(awaited.why_not)}"
    days = awaited.forecast.quantiles
    middle, low, high = (f"{days[level]:%b %Y}" for level in ("0.50", "0.10", "0.90"))
    never = say_share(awaited.forecast.never)
    return (
        f"{name} ({awaited.decision}): around {middle} (80 %: {low} to {high}), {never} not within five years"
    )


def _work(work: Work) -> str:
    traits = ", ".join(str(trait) for trait in (work.form, work.country, work.year) if trait)
    services = f" — {', '.join(work.services)}" if work.services else ""
    return clean(f"{work.title} ({traits}){services}  [{work.work_id}]")
