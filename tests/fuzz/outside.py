"""Targets that take more than a parser: files, lists from other services, what visitors of the site send."""

from __future__ import annotations

import re
import sqlite3
import tempfile
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from airdate import settings
from airdate.catalogue.adapters.answers import Params
from airdate.catalogue.adapters.imdb import imdb_files
from airdate.catalogue.records import Record
from airdate.errors import SourceError
from airdate.ledger import SqliteLedger
from airdate.run import Airdate
from airdate.run.pasted import check_text
from airdate.sources.discover import find_feeds
from airdate.sources.documents import Origin
from airdate.sources.feeds import parse_feed
from airdate.sources.html import parse_page
from airdate.sources.net.body import read_body
from airdate.sources.net.messages import Limits, Response
from airdate.sources.net.pace import wait_after
from airdate.sources.net.permission import Permissions
from airdate.sources.net.urls import vet_url
from airdate.sources.opml import read_opml, write_opml
from airdate.sources.registry import Source, parse_sources
from airdate.types import Failure
from airdate.watch import state
from airdate.watch.imports.formats import FORMATS, read_list
from airdate.watch.imports.found import Found
from airdate.watch.targets import new_target
from airdate.watch.tokens import find_token
from airdate.web.api.asked import page_of
from airdate.web.desk.identity import COOKIE, Identity
from airdate.web.feeds import read_query
from airdate.web.selection import selection
from tests.ledger.samples import T0, WORK, claim

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_URL = "https://samples.example/a"
_ORIGIN = Origin(id="fuzz", url=_URL)
_CURSOR = re.compile(r"([0-9a-f]{2}){1,300}")
_PATCH = 4  # bytes: three that say where, one that is put there
_IMDB = ("title.basics.tsv", "title.akas.tsv", "title.episode.tsv")

_stack = ExitStack()  # what lives as long as the process


@cache
def _folder() -> Path:
    return Path(_stack.enter_context(tempfile.TemporaryDirectory()))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


# Pages and feeds


def page(data: bytes) -> object:
    """An HTML page, and the feeds that it declares."""
    with suppress(SourceError):  # it declares none
        found = find_feeds(Response(status=200, body=data, headers={}, url=_URL))
        assert all(str(vet_url(url)) == url for url in found)
    return parse_page(_text(data), _ORIGIN)


def feed(data: bytes) -> object:
    """RSS, Atom or JSON Feed."""
    return parse_feed(_text(data), _ORIGIN)


def robots(data: bytes) -> object:
    """A host's robots.txt."""
    answer = Response(status=200, body=data, headers={}, url=_URL)
    rules = Permissions(lambda url: answer, lambda host, seconds: None, "airdate", lambda: 0.0)
    return rules.refusal(vet_url(_URL))


def answer(data: bytes) -> object:
    """A compressed body, and the header that asks for patience."""
    assert wait_after(1, data[:60].decode("latin-1"), NOW, 0.5) >= 0
    return read_body([data[:7], data[7:]], "gzip", Limits(body_bytes=100_000), _URL)


# Files of the user's


def opml(data: bytes) -> object:
    """A list of feeds; what was read is written and read again."""
    found = [source for source in read_opml(_text(data)) if isinstance(source, Source)]
    again = [source.feed for source in read_opml(write_opml(found)) if isinstance(source, Source)]
    assert again == [source.feed for source in found]
    return found


def sources(data: bytes) -> object:
    """A user's `sources.toml`."""
    return parse_sources(_text(data))


def configuration(data: bytes) -> object:
    """`airdate.toml`."""
    path = _folder() / "airdate.toml"
    path.write_bytes(data)
    return settings.load({}, {}, path)


def listed(data: bytes) -> list[Found]:
    """A list from another service, in the format that it seems to be."""
    found: list[Found] = []
    for name in ("x.csv", "x.txt"):
        found += read_list(name, data)[1]
    return found


def listed_as(data: bytes) -> list[Found]:
    """The same, where the user says which of the nine formats it is: by the first byte."""
    names = list(FORMATS)
    return list(read_list("x", data[1:], names[data[0] % len(names)] if data else None)[1])


def imdb(data: bytes) -> list[Record | Failure]:
    """IMDb's three files, parted by an empty line."""
    for name, content in zip(_IMDB, data.split(b"\n\n", 2), strict=False):
        (_folder() / name).write_bytes(content)
    files = imdb_files(Params(today=date(2026, 11, 24), place=str(_folder())))
    rows = (row for file in files for row in file.rows(0))
    return [found for row in rows for found in ((row,) if isinstance(row, Failure) else row)]


@cache
def _ledger_bytes() -> bytes:
    path = _folder() / "template.db"
    with SqliteLedger(path) as ledger:
        ledger.record([(WORK, claim(document_id=f"doc-{n}")) for n in range(20)], known_at=T0)
        ledger.correct(ledger.entries()[0].entry_id, {"who": "A Baker"}, by="a", reason="r", known_at=NOW)
    return path.read_bytes()


def ledger_file(data: bytes) -> object:
    """A ledger's file with bytes changed: each four bytes of input say where, and to what."""
    damaged = bytearray(_ledger_bytes())
    for at in range(0, len(data) - _PATCH + 1, _PATCH):
        damaged[int.from_bytes(data[at : at + 3], "big") % len(damaged)] = data[at + 3]
    for left in _folder().glob("damaged.db*"):
        left.unlink()
    path = _folder() / "damaged.db"
    path.write_bytes(damaged)
    with SqliteLedger(path, lock_seconds=0.1) as ledger:
        return ledger.check(), ledger.entries(include_closed=True), ledger.works(), ledger.latest()


# What visitors send


@cache
def _airdate() -> Airdate:
    return _stack.enter_context(Airdate.demo(lambda: NOW))


def pasted(data: bytes) -> object:
    """A text that someone wants checked."""
    return check_text(_airdate(), _text(data), most=50_000)


def query(data: bytes) -> object:
    """The query of a feed's address; a cursor of a listing."""
    text = data.decode("latin-1")
    if _CURSOR.fullmatch(text):
        page_of(["a", "b"], str, text, 1)
    wanted = read_query(text)
    return selection(wanted.titles, wanted.services, wanted.tags)


@cache
def _state() -> sqlite3.Connection:
    return state.connect(_folder() / "state.db")


def visitor(data: bytes) -> None:
    """The secret of a private feed, and the cookie of a session; nobody has either."""
    text = _text(data)
    identity = Identity(b"k" * 32, header="x-user", password_hash="$argon2id$x")
    assert find_token(_state(), text) is None
    assert identity.editor({"x-user": text}, {COOKIE: text}, by_proxy=False) is None


def target(data: bytes) -> str:
    """Where notices are sent; what is shown of it holds no password."""
    return new_target("house", _text(data), NOW).shown
