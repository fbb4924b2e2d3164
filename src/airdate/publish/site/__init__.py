"""The published site: a `Site` value → static files. Renderers are pure; `build` writes."""

from airdate.publish.site.build import Built, Output, Tree, build, building
from airdate.publish.site.manifest import MANIFEST, Row, Shown
from airdate.publish.site.model import Site
from airdate.publish.site.render import render_site

__all__ = ["MANIFEST", "Built", "Output", "Row", "Shown", "Site", "Tree", "build", "building", "render_site"]
