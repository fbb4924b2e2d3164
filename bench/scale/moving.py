"""A ledger of N claims moved to PostgreSQL and back: `python -m bench.scale.moving [--claims 100000]`."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from tests.ledger import server

from airdate.ledger.open import open_ledger
from airdate.run.migrate import migrate
from bench.scale.ledger import CLAIMS_PER_WORK, SERVER, START, claims


def move(source: str | Path, target: str | Path, what: str) -> None:
    wall, own = time.perf_counter(), time.process_time()
    done = migrate(source, target, 5, lambda _: None)
    spent, cpu = time.perf_counter() - wall, time.process_time() - own
    print(f"  {what}: {done.written:,} of {done.rows:,} rows written, digest {done.digest}", end="; ")
    print(f"{spent:.1f} s, {cpu:.1f} s of our processor time", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    count = parser.parse_args().claims
    print(f"{count:,} claims, {os.cpu_count()} cores", flush=True)
    with tempfile.TemporaryDirectory() as name, server.running(SERVER) as url:
        here, back = Path(name, "ledger.db"), Path(name, "back.db")
        with open_ledger(here) as ledger:
            ledger.record(claims(count, max(1, count // CLAIMS_PER_WORK)), known_at=START)
        move(here, url, "to the server")
        move(here, url, "to the server again")
        move(url, back, "back into a file")


if __name__ == "__main__":
    main()
