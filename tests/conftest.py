"""What all tests share: a fixed present, no network but loopback, the folder of outside data."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

#: A busy machine is no fault of the code; speed is measured in `bench/`. The same tests on every run, so that
#: a run tells of the change at hand: `HYPOTHESIS_PROFILE=explore` looks for what nobody has seen yet.
settings.register_profile("ours", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ours"))

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[1].parent / "shared"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture
def shared() -> Path:
    """The folder of real data beside the repository; the test is skipped where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real data is not beside this repository")
    return SHARED


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Connections leave this machine in no test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    yield
