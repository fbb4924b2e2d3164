"""The publication day that readers see: beside the headline, in a byline, and nowhere else.

A line counts where it holds nothing but the date and byline words, or where the page's own markup calls
it a date; "as of March 2023", "updated" and the dates of teasers do not.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from airdate.dates import Window, of_day, parse
from airdate.sources.clean import clean_line
from airdate.sources.stamps import parse_stamp, written_dates

_LONGEST = 160  # characters of a byline
_BLOCKS_READ = 400
_DATED_NODES = ", ".join(
    f'[class*="{word}" i]'
    for word in ("byline", "publish", "pubdate", "post-date", "entry-date", "date", "posted")
)
_BYLINE_BLOCKS = "p, div, span, li, dd, address, small"

_UPDATE = re.compile(
    r"updat|modif|as of|last|edited|correct|since|until|revis|expire|premier|releas|stream|return"
    r"|air(?:s|ed)?\b|aktualis|mis à jour|actualiz",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"relat|recirc|recommend|teaser|card|comment|sidebar|trending|popular|newsletter|promo|footer|widget|most-?read",
    re.IGNORECASE,
)
_BYLINE_WORDS = re.compile(
    r"\b(?:(?:first|originally)\s+)?(?:published|posted|written|publication|date|on|at|in|by|the|from|"
    r"mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun|day|[ap]\.?m\.?|gmt|utc|bst|[ecmp][sd]?t|h|uhr)(?:day)?\b\.?",
    re.IGNORECASE,
)
_NAMES = re.compile(r"\bby\s+[^|·•—–,]{2,60}", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")


def visible_stamp(tree: LexborHTMLParser) -> Window | None:
    """The date of a visible byline; `None` where no line is plainly one."""
    for node in tree.css(_DATED_NODES)[:40]:
        line = _short_line(node)
        if line and not is_aside(node) and not is_update(node) and (window := _only_date(line, marked=True)):
            return window
    for node in tree.css(_BYLINE_BLOCKS)[:_BLOCKS_READ]:
        line = _short_line(node)
        if line and (window := _only_date(line, marked=False)) and not is_aside(node):
            return window
    return None


def searched_stamp(tree: LexborHTMLParser) -> Window | None:
    """htmldate's answer, as far as the page prints it; slow, so asked last.

    htmldate fills a missing day with the first and may take any date on the page: its answer counts
    only where a short line holds the year, is no update, and prints that day, else that month.
    """
    from htmldate import find_date  # 0.3 s to import

    markup = tree.html
    found = find_date(markup, original_date=True, extensive_search=False) if markup else None
    window = parse_stamp(found) if found else None
    if window is None or window.earliest is None:
        return None
    day = window.earliest
    for node in tree.css(_BYLINE_BLOCKS + ", time")[:_BLOCKS_READ]:
        line = _short_line(node)
        if not line or str(day.year) not in line or _UPDATE.search(line) or "©" in line or is_aside(node):
            continue
        numbers = [int(number) for number in re.findall(r"\d{1,4}", line)]
        if day.day in numbers:
            return of_day(day)
        if numbers == [day.year]:
            return parse(f"{day.year}-{day.month:02d}")
    return None


def is_aside(node: LexborNode) -> bool:
    """Is it part of a teaser, comment, navigation or footer rather than of the article?"""
    here: LexborNode | None = node
    for _ in range(12):
        if here is None or here.tag in ("body", "main"):
            return False
        if here.tag in ("aside", "nav", "footer", "form") or _ASIDE.search(_names_of(here)):
            return True
        here = here.parent
    return False


def is_update(node: LexborNode) -> bool:
    """Does the node, or the words just before it, speak of a change rather than of publication?"""
    before = node.prev.text() if node.prev is not None else ""
    return bool(
        _UPDATE.search(_names_of(node)) or _UPDATE.search(before[-40:]) or _UPDATE.search(node.text()[:40])
    )


def _names_of(node: LexborNode) -> str:
    attributes = node.attributes
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('itemprop') or ''}"


def _short_line(node: LexborNode) -> str | None:
    text = node.text(separator=" ")
    return clean_line(text) if len(text) <= 4 * _LONGEST else None


def _only_date(line: str, *, marked: bool) -> Window | None:
    """The date of a line that is nothing but date and byline; `marked` lines may hold a few words more."""
    if len(line) > _LONGEST or _UPDATE.search(line):
        return None
    for window, start, end in written_dates(line):
        rest = _NAMES.sub(" ", line[:start] + " | " + line[end:])
        if marked or not _LETTERS.search(_BYLINE_WORDS.sub("", rest)):
            return window
    return None
