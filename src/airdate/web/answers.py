"""Ready answers, kept as long as what they rest on is unchanged, and how HTTP says so.

Invariant: an answer is given from memory only where the rows of its works, the catalogue and the day are
still what it was made from; that is asked of the databases at each request.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b

from litestar import Response

from airdate.run.held import Stamp
from airdate.types import Struct

# Litestar adds the charset of what is text.
HTML = "text/html"
JSON = "application/json"
CALENDAR = "text/calendar"
ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"

FRESH = "public, max-age=60"
PRIVATE = "private, max-age=60"
FOR_EVER = "public, max-age=31536000, immutable"


class Made(Struct, frozen=True, kw_only=True):
    """An answer's body, and the works that it rests on by all their ids (none: it rests on the overview)."""

    body: bytes
    media: str
    work_ids: tuple[str, ...] = ()
    modified_at: datetime | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """What is sent: a body with its validators; `state` is what it was made from."""

    made: Made
    etag: str
    state: Stamp


def answer_of(made: Made, state: Stamp) -> Answer:
    """The answer, with the hash of its body as its tag."""
    return Answer(made=made, etag=f'"{blake2b(made.body, digest_size=12).hexdigest()}"', state=state)


class Kept:
    """Answers by key, those not asked for the longest dropped first where they take too many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()

    def get(self, key: Hashable) -> Answer | None:
        """The answer kept under a key, whatever has changed since."""
        answer = self._answers.get(key)
        if answer is not None:
            self._answers.move_to_end(key)
        return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keep an answer in place of an earlier one; one that is too large for us is not kept."""
        if (old := self._answers.pop(key, None)) is not None:
            self._bytes -= _size(old)
        if _size(answer) * 4 > self._most:
            return
        self._answers[key] = answer
        self._bytes += _size(answer)
        while self._bytes > self._most:
            _, oldest = self._answers.popitem(last=False)
            self._bytes -= _size(oldest)


def _size(answer: Answer) -> int:
    return len(answer.made.body) + 500


def reply(answer: Answer, headers: Mapping[str, str], cache_control: str = FRESH) -> Response[bytes]:
    """The response to a request with these headers: the body, or 304 where the asker has it."""
    own = {"ETag": answer.etag, "Cache-Control": cache_control}
    if answer.made.modified_at is not None:
        own["Last-Modified"] = format_datetime(answer.made.modified_at, usegmt=True)
    if _has_it(answer, headers):
        return Response(b"", status_code=304, headers=own, media_type=answer.made.media)
    return Response(answer.made.body, headers=own, media_type=answer.made.media)


def _has_it(answer: Answer, headers: Mapping[str, str]) -> bool:
    """If-None-Match counts, and If-Modified-Since only where it is missing (RFC 9110, 13.2.2)."""
    tags = headers.get("if-none-match")
    if tags is not None:
        return any(tag.strip().removeprefix("W/") in (answer.etag, "*") for tag in tags.split(","))
    since = headers.get("if-modified-since")
    if since is None or answer.made.modified_at is None:
        return False
    try:
        return answer.made.modified_at.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False  # no date, or one without a zone: as if it were not there
