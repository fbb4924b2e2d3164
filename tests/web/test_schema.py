"""The whole API against its own description: schemathesis finds nothing.

A longer run by hand, against `airdate serve`:
`schemathesis run http://127.0.0.1:8000/api/v1/openapi.json --phases examples,coverage,fuzzing -n 200`
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from airdate.web.api.description import PREFIX
from tests.web.conftest import Served

_SECONDS = 300  # a guard for a busy machine; it takes about 20 seconds of one core
_TOOL = shutil.which("schemathesis", path=str(Path(sys.executable).parent))


def test_nothing_is_found(served: Served, tmp_path: Path) -> None:
    if _TOOL is None:
        pytest.skip("schemathesis is not installed")
    command = [
        *(_TOOL, "run", f"{served.url}{PREFIX}/openapi.json", "--phases", "coverage,fuzzing"),
        *("--max-examples", "1", "--seed", "1", "--continue-on-failure", "--no-color"),
        *("--request-timeout", "20", "--suppress-health-check", "all"),
    ]
    try:
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        pytest.fail(f"not done in {_SECONDS} seconds: {(error.stdout or b'')[-2000:]!r}")
    assert done.returncode == 0, done.stdout[-6000:]
