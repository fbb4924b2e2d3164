"""From what was read to what the ledger may hold: whose word it is, and how much of it is quoted."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from airdate import dates
from airdate.catalogue import Catalogue
from airdate.errors import DocumentError, InputError
from airdate.reading.stories import cluster
from airdate.sources.documents import page_id
from airdate.types import Claim, Document, Reading, Span

#: A quote kept in a ledger has at most this many words.
QUOTE_WORDS = 25
_WORD = re.compile(r"\S+")


def piped_in(max_bytes: int) -> bytes:
    """What comes in on standard input, one byte more than may be read at most.

    Raises:
        DocumentError: it is closed, or breaks off.
    """
    try:
        return sys.stdin.buffer.read(max_bytes + 1)
    except OSError as error:
        raise DocumentError(f"cannot read it: {error.strerror}", id="standard input") from None


def attribute(claim: Claim, document: Document, catalogue: Catalogue) -> Claim:
    """The claim with its outlet, link, and the standing of the one whose word it is.

    The document goes by its link, or by its content: the same text under two paths is one document.
    """
    return msgspec.structs.replace(
        claim,
        document_id=document_id(document),
        url=claim.url or document.url,
        said_via=claim.said_via or document.outlet,
        standing_of_source=catalogue.standing(claim.who, document.outlet),
    )


def with_origins(read: Sequence[tuple[Document, Reading]]) -> list[Reading]:
    """The readings with the origin of each story that several of the documents tell.

    Claims that name their own source keep it; a story that stands alone needs no origin.
    """
    origins = {
        document: story.origin
        for story in cluster(read)
        if len(story.documents) > 1
        for document in story.documents
    }
    return [from_origin(reading, origins.get(reading.document_id)) for _, reading in read]


def from_origin(reading: Reading, origin: str | None) -> Reading:
    """The reading with the origin of its story on each claim that names no source of its own."""
    if origin is None:
        return reading
    claims = tuple(
        claim if claim.origin or claim.who else msgspec.structs.replace(claim, origin=origin)
        for claim in reading.claims
    )
    return msgspec.structs.replace(reading, claims=claims)


def document_id(document: Document) -> str:
    """What the ledger calls a document."""
    return page_id(document.url) if document.url else f"sha256:{document.content_hash}"


def given_by_hand(document: Document, given: Mapping[str, str | None]) -> Document:
    """The document with what a person says of it: `published` (EDTF), `outlet`, `url`.

    The day that a person gives beats the page's own; outlet and link only fill gaps.

    Raises:
        DateError: `published` is no date.
    """
    published = given.get("published")
    return msgspec.structs.replace(
        document,
        url=document.url or given.get("url"),
        outlet=document.outlet or given.get("outlet"),
        published=dates.parse(published) if published else document.published,
        published_from="given" if published else document.published_from,
    )


def refuse_future(given: Mapping[str, str | None], today: date) -> None:
    """Nothing was published on a day to come.

    Raises:
        InputError: `published` lies in the future.
        DateError: it is no date.
    """
    published = given.get("published")
    if not published:
        return
    window = dates.parse(published)
    if window.earliest is None or window.earliest > today + timedelta(days=1):  # it may be tomorrow elsewhere
        raise InputError("nothing was published by then", id=str(window), hint="give the day of the text")


def limited(claim: Claim, today: date, quote_days: int) -> Claim:
    """The claim with at most `QUOTE_WORDS` words of the article, and a day on which they may go."""
    if claim.span is None:
        return claim
    span = _cut(claim.span)
    value = _first_words(claim.value) if claim.kind == "plot" else claim.value
    until = today + timedelta(days=quote_days)
    return msgspec.structs.replace(claim, span=span, value=value, retention_until=until)


def _cut(span: Span) -> Span:
    quote = _first_words(span.quote)
    return msgspec.structs.replace(span, end=span.start + len(quote), quote=quote)


def _first_words(text: str) -> str:
    ends = [match.end() for match in _WORD.finditer(text)]
    return text if len(ends) <= QUOTE_WORDS else text[: ends[QUOTE_WORDS - 1]]
