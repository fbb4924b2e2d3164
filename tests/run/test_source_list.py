"""A user's list of sources: found, added, turned, taken in from other readers."""

from __future__ import annotations

from pathlib import Path

import pytest

from airdate.errors import DataError, InputError, SourceError
from airdate.run.source_list import add, discover, import_opml, read_sources, turn
from airdate.sources.net import Client
from tests.sources.net.server import Site, body

FEED = b"<rss version='2.0'><channel><item><title>A</title></item></channel></rss>"
LINK = b"<link rel='alternate' type='application/rss+xml' href='/rss'>"
PAGE = b"<html><head>" + LINK + b"</head><body><p>Hi</p></body></html>"


def test_the_feed_of_a_page_is_found_and_must_be_one(site: Site, client: Client) -> None:
    site.pages |= {"/": body(PAGE, Content_Type="text/html"), "/rss": body(FEED)}
    assert discover(client, site.url("/")) == site.url("/rss")
    assert discover(client, site.url("/rss")) == site.url("/rss")
    site.pages["/rss"] = body(b"<html><body>gone</body></html>", Content_Type="text/html")
    with pytest.raises(SourceError, match="no feed"):
        discover(client, site.url("/"))


def test_what_robots_forbid_is_not_looked_into(site: Site, client: Client) -> None:
    site.pages |= {"/": body(PAGE), "/robots.txt": body(b"User-agent: *\nDisallow: /")}
    with pytest.raises(SourceError, match="robots"):
        discover(client, site.url("/"))


def test_a_feed_is_added_once_and_is_off_where_its_outlet_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "sources.toml"
    unknown = add(path, "https://tidings.example/rss", known=("known.example",))
    known = add(path, "https://www.known.example/rss", known=("known.example",), minutes=15, terms="pages")
    assert not unknown.on and known.on and (known.minutes, known.terms) == (15, "pages")
    with pytest.raises(InputError, match="there already, as tidings"):
        add(path, "https://tidings.example/rss", known=())
    assert turn(path, unknown.name, on=True).on and read_sources(path)[unknown.name].on
    with pytest.raises(InputError, match="no such source"):
        turn(path, "nobody", on=True)


def test_the_words_of_a_user_survive_and_a_broken_file_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    mine = '# why I read it\n[[source]]\nname = "mine"\nfeed = "https://mine.example/rss"   # nightly\n'
    path.write_text(mine)
    turn(path, "mine", on=True)
    turn(path, "soompi", on=False)
    assert path.read_text().startswith(mine) and not read_sources(path)["soompi"].on
    path.write_text("[[source]\n")
    with pytest.raises(DataError):
        turn(path, "soompi", on=True)
    assert path.read_text() == "[[source]\n"


def test_opml_comes_in_once(tmp_path: Path) -> None:
    path, opml = tmp_path / "sources.toml", tmp_path / "feeds.opml"
    opml.write_text(
        '<opml version="2.0"><body><outline xmlUrl="https://known.example/rss"/>'
        '<outline xmlUrl="https://new.example/rss"/><outline xmlUrl="ftp://x.example"/>'
        '<outline xmlUrl="https://deadline.com/feed/"/></body></opml>'
    )
    new, failures = import_opml(path, opml, known=("known.example",))
    assert [(source.outlet, source.on) for source in new] == [("known.example", True), ("new.example", False)]
    assert len(failures) == 1
    assert import_opml(path, opml, known=()) == ([], failures)
    with pytest.raises(InputError, match="cannot read it"):
        import_opml(path, tmp_path / "none.opml", known=())
