"""What Prometheus reads of a process: requests by kind and status, how long they took, what waits."""

from __future__ import annotations

from typing import Literal, TypeAlias

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

MEDIA = CONTENT_TYPE_LATEST.removesuffix("; charset=utf-8")  # Litestar adds it
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

#: First part of a path → the kind it is counted as; all else is a page.
_KINDS = {"api": "api", "feeds": "feed", "assets": "asset", "health": "operation", "ready": "operation"}

#: Kept in memory, a page that was made ahead, or made when it was asked for.
Source: TypeAlias = Literal["memory", "ahead", "made"]


class Metrics:
    """The counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "airdate_requests", "Requests answered.", ("kind", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "airdate_request_seconds",
            "From the first byte of a request to the last of its answer.",
            ("kind",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._kept = Counter(
            "airdate_answers", "Answers that were kept or made.", ("from",), registry=self._registry
        )
        self.waiting = Gauge("airdate_waiting_jobs", "Jobs in a lane.", ("lane",), registry=self._registry)
        self.works = Gauge("airdate_works", "Works in the overview.", registry=self._registry)

    def count(self, path: str, status: int, seconds: float) -> None:
        """Count a request."""
        kind = _KINDS.get(path.split("/", 2)[1] if path.startswith("/") else "", "page")
        self._requests.labels(kind, str(status)).inc()
        self._seconds.labels(kind).observe(seconds)

    def answered(self, source: Source) -> None:
        """Count an answer by where it came from."""
        self._kept.labels(source).inc()

    def text(self) -> bytes:
        """All of it in Prometheus's text form."""
        return generate_latest(self._registry)
