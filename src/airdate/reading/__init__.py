"""Reading: from a document to the claims it makes. Pure, given the names."""

from airdate.reading.names import Names
from airdate.reading.reader import read
from airdate.reading.text import MAX_BODY, body

__all__ = ["MAX_BODY", "Names", "body", "read"]
