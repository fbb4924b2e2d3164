"""A catalogue of a million works and five million names: `python -m bench.catalogue [WORKS] [--peer PYTHON]`.

Titles are generated and written as IMDb-shaped files. Each stage runs in its own process, so that its memory
is its own. `--peer` is an interpreter with `cinemagoer` installed, whose importer loads the same files into
SQLite; it keeps rows as they are, while we keep the source of each value, and an index for misspelt names.
All times are CPU time, which other work on the machine disturbs least. With `--server` the catalogue lies on
a PostgreSQL server, started for this: the times of loading are the client's alone, and look-ups are timed
by the clock, since the server works in processes of its own.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from tests.ledger import server

from airdate.catalogue import Catalogue
from airdate.catalogue.evidence import COMMON
from airdate.catalogue.fold import fold
from airdate.catalogue.imdb_files import akas_rows, basics_rows
from airdate.catalogue.load import Progress, load
from airdate.catalogue.records import Origin, Title
from airdate.catalogue.store import Store

NAMES_PER_WORK = 5
QUERIES = 500
SYLLABLES = "ka ro mi ten sol ver an dra lo qui stra bel nor fi gus par he lin tor wy sha de ri na el".split()  # noqa: SIM905
LENGTHS, WEIGHTS = (1, 2, 3, 4, 5), (15, 35, 25, 15, 10)  # words of a name
KINDS = "movie tvSeries tvMiniSeries tvMovie tvSpecial".split()  # noqa: SIM905
ORIGIN = Origin(source="imdb", licence="imdb-non-commercial", retrieved_on=date(2026, 11, 1))


class Namer:
    """Makes names: common English words and rare made-up ones, as often as Zipf has it."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        rare = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(60_000)]
        self._words = sorted(COMMON) + rare
        self._weights = list(itertools.accumulate((rank + 3) ** -0.8 for rank in range(len(self._words))))

    def name(self) -> str:
        count = self._rng.choices(LENGTHS, WEIGHTS)[0]
        name = " ".join(self._rng.choices(self._words, cum_weights=self._weights, k=count)).title()
        return f"The {name}" if self._rng.random() < 0.2 else name


def generate(folder: Path, works: int) -> None:
    """Write `title.basics.tsv.gz` and `title.akas.tsv.gz`."""
    rng = random.Random(11)
    namer = Namer(rng)
    with (
        gzip.open(folder / "title.basics.tsv.gz", "wt", compresslevel=1, encoding="utf-8") as basics,
        gzip.open(folder / "title.akas.tsv.gz", "wt", compresslevel=1, encoding="utf-8") as akas,
    ):
        basics.write(
            "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n"
        )
        akas.write("titleId\tordering\ttitle\tregion\tlanguage\ttypes\tattributes\tisOriginalTitle\n")
        for number in range(works):
            work, title, year = f"tt{number:07d}", namer.name(), rng.randint(1950, 2026)
            kind = rng.choice(KINDS)
            basics.write(f"{work}\t{kind}\t{title}\t{title}\t0\t{year}\t\\N\t90\t\\N\n")
            for ordering, region in enumerate(("DE", "FR", "KR", "BR", "US")[:NAMES_PER_WORK], start=1):
                akas.write(f"{work}\t{ordering}\t{namer.name()}\t{region}\t\\N\timdbDisplay\t\\N\t0\n")


def load_file(folder: Path, name: str, stop_at: int = 0) -> None:
    """Load one of the files; with `stop_at`, die at that row as a power cut would."""
    rows = {"title.basics": basics_rows, "title.akas": akas_rows}[name](folder / f"{name}.tsv.gz", ORIGIN)
    start = time.process_time()
    memory: list[float] = []

    def progress(state: Progress) -> None:
        memory.append(peak())
        if stop_at and state.rows >= stop_at:
            print(f"  stopped at row {state.rows:,}")
            sys.exit()

    store = Store(home(folder))
    report = load(store, rows, file=name, version="bench", progress=progress)
    seconds = time.process_time() - start
    done = report.progress
    if not memory:
        print(f"  {name}: nothing to do, in {seconds:.1f} s")
        return
    print(f"  {name}: {done.records:,} records, {done.failed} failed, in {seconds:.1f} s", end="; ")
    print(f"peak memory {memory[len(memory) // 4]:.0f} MB after a quarter, {memory[-1]:.0f} MB at the end")


