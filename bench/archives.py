"""How much slower than the archive itself: `python -m bench.archives [--pages N]`.

    walk        fastwarc alone: every response, its HTTP head parsed, its bytes read
    job         the whole: filter, extraction, reading, stories, claims on disk
    two cores   the same archives by two processes beside one process

Archives are made on the spot: pages about other things and, in the share given, the sample pages padded to
the size of news pages. One core, CPU time, median of the runs, walk and job in turns.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.sources.archives.warc import dull_page, furniture, sample_pages, write_archive

from airdate.catalogue import load_catalogue
from airdate.catalogue.gazetteer import Gazetteer
from airdate.run.archive import Job, read_archive
from airdate.run.engines import in_pool
from airdate.sources.archives import Counts, load_sieve
from airdate.sources.archives.pages import walk

SHARES = (0.02, 0.14)
ROUNDS = 5


def pages(count: int, share: float) -> Iterator[tuple[str, bytes]]:
    """Pages of about 150 kB, of which `share` passes the filter."""
    samples = [page for page in sample_pages() if load_sieve().keeps(page[1])]
    every = round(1 / share)
    for number in range(count):
        if number % every:
            yield dull_page(number)
        else:
            url, body = samples[(number // every) % len(samples)]
            head, _, rest = body.partition(b"<body")
            filler = f"<footer>{furniture(number, 140_000)}</footer></body>".encode()
            yield f"{url}-{number}", head + b"<body" + rest.replace(b"</body>", filler)


def cpu(call: Callable[[], object]) -> float:
    """CPU seconds of a call."""
    start = time.process_time()
    call()
    return time.process_time() - start


def walk_alone(path: Path) -> None:
    """What reading the archive costs at the least."""
    with path.open("rb") as stream:
        for record in walk(stream, Counts()):
            record.reader.read()


def job_of(path: Path, folder: Path) -> Job:
    """The job of an archive, with the shipped names."""
    names = folder / "names.trie"
    if not names.exists():
        Gazetteer.build(load_catalogue().names(), names)
    return Job(place=str(path), folder=str(folder), names=str(names), catalogue="", read_on=date(2026, 1, 1))


def one_core(count: int, share: float, folder: Path) -> None:
    """Walk and job in turns on one archive."""
    path = write_archive(folder / f"{share}.warc.gz", pages(count, share))
    job = job_of(path, folder)
    report = read_archive(job)  # once before: files and patterns are loaded
    walks, jobs = [], []
    for _ in range(ROUNDS):
        walks.append(cpu(lambda: walk_alone(path)))
        jobs.append(cpu(lambda: read_archive(job)))
    passed = 1 - report.counts["sifted"] / report.counts["records"]
    alone, whole = statistics.median(walks), statistics.median(jobs)
    print(
        f"{passed:6.1%} pass: walk {count / alone:7.0f} pages/s, job {count / whole:7.0f} pages/s,"
        f" factor {whole / alone:.2f} ({min(jobs) / max(walks):.2f}-{max(jobs) / min(walks):.2f});"
        f" {report.claims} claims in {report.counts['documents']} documents"
    )


def two_cores(count: int, folder: Path) -> None:
    """Wall time of the same archives by one process and by two, the start of the processes included."""
    jobs = [
        job_of(write_archive(folder / f"part{n}.warc.gz", pages(4 * count, 0.02)), folder) for n in range(4)
    ]
    ratios = []
    for _ in range(ROUNDS):
        times = {}
        for workers in (1, 2):
            start = time.perf_counter()
            list(in_pool(workers)(jobs))
            times[workers] = time.perf_counter() - start
        ratios.append(times[1] / times[2])
    print(f"two processes: {statistics.median(ratios):.2f} times one ({min(ratios):.2f}-{max(ratios):.2f})")


def memory(folder: Path) -> None:
    """Peak memory after a small archive and after one of eight times its size."""
    peaks = []
    for count in (500, 4000):
        path = write_archive(folder / f"memory{count}.warc.gz", pages(count, 0.02))
        read_archive(job_of(path, folder))
        path.unlink()
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(f"peak memory: {peaks[0]:.0f} MB after 500 pages, {peaks[1]:.0f} MB after 4,000 more")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    count: int = parser.parse_args().pages
    with TemporaryDirectory() as name:
        folder = Path(name)
        for share in SHARES:
            one_core(count, share, folder)
        memory(folder)
        two_cores(count, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
