"""The published site: a `Site` value → static files. Renderers are pure; `build` writes."""

from airdate.publish.site.build import Built, Manifest, Tree, build, building, manifest_of
from airdate.publish.site.model import Site
from airdate.publish.site.render import render_site

__all__ = ["Built", "Manifest", "Site", "Tree", "build", "building", "manifest_of", "render_site"]
