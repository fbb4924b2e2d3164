"""The served site under load: `python -m bench.web [--works N] [--claims N] [--seconds N] [--workers N]`.

10,000 works with four seasons each and 1,000,000 claims (some works have ten times as many as others), all
made up and kept under `build/bench` for the next run. Requests come at a fixed rate whether or not earlier
ones are answered, and count from the moment at which they were due. The mix: 80 % guides as pages, of which
one in five was never asked for before and one in ten is as of an earlier day; 20 % API (claims, beliefs,
forecast, guide as JSON). Each season is asked for as often as the others; half of a work's claims are on the
last, which is awaited. Measured twice: once the server answers, and once it says that it is ready, when a
process of low priority no longer makes the pages over all titles. Then Datasette serves the same ledger file
at the same rate: a work's rows as JSON.
Load generator and servers share the machine's cores.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from airdate import dates
from airdate.catalogue.records import Instalment, Offer, Origin, Record, Release, Tag, Title
from airdate.catalogue.store import Store
from airdate.ledger import SqliteLedger
from airdate.publish.site.paths import slug
from airdate.types import Claim, Span

FOLDER = Path(__file__).parents[1] / "build" / "bench"
RATE = 100
CLIENTS = 50
READY_SECONDS = 3_600
SEASONS = 4
BATCH = 20_000
WARM_WORKS = 500  # that are asked for again and again
WARM_TIMES = 3  # before it is measured, so that each process has met them
PORT, PEER_PORT = 8931, 8932
TODAY = datetime.now(UTC).date()
ORIGIN = Origin(source="bench", licence="cc0", retrieved_on=TODAY)
OUTLETS = ("variety.com", "deadline.com", "collider.com", "ign.com", "whats-on-netflix.com", "example.org")
QUOTE = "The next season will come when it is ready, says a sample that was made up for this measurement."


class Asked(NamedTuple):
    """A request: its kind and path."""

    kind: str
    path: str


def title(number: int) -> str:
    """A work's name."""
    return f"Sample Work {number}"


def records(works: int, rng: random.Random) -> Iterator[Record]:
    """The catalogue's side: each work with three seasons that are out, a service, a genre and a theme."""
    for number in range(works):
        work = f"tvmaze:{number + 1}"
        yield Title(origin=ORIGIN, work=work, title=title(number), form="series", country="US", year=2015)
        yield Offer(origin=ORIGIN, work=work, service=rng.choice(("Netflix", "HBO", "Apple TV+")))
        yield Tag(origin=ORIGIN, work=work, kind="genre", value=f"genre {number % 40}")
        yield Tag(origin=ORIGIN, work=work, kind="theme", value=f"theme {number % 400}")
        for season in range(1, SEASONS):
            day = TODAY - timedelta(400 * (SEASONS - season) + number % 97)
            yield Instalment(origin=ORIGIN, work=work, season=season)
            yield Release(origin=ORIGIN, work=work, season=season, window=dates.of_day(day))


def claims(works: int, count: int, rng: random.Random) -> Iterator[tuple[str, Claim]]:
    """The ledger's side: sizes of works spread as lognormal, kinds as in the shipped facts."""
    sizes = [rng.lognormvariate(0, 0.6) for _ in range(works)]
    scale = count / sum(sizes)
    for number, size in enumerate(sizes):
        for each in range(max(1, round(size * scale))):
            yield f"tvmaze:{number + 1}", claim(number, each, rng)


def claim(number: int, each: int, rng: random.Random) -> Claim:
    """One statement on one of a work's seasons; most articles are about the one that is awaited."""
    season = each + 1 if each < SEASONS else rng.choices(range(1, SEASONS + 1), (1, 1, 2, 4))[0]
    said = TODAY - timedelta(400 * (SEASONS - season) + rng.randrange(400))
    kind, value, modality = _statement(rng, said)
    outlet = rng.choice(OUTLETS)
    url = f"https://{outlet}/{number}/{each}"
    return Claim(
        title=title(number),
        season=season,
        kind=kind,  # type: ignore[arg-type]
        value=value,
        modality=modality,  # type: ignore[arg-type]
        person=f"Person {rng.randrange(8)}" if kind == "cast" else None,
        when=dates.of_day(said) if kind == "production" else None,
        said_on=dates.of_day(said),
        said_via=outlet,
        url=url,
        document_id=url,
        span=Span(document_id=url, start=0, end=len(QUOTE), quote=QUOTE),
        reader="bench",
        rule="bench",
    )


def _statement(rng: random.Random, said: date) -> tuple[str, str, str]:
    kind = rng.choices(
        ("release", "status", "production", "cast", "trailer", "provider"), (6, 3, 3, 5, 1, 2)
    )[0]
    ahead = said + timedelta(rng.randrange(30, 500))
    values = {
        "release": rng.choice((f"{ahead:%Y}", f"{ahead:%Y-%m}", f"{ahead.year}-2{1 + ahead.month // 4}")),
        "status": "renewed",
        "production": rng.choice(("writing", "filming_started", "filming_wrapped", "post_production")),
        "cast": rng.choice(("returning", "joining")),
        "trailer": "expected",
        "provider": "Netflix",
    }
    sure = kind not in ("release", "trailer") or rng.random() < 0.2
    return kind, values[kind], "confirmed" if sure else "expected"


