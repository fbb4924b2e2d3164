"""Processes killed at random points: the runner.

Each scenario works in a child process, which says what it has done down a pipe. It is killed without warning,
the scenario is verified, and the next child goes on from what is there. A kill that finds the work finished
does not count as one.
"""

from __future__ import annotations

import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from typing import Protocol

Acknowledge = Callable[[int], None]


class Scenario(Protocol):
    """Something that is cut off again and again."""

    seconds: float  # within which a kill comes at first

    def work(self, acknowledge: Acknowledge) -> None:
        """What the child does; it says a number for each thing that is done for good."""

    def verify(self, acknowledged: list[int]) -> None:
        """Assert what must hold after a kill."""

    def finish(self) -> None:
        """Do what is left to its end, and assert that nothing tells of the kills."""


def run(scenario: Scenario, kills: int, rng: random.Random) -> int:
    """Kill the scenario so many times at random points; returns how many things it had acknowledged."""
    said = hit = 0
    seconds = scenario.seconds
    while hit < kills or not said:  # one thing at least is acknowledged, however slow the machine
        killed, acknowledged = _cut_off(scenario.work, rng.random() * seconds)
        seconds *= 0.8 if acknowledged else 1.25  # at the machine's pace: before, in, after the first
        hit += killed
        said += len(acknowledged)
        scenario.verify(acknowledged)
    scenario.finish()
    return said


def _cut_off(work: Callable[[Acknowledge], None], after: float) -> tuple[bool, list[int]]:
    """Do some work in a child and kill it after so many seconds: was it still at work, what had it said?"""
    child, pipe = _fork(work)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status), _heard(status, pipe)


def in_child(work: Callable[[Acknowledge], None]) -> list[int]:
    """Do some work in a child to its end; what it has said."""
    child, pipe = _fork(work)
    return _heard(os.waitpid(child, 0)[1], pipe)


def _fork(work: Callable[[Acknowledge], None]) -> tuple[int, int]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            work(lambda number: _say(write, number))
            os._exit(0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)  # never back into the test runner, whatever happened
    os.close(write)
    return child, read


def _heard(status: int, pipe: int) -> list[int]:
    with os.fdopen(pipe) as lines:
        said = [int(line) for line in lines]
    assert not (os.WIFEXITED(status) and os.WEXITSTATUS(status)), "the child failed by itself"
    return said


def _say(pipe: int, number: int) -> None:
    os.write(pipe, f"{number}\n".encode())
