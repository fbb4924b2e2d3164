"""Filling the catalogue from its sources: an adapter's records, put in batches, what does not fit counted.

Nothing is deleted because a source no longer lists it; reading the same again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from airdate import __version__, dates
from airdate.catalogue import Store, add_starter
from airdate.catalogue.adapters import ADAPTERS, RATES, Adapter, Params
from airdate.catalogue.load import load
from airdate.catalogue.records import Record
from airdate.catalogue.titles import join_titles
from airdate.errors import InputError, SourceError
from airdate.postgresql import is_server
from airdate.run.places import make_folder
from airdate.sources.net import Client
from airdate.types import Failure, Form, Struct

USER_AGENT = f"airdate/{__version__} (self-hosted; reads release dates for its owner)"
BATCH = 1_000
SHOWN = 20  # failures that a report carries; the others are counted

Progress = Callable[[int], None]


class Synced(Struct, frozen=True, kw_only=True):
    """What came of reading one source."""

    source: str
    records: int
    failed: int
    failures: tuple[Failure, ...] = ()
    credit: str | None = None


def open_store(place: str | Path) -> Store:
    """The catalogue at a path or address, made and filled with the shipped facts where there is none."""
    if not is_server(str(place)):
        make_folder(Path(place))
    store = Store(place)
    add_starter(store)
    return store


def open_client(cache_folder: Path | None) -> Client:
    """The client that reads for us, at the pace that each service asks for."""
    return Client(USER_AGENT, cache_folder=cache_folder, rates=RATES)


def adapters_of(names: Sequence[str]) -> list[Adapter]:
    """The sources of these names, or those that are read by default.

    Raises:
        InputError: no such source.
    """
    unknown = [name for name in names if name not in ADAPTERS]
    if unknown:
        raise InputError("no such source", id=unknown[0], hint=f"one of {', '.join(ADAPTERS)}")
    return [ADAPTERS[name] for name in names] or [a for a in ADAPTERS.values() if a.by_default]


def _silent(done: int) -> None:
    pass


class Wanted(Struct, frozen=True, kw_only=True):
    """What to read: sources by name (none: the default ones), and see `Params`; `period` is EDTF."""

    sources: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    place: str = ""
    period: str | None = None
    form: Form | None = None


def sync_all(
    chosen: Mapping[str, Any], wanted: Wanted, progress: AbstractContextManager[Progress] | None = None
) -> list[Synced]:
    """Read several sources into the catalogue that the settings name (`catalogue`, `cache`, `tmdb_key`).

    Raises:
        InputError: no such source, or one that needs a key.
    """
    now = datetime.now(UTC)
    params = Params(
        today=now.date(),
        ids=wanted.ids,
        place=wanted.place,
        key=chosen["tmdb_key"],
        period=dates.parse(wanted.period) if wanted.period else None,
        form=wanted.form,
    )
    adapters = adapters_of(wanted.sources)
    store = open_store(chosen["catalogue"])
    store.expire(now.date())
    try:
        with open_client(chosen["cache"]) as client, progress or nullcontext(_silent) as show:
            return [sync(store, adapter, params, client, now=now, progress=show) for adapter in adapters]
    finally:
        store.close()


def say(synced: Synced) -> str:
    """What came of a source, a line and one for each of the first failures."""
    lines = [f"{synced.source}: {synced.records} records, {synced.failed} could not be read"]
    lines += [f"  {failure.id}: {failure.error}" for failure in synced.failures]
    return "\n".join([*lines, *([f"  {synced.credit}"] if synced.credit else [])])


def sync(
    store: Store,
    adapter: Adapter,
    params: Params,
    client: Client,
    *,
    now: datetime,
    progress: Progress = _silent,
) -> Synced:
    """Read one source into the store. Without ids, what has changed since it was last read.

    Raises:
        InputError: the source needs a key and none is given.
    """
    if adapter.needs_key and not params.key:
        raise InputError("needs your own key", id=adapter.name, hint="set AIRDATE_TMDB_KEY")
    if adapter.files is not None:
        return _load_files(store, adapter, params, progress)
    cursor = f"sync:{adapter.name}"
    last = 0 if params.ids else store.position(cursor, "read")
    since = datetime.fromtimestamp(last, UTC) if last else None
    count, failed = 0, 0
    failures: list[Failure] = []
    for found in _batches(adapter.fetch(client, params, since)):
        records = [one for one in found if isinstance(one, Record)]
        wrong = [one for one in found if isinstance(one, Failure)] + store.put(records)
        count += len(records)
        failed += len(wrong)
        failures += wrong[: SHOWN - len(failures)]
        progress(count)
    join_titles(store)
    if not params.ids and not failed:  # else the next run reads the same again, and nothing is missed
        store.put([], (cursor, "read", int(now.timestamp())))
    return Synced(
        source=adapter.name, records=count, failed=failed, failures=tuple(failures), credit=adapter.credit
    )


def _load_files(store: Store, adapter: Adapter, params: Params, progress: Progress) -> Synced:
    """Load a source's files, each from where an earlier run stopped."""
    count, failed = 0, 0
    failures: list[Failure] = []
    try:
        for file in adapter.files(params) if adapter.files else []:
            before = count
            report = load(
                store,
                file.rows,
                file=file.name,
                version=file.version,
                progress=lambda state, before=before: progress(before + state.records),  # type: ignore[misc]
            )
            count += report.progress.records
            failed += report.progress.failed
            failures += report.failures[: SHOWN - len(failures)]
    except SourceError as error:
        failed += 1
        failures.append(Failure(id=error.id or adapter.name, error=error.message, hint=error.hint))
    join_titles(store)
    return Synced(
        source=adapter.name, records=count, failed=failed, failures=tuple(failures), credit=adapter.credit
    )


def _batches(found: Iterator[Record | Failure]) -> Iterator[list[Record | Failure]]:
    while batch := list(islice(found, BATCH)):
        yield batch
