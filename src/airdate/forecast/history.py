"""Seasons as they came out: one premiere a season, chosen from what several sources say.

Invariant: a premiere here is a first release. Catalogue additions, re-entries in a chart, second drops
of one season and rows of another show of the same title are dropped and counted, never silently lost.
The rules see only the rows that they are given, so that rows of the future cannot change the past.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise

import msgspec

from airdate.forecast.rows import RowPrecision, SeasonRow, title_key
from airdate.types import Struct

ONE_SEASON_DAYS = 45  # "Part 2" or "Volume 2" within so many days is a second drop of one season
OTHER_SHOW_DAYS = 3 * 365  # sources that differ by more on one season speak of two shows
LICENSED_DAYS = 30  # a service's date this much after another source's is the day it was added

#: Days by which the true day may lie on either side.
MARGIN: dict[RowPrecision, int] = {"day": 0, "announced": 0, "week": 3, "season_mean": 105}
PLACEHOLDER_MARGIN = 15  # the first of a month mostly stands for "some day of it"

_PRECISION_ORDER: tuple[RowPrecision, ...] = ("day", "announced", "week", "season_mean")
#: Sources from the most to the least exact, as measured where two of them date one season.
_SOURCE_ORDER = ("tmdb", "tvmaze", "bangumi", "netflix", "wikipedia", "metacritic", "economist")


class Premiere(Struct, frozen=True, kw_only=True):
    """The first release of a season: the day, and by how many days it may be off.

    `through` is the number of the last instalment that came with it as a second drop.
    """

    season: int
    through: int
    on: date
    margin: int
    row: SeasonRow

    @property
    def has_level(self) -> bool:
        """May the day itself be used? A mean of episode days only serves for gaps."""
        return self.row.precision != "season_mean"


class Show(Struct, frozen=True, kw_only=True):
    """The seasons of one title in order, and how many rows were dropped for which reason."""

    premieres: tuple[Premiere, ...]
    dropped: Mapping[str, int]

    def before(self, season: int) -> Premiere | None:
        """The last dated season below `season`; `None` where there is none."""
        earlier = [p for p in self.premieres if p.season < season and p.has_level]
        return earlier[-1] if earlier else None

    def gaps(self) -> list[tuple[Premiere, Premiere, int]]:
        """Consecutive seasons with the days between them, both from the same kind of date."""
        pairs = pairwise(self.premieres)
        return [
            (a, b, (b.on - a.on).days)
            for a, b in pairs
            if b.season == a.through + 1 and a.has_level == b.has_level
        ]


class Titles:
    """Season rows by title; a native or second name (`alias`) leads to them where it is unique."""

    def __init__(self, rows: Iterable[SeasonRow]) -> None:
        self.by_key: dict[str, list[SeasonRow]] = defaultdict(list)
        names: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self.by_key[title_key(row.title)].append(row)
            names[title_key(row.alias)].add(title_key(row.title))
        self._alias = {alias: next(iter(keys)) for alias, keys in names.items() if alias and len(keys) == 1}

    def rows_of(self, title: str) -> list[SeasonRow]:
        """All rows of the title; empty where it is unknown."""
        key = title_key(title)
        return self.by_key.get(key) or self.by_key.get(self._alias.get(key, ""), [])


def clean(rows: Iterable[SeasonRow]) -> Show:
    """Choose one premiere a season from one title's rows.

    In order: leave out specials (season 0), films and catalogue additions, keep the latest of same-title
    shows, choose a row a season by precision and source, then drop chart re-entries and seasons out of
    order, and merge second drops.
    """
    dropped: Counter[str] = Counter()
    kept = _series_rows(rows, dropped)
    kept = _without_additions(kept, dropped)
    kept = _latest_show(kept, dropped)
    chosen = _one_row_a_season(kept, dropped)
    chosen = _without_reentries(chosen, dropped)
    chosen = _in_order(chosen, dropped)
    return Show(premieres=_merge_second_drops(chosen, dropped), dropped=dict(dropped))


def is_placeholder(row: SeasonRow) -> bool:
    """Does the day look like "some day of that month"? The first of a month mostly does."""
    return row.precision in ("day", "announced") and row.premiere.day == 1


def _series_rows(rows: Iterable[SeasonRow], dropped: Counter[str]) -> list[SeasonRow]:
    kept = []
    for row in rows:
        if row.season == 0:
            dropped["special"] += 1
        elif any(genre.strip().casefold() in ("film", "movie") for genre in row.genres):
            dropped["film"] += 1
        else:
            kept.append(row)
    return kept


def _latest_show(rows: list[SeasonRow], dropped: Counter[str]) -> list[SeasonRow]:
    """Where sources date one season years apart, two shows share the title: keep the later one."""
    for season, candidates in sorted(_by_season(rows).items()):
        days = sorted(row.premiere for row in candidates if row.precision != "week")
        later = [b for a, b in pairwise(days) if (b - a).days > OTHER_SHOW_DAYS]
        if later:
            kept = [row for row in rows if row.season < season or row.premiere >= later[-1]]
            dropped["same title, other show"] += len(rows) - len(kept)
            return kept
    return rows


def _one_row_a_season(rows: list[SeasonRow], dropped: Counter[str]) -> list[SeasonRow]:
    chosen = []
    for _, candidates in sorted(_by_season(rows).items()):
        best = min(candidates, key=_preference)
        days = [row for row in candidates if row.precision == "day" and not is_placeholder(row)]
        licensed = best.source.startswith("netflix")
        earlier = [r for r in days if (best.premiere - r.premiere).days > LICENSED_DAYS] if licensed else []
        chosen.append(min(earlier, key=lambda r: r.premiere) if earlier else best)
        dropped["another source's row"] += len(candidates) - 1
        if any(abs((row.premiere - chosen[-1].premiere).days) > LICENSED_DAYS for row in days):
            dropped["sources differ on the day"] += 1
    return chosen


def _preference(row: SeasonRow) -> tuple[int, bool, int, date]:
    source = next((i for i, s in enumerate(_SOURCE_ORDER) if row.source.startswith(s)), len(_SOURCE_ORDER))
    return _PRECISION_ORDER.index(row.precision), is_placeholder(row), source, row.premiere


def _without_reentries(rows: list[SeasonRow], dropped: Counter[str]) -> list[SeasonRow]:
    """A chart row is no premiere once a later season is out: the old season came back with it."""
    kept = []
    for i, row in enumerate(rows):
        latest = row.premiere + timedelta(days=ONE_SEASON_DAYS)
        if row.precision == "week" and any(later.premiere <= latest for later in rows[i + 1 :]):
            dropped["re-entry in a chart"] += 1
        else:
            kept.append(row)
    return kept


def _without_additions(rows: list[SeasonRow], dropped: Counter[str]) -> list[SeasonRow]:
    """Several seasons on one day by one source: a catalogue addition, and no premiere of any of them.

    In a chart the last of them may be new and have brought the others back.
    """
    together: dict[tuple[str, date], list[int]] = defaultdict(list)
    for row in rows:
        together[row.source, row.premiere].append(row.season)
    kept = []
    for row in rows:
        seasons = together[row.source, row.premiere]
        newest = row.precision == "week" and row.season == max(seasons)
        if len(set(seasons)) == 1 or newest or row.precision == "season_mean":
            kept.append(row)
        else:
            dropped["several seasons on one day"] += 1
    return kept


def _in_order(rows: list[SeasonRow], dropped: Counter[str]) -> list[SeasonRow]:
    """Seasons come out in their order; of two that do not, the less exact row goes."""
    kept: list[SeasonRow] = []
    for row in rows:
        while kept and row.premiere < kept[-1].premiere and _preference(row) < _preference(kept[-1]):
            kept.pop()
            dropped["out of order"] += 1
        if kept and row.premiere < kept[-1].premiere:
            dropped["out of order"] += 1
        else:
            kept.append(row)
    return kept


def _merge_second_drops(rows: list[SeasonRow], dropped: Counter[str]) -> tuple[Premiere, ...]:
    """Instalments within 45 days are one season: it keeps the first day and both numbers."""
    merged: list[Premiere] = []
    for row in rows:
        if merged and (row.premiere - merged[-1].on).days <= ONE_SEASON_DAYS:
            dropped["second drop of a season"] += 1
            merged[-1] = msgspec.structs.replace(merged[-1], through=row.season)
            continue
        margin = PLACEHOLDER_MARGIN if is_placeholder(row) else MARGIN[row.precision]
        merged.append(
            Premiere(season=row.season, through=row.season, on=row.premiere, margin=margin, row=row)
        )
    return tuple(merged)


def _by_season(rows: Iterable[SeasonRow]) -> dict[int, list[SeasonRow]]:
    seasons: dict[int, list[SeasonRow]] = defaultdict(list)
    for row in rows:
        seasons[row.season].append(row)
    return seasons
