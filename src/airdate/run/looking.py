"""Looking at feeds: the network's part of the watch loop, one feed at a time, in a few lanes.

    due sources ─ by host ─▶ lanes (a thread and a client each) ─ bounded queue ─▶ who takes the articles in

Invariant: a host's feeds are all in one lane, in turn, so that its limits hold and its failures are seen;
what nobody has taken yet stops the lanes, so that memory is bounded. Nothing is written here: what came of a
look is a value, and an expected fault is one too.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from queue import Full, Queue
from zlib import crc32

from msgspec.structs import replace

from airdate.errors import AirdateError, DocumentError, SourceError, StatusError, UnansweredError
from airdate.run.fetching import fetch
from airdate.run.intake import document_id
from airdate.sources.decode import decode
from airdate.sources.documents import Origin, host
from airdate.sources.feeds import parse_feed
from airdate.sources.load import sniff
from airdate.sources.net import Client, Response
from airdate.sources.net.messages import is_transient
from airdate.sources.net.permission import UNREADABLE
from airdate.sources.registry import Source
from airdate.types import Document, Failure, Struct
from airdate.watch import polling, polls
from airdate.watch.polling import HostRest, Outcome, Poll

MAX_PAGES = 20  # of one feed in one look; the others wait for the next
MAX_ATTEMPTS = 3  # at a page; then what the feed carries has to do
_QUEUED = 4
_WAIT = 0.2
_CLOSING = ("</rss>", "</feed>", "</rdf:rdf>", "}")


class Article(Struct, frozen=True, kw_only=True):
    """An item that is new or has changed: what to read of it, and what to remember under `key`.

    `attempts` at its page have failed; 0 where nothing more is to be had.
    """

    document: Document
    key: str
    item_sha256: bytes
    attempts: int = 0


class Look(Struct, frozen=True, kw_only=True):
    """What came of looking at a feed: `poll` and `rest` to be remembered, `kept` the keys of old items."""

    source: Source
    host: str
    poll: Poll
    rest: HostRest | None = None
    articles: tuple[Article, ...] = ()
    kept: tuple[str, ...] = ()
    failure: Failure | None = None
    note: str | None = None


class Lane(Struct, frozen=True, kw_only=True):
    """What one thread works with: a client, and a connection of its own to the state, to read from."""

    client: Client
    state: sqlite3.Connection


class Task(Struct, frozen=True, kw_only=True):
    """What all looks of a run share.

    `relevant` tells whether an item is worth fetching its page; `outlets` are domains of known outlets.
    """

    now: datetime
    jitter: Callable[[], float]
    relevant: Callable[[Document], bool]
    outlets: Collection[str]
    max_bytes: int


class _Seen(Struct, frozen=True, kw_only=True):
    """A feed's answer once it is parsed; `incomplete` where pages of items are left to fetch."""

    articles: tuple[Article, ...] = ()
    kept: tuple[str, ...] = ()
    incomplete: bool = False
    digest: bytes | None = None
    asked: timedelta | None = None


