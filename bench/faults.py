"""Kills at random points, by the hundred: `python -m bench.faults [--kills 500]`.

The same scenarios as the test suite's, in turn, each in a folder or database of its own. It stops at the
first thing that is lost, doubled or torn.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.ledger import faults, server

#: Scenario → its share of the kills, and how it is set up from a folder and a server's address.
SCENARIOS: dict[str, tuple[int, Callable[[Path, str], faults.Scenario]]] = {
    "recording into a file": (35, lambda folder, _: faults.Recording(folder / "ledger.db")),
    "recording on a server": (25, lambda _, url: faults.Recording(url)),
    "migrating to a server": (12, lambda folder, url: faults.Migrating(folder / "source.db", url)),
    "migrating into a file": (8, lambda folder, _: faults.Migrating(folder / "a.db", folder / "b.db")),
    "backing up a file": (10, lambda folder, _: faults.BackingUp(folder / "ledger.db", folder / "copy.db")),
    "backing up a server": (5, lambda folder, url: faults.BackingUp(url, folder / "copy.db")),
    "restoring": (5, lambda folder, _: faults.Restoring(folder)),
}
ROUND = 25  # kills after which a scenario begins anew, so that ledgers stay small


def run(name: str, kills: int, url: str, rng: random.Random) -> None:
    """Kill a scenario so many times, and say how it went."""
    start, said = time.perf_counter(), 0
    for done in range(0, kills, ROUND):
        server.empty(url)
        with tempfile.TemporaryDirectory() as folder:
            scenario = SCENARIOS[name][1](Path(folder), url)
            said += faults.run(scenario, min(ROUND, kills - done), rng)
            if isinstance(scenario, faults.Migrating):
                scenario.finish()
    seconds = time.perf_counter() - start
    print(f"  {name}: {kills} kills, {said} acknowledged, all there once; {seconds:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    rng = random.Random(arguments.seed)
    print(f"{arguments.kills} kills, seed {arguments.seed}, {os.cpu_count()} cores", flush=True)
    with server.running() as url:
        for name, (share, _) in SCENARIOS.items():
            run(name, round(arguments.kills * share / 100), url, rng)


if __name__ == "__main__":
    main()
