"""The site's templates and assets, with what every page is given.

Invariant: everything is escaped unless it is `Markup`, which `linked_data`, `drawing` and `items` alone make.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from airdate.forecast.words import say_share
from airdate.guide.words import count, say, say_day, say_month, say_said
from airdate.publish.site import paths
from airdate.publish.site.items import Items
from airdate.types import Struct

_FOLDER = "data/site"


class Address(Struct, frozen=True, kw_only=True):
    """Where the site stands: `origin` (`https://example.org`) and the folder before every path.

    `links` are further entries of its navigation, as (name, path): what only a live site has.
    """

    origin: str
    prefix: str
    links: tuple[tuple[str, str], ...] = ()

    def href(self, path: str) -> str:
        """A path as a link from any page of the site."""
        return self.prefix + path

    def absolute(self, path: str) -> str:
        """A path with the site's origin, for canonical links, sitemap and previews."""
        return self.origin + self.prefix + path


def address(base_url: str) -> Address:
    """The parts of a base URL."""
    parts = urlsplit(base_url)
    return Address(origin=f"{parts.scheme}://{parts.netloc}", prefix=parts.path.rstrip("/"))


@cache
def asset(name: str) -> bytes:
    """A stylesheet, script or image as it is served."""
    return (files("airdate") / _FOLDER / name).read_bytes()


@cache
def asset_path(name: str) -> str:
    """The path that an asset is served at."""
    return paths.asset(name, asset(name))


def page(template: str, where: Address, path: str, **values: Any) -> bytes:
    """One page, filled in. `path` is its own; `values` are what its template names."""
    text = _environment(where).get_template(template).render(path=path, **values)
    return text.encode("utf-8", "replace")


@cache
def fingerprint() -> bytes:
    """A hash of our code, templates, assets, model and shipped facts: when it changes, every page may."""
    package = files("airdate")
    data = package / "data"
    places = (package, package / _FOLDER, data / "model", data / "starter")
    found = sorted((str(each), each.read_bytes()) for place in places for each in _within(place))
    return sha256(repr(found).encode()).digest()


def _within(place: Traversable) -> Iterator[Traversable]:
    """The files of a folder, and the code below it."""
    for each in place.iterdir():
        if each.is_dir() and each.name not in ("data", "__pycache__"):
            yield from _within(each)
        elif each.is_file():
            yield each


@lru_cache(maxsize=8)
def _environment(where: Address) -> Environment:
    """Templates of a site at its address; the macros that they import are made once."""
    environment = Environment(
        loader=PackageLoader("airdate", _FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.globals.update(site=where, paths=_names(paths), asset_path=asset_path)
    environment.filters.update(
        day=say_day, month=say_month, window=say, said=say_said, share=say_share, counted=count
    )
    environment.filters.update(Items(where.href).filters())
    return environment


def _names(module: ModuleType) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if not name.startswith("_")}
