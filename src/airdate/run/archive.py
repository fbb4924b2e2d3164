"""One archive read: the same function in this process, in a pool of processes, or on a cluster.

    archive ─ pages ─ reading ─ stories ─▶ claims, one a line, in a file that appears only when it is whole

Invariant: it knows no engine and no ledger, and doing it twice gives the same file. Memory holds one batch
of documents, whatever the archive's size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path

import msgspec

from airdate.catalogue import Catalogue, load_catalogue
from airdate.catalogue.gazetteer import Gazetteer
from airdate.ledger.codec import encode_claim
from airdate.publish.write import replacing
from airdate.reading import read
from airdate.run.intake import attribute, limited, with_origins
from airdate.sources.archives import Counts, Remote, iter_pages, load_sieve, opened
from airdate.sources.net import Client, Limits, Rate
from airdate.types import Claim, Document, Failure, Struct

BATCH = 200  # documents in which rewrites of one story are looked for
USER_AGENT = "airdate/0.1 (reads web archives)"
_SHOWN = 5  # failures that a report names


class Job(Struct, frozen=True, kw_only=True):
    """An archive to be read, and all that reading it depends on; it is sent to other processes as it is.

    `folder` is where claims go (on a cluster, one that all machines see); `names` the file of known names;
    `catalogue` the synced catalogue, "" for the shipped one.
    """

    place: str
    folder: str
    names: str
    catalogue: str
    read_on: date
    quote_days: int = 90
    s3_endpoint: str = ""
    allow_loopback: bool = False

    @property
    def key(self) -> str:
        """What the archive's files are called."""
        return sha256(self.place.encode()).hexdigest()[:16]

    @property
    def spool(self) -> Path:
        """Where its claims lie between reading and recording."""
        return Path(self.folder, f"{self.key}.claims")


class ArchiveReport(Struct, frozen=True, kw_only=True):
    """What came of one archive: counts of records, how many claims, the first failures."""

    place: str
    counts: dict[str, int]
    claims: int
    broken: str | None = None
    failures: tuple[Failure, ...] = ()


def read_archive(job: Job) -> ArchiveReport:
    """Read an archive and leave its claims in `job.spool`.

    Raises:
        InputError: it cannot be opened, or what reads archives is not installed.
    """
    counts = Counts()
    failures: list[Failure] = []
    claims = 0
    with opened(job.place, _remote(job)) as stream, replacing(job.spool) as draft, draft.open("wb") as file:
        for batch in _batches(iter_pages(stream, load_sieve(), counts), failures):
            lines = [encode_claim(claim).encode() + b"\n" for claim in _claims(batch, job)]
            file.writelines(lines)
            claims += len(lines)
    tallied = msgspec.structs.asdict(counts)
    broken = tallied.pop("broken")
    return ArchiveReport(
        place=job.place, counts=tallied, claims=claims, broken=broken, failures=tuple(failures)
    )


def _batches(found: Iterable[Document | Failure], failures: list[Failure]) -> Iterator[list[Document]]:
    """Documents in batches; the first failures are set aside."""
    pages = iter(found)
    while batch := list(islice(pages, BATCH)):
        failed = [one for one in batch if isinstance(one, Failure)]
        failures.extend(failed[: _SHOWN - len(failures)])
        yield [one for one in batch if isinstance(one, Document)]


def _claims(documents: list[Document], job: Job) -> Iterator[Claim]:
    names, catalogue = _known(job.names, job.catalogue)
    read_all = with_origins([(document, read(document, names)) for document in documents])
    for reading, document in zip(read_all, documents, strict=True):
        for claim in reading.claims:
            yield limited(attribute(claim, document, catalogue), job.read_on, job.quote_days)


@cache
def _known(names: str, catalogue: str) -> tuple[Gazetteer, Catalogue]:
    """Names and catalogue, opened once a process."""
    return Gazetteer.open(Path(names)), load_catalogue(catalogue or None)


@cache
def _client(allow_loopback: bool) -> Client:
    rates = {"data.commoncrawl.org": Rate(calls=4, seconds=1)}
    return Client(USER_AGENT, limits=Limits(total_seconds=600), rates=rates, allow_loopback=allow_loopback)


def _remote(job: Job) -> Remote:
    return Remote(_client(job.allow_loopback), job.s3_endpoint)
