"""watch, sources and review from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from airdate.cli import main
from airdate.sources.net import Client
from tests.sources.net.conftest import client, make, passing, site
from tests.sources.net.server import Site, body

__all__ = ["client", "make", "passing", "site"]

Run = Callable[..., Result]
FEED = b"<rss version='2.0'><channel><item><title>A</title></item></channel></rss>"


@pytest.fixture
def run(tmp_path: Path, make: Callable[..., Client]) -> Run:
    def run(*args: str) -> Result:
        env = {"XDG_DATA_HOME": str(tmp_path), "NO_COLOR": "1"}
        return CliRunner().invoke(main, args, env=env, obj={"client": lambda max_bytes: make()})

    return run


def test_sources_are_listed_turned_added_and_exchanged(run: Run, site: Site, tmp_path: Path) -> None:
    listed = run("sources")
    assert listed.exit_code == 0 and "https://deadline.com/feed/" in listed.output
    assert run("sources", "off", "deadline").output == "deadline: off\n"
    site.pages["/rss"] = body(FEED)
    added = run("sources", "add", site.url("/rss"), "--name", "here", "--minutes", "5")
    assert added.exit_code == 0 and "off: nobody knows 127.0.0.1" in added.output
    assert run("sources", "on", "here").output == "here: on\n"
    opml = tmp_path / "feeds.opml"
    assert run("sources", "export", "--out", str(opml)).exit_code == 0
    assert site.url("/rss") in opml.read_text() and "deadline.com" not in opml.read_text()
    assert run("sources", "import", str(opml)).output == "nothing new in it\n"


@pytest.mark.parametrize(
    "args",
    [
        ("sources", "on", "nobody"),
        ("sources", "import", "missing.opml"),
        ("sources", "add", "ftp://x.example"),
        ("sources", "add", "x", "--minutes", "0"),
    ],
)
def test_what_cannot_be_done_is_one_line(run: Run, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code in (1, 2) and "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1


def test_once_with_all_sources_off_does_nothing_and_says_so(run: Run, tmp_path: Path) -> None:
    lists = "".join(
        f'[[source]]\nname = "{line.split()[1]}"\non = false\n' for line in run("sources").output.splitlines()
    )
    (tmp_path / "airdate").mkdir(exist_ok=True)
    (tmp_path / "airdate" / "sources.toml").write_text(lists)
    result = run("watch", "--once")
    assert result.exit_code == 0 and result.stdout == "" and "look: 0 of 0 feeds due" in result.stderr
    assert run("watch", "--once", "--quiet").stderr == ""


def test_review_names_what_waits(run: Run) -> None:
    result = run("review")
    assert result.exit_code == 0 and "unconfirmed day" in result.output and "airdate retract" in result.output
