"""The other adapters, with samples made up in the form of their answers and files."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from airdate import dates
from airdate.catalogue.adapters import ADAPTERS
from airdate.catalogue.adapters.answers import day
from airdate.catalogue.licences import expires_on
from airdate.catalogue.records import Instalment, Name, Popularity, Record, Release, Same, Title
from airdate.errors import SourceError
from airdate.sources.net import Client
from tests.catalogue.adapters.helpers import encoded, failures, only, params
from tests.sources.net.server import Site, body, status


def _statement(value: Any, rank: str = "normal", **more: Any) -> dict[str, Any]:
    return {"mainsnak": {"snaktype": "value", "datavalue": {"value": value}}, "rank": rank, **more}


def _time(text: str, precision: int) -> dict[str, Any]:
    return {"time": text, "precision": precision}


def _item(kind: str, **claims: Any) -> dict[str, Any]:
    return {
        "id": "Q1",
        "labels": {"en": {"language": "en", "value": "Glass Harbour"}},
        "aliases": {"ko": [{"language": "ko", "value": "유리 항구"}]},
        "claims": {"P31": [_statement({"id": kind})], **claims},
    }


def _windows(found: list[Any]) -> list[str | None]:
    return [release.window and release.window.edtf for release in only(found, Release)]


class TestWikidata:
    FETCH = staticmethod(ADAPTERS["wikidata"].fetch)

    def _found(self, site: Site, client: Client, *items: dict[str, Any]) -> list[Any]:
        site.pages["/"] = body(encoded({"entities": {item["id"]: item for item in items}}))
        return list(self.FETCH(client, params(ids=("Q1",), address=site.url()), None))

    def test_names_ids_and_the_first_day(self, site: Site, client: Client) -> None:
        claims = {
            "P345": [_statement("tt9999991"), _statement("tt1", rank="deprecated")],
            "P8600": [_statement("7")],
            "P580": [_statement(_time("+2024-03-08T00:00:00Z", 11))],
        }
        found = self._found(site, client, _item("Q5398426", **claims))
        assert {same.same_as for same in only(found, Same)} == {"tt9999991", "tvmaze:7"}
        assert {(name.name, name.language) for name in only(found, Name)} == {
            ("Glass Harbour", "en"), ("유리 항구", "ko"),
        }  # fmt: skip
        assert [(each.season, each.window) for each in only(found, Release)] == [
            (1, dates.parse("2024-03-08"))
        ]
        assert only(found, Title)[0].origin.licence == "cc0"

    @pytest.mark.parametrize(
        ("time", "window"),
        [
            (_time("+2024-03-00T00:00:00Z", 10), "2024-03"),
            (_time("+2024-00-00T00:00:00Z", 9), "2024"),
            (_time("+2024-01-01T00:00:00Z", 11), "2024"),
            (_time("+2020-00-00T00:00:00Z", 8), None),
        ],
    )
    def test_a_date_keeps_its_precision(
        self, site: Site, client: Client, time: dict[str, Any], window: str | None
    ) -> None:
        assert _windows(self._found(site, client, _item("Q11424", P577=[_statement(time)]))) == [window]

    def test_the_preferred_statement_counts_and_one_countrys_date_does_not(
        self, site: Site, client: Client
    ) -> None:
        stated = [
            _statement(_time("+2024-05-01T00:00:00Z", 11), rank="preferred"),
            _statement(_time("+2024-06-01T00:00:00Z", 11)),
            _statement(_time("+2023-06-01T00:00:00Z", 11), rank="preferred", qualifiers={"P291": [{}]}),
        ]
        assert _windows(self._found(site, client, _item("Q11424", P577=stated))) == ["2024-05-01"]

    def test_what_is_missing_or_broken_is_a_failure(self, site: Site, client: Client) -> None:
        broken = _item("Q11424", P577=[_statement(_time("+2024-77-01T00:00:00Z", 11))])
        gone = {"id": "Q2", "missing": ""}
        empty = {"id": "Q3", "labels": [], "aliases": [], "claims": []}
        found = self._found(site, client, broken, gone, empty)
        assert [each.id for each in failures(found)] == ["Q1", "Q2"] and not only(found, Record)


class TestBangumi:
    FETCH = staticmethod(ADAPTERS["bangumi-data"].fetch)

    def _item(self, tmdb: str, **changed: Any) -> dict[str, Any]:
        item = {
            "title": "ガラスの港",
            "type": "tv",
            "lang": "ja",
            "begin": "2024-04-05T15:30:00.000Z",
            "sites": [{"site": "tmdb", "id": tmdb}],
            "titleTranslate": {"zh-Hans": ["玻璃港"]},
        }
        return {**item, **changed}

    def test_a_late_night_belongs_to_the_next_day_in_japan(self, tmp_path: Path, client: Client) -> None:
        path = tmp_path / "data.json"
        path.write_bytes(encoded({"siteMeta": {}, "items": [self._item("tv/9/season/1")]}))
        found = list(self.FETCH(client, params(place=str(path)), None))
        (release,) = only(found, Release)
        assert (release.work, release.season, release.region) == ("tmdb:tv:9", 1, "JP")
        assert release.window == dates.parse("2024-04-06")
        assert {(name.name, name.script) for name in only(found, Name)} == {
            ("ガラスの港", None), ("玻璃港", "Hans"),
        }  # fmt: skip

    def test_what_is_not_said_is_not_guessed(self, site: Site, client: Client) -> None:
        items = [
            self._item("tv/9"),
            self._item("tv/9/season/2", begin=""),
            self._item("movie/5", begin="2024-01-01T00:00:00.000Z", type="movie"),
            self._item("tv/9/season/3", begin="soon"),
            {"title": "no sites"},
        ]
        site.pages["/"] = body(encoded({"items": items}))
        found = list(self.FETCH(client, params(address=site.url()), None))
        assert [(each.work, each.season) for each in only(found, Release)] == [
            ("tmdb:tv:9", 2), ("tmdb:movie:5", None),
        ]  # fmt: skip
        assert _windows(found) == [None, "2024"] and len(failures(found)) == 2
        assert all(name.work == "tmdb:movie:5" for name in only(found, Name))

    @pytest.mark.parametrize("content", [b"", b"[]", b"<html>", b'{"items": 3}', b'{"items": [{'])
    def test_another_file_is_one_failure(self, site: Site, client: Client, content: bytes) -> None:
        site.pages["/"] = body(content)
        assert len(failures(self.FETCH(client, params(address=site.url()), None))) == 1


class TestNetflix:
    def test_the_top_10_is_read_week_by_week(self, site: Site, client: Client) -> None:
        head = "week\tcategory\tweekly_rank\tshow_title\tseason_title\tweekly_hours_viewed\truntime"
        head += "\tweekly_views\tcumulative_weeks_in_top_10\n"
        row = "2026-11-15\tTV (Non-English)\t1\tGlass Harbour\tGlass Harbour: Season 2\t900\t8.5\t100\t3\n"
        site.pages["/"] = body((head + row + "soon" + row[10:]).encode())
        found = list(ADAPTERS["netflix-top10"].fetch(client, params(address=site.url()), None))
        figures = {each.measure: each.value for each in only(found, Popularity)}
        assert figures == {"rank": 1, "hours": 900, "views": 100, "weeks": 3} and len(failures(found)) == 1

    @pytest.mark.parametrize("content", [b"<html>Not here</html>", b"week\tshow_title\n" + b"x" * 200_000])
    def test_what_is_no_list_is_a_failure(self, site: Site, client: Client, content: bytes) -> None:
        site.pages["/"] = body(content)
        assert len(failures(ADAPTERS["netflix-top10"].fetch(client, params(address=site.url()), None))) == 1

    def test_a_report_gives_hours_and_first_days(self, tmp_path: Path, client: Client) -> None:
        path = tmp_path / "report.xlsx"
        path.write_bytes(_report())
        period = dates.parse("2026-01/2026-06")
        fetch = ADAPTERS["netflix-engagement"].fetch
        found = list(fetch(client, params(place=str(path), period=period), None))
        assert not failures(found)
        hours = {
            (each.work, each.season): each.value
            for each in only(found, Popularity)
            if each.measure == "hours"
        }
        assert hours == {
            ("title:glass-harbour", 2): 900,
            ("title:old-song", None): 70,
            ("title:a-film", None): 50,
        }
        assert [(each.work, each.season, str(each.window)) for each in only(found, Release)] == [
            ("title:glass-harbour", 2, "2026-03-06"),
            ("title:a-film", None, "2026-02-13"),
        ]

    @pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04 broken"])
    def test_another_file_is_a_failure(self, tmp_path: Path, client: Client, content: bytes) -> None:
        path = tmp_path / "report.xlsx"
        path.write_bytes(content)
        wanted = params(place=str(path), period=dates.parse("2026"))
        (failed,) = failures(ADAPTERS["netflix-engagement"].fetch(client, wanted, None))
        assert failed.id == str(path)

    def test_a_report_without_its_months_is_not_read(self, client: Client) -> None:
        (failed,) = failures(ADAPTERS["netflix-engagement"].fetch(client, params(place="x.xlsx"), None))
        assert "2025-01/2025-06" in (failed.hint or "")


class TestImdb:
    BASICS = "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntime\tgenres\n"
    EPISODES = "tconst\tparentTconst\tseasonNumber\tepisodeNumber\n"

    def test_the_files_of_a_folder_are_read_and_never_published(self, tmp_path: Path, client: Client) -> None:
        row = "tt9999991\ttvSeries\tGlass Harbour\t유리 항구\t0\t2024\t\\N\t\\N\tDrama\n"
        (tmp_path / "title.basics.tsv.gz").write_bytes(gzip.compress((self.BASICS + row + "bad\n").encode()))
        rows = ["1\t1", "1\t2", "\\N\t\\N", "x\t1"]
        lines = "".join(f"tt999999{n}\ttt9999991\t{cells}\n" for n, cells in enumerate(rows, start=2))
        (tmp_path / "title.episode.tsv").write_text(self.EPISODES + lines, encoding="utf-8")
        found = list(ADAPTERS["imdb"].fetch(client, params(place=str(tmp_path)), None))
        assert [(each.season, each.episodes) for each in only(found, Instalment)] == [(1, 2)]
        assert [title.year for title in only(found, Title)] == [2024] and len(failures(found)) == 2
        assert {record.origin.licence for record in only(found, Record)} == {"imdb-non-commercial"}
        assert not ADAPTERS["imdb"].publishable

    def test_a_broken_download_is_a_failure(self, tmp_path: Path, client: Client) -> None:
        lines = self.EPISODES + "tt9999992\ttt9999991\t1\t1\n" * 99
        (tmp_path / "title.episode.tsv.gz").write_bytes(gzip.compress(lines.encode())[:-9])
        assert len(failures(ADAPTERS["imdb"].fetch(client, params(place=str(tmp_path)), None))) == 1

    def test_an_empty_folder_is_said(self, tmp_path: Path, client: Client) -> None:
        assert len(failures(ADAPTERS["imdb"].fetch(client, params(place=str(tmp_path)), None))) == 1


class TestTmdb:
    FETCH = staticmethod(ADAPTERS["tmdb"].fetch)

    def test_series_and_films_with_the_users_key(self, site: Site, client: Client) -> None:
        series = {
            "id": 9,
            "name": "Glass Harbour",
            "original_name": "유리 항구",
            "origin_country": ["KR"],
            "first_air_date": "2024-03-08",
            "seasons": [
                {"season_number": 1, "air_date": "2024-03-08"},
                {"season_number": 2, "air_date": None},
            ],
            "external_ids": {"imdb_id": "tt9999991", "wikidata_id": ""},
        }
        stated = [{"release_date": "2024-02-02T00:00:00.000Z", "type": 3}]
        film = {
            "id": 5,
            "title": "A Film",
            "original_title": "A Film",
            "release_date": "",
            "release_dates": {"results": [{"iso_3166_1": "US", "release_dates": stated}]},
        }
        site.pages |= {"/3/tv/9": body(encoded(series)), "/3/movie/5": body(encoded(film))}
        wanted = params(ids=("tmdb:tv:9", "tmdb:movie:5", "Q1"), key="secret", address=site.url(""))
        found = list(self.FETCH(client, wanted, None))
        assert [(each.region, str(each.window), each.type) for each in only(found, Release)] == [
            ("KR", "2024-03-08", None), ("KR", "None", None), ("US", "2024-02-02", "theatrical"),
        ]  # fmt: skip
        assert [same.same_as for same in only(found, Same)] == ["tt9999991"]
        assert [each.id for each in failures(found)] == ["Q1"]
        assert all(headers["authorization"] == "Bearer secret" for _, headers in site.seen)

    def test_its_records_expire_and_are_not_published(self, site: Site, client: Client) -> None:
        site.pages["/3/tv/9"] = body(encoded({"id": 9, "name": "A", "original_name": "A"}))
        wanted = params(ids=("tmdb:tv:9",), key="k", address=site.url(""))
        origins = [record.origin for record in only(self.FETCH(client, wanted, None), Record)]
        assert origins and all((expires_on(origin) or day_max) <= day_max for origin in origins)
        assert not ADAPTERS["tmdb"].publishable and ADAPTERS["tmdb"].credit

    def test_a_wrong_key_is_not_repeated(self, site: Site, client: Client) -> None:
        site.pages["/3/tv/9"] = status(401)
        wanted = params(ids=("tmdb:tv:9",), key="hunter2", address=site.url(""))
        (failed,) = failures(self.FETCH(client, wanted, None))
        assert "key" in (failed.hint or "") and "hunter2" not in str(failed)

    def test_without_a_key_nothing_is_asked(self, client: Client) -> None:
        assert [each.error for each in failures(self.FETCH(client, params(ids=("tmdb:tv:9",)), None))] == [
            "no key"
        ]


day_max = dates.parse("2027-05-24").earliest  # six months after the day of reading


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("2024-03-08", "2024-03-08"),
        ("2024-01-01", "2024"),
        ("1970-01-01", None),
        ("0000-00-00", None),
        ("", None),
        (None, None),
    ],
)
def test_placeholders_are_no_days(text: str | None, window: str | None) -> None:
    found = day(text, "a")
    assert (found and found.edtf) == window


@pytest.mark.parametrize("text", ["soon", "2024-13-01", "2024", "2024-02-30", "x" * 9999])
def test_what_is_no_day_is_said(text: str) -> None:
    with pytest.raises(SourceError):
        day(text, "a")


def test_the_registry_says_what_may_be_published() -> None:
    assert {name for name, adapter in ADAPTERS.items() if not adapter.publishable} == {"imdb", "tmdb"}
    assert not any(ADAPTERS[name].by_default for name in ("imdb", "tmdb"))


def _report() -> bytes:
    """A small report as published: a title, a header further down, one sheet each for shows and films."""
    from io import BytesIO
    from zipfile import ZipFile

    shows = [
        ["What We Watched (a sample)"],
        [],
        ["", "Title", "Available Globally?", "Release Date", "Hours Viewed", "Runtime", "Views"],
        ["", "Glass Harbour: Season 2 // 유리 항구: 시즌 2", "Yes", "2026-03-06", "900", "8:30", "106"],
        ["", "Old Song", "No", "2019-05-03", "70", "*", "*"],
    ]
    films = [["Title", "Release Date", "Hours Viewed", "Views"], ["A Film", "2026-02-13", "50", "25"]]
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    file = BytesIO()
    with ZipFile(file, "w") as parts:
        parts.writestr("[Content_Types].xml", f'<Types xmlns="{types}"/>')
        parts.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{rels}"><Relationship Id="r" Type="{office}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
        )
        parts.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="TV" sheetId="1" r:id="s1"/>'
            '<sheet name="Film" sheetId="2" r:id="s2"/></sheets></workbook>',
        )
        links = "".join(
            f'<Relationship Id="s{n}" Type="{office}/worksheet" Target="worksheets/s{n}.xml"/>'
            for n in (1, 2)
        )
        parts.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{rels}">{links}</Relationships>')
        for number, table in ((1, shows), (2, films)):
            rows = "".join(_row(line, cells) for line, cells in enumerate(table, start=1))
            parts.writestr(
                f"xl/worksheets/s{number}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
            )
    return file.getvalue()


def _row(line: int, cells: list[str]) -> str:
    inner = "".join(
        f'<c r="{"ABCDEFG"[at]}{line}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for at, cell in enumerate(cells)
    )
    return f'<row r="{line}">{inner}</row>'