def look_at_all(
    lanes: Sequence[Lane],
    due: Sequence[tuple[Source, Poll | None]],
    rests: Mapping[str, HostRest],
    task: Task,
    stop: threading.Event,
) -> Iterator[Look]:
    """Look at every due feed; what came of each as soon as it is there.

    Leaving the iterator, or setting `stop`, ends the lanes after the look under way.
    """
    shares: list[list[tuple[Source, Poll | None]]] = [[] for _ in lanes]
    for source, poll in due:
        shares[crc32(_host(source, poll).encode()) % len(lanes)].append((source, poll))
    ready: Queue[Look | BaseException | None] = Queue(_QUEUED)
    left = threading.Event()
    threads = [
        threading.Thread(target=_work, args=(lane, share, rests, task, ready, (stop, left)), daemon=True)
        for lane, share in zip(lanes, shares, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        yield from _arriving(ready, len(threads))
    finally:
        left.set()
        for thread in threads:
            thread.join()


def _arriving(ready: Queue[Look | BaseException | None], lanes: int) -> Iterator[Look]:
    while lanes:
        came = ready.get()
        if came is None:
            lanes -= 1
        elif isinstance(came, BaseException):
            raise came
        else:
            yield came


def _work(
    lane: Lane,
    share: Sequence[tuple[Source, Poll | None]],
    rests: Mapping[str, HostRest],
    task: Task,
    ready: Queue[Look | BaseException | None],
    ends: tuple[threading.Event, threading.Event],
) -> None:
    """One lane's looks, in turn; an unexpected error is passed on to be raised where the looks are taken."""
    own = dict(rests)
    came: Look | BaseException | None
    try:
        for source, poll in share:
            name = _host(source, poll)
            if any(end.is_set() for end in ends):
                break
            if polling.is_resting(own.get(name), task.now):
                continue
            came = look(lane, source, poll, own.get(name), task)
            own.pop(name, None)
            if came.rest is not None:
                own[name] = came.rest
            _put(ready, came, ends[1])
        came = None
    except BaseException as error:
        came = error
    _put(ready, came, ends[1])


def _put(
    ready: Queue[Look | BaseException | None], came: Look | BaseException | None, left: threading.Event
) -> None:
    while not left.is_set():
        try:
            ready.put(came, timeout=_WAIT)
            return
        except Full:
            continue


def look(lane: Lane, source: Source, poll: Poll | None, rest: HostRest | None, task: Task) -> Look:
    """Look at one feed; a fault is part of what came of it."""
    usual = timedelta(minutes=source.minutes)
    before = poll or Poll(feed=source.feed, polled_at=task.now, due_at=task.now, interval=usual)
    url = before.moved_to or source.feed
    try:
        _refuse(lane.client.refusal(url), url)
        response = lane.client.get(url, etag=before.etag, last_modified=before.last_modified)
        seen = _parsed(lane, source, before, response, task)
    except (SourceError, DocumentError) as error:
        return _failed(source, before, rest, error, task)
    return _succeeded(source, before, response, seen, task)


def _host(source: Source, poll: Poll | None) -> str:
    return host((poll and poll.moved_to) or source.feed) or ""


def _refuse(reason: str | None, url: str) -> None:
    if reason is not None and reason.startswith(UNREADABLE):
        raise UnansweredError(reason, id=url, hint="it is looked at again later")
    if reason is not None:
        raise SourceError(f"it is not read: {reason}", id=url, hint="turn the source off, or ask its owner")


def _parsed(lane: Lane, source: Source, before: Poll, response: Response, task: Task) -> _Seen:
    digest = sha256(response.body).digest()
    asked = polling.asked_by_headers(response.headers, task.now)
    if response.status == 304 or digest == before.sha256:
        return _Seen(digest=before.sha256, asked=asked)
    text = decode(response.body, id=response.url, content_type=response.headers.get("content-type"))
    _refuse_cut(text, response.url)
    wishes = (asked, polling.asked_by_feed(text))
    items = parse_feed(text, Origin(id=response.url, url=response.url, fetched_at=task.now))
    named = [_named(item, source, task.outlets) for item in items if isinstance(item, Document)]
    return replace(
        _sorted(lane, source, named, task),
        digest=digest,
        asked=max((wish for wish in wishes if wish is not None), default=None),
    )


def _sorted(lane: Lane, source: Source, items: Sequence[Document], task: Task) -> _Seen:
    """Items that are new, changed or still without their page, and those that are as they were."""
    articles: list[Article] = []
    kept: list[str] = []
    pages = 0
    for item in items:
        key = _key(item, source)
        sha256, attempts = polls.seen(lane.state, key) or (b"", 0)
        is_read = sha256 == bytes.fromhex(item.content_hash)
        if is_read and attempts == 0:
            kept.append(key)
        elif source.terms == "items" or item.url is None or not task.relevant(item):
            articles.append(_alone(item, key))
        elif pages < MAX_PAGES:
            pages += 1
            articles.append(_with_page(lane, _alone(item, key), attempts if is_read else 0, task))
    waiting = pages == MAX_PAGES or any(article.attempts for article in articles)
    return _Seen(articles=tuple(articles), kept=tuple(kept), incomplete=waiting)


def _refuse_cut(text: str, url: str) -> None:
    """A feed that breaks off in the middle of a sentence could say anything; one that is a page is none."""
    if sniff(text) != "feed":
        raise DocumentError("no feed lies there", id=url, hint="see whether the outlet has moved its feed")
    if not text.rstrip("\x00 \t\r\n").lower().endswith(_CLOSING):
        raise DocumentError("the feed breaks off", id=url, hint="it is looked at again later")


def _named(item: Document, source: Source, outlets: Collection[str]) -> Document:
    """The item by the ledger's id for it, and with its outlet.

    That is the one that its link leads to, if it is known (feeds pass on others' articles), else the
    source's (links lead over counters).
    """
    item = replace(item, outlet=item.outlet if item.outlet in outlets else source.outlet)
    return replace(item, id=document_id(item))


def _key(item: Document, source: Source) -> str:
    """What an item is remembered by: one that a feed passed on without its page is still to be had whole."""
    return f"{item.id} page" if source.terms == "pages" else item.id


def _alone(item: Document, key: str) -> Article:
    return Article(document=item, key=key, item_sha256=bytes.fromhex(item.content_hash))


def _with_page(lane: Lane, article: Article, attempts: int, task: Task) -> Article:
    """The item with the text of its page, where that can be had."""
    item = article.document
    assert item.url is not None  # the caller's choice
    try:
        page = fetch(lane.client, item.url, now=task.now, max_bytes=task.max_bytes)[0]
    except (SourceError, DocumentError) as error:
        can_pass = isinstance(error, SourceError) and is_transient(error)
        tried = attempts + 1 if can_pass and attempts + 1 < MAX_ATTEMPTS else 0
        return replace(article, attempts=tried)
    if not isinstance(page, Document) or len(page.text) < len(item.text):
        return article
    published = item.published or page.published
    whole = replace(item, text=page.text, title=item.title or page.title, published=published)
    return replace(article, document=whole)


def _succeeded(source: Source, before: Poll, response: Response, seen: _Seen, task: Task) -> Look:
    usual = timedelta(minutes=source.minutes)
    outcome: Outcome = "news" if seen.articles else "same"
    interval = polling.next_interval(before.interval, usual, outcome, asked=seen.asked)
    etag, last_modified = before.etag, before.last_modified
    if response.status != 304:
        etag, last_modified = response.headers.get("etag"), response.headers.get("last-modified")
    whole = not seen.incomplete  # else the next look must see the whole feed again
    moved_to = response.moved_to or before.moved_to
    poll = Poll(
        feed=source.feed,
        polled_at=task.now,
        due_at=polling.next_due(task.now, interval, task.jitter()),
        interval=interval,
        moved_to=moved_to,
        etag=etag if whole else None,
        last_modified=last_modified if whole else None,
        sha256=seen.digest if whole else None,
    )
    has_moved = moved_to != before.moved_to
    return Look(
        source=source,
        host=_host(source, before),
        poll=poll,
        articles=seen.articles,
        kept=seen.kept,
        note=f"{source.name}: moved for good to {moved_to}" if has_moved else None,
    )


def _failed(source: Source, before: Poll, rest: HostRest | None, error: AirdateError, task: Task) -> Look:
    status = error.status if isinstance(error, StatusError) else None
    retry = polling.asked_by_retry(error.retry_after, task.now) if isinstance(error, StatusError) else None
    failures = before.failures + 1
    usual = timedelta(minutes=source.minutes)
    interval = polling.next_interval(before.interval, usual, "fault", failures=failures, asked=retry)
    is_gone = status == 410 and before.moved_to is None
    poll = replace(
        before,
        polled_at=task.now,
        due_at=polling.next_due(task.now, interval, task.jitter()),
        moved_to=None if status in (404, 410) else before.moved_to,
        failures=failures,
        error=error.message,
        gone_at=task.now if is_gone else None,
    )
    name = _host(source, before)
    if isinstance(error, SourceError) and is_transient(error):
        rest = polling.host_after(rest, name, task.now, failed=True, asked=retry or timedelta())
    else:
        rest = None  # the host answers
    return Look(
        source=source,
        host=name,
        poll=poll,
        rest=rest,
        failure=Failure(id=source.name, error=str(error), hint=error.hint),
        note=f"{source.name}: gone for good, turned off" if is_gone else None,
    )
