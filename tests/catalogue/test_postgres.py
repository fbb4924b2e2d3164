"""What only a catalogue on PostgreSQL has: a server, with its sessions, roles and other writers."""

import itertools
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from airdate.catalogue import load_catalogue
from airdate.catalogue.postgresql import CATALOGUE
from airdate.catalogue.records import Name, Record, Same, Tag
from airdate.catalogue.store import Store
from airdate.errors import DataError
from airdate.ledger.open import open_ledger
from airdate.postgresql.session import lock
from tests.catalogue.contract import ONE_OF_EACH
from tests.catalogue.samples import FACTS, contents, title

WRITERS, BATCH = 2, 150


@pytest.fixture
def store(postgres: str) -> Iterator[Store]:
    with closing(Store(postgres)) as store:
        yield store


@pytest.fixture
def raw(postgres: str, store: Store) -> Iterator[psycopg.Connection]:
    """Another session on the same tables."""
    options = "-c search_path=airdate_catalogue"
    with psycopg.connect(postgres, autocommit=True, options=options) as connection:
        yield connection


def _records(count: int = 600) -> list[Record]:
    """Works with names, and ids that are joined in chains of four."""
    names = itertools.cycle(["Lantern", "The Kiln", "등불 거리"])
    works: list[Record] = [title(f"tvmaze:{n}", f"{next(names)} {n}") for n in range(count)]
    others: list[Record] = [Name(work=f"tvmaze:{n}", name=f"Other {n}", origin=FACTS) for n in range(count)]
    chains = [(f"tvmaze:{n}", f"tt{n:07d}", f"Q{n}", f"own-{n}") for n in range(1, count, 3)]
    joins: list[Record] = [
        Same(work=one, same_as=other, origin=FACTS)
        for chain in chains
        for one, other in itertools.pairwise(chain)
    ]
    return [*works, *others, *joins]


def _write(url: str, seed: int) -> None:
    """Put all records in an order of its own, in batches, and an id that only one writer can join."""
    records = _records()
    random.Random(seed).shuffle(records)
    with closing(Store(url)) as store:
        for start in range(0, len(records), BATCH):
            store.put(records[start : start + BATCH], (f"writer {seed}", "1", start))
        store.put([Same(work=f"tmdb:tv:{seed}", same_as="tvmaze:9999999", origin=FACTS)])


