"""What the API answers with: one type an answer, each field with its meaning, from which the OpenAPI is made.

Rows of claims, beliefs and frozen forecasts have the columns of the exported tables, so that both have the
same names, and neither has a column for quoted words.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from airdate.dates import Window
from airdate.publish.guide_json import FORM
from airdate.publish.schemas import BELIEFS, CLAIMS, FORECASTS, ColumnType, Table
from airdate.publish.site.model import Certainty
from airdate.types import Forecast, Form, Guide, Struct

_TYPES: dict[ColumnType, Any] = {
    "text": str,
    "link": str,
    "integer": int,
    "number": float,
    "day": date,
    "instant": datetime,
}


class GuideAnswer(Guide, frozen=True, kw_only=True):
    """A living guide; every field is described in the reference of the guide as JSON."""

    form: Annotated[str, Meta(description=f"Always `{FORM}`; another value means another form.")] = FORM


class WorkAnswer(Struct, frozen=True, kw_only=True):
    """A series or film that the ledger speaks of."""

    work_id: Annotated[str, Meta(description="Its id, as the ledger and every other answer have it.")]
    title: Annotated[str, Meta(description="Its usual name.")]
    form: Annotated[Form, Meta(description="`series`, `film` or `special`.")]
    year: Annotated[int | None, Meta(description="The first year; null where it is not known.")]
    country: Annotated[str | None, Meta(description="ISO 3166 alpha-2; null where it is not known.")]
    names: Annotated[tuple[str, ...], Meta(description="Other names that it is found by.")]
    services: Annotated[tuple[str, ...], Meta(description="Where it is to be watched.")]
    tags: Annotated[tuple[str, ...], Meta(description="Genres and themes.")]
    ids: Annotated[tuple[str, ...], Meta(description="All its ids, with their schemes.")]
    seasons: Annotated[
        tuple[int | None, ...], Meta(description="Seasons that are spoken of; null for a film or the whole.")
    ]
    link: Annotated[str, Meta(description="Its page, by the first of its seasons.")]


class SeasonAnswer(Struct, frozen=True, kw_only=True):
    """A season and its first release, as far as the catalogue knows."""

    number: Annotated[int | None, Meta(description="The season; null for a film.")]
    premiere: Annotated[Window | None, Meta(description="Its first release; null where it is not known.")]
    source: Annotated[str, Meta(description="Who says so.")]
    url: Annotated[str | None, Meta(description="Where.")]
    licence: Annotated[str, Meta(description="Under which terms it may be passed on.")]


class CalendarAnswer(Struct, frozen=True, kw_only=True):
    """A season's place in the calendar."""

    work_id: Annotated[str, Meta(description="Id of the work.")]
    title: Annotated[str, Meta(description="Its usual name.")]
    season: Annotated[int | None, Meta(description="The season; null for a film.")]
    when: Annotated[Window, Meta(description="The day, the named window, or the month of the forecast.")]
    certainty: Annotated[
        Certainty, Meta(description="`confirmed` day, named `window`, or `likely` by our forecast.")
    ]
    who: Annotated[str, Meta(description="Who says so; empty for `likely`.")]
    services: Annotated[tuple[str, ...], Meta(description="Where it is to be watched.")]
    tags: Annotated[tuple[str, ...], Meta(description="Genres and themes.")]
    link: Annotated[str, Meta(description="The season's page.")]


class AwaitedAnswer(Struct, frozen=True, kw_only=True):
    """An awaited season that nobody has dated."""

    work_id: Annotated[str, Meta(description="Id of the work.")]
    title: Annotated[str, Meta(description="Its usual name.")]
    season: Annotated[int | None, Meta(description="The season; null for a film.")]
    decision: Annotated[str, Meta(description="What was decided, in a word; `unknown` where nobody told.")]
    forecast: Annotated[
        Forecast | None, Meta(description="When we expect it; null where there is no saying.")
    ]
    link: Annotated[str, Meta(description="The season's page.")]


class ChangeAnswer(Struct, frozen=True, kw_only=True):
    """Something that changed what a guide says; none that tells of a plot or cast."""

    work_id: Annotated[str, Meta(description="Id of the work.")]
    title: Annotated[str, Meta(description="Its usual name.")]
    season: Annotated[int | None, Meta(description="The season whose guide changed; null for a film.")]
    on: Annotated[Window, Meta(description="When it was said.")]
    text: Annotated[str, Meta(description="What changed, in one line.")]
    question: Annotated[str | None, Meta(description="What it is about; null where we mended a statement.")]
    before: Annotated[str | None, Meta(description="The answer before, in words; null where there was none.")]
    now: Annotated[str | None, Meta(description="The answer since, in words.")]
    said_by: Annotated[str, Meta(description="Who said so; empty where time alone changed it.")]
    entry_id: Annotated[str, Meta(description="The entry that changed it.")]
    link: Annotated[str, Meta(description="The season's page.")]


class ListAnswer(Struct, frozen=True, kw_only=True):
    """A list of works that share a theme."""

    theme: Annotated[str, Meta(description="The theme.")]
    order: Annotated[str, Meta(description="How its works are ordered, in words.")]
    items: Annotated[tuple[ListedAnswer, ...], Meta(description="Its works, in that order.")]


class ListedAnswer(Struct, frozen=True, kw_only=True):
    """A work of a list."""

    work_id: Annotated[str, Meta(description="Id of the work.")]
    title: Annotated[str, Meta(description="Its usual name.")]
    reason: Annotated[str, Meta(description="Why it is listed.")]


