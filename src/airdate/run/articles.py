"""Articles from wherever a person points: files, standard input, links.

What cannot be read is a failure beside the others' claims.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from airdate.errors import DocumentError, SourceError
from airdate.run.fetching import OpenClient, fetch, is_link, open_client
from airdate.run.intake import given_by_hand, piped_in, refuse_future
from airdate.run.workspace import Airdate, ReadReport
from airdate.sources.load import load as load_bytes
from airdate.types import Document, Failure


def read(
    airdate: Airdate,
    sources: Sequence[str],
    *,
    given: Mapping[str, str | None] | None = None,
    record: bool = True,
    client: OpenClient = open_client,
) -> ReadReport:
    """Read paths, links and `-` (standard input), and record what they claim.

    `given` may hold `published` (EDTF), `outlet` and `url` for texts that do not say them.

    Raises:
        InputError: `published` is no date, or lies in the future.
    """
    refuse_future(given or {}, airdate.today())
    documents: list[Document] = []
    failures: list[Failure] = []
    for source in sources:
        for loaded in load(airdate, source, client):
            if isinstance(loaded, Failure):
                failures.append(loaded)
            else:
                documents.append(given_by_hand(loaded, given or {}))
    return airdate.read_documents(documents, failures, record)


def load(airdate: Airdate, source: str, client: OpenClient = open_client) -> list[Document | Failure]:
    """The documents of a path, a link or `-`; what cannot be read is a failure."""
    try:
        if is_link(source):
            with client(airdate.max_bytes) as reading:
                return fetch(reading, source, now=airdate.now(), max_bytes=airdate.max_bytes)
        if source == "-":
            return load_bytes(piped_in(airdate.max_bytes), id="standard input", max_bytes=airdate.max_bytes)
        name = source.encode(errors="surrogateescape").decode(errors="replace")  # of any bytes, as text
        return load_bytes(Path(source), id=name, max_bytes=airdate.max_bytes)
    except (DocumentError, SourceError) as error:
        return [Failure(id=error.id or source, error=error.message, hint=error.hint)]
