"""OPML 2.0 in and out: lists of feeds as other readers keep them (http://opml.org/spec2.opml).

An outline with an `xmlUrl` is a feed; folders are passed through. What OPML has no word for travels in
attributes of our own name: tier, terms, minutes and whether it is on.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

import msgspec

from airdate.errors import DataError, SourceError
from airdate.sources.documents import host
from airdate.sources.guard import refuse_hostile
from airdate.sources.net.urls import vet_url
from airdate.sources.registry import Source, name_for
from airdate.types import Failure

_OURS = ("tier", "terms", "minutes", "on")
_PREFIX = "airdate_"


def read_opml(text: str, taken: Iterable[str] = (), *, id: str = "OPML") -> list[Source | Failure]:
    """The feeds of an OPML file, each once; they are off unless the file, as one of ours, says else.

    `taken` are names that are in use.

    Raises:
        DataError: no OPML, or one that declares entities.
    """
    if "<!ENTITY" in text:
        raise DataError("declares XML entities", id=id, hint="no honest list of feeds has that")
    refuse_hostile(text, id)
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise DataError(f"no OPML: {error}", id=id) from None
    if root.tag != "opml":
        raise DataError("no OPML", id=id, hint="export the list of feeds as OPML")
    used = set(taken)
    feeds: dict[str, Source | Failure] = {}
    for outline in root.iter("outline"):
        if url := outline.get("xmlUrl"):
            found = _source(outline, url, used)
            key = found.feed if isinstance(found, Source) else url  # one address, however it is written
            if feeds.setdefault(key, found) is found and isinstance(found, Source):
                used.add(found.name)
    return list(feeds.values())


def write_opml(sources: Iterable[Source]) -> str:
    """Sources as OPML, in the given order."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = "Airdate: sources"
    body = ET.SubElement(root, "body")
    for source in sources:
        values = {name: getattr(source, name) for name in _OURS}
        kept = {_PREFIX + name: str(value).lower() for name, value in values.items() if value is not None}
        about = {
            "type": "rss",
            "text": source.name,
            "xmlUrl": source.feed,
            "htmlUrl": f"https://{source.outlet}",
        }
        ET.SubElement(body, "outline", about | kept)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _source(outline: ET.Element, url: str, used: set[str]) -> Source | Failure:
    try:
        feed = str(vet_url(url.strip()))
    except SourceError as error:
        return Failure(id=url[:200], error=error.message, hint=error.hint)
    ours = {name: value for name in _OURS if (value := outline.get(_PREFIX + name)) is not None}
    fields = {"name": name_for(feed, used), "feed": feed, "outlet": host(feed) or "", **ours}
    try:
        return msgspec.convert(fields, Source, strict=False)
    except msgspec.ValidationError as error:
        return Failure(id=url[:200], error=str(error))
