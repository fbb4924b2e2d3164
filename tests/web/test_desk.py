"""The desk: who gets in, what the forms do, and what no form of another site can do."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher

from airdate.errors import SettingError
from airdate.run.live import place
from airdate.web.config import read_config
from airdate.web.desk import Desk
from airdate.web.desk.identity import Identity, is_meant, shared_key
from airdate.web.desk.service import Queue
from tests.web.conftest import Served

PASSWORD = "correct horse"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
SHOW = "All of Us Are Dead"
PROXY = {"X-Forwarded-User": "ines"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    site = Served(tmp_path_factory.mktemp("desk"), desk_password_hash=HASH, desk_header="X-Forwarded-User")
    yield site
    site.stop()


@pytest.fixture(scope="module")
def signed_in(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, timeout=30) as client:
        answer = client.post("/desk/sign-in/", data={"name": "Ines", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        yield client


def token(client: httpx.Client, **given: Any) -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', client.get("/desk/", **given).text)
    assert found
    return found[1]


def an_entry(served: Served) -> str:
    return next(e.entry_id for e in served.airdate.ledger.entries() if e.claim.kind == "release")


def test_without_a_way_in_there_is_no_desk(tmp_path: Path) -> None:
    site = Served(tmp_path)
    try:
        assert site.get("/desk/").status_code == 404
        assert site.client.post("/desk/sign-in/", data={"name": "x", "password": ""}).status_code == 404
    finally:
        site.stop()


def test_a_password_in_place_of_its_hash_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="no hash"):
        read_config(place({"desk_password_hash": PASSWORD}, {}, tmp_path), tmp_path)


def test_nobody_gets_in_without_the_password(served: Served) -> None:
    served.client.cookies.clear()
    entry = an_entry(served)
    assert served.get("/desk/").status_code == 401
    assert served.get(f"/desk/entries/{entry}/").status_code == 401
    for way in (f"/desk/entries/{entry}/retract/", "/desk/merge/", "/desk/add/"):
        answer = served.client.post(way, data={"reason": "x", "token": "y", "source": "a", "title": "b"})
        assert answer.status_code == 401, way
    wrong = served.client.post("/desk/sign-in/", data={"name": "x", "password": "wrong"})
    assert wrong.status_code == 401 and "set-cookie" not in wrong.headers
    assert served.get("/desk/", headers={"cookie": "airdate_desk=e30=.00"}).status_code == 401


def test_a_session_is_a_strict_cookie_for_the_desk_alone(served: Served) -> None:
    answer = served.client.post("/desk/sign-in/", data={"name": "Ines", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/desk/" in cookie
    served.client.cookies.clear()


def test_a_decision_is_signed_in_the_ledger_and_seen_at_once(served: Served, signed_in: httpx.Client) -> None:
    entry, form = an_entry(served), {"token": token(signed_in), "reason": "misread <b>"}
    answer = signed_in.post(f"/desk/entries/{entry}/retract/", data=form)
    assert answer.status_code == 303
    row = served.airdate.ledger.get(entry)
    assert (row.state, row.by, row.reason) == ("retracted", "Ines", "misread <b>")
    page = signed_in.get(f"/desk/entries/{entry}/").text
    assert "misread &lt;b&gt;" in page and "misread <b>" not in page
    assert signed_in.post(f"/desk/entries/{entry}/restore/", data=form).status_code == 303
    assert served.airdate.ledger.get(entry).state == "live"


@pytest.mark.parametrize("stolen", ["", "0" * 64])
def test_a_form_without_the_session_s_token_does_nothing(
    served: Served, signed_in: httpx.Client, stolen: str
) -> None:
    entry = an_entry(served)
    for way in (f"/desk/entries/{entry}/retract/", "/desk/add/", "/desk/merge/", "/desk/sign-out/"):
        data = {"token": stolen, "reason": "x", "title": SHOW, "source": SHOW}
        assert signed_in.post(way, data=data).status_code == 403, way
    assert served.airdate.ledger.get(entry).state != "retracted"


def test_a_token_of_another_editor_does_nothing(served: Served, signed_in: httpx.Client) -> None:
    entry = an_entry(served)
    data = {"token": token(signed_in), "reason": "x"}
    answer = served.client.post(f"/desk/entries/{entry}/retract/", data=data, headers=PROXY)
    assert answer.status_code == 403


def test_the_proxy_s_header_names_the_editor(served: Served) -> None:
    entry = an_entry(served)
    form = {"token": token(served.client, headers=PROXY), "reason": "seen at the source"}
    assert served.client.post(f"/desk/entries/{entry}/pin/", data=form, headers=PROXY).status_code == 303
    row = served.airdate.ledger.get(entry)
    assert (row.claim.standing_of_source, row.by) == ("editor", "ines")
    assert served.client.post(f"/desk/entries/{entry}/unpin/", data=form, headers=PROXY).status_code == 303


def test_a_header_that_no_trusted_proxy_sent_names_nobody() -> None:
    identity = Identity(b"k" * 32, header="X-Forwarded-User")
    assert identity.editor({"x-forwarded-user": "ines"}, {}, by_proxy=False) is None
    assert identity.editor({"x-forwarded-user": "ines"}, {}, by_proxy=True) is not None


def test_a_session_ends_and_is_bound_to_its_key() -> None:
    now = [1_000.0]
    identity = Identity(b"k" * 32, password_hash=HASH, clock=lambda: now[0])
    cookie = identity.sign_in("Ines", PASSWORD)
    assert cookie is not None and identity.sign_in("  ", PASSWORD) is None
    editor = identity.editor({}, {"airdate_desk": cookie}, by_proxy=False)
    assert editor is not None and is_meant(editor, editor.token)
    assert Identity(b"x" * 32, password_hash=HASH).editor({}, {"airdate_desk": cookie}, False) is None
    now[0] += 13 * 3600
    assert identity.editor({}, {"airdate_desk": cookie}, by_proxy=False) is None


def test_all_processes_share_one_key_that_others_cannot_read(tmp_path: Path) -> None:
    key = shared_key(tmp_path)
    assert shared_key(tmp_path) == key and len(key) == 32
    assert [p.name for p in tmp_path.iterdir()] == ["desk.key"]
    assert (tmp_path / "desk.key").stat().st_mode & 0o077 == 0


def test_a_statement_is_added_by_hand(served: Served, signed_in: httpx.Client) -> None:
    form = {
        "token": token(signed_in), "reason": "press release", "title": SHOW, "season": "2",
        "kind": "release", "value": "2027-02", "said_on": "2026-11-23", "modality": "expected",
        "url": "https://samples.example/1",
    }  # fmt: skip
    answer = signed_in.post("/desk/add/", data=form)
    assert answer.status_code == 303, answer.text
    entry = answer.headers["location"].split("/")[-2]
    assert served.airdate.ledger.get(entry).claim.value == "2027-02"
    wrong = signed_in.post("/desk/add/", data={**form, "value": "soon"})
    assert wrong.status_code == 400 and 'value="soon"' in wrong.text
    assert signed_in.post("/desk/add/", data={**form, "kind": "rumour"}).status_code == 400


def test_what_cannot_be_decided_is_told_beside_the_form(served: Served, signed_in: httpx.Client) -> None:
    entry, form = an_entry(served), {"token": token(signed_in), "reason": "x"}
    for decision, given in (("restore", {}), ("correct", {"field": "url", "value": "x"}), ("burn", {})):
        answer = signed_in.post(f"/desk/entries/{entry}/{decision}/", data={**form, **given})
        assert answer.status_code == 400 and "It was read wrong" in answer.text, decision
    assert signed_in.post("/desk/entries/ffffffff/pin/", data=form).status_code == 404


def test_what_waits_is_listed_and_a_title_s_statements_are_found(
    served: Served, signed_in: httpx.Client
) -> None:
    page = signed_in.get("/desk/", params={"title": SHOW}).text
    assert "What waits" in page and "/desk/entries/" in page
    assert "no work goes by" in signed_in.get("/desk/", params={"title": "No Such Show"}).text


def test_a_long_list_of_what_waits_is_gathered_behind_the_page(served: Served) -> None:
    async def ask() -> list[Queue]:
        desk = Desk(served.config, patience=0)
        first = await desk.queue()
        desk.patience = 30
        asked = [first, await desk.queue()]
        desk.patience = 0
        asked.append(await desk.queue())
        await desk.stop()
        return asked

    first, second, third = asyncio.run(ask())
    assert first == Queue(None, is_current=False)
    assert second.is_current and second.items
    assert third == Queue(second.items, is_current=False)


def test_merging_and_parting(served: Served, signed_in: httpx.Client) -> None:
    form = {"token": token(signed_in), "reason": "one work", "source": "Kingdom", "target": SHOW}
    before = len(served.airdate.claims(SHOW))
    told = signed_in.post("/desk/merge/", data=form)
    assert "told=merged" in told.headers["location"], told.headers["location"]
    assert len(served.airdate.claims(SHOW)) > before
    told = signed_in.post("/desk/merge/", data={**form, "undo": "1"})
    assert "told=parted" in told.headers["location"]
    assert len(served.airdate.claims(SHOW)) == before


def test_guessing_passwords_is_slowed_down(served: Served) -> None:
    answers = [
        served.client.post("/desk/sign-in/", data={"name": "x", "password": str(n)}).status_code
        for n in range(12)
    ]
    assert answers[-1] == 429
