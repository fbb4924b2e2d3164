"""Kills at random points, by the hundred: `python -m bench.faults [--kills 500] [--seed 1]`.

The scenarios of the test suite, each with its share and in folders and databases of its own. It stops at the
first thing that is lost, doubled or torn. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from pathlib import Path

from tests.faults import kills
from tests.faults.scenarios import SCENARIOS
from tests.ledger import server

ROUND = 25  # kills after which a scenario begins anew, so that ledgers stay small


def run(name: str, count: int, url: str, rng: random.Random) -> int:
    """Kill a scenario so many times; returns how many things it had acknowledged."""
    said = 0
    for done in range(0, count, ROUND):
        server.empty(url)
        with tempfile.TemporaryDirectory() as folder, SCENARIOS[name].begin(Path(folder), url) as scenario:
            said += kills.run(scenario, min(ROUND, count - done), rng)
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    print(f"{arguments.kills} kills, seed {arguments.seed}, {os.cpu_count()} cores\n", flush=True)
    print("| | kills | acknowledged | seconds |\n| --- | --: | --: | --: |", flush=True)
    with server.running() as url:
        for name, way in SCENARIOS.items():
            count, start = max(1, round(arguments.kills * way.share / 100)), time.perf_counter()
            said = run(name, count, url, rng)
            print(f"| {name} | {count} | {said} | {time.perf_counter() - start:.0f} |", flush=True)


if __name__ == "__main__":
    main()
