"""Works, seasons, names, outlets and ids; `Catalogue.find` resolves a name to a work.

The catalogue holds what is known about titles whatever the news says: names, earlier seasons, where they
are shown. Each value keeps its source and licence.
"""

from airdate.catalogue.catalogue import Catalogue
from airdate.catalogue.outlets import Outlet, standing_of
from airdate.catalogue.related import Listed, Related
from airdate.catalogue.resolve import Found, Match
from airdate.catalogue.starter import add_starter, load_catalogue, load_claims
from airdate.catalogue.store import Store

__all__ = [
    "Catalogue",
    "Found",
    "Listed",
    "Match",
    "Outlet",
    "Related",
    "Store",
    "add_starter",
    "load_catalogue",
    "load_claims",
    "standing_of",
]
