"""Looks at feeds on a local server that answers as told: what is new, remembered, left alone."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from airdate.run.looking import MAX_ATTEMPTS, MAX_PAGES, Lane, Look, Task, look, look_at_all
from airdate.sources.net import Client, Limits
from airdate.sources.registry import Source
from airdate.watch import polling, polls
from airdate.watch.polling import HostRest, Poll
from airdate.watch.state import connect
from tests.sources.net.conftest import Time
from tests.sources.net.server import Answer, Site, body, in_turn, redirect, status

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
PAGE = "<html><body><article><h1>News</h1><p>{}</p></article></body></html>"
LONG = "Filming on season 2 has begun, the studio said on Monday, and the cast has gathered by the sea. " * 3


def rss(site: Site, *names: str) -> bytes:
    items = "".join(
        f"<item><title>Item {name}</title><link>{site.url('/' + name)}</link><description>Words of {name}."
        "</description><pubDate>Mon, 01 Mar 2027 09:00:00 GMT</pubDate></item>"
        for name in names
    )
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


def source(site: Site, **changed: object) -> Source:
    fields = {
        "name": "tidings",
        "feed": site.url("/feed"),
        "outlet": "tidings.example",
        "on": True,
        **changed,
    }
    return Source(**fields)  # type: ignore[arg-type]


@pytest.fixture
def state(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path / "state.db")) as made:
        yield made


@pytest.fixture
def lane(make: Callable[..., Client], state: sqlite3.Connection) -> Lane:
    return Lane(client=make(limits=Limits(attempts=1, longest_wait_seconds=1)), state=state)


def task(**changed: object) -> Task:
    fields = {
        "now": NOW,
        "jitter": lambda: 0.0,
        "relevant": lambda document: True,
        "outlets": (),
        "max_bytes": 1_000_000,
        **changed,
    }
    return Task(**fields)  # type: ignore[arg-type]


def remember(state: sqlite3.Connection, done: Look) -> Poll:
    for article in done.articles:
        polls.write_seen(state, article.key, article.item_sha256, NOW, article.attempts)
    return done.poll


def test_items_are_new_once_and_again_when_they_change(
    site: Site, lane: Lane, state: sqlite3.Connection
) -> None:
    site.pages["/feed"] = body(rss(site, "a", "b"))
    first = look(lane, source(site), None, None, task())
    assert [article.document.title for article in first.articles] == ["Item a", "Item b"]
    assert {article.document.outlet for article in first.articles} == {"tidings.example"}
    poll = remember(state, first)
    assert look(lane, source(site), poll, None, task()).articles == ()
    site.pages["/feed"] = body(rss(site, "a", "b").replace(b"Words of b", b"Other words of b"))
    changed = look(lane, source(site), poll, None, task())
    assert [article.document.title for article in changed.articles] == ["Item b"] and len(changed.kept) == 1


def test_validators_are_sent_back_and_an_unchanged_feed_is_looked_at_less_often(
    site: Site, lane: Lane
) -> None:
    answers = in_turn(body(rss(site, "a"), ETag='"1"', Last_Modified="yesterday"), status(304))
    site.pages["/feed"] = answers
    first = look(lane, source(site), None, None, task())
    second = look(lane, source(site), first.poll, None, task())
    sent = site.seen[-1][1]
    assert sent["if-none-match"] == '"1"' and sent["if-modified-since"] == "yesterday"
    assert second.poll.etag == '"1"' and second.articles == () and second.failure is None
    assert second.poll.interval > first.poll.interval


def test_a_feed_that_moved_for_good_is_remembered_and_one_that_is_lent_out_is_not(
    site: Site, lane: Lane
) -> None:
    site.pages |= {"/new": body(rss(site, "a")), "/feed": redirect("/new", 301)}
    moved = look(lane, source(site), None, None, task())
    assert moved.poll.moved_to == site.url("/new") and moved.note and "moved for good" in moved.note
    again = look(lane, source(site), moved.poll, None, task())
    assert site.paths()[-1] == "/new" and again.note is None
    site.pages["/feed"] = redirect("/new", 302)
    assert look(lane, source(site), None, None, task()).poll.moved_to is None
    site.pages["/new"] = status(404)
    lost = look(lane, source(site), moved.poll, None, task())
    assert lost.failure is not None and lost.poll.moved_to is None  # back to its first address


def test_a_feed_that_is_gone_is_asked_for_no_more(site: Site, lane: Lane) -> None:
    site.pages["/feed"] = status(410)
    gone = look(lane, source(site), None, None, task())
    assert gone.poll.gone_at == NOW and gone.note and "turned off" in gone.note
    assert not polling.is_due(gone.poll, NOW + timedelta(days=99))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (status(500), "500"),
        (body(b"<!doctype html><html><body><p>We are down.</p></body></html>"), "no feed lies there"),
        (body(b"<rss version='2.0'><channel><item><title>Renewed for sea"), "breaks off"),
        (body(b"<rss version='2.0'><channel></channel></rss>"), "without items"),
        (body(b""), "empty"),
        (body(b"\x00\x01\x02\x03" * 50), ""),
    ],
)
def test_a_fault_is_a_value_and_what_was_known_is_kept(
    site: Site, lane: Lane, answer: Answer, said: str
) -> None:
    site.pages["/feed"] = body(rss(site, "a"), ETag='"1"')
    fine = look(lane, source(site), None, None, task())
    site.pages["/feed"] = answer
    failed = look(lane, source(site), fine.poll, None, task())
    assert failed.failure is not None and said in failed.failure.error and failed.articles == ()
    assert failed.poll.failures == 1 and failed.poll.etag == '"1"' and failed.poll.due_at > NOW
    mended = look(lane, source(site), failed.poll, None, task())
    assert mended.poll.failures == 2
    site.pages["/feed"] = body(rss(site, "a"), ETag='"1"')
    assert look(lane, source(site), mended.poll, None, task()).poll.failures == 0


def test_a_busy_host_gets_the_rest_that_it_asks_for(site: Site, lane: Lane) -> None:
    site.pages["/feed"] = status(429, Retry_After="7200")
    busy = look(lane, source(site), None, None, task())
    assert busy.poll.due_at >= NOW + timedelta(hours=2)
    assert busy.rest is not None and polling.is_resting(busy.rest, NOW + timedelta(minutes=119))


def test_a_feed_that_robots_forbid_is_not_fetched(site: Site, lane: Lane) -> None:
    site.pages |= {"/robots.txt": body(b"User-agent: *\nDisallow: /feed"), "/feed": body(rss(site, "a"))}
    refused = look(lane, source(site), None, None, task())
    assert refused.failure is not None and "robots.txt forbids" in refused.failure.error
    assert "/feed" not in site.paths()


def test_rules_that_cannot_be_had_are_a_fault_of_the_host_and_asked_for_again(
    site: Site, lane: Lane, passing: Time
) -> None:
    site.pages |= {"/robots.txt": status(503), "/feed": body(rss(site, "a"))}
    failed = look(lane, source(site), None, None, task())
    assert failed.failure is not None and "at present" in failed.failure.error and failed.rest is not None
    assert "/feed" not in site.paths()
    site.pages["/robots.txt"] = status(404)
    passing.sleep(3600)
    assert look(lane, source(site), failed.poll, None, task()).articles


def test_pages_are_fetched_only_where_the_terms_allow_and_the_item_is_of_interest(
    site: Site, lane: Lane
) -> None:
    site.pages |= {
        "/feed": body(rss(site, "a", "b")),
        "/a": body(PAGE.format(LONG).encode(), Content_Type="text/html"),
    }
    wanted = task(relevant=lambda document: document.title == "Item a")
    done = look(lane, source(site, terms="pages"), None, None, wanted)
    texts = {article.document.title: article.document.text for article in done.articles}
    assert "by the sea" in texts["Item a"] and texts["Item b"] == "Words of b." and "/b" not in site.paths()
    assert "/a" not in site.paths()[: site.paths().index("/feed")]
    alone = look(lane, source(site), None, None, wanted)
    assert all("by the sea" not in article.document.text for article in alone.articles)


def test_a_page_that_fails_is_tried_again_and_then_the_item_has_to_do(
    site: Site, lane: Lane, state: sqlite3.Connection
) -> None:
    site.pages |= {"/feed": body(rss(site, "a"), ETag='"1"'), "/a": status(503)}
    poll: Poll | None = None
    attempts = []
    for _ in range(MAX_ATTEMPTS):
        done = look(lane, source(site, terms="pages"), poll, None, task())
        attempts.append(done.articles[0].attempts)
        assert done.articles[0].document.text == "Words of a."
        poll = remember(state, done)
    assert attempts == [1, 2, 0]
    assert poll is not None and poll.etag == '"1"'  # until then the feed had to be seen whole
    assert look(lane, source(site, terms="pages"), poll, None, task()).articles == ()


def test_an_item_that_another_feed_passed_on_is_still_read_whole(
    site: Site, lane: Lane, state: sqlite3.Connection
) -> None:
    page = body(PAGE.format(LONG).encode(), Content_Type="text/html")
    site.pages |= {"/feed": body(rss(site, "a")), "/a": page}
    remember(state, look(lane, source(site, name="other"), None, None, task()))
    whole = look(lane, source(site, terms="pages"), None, None, task())
    assert "by the sea" in whole.articles[0].document.text
    remember(state, whole)
    assert look(lane, source(site, name="other"), None, None, task()).articles == ()


def test_a_flood_of_pages_is_taken_in_turns(site: Site, lane: Lane, state: sqlite3.Connection) -> None:
    names = [f"p{number}" for number in range(MAX_PAGES + 5)]
    site.pages |= {f"/{name}": body(PAGE.format(LONG).encode(), Content_Type="text/html") for name in names}
    site.pages["/feed"] = body(rss(site, *names), ETag='"1"')
    first = look(lane, source(site, terms="pages"), None, None, task())
    second = look(lane, source(site, terms="pages"), remember(state, first), None, task())
    assert (len(first.articles), len(second.articles)) == (MAX_PAGES, 5)


def test_an_item_of_a_known_outlet_is_that_outlets(site: Site, lane: Lane) -> None:
    site.pages["/feed"] = body(rss(site, "a"))
    done = look(lane, source(site), None, None, task(outlets=("127.0.0.1",)))
    assert done.articles[0].document.outlet == "127.0.0.1"


def test_a_host_that_fails_again_and_again_is_left_alone_within_a_round(site: Site, lane: Lane) -> None:
    site.pages = {f"/f{number}": status(503) for number in range(9)}
    due = [(source(site, name=f"s{number}", feed=site.url(f"/f{number}")), None) for number in range(9)]
    looks = list(look_at_all([lane], due, {}, task(), threading.Event()))
    assert len(looks) == polling.HOST_FAILURES
    rest = looks[-1].rest
    assert (
        rest is not None
        and list(look_at_all([lane], due, {rest.host: rest}, task(), threading.Event())) == []
    )


def test_lanes_end_when_asked_and_when_nobody_takes_more(site: Site, lane: Lane) -> None:
    site.pages = {f"/f{number}": body(rss(site, "a")) for number in range(9)}
    due = [(source(site, name=f"s{number}", feed=site.url(f"/f{number}")), None) for number in range(9)]
    stop = threading.Event()
    looks = []
    for done in look_at_all([lane], due, {}, task(), stop):
        looks.append(done)
        stop.set()
    assert 1 <= len(looks) < 9
    left = look_at_all([lane], due, {}, task(), threading.Event())
    next(left)
    left.close()  # type: ignore[attr-defined]
    assert threading.active_count() < 20


def test_an_unexpected_error_in_a_lane_is_raised_where_the_looks_are_taken(site: Site, lane: Lane) -> None:
    def broken() -> float:
        raise ZeroDivisionError

    site.pages["/feed"] = body(rss(site, "a"))
    with pytest.raises(ZeroDivisionError):
        list(look_at_all([lane], [(source(site), None)], {}, task(jitter=broken), threading.Event()))


def test_a_rest_that_is_over_is_forgotten_once_the_host_answers(site: Site, lane: Lane) -> None:
    site.pages["/feed"] = body(rss(site, "a"))
    over = HostRest(host="127.0.0.1", failures=5, until=NOW - timedelta(minutes=1))
    (done,) = look_at_all([lane], [(source(site), None)], {"127.0.0.1": over}, task(), threading.Event())
    assert done.rest is None and done.failure is None
