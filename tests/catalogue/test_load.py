"""Loading: resumed where it stopped, the same twice changes nothing, a bad row is a failure with its line."""

import gzip
from pathlib import Path

import pytest

from airdate import dates
from airdate.catalogue import Catalogue
from airdate.catalogue.imdb_files import akas_rows, basics_rows
from airdate.catalogue.load import LoadReport, Progress, load
from airdate.catalogue.netflix_files import engagement_rows, top10_rows
from airdate.catalogue.records import Name, Popularity, Title
from airdate.catalogue.store import Store
from airdate.catalogue.titles import join_titles
from airdate.errors import SourceError
from tests.catalogue.samples import contents, origin, title

IMDB = origin("imdb", "imdb-non-commercial")
BASICS = (
    "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n"
)
AKAS = "titleId\tordering\ttitle\tregion\tlanguage\ttypes\tattributes\tisOriginalTitle\n"


def basics(path: Path, count: int) -> Path:
    lines = [
        f"tt{n:07d}\ttvSeries\tLantern {n}\tLaterne {n}\t0\t2020\t\\N\t45\tDrama,Horror\n"
        for n in range(count)
    ]
    path.write_text(BASICS + "".join(lines), encoding="utf-8")
    return path


def load_basics(store: Store, path: Path, **given: object) -> LoadReport:
    return load(store, basics_rows(path, IMDB), file=path.name, version="1", batch_rows=10, **given)  # type: ignore[arg-type]


def test_an_interrupted_load_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    path = basics(tmp_path / "title.basics.tsv", 95)

    def stop_at_forty(state: Progress) -> None:
        if state.rows == 40:
            raise KeyboardInterrupt

    store = Store(tmp_path / "catalogue.db")
    with pytest.raises(KeyboardInterrupt):
        load_basics(store, path, progress=stop_at_forty)
    store.close()
    store = Store(tmp_path / "catalogue.db")
    seen: list[int] = []
    report = load_basics(store, path, progress=lambda state: seen.append(state.rows))
    assert seen == [50, 60, 70, 80, 90, 95]
    whole = Store()
    load_basics(whole, path)
    assert contents(store) == contents(whole)
    assert report.progress.rows == 95


def test_the_same_file_again_does_nothing(tmp_path: Path) -> None:
    path = basics(tmp_path / "title.basics.tsv", 25)
    store = Store()
    assert load_basics(store, path).progress.records == 100
    before = contents(store)
    assert load_basics(store, path).progress.records == 0
    assert contents(store) == before


def test_rows_that_do_not_fit_are_failures_with_their_lines_and_the_rest_loads(tmp_path: Path) -> None:
    path = basics(tmp_path / "title.basics.tsv", 3)
    with path.open("a", encoding="utf-8") as file:
        file.write("tt9\tmovie\n")
        file.write("nm0000001\tmovie\tA\tA\t0\t2020\t\\N\t1\t\\N\n")
        file.write("tt0000099\tmovie\tLast\tLast\t0\tsoon\t\\N\t1\t\\N\n")
        file.write("tt0000098\tmovie\tLast\tLast\t0\t\\N\t\\N\t1\t\\N\n")
        file.write("tt0000097\ttvEpisode\tPilot\tPilot\t0\t\\N\t\\N\t1\t\\N\n")
    store = Store()
    report = load_basics(store, path)
    assert [failure.id for failure in report.failures] == [f"title.basics.tsv:{n}" for n in (5, 6, 7)]
    assert report.progress.failed == 3
    assert store.exact("last") == [("tt0000098", 0)]
    assert not store.exact("pilot")


def test_gzipped_names_load_and_a_broken_archive_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "title.akas.tsv.gz"
    row = "tt0000001\t1\tLaternengasse\tDE\t\\N\timdbDisplay\t\\N\t0\n"
    path.write_bytes(gzip.compress((AKAS + row).encode()))
    store = Store()
    load(store, akas_rows(path, IMDB), file="akas", version="1")
    assert store.read(Name, ["tt0000001"]) == [
        Name(work="tt0000001", name="Laternengasse", region="DE", origin=IMDB)
    ]
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(SourceError, match="cannot be read"):
        load(store, akas_rows(path, IMDB), file="akas", version="2")


TOP10 = """week\tcategory\tweekly_rank\tshow_title\tseason_title\tweekly_hours_viewed\truntime\t\
weekly_views\tcumulative_weeks_in_top_10
2024-01-07\tTV (English)\t1\tLantern Street\tLantern Street: Season 2\t30500000\t5.5\t5500000\t3
2024-01-07\tFilms (English)\t2\tThe Long Tide\tN/A\t9000000\t1.5\t6000000\t1
soon\tTV (English)\t1\tNobody\tNobody: Season 1\t1\t\t\t1
"""  # made up


def test_charts_become_popularity_by_season_and_week() -> None:
    store = Store()
    report = load(store, top10_rows(TOP10.splitlines(), origin("netflix-top10")), file="top10", version="1")
    held = store.read(Popularity, ["title:lantern-street"])
    assert {(record.measure, record.value, record.season) for record in held} == {
        ("hours", 30_500_000.0, 2), ("views", 5_500_000.0, 2), ("rank", 1.0, 2), ("weeks", 3.0, 2),
    }  # fmt: skip
    assert {record.period for record in held} == {dates.parse("2024-01-01/2024-01-07")}
    assert [title.form for title in store.read(Title, ["title:the-long-tide"])] == ["film"]
    assert [failure.id for failure in report.failures] == ["row:4"]


def test_a_report_names_seasons_and_native_titles() -> None:
    store = Store()
    lines = ["Title,Hours Viewed,Views", '"Lantern Street: Season 2 // 등불 거리: 시즌 2","1,200,000",80000']
    rows = engagement_rows(lines, dates.parse("2023-01/2023-06"), "series", origin("netflix-engagement"))
    load(store, rows, file="report", version="1")
    hours = [r for r in store.read(Popularity, ["title:lantern-street"]) if r.measure == "hours"]
    assert [(r.value, r.season) for r in hours] == [(1_200_000.0, 2)]


class TestTitlesAlone:
    """A chart's title joins the one work that it can mean."""

    def store(self, *works: Title) -> Store:
        store = Store()
        store.put(works)
        load(store, top10_rows(TOP10.splitlines(), origin("netflix-top10")), file="top10", version="1")
        return store

    def test_it_joins_the_one_work_of_that_title_and_form(self) -> None:
        store = self.store(title("tt0000001", "Lantern Street"), title("tt0000002", "The Long Tide"))
        assert join_titles(store) == 1  # the second is a series, the chart's a film
        assert store.identity.work_of("title:lantern-street") == "tt0000001"
        assert Catalogue(store).find("Lantern Street").work_id == "tt0000001"

    def test_two_of_a_title_stay_apart_and_a_second_that_comes_later_parts_the_first(self) -> None:
        store = self.store(title("tt0000001", "Lantern Street"))
        join_titles(store)
        store.put([title("tt0000003", "Lantern Street")])
        assert join_titles(store) == 0
        assert store.identity.work_of("title:lantern-street") == "title:lantern-street"
        assert len(Catalogue(store).look_up("Lantern Street").ties) == 2
