"""A text or a link that someone hands over to be checked: read, held against the ledger, and forgotten.

Invariant: what is pasted is bounded in size before it is read; a link is followed by the one client that is
safe against inner addresses and keeps to what a host allows; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from airdate.errors import DocumentError, InputError
from airdate.guide.check import Check
from airdate.run.checking import check_document
from airdate.run.fetching import fetch
from airdate.run.sync import USER_AGENT
from airdate.run.workspace import Airdate
from airdate.sources.load import load
from airdate.sources.net import Client
from airdate.sources.net.messages import Limits
from airdate.types import Document, Failure

#: A page that an anonymous reader has us fetch: small, soon, and asked for once.
LIMITS = Limits(
    body_bytes=2_000_000, connect_seconds=4, read_seconds=6, total_seconds=12, redirects=3, attempts=1
)


def check_text(airdate: Airdate, text: str, *, most: int, as_of: date | None = None) -> Check:
    """A pasted text's claims, each with what others have said by a day.

    Raises:
        InputError: it is longer than `most` characters.
        DocumentError: it cannot be read.
    """
    return check_document(
        airdate, _alone(load(text.encode("utf-8", "replace"), id="the text"), most), as_of=as_of
    )


def check_link(
    airdate: Airdate, url: str, *, most: int, as_of: date | None = None, client: Client | None = None
) -> Check:
    """As `check_text`, for the page at a link.

    Raises:
        SourceError: no address for us, not answered, or its host does not want pages to be read by programs.
    """
    with client or Client(USER_AGENT, limits=LIMITS) as reader:
        loaded = fetch(reader, url, now=airdate.now(), max_bytes=LIMITS.body_bytes)
    return check_document(airdate, _alone(loaded, most), as_of=as_of)


def _alone(loaded: Sequence[Document | Failure], most: int) -> Document:
    first, *more = loaded
    if isinstance(first, Failure):
        raise DocumentError(first.error, id=first.id, hint=first.hint)
    if more:
        raise InputError("more than one document", hint="check one article at a time")
    if len(first.text) + len(first.title or "") > most:
        raise InputError(f"longer than {most:,} characters", hint="check a part of it")
    return first
