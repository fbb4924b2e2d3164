"""The list of sources: overlays, switches that keep what a person wrote, OPML, autodiscovery."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdate.catalogue import load_catalogue
from airdate.errors import DataError, SourceError
from airdate.sources.discover import find_feeds
from airdate.sources.net import Response
from airdate.sources.opml import read_opml, write_opml
from airdate.sources.registry import Source, added, name_for, parse_sources, shipped, switched
from airdate.types import Failure

MINE = """# Feeds of mine.

[[source]]
name = "tidings"          # the local paper
feed = "https://tidings.example/feed"
on = true
"""


def test_the_shipped_list_is_sound_and_only_known_outlets_are_on() -> None:
    sources = parse_sources(shipped())
    known = load_catalogue().outlets
    assert len(sources) >= 20
    assert {source.outlet for source in sources.values() if source.on} <= set(known)
    assert all(source.terms == "items" and source.feed.startswith("https://") for source in sources.values())
    for source in sources.values():
        if source.tier is not None and source.outlet in known:
            assert source.tier == known[source.outlet].tier


def test_a_later_table_overlays_field_by_field() -> None:
    sources = parse_sources(MINE, '[[source]]\nname = "tidings"\nminutes = 15\n')
    assert sources["tidings"] == Source(
        name="tidings", feed="https://tidings.example/feed", outlet="tidings.example", minutes=15, on=True
    )


def test_a_switch_keeps_every_word_and_a_switch_back_does_not_grow_the_file() -> None:
    off = switched(MINE, "tidings", on=False)
    assert off.startswith(MINE) and not parse_sources(off)["tidings"].on
    on = switched(off, "tidings", on=True)
    assert parse_sources(on)["tidings"].on and len(switched(on, "tidings", on=False)) == len(off)


@given(st.lists(st.booleans(), max_size=20), st.sampled_from(["", MINE, MINE.rstrip("\n"), "# words alone"]))
def test_the_last_switch_counts_however_often_it_is_thrown(turns: list[bool], text: str) -> None:
    source = Source(name="other", feed="https://other.example/rss", outlet="other.example")
    held = added(text, source)
    for on in turns:
        held = switched(held, "other", on=on)
    assert held.startswith(text)
    assert parse_sources(held)["other"].on == (turns[-1] if turns else False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[source]\n", "no list of sources"),
        ('[[source]]\nname = "x"\n', "required field"),
        ('[[source]]\nname = "x"\nfeed = "https://x.example"\nminutes = 0\n', "minutes"),
        ('[[source]]\nname = "x"\nfeed = "https://x.example"\ncolour = "red"\n', "colour"),
        ('[[source]]\nname = "Not a name"\nfeed = "https://x.example"\n', "small letters"),
        ('[[source]]\nfeed = "https://x.example"\n', "without a name"),
        ('[[source]]\nname = "x"\nfeed = "https://x.example"\ntier = "friend"\n', "tier"),
        ('source = "x"\n', "no list of sources"),
        (
            '[[source]]\nname="a"\nfeed="https://x.example"\n[[source]]\nname="b"\nfeed="https://x.example"',
            "one address",
        ),
    ],
)
def test_what_does_not_fit_is_one_error_with_its_place(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        parse_sources(text)


def test_names_come_from_hosts_and_never_clash() -> None:
    assert name_for("https://www.tidings.com/feed", ()) == "tidings"
    assert name_for("https://www.tidings.com/feed", ("tidings", "tidings-2")) == "tidings-3"


def test_opml_goes_out_and_comes_back() -> None:
    sources = list(parse_sources(shipped()).values())
    back = [source for source in read_opml(write_opml(sources)) if isinstance(source, Source)]
    same = [(s.feed, s.tier, s.terms, s.minutes, s.on) for s in sources]
    assert [(s.feed, s.tier, s.terms, s.minutes, s.on) for s in back] == same


def test_opml_of_other_readers_is_off_and_bad_lines_are_failures() -> None:
    opml = """<?xml version="1.0"?><opml version="1.0"><body><outline text="Folder">
    <outline text="A" type="rss" xmlUrl="https://a.example/feed"/>
    <outline text="again" xmlUrl="https://a.example/feed"/>
    <outline text="B" xmlUrl="file:///etc/hosts"/></outline></body></opml>"""
    one, other = read_opml(opml)
    assert isinstance(one, Source) and one.name == "a-example" and not one.on
    assert isinstance(other, Failure) and "http" in other.error


@pytest.mark.parametrize(
    "text", ["", "<html/>", "<opml", '<!DOCTYPE x [<!ENTITY a "b">]><opml/>', "<opml>" * 9000]
)
def test_what_is_no_opml_is_an_error(text: str) -> None:
    with pytest.raises(Exception, match=r".") as caught:
        read_opml(text)
    assert caught.type.__module__ == "airdate.errors"


def page(body: str, url: str = "https://paper.example/tv/") -> Response:
    return Response(status=200, body=body.encode(), headers={"content-type": "text/html"}, url=url)


def test_a_page_declares_its_feeds_and_comments_come_last() -> None:
    found = find_feeds(
        page(
            '<html><head><link rel="alternate" type="application/rss+xml" href="/comments/feed">'
            '<link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" href="feed.atom">'
            '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">'
            '<link rel="stylesheet" type="text/css" href="a.css"></head></html>'
        )
    )
    assert found == ["https://paper.example/tv/feed.atom", "https://paper.example/comments/feed"]


def test_a_feed_is_its_own_and_a_page_without_one_says_so() -> None:
    assert find_feeds(page("<rss version='2.0'><channel/></rss>")) == ["https://paper.example/tv/"]
    with pytest.raises(SourceError, match="declares no feed"):
        find_feeds(page("<html><head></head></html>"))
