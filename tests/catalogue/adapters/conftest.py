"""A server and a client for adapters, whose time passes without waiting."""

from tests.sources.net.conftest import client, make, passing, site

__all__ = ["client", "make", "passing", "site"]
