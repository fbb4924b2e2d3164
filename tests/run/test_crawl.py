"""Archives into Parquet and the ledger: once, whatever is stopped, killed or done again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from airdate.ledger import SqliteLedger
from airdate.run import Airdate, crawl, engines
from airdate.run.archive import ArchiveReport, Job, read_archive
from airdate.run.crawl import Crawled, Plan
from airdate.types import Failure
from tests.conftest import NOW
from tests.sources.archives.warc import dull_page, sample_pages, write_archive

pytest.importorskip("fastwarc", reason="the extra `archives` is not installed")


@pytest.fixture
def airdate(tmp_path: Path) -> Iterator[Airdate]:
    from airdate.catalogue import load_catalogue

    with SqliteLedger(tmp_path / "ledger.db") as ledger:
        yield Airdate(ledger, load_catalogue(), clock=lambda: NOW)


@pytest.fixture
def archives(tmp_path: Path) -> Path:
    folder = tmp_path / "archives"
    folder.mkdir()
    pages = sample_pages()
    for number in range(4):
        dull = [dull_page(10 * number + n, 20_000) for n in range(3)]
        write_archive(folder / f"{number}.warc.gz", [*pages[number * 6 : number * 6 + 6], *dull])
    return folder


def plan(tmp_path: Path, archives: Path, **changes: object) -> Plan:
    return Plan(places=(str(archives),), folder=tmp_path / "out", **changes)  # type: ignore[arg-type]


def finished(found: Iterator[Crawled | Failure]) -> list[Crawled]:
    done = list(found)
    assert not [one for one in done if isinstance(one, Failure)], done
    return [one for one in done if isinstance(one, Crawled)]


def held(airdate: Airdate) -> set[str]:
    entries = airdate.ledger.entries()
    ids = {entry.entry_id for entry in entries}
    assert len(ids) == len(entries)
    return ids


def parquet_rows(folder: Path) -> list[tuple[object, ...]]:
    import duckdb

    query = "SELECT entry_id, title, season, kind, value FROM read_parquet(?) ORDER BY ALL"
    with duckdb.connect() as connection:
        return connection.execute(query, [str(folder / "*.parquet")]).fetchall()


def test_claims_reach_ledger_and_parquet_once(airdate: Airdate, tmp_path: Path, archives: Path) -> None:
    done = finished(crawl.crawl(airdate, plan(tmp_path, archives)))
    ids = held(airdate)
    assert len(done) == 4 and len(ids) > 10
    assert {row[0] for row in parquet_rows(tmp_path / "out")} == ids
    assert sum(one.added for one in done) == len(ids)
    assert all(one.report.counts["sifted"] == 3 for one in done)
    assert not list((tmp_path / "out").glob("*.claims")), "what is quoted does not stay"
    assert list(crawl.crawl(airdate, plan(tmp_path, archives))) == []


def test_every_quote_is_short_and_bears_its_last_day(
    airdate: Airdate, tmp_path: Path, archives: Path
) -> None:
    finished(crawl.crawl(airdate, plan(tmp_path, archives)))
    spans = [entry.claim.span for entry in airdate.ledger.entries()]
    assert all(span is not None and len(span.quote.split()) <= 25 for span in spans)
    assert all(entry.claim.retention_until is not None for entry in airdate.ledger.entries())


def test_a_changed_archive_is_read_again_and_adds_what_is_new(
    airdate: Airdate, tmp_path: Path, archives: Path
) -> None:
    finished(crawl.crawl(airdate, plan(tmp_path, archives)))
    before = len(airdate.ledger.entries())
    write_archive(archives / "0.warc.gz", sample_pages()[:40])
    (again,) = finished(crawl.crawl(airdate, plan(tmp_path, archives)))
    assert again.added == len(airdate.ledger.entries()) - before > 0


def test_a_run_that_stopped_between_its_steps_goes_on(
    airdate: Airdate, tmp_path: Path, archives: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(crawl, "write_table", full)  # the edge: the disk
        with pytest.raises(OSError):
            list(crawl.crawl(airdate, plan(tmp_path, archives)))
    assert held(airdate)
    done = finished(crawl.crawl(airdate, plan(tmp_path, archives)))
    assert len(done) == 4
    entries = airdate.ledger.entries()
    assert len(entries) == len({entry.entry_id for entry in entries}) == len(parquet_rows(tmp_path / "out"))


def test_a_broken_archive_is_told_and_read_again(airdate: Airdate, tmp_path: Path, archives: Path) -> None:
    path = archives / "3.warc.gz"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    done = finished(crawl.crawl(airdate, plan(tmp_path, archives)))
    assert [Path(one.report.place).name for one in done if one.report.broken] == ["3.warc.gz"]
    path.write_bytes(whole)
    (again,) = finished(crawl.crawl(airdate, plan(tmp_path, archives)))
    assert again.report.broken is None and again.report.counts["records"] == 9


def test_an_archive_that_cannot_be_opened_costs_only_itself(
    airdate: Airdate, tmp_path: Path, archives: Path
) -> None:
    listed = tmp_path / "warc.paths"
    listed.write_text(f"{archives}/0.warc.gz\n{archives}/missing.warc.gz\n")
    found = list(crawl.crawl(airdate, Plan(places=(str(listed),), folder=tmp_path / "out")))
    assert [type(one) for one in found] == [Crawled, Failure]


def dies_once(job: Job) -> ArchiveReport:
    """Reads an archive, but the process that first meets the second one dies."""
    if job.place.endswith("1.warc.gz"):
        try:
            os.close(os.open(Path(job.folder, "died"), os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            pass
        else:
            os._exit(9)
    return read_archive(job)


def test_a_pool_whose_process_dies_still_reads_all(airdate: Airdate, tmp_path: Path, archives: Path) -> None:
    done = finished(crawl.crawl(airdate, plan(tmp_path, archives), engines.in_pool(2, dies_once)))
    assert sorted(Path(one.report.place).name[0] for one in done) == ["0", "1", "2", "3"]
    assert (tmp_path / "out" / "died").exists()
    assert {row[0] for row in parquet_rows(tmp_path / "out")} == {
        e.entry_id for e in airdate.ledger.entries()
    }


def dies_always(job: Job) -> ArchiveReport:
    os._exit(9)


def test_a_job_that_kills_its_process_fails(airdate: Airdate, tmp_path: Path, archives: Path) -> None:
    only = Plan(places=(str(archives / "0.warc.gz"),), folder=tmp_path / "out")
    (failure,) = crawl.crawl(airdate, only, engines.in_pool(1, dies_always))
    assert isinstance(failure, Failure) and failure.id.endswith("0.warc.gz")


def test_a_cluster_whose_worker_is_killed_still_reads_all(
    airdate: Airdate, tmp_path: Path, archives: Path
) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `scale` is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as cluster:
        engine = engines.on_cluster(cluster.scheduler_address, dies_once)
        done = finished(crawl.crawl(airdate, plan(tmp_path, archives), engine))
    assert sorted(Path(one.report.place).name[0] for one in done) == ["0", "1", "2", "3"]
    assert {row[0] for row in parquet_rows(tmp_path / "out")} == {
        e.entry_id for e in airdate.ledger.entries()
    }