def test_writers_at_once_lose_and_double_nothing(postgres: str) -> None:
    """Two processes open a new database and offer the same records in their own orders."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(postgres, seed)) for seed in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    alone = Store()
    alone.put(_records())
    with closing(Store(postgres)) as store:
        held, expected = contents(store), contents(alone)
        for table in ("title", "name", "form", "mirror", "tag"):
            assert held[table] == expected[table]
        assert [row for row in held["member"] if "9999999" not in str(row)] == expected["member"]
        lasts = {file: position for file, _, position in held["cursor"]}
        assert lasts["writer 0"] == lasts["writer 1"] == (len(_records()) - 1) // BATCH * BATCH
        heads = [store.identity.work_of(f"tmdb:tv:{seed}") for seed in range(WRITERS)]
        groups = [store.identity.ids_of(head) for head in heads]
        assert sorted(len(group) for group in groups) == [1, 2]  # whoever came first; the other was refused


def test_a_writer_waits_for_another_and_says_so_and_readers_do_not(
    postgres: str, store: Store, raw: psycopg.Connection
) -> None:
    store.put([title("tvmaze:1", "Lantern Street")])
    with closing(Store(postgres, lock_seconds=0.05)) as hasty, raw.transaction():
        raw.execute(lock(CATALOGUE).encode())
        with pytest.raises(DataError, match="another process"):
            hasty.put([title("tvmaze:2", "Kiln")])
        assert hasty.exact("lantern street") == [("tvmaze:1", 0)]


def test_ledger_and_catalogue_lie_in_one_database(postgres: str, store: Store) -> None:
    store.put(ONE_OF_EACH)
    with open_ledger(postgres) as ledger:
        assert ledger.check() == [] and ledger.works() == []
    assert store.exact("lantern street") == [("tvmaze:1", 0)]


def test_a_schema_that_is_not_ours_is_left_alone(postgres: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as db:
        db.execute("CREATE SCHEMA airdate_catalogue")
        db.execute("CREATE TABLE airdate_catalogue.flights (number text)")
        with pytest.raises(DataError, match="not ours"):
            Store(postgres)


def test_a_later_version_is_refused(postgres: str, raw: psycopg.Connection) -> None:
    raw.execute("INSERT INTO migration VALUES (99, 'later.sql', '')")
    with pytest.raises(DataError, match="later version"):
        Store(postgres)


def test_what_it_cannot_hold_is_refused_as_a_value_and_the_rest_goes_in(store: Store) -> None:
    bad: list[Record] = [
        title("tvmaze:1", "a\0b"),
        title("w" * 5_000, "Lantern"),
        Tag(work="tvmaze:1", kind="theme", value="x" * 5_000, origin=FACTS),
        Same(work="tvmaze:1", same_as="y" * 5_000, origin=FACTS),
    ]
    refused = store.put([*bad, title("tvmaze:2", "Lantern Street")])
    assert [failure.id for failure in refused] == [FACTS.url] * 4
    assert list(store.ids()) == ["tvmaze:2"] and contents(store)["form"] == [
        (14, "lantern street", "tvmaze:2", 0)
    ]


def test_what_may_be_looked_up_by_fits_whatever_its_script(store: Store) -> None:
    rng = random.Random(3)
    longest = ["".join(chr(rng.randint(0x20000, 0x2A000)) for _ in range(300)) for _ in range(4)]
    store.put([
        *(title(id, id) for id in longest),
        *(Tag(work=id, kind="theme", value=other, origin=FACTS) for id in longest for other in longest),
        *(Same(work="own", same_as=id, origin=FACTS) for id in longest),
    ])  # fmt: skip
    assert len(store.with_value(Tag, "value", longest[0], 9)) == 4
    assert sorted(store.identity.ids_of(store.identity.work_of("own"))) == sorted(["own", *longest])


def test_a_role_that_may_only_read_is_answered(postgres: str, raw: psycopg.Connection) -> None:
    load_catalogue(postgres).close()
    raw.execute("DROP ROLE IF EXISTS reader")
    raw.execute("CREATE ROLE reader LOGIN")
    raw.execute("GRANT USAGE ON SCHEMA airdate_catalogue TO reader")
    raw.execute("GRANT SELECT ON ALL TABLES IN SCHEMA airdate_catalogue TO reader")
    with closing(load_catalogue(postgres.replace("airdate@", "reader@"))) as catalogue:
        assert catalogue.store.is_for_reading
        assert catalogue.find("All of Us Are Dead").work_id == "all-of-us-are-dead"
        with pytest.raises(DataError, match="may not do that"):
            catalogue.store.put([title("tvmaze:1", "Lantern Street")])
    raw.execute("DROP OWNED BY reader")
    raw.execute("DROP ROLE reader")


def test_a_lost_connection_is_made_again_for_the_next_question(store: Store, raw: psycopg.Connection) -> None:
    store.put(ONE_OF_EACH)
    _end_others(raw)
    assert store.exact("lantern street")
    _end_others(raw)
    assert store.put([title("tvmaze:2", "Kiln")]) == [] and store.exact("kiln")


def test_a_connection_lost_while_writing_is_an_error_and_nothing_is_kept(
    store: Store, raw: psycopg.Connection
) -> None:
    with pytest.raises(DataError, match="did not answer"), store.writing():
        store.identity.join("tvmaze:1", "Q1")
        _end_others(raw)
        store.identity.join("tvmaze:1", "tt0000001")
    assert store.identity.work_of("tvmaze:1") == "tvmaze:1"


def _end_others(raw: psycopg.Connection) -> None:
    raw.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE application_name = 'airdate' AND pid <> pg_backend_pid()"
    )


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://anna:hunter2@localhost:1/news",
        "postgresql://localhost:1/news?user=anna&password=hunter2",
        "postgresql://anna:hunter2@localhost:port/news",
    ],
)
def test_a_password_is_in_no_error(url: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        Store(url)
    assert "hunter2" not in str(caught.value) and caught.value.__suppress_context__
