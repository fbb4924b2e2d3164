"""Web archives into Parquet and the ledger: resumable by archive, and doing it again changes nothing.

    places ─▶ jobs not yet done ─ engine ─▶ claims of an archive ─▶ ledger ─▶ Parquet ─▶ its record: done
                                                       (each step may be repeated without harm)

In the folder: `<key>.parquet` and `<key>.json` for each archive that is done; `<key>.claims`, with what it
quotes, from reading to recording. What is broken, or changed since, is read again by the next run.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

import msgspec

from airdate.catalogue.gazetteer import Gazetteer
from airdate.errors import InputError
from airdate.ledger.codec import decode_claim
from airdate.ledger.statement import entry_id_of
from airdate.publish.schemas import CLAIMS, Row, claim_rows
from airdate.publish.tables import write_table
from airdate.publish.write import write_bytes
from airdate.run.archive import ArchiveReport, Job
from airdate.run.engines import Engine, in_turn
from airdate.run.workspace import Airdate
from airdate.sources.archives import expand
from airdate.types import Claim, Entry, Failure, Struct

_DRAFT = re.compile(r"\.[0-9a-f]{16}\.(?:claims|json|parquet)\.[a-z0-9_]{8}")  # of `publish.write`
_LEFT_SECONDS = 24 * 3600
BATCH = 5_000  # claims that the ledger takes in one transaction


class Crawled(Struct, frozen=True, kw_only=True):
    """One archive done: what was in it, and how many of its statements were new to the ledger."""

    report: ArchiveReport
    added: int = 0
    refused: tuple[Failure, ...] = ()
    stamp: str = ""


class Plan(Struct, frozen=True, kw_only=True):
    """Where archives are and where their claims go."""

    places: tuple[str, ...]
    folder: Path
    record: bool = True
    s3_endpoint: str = ""
    allow_loopback: bool = False


def crawl(airdate: Airdate, plan: Plan, engine: Engine = in_turn) -> Iterator[Crawled | Failure]:
    """Read all archives that are not done yet, in whatever order they are finished.

    Raises:
        InputError: a place that does not exist, or a folder that cannot be made.
    """
    jobs = [job for job in _jobs(airdate, plan) if not is_done(job)]
    for job, outcome in engine(jobs):
        yield outcome if isinstance(outcome, Failure) else _settle(airdate, job, outcome, plan)


def is_done(job: Job) -> bool:
    """Was the archive read to its end, and is it still the same?"""
    try:
        done = msgspec.json.decode(_record(job).read_bytes(), type=Crawled)
    except (OSError, msgspec.MsgspecError):
        return False
    return done.report.broken is None and done.stamp == _stamp(job)


def _jobs(airdate: Airdate, plan: Plan) -> list[Job]:
    try:
        plan.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot make the folder: {error.strerror}", id=str(plan.folder)) from None
    _sweep(plan.folder)
    synced = airdate.catalogue.store.place
    return [
        Job(
            place=place,
            folder=str(plan.folder.resolve()),
            names=str(_names(airdate, plan.folder)),
            catalogue="" if synced is None else str(synced),
            read_on=airdate.today(),
            quote_days=airdate.quote_days,
            s3_endpoint=plan.s3_endpoint,
            allow_loopback=plan.allow_loopback,
        )
        for place in expand(plan.places)
    ]


def _sweep(folder: Path) -> None:
    """Drop drafts that killed processes left, with what they quote; one that is being written is younger."""
    for draft in folder.glob(".*.????????"):
        with suppress(OSError):
            if _DRAFT.fullmatch(draft.name) and time.time() - draft.stat().st_mtime > _LEFT_SECONDS:
                draft.unlink()


def _names(airdate: Airdate, folder: Path) -> Path:
    """The file of known names that all workers map."""
    path = (folder / f"names-{airdate.catalogue.version[:16]}.trie").resolve()
    if not path.exists():
        Gazetteer.build(airdate.catalogue.names(), path)
    return path


def _settle(airdate: Airdate, job: Job, report: ArchiveReport, plan: Plan) -> Crawled:
    """Claims into the ledger and into Parquet, then the record that says so; in that order."""
    added = 0
    refused: list[Failure] = []
    if plan.record:
        for batch in _batches(_claims(job)):
            done = airdate.ledger.record(
                [(airdate.home(claim.title), claim) for claim in batch], known_at=airdate.now()
            )
            added += done.added
            refused += done.refused
    write_table(_rows(airdate, job), job.spool.with_suffix(".parquet"), "parquet", table=CLAIMS)
    crawled = Crawled(report=report, added=added, refused=tuple(refused), stamp=_stamp(job))
    write_bytes(_record(job), msgspec.json.encode(crawled))
    job.spool.unlink()  # with the words that it quotes
    return crawled


def _rows(airdate: Airdate, job: Job) -> Iterator[Row]:
    now = airdate.now()
    entries = (
        Entry(
            entry_id=entry_id_of(claim),
            work_id=airdate.home(claim.title),
            claim=claim,
            known_from=now,
        )
        for claim in _claims(job)
    )
    return claim_rows(entries)


def _claims(job: Job) -> Iterator[Claim]:
    with job.spool.open(encoding="utf-8") as file:
        for line in file:
            yield decode_claim(line)


def _batches(claims: Iterator[Claim]) -> Iterator[Sequence[Claim]]:
    while batch := list(islice(claims, BATCH)):
        yield batch


def _record(job: Job) -> Path:
    return job.spool.with_suffix(".json")


def _stamp(job: Job) -> str:
    """Size and time of a local archive; remote ones are taken to stay as they are."""
    try:
        found = Path(job.place).stat()
    except OSError:
        return ""
    return f"{found.st_size}-{found.st_mtime_ns}"
