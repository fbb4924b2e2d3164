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
    yield from sitemap_files(sorted({*pages, *own}), where)
    yield robots_file(where)
    yield search_file(row for _, row in sorted(search_row(each, where) for each in guides))


def robots_file(where: Address) -> tuple[str, bytes]:
    """What crawlers may read, and where the sitemap is."""
    return paths.ROBOTS, f"User-agent: *\nAllow: /\nSitemap: {where.absolute(paths.SITEMAP)}\n".encode()


def sitemap_files(pages: Iterable[str], where: Address) -> Iterator[tuple[str, bytes]]:
    """The sitemap of pages in their order: one file, or where it may not hold all an index of several."""
    locations = [path for path in pages if path != paths.NOT_FOUND]
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


def search_file(rows: Iterable[bytes]) -> tuple[str, bytes]:
    """The search index, from what `search_row` gives, in its order."""
    return paths.SEARCH_INDEX, b"[" + b",".join(rows) + b"]"


def search_row(pages: GuidePages, where: Address) -> tuple[str, bytes]:
    """A season's place in the search index; and `t` its name, `n` all it is found by, `h` its link."""
    name = clean(heading(pages.guide), MAX_TITLE) or "untitled"
    names = [name, *(clean(alias, MAX_TITLE) for alias in pages.aliases[:_ALIASES])]
    link = where.href(paths.guide(pages.slug, pages.guide.season))
    row = {"t": name, "n": " ".join(names), "h": link}
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return f"{name}\t{link}", text.encode("utf-8", "replace")
