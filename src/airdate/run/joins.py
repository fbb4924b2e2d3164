"""Outside rows joined to works: ledger entries and catalogue seasons as the rows that forecasting reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from airdate.forecast.rows import ClaimRow, SeasonRow
from airdate.ledger.policy import Rank, rank
from airdate.types import Entry, Season, Work


def claim_rows(entries: Iterable[Entry], work: Work) -> list[ClaimRow]:
    """Entries of a work as claim rows under its usual title.

    What only counts as a guess for our beliefs (an aggregator's "confirmed") is no fact for a forecast
    either. Plot and cast tell nothing of dates.
    """
    return [
        ClaimRow(
            title=work.title,
            season=entry.claim.season,
            kind=entry.claim.kind,
            value=entry.claim.value,
            modality="expected" if rank(entry.claim) == Rank.GUESSED else "confirmed",
            platform=work.services[0] if work.services else "",
            when=entry.claim.when,
            who=entry.claim.who or "",
            outlet=entry.claim.said_via or "",
            url=entry.claim.url or "",
            published=entry.claim.said_on,
        )
        for entry in entries
        if entry.claim.kind not in ("plot", "cast")
    ]


def season_rows(seasons: Sequence[Season], work: Work) -> list[SeasonRow]:
    """Seasons with a known day as history rows; a window is no premiere."""
    return [
        SeasonRow(
            title=work.title,
            season=season.number,
            premiere=season.premiere.earliest,
            precision="day",
            platform=work.services[0] if work.services else "",
            country=work.country or "",
            source=season.source,
        )
        for season in seasons
        if season.number is not None
        and season.premiere is not None
        and season.premiere.is_day
        and season.premiere.earliest is not None
    ]
