"""Reading from the network: one client, polite to hosts and safe against them."""

from airdate.sources.net.client import Client
from airdate.sources.net.messages import Limits, Response
from airdate.sources.net.pace import Rate
from airdate.sources.net.reservation import page_reserves

__all__ = ["Client", "Limits", "Rate", "Response", "page_reserves"]