class OutletAnswer(Struct, frozen=True, kw_only=True):
    """How often an outlet's own windows held the day. No ranking: the order is that of the alphabet."""

    outlet: Annotated[str, Meta(description="Its domain.")]
    resolved: Annotated[int, Meta(description="Windows of which we know what came.")]
    held: Annotated[int, Meta(description="Those that held the day.")]
    open: Annotated[int, Meta(description="Those that still wait for it.")]
    void: Annotated[int, Meta(description="Those whose season never came.")]
    share: Annotated[float | None, Meta(description="Share that held, shrunk; null below 20.")]
    low: Annotated[float | None, Meta(description="Lower end of its 90 % interval.")]
    high: Annotated[float | None, Meta(description="Upper end of its 90 % interval.")]


class ScoreAnswer(Struct, frozen=True, kw_only=True):
    """One of our frozen forecasts beside the day of release."""

    title: Annotated[str, Meta(description="The work's name.")]
    season: Annotated[int | None, Meta(description="Its season.")]
    at: Annotated[date, Meta(description="The day that it was made for.")]
    released: Annotated[date, Meta(description="The day on which the season came.")]
    crps: Annotated[float, Meta(description="Continuous ranked probability score, in days.")]
    in_interval: Annotated[bool, Meta(description="Did the 80 % band hold the day?")]
    later: Annotated[bool, Meta(description="Did it come later than the median?")]


class RecordAnswer(Struct, frozen=True, kw_only=True):
    """Our own record: every frozen forecast counts."""

    scored: Annotated[tuple[ScoreAnswer, ...], Meta(description="Forecasts whose season has come.")]
    open: Annotated[int, Meta(description="Forecasts whose season is awaited.")]
    never_came: Annotated[int, Meta(description="Forecasts whose season was called off.")]


class CheckedAnswer(Struct, frozen=True, kw_only=True):
    """A claim of a checked text, and what became of it. The text itself is not repeated."""

    verdict: Annotated[str, Meta(description="`holds`, `outdated`, `contradicted`, `guess` or `not_known`.")]
    start: Annotated[int | None, Meta(description="First code point of its sentence.")]
    end: Annotated[int | None, Meta(description="The code point after its last.")]
    title: Annotated[str, Meta(description="The work that it speaks of.")]
    season: Annotated[int | None, Meta(description="The season.")]
    kind: Annotated[str, Meta(description="What it is about: `status`, `release`, `production` and others.")]
    value: Annotated[str, Meta(description="What it says.")]
    modality: Annotated[str, Meta(description="`confirmed` or `expected`.")]
    person: Annotated[str | None, Meta(description="The person (cast).")]
    character: Annotated[str | None, Meta(description="The character (cast).")]
    entries: Annotated[tuple[str, ...], Meta(description="Ids of the entries that it was held against.")]
    facts: Annotated[tuple[str, ...], Meta(description="What others have said, to put in its place.")]


class CheckAnswer(Struct, frozen=True, kw_only=True):
    """A checked text."""

    document_id: Annotated[str, Meta(description="Its link, or a hash of its content.")]
    as_of: Annotated[date, Meta(description="It was held against what had been said by this day.")]
    claims: Annotated[tuple[CheckedAnswer, ...], Meta(description="Its claims, in their order.")]


class TextToCheck(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text to be checked; it is read and forgotten."""

    text: Annotated[str, Meta(min_length=1, description="The article, as text or HTML.")]
    as_of: Annotated[
        date | None, Meta(description="Held against what had been said by that day; today where missing.")
    ] = None


class LinkToCheck(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A link to be checked; its page is fetched once, as its host allows, and forgotten."""

    url: Annotated[str, Meta(pattern=r"^https?://\S+$", max_length=2000, description="The page.")]
    as_of: Annotated[
        date | None, Meta(description="Held against what had been said by that day; today where missing.")
    ] = None


def _row(name: str, table: Table) -> type[msgspec.Struct]:
    """A type with a table's columns; any value may be null."""
    fields = [
        (column.name, Annotated[_TYPES[column.type] | None, Meta(description=column.help)])
        for column in table.columns
    ]
    return _named(name, fields, table.help)


def _page(name: str, row: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """A type of answer with rows and a cursor."""
    fields = [
        ("items", Annotated[tuple[row, ...], Meta(description="The rows, in a stable order.")]),  # type: ignore[valid-type]
        ("next", Annotated[str | None, Meta(description="`cursor` of the next rows; null at the end.")]),
    ]
    return _named(name, fields, "A page of rows.")


def _named(name: str, fields: list[tuple[str, Any]], help: str) -> type[msgspec.Struct]:
    made = msgspec.defstruct(name, fields, frozen=True, kw_only=True, module=__name__)
    made.__doc__ = help
    return made


Claims = _page("Claims", _row("ClaimRow", CLAIMS))
Beliefs = _page("Beliefs", _row("BeliefRow", BELIEFS))
Vintages = _page("Vintages", _row("ForecastRow", FORECASTS))
Works = _page("Works", WorkAnswer)
Seasons = _page("Seasons", SeasonAnswer)
Calendar = _page("Calendar", CalendarAnswer)
Undated = _page("Undated", AwaitedAnswer)
ChangesPage = _page("Changes", ChangeAnswer)
Lists = _page("Lists", ListAnswer)
Outlets = _page("Outlets", OutletAnswer)
