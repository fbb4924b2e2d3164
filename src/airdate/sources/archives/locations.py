"""Where archives lie, and opening them: a file, a folder, a list of either, an http(s) or s3 address.

A remote archive is read in ranges, so that a lost connection costs one range and memory stays flat.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from airdate.errors import InputError, SourceError
from airdate.sources.net import Client

SUFFIXES = (".warc", ".warc.gz", ".warc.zst")
LISTS = (".paths", ".paths.gz", ".txt")
RANGE_BYTES = 8_000_000
_MAX_LIST = 100_000_000  # bytes of a list of archives, unpacked


class Remote(NamedTuple):
    """How remote archives are reached: a client, and the address under which s3 buckets answer."""

    client: Client
    s3_endpoint: str = ""


def expand(places: Sequence[str]) -> list[str]:
    """All archives that some places stand for, each once: folders are searched, lists are read.

    Raises:
        InputError: nothing is there, or a list that cannot be read.
    """
    found: list[str] = []
    for place in places:
        found += [place] if is_remote(place) else _local(Path(place))
    return list(dict.fromkeys(found))


def is_remote(place: str) -> bool:
    """Is it an address and no path?"""
    return place.startswith(("http://", "https://", "s3://"))


@contextmanager
def opened(place: str, remote: Remote | None) -> Iterator[BinaryIO]:
    """The bytes of an archive, from its start.

    Raises:
        InputError: no such file, or an address where no client is given.
    """
    if is_remote(place):
        if remote is None:
            raise InputError("is an address, and the network is not to be used", id=place)
        with io.BufferedReader(_Ranges(_address(place, remote), remote.client), RANGE_BYTES) as stream:
            yield stream
        return
    try:
        with Path(place).open("rb") as file:
            yield file
    except OSError as error:
        raise InputError(f"cannot read it: {error.strerror}", id=place) from None


def _local(path: Path) -> list[str]:
    if path.is_dir():
        inside = sorted(str(p) for p in path.rglob("*") if p.name.endswith(SUFFIXES))
        if not inside:
            raise InputError("no archive in it", id=str(path), hint=f"archives end in {', '.join(SUFFIXES)}")
        return inside
    if path.name.endswith(LISTS):
        return _listed(path)
    if not path.is_file():
        raise InputError("no such archive", id=str(path), hint="give files, folders, lists or addresses")
    return [str(path)]


def _listed(path: Path) -> list[str]:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            text = file.read(_MAX_LIST).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"no list that can be read: {error}", id=str(path)) from None
    return [line.strip() for line in text.splitlines() if line.strip()]


def _address(place: str, remote: Remote) -> str:
    """An s3 address as https: under the endpoint given, else where the bucket answers by itself."""
    if not place.startswith("s3://"):
        return place
    bucket, _, key = place.removeprefix("s3://").partition("/")
    if not bucket or not key:
        raise InputError("no s3 address", id=place, hint="s3://BUCKET/KEY")
    base = f"{remote.s3_endpoint.rstrip('/')}/{bucket}" if remote.s3_endpoint else _home_of(bucket)
    return f"{base}/{key}"


def _home_of(bucket: str) -> str:
    return f"https://{bucket}.s3.amazonaws.com"


class _Ranges(io.RawIOBase):
    """A remote file as a stream, one range at a time; the client retries what may pass."""

    def __init__(self, url: str, client: Client) -> None:
        self._url = url
        self._client = client
        self._at = 0
        self._size: int | None = None

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at  # fastwarc asks for it, and panics where it cannot be told

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._size is not None and self._at >= self._size:
            return 0
        last = self._at + min(len(buffer), RANGE_BYTES) - 1
        answer = self._client.get(self._url, headers={"range": f"bytes={self._at}-{last}"})
        if answer.status != 206:
            hint = "fetch the file first"
            raise SourceError("the server does not answer ranges", id=self._url, hint=hint)
        self._size = self._total(answer.headers.get("content-range", ""))
        if not answer.body:
            raise SourceError("an empty range", id=self._url)
        buffer[: len(answer.body)] = answer.body
        self._at += len(answer.body)
        return len(answer.body)

    def _total(self, content_range: str) -> int:
        total = content_range.rpartition("/")[2]
        if not total.isdecimal() or (self._size is not None and int(total) != self._size):
            raise SourceError("it changed while it was read", id=self._url, hint="read it again")
        return int(total)
