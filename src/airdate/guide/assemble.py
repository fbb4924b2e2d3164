"""Beliefs, forecast and catalogue to a guide.

Invariant: pure, and of what was said only entries that `evidence.gather` lets through are spoken of; a
season that came out after `as_of` is not yet out. No words of an article are repeated, only what they
come to, with links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from airdate.guide.answer import answer
from airdate.guide.changes import timeline
from airdate.guide.evidence import Evidence, about, gather, grouped, ids, latest_first, strongest_first
from airdate.guide.known import Known
from airdate.guide.leftoff import cast_so_far_section, left_off_section
from airdate.guide.meanwhile import meanwhile_section
from airdate.guide.outlook import forecast_section
from airdate.guide.parts import (
    cast_section,
    decision_section,
    last_said_section,
    plot_section,
    production_section,
    trailer_section,
)
from airdate.guide.release import is_out, previous_season, release_section
from airdate.guide.shelf import decision_of
from airdate.guide.undated import undated_section
from airdate.guide.watched import watched_section
from airdate.guide.where import where_section
from airdate.guide.words import outlet_name
from airdate.types import (
    Belief,
    Change,
    Entry,
    Failure,
    Forecast,
    Guide,
    Note,
    Season,
    Section,
    SourceLine,
    Work,
)


def assemble(
    work: Work,
    season: int | None,
    *,
    seasons: Sequence[Season],
    entries: Sequence[Entry],
    beliefs: Sequence[Belief],
    forecast: Forecast | Failure | None,
    as_of: date,
    known_at: datetime | None = None,
    names: Mapping[str, str] | None = None,
    known: Known | None = None,
    later: Guide | None = None,
) -> Guide:
    """The guide to one season.

    Args:
        work: the series or film.
        season: which season; `None` for a film or the whole series.
        seasons: the work's seasons as the catalogue has them.
        entries: the ledger's rows on the work; closed rows and tombstones give the corrections.
        beliefs: what `ledger.settle` made of them for the same `as_of` and `known_at`.
        forecast: the forecast for `as_of`, why there is none, or `None` where none was asked for.
        as_of: the day for which the guide speaks; nothing said later shows.
        known_at: the instant of the ledger that it speaks from; `None` for now.
        names: outlet domain → name; an unlisted outlet goes by its domain.
        known: what the catalogue has on the work beside its seasons.
        later: what this function gave for that day or a later one, from the same `seasons`, `entries`,
            `known_at` and `names`. It saves the work of settling each day of the timeline anew, and is not
            looked at where it can tell nothing of this day.
    """
    premiere, before = _premiere(seasons, season, as_of), previous_season(seasons, season, as_of)
    rows = about(entries, season, _since(seasons, season, as_of))
    known = known or Known()
    evidence = gather(rows, as_of=as_of, known_at=known_at, names=names or {})
    plots = gather(known.plots, as_of=as_of, known_at=known_at, names=names or {})
    told = [_without_wording(belief) for belief in beliefs if _is_told(belief, season, evidence)]
    dated = [belief for belief in told if belief.rule != "undated"]
    begun = _told(later, (work.work_id, season, known_at), seasons, as_of)
    return Guide(
        work_id=work.work_id,
        title=work.title,
        season=season,
        as_of=as_of,
        known_at=known_at,
        answer=answer(premiere, dated, forecast, evidence),
        sections=_shown(
            *_said(premiere, before, dated, forecast, evidence),
            where_section(known, dated, evidence),
            *_before_it(known, before, season, plots),
            watched_section(known.popularity, seasons, season, as_of),
            meanwhile_section(known.related),
            undated_section(evidence),
            last_said_section(evidence),
            _credits_section(known),
        ),
        changes=timeline(rows, evidence, known_at, begun),
        sources=_sources(evidence),
        forecast=forecast if isinstance(forecast, Forecast) and premiere is None else None,
        beliefs=tuple(told),
    )


def _since(seasons: Sequence[Season], number: int | None, as_of: date) -> date | None:
    """The day on which the season before came: what is said of the whole series since then is of this one."""
    before = previous_season(seasons, number, as_of)
    return before.premiere.latest if before and before.premiere else None


def _told(
    later: Guide | None,
    subject: tuple[str, int | None, datetime | None],
    seasons: Sequence[Season],
    as_of: date,
) -> tuple[Change, ...] | None:
    """The changes of a later guide, where it was made of the rows that are this day's; else `None`.

    `subject` is the work's id, the season and the instant of the ledger.
    """
    if later is None or later.as_of < as_of or (later.work_id, later.season, later.known_at) != subject:
        return None
    same_rows = _since(seasons, later.season, later.as_of) == _since(seasons, later.season, as_of)
    return later.changes if same_rows else None


def _is_told(belief: Belief, season: int | None, evidence: Evidence) -> bool:
    """Is it about this season, or about the series and said since the season before?"""
    return belief.season == season or (belief.season is None and evidence.bears(belief))


def _without_wording(belief: Belief) -> Belief:
    """An answer on the plot is the page's own words."""
    return replace(belief, answer="") if belief.question == "plot" else belief


def _premiere(seasons: Iterable[Season], number: int | None, as_of: date) -> Season | None:
    """The season's own entry in the catalogue, if it was out by that day."""
    return next((season for season in seasons if season.number == number and is_out(season, as_of)), None)


def _shown(*sections: Section | None) -> tuple[Section, ...]:
    return tuple(section for section in sections if section is not None)


def _said(
    premiere: Season | None,
    before: Season | None,
    beliefs: Sequence[Belief],
    forecast: Forecast | Failure | None,
    evidence: Evidence,
) -> tuple[Section | None, ...]:
    """The sections that rest on what was said, and on the forecast."""
    return (
        release_section(premiere, before, beliefs, evidence),
        None if premiere or decision_of(beliefs) == "cancelled" else forecast_section(forecast),
        decision_section(beliefs, evidence),
        production_section(beliefs, evidence),
        cast_section(beliefs, evidence),
        plot_section(evidence),
        trailer_section(beliefs, evidence),
    )


def _before_it(
    known: Known, before: Season | None, season: int | None, plots: Evidence
) -> tuple[Section | None, ...]:
    """The sections on the seasons before it: who was in them, and where the last one left off."""
    return cast_so_far_section(known, season, before), left_off_section(known, before, plots)


def _credits_section(known: Known) -> Section | None:
    """The lines that licences ask for where their values are shown."""
    notes = tuple(Note(text=f"{credit}.") for credit in known.notice.credits)
    return Section(key="credits", heading="Credits", notes=notes) if notes else None


def _sources(evidence: Evidence) -> tuple[SourceLine, ...]:
    """One line a page, the newest first and the undated last."""
    entries = [*latest_first(evidence.dated), *evidence.undated]
    pages = grouped(entries, lambda entry: f"{entry.claim.said_via} {entry.claim.url} {entry.claim.said_on}")
    return tuple(_source(page, evidence) for page in pages.values())


def _source(page: Sequence[Entry], evidence: Evidence) -> SourceLine:
    strongest = strongest_first(page)[0].claim
    return SourceLine(
        outlet=outlet_name(strongest, evidence.names),
        url=strongest.url,
        said_on=strongest.said_on,
        standing=strongest.standing_of_source,
        entries=ids(page),
    )
