"""Reservations against text and data mining: a host's file, a page's header or its `<meta>` (TDMRep).

https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/. The value 1 reserves, 0 does not. In
the file the first rule whose location fits counts; what does not fit the form says nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from airdate.sources.net.messages import Response
from airdate.types import Struct

MAX_RULES = 1000
MAX_PATTERN = 500
_HEAD_BYTES = 200_000  # a page's head with its `<meta>` lies well within


class Rule(Struct, frozen=True, kw_only=True):
    """A path, with `*` for any run of characters and `$` for the end, and whether it is reserved."""

    location: str
    reserved: bool


def parse_reservations(body: bytes) -> tuple[Rule, ...]:
    """The rules of a `tdmrep.json`; none where it is not of that form."""
    try:
        rows = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    if not isinstance(rows, list):
        return ()
    return tuple(rule for row in rows[:MAX_RULES] if (rule := _rule(row)) is not None)


def is_reserved(rules: Sequence[Rule], path: str) -> bool:
    """Does the first rule that fits the path reserve it?"""
    return next((rule.reserved for rule in rules if _fits(rule.location, path)), False)


def page_reserves(response: Response) -> bool:
    """Does the page itself reserve mining, in its header or else in its markup?"""
    header = response.headers.get("tdm-reservation")
    if header is not None:
        return header.strip() == "1"
    if "html" not in response.headers.get("content-type", ""):
        return False
    head = LexborHTMLParser(response.body[:_HEAD_BYTES].decode("utf-8", errors="replace"))
    metas = head.css('meta[name="tdm-reservation" i]')
    return any((meta.attributes.get("content") or "").strip() == "1" for meta in metas)


def _rule(row: Any) -> Rule | None:
    if not isinstance(row, dict):
        return None
    location, reservation = row.get("location"), row.get("tdm-reservation")
    if not isinstance(location, str) or len(location) > MAX_PATTERN or str(reservation) not in ("0", "1"):
        return None
    return Rule(location=location, reserved=str(reservation) == "1")


def _fits(pattern: str, path: str) -> bool:
    """Robots-style matching from the path's start, in one pass over it."""
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for part in rest[:-1] if anchored else rest:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if not anchored:
        return True
    return path[at:].endswith(rest[-1]) if rest else at == len(path)
