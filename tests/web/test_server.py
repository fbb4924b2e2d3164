"""`airdate serve` as a process: settings from the environment, logs as JSON, and a graceful end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

TEXT = "Netflix has renewed All of Us Are Dead for a second season. A sample in our own words.\n" * 300


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Process:
    """A server of its own, with its log."""

    def __init__(self, folder: Path, command: list[str], environ: dict[str, str]) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        own = {
            "AIRDATE_LEDGER": str(folder / "ledger.db"),
            "AIRDATE_CATALOGUE": str(folder / "catalogue.db"),
            "AIRDATE_PORT": str(self.port),
            "TMPDIR": str(self.temporary),
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, env={**os.environ, **own, **environ}, cwd=folder, stdout=log, stderr=log
            )

    def wait(self, path: str, seconds: float = 60) -> httpx.Response:
        """The first good answer."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text()
            try:
                answer = httpx.get(self.url + path, timeout=10)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code == 200:
                return answer
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(40)


@pytest.fixture
def processes() -> Iterator[list[Process]]:
    started: list[Process] = []
    yield started
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
            each.process.wait()


def test_a_server_answers_logs_and_ends_when_it_has_answered(
    tmp_path: Path, processes: list[Process]
) -> None:
    base = tmp_path / "base"
    base.write_text("https://example.org/folder\n")
    environ = {"AIRDATE_BASE_URL_FILE": str(base), "AIRDATE_WORKERS": "2"}
    server = Process(tmp_path, [sys.executable, "-m", "airdate", "serve"], environ)
    processes.append(server)
    server.wait("/ready")
    assert 'href="/folder/' in httpx.get(server.url + "/").text
    answers: list[Any] = []
    asked = threading.Thread(
        target=lambda: answers.append(
            httpx.post(server.url + "/api/v1/check", json={"text": TEXT}, timeout=60).status_code
        )
    )
    asked.start()
    time.sleep(0.3)
    assert server.stop() == 0
    asked.join()
    assert answers == [200]
    assert list(server.temporary.iterdir()) == []
    lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    requests = [line for line in lines if line["message"] == "request"]
    assert {"method", "path", "status", "milliseconds", "client", "request"} <= requests[0].keys()
    with pytest.raises(httpx.TransportError):
        httpx.get(server.url + "/health", timeout=5)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("AIRDATE_BASE_URL", "javascript:alert(1)", "not a site's address"),
        ("AIRDATE_TRUSTED_PROXIES", "everyone", "is no network"),
        ("AIRDATE_WORKERS", "0", "does not fit"),
        ("AIRDATE_PORT", "eight", "is no whole number"),
    ],
)
def test_a_setting_that_does_not_fit_is_told_in_a_line(
    tmp_path: Path, processes: list[Process], name: str, value: str, told: str
) -> None:
    server = Process(tmp_path, [sys.executable, "-m", "airdate", "serve"], {name: value})
    processes.append(server)
    assert server.process.wait(60) == 2
    log = server.log.read_text()
    assert told in log and name in log and len(log.splitlines()) == 1
