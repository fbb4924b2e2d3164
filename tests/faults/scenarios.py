"""All scenarios by name: the suite runs a few kills of each, `python -m bench.faults` hundreds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

from tests.faults.building import Building
from tests.faults.kills import Scenario
from tests.faults.ledgers import BackingUp, Migrating, Recording, Restoring
from tests.faults.notifying import Notifying
from tests.faults.reading import Crawling, Watching, small_world
from tests.run.month.server import serving
from tests.watch.hooks import listening


class Way(NamedTuple):
    """How to set a scenario up, in a folder and with the address of a database if it `needs_server`.

    `share` is its share of a hundred kills, `few` how many the suite runs.
    """

    share: int
    few: int
    begin: Callable[[Path, str], AbstractContextManager[Scenario]]
    needs_server: bool = False


def _plainly(
    make: Callable[[Path, str], Scenario],
) -> Callable[[Path, str], AbstractContextManager[Scenario]]:
    return lambda folder, url: nullcontext(make(folder, url))


@contextmanager
def _watching(folder: Path, _: str) -> Iterator[Scenario]:
    world = small_world()
    with serving(world) as port:
        yield Watching(folder, world, port)


@contextmanager
def _notifying(folder: Path, _: str) -> Iterator[Scenario]:
    with listening() as hook:
        yield Notifying(folder, hook)


SCENARIOS: Mapping[str, Way] = {
    "recording into a file": Way(18, 2, _plainly(lambda here, _: Recording(here / "ledger.db"))),
    "recording on a server": Way(14, 2, _plainly(lambda _, url: Recording(url)), True),
    "migrating to a server": Way(8, 2, _plainly(lambda here, url: Migrating(here / "a.db", url)), True),
    "migrating into a file": Way(6, 1, _plainly(lambda here, _: Migrating(here / "a.db", here / "b.db"))),
    "backing up a file": Way(6, 2, _plainly(lambda here, _: BackingUp(here / "a.db", here / "copy.db"))),
    "backing up a server": Way(4, 1, _plainly(lambda here, url: BackingUp(url, here / "copy.db")), True),
    "restoring": Way(4, 1, _plainly(lambda here, _: Restoring(here))),
    "crawling archives": Way(10, 2, _plainly(lambda here, _: Crawling(here))),
    "watching feeds": Way(10, 2, _watching),
    "building the site": Way(10, 3, _plainly(lambda here, _: Building(here))),
    "notifying": Way(10, 2, _notifying),
}
