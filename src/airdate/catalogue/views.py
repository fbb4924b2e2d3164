"""From records to the values that the other rooms read: one `Work`, its `Season`s. Pure.

Where sources disagree, the value of the freest licence is shown, and of those the one read last: the records
come in that order. Nothing is mixed within a season: its date, link and licence are one record's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from airdate.catalogue.ids import scheme
from airdate.catalogue.licences import LICENCES
from airdate.catalogue.records import Instalment, Name, Offer, Release, Title
from airdate.types import Form, Season, Work

#: Showings before the release proper: festivals and previews.
_PREVIEWS = ("premiere", "limited")


def work_of(
    ids: Sequence[str], titles: Sequence[Title], names: Sequence[Name], offers: Sequence[Offer]
) -> Work | None:
    """A work from its records; `None` where none gives it a title. The first of `ids` names it."""
    if not titles:
        return None
    title = titles[0].title
    others = [record.title for record in titles] + [record.name for record in names]
    return Work(
        work_id=ids[0],
        title=title,
        form=form_of(titles),
        aliases=tuple(name for name in dict.fromkeys(others) if name != title),
        services=tuple(dict.fromkeys(record.service for record in offers)),
        country=country_of(titles),
        year=next((record.year for record in titles if record.year), None),
        ids={scheme(id): id.removeprefix(f"{scheme(id)}:") for id in reversed(ids) if scheme(id)},
    )


def form_of(titles: Iterable[Title]) -> Form:
    """Series or film, as the freest record that says so has it."""
    return next((record.form for record in titles if record.form), "series")


def country_of(titles: Iterable[Title]) -> str | None:
    """The country, as the freest record that names one has it."""
    return next((record.country for record in titles if record.country), None)


def seasons_of(work_id: str, instalments: Iterable[Instalment], releases: Iterable[Release]) -> list[Season]:
    """The seasons by number, each with its first release; a film's one "season" has no number."""
    best: dict[int | None, Instalment | Release] = {}
    listed: list[Instalment | Release] = [*sorted(_latest(releases), key=_release_order), *instalments]
    for record in listed:
        best.setdefault(record.season, record)
    return [_season(work_id, best[number]) for number in sorted(best, key=lambda number: number or 0)]


def _latest(releases: Iterable[Release]) -> list[Release]:
    """What each source said last for a region and type: one that moved a date no longer holds the old.

    One that no longer gives a date takes none back.
    """
    last: dict[tuple[object, ...], Release] = {}
    for record in releases:
        key = (record.season, record.region, record.type, record.origin.source, record.window is None)
        held = last.get(key)
        if held is None or record.origin.retrieved_on > held.origin.retrieved_on:
            last[key] = record
    return list(last.values())


def _release_order(record: Release) -> tuple[bool, bool, int, bool, date]:
    """A dated release before an undated one, the release proper, the freest licence, a day, the earliest."""
    window = record.window
    return (
        window is None,
        record.type in _PREVIEWS,
        LICENCES[record.origin.licence].rank,
        window is None or not window.is_day,
        window.earliest if window and window.earliest else date.max,
    )


def _season(work_id: str, record: Instalment | Release) -> Season:
    window = record.window if isinstance(record, Release) else None
    return Season(
        work_id=work_id,
        number=record.season,
        premiere=window,
        precision=window.precision if window else "day",
        source=record.origin.source,
        url=record.origin.url,
        retrieved_on=record.origin.retrieved_on,
        licence=record.origin.licence,
    )
