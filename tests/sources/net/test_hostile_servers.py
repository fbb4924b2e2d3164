"""Servers that mean harm: what they can make us do is bounded."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable
from threading import Event

import pytest

from airdate.errors import SourceError, UnansweredError
from airdate.sources.net import Client, Limits
from airdate.sources.net.address import within
from tests.sources.net.conftest import Time
from tests.sources.net.server import Site, body, raw, redirect

Make = Callable[..., Client]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://[::ffff:10.0.0.1]/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://0x7f.1/",
        "file:///etc/hostname",
        "ftp://example.org/",
        "gopher://example.org/",
        "http://user:word@example.org/",
        "//user@example.org/",
    ],
)
def test_no_redirect_leads_out_of_the_public_web(site: Site, client: Client, target: str) -> None:
    site.pages["/"] = redirect(target)
    with pytest.raises(SourceError):
        client.get(site.url())
    assert len(site.seen) == 1


def test_a_bomb_is_not_unpacked(site: Site, client: Client) -> None:
    site.pages["/"] = body(gzip.compress(bytes(40_000_000)), Content_Encoding="gzip")
    with pytest.raises(SourceError, match="grows more than"):
        client.get(site.url())


def test_a_bomb_in_a_bomb_is_not_even_opened(site: Site, client: Client) -> None:
    packed = gzip.compress(gzip.compress(bytes(1_000_000)))
    site.pages["/"] = body(packed, Content_Encoding="gzip, gzip")
    with pytest.raises(SourceError, match="not asked for"):
        client.get(site.url())


@pytest.mark.parametrize("packed", [b"no gzip", gzip.compress(b"words")[:-4], zlib.compress(b"words")[:-2]])
def test_what_is_badly_packed_is_an_error(site: Site, make: Make, packed: bytes) -> None:
    site.pages["/"] = body(packed, Content_Encoding="gzip")
    with pytest.raises(SourceError, match=r"breaks off|not compressed"):
        make(limits=Limits(attempts=1)).get(site.url())


def test_an_endless_body_ends(site: Site, make: Make) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    site.pages["/"] = raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 100)
    with pytest.raises(SourceError, match="larger than 1000000 bytes"):
        make(limits=Limits(body_bytes=1_000_000)).get(site.url())


def test_a_drip_ends_with_the_deadline(site: Site, make: Make) -> None:
    drops = [HEAD + b"Content-Length: 1000\r\n\r\n", *[b"x"] * 100]
    site.pages["/"] = raw(*drops, before=lambda: time.sleep(0.02))
    started = time.monotonic()
    with pytest.raises(UnansweredError, match="too long"):
        make(limits=Limits(total_seconds=0.2, attempts=1), clock=time.monotonic).get(site.url())
    assert time.monotonic() - started < 1


def test_a_drip_of_headers_ends_with_the_deadline(site: Site, make: Make) -> None:
    drops = [HEAD, *[b"a: b\r\n"] * 100]
    site.pages["/"] = raw(*drops, before=lambda: time.sleep(0.02))
    with pytest.raises(UnansweredError, match="too long"):
        make(limits=Limits(total_seconds=0.2, attempts=1), clock=time.monotonic).get(site.url())


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"not HTTP at all\r\n\r\n",
        b"HTTP/1.1 999999 what\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nwords",
        b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a: " + b"b" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 12_000 + b"\r\n",
    ],
)
def test_garbage_is_an_error_with_the_url(site: Site, client: Client, answer: bytes, passing: Time) -> None:
    site.pages["/"] = raw(answer)
    with pytest.raises(SourceError) as caught:
        client.get(site.url())
    assert caught.value.id == site.url() and passing.passed < 60


def test_odd_bytes_in_headers_do_no_harm(site: Site, client: Client) -> None:
    site.pages["/"] = raw(HEAD + b"x-odd: \xff\xfe\xe2\x82\r\nContent-Length: 5\r\n\r\nwords")
    assert client.get(site.url()).body == b"words"


def test_more_than_was_announced_is_cut_off(site: Site, client: Client) -> None:
    site.pages["/"] = raw(HEAD + b"Content-Length: 5\r\n\r\nwords and more")
    assert client.get(site.url()).body == b"words"


def test_an_answer_that_changes_is_not_asked_for_twice(site: Site, make: Make) -> None:
    """DNS rebinding: the second answer would be private, so the first one alone may count."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    port = site.server_address[1]
    site.pages["/"] = body(b"words")
    client = make(resolver=lambda host, port: answers.pop(0))
    assert client.get(f"http://rebind.example:{port}/").body == b"words"
    assert site.seen[0][1]["host"] == f"rebind.example:{port}" and len(answers) == 1


def test_the_second_answer_is_vetted_as_the_first(site: Site, make: Make) -> None:
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    site.pages["/"] = raw(HEAD + b"Content-Length: 5\r\nConnection: close\r\n\r\nwords")
    client = make(resolver=lambda host, port: answers.pop(0))
    url = f"http://rebind.example:{site.server_address[1]}/"
    client.get(url)
    with pytest.raises(SourceError, match=r"10\.0\.0\.1"):
        client.get(url)


@pytest.mark.parametrize("bad", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "192.168.1.1", "fe80::1%eth0"])
def test_one_private_address_condemns_the_host(make: Make, bad: str) -> None:
    client = make(allow_loopback=False, resolver=lambda host, port: ["93.184.216.34", bad])
    with pytest.raises(SourceError, match="no public address"):
        client.get("https://mixed.example/")


def test_loopback_is_refused_unless_a_test_says_otherwise(site: Site, make: Make) -> None:
    with pytest.raises(SourceError, match="no public address"):
        make(allow_loopback=False).get(site.url())
    assert not site.seen


def test_a_host_that_does_not_resolve_is_said(make: Make) -> None:
    with pytest.raises(UnansweredError, match="no address"):
        make(resolver=lambda host, port: []).get("https://nowhere.example/")


def test_a_resolver_that_never_answers_is_not_waited_for() -> None:
    hanging = Event()
    try:
        with pytest.raises(TimeoutError, match=r"not resolved in 0\.05 s"):
            within(lambda: [str(hanging.wait(60))], 0.05)
    finally:
        hanging.set()


def test_what_the_resolver_says_in_time_is_passed_on() -> None:
    def fails() -> list[str]:
        raise OSError("no such host")

    assert within(lambda: ["192.0.2.1"], 5) == ["192.0.2.1"]
    with pytest.raises(OSError, match="no such host"):
        within(fails, 5)
