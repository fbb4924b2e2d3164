"""Lists from elsewhere: samples of every format, written by hand, and files that mean harm."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdate.errors import InputError, StatusError
from airdate.types import Failure
from airdate.watch.follow import KINDS, Follow, checked_name
from airdate.watch.imports import files
from airdate.watch.imports.files import open_files, rows_of, text_of
from airdate.watch.imports.formats import FORMATS, read_list
from airdate.watch.imports.found import Found, LeftOut, Wish, read_year
from airdate.watch.imports.own import render_csv, render_json
from airdate.watch.imports.servers import fetch_library
from tests.watch.hooks import listening

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def read(name: str, data: bytes | str, format: str | None = None) -> tuple[str, list[Found]]:
    key, found = read_list(name, data.encode() if isinstance(data, str) else data, format)
    return key, list(found)


def zipped(members: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def wishes(found: list[Found]) -> list[tuple[str, str | None, int | None, tuple[str, ...]]]:
    return [(w.name, w.form, w.year, w.ids) for w in found if isinstance(w, Wish)]


def left_out(found: list[Found]) -> list[tuple[str, str]]:
    return [(one.name, one.reason) for one in found if isinstance(one, LeftOut)]


# One sample a format

TVTIME_FOLLOWED = """\ufeffnotification_type,archived,tv_show_name,created_at,active,user_id,tv_show_id
2,0,Lighthouse,2022-01-01 10:00:00,1,77,900001
2,1,"Harbour, the Series",2022-01-01 10:00:00,1,77,900002
2,0,Left Behind,2022-01-01 10:00:00,0,77,900003
"""
TVTIME_TRACKING = """key,s_id,series_name,is_followed,is_archived,created_at,ep_id
user-series-900001,900001,Lighthouse,true,false,2022-01-01,
watch-episode-1,900001,Lighthouse,,,2022-01-02,55
user-series-900004,900004,Night Ferry,true,false,2022-01-01,
"""
TVTIME_OLD = """entity_type,type,s_id,series_name,movie_name,release_date,ip_address
movie,towatch,,,The Long Tide,2027-05-01,10.1.2.3
movie,follow,,,Seen It,2020-01-01,10.1.2.3
movie,watch,,,Seen It,2020-01-01,10.1.2.3
episode,watch,900009,Old Series,,,10.1.2.3
"""
IMDB = """Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,IMDb Rating,Year
1,tt9000001,2024-01-01,,,"Lighthouse, Again",,https://www.imdb.com/title/tt9000001/,TV Series,7.1,2021
2,tt9000002,2024-01-01,,,The Long Tide,,,Movie,,2027
3,tt9000003,2024-01-01,,,Pilot,,,TV Episode,,2021
4,nm9000004,2024-01-01,,,Ada Sample,,,,,
5,tt9000005,2024-01-01,,,Old Name,,,tvMiniSeries,,2019
"""
LETTERBOXD = """Date,Name,Year,Letterboxd URI
2024-01-01,The Long Tide,2027,https://boxd.it/aaaa
2024-01-02,Untitled Harbour Film,,https://boxd.it/bbbb
"""
TRAKT = json.dumps(
    [
        {
            "listed_at": "2026-07-01T10:00:00.000Z",
            "type": "show",
            "notes": "private words",
            "show": {
                "title": "Lighthouse",
                "year": 2021,
                "ids": {"trakt": 1, "slug": "x", "imdb": "tt9000001", "tmdb": 11, "tvdb": 900001},
            },
        },
        {
            "type": "movie",
            "movie": {"title": "The Long Tide", "year": 2027, "ids": {"tmdb": 12, "imdb": None}},
        },
        {"plays": 2, "movie": {"title": "Seen It", "year": 2020, "ids": {"tmdb": 13}}},
        {
            "type": "season",
            "season": {"number": 2},
            "show": {"title": "Night Ferry", "year": None, "ids": {}},
        },
        {"type": "person", "person": {"name": "Ada Sample"}},
    ]
)
TRAKT_CSV = """rank,listed_at,type,title,year,trakt_id,imdb_id,tmdb_id,tvdb_id,url
1,2026-01-01,show,Lighthouse,2021,1,tt9000001,11,900001,https://trakt.tv/x
2,2026-01-01,movie,The Long Tide,2027,2,,12,,https://trakt.tv/y
"""
SIMKL = json.dumps(
    {
        "shows": [
            {
                "status": "watching",
                "memo": {"text": "private"},
                "show": {
                    "title": "Lighthouse",
                    "year": 2021,
                    "ids": {"simkl": 1, "imdb": "tt9000001", "tmdb": "11", "tvdb": "900001"},
                },
            },
            {"status": "dropped", "show": {"title": "Left Behind", "year": 2020, "ids": {}}},
        ],
        "anime": [
            {"status": "plantowatch", "show": {"title": "Lantern", "year": 2024, "ids": {"mal": "77"}}}
        ],
        "movies": [
            {
                "status": "plantowatch",
                "movie": {"title": "The Long Tide", "year": 2027, "ids": {"tmdb": "12"}},
            },
            {"status": "completed", "movie": {"title": "Seen It", "year": 2020, "ids": {}}},
        ],
    }
)
SIMKL_CSV = """SIMKL_ID,Title,Type,Year,Watchlist,LastEpWatched,WatchedDate,Rating,Memo,TVDB,TMDB,IMDB
1,Lighthouse,tv,2021,watching,S01E04,2024-06-20,9,private,900001,11,tt9000001
2,The Long Tide,movie,2027,plantowatch,,,,,,12,
3,Seen It,movie,2020,completed,,2024-01-04,7,,,13,
"""
YAMTRACK = """media_id,source,media_type,title,image,season_number,episode_number,score,status,notes
11,tmdb,tv,Lighthouse,,,,8,In progress,private
11,tmdb,season,Lighthouse,,1,,8,Completed,
12,tmdb,movie,The Long Tide,,,,,Planning,
13,tmdb,movie,Seen It,,,,7,Completed,
77,mal,anime,Lantern,,,,,Planning,
5,openlibrary,book,A Book,,,,,Planning,
"""
SONARR = json.dumps(
    [
        {
            "title": "Lighthouse",
            "titleSlug": "lighthouse",
            "year": 2021,
            "monitored": True,
            "path": "/private/tv",
            "tvdbId": 900001,
            "tvMazeId": 501,
            "imdbId": "tt9000001",
            "tmdbId": 11,
        },
        {"title": "Left Behind", "titleSlug": "left-behind", "monitored": False, "tvdbId": 900003, "year": 0},
    ]
)
RADARR = json.dumps(
    [
        {"title": "The Long Tide", "titleSlug": "12", "year": 2027, "monitored": True, "tmdbId": 12},
        {"title": "Seen It", "titleSlug": "13", "monitored": True, "hasFile": True, "tmdbId": 13},
    ]
)
PLAIN = """\ufeff# mine

