"""Read-only tokens of private feeds: one a feed, each with the query that it may read.

Invariant: only a token's hash is stored. A token has 256 random bits, so that a plain SHA-256 is as good as a
slow hash, and looking one up takes the same time whatever was sent. A revoked token stays as a row.
"""

from __future__ import annotations

import secrets
import sqlite3
from datetime import datetime
from hashlib import sha256

from airdate.errors import InputError
from airdate.ledger.codec import decode_instant, encode_instant
from airdate.types import Struct

_MARK = "feed_"
_MAX_NAME = 100


class Token(Struct, frozen=True, kw_only=True):
    """A private feed: `query` is what it shows, as the query of a feed's address (`titles=…&pastDays=7`)."""

    token_id: str
    name: str
    query: str
    created_at: datetime
    revoked_at: datetime | None = None


def add_token(state: sqlite3.Connection, name: str, query: str, now: datetime) -> tuple[Token, str]:
    """Make a token; the second value is its secret, which can be shown now and never again.

    Raises:
        InputError: no name, or too long a one.
    """
    if not name.strip() or len(name) > _MAX_NAME:
        raise InputError("a token needs a name of at most 100 characters", id=name[:_MAX_NAME])
    secret = _MARK + secrets.token_urlsafe(32)
    token = Token(token_id=secrets.token_hex(4), name=name.strip(), query=query, created_at=now)
    state.execute(
        "INSERT INTO token (token_id, name, query, sha256, created_at) VALUES (?, ?, ?, ?, ?)",
        (token.token_id, token.name, token.query, _digest(secret), encode_instant(now)),
    )
    return token, secret


def list_tokens(state: sqlite3.Connection) -> list[Token]:
    """All tokens, revoked ones too, the oldest first."""
    return [_token(row) for row in state.execute("SELECT * FROM token ORDER BY created_at, token_id")]


def revoke_token(state: sqlite3.Connection, token_id: str, now: datetime) -> Token:
    """Let a token open nothing any more; revoking it twice is once.

    Raises:
        InputError: no such token.
    """
    state.execute(
        "UPDATE token SET revoked_at = ? WHERE token_id = ? AND revoked_at IS NULL",
        (encode_instant(now), token_id),
    )
    row = state.execute("SELECT * FROM token WHERE token_id = ?", (token_id,)).fetchone()
    if row is None:
        raise InputError("no such token", id=token_id, hint="see airdate token list")
    return _token(row)


def find_token(state: sqlite3.Connection, secret: str) -> Token | None:
    """The token of a secret; `None` where there is none or it was revoked."""
    row = state.execute(
        "SELECT * FROM token WHERE sha256 = ? AND revoked_at IS NULL", (_digest(secret),)
    ).fetchone()
    return _token(row) if row is not None else None


def _digest(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _token(row: sqlite3.Row) -> Token:
    return Token(
        token_id=row["token_id"],
        name=row["name"],
        query=row["query"],
        created_at=decode_instant(row["created_at"]),
        revoked_at=decode_instant(row["revoked_at"]) if row["revoked_at"] else None,
    )
