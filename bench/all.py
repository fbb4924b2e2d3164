"""Every benchmark, one after another: `python -m bench.all`. Each runs alone as `python -m bench.NAME`."""

from __future__ import annotations

import subprocess
import sys

NAMES = ("dates_grammar", "documents", "names", "reading", "forecast", "catalogue", "site", "web")

if __name__ == "__main__":
    for name in NAMES:
        print(f"\n== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False)
