"""A server, and clients whose time passes only when they sleep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from airdate.sources.net import Client
from tests.sources.net.server import Site, serving

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Time:
    """A clock that sleeping moves on; `slept` lists the sleeps."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds

    def now(self) -> datetime:
        return START + timedelta(seconds=self.passed)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def passing() -> Time:
    return Time()


@pytest.fixture
def make(passing: Time) -> Iterator[Callable[..., Client]]:
    """Makes clients that may call this machine, and closes them."""
    with ExitStack() as stack:

        def make(**changed: Any) -> Client:
            settings = {
                "clock": passing.clock,
                "sleep": passing.sleep,
                "now": passing.now,
                "jitter": lambda: 0.0,
                "allow_loopback": True,
            }
            return stack.enter_context(Client("airdate/0 (tests)", **(settings | changed)))

        yield make


@pytest.fixture
def client(make: Callable[..., Client]) -> Client:
    return make()
