"""What machines read of the site: sitemap, robots, the search index. Feeds are made elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from airdate.publish.clean import MAX_TITLE, clean
from airdate.publish.head import heading
from airdate.publish.site import paths
from airdate.publish.site.model import GuidePages
from airdate.publish.site.templates import Address

_SITEMAP_LIMIT = 50_000  # sitemaps.org: URLs a file
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ALIASES = 8  # names a title is found by, besides its usual one


def index_files(
    guides: Iterable[GuidePages], pages: Iterable[str], where: Address
) -> Iterator[tuple[str, bytes]]:
    """Sitemap, robots and search index. `pages` are the paths of the shared pages; earlier days are no
    pages of their own for a search engine."""
    guides = tuple(guides)
    own = (paths.guide(each.slug, each.guide.season) for each in guides)
    yield from _sitemaps(sorted({*pages, *own} - {paths.NOT_FOUND}), where)
    robots = f"User-agent: *\nAllow: /\nSitemap: {where.absolute(paths.SITEMAP)}\n"
    yield paths.ROBOTS, robots.encode()
    yield paths.SEARCH_INDEX, _search_index(guides, where)


def _sitemaps(locations: list[str], where: Address) -> Iterator[tuple[str, bytes]]:
    """One file, or an index of several where one may not hold them all."""
    parts = [locations[i : i + _SITEMAP_LIMIT] for i in range(0, len(locations), _SITEMAP_LIMIT)]
    if len(parts) == 1:
        yield paths.SITEMAP, _xml("urlset", "url", parts[0], where)
        return
    names = [paths.sitemap_part(n) for n in range(1, len(parts) + 1)]
    yield paths.SITEMAP, _xml("sitemapindex", "sitemap", names, where)
    for name, part in zip(names, parts, strict=True):
        yield name, _xml("urlset", "url", part, where)


def _xml(root: str, item: str, locations: list[str], where: Address) -> bytes:
    rows = "".join(f"<{item}><loc>{escape(where.absolute(path))}</loc></{item}>\n" for path in locations)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{rows}</{root}>\n'.encode()
    )


def _search_index(guides: tuple[GuidePages, ...], where: Address) -> bytes:
    """A row a season: `t` its name, `n` all names to be found by, `h` its link."""
    rows = sorted((_row(each, where) for each in guides), key=lambda row: (row["t"], row["h"]))
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def _row(pages: GuidePages, where: Address) -> dict[str, str]:
    name = clean(heading(pages.guide), MAX_TITLE) or "untitled"
    names = [name, *(clean(alias, MAX_TITLE) for alias in pages.aliases[:_ALIASES])]
    return {"t": name, "n": " ".join(names), "h": where.href(paths.guide(pages.slug, pages.guide.season))}
