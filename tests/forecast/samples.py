"""Small rows for the forecasting tests; shows and facts are samples, made up."""

from __future__ import annotations

from datetime import date
from typing import Any

from airdate.dates import parse
from airdate.forecast.rows import ActualRow, ClaimRow, Request, SeasonRow

SHOW = "Lantern Bay"


def season(number: int, premiere: str, **other: Any) -> SeasonRow:
    """A season of the sample show, by default dated to the day by Netflix."""
    fields: dict[str, Any] = {"title": SHOW, "precision": "day", "platform": "Netflix", "source": "netflix-x"}
    return SeasonRow(season=number, premiere=date.fromisoformat(premiere), **{**fields, **other})


def said(kind: str, value: str, published: str | None, when: str | None = None, **other: Any) -> ClaimRow:
    """A statement on the sample show's third season, by default a fact in a press outlet."""
    fields: dict[str, Any] = {"title": SHOW, "season": 3, "modality": "confirmed", "outlet": "press.example"}
    return ClaimRow(
        kind=kind,
        value=value,
        when=parse(when) if when else None,
        published=parse(published) if published else None,
        **{**fields, **other},
    )


def asked(at: str, number: int = 3, title: str = SHOW) -> Request:
    """A question about the sample show."""
    return Request(id=f"{title} {number} {at}", title=title, season=number, at=date.fromisoformat(at))


def came(title: str, number: int, previous: str, released: str | None, **other: Any) -> ActualRow:
    """What became of a season."""
    return ActualRow(
        title=title,
        season=number,
        previous=date.fromisoformat(previous),
        released=date.fromisoformat(released) if released else None,
        **other,
    )


HISTORY = [season(1, "2019-03-01"), season(2, "2020-06-05")]
