"""A `Site` → its files. Pure: the same value gives the same bytes in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from urllib.parse import urlsplit

import msgspec

from airdate.errors import InputError
from airdate.publish.clean import web_address
from airdate.publish.site import paths
from airdate.publish.site.guide_pages import guide_files
from airdate.publish.site.indexes import index_files
from airdate.publish.site.model import GuidePages, Site
from airdate.publish.site.shared_pages import shared_files
from airdate.publish.site.templates import Address, address, asset, asset_path

_ASSETS = ("site.css", "site.js", "icon.svg")

#: A part of the site that changes as a whole: its name, the value it comes from, and how to make its files.
Unit = tuple[str, object, Callable[[], Iterator[tuple[str, bytes]]]]

_encode = msgspec.json.Encoder(order="deterministic").encode


def render_site(site: Site) -> Iterator[tuple[str, bytes]]:
    """Every file of the site as (path from `paths`, bytes); `paths.file` tells its place in a folder.

    Raises:
        InputError: the base URL is no http(s) address, a slug or key is none, or two guides share a page.
    """
    for _, _, make in units(site):
        yield from make()


def units(site: Site) -> Iterator[Unit]:
    """The parts of the site, each a season or what is over all. Raises as `render_site`."""
    where = site_address(site.base_url)
    seen: set[str] = set()
    for pages in site.guides:
        own = paths.guide(pages.slug, pages.guide.season)
        if own in seen or pages.slug in paths.RESERVED:
            raise InputError("two pages of one address", id=own, hint="make slugs with paths.slugs")
        seen.add(own)
        yield own, (site.base_url, pages), partial(_guide, pages, where)
    yield "shared", site, partial(_shared, site, where)


def site_address(base_url: str) -> Address:
    """Where a site stands.

    Raises:
        InputError: it is no http(s) address, or has a query.
    """
    if web_address(base_url) is None or urlsplit(base_url).query:
        raise InputError("not a site's address", id=base_url[:80], hint="as https://example.org")
    return address(base_url)


def state_of(value: object) -> bytes:
    """A unit's value as bytes: the same bytes mean the same files."""
    return _encode(value)


def _guide(pages: GuidePages, where: Address) -> Iterator[tuple[str, bytes]]:
    return guide_files(pages, where)


def _shared(site: Site, where: Address) -> Iterator[tuple[str, bytes]]:
    """All that is no season's: shared pages, indexes and assets."""
    made = []
    for path, content in shared_files(site, where):
        made.append(path)
        yield path, content
    yield from index_files(site.guides, made, where)
    yield from asset_files()


def asset_files() -> Iterator[tuple[str, bytes]]:
    """Style, script and icon."""
    return ((asset_path(name), asset(name)) for name in _ASSETS)
