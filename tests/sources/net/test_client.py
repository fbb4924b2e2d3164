"""Reading, caching, waiting and giving up."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from airdate.errors import SourceError, StatusError, UnansweredError
from airdate.sources.net import Client, Limits, Rate
from tests.sources.net.conftest import Time
from tests.sources.net.server import Site, body, in_turn, raw, redirect, status

Make = Callable[..., Client]


def test_a_page_is_read_with_its_headers_and_who_reads(site: Site, client: Client) -> None:
    site.pages["/a"] = body(b"words", Content_Type="text/plain")
    response = client.get(site.url("/a#part"))
    assert (response.status, response.body, response.url) == (200, b"words", site.url("/a"))
    assert response.headers["content-type"] == "text/plain" and not response.from_cache
    assert site.seen[0][1]["user-agent"] == "airdate/0 (tests)"


def test_compressed_pages_are_decompressed(site: Site, client: Client) -> None:
    site.pages["/"] = body(gzip.compress(b"words" * 1000), Content_Encoding="gzip")
    assert client.get(site.url()).body == b"words" * 1000


def test_redirects_are_followed_and_secrets_stay_with_their_host(site: Site, client: Client) -> None:
    other = site.url("/there").replace("127.0.0.1", "localhost")
    site.pages |= {"/": redirect("/here", 301), "/here": redirect(other), "/there": body(b"found")}
    assert client.get(site.url(), headers={"Authorization": "secret"}).url == other
    assert [headers.get("authorization") for _, headers in site.seen] == ["secret", "secret", None]


def test_a_loop_of_redirects_ends(site: Site, client: Client) -> None:
    site.pages["/"] = redirect("/")
    with pytest.raises(SourceError, match="more than 5 redirects"):
        client.get(site.url())
    assert len(site.seen) == 6


def test_an_error_names_the_url_and_is_not_asked_for_again(site: Site, client: Client) -> None:
    with pytest.raises(StatusError, match="404") as caught:
        client.get(site.url("/none"))
    assert caught.value.id == site.url("/none") and caught.value.hint and len(site.seen) == 1


class TestCache:
    def test_what_has_not_changed_is_not_sent_again(self, site: Site, make: Make, tmp_path: Path) -> None:
        first = body(b"words", ETag='"1"', Cache_Control="no-cache")
        site.pages["/"] = in_turn(first, status(304, ETag='"1"'), body(b"new", ETag='"2"'))
        reads = [make(cache_folder=tmp_path).get(site.url()) for _ in range(3)]  # each as in a new run
        assert [(read.body, read.from_cache) for read in reads] == [
            (b"words", False),
            (b"words", True),
            (b"new", False),
        ]
        assert [headers.get("if-none-match") for _, headers in site.seen] == [None, '"1"', '"1"']

    def test_what_is_fresh_is_not_asked_for(self, site: Site, make: Make, tmp_path: Path) -> None:
        site.pages["/"] = body(gzip.compress(b"words"), Cache_Control="max-age=60", Content_Encoding="gzip")
        client = make(cache_folder=tmp_path)
        assert [client.get(site.url()).from_cache for _ in range(2)] == [False, True]
        assert client.get(site.url()).body == b"words" and len(site.seen) == 1

    def test_a_caller_may_keep_the_etag_itself(self, site: Site, make: Make, tmp_path: Path) -> None:
        site.pages["/"] = status(304)
        assert make(cache_folder=tmp_path).get(site.url(), etag='"7"').status == 304
        assert site.seen[0][1]["if-none-match"] == '"7"'

    def test_a_broken_cache_is_as_none(self, site: Site, make: Make, tmp_path: Path) -> None:
        (tmp_path / "http.db").write_bytes(b"no database" * 1000)
        site.pages["/"] = body(b"words")
        assert make(cache_folder=tmp_path).get(site.url()).body == b"words"

    def test_a_folder_that_cannot_be_is_said(self, make: Make, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(SourceError, match="no folder for the cache"):
            make(cache_folder=tmp_path / "file" / "cache")


class TestPatience:
    def test_calls_to_a_host_keep_its_rate(self, site: Site, make: Make, passing: Time) -> None:
        site.pages["/"] = body(b"")
        client = make(rates={"127.0.0.1": Rate(calls=2, seconds=10)})
        for _ in range(5):
            client.get(site.url())
        assert passing.slept == [10, 10]

    @pytest.mark.parametrize("asked", ["7", "Tue, 24 Nov 2026 12:00:07 GMT"])
    def test_a_host_that_asks_to_wait_is_left_alone(
        self, site: Site, client: Client, passing: Time, asked: str
    ) -> None:
        site.pages["/"] = in_turn(status(429, Retry_After=asked), body(b"words"))
        assert client.get(site.url()).body == b"words" and passing.slept == [7]

    def test_without_being_asked_the_waits_double(self, site: Site, client: Client, passing: Time) -> None:
        site.pages["/"] = status(503)
        with pytest.raises(StatusError, match="503"):
            client.get(site.url())
        assert passing.slept == [1, 2, 4]

    @pytest.mark.parametrize("asked", ["soon", "-3", "", "9" * 400, "Tue, 99 Nov 2026 12:00:07 GMT"])
    def test_nonsense_in_retry_after_counts_for_nothing(
        self, site: Site, client: Client, passing: Time, asked: str
    ) -> None:
        site.pages["/"] = in_turn(status(429, Retry_After=asked), body(b"words"))
        client.get(site.url())
        assert passing.slept == [1]

    def test_no_call_hangs_for_a_server_that_asks_for_an_hour(
        self, site: Site, client: Client, passing: Time
    ) -> None:
        site.pages["/"] = status(429, Retry_After="3600")
        with pytest.raises(SourceError, match="wait 3600 seconds"):
            client.get(site.url())
        assert not passing.slept

    def test_a_broken_connection_is_tried_again(self, site: Site, client: Client) -> None:
        site.pages["/"] = in_turn(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nwor"), body(b"words"))
        assert client.get(site.url()).body == b"words"

    def test_a_server_that_is_not_there_is_said(self, client: Client) -> None:
        with pytest.raises(UnansweredError, match="no answer"):
            client.get("http://127.0.0.1:9/")

    def test_a_server_that_waits_is_not_waited_for(self, site: Site, make: Make) -> None:
        import time

        limits = Limits(read_seconds=0.1, attempts=1)
        site.pages["/"] = raw(b"HTTP/1.1 200 OK\r\n", before=lambda: time.sleep(0.5))
        with pytest.raises(UnansweredError, match="too long"):
            make(limits=limits).get(site.url())
