"""The feed of a page: what the page itself declares, or the page where it is a feed.

Autodiscovery as browsers and readers know it: `<link rel="alternate" type="application/rss+xml" href="…">`
(https://www.rssboard.org/rss-autodiscovery). Addresses are never guessed.
"""

from __future__ import annotations

import httpx
from selectolax.lexbor import LexborHTMLParser

from airdate.errors import SourceError
from airdate.sources.decode import decode
from airdate.sources.guard import refuse_hostile
from airdate.sources.load import sniff
from airdate.sources.net.messages import Response
from airdate.sources.net.urls import vet_url

_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_COMMENTS = "comments"
MAX_FEEDS = 20


def find_feeds(response: Response) -> list[str]:
    """The addresses of the feeds that an answer is or declares, the main one first.

    Feeds of comments come last: they carry no news.

    Raises:
        SourceError: it declares none.
        DocumentError: it cannot be read.
    """
    text = decode(response.body, id=response.url, content_type=response.headers.get("content-type"))
    if sniff(text) == "feed":
        return [response.url]
    refuse_hostile(text, response.url)
    found = dict.fromkeys(_declared(text, response.url))
    if not found:
        hint = "look for a link to RSS or Atom on the page and give that address"
        raise SourceError("the page declares no feed", id=response.url, hint=hint)
    return sorted(found, key=lambda url: _COMMENTS in url.lower())


def _declared(text: str, page: str) -> list[str]:
    links = LexborHTMLParser(text).css('link[rel~="alternate" i][href]')
    feeds: list[str] = []
    for link in links:
        kind = (link.attributes.get("type") or "").partition(";")[0].strip().lower()
        if kind in _TYPES and len(feeds) < MAX_FEEDS:
            try:
                feeds.append(str(vet_url((link.attributes.get("href") or "").strip(), httpx.URL(page))))
            except SourceError:
                continue  # an address that nobody should follow is no feed
    return feeds
