"""Ids of works in other catalogues, in one form each, always with their scheme.

    tt0944947   tmdb:tv:1399   tmdb:movie:603   tvmaze:82   tvdb:121361   Q23572   mal:5114   anilist:5114

A bare number is no id: number spaces collide, and "1923" is a title. Works of the shipped starter have ids of
their own without a scheme ("all-of-us-are-dead").
"""

from __future__ import annotations

import re

#: Schemes with at most one id a work; anime lists number the seasons of one work apart.
ONE_A_WORK = frozenset({"imdb", "tmdb", "tvmaze", "tvdb", "wikidata"})

#: Which id names the work where several do, best first; ids without a scheme come before all.
_ORDER = ("wikidata", "imdb", "tvmaze", "tmdb", "tvdb", "anilist", "mal", "title")

_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.ASCII), form)
    for pattern, form in (
        (r"(?:imdb:|https?://(?:www\.|m\.)?imdb\.com/title/)?(tt\d{7,10})", "{0}"),
        (r"(?:wikidata:|https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?(q[1-9]\d{0,10})", "{0}"),
        (r"(?:tmdb[:/]|https?://(?:www\.)?themoviedb\.org/)(tv|movie)[:/](\d{1,10})(?:-[^/\s]*)?",
         "tmdb:{0}:{1}"),
        (r"(?:tvmaze[:/]|https?://(?:www\.)?tvmaze\.com/shows/)(\d{1,10})(?:/[^/\s]*)?", "tvmaze:{0}"),
        (r"(?:the)?tvdb[:/](\d{1,10})", "tvdb:{0}"),
        (r"(?:mal[:/]|https?://myanimelist\.net/anime/)(\d{1,10})(?:/[^/\s]*)?", "mal:{0}"),
        (r"(?:anilist[:/]|https?://anilist\.co/anime/)(\d{1,10})(?:/[^/\s]*)?/?", "anilist:{0}"),
    )
)  # fmt: skip


def parse_id(text: str) -> str | None:
    """An id in its one form from any usual one, links included; `None` where the text is no id.

    >>> parse_id("https://www.themoviedb.org/tv/1399-game-of-thrones"), parse_id("imdb:TT0944947")
    ('tmdb:tv:1399', 'tt0944947')
    """
    text = text.strip().rstrip("/")
    if len(text) > 200:
        return None
    for pattern, form in _FORMS:
        if match := pattern.fullmatch(text):
            parts = [part.lower() for part in match.groups()]
            return form.format(*parts).replace("q", "Q", 1) if form == "{0}" else form.format(*parts)
    return None


def scheme(work_id: str) -> str:
    """Whose id it is ("imdb"); empty for the starter's own."""
    if re.fullmatch(r"tt\d{7,10}", work_id):
        return "imdb"
    if re.fullmatch(r"Q\d+", work_id):
        return "wikidata"
    return work_id.partition(":")[0] if ":" in work_id else ""


def id_order(work_id: str) -> tuple[int, str]:
    """Sorts the ids of one work: the one that names it first."""
    name = scheme(work_id)
    if not name:
        return -1, work_id
    return _ORDER.index(name) if name in _ORDER else len(_ORDER), work_id
