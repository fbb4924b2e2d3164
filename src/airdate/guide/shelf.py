"""The undated shelf: awaited seasons that nobody has dated, always listed, in the order of their forecast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from airdate.types import Belief, Forecast, Season, Struct


class Awaited(Struct, frozen=True, kw_only=True):
    """A season that people wait for; `why_not` says why it has no forecast."""

    title: str
    season: int | None
    decision: str
    forecast: Forecast | None
    why_not: str = ""


def is_awaited(beliefs: Sequence[Belief], season: Season | None, today: date) -> bool:
    """Is it neither out, nor dated, nor called off? `season` is its own entry in the catalogue."""
    premiere = season.premiere if season is not None else None
    if premiere is not None and premiere.latest is not None and premiere.latest <= today:
        return False
    settled = [b for b in beliefs if b.question == "release" and b.rule != "guess"]
    dated = any(
        b.window is not None and b.window.is_day and (b.standing == "confirmed" or b.rule == "unconfirmed")
        for b in settled
    )
    came = any(b.rule in ("released", "day_passed") for b in settled)
    return not dated and not came and decision_of(beliefs) != "cancelled"


def decision_of(beliefs: Iterable[Belief]) -> str:
    """The settled decision in a word; `unknown` where nobody told one."""
    return next((b.answer for b in beliefs if b.question == "decision" and b.rule != "guess"), "unknown")


def in_order(shelf: Iterable[Awaited]) -> list[Awaited]:
    """The likeliest to come first; those without a forecast last, by title."""

    def order(awaited: Awaited) -> tuple[bool, str, str]:
        median = awaited.forecast.quantiles["0.50"].isoformat() if awaited.forecast else ""
        return awaited.forecast is None, median, awaited.title

    return sorted(shelf, key=order)
