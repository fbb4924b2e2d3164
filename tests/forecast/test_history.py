"""Each trap of season data, one by one: what is no premiere is dropped, and counted."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from airdate.forecast.history import Titles, clean
from airdate.forecast.rows import SeasonRow
from tests.forecast.samples import SHOW, season


def days(rows: list[SeasonRow]) -> dict[int, str]:
    return {p.season: p.on.isoformat() for p in clean(rows).premieres}


def test_plain_seasons_stay_as_they_are() -> None:
    show = clean([season(1, "2019-03-01"), season(2, "2020-06-05")])
    assert days([season(1, "2019-03-01"), season(2, "2020-06-05")]) == {1: "2019-03-01", 2: "2020-06-05"}
    assert [gap for _, _, gap in show.gaps()] == [(date(2020, 6, 5) - date(2019, 3, 1)).days]
    assert sum(show.dropped.values()) == 0


def test_several_seasons_added_on_one_day_are_no_premieres() -> None:
    show = clean([season(1, "2019-03-01"), season(2, "2019-03-01"), season(3, "2020-05-07")])
    assert [p.season for p in show.premieres] == [3]
    assert show.dropped["several seasons on one day"] == 2


def test_the_newest_season_of_a_chart_day_may_be_new() -> None:
    rows = [season(n, "2021-07-15", precision="week", source="netflix-top10") for n in (1, 2, 3)]
    assert days(rows) == {3: "2021-07-15"}


def test_a_second_part_within_45_days_is_the_same_season() -> None:
    show = clean([season(1, "2019-03-01"), season(2, "2020-06-05"), season(3, "2020-07-10")])
    assert [(p.season, p.through) for p in show.premieres] == [(1, 1), (2, 3)]
    assert show.dropped["second drop of a season"] == 1


def test_an_old_season_that_comes_back_into_the_chart_is_no_premiere() -> None:
    rows = [
        season(1, "2021-07-08", precision="week", source="netflix-top10"),
        season(2, "2021-07-01"),
        season(3, "2022-07-01"),
    ]
    show = clean(rows)
    assert 1 not in {p.season for p in show.premieres}
    assert show.dropped["re-entry in a chart"] == 1


def test_a_chart_week_is_exact_to_three_days_and_a_first_of_month_to_fifteen() -> None:
    show = clean(
        [season(1, "2021-07-15", precision="week"), season(2, "2022-09-01"), season(3, "2023-09-07")]
    )
    assert [p.margin for p in show.premieres] == [3, 15, 0]


def test_a_mean_of_episode_days_serves_for_gaps_and_not_for_levels() -> None:
    rows = [
        season(n, day, precision="season_mean", source="economist")
        for n, day in ((1, "2001-01-10"), (2, "2002-01-12"))
    ]
    show = clean(rows)
    assert [gap for _, _, gap in show.gaps()] == [367]
    assert show.before(3) is None


def test_a_gap_is_not_taken_between_a_mean_and_a_day() -> None:
    rows = [season(1, "2001-01-10", precision="season_mean", source="economist"), season(2, "2001-10-01")]
    assert clean(rows).gaps() == []


def test_of_several_sources_the_more_exact_row_is_chosen_and_the_rest_counted() -> None:
    rows = [
        season(1, "2022-01-27", precision="week", source="netflix-top10"),
        season(1, "2022-01-28"),
        season(1, "2022-05-13", precision="season_mean", source="economist"),
    ]
    show = clean(rows)
    assert [p.on.isoformat() for p in show.premieres] == ["2022-01-28"]
    assert show.dropped["another source's row"] == 2


def test_a_service_that_licensed_a_show_later_does_not_date_its_premiere() -> None:
    rows = [season(1, "2020-02-14"), season(1, "2018-09-20", source="tvmaze")]
    assert days(rows) == {1: "2018-09-20"}


def test_sources_years_apart_are_two_shows_and_the_later_one_is_kept() -> None:
    rows = [
        season(1, "2014-10-08", source="tvmaze"),
        season(2, "2015-10-14", source="tvmaze"),
        season(1, "2019-01-25"),
        season(2, "2020-03-13"),
    ]
    show = clean(rows)
    assert days(rows) == {1: "2019-01-25", 2: "2020-03-13"}
    assert show.dropped["same title, other show"] == 2


def test_seasons_out_of_order_are_dropped() -> None:
    show = clean([season(1, "2019-03-01"), season(2, "2018-03-01"), season(3, "2021-03-04")])
    assert len(show.premieres) == 2
    assert show.dropped["out of order"] == 1


@pytest.mark.parametrize(("row", "reason"), [
    (season(0, "2019-12-20"), "special"),
    (season(1, "2019-12-20", genres=("Film",)), "film"),
])  # fmt: skip
def test_specials_and_films_are_no_seasons(row: SeasonRow, reason: str) -> None:
    show = clean([row])
    assert show.premieres == () and show.dropped == {reason: 1}


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [
        season(1, "2019-03-01"),
        season(1, "2019-02-28", precision="week"),
        season(2, "2020-06-05"),
        season(2, "2020-06-01", source="tvmaze"),
    ]
    outcomes = {tuple((p.season, p.on) for p in clean(list(order)).premieres) for order in permutations(rows)}
    assert len(outcomes) == 1


def test_a_second_name_leads_to_the_title_only_where_it_is_unique() -> None:
    rows = [season(1, "2019-03-01", alias="등대"), season(1, "2020-01-02", title="Other", alias="Shared")]
    titles = Titles([*rows, season(1, "2021-01-02", title="Third", alias="Shared")])
    assert titles.rows_of("등대")[0].title == SHOW
    assert titles.rows_of("lantern  bay!")[0].title == SHOW
    assert titles.rows_of("Shared") == []
