"""Urls that may be followed: http or https, a plain host, nothing hidden in them.

Clients and servers read odd urls differently, and attacks live in the difference. So what has two readings
(control characters, backslashes, credentials, numbers in place of a host) is refused, not repaired.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address

import httpx

from airdate.errors import SourceError

MAX_LENGTH = 4000

_TWO_READINGS = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
_NUMBER = re.compile(r"\d+|0[xX][0-9a-fA-F]*")


def vet_url(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """A url in its normal form, without fragment; `base` is the page that a relative one stands on.

    Raises:
        SourceError: not http(s), not well formed, or with more than one reading.
    """
    if len(text) > MAX_LENGTH:
        raise _refusal(text, f"longer than {MAX_LENGTH} characters")
    if _TWO_READINGS.search(text):
        raise _refusal(text, "spaces, backslashes and control characters have no place in a url")
    try:
        url = (base.join(text) if base is not None else httpx.URL(text)).copy_with(fragment=None)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError) as error:
        raise _refusal(text, f"no url: {error}") from None
    if url.scheme not in ("http", "https"):
        raise _refusal(text, "only http and https are read")
    if url.port is not None and not 0 < url.port < 65536:
        raise _refusal(text, "no such port")
    if url.userinfo:
        raise _refusal(
            url.copy_with(userinfo=b"").host, "a url with a user's name or password is not followed"
        )
    _vet_name(text, host)
    return url


def _vet_name(text: str, host: str) -> None:
    if not host:
        raise _refusal(text, "no host")
    if ":" in host:  # an IPv6 address, which httpx has parsed
        return
    last = host.rstrip(".").rpartition(".")[2]
    if not _NUMBER.fullmatch(last):
        return
    try:
        IPv4Address(host)
    except AddressValueError:  # "2130706433", "0x7f.1", "0177.0.0.1": some resolvers take them for addresses
        raise _refusal(text, "a number in place of a host") from None


def _refusal(text: str, why: str) -> SourceError:
    shown = "".join(c if c.isprintable() else "�" for c in text[:200])
    return SourceError(why, id=shown, hint="give an address such as https://example.org/feed")
