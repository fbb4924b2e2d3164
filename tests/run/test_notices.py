"""Telling what changed: each change once, in whatever order runs crash and targets fail; nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from airdate.catalogue import load_catalogue, load_claims
from airdate.catalogue.catalogue import Catalogue
from airdate.errors import StatusError, UnansweredError
from airdate.ledger import SqliteLedger
from airdate.run.following import follow, unfollow
from airdate.run.importing import import_bytes
from airdate.run.notices import Told, Wishes, decide, deliver, send_test
from airdate.run.workspace import Airdate
from airdate.types import Claim
from airdate.watch import outbox, state
from airdate.watch.follow import list_follows
from airdate.watch.imports.own import render_json
from airdate.watch.notices import Notice
from airdate.watch.outbox import Message
from airdate.watch.schedule import Schedule
from airdate.watch.targets import Target, add_target, list_targets, new_target
from airdate.watch.templates import Words
from tests.ledger.samples import claim

T0 = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WORK = "title:lighthouse"
AT_ONCE = Wishes(schedule=Schedule(zone=ZoneInfo("UTC")), patience=timedelta(0))


@pytest.fixture(scope="module")
def catalogue() -> Iterator[Catalogue]:
    made = load_catalogue()
    yield made
    made.close()


class World:
    """A workspace, its state, and a target that remembers what it was sent."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.folder = folder
        self.now = T0
        self.airdate = Airdate(SqliteLedger(folder / "ledger.db"), catalogue, clock=lambda: self.now)
        self.state = state.connect(folder / "state.db")
        self.sent: list[Message] = []
        self.faults: list[Exception] = []
        self.say("status", "undecided", said_on="2024-01-02")

    def close(self) -> None:
        self.airdate.ledger.close()
        self.state.close()

    def reopen(self) -> None:
        self.state.close()
        self.state = state.connect(self.folder / "state.db")

    def target(self, name: str = "home", **wanted: object) -> Target:
        target = new_target(name, "https://hooks.example/x", self.now, **wanted)  # type: ignore[arg-type]
        add_target(self.state, target)
        return target

    def say(self, kind: str, value: str, **fields: object) -> Claim:
        """Someone says something, and the ledger hears it at once."""
        self.now += timedelta(minutes=1)
        said = {"said_on": str(self.now.date()), "said_via": "harbour-post.example", **fields}
        made = claim(kind, value, document_id=f"doc-{self.now.isoformat()}-{value}", **said)
        self.airdate.ledger.record([(WORK, made)], known_at=self.now)
        return made

    def follow(self) -> None:
        follow(self.airdate, self.state, "title", "Lighthouse", at=self.now)

    def decide(self, wishes: Wishes = AT_ONCE) -> Told:
        return decide(self.airdate, self.state, self.now, wishes)

    def send(self, message: Message, words: Words, at: datetime) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(message)

    def events(self, wishes: Wishes = AT_ONCE) -> list[str]:
        """What the target is told now."""
        self.decide(wishes)
        before = len(self.sent)
        deliver(self.state, self.now, wishes, sender=self.send)
        return [notice.event for message in self.sent[before:] for notice in message.notices]


@pytest.fixture
def world(tmp_path: Path, catalogue: Catalogue) -> Iterator[World]:
    made = World(tmp_path, catalogue)
    made.follow()
    made.target()
    made.decide()
    yield made
    made.close()


def test_the_first_run_tells_nothing(tmp_path: Path, catalogue: Catalogue) -> None:
    made = World(tmp_path, catalogue)
    made.say("status", "renewed")
    made.say("release", "2026-12-01")
    made.follow()
    made.target()
    first = made.decide()
    assert (first.begun, first.notices) == (1, ())
    assert made.events() == []
    made.close()


def test_a_renewal_is_told_with_its_source_and_once(world: World) -> None:
    world.say("status", "renewed", who="Harbour TV", standing_of_source="rights_holder")
    assert world.events() == ["season.renewed"]
    assert world.events() == []
    (message,) = world.sent
    notice = message.notices[0]
    assert (notice.title, notice.season, notice.confirmed) == ("Lighthouse", 2, True)
    assert notice.headline == (
        "Lighthouse, season 2: renewed, says Harbour TV via harbour-post.example, 24 Nov 2026."
    )


