"""Works, seasons, names, outlets and ids; `Catalogue.find` resolves a name to a work.

The catalogue holds what is known about titles whatever the news says: names, earlier seasons, where they
are shown. Each value keeps its source and licence.
"""

from airdate.catalogue.catalogue import Catalogue
from airdate.catalogue.outlets import Outlet, standing_of
from airdate.catalogue.starter import load_catalogue, load_claims

__all__ = ["Catalogue", "Outlet", "load_catalogue", "load_claims", "standing_of"]
