"""Sending a message: our own JSON to a webhook, words through Apprise to everything else.

Invariant: nothing is sent to an address of a private network unless the target allows it, and no redirect is
followed, so that a public name cannot lead in. An error names the target and never its URL.

A webhook's request follows the Standard Webhooks convention: `webhook-id` (also as `Idempotency-Key`),
`webhook-timestamp` and, where the target has a secret, `webhook-signature`: "v1," and the Base64 of the
HMAC-SHA256 over "id.timestamp.body".
"""

from __future__ import annotations

import hmac
import logging
import socket
import time
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from ipaddress import ip_address
from typing import Any

import httpx
import msgspec

from airdate import __version__
from airdate.errors import InputError, SourceError, StatusError, UnansweredError
from airdate.sources.net.address import Resolver, is_public, resolve
from airdate.sources.net.messages import Limits
from airdate.sources.net.pace import Pace
from airdate.sources.net.transport import Transport
from airdate.types import to_builtins
from airdate.watch.outbox import Message
from airdate.watch.targets import Target
from airdate.watch.templates import Words

#: Sends a message, or raises `SourceError` or `InputError`.
Sender = Callable[[Message, Words, datetime], None]

_LIMITS = Limits(connect_seconds=5, read_seconds=10, total_seconds=20)
_LOG = logging.getLogger("apprise")


def send(message: Message, words: Words, at: datetime, *, resolver: Resolver = resolve) -> None:
    """Send a message to its target.

    Raises:
        SourceError: not taken; `StatusError` where a webhook answered with an error.
        InputError: the target's URL cannot be used.
    """
    if message.target.is_webhook:
        _send_webhook(message, at, resolver)
    else:
        _send_apprise(message, words, resolver)


# Webhooks


def webhook_body(message: Message) -> bytes:
    """What a webhook is sent: the notice, or a digest with the notices in it."""
    notices = [to_builtins(notice) for notice in message.notices]
    if len(notices) == 1:
        return msgspec.json.encode({"id": message.message_id, **notices[0]})
    digest = {"id": message.message_id, "event": "digest", "notices": notices}
    return msgspec.json.encode(digest)


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.digest(secret.encode(), signed, sha256)).decode()


def _headers(message: Message, at: datetime, body: bytes) -> dict[str, str]:
    timestamp = int(at.timestamp())
    headers = {
        "content-type": "application/json",
        "user-agent": f"airdate/{__version__}",
        "idempotency-key": message.message_id,
        "webhook-id": message.message_id,
        "webhook-timestamp": str(timestamp),
    }
    if message.target.secret:
        made = signature(message.target.secret, message.message_id, timestamp, body)
        headers["webhook-signature"] = made
    return headers


def _send_webhook(message: Message, at: datetime, resolver: Resolver) -> None:
    target, body = message.target, webhook_body(message)
    try:
        with httpx.Client(
            transport=_transport(target, resolver), follow_redirects=False, trust_env=False
        ) as client:
            request = client.build_request(
                "POST", target.url, content=body, headers=_headers(message, at, body)
            )
            response = client.send(request, stream=True)  # the answer's body is not read
            status, retry_after = response.status_code, response.headers.get("retry-after")
            response.close()
    except SourceError as error:
        raise SourceError(error.message, id=target.name, hint=error.hint) from None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        raise UnansweredError("no answer", id=target.name, hint="check its address") from None
    if not 200 <= status < 300:
        raise StatusError(status, id=target.name, retry_after=retry_after)


def _transport(target: Target, resolver: Resolver) -> httpx.BaseTransport:
    """The wire that vets every address, or a plain one where the target may lie in a private network."""
    if target.allow_private:
        return httpx.HTTPTransport(trust_env=False)
    pace = Pace({}, time.monotonic, time.sleep)
    return Transport(_LIMITS, pace, time.monotonic, resolver, allow_loopback=False)


# Apprise


def check_apprise(target: Target) -> None:
    """Does Apprise know what to do with the target's URL?

    Raises:
        InputError: it does not.
    """
    _service(target)


def _send_apprise(message: Message, words: Words, resolver: Resolver) -> None:
    import apprise

    target = message.target
    service = _service(target)
    if not target.allow_private:
        _vet(service, target, resolver)
    sender = apprise.Apprise(asset=service.asset)
    sender.add(service)
    markdown = service.notify_format == apprise.NotifyFormat.MARKDOWN
    form = apprise.NotifyFormat.MARKDOWN if markdown else apprise.NotifyFormat.TEXT
    body = words.markdown if markdown else words.text
    try:
        taken = bool(sender.notify(body=body, title=words.subject, body_format=form))
    except Exception:  # whatever goes wrong in one of a hundred services must not keep others from their news
        taken = False
    if not taken:
        raise UnansweredError("the service did not take it", id=target.name, hint="try `airdate notify test`")


def _service(target: Target) -> Any:
    """Apprise's own object for the URL."""
    import apprise

    _LOG.propagate = False  # its messages may hold parts of a URL
    if not _LOG.handlers:
        _LOG.addHandler(logging.NullHandler())
    asset = apprise.AppriseAsset(app_id="Airdate", http_redirects=False, storage_mode="memory")
    service = apprise.Apprise.instantiate(target.url, asset=asset)
    if service is None:
        raise InputError("Apprise knows no such URL", id=target.name, hint="see its list of services")
    return service


def _vet(service: Any, target: Target, resolver: Resolver) -> None:
    """Refuse a service that lies in a private network.

    Some services keep a topic or a number where others have a host: what does not resolve is no host.
    """
    host = getattr(service, "host", None)
    try:
        addresses = resolver(str(host), 0) if host else ()
    except (OSError, UnicodeError, socket.gaierror):
        return
    if any(not is_public(ip_address(text.partition("%")[0])) for text in addresses):
        raise SourceError(
            "it leads to a private address", id=target.name, hint="allow it with `--private` if it is yours"
        )
