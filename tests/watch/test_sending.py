"""Targets, words and senders: what goes out, to whom, signed, and never where it must not."""

from __future__ import annotations

import hmac
import json
import sqlite3
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdate.errors import InputError, SettingError, SourceError, StatusError, UnansweredError
from airdate.ledger.codec import encode_instant
from airdate.sqlite import migrate, migrations, transaction
from airdate.watch import outbox
from airdate.watch.kinds import KINDS, by_default
from airdate.watch.notices import HEADLINES, Notice
from airdate.watch.outbox import Message, back_off
from airdate.watch.schedule import Schedule, read_schedule
from airdate.watch.senders import send, webhook_body
from airdate.watch.state import connect
from airdate.watch.targets import Target, add_target, find_target, list_targets, new_target, remove_target
from airdate.watch.templates import render_message
from tests.watch.hooks import Hook, listening

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # apprise imports it

T0 = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AT = encode_instant(T0)
ROOT = Path(__file__).parents[2]


def notice(number: int = 1, **fields: object) -> Notice:
    defaults: dict[str, object] = {
        "notice_id": f"n{number}",
        "event": "season.renewed",
        "made_at": T0,
        "work_id": "made-up-lighthouse",
        "title": "Lighthouse",
        "season": 2,
        "headline": "Lighthouse, season 2: renewed, says Harbour Post, 3 May 2024.",
        "source_url": "https://harbour-post.example/1",
    }
    return Notice(**{**defaults, **fields})  # type: ignore[arg-type]


def message(target: Target, *notices: Notice) -> Message:
    held = notices or (notice(),)
    return Message(message_id=held[0].notice_id if len(held) == 1 else "d1", target=target, notices=held)


def deliver(target: Target, *notices: Notice, **more: object) -> None:
    made = message(target, *notices)
    send(made, render_message(made), T0, **more)  # type: ignore[arg-type]


@pytest.fixture
def hook() -> Iterator[Hook]:
    with listening() as running:
        yield running


@pytest.fixture
def state(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "state.db")
    yield connection
    connection.close()


# Webhooks


def test_a_webhook_is_sent_the_notice_with_its_id_and_a_signature(hook: Hook) -> None:
    deliver(new_target("house", f"{hook.url}/in?x=1", T0, secret="s3cret"))
    (request,) = hook.requests
    body = json.loads(request.body)
    assert (request.path, body["id"], body["event"]) == ("/in?x=1", "n1", "season.renewed")
    assert (body["before"], body["source_url"]) == (None, "https://harbour-post.example/1")
    assert request.headers["idempotency-key"] == request.headers["webhook-id"] == "n1"
    signed = f"n1.{request.headers['webhook-timestamp']}.".encode() + request.body
    expected = b64encode(hmac.digest(b"s3cret", signed, sha256)).decode()
    assert request.headers["webhook-signature"] == f"v1,{expected}"


def test_without_a_secret_nothing_is_signed(hook: Hook) -> None:
    deliver(new_target("house", hook.url, T0))
    assert "webhook-signature" not in hook.requests[0].headers


def test_a_digest_is_one_message_with_all_its_notices(hook: Hook) -> None:
    deliver(new_target("house", hook.url, T0), notice(1), notice(2))
    body = json.loads(hook.requests[0].body)
    assert (body["id"], body["event"], len(body["notices"])) == ("d1", "digest", 2)


def test_an_answer_that_is_no_yes_is_a_fault_and_a_redirect_is_not_followed(hook: Hook) -> None:
    target = new_target("house", hook.url, T0)
    hook.answers = [(503, {"retry-after": "120"}), (302, {"location": f"{hook.url}/elsewhere"})]
    with pytest.raises(StatusError) as busy:
        deliver(target)
    assert (busy.value.status, busy.value.retry_after) == (503, "120")
    with pytest.raises(StatusError):
        deliver(target)
    assert [request.path for request in hook.requests] == ["/", "/"]