def test_a_day_that_moves_says_what_it_was_and_what_it_is(world: World) -> None:
    world.say("release", "2027-03-05")
    assert world.events() == ["release.announced"]
    world.say("release", "2027-09-09", who="Harbour TV", standing_of_source="rights_holder")
    assert world.events() == ["release.moved"]
    reported, moved = (message.notices[0] for message in world.sent)
    assert "(reported, not confirmed)" in reported.headline and not reported.confirmed
    assert "was 5 March 2027, now 9 September 2027, says Harbour TV" in moved.headline
    assert (moved.before_window, moved.now_window, moved.confirmed) == ("2027-03-05", "2027-09-09", True)


def test_what_is_taken_back_is_called_withdrawn(world: World) -> None:
    world.say("status", "cancelled")
    assert world.events() == ["season.cancelled"]
    (entry,) = [e for e in world.airdate.ledger.entries(work_id=WORK) if e.claim.value == "cancelled"]
    world.now += HOUR
    world.airdate.ledger.retract(entry.entry_id, by="desk", reason="misread", known_at=world.now)
    assert world.events() == ["decision.undone"]
    assert world.sent[-1].notices[0].headline.startswith("Lighthouse, season 2: the decision is open again")


def test_what_flips_back_within_the_hold_is_told_to_nobody(world: World) -> None:
    patient = replace(AT_ONCE, patience=timedelta(minutes=30))
    made = world.say("status", "renewed")
    assert world.events(patient) == []
    (entry,) = [e for e in world.airdate.ledger.entries(work_id=WORK) if e.claim.value == made.value]
    world.now += timedelta(minutes=10)
    world.airdate.ledger.retract(entry.entry_id, by="desk", reason="misread", known_at=world.now)
    world.now += HOUR
    assert world.events(patient) == []


def test_the_cast_is_told_only_to_those_who_ask(world: World) -> None:
    world.target("fan", kinds=["cast.*"])
    world.say("cast", "returning", person="Ada Sample")
    assert world.events() == ["cast.returning"]
    assert world.sent[0].target.name == "fan" and world.sent[0].notices[0].spoiler


def test_old_stories_of_a_season_that_is_long_out_are_no_news(world: World) -> None:
    world.say("release", "2024-06-01", season=1, said_on="2024-06-02", standing_of_source="rights_holder")
    world.say("status", "renewed", season=1, said_on="2023-01-05")
    world.say("trailer", "released", season=1)
    assert world.events() == []
    world.say("status", "cancelled", season=1)
    assert world.events() == ["season.cancelled"]


def test_reminders_come_at_the_hour_of_the_users_day_and_once(world: World) -> None:
    wishes = replace(AT_ONCE, schedule=Schedule(zone=ZoneInfo("Pacific/Auckland"), hour=8, days=(7, 1, 0)))
    world.say("release", "2026-12-20", standing_of_source="rights_holder")
    assert world.events(wishes) == ["release.announced"]
    told: list[tuple[datetime, str, int | None]] = []
    world.now = datetime(2026, 12, 12, 1, tzinfo=UTC)
    while world.now < datetime(2026, 12, 22, tzinfo=UTC):
        world.now += HOUR
        for event in world.events(wishes):
            if event != "release.likely":
                told.append((world.now, event, world.sent[-1].notices[0].days))
    local = [(at.astimezone(ZoneInfo("Pacific/Auckland")), event, days) for at, event, days in told]
    assert [(at.date().isoformat(), at.hour, event, days) for at, event, days in local] == [
        ("2026-12-13", 8, "release.soon", 7),
        ("2026-12-19", 8, "release.soon", 1),
        ("2026-12-20", 8, "release.today", 0),
    ]


def test_a_reminder_that_was_slept_through_is_told_late_and_alone(world: World) -> None:
    world.say("release", "2026-12-20", standing_of_source="rights_holder")
    world.events()
    world.now = datetime(2026, 12, 19, 20, tzinfo=UTC)
    assert [event for event in world.events() if event != "release.likely"] == ["release.soon"]
    assert world.sent[-1].notices[0].days == 1


