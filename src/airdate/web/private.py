"""The query that a private feed's token stands for."""

from __future__ import annotations

from pathlib import Path

from litestar.exceptions import NotFoundException

from airdate.watch.state import connect
from airdate.watch.tokens import find_token


def query_of(state: Path, secret: str) -> str:
    """The query of a token.

    Raises:
        NotFoundException: no such token, or a revoked one; the two are not told apart.
        DataError: the state cannot be used.
    """
    if state.is_file():
        connection = connect(state)
        try:
            token = find_token(connection, secret)
        finally:
            connection.close()
        if token is not None:
            return token.query
    raise NotFoundException("no such feed")
