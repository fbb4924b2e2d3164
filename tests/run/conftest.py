"""A local server and a client that may call it, as in the tests of the network."""

from tests.sources.net.conftest import client, make, passing, site

__all__ = ["client", "make", "passing", "site"]
