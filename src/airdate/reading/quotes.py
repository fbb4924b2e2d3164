"""Works named by the look of a line: quoted, before bars ("X | Official Trailer"), before a colon.

A quoted title has capitals on its heavy words and is no spoken sentence. What is quoted only to say who
a person is, or what an unnamed work comes from, is no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from airdate.reading.cues import load, words
from airdate.reading.mentions import Mention, is_listing, mention
from airdate.reading.tokens import CONNECTORS

_CUES = load("titles")
_QUOTE = re.compile(r"""['"]""")
_SPEAKERS = words("speakers")
_MAX_TITLE = 80
_BAR = re.compile(r" ?\| ?| - ")
_SEASON_TAIL = re.compile(r"[ ,:-]*\(?\b(?:season|series|part|volume|s)[ ]?\d.*$", re.IGNORECASE)
_TRAILER_PART = _CUES["trailer_part"]
_DECISION = _CUES["decision"]
_NO_NAME = words("no_name")
#: "the 'X' spin-off" is another work than X, and one without a name of its own.
_UNNAMED = _CUES["unnamed"]
_ABOUT = _CUES["about"]
_CREDIT = _CUES["credit"]
_MAKER, _EXCLAIMED = _CUES["maker"], _CUES["exclaimed"]
_MONEY = re.compile(r"[$€£]\d|\b(?:million|billion|percent)\b", re.IGNORECASE)
_EPISODIC = re.compile(r"^(?:season|series|episode|part|volume|chapter)s?\b", re.IGNORECASE)


def by_look(flat: str, low: str, *, headline: bool) -> list[Mention]:
    """Works that a line shows by quotes; in a headline without quotes, by bars or a colon."""
    quoted = list(_quoted(flat)) if "'" in flat or '"' in flat else []
    found = _without_credits(flat, quoted) or list(_segment(flat))
    return list(_before_colon(flat, low)) if headline and not found else found


def _quoted(flat: str) -> Iterator[Mention]:
    opened: int | None = None
    for mark in _QUOTE.finditer(flat):
        at = mark.start()
        before, after = flat[at - 1 : at], flat[at + 1 : at + 2]
        if _opens(flat, at, before, after):
            opened = at + 1
        elif opened is not None and _closes(flat, at, before, after):
            inner = flat[opened:at]
            if (
                inner.lower().endswith(("in", "s"))
                and mark[0] == "'"
                and re.match(r"' \w[\w ]{0,30}'(?!\w)", flat[at:])
            ):
                continue  # an apostrophe inside the name: 'Workin' Moms', 'The Builders' Guild'
            if (
                _is_title(inner)
                and not _UNNAMED.match(flat, at)
                and not _is_credit(flat, opened - 1, at)
                and not _ABOUT.search(flat, 0, opened - 1)
                and not _is_said(flat, opened, at)
            ):
                yield from mention(flat, opened, at, "quoted")
            opened = None


def _without_credits(flat: str, quoted: list[Mention]) -> list[Mention]:
    """ "'X' star A B joins 'Y'": where another work is named, X only says who the person is."""
    if len(quoted) < 2:
        return quoted
    left = [m for m in quoted if not _CREDIT.match(flat, m.end)]
    return left or quoted


def _segment(flat: str) -> Iterator[Mention]:
    """The first part of "X | Official Trailer | Service" and "X - Teaser Trailer - …"."""
    if "|" not in flat and " - " not in flat:
        return
    parts = _BAR.split(flat[:200])
    if len(parts) > 1 and any(_TRAILER_PART.match(part.lower().strip()) for part in parts[1:]):
        name = _SEASON_TAIL.sub("", parts[0].strip())
        if _is_title(name):
            yield from mention(flat, flat.index(name), flat.index(name) + len(name), "quoted")


def _before_colon(flat: str, low: str) -> Iterator[Mention]:
    """ "X: Netflix cancels drama after one season": the name before the colon."""
    name, colon, _ = flat.partition(": ")
    if (
        colon
        and len(name) < 50
        and _is_title(name)
        and _DECISION.search(low, len(name))
        and name.split()[0].lower() not in _NO_NAME
        and not is_listing(name.lower().split())
        and _EXCLAIMED.match(low) is None
    ):
        yield from mention(flat, 0, len(name), "cue")


def _is_credit(flat: str, start: int, end: int) -> bool:
    """ "from 'X' creator A B": another work, named for its maker."""
    return flat[:start].rstrip().lower().endswith("from") and _MAKER.match(flat, end) is not None


def _is_said(flat: str, start: int, end: int) -> bool:
    """ "… Axed After 20 Years: 'I Was Blindsided'": words at a line's end that someone says."""
    if flat[end + 1 :].strip() or not flat[: start - 1].rstrip().endswith((":", "-", ",")):
        return False
    return flat[start:end].split(maxsplit=1)[0].lower() in _SPEAKERS


def _opens(flat: str, at: int, before: str, after: str) -> bool:
    if before.isalnum() or not (after.isalnum() or after in "#.¡¿$"):
        return False
    return re.match(r"\d0s\b", flat[at + 1 : at + 5]) is None


def _closes(flat: str, at: int, before: str, after: str) -> bool:
    return not before.isspace() and not after.isalnum()


def _is_title(inner: str) -> bool:
    """A title has capitals on its heavy words, and is no spoken sentence."""
    words = inner.strip(" ,").split()
    if (
        not words
        or _MONEY.search(inner)
        or len(inner) > _MAX_TITLE
        or len(words) > 12
        or _EPISODIC.match(inner)
    ):
        return False
    if inner.rstrip().endswith((",", ";")) and len(words) > 4:
        return False
    heavy = [w for w in words if w.lower().strip(":,-") not in CONNECTORS and w[0].isalnum()] or [
        w for w in words if w.isupper()
    ]
    if not heavy or not (words[0][0].isupper() or words[0][0].isdigit() or words[0][0] in "#$"):
        return False
    return all(w[0].isupper() or w[0].isdigit() for w in heavy)