def test_a_digest_holds_news_until_its_hour_and_reminders_never(world: World) -> None:
    world.target(pace="weekly")
    world.say("status", "renewed")
    world.say("trailer", "released")
    assert world.events() == []
    world.now = datetime(2026, 11, 30, 8, 59, tzinfo=UTC)  # a Monday
    assert world.events() == []
    world.now = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert sorted(world.events()) == ["season.renewed", "trailer.published"]
    assert len(world.sent) == 1


def test_a_window_that_ends_soon_is_likely_soon_and_told_once(world: World) -> None:
    world.say("release", "2027-01", standing_of_source="rights_holder")
    assert world.events() == ["release.announced"]
    world.now = datetime(2026, 12, 5, 12, tzinfo=UTC)
    assert world.events() == ["release.likely"]
    world.now += timedelta(days=1)
    assert world.events() == []
    assert "announced for January 2027" in world.sent[-1].notices[0].headline


def test_what_a_target_does_not_take_is_sent_again_with_the_same_id_and_ever_later(world: World) -> None:
    world.say("status", "renewed")
    world.faults = [UnansweredError("no answer", id="home"), UnansweredError("no answer", id="home")]
    assert world.events() == []
    assert world.events() == []  # not before its time
    world.now += timedelta(minutes=1)
    assert world.events() == [] and not world.faults
    world.now += timedelta(minutes=2)
    assert world.events() == ["season.renewed"]
    assert world.sent[0].message_id == world.sent[0].notices[0].notice_id


def test_a_busy_target_is_left_alone_for_as_long_as_it_asks(world: World) -> None:
    world.say("status", "renewed")
    world.faults = [StatusError(429, id="home", retry_after="3600")]
    assert world.events() == []
    world.now += timedelta(minutes=59)
    assert world.events() == []
    world.now += timedelta(minutes=1)
    assert world.events() == ["season.renewed"]


def test_after_a_week_a_message_is_given_up_and_can_be_sent_again(world: World) -> None:
    world.say("status", "renewed")
    world.decide()
    for _ in range(40):
        world.faults = [UnansweredError("no answer", id="home")]
        deliver(world.state, world.now, AT_ONCE, sender=world.send)
        world.now += timedelta(hours=6)
    assert outbox.counts(world.state).given_up == 1
    world.faults = []
    assert outbox.retry(world.state, world.now) == 1
    assert world.events() == ["season.renewed"]


def test_a_target_that_is_down_for_weeks_costs_few_calls_and_what_is_kept_for_it_is_bounded(
    world: World,
) -> None:
    world.state.execute("PRAGMA synchronous = OFF")
    calls, most_waiting = 0, 0
    for day in range(16):
        for number in range(5):
            made = Notice(
                notice_id=f"{day}-{number}", event="season.renewed", made_at=world.now, work_id=WORK,
                title="Lighthouse", season=2, headline="Lighthouse, season 2: renewed.",
            )  # fmt: skip
            outbox.post(world.state, made, [(target, world.now) for target in list_targets(world.state)])
        for _ in range(6):
            world.faults = [UnansweredError("no answer", id="home")] * 100
            deliver(world.state, world.now, AT_ONCE, sender=world.send)
            calls += 100 - len(world.faults)
            world.now += 4 * HOUR
        most_waiting = max(most_waiting, outbox.counts(world.state).waiting)
    assert calls < 16 * 12 and most_waiting <= 5 * 9 and world.sent == []
    world.faults = []
    world.now += 6 * HOUR
    deliver(world.state, world.now, AT_ONCE, sender=world.send)
    arrived = [message.message_id for message in world.sent]
    assert 5 * 6 <= len(arrived) <= 5 * 9 and len(set(arrived)) == len(arrived)
    assert outbox.counts(world.state).waiting == 0


def test_what_a_target_missed_in_an_hour_comes_in_the_order_of_time(world: World) -> None:
    for value in ("filming_scheduled", "filming_started", "filming_wrapped"):
        world.say("production", value)
        world.faults = [UnansweredError("no answer", id="home")] * 9
        assert world.events() == []
        world.now += timedelta(minutes=15)
    world.faults = []
    world.now += HOUR
    assert world.events() == ["filming.scheduled", "filming.started", "filming.wrapped"]


