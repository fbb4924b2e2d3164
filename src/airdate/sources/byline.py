"""The publication day that readers see: beside the headline, in a byline, and nowhere else.

A line counts where it holds nothing but the date and byline words, or where the page's own markup calls
it a date; "as of March 2023" and the dates of teasers, comments and the next article do not. "Updated"
counts only where the page shows no other day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from airdate.dates import Window, of_day, parse
from airdate.sources.stamps import parse_stamp, written_dates

_LONGEST = 160  # characters of a byline
_READ = 1500  # elements looked at from the top of a page
_BEFORE_HEADING = 12  # elements above the headline that may still be byline
_LONG_PARAGRAPH = 120  # characters; the second of them ends the top
_TOP_NODES = "h1, p, div, span, li, dd, td, address, small, time, [itemprop~='datePublished']"
_DATED = re.compile(r"byline|publish|pubdate|date|posted", re.IGNORECASE)
_UPDATE = re.compile(
    r"updat|modif|as of|last|edited|correct|since|until|revis|expire|premier|releas|stream|return"
    r"|air(?:s|ed)?\b|aktualis|mis à jour|actualiz",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"relat|recirc|recommend|teaser|card|comment|sidebar|trending|popular|newsletter|promo|footer|widget|"
    r"most-?read|infinite|next-article|up-next|consent|cookie",
    re.IGNORECASE,
)
_BYLINE_WORDS = re.compile(
    r"\b(?:(?:first|originally|last)\s+)?(?:published|posted|written|words|text|story|updated?|publication|"
    r"date|on|"
    r"at|in|by|the|from|min(?:utes)?|read|mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun|[ap]\.?m\.?|gmt|"
    r"utc|"
    r"[abecmp][sde]?d?t|h|uhr)(?:day)?\b\.?",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
_WORD = (
    r"(?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b)"
    r"[A-ZÀ-Þ][\w.'’-]{0,30}"
)
_NAME = rf"{_WORD}(?:\s(?:[a-z]{{2,3}}\s)?{_WORD}){{0,3}}(?:\s(?:desk|staff|team|reporters?)\b)?"
_NAMES = rf"{_NAME}(?:(?:,|\sand|\s&)\s{_NAME}){{0,3}}"
_BY = re.compile(rf"(?:\b(?:[Bb]y|BY)\b:?|^(?:Text|Words|Story)(?::|\sby))\s(?P<names>{_NAMES})")
_NAMES_ALONE = re.compile(rf"[\W\d_]*(?P<names>{_NAMES})[\W\d_]*")
_PUBLISHED = re.compile(r"datePublished|published|entry-date|post-date", re.IGNORECASE)
_DATELINE = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .]{2,30}(?:,\s[A-ZÀ-Þ][A-Za-z.]{1,15})?\s?[,–—-]{1,2}\s")
_LETTERS = re.compile(r"[^\W\d_]")
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)


def top_of(tree: LexborHTMLParser) -> list[LexborNode]:
    """The elements where a byline may stand: from the headline to the text's first paragraphs.

    Those just above the headline come last. Everything further down, such as teasers, comments and a
    next article, has dates and authors of its own.
    """
    has_headline = tree.css_first("h1") is not None
    before: list[LexborNode] = []
    after: list[LexborNode] = []
    begun, paragraphs = not has_headline, 0
    for node in tree.css(_TOP_NODES)[:_READ]:
        if node.tag == "h1" and not begun:
            begun, before, after = True, after[-_BEFORE_HEADING:], []
        after.append(node)
        paragraphs += begun and node.tag == "p" and len(node.text()) > _LONG_PARAGRAPH
        if paragraphs > 1:
            break
    return [*after, *reversed(before)]


def time_stamp(top: list[LexborNode]) -> Window | None:
    """The first `<time>` or microdata that is marked as publication, else the first that is no update."""
    times = [node for node in top if node.tag == "time" or "datePublished" in _names_of(node)]
    marked = [node for node in times if "pubdate" in node.attributes or _PUBLISHED.search(_names_of(node))]
    for node in (*marked, *times):
        if not is_update(node) and not is_aside(node):
            value = node.attributes.get("datetime") or node.attributes.get("content")
            if window := parse_stamp(value or node.text()):
                return window
    return None


def visible_stamp(top: list[LexborNode]) -> Window | None:
    """The date of a visible byline; `None` where no line is plainly one.

    Where the page shows a day of update alone, that is the day of the text as it stands.
    """
    for node in top:
        line = _short_line(node) if _DATED.search(_names_of(node)) else None
        if line and (window := _marked_date(line)) and not is_aside(node) and not is_update(node):
            return window
    lines = list(_lines(top))
    dated = (window for updated in (False, True) for line in lines if (window := _only_date(line, updated)))
    return next(dated, None) or _dateline_stamp(top)


def _dateline_stamp(top: list[LexborNode]) -> Window | None:
    """The day of a press release: after the city in capitals that opens its text."""
    for node in top:
        text = " ".join(node.text()[:_LONGEST].split()) if node.tag == "p" else ""
        if match := _DATELINE.match(text):
            here = (window for window, start, _ in written_dates(text) if start == match.end())
            return next(here, None)
    return None


def visible_author(top: list[LexborNode]) -> str | None:
    """Who a visible byline names: "By …", or a name alone beside the date."""
    for line in _lines(top):
        if match := _BY.search(line):
            if _is_byline_start(line[: match.start()]):
                return match["names"]
        elif dates := list(written_dates(line)):
            _, start, end = dates[0]
            rest = _BYLINE_WORDS.sub(" ", f"{line[:start]} | {line[end:]}")
            if match := _NAMES_ALONE.fullmatch(rest):
                return match["names"]
    return None


def is_byline(line: str, author: str | None) -> bool:
    """Is a line of text nothing but date, author and byline words?"""
    if len(line) > _LONGEST:
        return False
    rest = re.sub(re.escape(author), "", line, flags=re.IGNORECASE) if author else line
    if rest == line and not any(True for _ in written_dates(line)):
        return False
    return not _LETTERS.search(_BYLINE_WORDS.sub("", _MONTHS.sub("", _BY.sub("", rest))))


def searched_stamp(tree: LexborHTMLParser, top: list[LexborNode]) -> Window | None:
    """htmldate's answer, as far as the page prints it; slow, so asked last.

    htmldate fills a missing day with the first and may take any date on the page: its answer counts
    only where a short line holds the year, is no update, and prints that day, else that month.
    """
    lines = [
        line for line in _lines(top) if _YEAR.search(line) and not _UPDATE.search(line) and "©" not in line
    ]
    if not lines:
        return None  # whatever it answers would not count, and it takes longer than all else about a page
    from htmldate import find_date  # 0.3 s to import

    markup = tree.html
    try:
        found = find_date(markup, original_date=True, extensive_search=False) if markup else None
    except ValueError:  # lxml refuses to move text with control characters about, as hostile markup has
        return None
    window = parse_stamp(found) if found else None
    if window is None or window.earliest is None:
        return None
    day = window.earliest
    for line in lines:
        if str(day.year) not in line:
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
    return " ".join((attributes.get(key) or "")[:_LONGEST] for key in ("class", "id", "itemprop"))


def _lines(top: list[LexborNode]) -> Iterator[str]:
    """Short lines that could be bylines, in order."""
    for node in top:
        line = _short_line(node)
        if line and len(line) <= _LONGEST and not is_aside(node):
            yield line


def _short_line(node: LexborNode) -> str | None:
    text = node.text(separator=" ")
    return " ".join(text.split()) if len(text) <= 4 * _LONGEST else None


def _marked_date(line: str) -> Window | None:
    """The date of a line that the page's markup calls one."""
    if len(line) > _LONGEST or _UPDATE.search(line):
        return None
    return next((window for window, _, _ in written_dates(line)), None)


def _only_date(line: str, updated: bool) -> Window | None:
    """The date of a line that is nothing but date and byline."""
    if bool(_UPDATE.search(line)) != updated:
        return None
    for window, start, end in written_dates(line):
        rest = _BY.sub(" ", f"{line[:start]} | {line[end:]}")
        if not _LETTERS.search(_BYLINE_WORDS.sub("", rest)):
            return window
    return None


def _is_byline_start(text: str) -> bool:
    """May "by" after these words name the author? Nothing but byline words, or a date, stand there."""
    return not _LETTERS.search(_BYLINE_WORDS.sub("", text)) or any(True for _ in written_dates(text))
