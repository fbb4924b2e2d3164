"""Reading and checking a link: the same report as for the file, and clear words where it cannot be had."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from airdate.cli import main
from airdate.run.fetching import open_client
from airdate.sources.net import Client, Limits
from tests.cli.test_cli import SAMPLE, TITLE
from tests.sources.net.conftest import client, make, passing, site
from tests.sources.net.server import Answer, Site, body, raw, redirect, status

__all__ = ["client", "make", "passing", "site"]

PAGE = SAMPLE.read_bytes()
HTML = {"Content_Type": "text/html; charset=utf-8"}


@pytest.fixture
def run(tmp_path: Path, make: Callable[..., Client]) -> Callable[..., Result]:
    def run(*args: str) -> Result:
        env = {"XDG_DATA_HOME": str(tmp_path), "NO_COLOR": "1"}
        obj = {"client": lambda max_bytes: make(limits=Limits(body_bytes=max_bytes, attempts=2))}
        return CliRunner().invoke(main, args, env=env, obj=obj)

    return run


def test_a_link_is_read_as_the_file_and_its_words_are_few_and_for_a_time(
    run: Callable[..., Result], site: Site, tmp_path: Path
) -> None:
    site.pages["/story"] = body(PAGE, **HTML)
    read = run("read", site.url("/story"))
    assert read.exit_code == 0 and "2027-01-29" in read.output
    held = json.loads(run("claims", TITLE, "2", "--format", "json").stdout)
    mine = [e["claim"] for e in held if e["claim"].get("retention_until")]
    assert mine and {claim["url"] for claim in mine} == {site.url("/story")}
    assert {claim["said_via"] for claim in mine} == {"127.0.0.1"}  # where it lay, not what it says of itself
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Netflix announced on Friday" in kept and b"its news is made up" not in kept


def test_a_check_of_a_link_is_the_check_of_the_file(run: Callable[..., Result], site: Site) -> None:
    site.pages["/story"] = body(PAGE, **HTML)
    of_link = run("check", site.url("/story"), "--format", "json")
    of_file = run("check", str(SAMPLE), "--format", "json")
    assert of_link.exit_code == of_file.exit_code == 0
    assert json.loads(of_link.stdout)["claims"] == json.loads(of_file.stdout)["claims"]


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ({"/a": status(404)}, "the server answered 404 (nothing is there; check the address)"),
        ({"/a": status(403)}, "the server answered 403 (reading it needs leave or a key)"),
        ({"/a": status(503)}, "the server answered 503 (try again later)"),
        ({"/robots.txt": body(b"User-agent: *\nDisallow: /")}, "it is not read: its robots.txt forbids it"),
        ({"/robots.txt": status(500)}, "its robots.txt cannot be read at present: the server answered 500"),
        ({"/a": body(PAGE, tdm_reservation="1", **HTML)}, "the page reserves text and data mining"),
        (
            {"/a": body(b"\x89PNG\r\n\x1a\n" + bytes(99), Content_Type="image/png")},
            "not text but a PNG image",
        ),
        ({"/a": body(b" ", **HTML)}, "empty"),
        ({"/a": body(b"x" * 20_000_001, **HTML)}, "larger than 20000000 bytes"),
        ({"/a": redirect("/a")}, "more than 5 redirects"),
        ({"/a": redirect("http://10.0.0.1/")}, "it leads to 10.0.0.1, which is no public address"),
        ({"/a": redirect("file:///etc/passwd")}, "only http and https are read"),
        ({"/a": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")}, "received 3 bytes, expected 10"),
    ],
)
@pytest.mark.parametrize("command", ["read", "check"])
def test_what_cannot_be_had_is_one_line_and_an_exit_code(
    run: Callable[..., Result], site: Site, command: str, pages: dict[str, Answer], said: str
) -> None:
    site.pages |= pages
    result = run(command, site.url("/a"))
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert said in line and "Traceback" not in result.output


def test_a_redirect_to_where_robots_forbid_is_not_followed_to_the_ledger(
    run: Callable[..., Result], site: Site
) -> None:
    site.pages |= {
        "/robots.txt": body(b"User-agent: *\nDisallow: /closed"),
        "/a": redirect("/closed/story"),
        "/closed/story": body(PAGE, **HTML),
    }
    result = run("read", site.url("/a"))
    assert result.exit_code == 1 and "its robots.txt forbids it" in result.stderr


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[::1]/", "http://localhost/"])
def test_the_client_that_people_get_calls_no_address_of_this_machine(url: str) -> None:
    with open_client(1000) as reading:
        assert "which is no public address" in str(reading.refusal(url))


@pytest.mark.parametrize("url", ["ftp://example.org/a", "http://", "https://u:pw@example.org/", "http://a b"])
def test_what_is_no_link_to_a_page_is_said_to_be_none(run: Callable[..., Result], url: str) -> None:
    result = run("read", url)
    assert result.exit_code == 1 and len(result.stderr.splitlines()) == 1
    assert "pw" not in result.stderr
