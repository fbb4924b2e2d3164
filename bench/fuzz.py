"""Coverage-guided fuzzing of every parser: `python -m bench.fuzz [--seconds N] [TARGET …]`.

Needs atheris (`pip install atheris`). Each target runs in a process of its own, from its kept corpus; inputs
that reached new code are minimised into `tests/fuzz/corpus/<target>/`. Prints runs, edges covered, inputs
kept and hours of processor; a fault is printed with the file that has its bytes.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from tests.fuzz.targets import CORPUS, TARGETS

MOST_KEPT = 60  # inputs of a target, the smallest first
MAX_LEN = 4096
_PROGRESS = re.compile(r"#(\d+)\s.*cov: (\d+) ft: (\d+)")


def fuzz(name: str, seconds: int) -> bool:
    """Fuzz one target; true where it held."""
    with tempfile.TemporaryDirectory() as folder:
        found, crash = Path(folder, "found"), Path(folder, "crash-")
        found.mkdir()
        flags = [f"-max_total_time={seconds}", f"-max_len={MAX_LEN}", "-timeout=20", "-rss_limit_mb=4000"]
        command = [sys.executable, "-m", "bench.fuzz", "--child", name]
        done = subprocess.run(
            [*command, str(found), str(CORPUS / name), *flags, f"-artifact_prefix={crash}"],
            capture_output=True,
            text=True,
            errors="replace",
        )
        runs, edges = _last(done.stderr)
        if done.returncode:
            print(f"{name}: BROKEN by {_save(name, folder)}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
            return False
        merged = Path(folder, "merged")
        merged.mkdir()
        subprocess.run(
            [*command, "-merge=1", f"-max_len={MAX_LEN}", str(merged), str(CORPUS / name), str(found)],
            capture_output=True,
            check=False,
        )
        _keep(name, merged)
    kept_now = len(list((CORPUS / name).iterdir()))
    print(f"{name:<13} {runs:>9,} runs  {edges:>6,} edges  {kept_now:>3} inputs kept", flush=True)
    return True


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
    folder = CORPUS / name
    room = MOST_KEPT - len(list(folder.iterdir()))
    known = {path.read_bytes() for path in folder.iterdir()}
    new = sorted((p for p in merged.iterdir() if p.read_bytes() not in known), key=lambda p: p.stat().st_size)
    for path in new[: max(0, room)]:
        data = path.read_bytes()
        (folder / sha256(data).hexdigest()[:12]).write_bytes(data)


def child(name: str, arguments: list[str]) -> None:
    """The process that libFuzzer drives."""
    import atheris

    atheris.instrument_all()
    from tests.fuzz.targets import attempt

    atheris.Setup([sys.argv[0], *arguments], lambda data: attempt(name, data))
    atheris.Fuzz()


def main() -> int:
    if "--child" in sys.argv:
        child(sys.argv[2], sys.argv[3:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    chosen = parser.parse_args()
    held = [fuzz(name, chosen.seconds) for name in chosen.targets or TARGETS]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{(used.ru_utime + used.ru_stime) / 3600:.2f} hours of processor")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
