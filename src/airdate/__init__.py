"""Airdate: when the next season or the film comes out, who says so, and how sure one can be."""

__version__ = "0.1.0"
