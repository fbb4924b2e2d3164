"""The tools for assistants, called as an assistant calls them."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import anyio
import pytest

from airdate import dates
from airdate.run import Airdate
from airdate.run.live import Workspaces, place
from airdate.types import Claim
from tests.conftest import NOW

mcp = pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

SHOW = "All of Us Are Dead"


@pytest.fixture
def airdate() -> Iterator[Airdate]:
    with Airdate.demo(clock=lambda: NOW) as demo:
        yield demo


def asked(tmp_path: Path, tool: str, **arguments: object) -> tuple[bool, str]:
    """Over the protocol, from the command itself: is it an error, and the text."""

    async def ask() -> tuple[bool, str]:
        command = mcp.StdioServerParameters(
            command=sys.executable,
            args=["-m", "airdate", "--ledger", str(tmp_path / "ledger.db"), "mcp"],
            env={"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
        )
        async with mcp.Client(command) as client:
            tools = {one.name: one for one in (await client.list_tools()).tools}
            assert set(tools) == {"find", "when", "guide", "changes", "check"}
            assert all(one.annotations.read_only_hint for one in tools.values())
            result = await client.call_tool(tool, arguments)
            return bool(result.is_error), "".join(getattr(part, "text", "") for part in result.content)

    return anyio.run(ask)


def test_when_answers_over_the_protocol_with_windows_and_sources(tmp_path: Path) -> None:
    failed, text = asked(tmp_path, "when", title=SHOW, season=2)
    assert not failed, text
    answer = json.loads(text)
    assert answer["title"] == SHOW and answer["season"] == 2 and answer["answer"]
    for release in answer["releases"]:
        assert release["standing"] in ("confirmed", "expected", "disputed")
        assert (release["window"] is None) == (release["earliest"] is None and release["latest"] is None)
        assert all(source["outlet"] for source in release["sources"])
    assert answer["forecast"]["earliest_likely"] < answer["forecast"]["median"]


def test_an_unknown_title_is_told_with_the_way_out(tmp_path: Path) -> None:
    failed, text = asked(tmp_path, "when", title="No Such Show At All")
    assert failed and "No Such Show At All" in text and "Traceback" not in text


def test_the_past_is_answered_as_of_its_day() -> None:
    from airdate.web.assistant import when_out

    with Airdate.demo(clock=lambda: NOW) as airdate:
        then = when_out(airdate, SHOW, 2, date(2023, 3, 31))
        now = when_out(airdate, SHOW, 2, None)
    assert then["as_of"] == "2023-03-31" and then["answer"] != now["answer"]


def test_no_plot_leaves_unless_it_is_asked_for(airdate: Airdate) -> None:
    from airdate.web.assistant import guide_text, what_changed

    plot = Claim(
        title=SHOW,
        season=2,
        kind="plot",
        value="The survivors reach a campus by the sea",
        modality="confirmed",
        said_on=dates.parse("2026-05-01"),
        said_via="samples.example",
        document_id="sample",
    )
    airdate.ledger.record([(airdate.find(SHOW).work_id, plot)], known_at=NOW - timedelta(hours=1))
    quiet, loud = guide_text(airdate, SHOW, 2, None), guide_text(airdate, SHOW, 2, None, spoilers=True)
    assert "campus by the sea" in loud and "campus by the sea" not in quiet
    assert all("campus" not in change["text"] for change in what_changed(airdate, SHOW, 2, None)["changes"])


def test_changes_since_a_day_are_only_those(airdate: Airdate) -> None:
    from airdate.web.assistant import what_changed

    every = what_changed(airdate, SHOW, 2, None)["changes"]
    late = what_changed(airdate, SHOW, 2, date(2026, 1, 1))["changes"]
    assert 0 < len(late) < len(every)
    assert all(change["on"] >= "2026" for change in late)


def test_ties_and_near_names_are_listed(airdate: Airdate) -> None:
    from airdate.web.assistant import find_work

    assert find_work(airdate, "지금 우리 학교는")["works"][0]["title"] == SHOW
    near = find_work(airdate, "All of Us Are Daed")
    assert near["works"] or near["nearest"]


def test_a_workspace_of_its_own_for_each_thread(tmp_path: Path) -> None:
    spaces = Workspaces(place({"ledger": str(tmp_path / "l.db")}, {"XDG_DATA_HOME": str(tmp_path)}, tmp_path))
    seen: list[object] = [spaces.mine()]
    thread = threading.Thread(target=lambda: seen.append(spaces.mine()))
    thread.start()
    thread.join()
    assert len(seen) == 2 and seen[0] is not seen[1]
