"""Where a document comes from, and the one place where a `Document` is made.

Invariant: every `Document` of this room has cleaned text, and has a headline or a text.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import msgspec

from airdate.dates import Window
from airdate.errors import DocumentError
from airdate.sources.clean import clean_line, clean_text
from airdate.types import DateProvenance, Document


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of bytes before they are read.

    `id` names the thing in errors and becomes the document's id; `content_type` is the HTTP header.
    """

    id: str | None = None
    url: str | None = None
    content_type: str | None = None
    fetched_at: datetime | None = None

    @property
    def name(self) -> str:
        """What errors call it."""
        return self.id or self.url or "document"


def make_document(
    origin: Origin,
    *,
    text: str,
    title: str | None = None,
    outlet: str | None = None,
    author: str | None = None,
    published: Window | None = None,
    published_from: DateProvenance = "none",
    language: str | None = None,
) -> Document:
    """Clean the parts and put them together; the id is the origin's or the content's hash.

    A publication day later than the day after the fetch cannot be one and is dropped.

    Raises:
        DocumentError: neither headline nor text has anything visible in it.
    """
    title, text = clean_line(title), clean_text(text)
    if title is None and not text:
        raise DocumentError(
            "nothing to read in it",
            id=origin.name,
            hint="give a headline or a text; a page made by scripts has neither",
        )
    digest = hashlib.sha256(f"{title or ''}\n{text}".encode()).hexdigest()
    if published is not None and not _believable(published, origin.fetched_at):
        published = None
    return Document(
        id=origin.id or digest,
        text=text,
        title=title,
        url=_readable(clean_line(origin.url)),
        outlet=clean_line(outlet),
        author=clean_line(author),
        published=published,
        published_from=published_from if published is not None else "none",
        fetched_at=origin.fetched_at,
        content_hash=digest,
        language=clean_line(language),
    )


def _readable(url: str | None) -> str | None:
    """An address that programs can take apart; any other is none, and would be in everyone's way later."""
    try:
        urlsplit(url or "")
    except ValueError:
        return None
    return url


def page_id(url: str) -> str:
    """What a page is called wherever it is spoken of; not its address, which a redaction must wipe."""
    return "url:" + hashlib.sha256(url.encode()).hexdigest()[:16]


def host(url: str | None) -> str | None:
    """The host of an address without `www.`; `None` where there is none."""
    try:
        name = urlsplit(url or "").hostname
    except ValueError:
        return None
    return name.removeprefix("www.") if name else None


def _believable(published: Window, fetched_at: datetime | None) -> bool:
    if fetched_at is None or published.earliest is None:
        return True
    return published.earliest <= fetched_at.date() + timedelta(days=1)
