"""A page's headline, author, outlet and publication day, each from the surest place that has it.

The date's cascade, each stage asked only where the ones before are silent: JSON-LD, `<meta>`, `<time>`,
a visible byline, the address, and last htmldate, whose answer counts only where the page prints it.
A modification date in the markup is never taken.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from airdate.dates import Window
from airdate.sources.byline import is_aside, searched_stamp, time_stamp, top_of, visible_author, visible_stamp
from airdate.sources.clean import clean_line
from airdate.sources.documents import host
from airdate.sources.jsonld import PageData, read_jsonld
from airdate.sources.stamps import parse_stamp, url_stamp
from airdate.types import DateProvenance

_DATE_KEYS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published",
    "citation_publication_date", "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created",
    "publishdate", "publish-date", "publish_date", "published-date", "publication_date", "pubdate",
    "pub_date", "article_date_original", "originalpublicationdate", "dc.date", "date",
)  # fmt: skip
_AUTHOR_KEYS = ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator")
_OUTLET_KEYS = ("og:site_name", "application-name")
_TITLE_KEYS = ("og:title", "twitter:title", "parsely-title")
_AUTHOR_NODES = (
    '[itemprop="author"] [itemprop="name"], [rel~="author"], [class*="author" i], [class*="byline" i] a'
)

_URL_LIKE = re.compile(r"https?://|www\.|@|\.com\b", re.IGNORECASE)
_BY = re.compile(r"^(?:written |words |posted )?by:?\s+", re.IGNORECASE)
_SITE_SUFFIX = re.compile(r"^(?P<title>.{15,}?)\s+[|\-–—•·»]\s+(?P<site>[^|–—•·»]{2,40})$", re.DOTALL)
_SITE_PART = re.compile(r"[\W_]{0,6}(?:\s[|\-–—•·»]\s+[^|]{2,60})?")


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says about itself; `None` where it is silent."""

    title: str | None
    author: str | None
    outlet: str | None
    published: Window | None
    published_from: DateProvenance
    url: str | None
    language: str | None


class _Page:
    """A parsed page and what the stages ask of it."""

    def __init__(self, tree: LexborHTMLParser, url: str | None) -> None:
        self.tree = tree
        self.data = read_jsonld(tree)
        self.meta = _meta(tree)
        self.url = url or _canonical(tree, self.meta)

    @cached_property
    def top(self) -> list[LexborNode]:
        return top_of(self.tree)


def read_metadata(tree: LexborHTMLParser, url: str | None) -> Metadata:
    """Read a parsed page; `url` is where it was fetched, if it was."""
    page = _Page(tree, url)
    site = clean_line(_first(page.meta, _OUTLET_KEYS) or _name(page.data.get("publisher")))
    published, provenance = _published(page)
    root = tree.root
    return Metadata(
        title=_title(page, site),
        author=_author(page),
        outlet=host(page.url) or site,
        published=published,
        published_from=provenance,
        url=page.url,
        language=root.attributes.get("lang") if root is not None else None,
    )


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    """`<meta>` contents by lower-case name or property; the first of a name counts."""
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if key and content and content.strip():
            found.setdefault(key.lower().strip(), content)
    return found


def _first(meta: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((meta[key] for key in keys if key in meta), None)


def _canonical(tree: LexborHTMLParser, meta: dict[str, str]) -> str | None:
    link = tree.css_first('link[rel~="canonical"][href]')
    addresses = (link.attributes.get("href") if link is not None else None, meta.get("og:url"))
    return next((a for a in addresses if a and a.startswith(("http://", "https://"))), None)


# --- headline ---------------------------------------------------------------------------------------


def _title(page: _Page, site: str | None) -> str | None:
    candidates = (
        _line(page.data.get("headline")),
        _first(page.meta, _TITLE_KEYS),
        _text_of(page.tree, "h1"),
        _text_of(page.tree, "title"),
    )
    title = next((line for text in candidates if (line := clean_line(text))), None)
    if title is None:
        return None
    for node in page.tree.css("h1, h2")[:20]:  # the page's own, where metadata adds the site or cuts it short
        heading = clean_line(node.text())
        if heading and (heading.startswith(title + ":") or _is_site_added(title, heading)):
            return heading
    return _without_site(title, site)


def _is_site_added(title: str, heading: str) -> bool:
    return title.startswith(heading) and _SITE_PART.fullmatch(title[len(heading) :]) is not None


def _without_site(title: str, site: str | None) -> str:
    match = _SITE_SUFFIX.match(title)
    if match is None:
        return title
    if site and match["site"].casefold().strip() == site.casefold():
        return match["title"].strip()
    return match["title"].strip() if "|" in title else title


def _text_of(tree: LexborHTMLParser, selector: str) -> str | None:
    node = tree.css_first(selector)
    return node.text() if node is not None else None


# --- author -----------------------------------------------------------------------------------------


def _author(page: _Page) -> str | None:
    stages: tuple[Callable[[], list[str]], ...] = (
        lambda: _names(page.data, page.data.get("author") or page.data.get("creator")),
        lambda: [_first(page.meta, _AUTHOR_KEYS) or ""],
        lambda: [n.text(separator=" ") for n in page.tree.css(_AUTHOR_NODES)[:3] if not is_aside(n)],
        lambda: [visible_author(page.top) or ""],
    )
    for stage in stages:
        names = [name for text in stage() if (name := _person(text))]
        if names:
            return ", ".join(dict.fromkeys(names))
    return None


def _names(data: PageData, value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [name for item in values[:10] if (name := _name(data.resolve(item)))]


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _line(value.get("name")) if isinstance(value, dict) else _line(value)


def _person(text: str) -> str | None:
    name = _BY.sub("", clean_line(text) or "").strip(" ,|·•-")
    if not 2 <= len(name) <= 80 or _URL_LIKE.search(name):
        return None
    return name.title() if name.isupper() and " " in name else name


def _line(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return clean_line(html.unescape(value)) if isinstance(value, str) else None


# --- publication day --------------------------------------------------------------------------------


def _published(page: _Page) -> tuple[Window | None, DateProvenance]:
    stages: tuple[tuple[DateProvenance, Callable[[], Window | None]], ...] = (
        ("json-ld", lambda: _stamp(page.data.get("datePublished"))),
        ("meta", lambda: next((w for key in _DATE_KEYS if (w := _stamp(page.meta.get(key)))), None)),
        ("time", lambda: time_stamp(page.top)),
        ("visible", lambda: visible_stamp(page.top)),
        ("url", lambda: url_stamp(page.url)),
        ("visible", lambda: searched_stamp(page.tree, page.top)),
    )
    for provenance, stage in stages:
        window = stage()
        if window is not None:
            return window, provenance
    return None, "none"


def _stamp(value: Any) -> Window | None:
    text = _line(value)
    return parse_stamp(text) if text else None
