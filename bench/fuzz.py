"""Coverage-guided fuzzing of every parser: `python -m bench.fuzz [--seconds N] [--report] [TARGET …]`.

Needs atheris (`pip install atheris`). Each target runs in a process of its own, from its kept corpus; inputs
that reached new code are minimised into `tests/fuzz/corpus/<target>/`. A fault is printed with the file that
has its bytes. Every session is a row of `bench/fuzz.csv`; `--report` prints what they come to.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from tests.fuzz.targets import CORPUS, TARGETS

SESSIONS = Path(__file__).with_name("fuzz.csv")
COLUMNS = ("day", "target", "runs", "edges", "inputs", "cpu_seconds", "faults")
MOST_KEPT = 60  # inputs of a target, the smallest first
MOST_BYTES = 60_000  # of a target, together
MAX_LEN = 4096
_PROGRESS = re.compile(r"#(\d+)\s.*cov: (\d+) ft: (\d+)")


def fuzz(name: str, seconds: int) -> bool:
    """Fuzz one target; true where it held."""
    (CORPUS / name).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        found, merged = Path(folder, "found"), Path(folder, "merged")
        found.mkdir()
        merged.mkdir()
        begun = _processor_seconds()
        done = _run(
            name, f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=4000",
            f"-artifact_prefix={folder}/crash-", str(found), str(CORPUS / name),
        )  # fmt: skip
        used = _processor_seconds() - begun
        _run(
            name, "-merge=1", f"-artifact_prefix={folder}/merge-", str(merged), str(CORPUS / name), str(found)
        )
        _keep(name, merged)
        saved = _save(name, folder)
    runs, edges = _last(done.stderr)
    kept = len(list((CORPUS / name).iterdir()))
    day = datetime.now(UTC).date().isoformat()
    _note(dict(zip(COLUMNS, (day, name, runs, edges, kept, round(used), len(saved)), strict=True)))
    print(f"{name:<13} {runs:>10,} runs  {edges:>6,} edges  {kept:>3} inputs  {used:>6.0f} s", flush=True)
    if done.returncode:
        print(f"{name}: BROKEN by {saved}\n{done.stdout[-3000:]}{done.stderr[-3000:]}", flush=True)
    return done.returncode == 0


def _run(name: str, *flags: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench.fuzz_child", name, f"-max_len={MAX_LEN}", *flags]
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)


def _processor_seconds() -> float:
    """Of all children that have ended."""
    used = os.times()
    return used.children_user + used.children_system


def _save(name: str, folder: str) -> list[str]:
    """The inputs that broke it, out of the folder that vanishes."""
    saved = []
    for path in Path(folder).glob("crash-*"):
        copy = Path(tempfile.gettempdir(), f"fuzz-{name}-{path.name}")
        copy.write_bytes(path.read_bytes())
        saved.append(str(copy))
    return saved


def _last(log: str) -> tuple[int, int]:
    found = _PROGRESS.findall(log)
    return (int(found[-1][0]), int(found[-1][1])) if found else (0, 0)


def _keep(name: str, merged: Path) -> None:
    """Keep the smallest of what reached new code, as far as there is room."""
    folder = CORPUS / name
    kept = [path.read_bytes() for path in folder.iterdir()]
    count, size = len(kept), sum(map(len, kept))
    for data in sorted({path.read_bytes() for path in merged.iterdir()} - set(kept), key=len):
        count, size = count + 1, size + len(data)
        if count > MOST_KEPT or size > MOST_BYTES:
            return
        (folder / sha256(data).hexdigest()[:12]).write_bytes(data)


def _note(row: dict[str, object]) -> None:
    new = not SESSIONS.exists()
    with SESSIONS.open("a", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerow(row)


def report() -> str:
    """All sessions as a table of Markdown, target by target."""
    with SESSIONS.open(newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [
        "| target | runs | edges | inputs kept | processor hours | faults |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name in sorted({row["target"] for row in rows}):
        own = [row for row in rows if row["target"] == name]
        runs, seconds, faults = (sum(int(row[c]) for row in own) for c in ("runs", "cpu_seconds", "faults"))
        edges = max(int(row["edges"]) for row in own)
        lines.append(
            f"| {name} | {runs:,} | {edges:,} | {own[-1]['inputs']} | {seconds / 3600:.2f} | {faults} |"
        )
    runs, seconds, faults = (sum(int(row[c]) for row in rows) for c in ("runs", "cpu_seconds", "faults"))
    return "\n".join([*lines, f"| **all** | {runs:,} | | | {seconds / 3600:.2f} | {faults} |"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--report", action="store_true", help="print what all sessions come to")
    chosen = parser.parse_args()
    if chosen.report:
        print(report())
        return 0
    held = [fuzz(name, chosen.seconds) for name in chosen.targets or TARGETS]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
