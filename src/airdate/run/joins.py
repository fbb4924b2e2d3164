"""Rows joined to works: the ledger's and the catalogue's, as forecasting and the guide read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from airdate.catalogue import Catalogue
from airdate.catalogue.licences import may_publish
from airdate.catalogue.records import Credit, Instalment, Offer, Popularity
from airdate.errors import SettingError
from airdate.forecast.rows import ClaimRow, SeasonRow
from airdate.guide.known import Known
from airdate.guide.meanwhile import SHOWN
from airdate.ledger.policy import Rank, rank
from airdate.publish.changes_feed import AUTHORITY
from airdate.types import Entry, Season, Work


def known(
    public: Catalogue, work_id: str, entries: Iterable[Entry], season: int | None, regions: Sequence[str]
) -> Known:
    """What a guide to a season shows of the catalogue, which must be the one for publishing."""
    ids, related = public.ids(work_id), public.related(work_id)
    shown = [one.work.work_id for one in related.works[:SHOWN]]
    return Known(
        offers=tuple(public.records(Offer, work_id, ids)),
        credits=tuple(public.records(Credit, work_id, ids)),
        instalments=tuple(public.records(Instalment, work_id, ids)),
        popularity=tuple(public.records(Popularity, work_id, ids)),
        plots=tuple(entry for entry in publishable(entries) if _tells_of_before(entry, season)),
        related=related,
        notice=public.notice(work_id, *shown),
        regions=tuple(regions),
    )


def _tells_of_before(entry: Entry, season: int | None) -> bool:
    claim = entry.claim
    return claim.kind == "plot" and claim.season is not None and claim.season < (season or 0)


def publishable(entries: Iterable[Entry]) -> list[Entry]:
    """The entries whose terms allow that they are shown to others."""
    return [entry for entry in entries if may_publish(entry.claim.licence)]


def authority_of(text: str) -> str:
    """What the ids in feeds begin with, as the setting has it; empty where the site's address says it.

    Raises:
        SettingError: no domain with a day.
    """
    if text and not AUTHORITY.fullmatch(text):
        raise SettingError(f"{text!r} is none", id="feed_authority", hint="as example.org,2026")
    return text


def regions_of(setting: str) -> tuple[str, ...]:
    """The countries of the setting `regions` ("US, HU"), the most wanted first.

    Raises:
        SettingError: one that is no ISO 3166 alpha-2 code.
    """
    regions = tuple(dict.fromkeys(part.upper() for part in re.split(r"[,\s]+", setting) if part))
    for region in regions:
        if not re.fullmatch("[A-Z]{2}", region):
            message = f"{region[:20]!r} is no country code"
            raise SettingError(message, id="AIRDATE_REGIONS", hint="such as US,HU")
    return regions


def claim_rows(entries: Iterable[Entry], work: Work) -> list[ClaimRow]:
    """Entries of a work as claim rows under its usual title.

    What only counts as a guess for our beliefs (an aggregator's "confirmed") is no fact for a forecast
    either. Plot and cast tell nothing of dates. `who` is a party whose word it is, not an outlet's source.
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
            who=(entry.claim.who or outlet) if rank(entry.claim) >= Rank.QUOTED else "",
            outlet=outlet,
            url=entry.claim.url or "",
            published=entry.claim.said_on,
        )
        for entry in entries
        for outlet in (entry.claim.said_via or "",)
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
