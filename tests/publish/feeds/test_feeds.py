"""Feeds of changes: read back by two parsers, stable ids, never of the future, no spoilers unasked."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import fastfeedparser
import feedparser
import msgspec
import pytest
from msgspec.structs import replace

from airdate.dates import parse
from airdate.publish.changes_feed import AUTHORITY, authority_of, told
from airdate.publish.feeds import Feed, autodiscovery_links, render_atom, render_json_feed
from airdate.types import Change
from tests.publish.feeds import samples
from tests.publish.feeds.history import at

FEED = samples.sample_feed()
SELF = "https://airdate.example/changes"
ATOM = "{http://www.w3.org/2005/Atom}"
FILES = samples.files()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_output_is_as_it_was_last_read(path: Path) -> None:
    assert path.read_bytes() == FILES[path], "run python -m tests.publish.feeds.samples and read the diff"


def texts(feed: Feed) -> list[str]:
    return [
        item["content_text"] for item in msgspec.json.decode(render_json_feed(feed, self_url=SELF))["items"]
    ]


def test_a_moved_date_says_what_was_what_is_and_who_said_so() -> None:
    assert texts(FEED)[0] == (
        "Release: was announced for 12 June 2026, now announced for 4 September 2026, "
        "said by Brightwave via Harbour TV."
    )


def test_what_was_taken_back_is_an_entry() -> None:
    assert any(text.startswith("We took back: ") for text in texts(FEED))


def test_cast_is_left_out_unless_asked_for() -> None:
    assert not any("Odile" in text for text in texts(FEED))
    assert any("Odile" in text for text in texts(samples.sample_feed(spoilers=True)))


def change(text: str, **fields: object) -> Change:
    return Change(on=parse("2026-01-02"), text=text, entry_id="e", **fields)  # type: ignore[arg-type]


def test_other_changes_keep_their_own_words() -> None:
    moved = change(
        "Production: wrapped; before: filming.", question="production", before="filming", now="wrapped"
    )
    first = change("Release: in 2027, said X.", question="release", now="in 2027", said_by="X")
    assert [told(moved), told(first)] == [moved.text, first.text]


def test_a_move_by_time_alone_names_nobody() -> None:
    passed = change(
        "Release: the time has passed; before: 2024.", question="release", before="2024", now="passed"
    )
    assert told(passed) == "Release: was 2024, now passed."


def test_two_parsers_read_the_atom_feed_alike() -> None:
    data = render_atom(FEED, self_url=SELF)
    slow, fast = feedparser.parse(data), fastfeedparser.parse(data)
    assert not slow.bozo
    assert [e.id for e in slow.entries] == [e.id for e in fast.entries] and len(slow.entries) >= 3
    assert [e.title for e in slow.entries] == [e.title for e in fast.entries]


def test_atom_has_all_that_it_must_have() -> None:
    root = ET.fromstring(render_atom(FEED, self_url=SELF))
    for element in (root, *root.findall(f"{ATOM}entry")):
        for tag in ("id", "title", "updated"):
            assert len(element.findall(ATOM + tag)) == 1 and element.findtext(ATOM + tag)
        assert element.findtext(f"{ATOM}id", "").startswith("tag:airdate.example,2026:")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")] == ["self", "alternate"]


def test_json_feed_has_all_that_it_must_have() -> None:
    feed = msgspec.json.decode(render_json_feed(FEED, self_url=SELF))
    assert (
        feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"] and feed["feed_url"] == SELF
    )
    assert all(item["id"] and item["content_text"] for item in feed["items"])


def test_ids_are_unique_and_do_not_hang_on_the_wording() -> None:
    ids = [entry.id for entry in samples.sample_feed(spoilers=True).entries]
    assert len(set(ids)) == len(ids)
    assert {entry.id for entry in FEED.entries} <= set(ids)


def test_nothing_is_newer_than_the_stamp() -> None:
    early = replace(FEED, stamp=at(10))
    root = ET.fromstring(render_atom(early, self_url=SELF))
    stamps = [e.text or "" for tag in ("updated", "published") for e in root.iter(ATOM + tag)]
    assert max(stamps) <= f"{at(10):%Y-%m-%dT%H:%M:%SZ}"


def test_an_empty_feed_is_a_feed() -> None:
    data = render_atom(replace(FEED, entries=()), self_url=SELF)
    assert not feedparser.parse(data).bozo


@pytest.mark.parametrize("title", ["</title><entry/>", "a\x00b\ud800\uffff\u202e", "]]>&amp;", "x" * 10_000])
def test_no_title_breaks_a_feed(title: str) -> None:
    hostile = replace(
        FEED, title=title, entries=tuple(replace(e, title=title, text=title) for e in FEED.entries)
    )
    root = ET.fromstring(render_atom(hostile, self_url=SELF))
    assert len(root.findall(f"{ATOM}entry")) == len(FEED.entries)
    assert len(root.findtext(f"{ATOM}title", "")) <= 200


def test_autodiscovery_links_escape() -> None:
    links = autodiscovery_links(
        '"><script>', atom_url="https://a.example/?a&b", json_url="https://a.example/j"
    )
    assert "<script" not in links and "?a&amp;b" in links and links.count("<link ") == 2


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("https://guide.example.org/airdate/feed.atom", "guide.example.org,2026"),
        ("https://Guide.Example.org:8443", "guide.example.org,2026"),
        ("https://bücher.example/", "xn--bcher-kva.example,2026"),
        ("http://localhost:8000/feeds", "localhost,2026"),
        ("http://127.0.0.1:8000", "localhost,2026"),
        ("http://[::1]:8000", "localhost,2026"),
        ("http://shelf/", "localhost,2026"),
        ("https://odd_name.example/", "localhost,2026"),
        ("no address", "localhost,2026"),
    ],
)
def test_ids_begin_with_the_domain_of_the_site_or_with_one_that_is_nobodys(url: str, authority: str) -> None:
    assert authority_of(url) == authority and AUTHORITY.fullmatch(authority)
