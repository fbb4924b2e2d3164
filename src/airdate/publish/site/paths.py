"""The one table of the site's URLs: every href and every file comes from here.

Invariant: a path starts and, where it is a page, ends with a slash, and holds lower-case ASCII letters,
digits, dots and hyphens alone; so no title can reach out of the folder or into markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Protocol

from anyascii import anyascii

from airdate.errors import InputError

HOME = "/"
CALENDAR = "/calendar/"
UNDATED = "/undated/"
LISTS = "/lists/"
CODES = "/codes/"
RECORD = "/record/"
METHOD = "/method/"
CHANGES = "/changes/"
TITLES = "/titles/"
NOT_FOUND = "/404.html"
SEARCH_INDEX = "/search.json"
SITEMAP = "/sitemap.xml"
ROBOTS = "/robots.txt"
CHANGES_FEED = "/changes/feed.atom"
CHANGES_JSON_FEED = "/changes/feed.json"
CALENDAR_FEED = "/calendar/calendar.ics"
FORECASTS_FEED = "/calendar/with-forecasts.ics"
OUTLETS = "/outlets/"

#: First parts of a path that no work may take.
RESERVED = frozenset(
    (
        *("calendar", "undated", "lists", "codes", "record", "method", "changes"),
        *("titles", "assets", "search", "feeds", "api", "about", "outlets", "services"),
    )
)

_MAX_SLUG = 80
_MAX_PATH = 200
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PATH = re.compile(r"/(?:[a-z0-9][a-z0-9-]*/)*")
_FILE = re.compile(r"(?:[a-z0-9][a-z0-9-]*/)*[a-z0-9-]+\.(?:html|ics|atom|json|xml|txt|css|js|svg)")


def guide(slug: str, season: int | None) -> str:
    """`/all-of-us-are-dead/2/`; a film stands at `/its-slug/`.

    Raises:
        InputError: it is no slug.
    """
    folder = f"/{_slug(slug)}/"
    return folder if season is None else f"{folder}{int(season)}/"


def as_of(slug: str, season: int | None, day: date) -> str:
    """`/all-of-us-are-dead/2/as-of/2023-03-31/`. Raises as `guide`."""
    return f"{guide(slug, season)}as-of/{day.isoformat()}/"


def guide_calendar(slug: str, season: int | None) -> str:
    """The season's own calendar file; without a season that of the whole title. Raises as `guide`."""
    return f"{guide(slug, season)}calendar.ics"


def work(slug: str) -> str:
    """`/all-of-us-are-dead/`: the page that leads to a series' seasons. Raises as `guide`."""
    return guide(slug, None)


def guide_feed(slug: str, season: int | None) -> str:
    """The feed of what changed about the season. Raises as `guide`."""
    return f"{guide(slug, season)}feed.atom"


def guide_json_feed(slug: str, season: int | None) -> str:
    """The same feed as JSON. Raises as `guide`."""
    return f"{guide(slug, season)}feed.json"


def month(year: int, number: int) -> str:
    """`/calendar/2026-12/`."""
    return f"{CALENDAR}{year:04d}-{number:02d}/"


def list_page(key: str) -> str:
    """`/lists/zombie/`. Raises as `guide`."""
    return f"{LISTS}{_slug(key)}/"


def list_calendar(key: str) -> str:
    """The calendar file of a list. Raises as `guide`."""
    return f"{list_page(key)}calendar.ics"


def service_calendar(service: str) -> str:
    """The calendar file of a service: `/services/netflix/calendar.ics`."""
    return f"/services/{slug(service)}/calendar.ics"


def titles(letter: str) -> str:
    """`/titles/a/`: the titles that start so. Raises as `guide`."""
    return f"{TITLES}{_slug(letter)}/"


def asset(name: str, content: bytes) -> str:
    """`/assets/site-1f3c….css`: named by its content, so that it can be cached for ever."""
    stem, dot, suffix = name.rpartition(".")
    return f"/assets/{stem}-{sha256(content).hexdigest()[:10]}{dot}{suffix}"


def sitemap_part(number: int) -> str:
    """`/sitemap-2.xml`, where one file may not hold all."""
    return f"/sitemap-{number}.xml"


def file(path: str) -> str:
    """The file that holds a path's page, relative to the site's folder."""
    return path[1:] + ("index.html" if path.endswith("/") else "")


def initial(title: str) -> str:
    """The letter that a title is filed under; `0` for digits and what has no letter."""
    first = slug(title)[:1]
    return first if first.isalpha() else "0"


def slug(title: str) -> str:
    """A title in letters for a URL: `All of Us Are Dead` is `all-of-us-are-dead`.

    >>> slug("지금 우리 학교는")
    'jigeum-uri-haggyoneun'
    """
    letters = anyascii(title[:_MAX_SLUG]).lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", letters)[:_MAX_SLUG].strip("-") or "untitled"


class Named(Protocol):
    """What a slug is made from."""

    @property
    def work_id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def year(self) -> int | None: ...


def slugs(works: Iterable[Named]) -> dict[str, str]:
    """A slug for each work id, the same for the same works in any order.

    Works of one name are told apart by their year, then by a hash of their id; a reserved name gets one too.
    """
    found: dict[str, str] = {}
    taken: set[str] = set(RESERVED)
    for work in sorted(works, key=lambda each: (each.year or 9999, each.work_id)):
        plain = slug(work.title)
        marked = f"{plain}-{work.year}" if work.year else plain
        hashed = f"{plain}-{sha256(work.work_id.encode()).hexdigest()[:8]}"
        found[work.work_id] = next((each for each in (plain, marked) if each not in taken), hashed)
        taken.add(found[work.work_id])
    return found


def _slug(text: str) -> str:
    if len(text) > _MAX_SLUG + 10 or not _SLUG.fullmatch(text):
        raise InputError("not fit for a URL", id=text[:_MAX_SLUG], hint="make it with paths.slugs")
    return text


def is_path(text: str) -> bool:
    """Is it a path of the site's own form?"""
    return len(text) <= _MAX_PATH and _PATH.fullmatch(text) is not None


def may_be_ours(place: str) -> bool:
    """Could a site of ours have a file there, relative to its folder? None is called as `CNAME` is."""
    return _FILE.fullmatch(place) is not None
