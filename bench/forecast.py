"""Forecasting: time to train, to answer 100,000 questions, and fit and predict beside lifelines.

    python -m bench.forecast HISTORY.csv CLAIMS.csv ACTUAL.csv

Without files the training part is skipped, and the questions are asked of made-up shows. CPU seconds;
memory is the peak of Python's own allocations.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from airdate.forecast.codecs import read_actual, read_claims, read_history
from airdate.forecast.curve import EDGES
from airdate.forecast.forecaster import forecast_requests
from airdate.forecast.kaplan import kaplan_meier
from airdate.forecast.rows import ClaimRow, Request, SeasonRow
from airdate.forecast.store import load_shipped
from airdate.forecast.training import train
from airdate.types import Failure

QUESTIONS = 100_000


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds of a run, and the peak memory in MB of a second one (tracing slows it down)."""
    start = time.process_time()
    work()
    seconds = time.process_time() - start
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return seconds, peak


def questions() -> tuple[list[Request], list[SeasonRow], list[ClaimRow]]:
    """2,000 made-up shows, asked about on 50 days each."""
    rng = np.random.default_rng(1)
    requests, history, claims = [], [], []
    for i in range(QUESTIONS // 50):
        title, first = f"Show {i}", date(2015, 1, 1) + timedelta(days=int(rng.integers(0, 2000)))
        second = first + timedelta(days=int(rng.integers(300, 700)))
        for number, day in ((1, first), (2, second)):
            history.append(
                SeasonRow(title=title, season=number, premiere=day, precision="day", source="netflix-x")
            )
        for kind, value, after in (("status", "renewed", 90), ("production", "filming_started", 250)):
            claims.append(_claim(title, kind, value, second + timedelta(days=after)))
        days = rng.integers(60, 900, 50).tolist()
        requests += [Request(id=str(d), title=title, season=3, at=second + timedelta(days=d)) for d in days]
    return requests, history, claims


def _claim(title: str, kind: str, value: str, day: date) -> ClaimRow:
    from airdate.dates import of_day

    return ClaimRow(
        title=title, season=3, kind=kind, value=value, modality="confirmed", published=of_day(day)
    )


def bench_training(paths: list[Path]) -> None:
    """Training on the given files."""
    with paths[0].open(newline="") as h, paths[1].open(newline="") as c, paths[2].open(newline="") as a:
        history, claims, actual = read_history(h)[0], read_claims(c)[0], read_actual(a)[0]
    seconds, peak = measured(lambda: train(history, claims, actual, date(2023, 6, 30)))
    print(f"train: {len(history)} seasons, {len(claims)} statements: {seconds:.1f} s, {peak:.0f} MB")


def bench_questions() -> None:
    """Answers a second, all of them checked to be answers."""
    requests, history, claims = questions()
    model = load_shipped()
    start = time.process_time()
    failed = sum(isinstance(made, Failure) for made in forecast_requests(requests, history, claims, model))
    seconds = time.process_time() - start
    print(f"forecast: {len(requests)} questions: {seconds:.1f} s ({failed} refused)")


def bench_lifelines() -> None:
    """The product-limit curve of the same rows by both, fitted and read at every edge of our cells."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import lifelines
        except ImportError:
            print("lifelines: skipped, it is not installed")
            return
    rng = np.random.default_rng(2)
    durations = rng.integers(30, 1500, 20_000).astype(float)
    happened = (rng.random(20_000) < 0.8).astype(float)
    at = EDGES[durations.max() > EDGES]
    ours = measured(lambda: kaplan_meier(durations, happened).at(at))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = measured(
            lambda: lifelines.KaplanMeierFitter().fit(durations, happened).survival_function_at_times(at)
        )
    print(f"Kaplan–Meier, 20,000 rows: airdate {ours[0] * 1e3:.1f} ms, {ours[1]:.1f} MB; ", end="")
    print(f"lifelines {theirs[0] * 1e3:.1f} ms, {theirs[1]:.1f} MB; ", end="")
    print(f"ratio {ours[0] / theirs[0]:.2f} in time, {ours[1] / theirs[1]:.2f} in memory")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        bench_training([Path(argument) for argument in sys.argv[1:]])
    else:
        print("train: skipped, no files given")
    bench_questions()
    bench_lifelines()
