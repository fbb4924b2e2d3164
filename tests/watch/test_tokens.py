"""Tokens of private feeds: found by their secret alone, gone once revoked, never stored as they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from airdate.errors import InputError
from airdate.watch.state import connect
from airdate.watch.tokens import add_token, find_token, list_tokens, revoke_token

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "state.db")
    yield connection
    connection.close()


def test_a_token_is_found_by_its_secret_and_by_nothing_else(state: sqlite3.Connection) -> None:
    token, secret = add_token(state, "phone", "titles=kingdom", NOW)
    other, _ = add_token(state, "television", "tags=zombie", NOW + timedelta(seconds=1))
    assert find_token(state, secret) == token
    for wrong in ("", token.token_id, secret[:-1], secret.upper(), "' OR 1=1 --", "\udcff"):
        assert find_token(state, wrong) is None
    assert list_tokens(state) == [token, other]


def test_a_revoked_token_opens_nothing_and_stays_listed(state: sqlite3.Connection) -> None:
    token, secret = add_token(state, "phone", "", NOW)
    first = revoke_token(state, token.token_id, NOW + timedelta(days=1))
    again = revoke_token(state, token.token_id, NOW + timedelta(days=2))
    assert first == again and first.revoked_at == NOW + timedelta(days=1)
    assert find_token(state, secret) is None
    assert list_tokens(state) == [first]


def test_the_secret_is_not_in_the_file(state: sqlite3.Connection, tmp_path: Path) -> None:
    _, secret = add_token(state, "phone", "", NOW)
    state.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert secret.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_what_does_not_fit_is_refused(state: sqlite3.Connection) -> None:
    for name in ("", "  ", "n" * 101):
        with pytest.raises(InputError):
            add_token(state, name, "", NOW)
    with pytest.raises(InputError):
        revoke_token(state, "no-such", NOW)
