"""The list of sources of a workspace: the shipped one and the user's own file over it.

Invariant: the user's file is replaced whole or not at all, only after what it would say has been read back,
and what stands in it is never taken out (`sources.registry`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from airdate.errors import InputError, SourceError
from airdate.publish.write import write_bytes
from airdate.run.places import data_folder, make_folder
from airdate.sources.discover import find_feeds
from airdate.sources.documents import host
from airdate.sources.net import Client
from airdate.sources.opml import read_opml
from airdate.sources.registry import Source, added, name_for, parse_sources, shipped, switched
from airdate.types import Failure

MAX_BYTES = 5_000_000


def sources_path(chosen: Mapping[str, Any], environ: Mapping[str, str]) -> Path:
    """Where the user's own list lies, whether there is one or not."""
    return Path(chosen["sources"]) if chosen["sources"] else data_folder(environ) / "sources.toml"


def read_sources(path: Path) -> dict[str, Source]:
    """All sources by name.

    Raises:
        DataError: the user's file does not fit.
        InputError: it cannot be read.
    """
    return parse_sources(shipped(), _text(path), id=str(path))


def turn(path: Path, name: str, *, on: bool) -> Source:
    """Turn a source on or off. Raises `InputError`: there is none of that name; else as `read_sources`."""
    if name not in read_sources(path):
        raise InputError("no such source", id=name, hint="see airdate sources")
    return _write(path, switched(_text(path), name, on=on))[name]


def discover(client: Client, url: str) -> str:
    """The address of the feed that lies at a url, or that the page there declares.

    Raises:
        SourceError: it may not be read, does not answer, or declares no feed.
        DocumentError: what came cannot be read.
    """
    feed = find_feeds(_fetched(client, url))[0]
    found = find_feeds(_fetched(client, feed))
    if len(found) != 1 or found[0] != feed:
        raise SourceError("what the page declares is no feed", id=feed, hint="give the feed's own address")
    return feed


def add(path: Path, feed: str, known: Collection[str], **wishes: Any) -> Source:
    """Put a feed at the end of the user's list; it is off where nobody knows its outlet.

    Args:
        known: domains of outlets whose standing is known.
        wishes: fields of `Source` that the user gives; without `name` and `on` they are chosen.

    Raises:
        InputError: it is there already.
    """
    sources = read_sources(path)
    twin = next((source for source in sources.values() if source.feed == feed), None)
    if twin is not None:
        raise InputError(
            f"it is there already, as {twin.name}", id=feed, hint=f"airdate sources on {twin.name}"
        )
    outlet = host(feed) or ""
    fields = {"name": name_for(feed, sources), "outlet": outlet, "on": outlet in known, **wishes}
    source = Source(feed=feed, **fields)
    return _write(path, added(_text(path), source))[source.name]


def import_opml(path: Path, opml: Path, known: Collection[str]) -> tuple[list[Source], list[Failure]]:
    """Put the feeds of an OPML file at the end of the user's list; those that are there already are left out.

    Raises:
        DataError: no OPML.
        InputError: it cannot be read.
    """
    sources, text = read_sources(path), _text(path)
    feeds = {source.feed for source in sources.values()}
    found = read_opml(_text(opml, needed=True), sources, id=str(opml))
    new = [s for s in found if isinstance(s, Source) and s.feed not in feeds]
    new = [replace(source, on=source.on or source.outlet in known) for source in new]
    for source in new:
        text = added(text, source)
    if new:
        _write(path, text)
    return new, [failure for failure in found if isinstance(failure, Failure)]


def _fetched(client: Client, url: str) -> Any:
    reason = client.refusal(url)
    if reason is not None:
        raise SourceError(f"it is not read: {reason}", id=url, hint="ask its owner")
    return client.get(url)


def _text(path: Path, *, needed: bool = False) -> str:
    try:
        if not needed and not path.exists():
            return ""
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"larger than {MAX_BYTES} bytes", id=str(path))
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError("not UTF-8", id=str(path), hint="save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"cannot read it: {error.strerror}", id=str(path)) from None


def _write(path: Path, text: str) -> dict[str, Source]:
    sources = parse_sources(shipped(), text, id=str(path))
    make_folder(path)
    write_bytes(path, text.encode())
    return sources