def make(folder: Path, works: int, count: int) -> None:
    """Write catalogue and ledger, unless an earlier run has."""
    if (folder / "made").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    start, rng = time.perf_counter(), random.Random(7)
    for old in folder.iterdir():
        old.unlink()
    store = Store(folder / "catalogue.db")
    store.put(list(records(works, rng)), merge_at=1)
    store.close()
    now = datetime.now(UTC)
    with SqliteLedger(folder / "ledger.db") as ledger:
        batch: list[tuple[str, Claim]] = []
        for pair in claims(works, count, rng):
            batch.append(pair)
            if len(batch) == BATCH:
                ledger.record(batch, known_at=now)
                batch.clear()
        ledger.record(batch, known_at=now)
    (folder / "made").touch()
    print(f"made {works:,} works and about {count:,} claims in {time.perf_counter() - start:.0f} s")


def mix(works: int, count: int, rng: random.Random) -> tuple[list[Asked], list[Asked], list[Asked]]:
    """What to ask for before, so that it is warm, and what to measure, twice: nothing is cold two times."""
    order = rng.sample(range(works), works)
    warm, cold = order[: min(WARM_WORKS, works // 2)], iter(order[min(WARM_WORKS, works // 2) :])
    before = [_page(number) for number in warm]
    first, second = ([_one(rng, warm, cold) for _ in range(count)] for _ in range(2))
    return before, first, second


def _one(rng: random.Random, warm: Sequence[int], cold: Iterator[int]) -> Asked:
    if rng.random() < 0.2:
        number = rng.choice(warm)
        name = rng.choice(("claims", "beliefs", "forecast", "guide"))
        season = SEASONS if name == "forecast" else _season(number)  # the others are out
        return Asked("API", f"/api/v1/works/tvmaze:{number + 1}/{name}?season={season}")
    draw = rng.random()
    if draw < 0.2:
        return _page(next(cold), "cold guide")
    if draw < 0.3:
        day = TODAY - timedelta(rng.randrange(1, 300))
        return Asked("guide as of a day", f"{_page(rng.choice(warm)).path}?as-of={day}")
    return _page(rng.choice(warm))


def _page(number: int, kind: str = "warm guide") -> Asked:
    return Asked(kind, f"/{slug(title(number))}/{_season(number)}/")


def _season(number: int) -> int:
    """The season that is asked for of a work: each as often as the others, always the same of one work."""
    return 1 + number % SEASONS


class Pool:
    """Clients of one server, each with a connection that is kept; the one asks that has waited longest."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._free: deque[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = deque()

    async def open(self, clients: int) -> None:
        """Let so many clients come, one after the other."""
        for _ in range(clients):
            self._free.append(await asyncio.open_connection("127.0.0.1", self._port))
            await asyncio.sleep(0.005)

    async def get(self, path: str) -> int:
        """The status of an answer that was read whole; a connection closed meanwhile is opened anew."""
        while self._free:
            try:
                return await self._ask(self._free.popleft(), path)
            except (ConnectionError, asyncio.IncompleteReadError):
                continue
        return await self._ask(await asyncio.open_connection("127.0.0.1", self._port), path)

    async def _ask(self, pair: tuple[asyncio.StreamReader, asyncio.StreamWriter], path: str) -> int:
        reader, writer = pair
        writer.write(f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        await _body(reader, head)
        self._free.append(pair)
        return int(head.split(" ", 2)[1])

    def close(self) -> None:
        """Let go of all."""
        for _, writer in self._free:
            writer.close()


async def _body(reader: asyncio.StreamReader, head: str) -> None:
    if "content-length:" in head:
        await reader.readexactly(int(head.partition("content-length:")[2].split("\r\n")[0]))
        return
    while size := int((await reader.readline()).split(b";")[0], 16):  # chunks
        await reader.readexactly(size + 2)
    await reader.readline()


async def load(port: int, asked: Sequence[Asked], rate: float) -> dict[str, list[float]]:
    """Ask at a fixed rate; seconds from when each was due to its last byte, by kind."""
    pool, times = Pool(port), dict[str, list[float]]()
    await pool.open(CLIENTS)
    start = time.perf_counter() + 0.1

    async def one(due: float, request: Asked) -> None:
        status = await pool.get(request.path)
        kind = request.kind if status == 200 else f"status {status}"
        times.setdefault(kind, []).append(time.perf_counter() - due)

    tasks = []
    for number, request in enumerate(asked):
        due = start + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(due, request)))
    await asyncio.gather(*tasks)
    pool.close()
    return times


def show(times: dict[str, list[float]]) -> None:
    """Quantiles by kind and over all."""
    for kind, found in [*sorted(times.items()), ("all", [each for one in times.values() for each in one])]:
        ordered = sorted(found)
        at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 for share in (0.5, 0.9, 0.99)]
        told = f"p50 {at[0]:6.1f}  p90 {at[1]:6.1f}  p99 {at[2]:6.1f}  max {ordered[-1] * 1000:6.1f} ms"
        print(f"  {kind:18} {len(ordered):6,} requests  {told}")


def running(command: list[str], port: int, path: str, environ: dict[str, str]) -> subprocess.Popen[bytes]:
    """A server that answers."""
    with tempfile.NamedTemporaryFile(delete=False) as log:
        process = subprocess.Popen(command, env={**os.environ, **environ}, stdout=log, stderr=log)
    for _ in range(2400):
        if process.poll() is not None:
            raise SystemExit(f"it did not start: {Path(log.name).read_text()[-2000:]}")
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5):
                return process
        except OSError:
            time.sleep(0.25)
    raise SystemExit("it did not answer in time")


def measured(label: str, process: subprocess.Popen[bytes], port: int, asked: list[Asked]) -> None:
    """Load it and print."""
    print(f"{label}: {RATE} requests/s for {len(asked) / RATE:.0f} s, load {os.getloadavg()[0]:.1f} before")
    show(asyncio.run(load(port, asked, RATE)))
    print(f"  memory: {_memory(process.pid):.0f} MB in all its processes", flush=True)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End it gracefully."""
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def until_ready(port: int) -> bool:
    """Wait until the server says that it is ready; false where it takes too long."""
    start = time.perf_counter()
    while (waited := time.perf_counter() - start) < READY_SECONDS:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/ready", timeout=5):
            print(f"ready after {waited:.0f} s more", flush=True)
            return True
        time.sleep(1)
    print(f"not ready after {READY_SECONDS} s more, so it is not measured then", flush=True)
    return False


def _memory(pid: int) -> float:
    """Resident megabytes of a process and its children (Linux); 0 where that is not told."""
    total = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if str(pid) in (told["Pid"].strip(), told["PPid"].strip()):
            total += int(told.get("VmRSS", "0 kB").split()[0]) / 1024
    return total


def peer(folder: Path) -> Path | None:
    """Datasette in an environment of its own; `None`, with the reason printed, where it cannot be had."""
    tool = folder / "datasette" / "bin" / "datasette"
    if not tool.exists():
        steps = (
            [sys.executable, "-m", "venv", str(folder / "datasette")],
            [str(folder / "datasette" / "bin" / "pip"), "install", "--quiet", "datasette"],
        )
        for step in steps:
            done = subprocess.run(step, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"Datasette: skipped, it cannot be installed: {done.stderr.strip()[-200:]}")
                return None
    return tool


def main() -> None:
    """Make the data, measure us, measure the peer."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("works", 10_000), ("claims", 1_000_000), ("seconds", 60), ("workers", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    folder = FOLDER / f"web-{given.works}-{given.claims}"
    make(folder, given.works, given.claims)
    before, first, second = mix(given.works, given.seconds * RATE, random.Random(3))
    environ = {
        "AIRDATE_LEDGER": str(folder / "ledger.db"),
        "AIRDATE_CATALOGUE": str(folder / "catalogue.db"),
        "AIRDATE_REQUESTS_PER_MINUTE": "1000000",
        "AIRDATE_WORKERS": str(given.workers),
    }
    command = [sys.executable, "-m", "airdate", "serve", "--port", str(PORT)]
    process = running(command, PORT, _page(0).path, environ)
    try:
        asyncio.run(load(PORT, before * WARM_TIMES, RATE / 3))
        measured(f"airdate, {given.workers} processes, not ready yet", process, PORT, first)
        if until_ready(PORT):
            measured(f"airdate, {given.workers} processes, ready", process, PORT, second)
    finally:
        stop(process)
    tool = peer(FOLDER)
    if tool is not None:
        command = [str(tool), "serve", "-i", str(folder / "ledger.db"), "--port", str(PEER_PORT)]
        process = running(command, PEER_PORT, "/ledger.json", {})
        try:
            asyncio.run(load(PEER_PORT, [_rows(request) for request in before], RATE / 3))
            measured("datasette, the same claims", process, PEER_PORT, [_rows(each) for each in second])
        finally:
            stop(process)


def _rows(request: Asked) -> Asked:
    """The same work's rows of the ledger's table, as Datasette gives them."""
    found = request.path.partition("tvmaze:")[2].partition("/")[0]
    number = found or str(int(request.path.split("/")[1].rpartition("-")[2]) + 1)
    return Asked("rows of a work", f"/ledger/entry.json?work_id__exact=tvmaze:{number}&_size=100")


if __name__ == "__main__":
    main()
