"""One work and its seasons out of records that disagree."""

from datetime import date

from airdate import dates
from airdate.catalogue.records import Instalment, Licence, Release
from airdate.catalogue.views import seasons_of
from airdate.types import ReleaseType
from tests.catalogue.samples import FACTS, origin


def release(
    day: str | None, *, season: int | None = 1, source: str = "a", licence: Licence = "facts",
    read_on: date = date(2026, 1, 2), type: ReleaseType | None = None,
) -> Release:  # fmt: skip
    window = dates.parse(day) if day else None
    return Release(work="w", season=season, window=window, type=type, origin=origin(source, licence, read_on))


def premieres(*releases: Release) -> list[str | None]:
    return [season.premiere and season.premiere.edtf for season in seasons_of("w", [], releases)]


def test_the_earliest_of_equals_is_the_premiere() -> None:
    assert premieres(release("2024-05-02"), release("2024-05-01", source="b")) == ["2024-05-01"]


def test_a_source_that_moved_a_date_no_longer_holds_the_old_one() -> None:
    later = release("2024-09-01", read_on=date(2026, 3, 1))
    assert premieres(release("2024-05-01"), later) == ["2024-09-01"]
    assert premieres(later, release("2024-05-01")) == ["2024-09-01"]


def test_a_later_silence_takes_no_date_back() -> None:
    assert premieres(release("2024-05-01"), release(None, read_on=date(2026, 3, 1))) == ["2024-05-01"]


def test_a_freer_licence_goes_before_an_earlier_day_and_any_date_before_none() -> None:
    tmdb = release("2024-05-01", source="tmdb", licence="tmdb")
    assert premieres(tmdb, release("2024-05-03")) == ["2024-05-03"]
    assert premieres(tmdb, release(None)) == ["2024-05-01"]


def test_a_festival_is_no_release_where_there_is_one() -> None:
    festival = release("2023-09-01", season=None, type="premiere")
    assert premieres(festival, release("2024-02-01", season=None, type="theatrical")) == ["2024-02-01"]
    assert premieres(festival) == ["2023-09-01"]


def test_a_window_stays_a_window_and_an_undated_season_is_listed_without_one() -> None:
    listed = [Instalment(work="w", season=2, origin=FACTS)]
    first, second = seasons_of("w", listed, [release("2024-21")])
    assert (first.premiere, first.precision) == (dates.parse("2024-21"), "season")
    assert (second.number, second.premiere) == (2, None)