def test_one_message_that_is_refused_for_what_it_says_keeps_no_other_back(world: World) -> None:
    def picky(message: Message, words: Words, at: datetime) -> None:
        if message.notices[0].event == "season.renewed":
            raise StatusError(400, id="home")
        world.send(message, words, at)

    for kind, value in (("status", "renewed"), ("production", "filming_started"), ("trailer", "released")):
        world.say(kind, value)
        world.decide()
    deliver(world.state, world.now, AT_ONCE, sender=picky)
    assert [m.notices[0].event for m in world.sent] == ["filming.started", "trailer.published"]
    assert outbox.counts(world.state).waiting == 1


def test_a_weekly_digest_survives_that_its_target_is_away_for_minutes(world: World) -> None:
    world.target(pace="weekly")
    world.now = datetime(2026, 11, 30, 9, 1, tzinfo=UTC)  # a Monday, after its hour
    world.say("status", "renewed")
    world.decide()
    world.now = datetime(2026, 12, 7, 9, 2, tzinfo=UTC)
    for minutes in (1, 2):
        world.faults = [UnansweredError("no answer", id="home")]
        deliver(world.state, world.now, AT_ONCE, sender=world.send)
        world.now += timedelta(minutes=minutes)
    assert world.events() == ["season.renewed"]


def test_a_clock_that_ran_years_ahead_keeps_no_news_for_years(world: World) -> None:
    world.say("status", "renewed")
    world.decide()
    now, world.now = world.now, world.now + timedelta(days=3000)
    world.faults = [UnansweredError("no answer", id="home")]
    deliver(world.state, world.now, AT_ONCE, sender=world.send)
    world.now = now + HOUR
    assert world.events() == ["season.renewed"]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Honolulu", "Pacific/Kiritimati"])
def test_the_days_own_reminder_comes_in_the_evening_of_whatever_zone(world: World, zone: str) -> None:
    wishes = replace(AT_ONCE, schedule=Schedule(zone=ZoneInfo(zone), hour=18, days=(0,)))
    world.say("release", "2026-12-20", standing_of_source="rights_holder")
    world.events(wishes)
    told: list[datetime] = []
    world.now = datetime(2026, 12, 19, tzinfo=UTC)
    while world.now < datetime(2026, 12, 22, tzinfo=UTC):
        world.now += HOUR
        told += [world.now for event in world.events(wishes) if event == "release.today"]
    assert [f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H}" for at in told] == ["2026-12-20 18"]


def test_reminders_come_once_also_in_the_nights_when_the_clocks_change(world: World) -> None:
    for day, hour, local in (("2027-03-14", 2, "03"), ("2027-11-07", 1, "01")):
        wishes = replace(AT_ONCE, schedule=Schedule(zone=ZoneInfo("America/New_York"), hour=hour, days=(0,)))
        world.say("release", day, standing_of_source="rights_holder", season=int(day[6]) + 1)
        told: list[datetime] = []
        world.now = datetime.fromisoformat(f"{day}T00:00:00+00:00")
        for _ in range(60):
            world.now += HOUR / 2
            told += [world.now for event in world.events(wishes) if event == "release.today"]
        assert [f"{at.astimezone(wishes.schedule.zone):%Y-%m-%d %H}" for at in told] == [f"{day} {local}"]


def test_who_unfollows_and_follows_again_is_not_flooded(world: World) -> None:
    unfollow(world.airdate, world.state, "title", "Lighthouse")
    world.say("status", "renewed")
    world.follow()
    assert world.events() == []


def test_a_test_says_that_it_is_one(world: World) -> None:
    send_test(world.state, "home", world.now, sender=world.send)
    assert world.sent[0].notices[0].event == "test"


