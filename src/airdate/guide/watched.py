"""The part on how much it was watched: hours, views, weeks and places, from published charts and reports.

Invariant: no figure of a period that ends after the guide's day, none of a season that was not out by then,
and no sum over sources, since a report and a chart count the same hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from airdate.catalogue.records import Popularity
from airdate.guide.known import cite_origins, links_to
from airdate.guide.release import is_out
from airdate.guide.words import count, join_words, say_day, say_when
from airdate.types import Note, Season, Section

_METHOD = (
    "Hours and views are sums over the published periods that were read. A weekly chart counts only the "
    "weeks that a title was in it; a report and a chart count the same hours and are not added up."
)
_MILLION = 1_000_000


def watched_section(
    popularity: Sequence[Popularity], seasons: Sequence[Season], season: int | None, as_of: date
) -> Section | None:
    """A line a season and source; `None` where nothing was counted by `as_of`."""
    out = {each.number for each in seasons if is_out(each, as_of)}
    told = [
        each
        for each in popularity
        if each.period.latest is not None
        and each.period.latest <= as_of
        and (each.season is None or each.season in out)
    ]
    groups: dict[tuple[int, str], list[Popularity]] = {}
    for each in sorted(told, key=lambda each: (each.season or 0, each.origin.source)):
        groups.setdefault((each.season or 0, each.origin.source), []).append(each)
    if not groups:
        return None
    notes = [_note(number, group, film=season is None) for (number, _), group in groups.items()]
    return Section(key="watched", heading="How much it was watched", notes=(*notes, Note(text=_METHOD)))


def _note(number: int, group: Sequence[Popularity], *, film: bool) -> Note:
    """`Season 1: 660 million hours in the first half of 2023, best place 1 (netflix-top10, …).`"""
    about = f"Season {number}: " if number else "" if film else "No season named: "
    origins = [max(group, key=lambda each: each.origin.retrieved_on).origin]
    text = f"{about}{join_words([*_figures(group)])} {_span(group)} ({cite_origins(origins)})."
    return Note(text=text[:1].upper() + text[1:], links=links_to(origins))


def _figures(group: Sequence[Popularity]) -> Iterator[str]:
    values = {m: [*_values(group, m)] for m in ("hours", "views", "weeks", "rank")}
    if values["hours"]:
        yield f"{_large(sum(values['hours']))} hours"
    if values["views"]:
        yield f"{_large(sum(values['views']))} views"
    if values["weeks"]:
        yield f"{count(int(max(values['weeks'])), 'week')} in the chart"
    if values["rank"]:
        yield f"best place {int(min(values['rank']))}"


def _values(group: Iterable[Popularity], measure: str) -> Iterator[float]:
    """One value a period: of two readings of one period, the later."""
    last: dict[str, Popularity] = {}
    for each in group:
        if each.measure == measure:
            held = last.get(each.period.edtf)
            if held is None or each.origin.retrieved_on > held.origin.retrieved_on:
                last[each.period.edtf] = each
    return (each.value for each in last.values())


def _span(group: Iterable[Popularity]) -> str:
    """From the first period to the last: `in the first half of 2023`, `in 9 periods until 3 April 2022`."""
    periods = {each.period.edtf: each.period for each in group}
    if len(periods) == 1:
        return say_when(next(iter(periods.values())))
    ends = [period.latest for period in periods.values() if period.latest]
    return f"in {count(len(periods), 'period')}, the last until {say_day(max(ends))}"


def _large(number: float) -> str:
    """`659.5 million`, `12,400`."""
    return f"{number / _MILLION:,.1f} million" if number >= _MILLION else f"{number:,.0f}"