Lighthouse (2021)
tt9000001
https://www.themoviedb.org/movie/12-the-long-tide
The Long Tide
"""

LIGHTHOUSE = ("Lighthouse", "series", 2021, ("tt9000001", "tvdb:900001", "tmdb:tv:11"))
TIDE = ("The Long Tide", "film", 2027, ("tmdb:movie:12",))
SEEN = ("Seen It", "seen already")


@pytest.mark.parametrize(
    ("name", "data", "format", "wanted", "passed_over"),
    [
        (
            "gdpr-data.zip",
            zipped(
                {
                    "gdpr-data/followed_tv_show.csv": TVTIME_FOLLOWED,
                    "gdpr-data/tracking-prod-records-v2.csv": TVTIME_TRACKING,
                    "gdpr-data/tracking-prod-records.csv": TVTIME_OLD,
                    "gdpr-data/access_token.csv": "token\nvery-secret",
                }
            ),
            "tvtime",
            [
                ("Lighthouse", "series", None, ("tvdb:900001",)),
                ("Night Ferry", "series", None, ("tvdb:900004",)),
                ("The Long Tide", "film", 2027, ()),
            ],
            [
                ("Harbour, the Series", "archived there"),
                ("Left Behind", "not followed there"),
                SEEN,
            ],
        ),
        (
            "old.zip",
            zipped({"tracking-prod-records.csv": TVTIME_OLD}),
            "tvtime",
            [("Old Series", "series", None, ("tvdb:900009",)), ("The Long Tide", "film", 2027, ())],
            [SEEN],
        ),
        (
            "shows.csv",
            TVTIME_FOLLOWED.encode(),
            "tvtime",
            [("Lighthouse", "series", None, ("tvdb:900001",))],
            [("Harbour, the Series", "archived there"), ("Left Behind", "not followed there")],
        ),
        (
            "WATCHLIST.csv",
            IMDB.encode(),
            "imdb",
            [
                ("Lighthouse, Again", "series", 2021, ("tt9000001",)),
                ("The Long Tide", "film", 2027, ("tt9000002",)),
                ("Old Name", "series", 2019, ("tt9000005",)),
            ],
            [("Pilot", "an episode"), ("Ada Sample", "no title")],
        ),
        (
            "watchlist.csv",
            LETTERBOXD.encode(),
            "letterboxd",
            [("The Long Tide", "film", 2027, ()), ("Untitled Harbour Film", "film", None, ())],
            [],
        ),
        (
            "letterboxd-x.zip",
            zipped({"watchlist.csv": LETTERBOXD, "diary.csv": LETTERBOXD, "deleted/watchlist.csv": "x"}),
            "letterboxd",
            [("The Long Tide", "film", 2027, ()), ("Untitled Harbour Film", "film", None, ())],
            [],
        ),
        (
            "watched.csv",
            LETTERBOXD.encode(),
            "letterboxd",
            [],
            [("watched.csv", "films that were seen; watchlist.csv has the others")],
        ),
        (
            "lists-watchlist.json",
            TRAKT.encode(),
            "trakt",
            [LIGHTHOUSE, TIDE, ("Night Ferry", "series", None, ())],
            [SEEN, ("lists-watchlist.json, entry 5", "neither a show nor a film")],
        ),
        (
            "trakt.zip",
            zipped({"lists-watchlist-1.json": TRAKT, "user-profile.json": '{"email": "a@b.example"}'}),
            "trakt",
            [LIGHTHOUSE, TIDE, ("Night Ferry", "series", None, ())],
            [SEEN, ("lists-watchlist-1.json, entry 5", "neither a show nor a film")],
        ),
        ("list.csv", TRAKT_CSV.encode(), "trakt", [LIGHTHOUSE, TIDE], []),
        (
            "SimklBackup.json",
            SIMKL.encode(),
            "simkl",
            [LIGHTHOUSE, ("Lantern", "series", 2024, ("mal:77",)), TIDE],
            [("Left Behind", "dropped there"), SEEN],
        ),
        (
            "SimklBackup.zip",
            zipped({"SimklBackup.json": SIMKL}),
            "simkl",
            [LIGHTHOUSE, ("Lantern", "series", 2024, ("mal:77",)), TIDE],
            [("Left Behind", "dropped there"), SEEN],
        ),
        ("simkl.csv", SIMKL_CSV.encode(), "simkl", [LIGHTHOUSE, TIDE], [SEEN]),
        (
            "yamtrack.csv",
            YAMTRACK.encode(),
            "yamtrack",
            [
                ("Lighthouse", "series", None, ("tmdb:tv:11",)),
                ("The Long Tide", "film", None, ("tmdb:movie:12",)),
                ("Lantern", "series", None, ("mal:77",)),
            ],
            [SEEN, ("A Book", "a book")],
        ),
        (
            "series.json",
            SONARR.encode(),
            "arr",
            [("Lighthouse", "series", 2021, ("tt9000001", "tvdb:900001", "tvmaze:501", "tmdb:tv:11"))],
            [("Left Behind", "not monitored there")],
        ),
        ("movie.json", RADARR.encode(), "arr", [TIDE], [("Seen It", "there already")]),
        (
            "mine.txt",
            PLAIN.encode(),
            "plain",
            [
                ("Lighthouse", None, 2021, ()),
                ("tt9000001", None, None, ("tt9000001",)),
                ("tmdb:movie:12", None, None, ("tmdb:movie:12",)),
                ("The Long Tide", None, None, ()),
            ],
            [],
        ),
    ],
)
def test_a_sample_of_each_format_is_recognised_and_read(
    name: str, data: bytes, format: str, wanted: list[object], passed_over: list[object]
) -> None:
    key, found = read(name, data)
    assert (key, wishes(found), left_out(found)) == (format, wanted, passed_over)
    assert not [one for one in found if isinstance(one, Failure)]
    assert read(name, data, format)[1] == found
    for private in ("secret", "private", "10.1.2.3", "b.example"):
        assert private not in repr(found)


def test_the_table_of_formats_is_in_the_docs() -> None:
    page = (ROOT / "docs" / "how-to" / "import-your-list.md").read_text(encoding="utf-8")
    assert [key for key, each in FORMATS.items() if f"| `{key}` | {each.help} |" not in page] == []


# Our own export

NAMES = st.text(min_size=1, max_size=30).map(lambda text: f"={text}x").map(checked_name) | st.sampled_from(
    ["=1+1", "+x", "-x", "@x", "'quoted", "''", "a,b", 'a"b', "지금 우리 학교는", "x\u200cy"]
)
FOLLOWS = st.builds(
    Follow,
    kind=st.sampled_from(KINDS),
    name=NAMES,
    year=st.none() | st.integers(1900, 2100),
    form=st.sampled_from([None, "series", "film", "special"]),
    ids=st.lists(st.sampled_from(["tt9000001", "tmdb:tv:11", "mal:77"]), unique=True, max_size=2).map(tuple),
    work_id=st.none() | st.sampled_from(["Q1", "title:lighthouse"]),
    reason=st.sampled_from(["", "its id tt9000001", "=cmd"]),
    source=st.sampled_from(["by hand", "imdb"]),
    added_at=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)


@given(st.lists(FOLLOWS, max_size=6))
def test_an_export_is_read_back_as_it_was_and_holds_no_formula(held: list[Follow]) -> None:
    for name, data in (("follows.json", render_json(held)), ("follows.csv", render_csv(held))):
        key, found = read(name, data)
        assert (key, found) == ("airdate", held)
    rows = list(rows_of("x", render_csv(held), ("name", "reason")))
    cells = [cell for row in rows if not isinstance(row, Failure) for cell in row.values.values()]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


def test_a_row_of_ours_that_was_edited_badly_is_reported() -> None:
    text = render_csv([Follow(kind="title", name="Lighthouse", added_at=NOW)]).decode()
    _, found = read("x.csv", text.replace("title,Light", "planet,Light"))
    assert isinstance(found[0], Failure)


# Harm


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped({"followed_tv_show.csv": b"0" * 30_000_000})
    with pytest.raises(InputError, match="more than a list"):
        read("x.zip", bomb)
    monkeypatch.setattr(files, "MAX_MEMBER", 1_000)
    with pytest.raises(InputError, match="more than a list"):
        read("x.zip", zipped({"followed_tv_show.csv": TVTIME_FOLLOWED * 20}))


def test_all_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_MEMBER", len(TRAKT) + 10)
    with pytest.raises(InputError):
        read("x.zip", zipped({f"lists-watchlist-{n}.json": TRAKT for n in range(3)}))


def test_an_archive_that_is_damaged_locked_or_of_something_else_is_refused() -> None:
    whole = zipped({"followed_tv_show.csv": TVTIME_FOLLOWED * 50})
    locked = bytearray(zipped({"followed_tv_show.csv": TVTIME_FOLLOWED}))
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    damaged = bytearray(whole)
    damaged[80:120] = b"\xff" * 40
    for data in (bytes(damaged), bytes(locked), zipped({"other.csv": "x"}), whole[:200] + whole[-40:]):
        with pytest.raises(InputError):
            read("x.zip", data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a,b\n1,2\n",
        b"{}",
        b"[]",
        b'{"shows": 7}',
        b"[" * 100_000,
        b'{"shows": [' + b'{"show":' * 5_000,
        b"\x00\x01\x02",
        b"PK\x03\x04 nonsense",
    ],
)
def test_what_is_no_list_is_refused_with_a_way_out(data: bytes) -> None:
    with pytest.raises(InputError):
        _, found = read("x.csv", data)
        assert found, "an empty file would be silent"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(InputError):
        read("x.csv", IMDB, "nonsense")


def test_a_field_without_end_and_too_many_rows_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    _, found = read("x.csv", 'Const,Title\ntt9000001,A\ntt9000002,"' + "x" * 200_000)
    assert isinstance(found[-1], Failure) and len(found) == 2
    monkeypatch.setattr(files, "MAX_ROWS", 3)
    _, found = read("x.csv", "Const,Title\n" + "tt9000001,A\n" * 10)
    assert isinstance(found[-1], Failure) and len(found) == 3


def test_rows_that_are_short_long_or_empty_do_no_harm() -> None:
    _, found = read("x.csv", "Title,Const\nA\n\n,,,,\nB,tt9000002,more,more\n")
    assert wishes(found) == [("B", None, None, ("tt9000002",))]
    assert left_out(found) == [("A", "no title")]


@pytest.mark.parametrize(
    ("name", "text", "bad"),
    [
        ("trakt.json", TRAKT, '{"show": {"title": 7}}'),
        ("trakt.json", TRAKT, '{"show": 1}'),
        ("series.json", SONARR, '{"title": "Odd", "tvdbId": []}'),
        ("series.json", SONARR, "null"),
        ("movie.json", RADARR, '{"title": {}, "titleSlug": "odd"}'),
    ],
)
def test_a_json_row_of_another_form_fails_alone_and_is_counted(name: str, text: str, bad: str) -> None:
    key, whole = read(name, text)
    chosen, found = read(name, f"{text.rstrip().removesuffix(']')}, {bad}]")
    assert (chosen, found[:-1]) == (key, whole)
    assert isinstance(found[-1], Failure) and found[-1].id.startswith(f"{name}, ")


def test_a_row_of_a_backup_of_another_form_fails_alone() -> None:
    odd = {"shows": [{"show": {"title": []}}, {"show": {"title": "Lighthouse"}}], "movies": None}
    key, (first, second) = read("x.json", json.dumps(odd))
    assert key == "simkl" and isinstance(first, Failure) and first.id == "x.json, series 1"
    assert wishes([second]) == [("Lighthouse", "series", None, ())]


def test_a_row_of_our_own_json_that_was_edited_badly_fails_alone() -> None:
    held = [Follow(kind="title", name=name, added_at=NOW) for name in ("Lighthouse", "Night Ferry")]
    edited = render_json(held).replace(b'"kind": "title"', b'"kind": "tilte"', 1)
    _, (first, second) = read("x.json", edited)
    assert isinstance(first, Failure) and second == held[1]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_a_table_that_a_spreadsheet_saved_in_its_own_way_is_read(encoding: str, comma: str) -> None:
    table = f"Const{comma}Title{comma}Year\ntt9000001{comma}Café{comma}2021\n"
    key, found = read("list.csv", table.encode(encoding))
    assert (key, wishes(found)) == ("imdb", [("Café", None, 2021, ("tt9000001",))])


@pytest.mark.parametrize(("name", "text", "format"), [("a.json", TRAKT, "trakt"), ("a.json", SONARR, "arr")])
def test_json_in_utf16_is_read(name: str, text: str, format: str) -> None:
    assert read(name, text.encode("utf-16")) == (format, read(name, text)[1])


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_a_clear_refusal(data: bytes) -> None:
    for name in ("x.csv", "x.txt", "x.zip", "x.json"):
        try:
            read(name, data)
        except InputError as error:
            assert error.id


@given(st.text(max_size=100))
def test_any_text_is_read_in_whatever_encoding_it_came(text: str) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        opened = open_files("x.txt", text.encode(encoding), re.compile(r"(?!)"))
        assert text_of(opened["x.txt"]) == text


def test_years_that_stand_for_unknown_are_none() -> None:
    assert [read_year(v) for v in ("0001-01-01", "0", "", None, "20x1", 0, "2027-05-01", 2027, "²⁰²⁷")] == [
        None, None, None, None, None, None, 2027, 2027, None
    ]  # fmt: skip


# A server


def test_a_library_is_fetched_with_the_key_from_where_the_user_says_and_nowhere_else() -> None:
    with listening() as server:
        server.content = SONARR.encode()
        data = fetch_library("sonarr", f"{server.url}/sonarr/", "k3y")
        assert wishes(read("sonarr.json", data, "arr")[1])[0][0] == "Lighthouse"
        (request,) = server.requests
        assert (request.path, request.headers["x-api-key"]) == ("/sonarr/api/v3/series", "k3y")
        server.answers = [(302, {"location": f"{server.url}/elsewhere"}), (401, {})]
        for _ in range(2):
            with pytest.raises(StatusError):
                fetch_library("radarr", server.url, "k3y")
        assert [request.path for request in server.requests[1:]] == ["/api/v3/movie"] * 2
    for address in ("nonsense", "file:///etc/passwd", "http://"):
        with pytest.raises(InputError):
            fetch_library("sonarr", address, "k3y")
