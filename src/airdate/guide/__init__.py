"""The guide to a season: beliefs, forecast and catalogue in words, each with its source."""

from airdate.guide.assemble import assemble

__all__ = ["assemble"]