def test_what_is_learnt_between_following_and_the_first_run_is_news(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    made = World(tmp_path, catalogue)
    made.follow()
    made.target()
    made.say("status", "renewed")
    assert made.events() == ["season.renewed"]
    made.close()


def test_a_title_that_nobody_knew_is_told_of_from_the_first_word(world: World) -> None:
    follow(world.airdate, world.state, "title", "Night Ferry", at=world.now)
    assert world.events() == []
    world.now += HOUR
    made = claim("status", "ordered", title="Night Ferry", season=1, said_on=str(world.now.date()))
    world.airdate.ledger.record([("title:night-ferry", made)], known_at=world.now)
    assert world.events() == ["season.ordered"]
    assert world.sent[-1].notices[0].title == "Night Ferry"


def test_news_of_a_person_who_is_followed_comes_also_from_a_work_that_is_not(world: World) -> None:
    follow(world.airdate, world.state, "person", "Bo Sample", at=world.now)
    world.now += HOUR
    fields = {"title": "Night Ferry", "season": 1, "said_on": str(world.now.date())}
    said = [
        claim("cast", "joining", person="Bo Sample", **fields),
        claim("cast", "joining", person="Ada Sample", **fields),
    ]
    world.airdate.ledger.record([("title:night-ferry", made) for made in said], known_at=world.now)
    assert world.events() == ["cast.joining"]
    assert world.sent[-1].notices[0].headline.startswith("Night Ferry, season 1: Bo Sample joins")


def test_an_archive_that_is_read_later_is_no_flood_but_what_it_changes_is_news(world: World) -> None:
    world.say("status", "renewed", said_on="2024-05-03")
    world.say("trailer", "released", said_on="2024-06-03")
    assert world.events() == []
    world.say("release", "2027-03-05")
    world.say("release", "2027-09-09", said_on="2026-11-25", standing_of_source="rights_holder")
    world.now += timedelta(days=2)
    assert world.events() == ["release.announced"]
    world.say("status", "cancelled", said_on="2025-01-01")  # it was told to none, and is of another mind
    assert world.events() == ["season.cancelled"]


def test_follows_that_began_elsewhere_long_ago_begin_here_now(world: World) -> None:
    world.say("status", "renewed")
    held = render_json(list_follows(world.state)).replace(b"2026-", b"2020-")
    unfollow(world.airdate, world.state, "title", "Lighthouse")
    import_bytes(world.airdate, world.state, "x.json", held, at=world.now)
    assert list_follows(world.state)[0].added_at.year == 2020
    assert world.events() == []


@pytest.mark.parametrize("title", ["All of Us Are Dead", "Silo", "Squid Game"])
def test_the_shipped_facts_told_day_by_day_say_nothing_twice(
    tmp_path: Path, catalogue: Catalogue, title: str
) -> None:
    made = World(tmp_path, catalogue)
    made.now = datetime(2019, 1, 1, tzinfo=UTC)
    work_id = catalogue.find(title).work_id
    follow(made.airdate, made.state, "title", work_id, at=made.now)
    days: dict[date, list[tuple[str, Claim]]] = {}
    for owner, said in load_claims(catalogue):
        if owner == work_id and said.said_on is not None and said.said_on.latest is not None:
            days.setdefault(said.said_on.latest, []).append((owner, said))
    notices: list[Notice] = []
    for day in sorted(day for day in days if day <= T0.date()):
        made.now = datetime.combine(day, time(12), UTC)
        made.airdate.ledger.record(days[day], known_at=made.now)
        notices += made.decide().notices
    news = [n for n in notices if n.days is None]
    told = [(n.season, n.event, n.subject, n.before, n.now) for n in news]
    assert news and len(told) == len(set(told))
    dates = [(n.season, n.now_window) for n in news if n.event in ("release.announced", "release.narrowed")]
    assert len(dates) == len(set(dates))
    made.close()


# Crashes

KINDS = {
    "status": ("renewed", "cancelled", "undecided", "ending"),
    "release": ("2027-03-05", "2027-09-09", "2027", "unannounced"),
    "trailer": ("released", "not_released"),
}
SAID = st.one_of(
    [st.tuples(st.just(kind), st.sampled_from(values)) for kind, values in KINDS.items()]  # type: ignore[arg-type]
)
#: What happens: words are said, a run dies after so many steps of the database, a target fails or dies.
STEPS = st.lists(
    st.tuples(
        st.lists(SAID, max_size=2),
        st.one_of(st.none(), st.integers(1, 60)),
        st.sampled_from(["fine", "fine", "down", "dies after"]),
    ),
    min_size=1,
    max_size=6,
)


class Dies(BaseException):
    """The process ends here."""


def killed_after(connection: sqlite3.Connection, steps: int | None, every: int = 100) -> None:
    """Break off the connection's work after so many times `every` instructions of SQLite."""
    left = steps

    def tick() -> int:
        nonlocal left
        assert left is not None
        left -= 1
        return int(left < 0)

    connection.set_progress_handler(tick if steps is not None else None, every)


def run(world: World, faults: str) -> None:
    """One run, as far as it gets."""

    def dying(message: Message, words: Words, at: datetime) -> None:
        world.send(message, words, at)
        raise Dies

    def down(message: Message, words: Words, at: datetime) -> None:
        raise UnansweredError("no answer", id=message.target.name)

    sender = {"fine": world.send, "down": down, "dies after": dying}[faults]
    try:
        world.decide()
        deliver(world.state, world.now, AT_ONCE, sender=sender)  # type: ignore[arg-type]
    except (Dies, sqlite3.OperationalError):
        pass


def test_a_run_that_dies_at_any_point_of_its_writing_loses_nothing_and_tells_once(world: World) -> None:
    world.say("status", "renewed")
    world.say("trailer", "released")
    world.state.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (world.folder / "state.db").read_bytes()
    for steps in range(10_000):
        world.state.close()
        for suffix in ("-wal", "-shm"):
            (world.folder / f"state.db{suffix}").unlink(missing_ok=True)
        (world.folder / "state.db").write_bytes(before)
        world.reopen()
        world.sent.clear()
        killed_after(world.state, steps, every=11)
        try:
            world.decide()
            whole = True
        except sqlite3.OperationalError:
            whole = False
        world.reopen()
        assert sorted(world.events()) == ["season.renewed", "trailer.published"], steps
        if whole:
            break
    assert steps > 10


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_crashes_each_change_has_one_id_and_arrives(
    tmp_path_factory: pytest.TempPathFactory,
    catalogue: Catalogue,
    steps: list[tuple[list[tuple[str, str]], int | None, str]],
) -> None:
    world = World(tmp_path_factory.mktemp("crash"), catalogue)
    world.follow()
    world.target()
    world.decide()
    believed = [world.airdate.beliefs("Lighthouse", 2)]
    for said, kill, faults in steps:
        for kind, value in said:
            world.say(kind, value)
        killed_after(world.state, kill)
        run(world, faults)
        world.reopen()
        world.now += HOUR
        believed.append(world.airdate.beliefs("Lighthouse", 2))
    for _ in range(4):  # the world rests, and all is well
        run(world, "fine")
        world.now += timedelta(hours=12)
    in_outbox = {notice.notice_id: notice for notice in outbox.recent(world.state, 1000)}
    received = [notice for message in world.sent for notice in message.notices]
    assert {notice.notice_id for notice in received} == in_outbox.keys()
    assert all(notice == in_outbox[notice.notice_id] for notice in received)
    _are_chains(sorted(in_outbox.values(), key=lambda n: n.made_at), world)
    world.close()


def _are_chains(notices: list, world: World) -> None:  # type: ignore[type-arg]
    """For each subject the news lead without a gap from the first belief to the last."""
    held: dict[str, str | None] = {"season": "neither renewed nor cancelled", "release": None}
    for notice in notices:
        group = notice.event.partition(".")[0].replace("decision", "season")
        if group in held and notice.event != "release.likely":
            assert notice.before == held[group] or held[group] is None, notice
            held[group] = notice.now


def test_two_runs_at_once_tell_each_change_once(world: World) -> None:
    world.say("status", "renewed")
    world.say("trailer", "released")

    def run_whole(_: int) -> tuple[int, int]:
        connection = state.connect(world.folder / "state.db")
        with closing(connection), SqliteLedger(world.folder / "ledger.db") as ledger:
            airdate = Airdate(ledger, load_catalogue(), clock=lambda: world.now)
            told = decide(airdate, connection, world.now, AT_ONCE)
            done = deliver(connection, world.now, AT_ONCE, sender=world.send)
            airdate.catalogue.close()
        return len(told.notices), done.sent

    with ThreadPoolExecutor(2) as pool:
        told, sent = zip(*pool.map(run_whole, range(2)), strict=True)
    assert (sum(told), sum(sent)) == (2, 2)
    assert sorted(m.notices[0].event for m in world.sent) == ["season.renewed", "trailer.published"]
