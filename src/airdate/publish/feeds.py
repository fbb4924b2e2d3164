"""A feed as Atom (RFC 4287) and as JSON Feed 1.1.

Invariant: words from outside are text, never markup, and no entry or feed is newer than the feed's stamp.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree as ET

import msgspec

from airdate.publish.clean import MAX_TITLE, clean
from airdate.types import Struct

AUTHOR = "Airdate"
_ATOM = "http://www.w3.org/2005/Atom"
_JSON_FEED = "https://jsonfeed.org/version/1.1"
NEWEST = 100


class FeedEntry(Struct, frozen=True, kw_only=True):
    """One entry; `id` is a tag: URI that never changes, instants are in UTC."""

    id: str
    title: str
    text: str
    url: str
    published_at: datetime
    updated_at: datetime


class Feed(Struct, frozen=True, kw_only=True):
    """A feed: `home_url` is the page it belongs to, `stamp` when what it rests on last changed (UTC)."""

    id: str
    title: str
    home_url: str
    stamp: datetime
    entries: tuple[FeedEntry, ...] = ()


def render_atom(feed: Feed, *, self_url: str) -> bytes:
    """The feed as Atom in UTF-8; `self_url` is where it will be found."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    entries = _newest(feed)
    _add(root, "id", feed.id)
    _add(root, "title", clean(feed.title, MAX_TITLE))
    _add(root, "updated", _instant(_updated_at(feed, entries)))
    _add(ET.SubElement(root, "author"), "name", AUTHOR)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": self_url})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.home_url})
    for entry in entries:
        _add_entry(root, entry)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body + b"\n"


def _add_entry(root: ET.Element, entry: FeedEntry) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "published", _instant(entry.published_at))
    _add(element, "updated", _instant(entry.updated_at))
    ET.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    _add(element, "content", entry.text).set("type", "text")


def _add(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = text
    return element


def render_json_feed(feed: Feed, *, self_url: str) -> bytes:
    """The feed as JSON Feed 1.1 in UTF-8; `self_url` is where it will be found."""
    items = [
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_text": entry.text,
            "date_published": _instant(entry.published_at),
            "date_modified": _instant(entry.updated_at),
        }
        for entry in _newest(feed)
    ]
    document = {
        "version": _JSON_FEED,
        "title": clean(feed.title, MAX_TITLE),
        "home_page_url": feed.home_url,
        "feed_url": self_url,
        "language": "en",
        "authors": [{"name": AUTHOR}],
        "items": items,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def autodiscovery_links(title: str, *, atom_url: str, json_url: str) -> str:
    """Two lines for a page's `<head>`, by which feed readers find its feeds."""
    links = (("application/atom+xml", atom_url), ("application/feed+json", json_url))
    name = html.escape(clean(title, MAX_TITLE))
    return "\n".join(
        f'<link rel="alternate" type="{type}" title="{name}" href="{html.escape(url)}">'
        for type, url in links
    )


def _newest(feed: Feed) -> list[FeedEntry]:
    """The entries as they are printed, the newest first."""
    entries = [
        msgspec.structs.replace(
            entry,
            title=clean(entry.title, MAX_TITLE) or "untitled",
            text=clean(entry.text),
            published_at=min(entry.published_at, feed.stamp),
            updated_at=min(entry.updated_at, feed.stamp),
        )
        for entry in feed.entries
    ]
    return sorted(entries, key=lambda entry: (entry.updated_at, entry.id), reverse=True)[:NEWEST]


def _updated_at(feed: Feed, entries: Sequence[FeedEntry]) -> datetime:
    return entries[0].updated_at if entries else feed.stamp


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