def test_nobody_there_is_a_fault_that_does_not_show_the_url() -> None:
    target = new_target("house", "http://127.0.0.1:9/token-abc", T0)
    with pytest.raises(UnansweredError) as fault:
        deliver(target)
    assert "token-abc" not in str(fault.value) and "127.0.0.1" not in str(fault.value)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fd00::1"])
def test_a_public_name_that_leads_to_a_private_address_is_refused(address: str) -> None:
    for url in ("https://hooks.example/x", "json://hooks.example/x"):
        with pytest.raises(SourceError):
            deliver(new_target("house", url, T0), resolver=lambda host, port: [address])


def test_a_private_address_is_called_where_the_user_wrote_it_or_allows_it(hook: Hook) -> None:
    assert new_target("a", "http://192.168.1.7:8123/x", T0).allow_private
    assert new_target("b", "http://[fd00::1]/x", T0).allow_private
    assert new_target("c", "http://localhost:8123/x", T0).allow_private
    assert not new_target("d", "http://homeassistant.lan/x", T0).allow_private
    assert not new_target("e", "https://8.8.8.8/x", T0).allow_private
    deliver(new_target("f", hook.url.replace("127.0.0.1", "localhost"), T0, allow_private=True))
    assert len(hook.requests) == 1


# Apprise


def test_apprise_is_given_words(hook: Hook) -> None:
    deliver(new_target("house", hook.url.replace("http://", "json://"), T0))
    body = json.loads(hook.requests[0].body)
    assert body["title"].startswith("Lighthouse, season 2: renewed")
    assert "Source: https://harbour-post.example/1" in body["message"]


def test_apprise_that_fails_is_a_fault_and_follows_no_redirect(hook: Hook) -> None:
    hook.answers = [(500, {}), (302, {"location": f"{hook.url}/elsewhere"})]
    for _ in range(2):
        with pytest.raises(UnansweredError):
            deliver(new_target("house", hook.url.replace("http://", "json://"), T0))
    assert [request.path for request in hook.requests] == ["/", "/"]


# Targets


