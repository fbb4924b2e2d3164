"""What is shipped to run it: the container file's own steps in a fresh folder, and the units' promises.

No engine is asked for: what the file copies is copied, what it installs is installed, and what it starts is
started. The locked dependencies are those of this environment, which came from the same lock.
"""

from __future__ import annotations

import re
import shutil
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.web.test_server import Process, processes

__all__ = ["processes"]
ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def copied(folder: Path) -> None:
    """Bring what the file's COPY lines name into a folder."""
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", FILE, re.MULTILINE):
        for name in sources.split():
            source, target = ROOT / name, folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, target)  # type: ignore[operator]


def environment() -> dict[str, str]:
    """The file's own variables that concern us."""
    return dict(re.findall(r"\b(AIRDATE_[A-Z_]+|PYTHONUNBUFFERED)=(\S+)", FILE.partition("\nENV ")[2]))


def test_the_steps_of_the_container_file_give_a_server_that_is_healthy(
    tmp_path: Path, processes: list[Process]
) -> None:
    copied(tmp_path)
    app = tmp_path / "app"
    venv.create(app, with_pip=False)
    packages = next(app.glob("lib/python*/site-packages"))
    own = [path for path in site.getsitepackages() if Path(path).is_dir()]
    (packages / "locked.pth").write_text("\n".join(own))
    command = [
        *(sys.executable, "-m", "pip", "--python", str(app / "bin" / "python"), "install", "--quiet"),
        *("--no-deps", "--no-build-isolation", "--no-index", "--ignore-installed", str(tmp_path)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    environ = {**environment(), "PATH": f"{app / 'bin'}:/usr/bin:/bin", "AIRDATE_HOST": "127.0.0.1"}
    start = (tmp_path / "deploy" / "start").read_text().replace('"$(id -u)" = 0', "0 = 1")  # we may be root
    server = Process(tmp_path, ["sh", "-c", start, "start", "serve"], environ)
    processes.append(server)
    assert server.wait("/health").json()["status"] == "up"
    installed = subprocess.run(
        [str(app / "bin" / "python"), "-c", "import airdate; print(airdate.__file__)"],
        capture_output=True,
        text=True,
    ).stdout
    assert str(app) in installed
    assert server.stop() == 0


def test_the_image_is_not_run_as_root_and_says_how_it_is() -> None:
    last = FILE.rpartition("\nFROM ")[2]
    assert FILE.count("\nFROM ") == 2 and "--require-hashes -r requirements-image.lock" in FILE
    assert re.search(r"^USER 1000:1000$", last, re.MULTILINE) and "HEALTHCHECK" in last
    assert "STOPSIGNAL SIGTERM" in last and "ENTRYPOINT" in last
    assert not re.search(r"x86_64|amd64", FILE.partition("FROM")[2])  # nothing ties it to one machine


@pytest.mark.parametrize("name", ["airdate.service", "airdate-watch.service"])
def test_the_units_are_confined(name: str) -> None:
    unit = (DEPLOY / name).read_text(encoding="utf-8")
    for promise in (
        *("NoNewPrivileges=yes", "ProtectSystem=strict", "DynamicUser=yes", "CapabilityBoundingSet="),
        *("StateDirectory=airdate", "KillSignal=SIGTERM", "SystemCallFilter=@system-service"),
    ):
        assert promise in unit
    command = re.search(r"^ExecStart=\S+/airdate (\S+)", unit, re.MULTILINE)
    assert command is not None and command[1] in ("serve", "watch")


def test_the_compose_file_serves_and_watches_one_ledger() -> None:
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert "command: [serve]" in compose and "command: [watch]" in compose
    assert compose.count("data:/data") == 1 and "read_only: true" in compose and "cap_drop: [ALL]" in compose
    start = (DEPLOY / "start").read_text(encoding="utf-8")
    assert subprocess.run(["sh", "-n", str(DEPLOY / "start")]).returncode == 0
    assert "PUID" in start and "PGID" in start and "exec airdate" in start
