"""The library of a user's own Sonarr or Radarr, from its API.

Invariant: only the address that the user gives is called, which may lie in a private network; no redirect is
followed, and the key goes nowhere else.
"""

from __future__ import annotations

from typing import Literal

import httpx

from airdate.errors import InputError, SourceError, StatusError, UnansweredError
from airdate.watch.imports.files import MAX_MEMBER

Server = Literal["sonarr", "radarr"]
_PATHS: dict[Server, str] = {"sonarr": "/api/v3/series", "radarr": "/api/v3/movie"}
_SECONDS = 30.0


def fetch_library(server: Server, url: str, key: str) -> bytes:
    """What a server follows, as its API's JSON.

    Args:
        server: which of the two it is.
        url: its address as a browser has it, with its base path: `http://192.168.1.5:8989`.
        key: its API key.

    Raises:
        InputError: no address.
        SourceError: it does not answer, or not as promised.
    """
    address = url.rstrip("/") + _PATHS[server]
    try:
        transport = httpx.HTTPTransport(trust_env=False)
        with (
            httpx.Client(transport=transport, timeout=_SECONDS, trust_env=False) as client,
            client.stream("GET", address, headers={"X-Api-Key": key}) as response,
        ):
            if response.status_code != 200:
                raise StatusError(response.status_code, id=server)
            return _body(response, server)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError):
        raise InputError("not an address", id=server, hint="as http://192.168.1.5:8989") from None
    except httpx.HTTPError:
        raise UnansweredError("no answer", id=server, hint="check its address") from None


def _body(response: httpx.Response, server: Server) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_MEMBER:
            raise SourceError("it answers with more than a library can hold", id=server)
    return bytes(body)