@pytest.mark.parametrize(
    ("name", "url", "kinds"),
    [
        ("", "https://x.example", ()),
        ("a b", "https://x.example", ()),
        ("x" * 41, "https://x.example", ()),
        ("a", "not a url", ()),
        ("a", "https://", ()),
        ("a", "https://[::", ()),
        ("a", "https://x.example/\n", ("nonsense",)),
        ("a", "https://x.example/" + "x" * 2_000, ()),
        ("a", "https://x.example", ("season.eaten",)),
    ],
)
def test_a_target_that_cannot_be_is_refused_without_its_url(
    name: str, url: str, kinds: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as refused:
        new_target(name, url, T0, kinds=kinds)
    assert url not in str(refused.value)


def test_what_is_shown_of_a_target_holds_no_secret() -> None:
    assert new_target("a", "mailto://user:pass@example.com", T0).shown == "mailto://…"
    assert (
        new_target("a", "https://user:pass@hooks.example/T0/B1/xyz?k=1", T0).shown
        == "https://hooks.example/…"
    )
    assert new_target("a", "discord://1234567890/abcdef", T0).shown == "discord://…"


def test_targets_are_kept_replaced_and_removed(state: sqlite3.Connection) -> None:
    add_target(state, new_target("a", "https://x.example", T0, kinds=["release.*"], pace="daily"))
    add_target(state, new_target("a", "https://y.example", T0, secret="s"))
    (held,) = list_targets(state)
    assert (held.url, held.secret, held.kinds, held.pace) == ("https://y.example", "s", (), "at once")
    remove_target(state, "a")
    with pytest.raises(InputError):
        find_target(state, "a")


def test_a_target_is_sent_what_it_wants() -> None:
    all_of_it = new_target("a", "https://x.example", T0)
    dates = new_target("b", "https://x.example", T0, kinds=["release.*", "season.cancelled"])
    assert all_of_it.wants("season.renewed") and not all_of_it.wants("cast.joining")
    assert dates.wants("release.moved") and dates.wants("season.cancelled")
    assert not dates.wants("season.renewed")


# The outbox


def test_a_leased_message_is_not_taken_twice_and_comes_back_if_its_sender_dies(
    state: sqlite3.Connection,
) -> None:
    target = new_target("a", "https://x.example", T0)
    add_target(state, target)
    assert outbox.post(state, notice(), [(target, T0)])
    assert not outbox.post(state, notice(), [(target, T0)])
    (first,) = outbox.take(state, target, T0)
    assert outbox.take(state, target, T0 + outbox.LEASE - timedelta(seconds=1)) == []
    (again,) = outbox.take(state, target, T0 + outbox.LEASE)
    assert (first.message_id, first.notices) == (again.message_id, again.notices)


def test_a_digest_keeps_its_id_and_content_though_more_news_comes(state: sqlite3.Connection) -> None:
    target = new_target("a", "https://x.example", T0, pace="daily")
    add_target(state, target)
    for number in (1, 2):
        outbox.post(state, notice(number), [(target, T0)])
    (first,) = outbox.take(state, target, T0)
    outbox.mark_failed(state, first, T0, "no answer")
    outbox.post(state, notice(3), [(target, T0)])
    later = {made.message_id: made for made in outbox.take(state, target, T0 + timedelta(hours=1))}
    assert later[first.message_id].notices == first.notices
    assert later[first.message_id].attempts == 1 and len(later) == 2


def test_what_is_taken_at_once_is_bounded_and_no_digest_is_torn(
    state: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MOST_TAKEN", 3)
    target = new_target("a", "https://x.example", T0, pace="daily")
    add_target(state, target)
    with transaction(state):
        for number in range(90):
            outbox.post(state, notice(number), [(target, T0)])
    first = outbox.take(state, target, T0)
    assert [len(made.notices) for made in first] == [20, 20, 20]
    assert [len(made.notices) for made in outbox.take(state, target, T0)] == [20, 10]
    again = outbox.take(state, target, T0 + outbox.LEASE)
    assert [(m.message_id, m.notices) for m in again] == [(m.message_id, m.notices) for m in first]


def test_an_older_state_is_copied_and_its_outbox_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        migrate(old, migrations("airdate.watch")[:3])
        old.execute("INSERT INTO target VALUES ('a', 'https://x.example', '', '[]', 'at once', 0, ?)", [AT])
        body = msgspec.json.encode(notice()).decode()
        old.execute("INSERT INTO notice VALUES ('n1', ?, ?)", [AT, body])
        old.execute("INSERT INTO delivery VALUES ('n1', 'a', 'n1', 'waiting', 3, ?, NULL, 'no answer')", [AT])
    with closing(connect(path)) as state:
        (target,) = list_targets(state)
        (message,) = outbox.take(state, target, T0)
        assert (message.message_id, message.attempts, message.tried_at) == ("n1", 3, None)
    with closing(sqlite3.connect(tmp_path / "state.db.v3.bak")) as copy:
        assert copy.execute("SELECT attempts FROM delivery").fetchall() == [(3,)]
    assert sorted(each.name for each in tmp_path.glob("*.bak*")) == ["state.db.v3.bak"]


def test_a_large_digest_goes_in_parts(state: sqlite3.Connection) -> None:
    target = new_target("a", "https://x.example", T0, pace="daily")
    add_target(state, target)
    for number in range(45):
        outbox.post(state, notice(number), [(target, T0)])
    sizes = [len(made.notices) for made in outbox.take(state, target, T0)]
    assert sizes == [20, 20, 5]


def test_old_notices_are_forgotten_unless_they_are_on_their_way(state: sqlite3.Connection) -> None:
    target = new_target("a", "https://x.example", T0)
    add_target(state, target)
    outbox.post(state, notice(1), [(target, T0)])
    outbox.post(state, notice(2), [])
    assert outbox.drop_old(state, T0 + timedelta(days=91)) == 1
    assert [held.notice_id for held in outbox.recent(state)] == ["n1"]
    remove_target(state, "a")
    assert outbox.drop_old(state, T0 + timedelta(days=91)) == 1


@given(st.integers(0, 10_000))
def test_the_wait_after_a_failure_grows_and_ends_at_six_hours(attempts: int) -> None:
    assert timedelta(minutes=1) <= back_off(attempts) <= back_off(attempts + 1) <= timedelta(hours=6)


# Words


def test_a_message_has_a_subject_text_and_markdown() -> None:
    words = render_message(
        message(new_target("a", "https://x.example", T0), notice(url="https://site.example/x/2/"))
    )
    assert words.subject == notice().headline
    assert words.text == (
        "Lighthouse, season 2: renewed, says Harbour Post, 3 May 2024.\n"
        "Source: https://harbour-post.example/1\nGuide: https://site.example/x/2/"
    )
    assert words.markdown.endswith("[guide](<https://site.example/x/2/>)")


def test_words_from_outside_are_no_markup() -> None:
    hostile = notice(headline="[x](https://evil.example) @everyone <b>")
    words = render_message(message(new_target("a", "https://x.example", T0), hostile))
    assert "[x](https" not in words.markdown and "@everyone" not in words.markdown


def test_a_users_template_is_used_and_runs_in_a_sandbox(tmp_path: Path) -> None:
    made = message(new_target("a", "https://x.example", T0))
    (tmp_path / "message.txt").write_text("NEWS {{ notices[0].title }}", encoding="utf-8")
    assert render_message(made, tmp_path).text == "NEWS Lighthouse"
    for bad in (
        "{{ notices.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ nothing_such }}",
        "{% include '/etc/passwd' %}",
        "{{ 1 / 0 }}",
        "{{ notices[0].clear() }}",
        "{% for",
    ):
        (tmp_path / "message.txt").write_text(bad, encoding="utf-8")
        with pytest.raises(SettingError):
            render_message(made, tmp_path)


def test_every_headline_is_of_a_kind_and_every_kind_is_in_the_docs() -> None:
    assert HEADLINES.keys() <= KINDS.keys()
    assert {name for name in KINDS if name.endswith("rumoured")}.isdisjoint(by_default())
    page = (ROOT / "docs" / "how-to" / "follow-and-be-told.md").read_text(encoding="utf-8")
    assert [name for name, kind in KINDS.items() if f"| `{name}` | {kind.help} |" not in page] == []


def test_a_webhook_body_is_json_without_loss() -> None:
    body = json.loads(webhook_body(message(new_target("a", "https://x.example", T0))))
    assert {"title", "season", "before", "now", "confirmed", "source", "made_at"} <= body.keys()


# Schedules


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Budapest", "UTC"])
@pytest.mark.parametrize("pace", ["daily", "weekly"])
def test_a_digest_is_due_at_the_users_hour_within_its_time(zone: str, pace: str) -> None:
    schedule = Schedule(zone=ZoneInfo(zone), hour=9)
    for hours in range(0, 24 * 15, 5):
        at = T0 + timedelta(hours=hours)
        due = schedule.due(pace, at)  # type: ignore[arg-type]
        local = schedule.local(due)
        assert timedelta(0) <= due - at <= timedelta(days=7 if pace == "weekly" else 1, hours=1)
        assert local.hour == 9 and (pace == "daily" or local.weekday() == 0)


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("Mars/Olympus", "7"),
        ("../../etc/passwd", "7"),
        ("", "7"),
        ("UTC", "x"),
        ("UTC", "-1"),
        ("UTC", "9999"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(zone: str, days: str) -> None:
    with pytest.raises(SettingError):
        read_schedule(zone, 9, days)


def test_the_settings_of_a_schedule_are_read() -> None:
    assert read_schedule("Europe/Budapest", 8, "0, 7,1,7").days == (7, 1, 0)
    assert read_schedule("UTC", 8, "").days == ()
