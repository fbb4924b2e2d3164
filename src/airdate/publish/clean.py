"""What every renderer does to words from outside before it prints them.

Invariant: a cleaned text is one line, of bounded length, and can neither steer a terminal nor turn the
reading direction of what follows it. A link is http(s) or it is none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, urlsplit

from msgspec.structs import replace

from airdate.types import Belief, Change, Guide, Link, Section

MAX_TITLE = 200  # characters
MAX_TEXT = 2_000  # characters
MAX_URL = 2_000  # characters

_HELD_ADDRESSES = 2_000  # a season's pages, its earlier states among them, name the same ones
_JOINERS = "\u200c\u200d"  # invisible, but part of Persian and Indic spelling and of emoji
_NOT_FOR_PRINT = ("Cc", "Cf", "Cs", "Co", "Cn")
_URL_SAFE = ":/?#[]@!$&'*+,;=%~"


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """The text on one line, without control, direction and unassigned characters, cut at `limit`."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    if cut.isprintable():  # letters, marks, signs and plain spaces alone, as nearly all texts are
        return (re.sub(r" +", " ", cut) if "  " in cut else cut).strip()
    printable = (_printable(character) for character in cut)
    return re.sub(r" +", " ", "".join(printable)).strip()


@lru_cache(_HELD_ADDRESSES)
def web_address(url: str | None) -> str | None:
    """The address if it is an ordinary http(s) one, with what does not belong percent-encoded."""
    if url is None or len(url) > MAX_URL:
        return None
    if not url.isprintable() and any(_printable(character) != character for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in parts.netloc:
        return None
    return quote(url, safe=_URL_SAFE)


def clean_guide(guide: Guide) -> Guide:
    """The guide with every text in it cleaned; renderers print nothing that has not been through this."""
    return replace(
        guide,
        title=clean(guide.title, MAX_TITLE) or "untitled",
        answer=clean(guide.answer),
        sections=tuple(_clean_section(section) for section in guide.sections),
        changes=tuple(clean_change(change) for change in guide.changes),
        sources=tuple(
            replace(source, outlet=clean(source.outlet, MAX_TITLE), url=web_address(source.url))
            for source in guide.sources
        ),
        forecast=guide.forecast and replace(guide.forecast, title=clean(guide.forecast.title, MAX_TITLE)),
        beliefs=tuple(_clean_belief(belief) for belief in guide.beliefs),
    )


def clean_change(change: Change) -> Change:
    """The change with every text in it cleaned."""
    return replace(
        change,
        text=clean(change.text),
        subject=clean(change.subject, MAX_TITLE),
        before=change.before and clean(change.before),
        now=change.now and clean(change.now),
        said_by=clean(change.said_by, MAX_TITLE),
    )


def _clean_section(section: Section) -> Section:
    notes = tuple(
        replace(note, text=clean(note.text), links=tuple(_clean_link(link) for link in note.links))
        for note in section.notes
    )
    return replace(section, heading=clean(section.heading, MAX_TITLE), notes=notes)


def _clean_link(link: Link) -> Link:
    work_id = None if link.work_id is None else clean(link.work_id, MAX_TITLE)
    return replace(link, text=clean(link.text, MAX_TITLE), url=web_address(link.url), work_id=work_id)


def _clean_belief(belief: Belief) -> Belief:
    return replace(belief, subject=clean(belief.subject, MAX_TITLE), answer=clean(belief.answer))


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\t\n\r":
        return " "
    return "" if category in _NOT_FOR_PRINT and character not in _JOINERS else character
