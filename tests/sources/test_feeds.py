"""Feeds: one document for each item, dated by the day that the feed prints; entities are refused."""

import pytest

from airdate.errors import DocumentError
from airdate.sources.load import load
from airdate.types import Document, Failure

ITEM = """<item><title>Loot &amp;amp; <![CDATA[<b>Evil</b>]]></title><link>https://www.a.example/loot</link>
<guid isPermaLink="false">g1</guid><pubDate>Sun, 05 Mar 2023 23:00:00 -0500</pubDate>
<dc:creator>Ada Byron</dc:creator><description>
<![CDATA[<p>One &amp; two.</p><ul><li>Three</li></ul><script>x()</script>]]></description></item>"""
RSS = (
    '<?xml version="1.0" encoding="utf-16"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    f"<channel><title>A</title><link>https://a.example</link>{ITEM}{{}}</channel></rss>"
)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>f</id><updated>2024-01-01T00:00:00Z</updated>
<entry><title type="html">Loot &lt;i&gt;again&lt;/i&gt;</title><id>tag:1</id><link href="https://a.example/1"/>
<published>2023-03-05T23:30:00-08:00</published><updated>2023-04-01T00:00:00Z</updated>
<author><name>Ada Byron</name></author><content type="html">&lt;p&gt;Words.&lt;/p&gt;</content></entry>
<entry><title>Undated</title><id>tag:2</id><updated>2023-04-01T00:00:00Z</updated><summary>Words.</summary></entry></feed>"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": [
{"id": "1", "url": "https://a.example/1", "title": "Loot", "content_html": "<p>Words.</p>",
 "date_published": "2023-03-05T23:30:00-08:00", "authors": [{"name": "Ada Byron"}]}]}"""


def read(feed: str) -> list[Document | Failure]:
    return load(feed.encode(), id="feed", url="https://a.example/feed")


def test_rss() -> None:
    (item,) = read(RSS.format(""))
    assert isinstance(item, Document)
    assert (item.id, item.url, item.outlet) == ("g1", "https://www.a.example/loot", "a.example")
    assert (item.title, item.author, item.text) == ("Loot & Evil", "Ada Byron", "One & two.\nThree")
    assert (item.published and item.published.edtf, item.published_from) == ("2023-03-05", "feed")


def test_atom_and_what_was_only_updated_is_undated() -> None:
    first, second = read(ATOM)
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.title, first.text, first.author) == ("Loot again", "Words.", "Ada Byron")
    assert first.published is not None and first.published.edtf == "2023-03-05"
    assert (second.published, second.published_from) == (None, "none")


def test_json_feed() -> None:
    (item,) = read(JSON_FEED)
    assert isinstance(item, Document)
    assert (item.id, item.title, item.text) == ("1", "Loot", "Words.")
    assert item.published is not None and item.published.edtf == "2023-03-05"


def test_an_item_without_words_is_a_failure_beside_the_others() -> None:
    values = read(RSS.format("<item><guid>g2</guid><link>https://a.example/2</link></item>"))
    assert [type(value).__name__ for value in values] == ["Document", "Failure"]
    assert values[1].id == "g2"


def test_a_feed_that_is_cut_short_gives_what_it_holds() -> None:
    values = read(RSS.format("<item><title>Half an it"))
    assert isinstance(values[0], Document)


@pytest.mark.parametrize(
    ("feed", "message"),
    [
        ('<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + RSS.format(""), "entities"),
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + RSS.format("&x;"), "entities"),
        ('<rss version="2.0"><channel><title>A</title></channel></rss>', "without items"),
        ('<rss version="2.0"><channel><title>&#x110000;</title></channel></rss>', "without items"),
        ("<rss><channel>" + "<item><a>" * 50_000, "nested"),
    ],
)  # fmt: skip
def test_what_is_no_honest_feed_is_refused(feed: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read(feed)
