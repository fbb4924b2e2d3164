"""Windows, days, hedges and sources in English words.

Invariant: no word says more than its window. A month never becomes a day, a year never a month, and
an undated page is called one.

    >>> from airdate.dates import parse
    >>> say(parse("2023-09/2024-04"))
    'late 2023 or early 2024'
    >>> say_when(parse("2022-06"))
    'in June 2022'
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from airdate.dates import Window
from airdate.sources.documents import host
from airdate.types import BeliefStanding, Claim, SourceStanding

UNDATED = "undated page"

#: The hedge that words about a belief or a statement must carry.
HEDGES: dict[BeliefStanding, str] = {
    "confirmed": "confirmed",
    "expected": "expected, not confirmed",
    "disputed": "sources disagree",
}

#: Whose word it is, as a reader would say it.
STANDINGS: dict[SourceStanding, str] = {
    "editor": "pinned by our editor",
    "rights_holder": "gives the rights holder's word",
    "named_person": "gives a named party's word",
    "trade": "trade press",
    "press": "press",
    "aggregator": "aggregator",
    "farm": "content farm",
}

# Not `calendar.month_name`, which follows the locale.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_CODES = {
    21: "spring {}",
    22: "summer {}",
    23: "autumn {}",
    33: "the first quarter of {}",
    34: "the second quarter of {}",
    35: "the third quarter of {}",
    36: "the last quarter of {}",
    40: "the first half of {}",
    41: "the second half of {}",
}
_WINTER = 24

#: How announcements name parts of a year, by first and last month.
_PARTS = {
    (1, 4): "early {}",
    (5, 8): "mid-{}",
    (9, 12): "late {}",
    (1, 6): "the first half of {}",
    (7, 12): "the second half of {}",
}

_OFFSET = re.compile(r"P(\d{1,3})([DWMY]) (before|after) release", re.ASCII)
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}

_LATEST = " at the latest"
_QUALIFIERS = {"": "", "?": "perhaps ", "~": "about ", "%": "perhaps about "}
_MARKS = "?~%"


def say_day(day: date, *, short: bool = False) -> str:
    """`6 June 2022`, or `6 Jun 2022` where space is short."""
    return f"{day.day} {_month(day.month, short)} {day.year}"


def say_month(day: date, *, short: bool = False) -> str:
    """The day's month by name: `June`, or `Jun`."""
    return _month(day.month, short)


def say(window: Window, *, short: bool = False) -> str:
    """A window as a noun: `June 2022`, `late 2023 or early 2024`, `2024 at the earliest`."""
    if "/" not in window.edtf:
        return _point(window.edtf, short)
    first, last = window.edtf.split("/")
    if window.latest is None:
        return f"{_point(first, short)} at the earliest"
    if window.earliest is None:
        return _point(last, short) + _LATEST
    return _parts_of_years(window) or _span(first, last, short)


def say_when(window: Window, *, short: bool = False) -> str:
    """A window with its preposition: `on 6 June 2022`, `in June 2022`, `between May and July 2026`."""
    words = say(window, short=short)
    if window.precision == "interval" and " to " in words:
        first, last = words.split(" to ", 1)
        return f"between {first} and {last}"
    if window.earliest is None:
        return (
            f"by {'' if _is_day(window.edtf.split('/')[1]) else 'the end of '}{words.removesuffix(_LATEST)}"
        )
    return f"{'on' if _is_day(window.edtf.split('/')[0]) else 'in'} {words}"


def say_said(said_on: Window | None) -> str:
    """When something was said: a day or month in short, or that the page bears no date."""
    return UNDATED if said_on is None else say(said_on, short=True)


def outlet_name(claim: Claim, names: Mapping[str, str]) -> str:
    """The outlet by the name that the table knows its domain by, else the domain itself."""
    domain = (claim.said_via or host(claim.url) or "").removeprefix("www.")
    return names.get(domain, domain) or "unnamed outlet"


def speaker(claim: Claim, names: Mapping[str, str]) -> str:
    """Who said it, and where: `Netflix via India TV`."""
    outlet = outlet_name(claim, names)
    return outlet if claim.who is None or claim.who == outlet else f"{claim.who} via {outlet}"


def cite(claim: Claim, names: Mapping[str, str]) -> str:
    """Who said it, where and when: `Netflix via India TV, 22 Feb 2026`."""
    return f"{speaker(claim, names)}, {say_said(claim.said_on)}"


def say_offset(offset: str | None) -> str:
    """A rule relative to the release: `P1M before release` is `about a month before release`.

    Empty where there is no rule, or one of another form.
    """
    match = _OFFSET.fullmatch(offset or "")
    if match is None:
        return ""
    number, unit = int(match[1]), _UNITS[match[2]]
    return f"about {f'a {unit}' if number == 1 else f'{number} {unit}s'} {match[3]} release"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def count(number: int, noun: str) -> str:
    """`1 source`, `2 sources`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def sentence(words: str) -> str:
    """With a capital first letter."""
    return words[:1].upper() + words[1:]


def uncapital(words: str) -> str:
    """With a small first letter, to stand inside a sentence."""
    return words[:1].lower() + words[1:]


def _month(month: int, short: bool) -> str:
    return MONTHS[month - 1][:3] if short else MONTHS[month - 1]


def _point(text: str, short: bool) -> str:
    bare = text.rstrip(_MARKS)
    return _QUALIFIERS[text[len(bare) :]] + _bare_point(bare, short)


def _bare_point(text: str, short: bool) -> str:
    if len(text) == len("2022"):
        return text
    if _is_day(text):
        return say_day(date.fromisoformat(text), short=short)
    year, code = int(text[:4]), int(text[5:])
    if code == _WINTER:
        return f"winter {year}–{(year + 1) % 100:02d}"
    return _CODES[code].format(year) if code in _CODES else f"{_month(code, short)} {year}"


def _span(first: str, last: str, short: bool) -> str:
    """`May to July 2026`, `2023 or 2024`: what both ends share is said once."""
    if _is_day(first) and _is_day(last) and first[:7] == last[:7]:
        joint = "or" if int(last[8:10]) == int(first[8:10]) + 1 else "to"
        return f"{int(first[8:10])} {joint} {_point(last, short)}"
    words, end = _point(first, short), _point(last, short)
    if len(first) == len(last) == len("2022"):
        return f"{first} {'or' if int(last) == int(first) + 1 else 'to'} {last}"
    if len(last) == len("2022"):
        end = f"the end of {end}"  # a year as an upper bound holds to its last day
    same_year = f" {first[:4]}"
    if end.endswith(same_year) and len(first) == len(last) and _names_month(first) and _names_month(last):
        words = words.removesuffix(same_year)
    return f"{words} to {end}"


def _is_day(point: str) -> bool:
    return len(point.rstrip(_MARKS)) == len("2022-06-06")


def _names_month(text: str) -> bool:
    return text[4:5] == "-" and int(text[5:7]) <= 12


def _parts_of_years(window: Window) -> str | None:
    """`early 2024`, `late 2023 or early 2024`: intervals of months that are parts of years."""
    low, high = window.earliest, window.latest
    if low is None or high is None or any(len(part) != len("2022-06") for part in window.edtf.split("/")):
        return None
    if low.year == high.year:
        part = _PARTS.get((low.month, high.month))
        return part.format(low.year) if part else None
    if high.year == low.year + 1 and (low.month, high.month) == (9, 4):
        return f"late {low.year} or early {high.year}"
    return None
