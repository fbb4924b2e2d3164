"""Web archives → documents: walk the records, drop on their bytes what cannot matter, read the rest."""

from airdate.sources.archives.locations import Remote, expand, opened
from airdate.sources.archives.pages import Counts, iter_pages
from airdate.sources.archives.sieve import Sieve, load_sieve

__all__ = ["Counts", "Remote", "Sieve", "expand", "iter_pages", "load_sieve", "opened"]