def ask(folder: Path) -> None:
    """Open the catalogue and look names up with one typing error each."""
    start = time.process_time()
    catalogue = Catalogue(Store(home(folder)))
    print(f"  open: {(time.process_time() - start) * 1000:.1f} ms{size(folder)}")
    clock = time.process_time if isinstance(home(folder), Path) else time.perf_counter
    rng = random.Random(5)
    count = sum(1 for _ in catalogue.store.works())
    ids = [f"tt{rng.randrange(count):07d}" for _ in range(QUERIES)]
    titles = [catalogue.records(Title, id)[0].title for id in ids]
    times, right = [], 0
    for title in titles:
        query = misspelt(title, rng)
        start = clock()
        found = catalogue.look_up(query)
        times.append(clock() - start)
        first = [found.work] if found.work else [match.work for match in (*found.ties, *found.nearest)]
        names = [fold(name) for work in first[:1] for name in (work.title, *work.aliases)]
        right += fold(title) in names
    times.sort()
    at = [f"{times[int(QUERIES * share)] * 1000:.2f}" for share in (0.5, 0.99)]
    print(f"  one typing error: p50 {at[0]} ms, p99 {at[1]} ms; right work first {right / QUERIES:.1%}")
    exact = [timed(lambda title=title: catalogue.look_up(title), clock) for title in titles]  # type: ignore[misc]
    print(f"  exact look-up: p50 {sorted(exact)[QUERIES // 2] * 1000:.2f} ms; peak memory {peak():.0f} MB")


def misspelt(name: str, rng: random.Random) -> str:
    """The name with a letter left out, put in, changed, or swapped with the next."""
    i, letter = rng.randrange(len(name)), rng.choice("abcdefghijklmnopqrstuvwxyz")
    return rng.choice((
        name[:i] + name[i + 1 :],
        name[:i] + letter + name[i:],
        name[:i] + letter + name[i + 1 :],
        name[:i] + name[i + 1 : i + 2] + name[i] + name[i + 2 :],
    ))  # fmt: skip


def timed(run: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds, of CPU unless by another clock."""
    start = clock()
    run()
    return clock() - start


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def home(folder: Path) -> Path | str:
    """Where the catalogue lies: in the folder, or at the address that a file in it names."""
    address = folder / "address"
    return address.read_text(encoding="utf-8") if address.exists() else folder / "catalogue.db"


def size(folder: Path) -> str:
    place = home(folder)
    return f", {place.stat().st_size / 1e6:.0f} MB file" if isinstance(place, Path) else ""


def peer(folder: Path, python: str) -> float:
    """CPU seconds that cinemagoer's importer takes for the same files."""
    script = (
        "import sys, resource, imdb.parser.s3.importer as i; i.import_dir(sys.argv[1], sys.argv[2]);"
        "print(f'  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB')"
    )
    return cpu_of([python, "-c", script, str(folder), f"sqlite:///{folder}/peer.db"])


def stage(folder: Path, *arguments: str) -> float:
    """Run a stage of this file in its own process; returns its CPU seconds."""
    return cpu_of([sys.executable, "-m", "bench.catalogue", "--stage", str(folder), *arguments])


def cpu_of(command: list[str]) -> float:
    """CPU seconds of a process, its waiting not counted."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("works", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--peer", help="an interpreter with cinemagoer")
    parser.add_argument("--server", action="store_true", help="on a PostgreSQL server, started for this")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        if arguments.server:
            address = stack.enter_context(server.running(()))
            (folder / "address").write_text(address, encoding="utf-8")
        print(f"generated in {timed(lambda: generate(folder, arguments.works)):.0f} s")
        print(f"{arguments.works:,} works, their titles alone:")
        seconds = stage(folder, "load", "title.basics")
        stage(folder, "ask")
        print(
            f"and {arguments.works * NAMES_PER_WORK:,} more names, interrupted half-way and taken up again:"
        )
        seconds += stage(folder, "load", "title.akas", str(arguments.works * NAMES_PER_WORK // 2))
        seconds += stage(folder, "load", "title.akas")
        print(f"  airdate: {seconds:.0f} s of CPU for both files")
        print("the same again:")
        stage(folder, "load", "title.akas")
        stage(folder, "ask")
        if arguments.peer:
            other = peer(folder, arguments.peer)
            print(f"cinemagoer: {other:.0f} s of CPU, {(folder / 'peer.db').stat().st_size / 1e6:.0f} MB")
            print(f"airdate takes {seconds / other:.2f} times as long")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stage"]:
        run = {"load": load_file, "ask": ask}[sys.argv[3]]
        run(Path(sys.argv[2]), *sys.argv[4:5], *map(int, sys.argv[5:]))  # type: ignore[operator]
    else:
        main()
