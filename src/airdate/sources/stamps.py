"""Publication stamps: the day (or month) that a page prints for itself, and nothing that it does not.

Invariant: the day of a timestamp is the local day as printed, in its own offset; no time zone is
applied. A year alone is no stamp. A day and month that could be swapped are no stamp.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from airdate.dates import Window, parse
from airdate.errors import DateError

FIRST_YEAR, LAST_YEAR = 1994, 2099  # the web's; keeps 1970-01-01 and 9999-12-31 out

#: Months as bylines write them: English in full and short, then German, French, Spanish, Italian,
#: Portuguese, Dutch and Indonesian in full.
_MONTH_NAMES = (
    "january jan januar janvier enero gennaio janeiro januari",
    "february feb februar février febrero febbraio fevereiro februari",
    "march mar märz mars marzo março maart maret",
    "april apr avril abril aprile",
    "may mai mayo maggio maio mei",
    "june jun juni juin junio giugno junho",
    "july jul juli juillet julio luglio julho",
    "august aug août agosto augustus agustus",
    "september sept sep septembre septiembre settembre setembro",
    "october oct oktober octobre octubre ottobre outubro",
    "november nov novembre noviembre novembro",
    "december dec dezember décembre diciembre dicembre dezembro desember",
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})"

#: Written dates, most telling first; each has named groups year, month and perhaps day.
_FORMS = tuple(
    re.compile(rf"(?<![\w.-]){form}(?!\d)", re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",
        rf"{_YEAR}[/.](?P<month>\d{{1,2}})[/.](?P<day>\d{{1,2}})",
        rf"{_MONTH}\s{{1,3}}{_DAY}(?:st|nd|rd|th)?(?:,|\s)\s{{0,3}}{_YEAR}",
        rf"{_DAY}(?:st|nd|rd|th|\.|º)?[\s-]{{1,3}}(?:de\s)?{_MONTH},?[\s-]{{1,3}}(?:del?\s)?{_YEAR}",
        rf"{_YEAR}\s?[年년]\s{{0,2}}(?P<month>\d{{1,2}})\s?[月월]\s{{0,2}}(?P<day>\d{{1,2}})\s?[日일]",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>20\d\d)",
        r"(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>20\d\d)",
        rf"{_YEAR}(?P<month>[01]\d)(?P<day>[0-3]\d)(?=T\d)",
        rf"{_MONTH},?\s{{1,3}}{_YEAR}",
        rf"{_YEAR}-(?P<month>\d\d)(?![\d-])",
    )
)
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_URL = re.compile(
    r"/(?P<year>20\d\d)[/-](?P<month>\d{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:[/-](?P<day>\d{1,2})(?=[/-])|(?=/))",
    re.IGNORECASE,
)


def parse_stamp(text: str) -> Window | None:
    """The first date written in a short text: ISO 8601, RFC 822 or as people write it; else `None`."""
    return next((window for window, _, _ in written_dates(text[:200])), None)


def written_dates(text: str) -> Iterator[tuple[Window, int, int]]:
    """Dates written in a text with their offsets, the most telling form first."""
    if not _HAS_YEAR.search(text):
        return
    for form in _FORMS:
        for match in form.finditer(text):
            window = _window(match.groupdict())
            if window is not None:
                yield window, match.start(), match.end()


def url_stamp(url: str | None) -> Window | None:
    """The date in an address's path (`/2023/03/05/`, `/2022/jul/09/`, `/2023/03/`); else `None`."""
    match = _IN_URL.search((url or "")[:2000])
    return _window(match.groupdict()) if match else None


def _window(parts: dict[str, str | None]) -> Window | None:
    if parts.get("one"):
        parts = _unswappable(parts)
    year, month, day = parts["year"], parts.get("month"), parts.get("day")
    if not year or not month or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    number = int(month) if month.isdigit() else _MONTH_NUMBERS[month.lower()]
    try:
        return parse(f"{year}-{number:02d}-{int(day):02d}" if day else f"{year}-{number:02d}")
    except DateError:
        return None


def _unswappable(parts: dict[str, str | None]) -> dict[str, str | None]:
    """Day and month of `13/3/2023` and `3/13/2023`; of `3/4/2023` neither is known."""
    one, two = int(parts["one"] or 0), int(parts["two"] or 0)
    if one > 12 >= two or one == two:
        return {**parts, "day": str(one), "month": str(two)}
    if two > 12 >= one:
        return {**parts, "day": str(two), "month": str(one)}
    return {**parts, "month": None}
