"""A process that tells is killed at random moments: each change arrives, and under one id."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from airdate.ledger import SqliteLedger
from airdate.watch import state
from airdate.watch.follow import Follow, add_follow
from airdate.watch.outbox import recent
from airdate.watch.targets import add_target, new_target
from tests.ledger.samples import claim
from tests.run.telling import DAYS, T0, WORK
from tests.watch.hooks import listening

ROUNDS = 16
ROOT = Path(__file__).parents[2]


def child(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.run.telling", str(folder), str(ROUNDS)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)


def test_a_process_that_is_killed_again_and_again_tells_each_change_under_one_id(tmp_path: Path) -> None:
    with SqliteLedger(tmp_path / "ledger.db") as ledger, listening() as hook:
        ledger.record([(WORK, claim(value="undecided"))], known_at=T0 - timedelta(days=1))
        ledger.close()
        connection = state.connect(tmp_path / "state.db")
        held = Follow(kind="title", name="Lighthouse", work_id=WORK, added_at=T0)
        add_follow(connection, held, T0 - timedelta(hours=1))
        add_target(connection, new_target("house", hook.url, T0))
        chance = random.Random(20261124)
        for _ in range(2):
            running = child(tmp_path)
            heard = len(hook.requests)
            while len(hook.requests) == heard and running.poll() is None:
                time.sleep(0.005)  # it has started to tell
            time.sleep(chance.random() * 0.08)
            running.kill()
            running.communicate()
        last = child(tmp_path)
        _, errors = last.communicate(timeout=60)
        assert last.returncode == 0, errors.decode()
        notices = {n.notice_id: n for n in recent(connection, 1000) if n.event.startswith("release.")}
        connection.close()
        sent = [json.loads(request.body) for request in hook.requests]
    told = [body for body in sent if body["event"] in ("release.announced", "release.moved")]
    assert {body["id"] for body in told} <= notices.keys()
    by_id = {body["id"]: body["now_window"] for body in told}
    assert all(by_id[body["id"]] == body["now_window"] for body in told)
    assert len(by_id) == len(set(by_id.values()))  # no change has two ids
    assert by_id.keys() == {
        id for id, n in notices.items() if n.event in ("release.announced", "release.moved")
    }
    assert list(dict.fromkeys(body["now_window"] for body in told))[-1] == DAYS[ROUNDS - 1]
