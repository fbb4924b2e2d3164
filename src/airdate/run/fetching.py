"""One page of the network, for a person who names it: fetched politely, read, and not kept.

Invariant: nothing is fetched that its host forbids or reserves, nor from an address that is not public, and
no body is written to disk: what stays of a page is what the ledger holds of any article.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from airdate.errors import SourceError
from airdate.sources.load import load
from airdate.sources.net import Client, Limits, page_reserves
from airdate.types import Document, Failure

_LINK = re.compile(r"(?i)[a-z][a-z0-9+.-]{0,20}://")
_SAVED = "save the page yourself and read the file, if you may"

#: Makes the client that reads, for documents of at most so many bytes; tests bring their own.
OpenClient = Callable[[int], Client]


def is_link(source: str) -> bool:
    """Is it a link, of whatever scheme, rather than the path of a file?"""
    return _LINK.match(source) is not None


def open_client(max_bytes: int) -> Client:
    """A client for a person who waits: one more attempt where a fault may pass, and no cache."""
    from airdate.run.sync import USER_AGENT

    limits = Limits(body_bytes=max_bytes, total_seconds=60, attempts=2, longest_wait_seconds=20)
    return Client(USER_AGENT, limits=limits)


def fetch(client: Client, url: str, *, now: datetime, max_bytes: int) -> list[Document | Failure]:
    """The documents that lie at a link.

    Raises:
        SourceError: not to be read, by the host's word or ours; or not answered, or with an error.
        DocumentError: what came cannot be read.
    """
    _refuse(client.refusal(url), url)
    response = client.get(url)
    if response.url != url:  # a redirect may lead to where another word holds
        _refuse(client.refusal(response.url), response.url)
    _refuse("the page reserves text and data mining" if page_reserves(response) else None, response.url)
    return load(
        response.body,
        id=url,
        url=response.url,
        content_type=response.headers.get("content-type"),
        fetched_at=now,
        max_bytes=max_bytes,
    )


def _refuse(reason: str | None, url: str) -> None:
    if reason is not None:
        raise SourceError(f"it is not read: {reason}", id=url, hint=_SAVED)
