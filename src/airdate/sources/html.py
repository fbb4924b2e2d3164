"""A page → `Document`: what it says about itself, and its main text."""

from __future__ import annotations

import msgspec
from selectolax.lexbor import LexborHTMLParser

from airdate.sources.clean import clean_text
from airdate.sources.documents import Origin, make_document
from airdate.sources.guard import refuse_hostile
from airdate.sources.maintext import main_text
from airdate.sources.metadata import read_metadata
from airdate.sources.walk import lines_of
from airdate.types import Document


def parse_page(markup: str, origin: Origin) -> Document:
    """Read an HTML page.

    Raises:
        DocumentError: hostile markup, or nothing to read in it.
    """
    refuse_hostile(markup, origin.name)
    tree = LexborHTMLParser(markup)
    found = read_metadata(tree, origin.url)
    return make_document(
        msgspec.structs.replace(origin, url=found.url),
        text=main_text(tree, markup, title=found.title, author=found.author),
        title=found.title,
        outlet=found.outlet,
        author=found.author,
        published=found.published,
        published_from=found.published_from,
        language=found.language,
    )


def strip_markup(text: str) -> str:
    """The visible text of a fragment, one line a block; text without markup comes back cleaned."""
    if "<" not in text and "&" not in text:
        return clean_text(text)
    tree = LexborHTMLParser(text)
    return clean_text("\n".join(line.text for line in lines_of(tree.body))) if tree.body is not None else ""
