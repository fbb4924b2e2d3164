"""What hosts say of being read: robots.txt, and reservations against mining."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from airdate.sources.net import Client, Response, page_reserves
from airdate.sources.net.permission import Kept
from airdate.sources.net.reservation import is_reserved, parse_reservations
from tests.sources.net.conftest import Time
from tests.sources.net.server import Site, body, raw, status

ROBOTS = b"User-agent: *\nDisallow: /all\n\nUser-agent: airdate\nDisallow: /closed\nDisallow: /*.pdf$\n"


def test_robots_speaks_to_us_by_name(site: Site, client: Client) -> None:
    site.pages["/robots.txt"] = body(ROBOTS)
    asked = ["/all", "/closed/x", "/open", "/a.pdf", "/a.pdf?b"]
    assert [client.allowed(site.url(path)) for path in asked] == [True, False, True, False, True]
    assert client.refusal(site.url("/closed")) == "its robots.txt forbids it"
    assert site.paths() == ["/robots.txt", "/.well-known/tdmrep.json"]


@pytest.mark.parametrize(
    ("code", "allowed"), [(404, True), (403, True), (429, False), (500, False), (503, False)]
)
def test_no_robots_allows_and_a_sick_server_forbids(
    site: Site, client: Client, code: int, allowed: bool
) -> None:
    site.pages["/robots.txt"] = status(code)
    assert client.allowed(site.url("/a")) is allowed


def test_rules_are_read_anew_after_a_day(site: Site, client: Client, passing: Time) -> None:
    site.pages["/robots.txt"] = body(b"")
    assert client.allowed(site.url("/closed"))
    site.pages["/robots.txt"] = body(ROBOTS)
    assert client.allowed(site.url("/closed"))
    passing.passed += 25 * 3600
    assert not client.allowed(site.url("/closed"))


def test_a_crawl_delay_slows_us_down(site: Site, client: Client, passing: Time) -> None:
    site.pages |= {"/robots.txt": body(b"User-agent: *\nCrawl-delay: 5\n"), "/": body(b"")}
    client.allowed(site.url())
    passing.slept.clear()
    for _ in range(3):
        client.get(site.url())
    assert passing.slept == [5, 5, 5]


@pytest.mark.parametrize("robots", [b"\xff\xfe\x00" * 1000, b"Disallow: " + b"/*a" * 50_000, b"<html>"])
def test_a_hostile_robots_file_takes_no_time(site: Site, client: Client, robots: bytes) -> None:
    site.pages["/robots.txt"] = body(b"User-agent: *\n" + robots)
    started = time.monotonic()
    client.allowed(site.url("/" + "a" * 2000))
    assert time.monotonic() - started < 1


def test_a_reservation_is_honoured(site: Site, client: Client) -> None:
    rules = [{"location": "/news/free/*", "tdm-reservation": 0}, {"location": "/news", "tdm-reservation": 1}]
    site.pages["/.well-known/tdmrep.json"] = body(json.dumps(rules).encode())
    asked = ["/news/free/a", "/news/a", "/"]
    assert [client.allowed(site.url(path)) for path in asked] == [True, False, True]


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/", "/a", True),
        ("/a", "/b", False),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/*.jpg$", "/x/y.jpg", True),
        ("/*.jpg$", "/x/y.jpg?z", False),
        ("*", "/anything", True),
        ("/a*a$", "/a", False),
    ],
)
def test_locations_fit_as_robots_rules_do(pattern: str, path: str, fits: bool) -> None:
    rules = parse_reservations(json.dumps([{"location": pattern, "tdm-reservation": 1}]).encode())
    assert is_reserved(rules, path) is fits


@pytest.mark.parametrize("text", ["", "{}", "[1, null]", "[" * 100_000, '[{"location": 3}]', "<html>"])
def test_what_is_no_reservation_says_nothing(text: str) -> None:
    assert parse_reservations(text.encode()) == ()


def _page(markup: bytes, **headers: str) -> Response:
    named = {"content-type": "text/html", **{k.replace("_", "-"): v for k, v in headers.items()}}
    return Response(status=200, body=markup, headers=named, url="https://example.org/")


def test_a_page_may_reserve_for_itself() -> None:
    meta = b'<head><META name="TDM-Reservation" content="1"></head>'
    assert page_reserves(_page(meta)) and page_reserves(_page(b"", tdm_reservation="1"))
    assert not page_reserves(_page(meta, tdm_reservation="0")) and not page_reserves(_page(b"<p>words"))


def test_a_host_without_an_answer_is_not_read(site: Site, make: Callable[..., Client]) -> None:
    site.pages["/robots.txt"] = raw(b"")
    refusal = make().refusal(site.url())
    assert refusal is not None and refusal.startswith("its robots.txt cannot be read at present: ")


class Shelf:
    """Rules kept from another process, of an age that a test gives."""

    def __init__(self, age_seconds: float) -> None:
        self.kept = Kept(robots=b"User-agent: *\nDisallow: /", reservations=b"", age_seconds=age_seconds)
        self.written: list[bytes] = []

    def read(self, origin: str) -> Kept | None:
        return self.kept

    def write(self, origin: str, robots: bytes, reservations: bytes) -> None:
        self.written.append(robots)


@pytest.mark.parametrize(("age", "asks"), [(0, False), (86_399, False), (86_401, True), (-5, True)])
def test_rules_of_another_process_count_for_a_day_and_none_from_the_future(
    site: Site, make: Callable[..., Client], age: float, asks: bool
) -> None:
    shelf = Shelf(age)
    client = make(shelf=shelf)
    assert client.allowed(site.url("/page")) == asks  # the server has no robots.txt, what was kept forbids
    assert ("/robots.txt" in site.paths()) == asks == bool(shelf.written)
