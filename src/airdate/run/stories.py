"""Whose story an article tells, also where the first to tell it was read in an earlier run.

Invariant: of an article no word is kept, only its signature, for as long as a rewrite may follow. The origin
of a later telling is the name by which the ledger knows the first teller, so that the two are never taken
for independent sources.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from airdate.ledger.codec import encode_instant
from airdate.reading.stories import DAYS, Signature, cluster_signed, sign
from airdate.run.intake import from_origin
from airdate.sources.documents import host
from airdate.types import Document, Reading, Struct

KEPT = timedelta(days=DAYS + 1)
MAX_KEPT = 5_000  # signatures, the newest; some 400 bytes each


class Told(Struct, frozen=True, kw_only=True):
    """An article that claimed something: its signature, and whose story it is."""

    signature: Signature
    teller: str


def joined(
    held: Sequence[Told], read: Sequence[tuple[Document, Reading]]
) -> tuple[list[Reading], list[Told]]:
    """The readings with the origins of their stories, and what is to be kept of them.

    Args:
        held: what earlier runs kept; a document that is read again takes its own place.
        read: documents by the ids that the ledger gives them, with what was read in them.
    """
    tellers = {document.id: document.outlet or host(document.url) or document.id for document, _ in read}
    signed = [sign(document, reading) for document, reading in read if reading.claims]
    earlier = [told for told in held if told.signature.document not in tellers]
    tellers |= {told.signature.document: told.teller for told in earlier}
    known = {told.signature.document for told in earlier}
    origins: dict[str, str] = {}
    for story in cluster_signed([*(told.signature for told in earlier), *signed]):
        if len(story.documents) > 1:
            first = next((document for document in story.documents if document in known), story.origin)
            origin = story.origin if story.origin not in tellers else tellers.get(first, first)
            origins |= dict.fromkeys(story.documents, origin)
    readings = [from_origin(reading, origins.get(reading.document_id)) for _, reading in read]
    kept = [Told(signature=s, teller=origins.get(s.document, tellers[s.document])) for s in signed]
    return readings, kept


def read_told(state: sqlite3.Connection) -> list[Told]:
    """What earlier runs kept, the oldest first."""
    rows = state.execute("SELECT * FROM story ORDER BY seen_at DESC LIMIT ?", (MAX_KEPT,)).fetchall()
    return [
        Told(signature=msgspec.msgpack.decode(row["signature"], type=Signature), teller=row["teller"])
        for row in reversed(rows)
    ]


def write_told(state: sqlite3.Connection, told: Iterable[Told], now: datetime) -> None:
    """Keep signatures, and drop those that no rewrite can follow any more."""
    rows = [
        (one.signature.document, one.teller, msgspec.msgpack.encode(one.signature), encode_instant(now))
        for one in told
    ]
    state.executemany("INSERT OR REPLACE INTO story VALUES (?, ?, ?, ?)", rows)
    state.execute("DELETE FROM story WHERE seen_at < ?", (encode_instant(now - KEPT),))
