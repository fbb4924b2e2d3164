"""RSS, Atom and JSON Feed → one `Document` for each item.

fastfeedparser reads it (40 times faster), feedparser where that fails or finds nothing. Both turn the
day of an item into UTC's; the day here is the one that the feed prints, in its own offset.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from airdate.dates import Window
from airdate.errors import DocumentError
from airdate.sources.clean import clean_line
from airdate.sources.documents import Origin, host, make_document
from airdate.sources.guard import refuse_hostile
from airdate.sources.html import strip_markup
from airdate.sources.stamps import parse_stamp
from airdate.types import Document, Failure

MAX_ITEMS = 10_000

#: What an item prints as its publication; `updated` and `modified` are not.
_PRINTED = re.compile(
    r"<(?:pubDate|published|dc:date|issued|dcterms:issued|"
    r"created)\b[^>]{0,100}>\s{0,20}(?:<!\[CDATA\[)?\s{0,20}([^<\]]{8,60})"
    r"|\"date_published\"\s{0,9}:\s{0,9}\"([^\"]{8,60})\"",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")


def parse_feed(text: str, origin: Origin) -> list[Document | Failure]:
    """Read a feed's items, in its order; an item without words is a `Failure`.

    The id of an item is its own (guid, else link, else the content's hash), its outlet its link's host.

    Raises:
        DocumentError: no feed, one that declares XML entities, or one with too deep a nesting.
    """
    if "<!ENTITY" in text:
        raise DocumentError("declares XML entities", id=origin.name, hint="no honest feed has that")
    refuse_hostile(text, origin.name)
    data = _DECLARATION.sub("", text).encode()
    entries = next((found for parse in (_fast, _lenient) if (found := parse(data))), None)
    if entries is None:
        raise DocumentError("a feed without items", id=origin.name)
    days = _printed_days(text)
    return [_document(entry, origin, days) for entry in entries[:MAX_ITEMS]]


def _fast(data: bytes) -> list[Any]:
    import fastfeedparser

    try:
        return list(fastfeedparser.parse(data, include_tags=False, include_media=False).entries)
    except (ValueError, AttributeError, TypeError, KeyError):  # it promises ValueError alone
        return []


def _lenient(data: bytes) -> list[Any]:
    import feedparser

    try:
        return list(feedparser.parse(data).entries)
    except (ValueError, OverflowError, AttributeError, TypeError, KeyError):  # "&#x110000;" is no character
        return []


def _document(entry: Any, origin: Origin, days: dict[datetime, Window]) -> Document | Failure:
    url = entry.get("link") or None
    id = clean_line(entry.get("id")) or url
    published = _published(entry.get("published"), days)
    try:
        return make_document(
            msgspec.structs.replace(origin, id=id, url=url),
            text=strip_markup(_body(entry)),
            title=strip_markup(entry.get("title") or ""),
            outlet=host(url) or host(origin.url),
            author=entry.get("author"),
            published=published,
            published_from="feed",
        )
    except DocumentError as error:
        return Failure(id=id or origin.name, error=error.message, hint=error.hint)


def _body(entry: Any) -> str:
    """The fullest text that the item carries."""
    contents = [str(part.get("value") or "") for part in entry.get("content") or ()]
    return max([*contents, entry.get("description") or "", entry.get("summary") or ""], key=len)


def _published(stamp: str | None, days: dict[datetime, Window]) -> Window | None:
    if not stamp:
        return None
    moment = _moment(stamp)
    return days.get(moment) if moment is not None else parse_stamp(stamp)


def _printed_days(text: str) -> dict[datetime, Window]:
    """The day that the feed prints for each instant in it."""
    days: dict[datetime, Window] = {}
    for match in _PRINTED.finditer(text):
        printed = match[1] or match[2]
        moment, day = _moment(printed), parse_stamp(printed)
        if moment is not None and day is not None:
            days.setdefault(moment, day)
    return days


def _moment(stamp: str) -> datetime | None:
    readers: tuple[Callable[[str], datetime], ...] = (datetime.fromisoformat, parsedate_to_datetime)
    for read in readers:
        try:
            moment = read(stamp.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError, IndexError, TypeError):
            continue
    return None
