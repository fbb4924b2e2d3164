"""Telling what changed: decide what is news of the followed works, and send what is on its way.

    decide:  followed works ─▶ beliefs ─▶ hold ─▶ notices and reminders ─▶ outbox    one transaction a work
    deliver: outbox ─▶ message ─▶ words ─▶ target ─▶ sent, or later again

The watch loop calls both after each round, `airdate notify run` from cron; several at once do no harm.
`decide` reads the ledger and never the network; `deliver` never reads the ledger.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from airdate.catalogue.fold import fold
from airdate.errors import AirdateError, SettingError, StatusError
from airdate.run import quiet
from airdate.run.following import followed_works, match_again
from airdate.run.standing import Standing, awaited, guide_folders, standing, stood
from airdate.run.workspace import Airdate
from airdate.sources.net.pace import wait_after
from airdate.sqlite import transaction
from airdate.types import Belief, Failure, Forecast, Struct
from airdate.watch import outbox, told
from airdate.watch.follow import Follow, FollowKind, followed_since
from airdate.watch.hold import Held, hold
from airdate.watch.kinds import CAST_NEWS
from airdate.watch.marks import mark_told, read_mark, told_marks, unmark, write_mark
from airdate.watch.moves import Key, by_key
from airdate.watch.notices import Notice, likely_notice, news_notice, reminder_notice
from airdate.watch.outbox import Message
from airdate.watch.relevance import is_news
from airdate.watch.reminders import LIKELY_DAYS, due, is_likely, likely_mark, marks_of
from airdate.watch.schedule import Schedule, read_schedule
from airdate.watch.senders import Sender, send
from airdate.watch.targets import Target, find_target, list_targets
from airdate.watch.templates import render_message

_REMINDERS = ("release.soon", "release.today")
_LONGEST_ASKED = timedelta(days=1)
_DOWN = 2  # one message may be refused for what it says; two in a row, and the target is down
_LOOKED_AHEAD = "looked ahead on"


class Wishes(Struct, frozen=True, kw_only=True):
    """How a user wants to be told: when, how patiently, in whose words, with links to which site."""

    schedule: Schedule
    patience: timedelta = timedelta(minutes=30)
    templates: Path | None = None
    base_url: str = ""


class Told(Struct, frozen=True, kw_only=True):
    """What `decide` did: works looked at, works that came in silently, changes that wait, new notices."""

    works: int = 0
    begun: int = 0
    waiting: int = 0
    notices: tuple[Notice, ...] = ()


class Delivered(Struct, frozen=True, kw_only=True):
    """What `deliver` did: messages sent, put off and given up, with the reasons."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    failures: tuple[Failure, ...] = ()


def wishes_of(chosen: Mapping[str, Any]) -> Wishes:
    """The wishes that the settings hold.

    Raises:
        SettingError: one that does not fit.
    """
    templates = Path(chosen["notice_templates"]) if chosen["notice_templates"] else None
    if templates is not None and not templates.is_dir():
        raise SettingError(
            "no such folder", id="notice_templates", hint="leave it empty for the shipped ones"
        )
    return Wishes(
        schedule=read_schedule(chosen["timezone"], chosen["notify_hour"], chosen["remind_days"]),
        patience=timedelta(minutes=chosen["hold_minutes"]),
        templates=templates,
        base_url=chosen["base_url"].rstrip("/"),
    )


DEFAULT = Wishes(schedule=Schedule(zone=ZoneInfo("UTC")))


# Deciding


def decide(airdate: Airdate, state: sqlite3.Connection, now: datetime, wishes: Wishes = DEFAULT) -> Told:
    """Find out what is to be told, and put it in the outbox.

    Works of which nothing can have changed since the last run are passed over (`quiet`). Of a work that comes
    in, what was known when its title or person began to be followed is no news; one that
    comes in with a service or list is taken as it stands.

    Args:
        airdate: the workspace; read alone.
        state: the state between runs.
        now: the present instant.
        wishes: when and how patiently.
    """
    match_again(airdate, state)
    looked = quiet.looked_now(airdate, state, wishes.schedule, now)
    touched = quiet.touched(airdate, state, looked)
    if touched is not None and not touched:
        return Told()
    targets = list_targets(state)
    guides = guide_folders(airdate) if wishes.base_url else {}
    today = str(wishes.schedule.local(now).date())
    is_new_day = read_mark(state, _LOOKED_AHEAD) != today
    done = Told()
    for work_id, follows in followed_works(airdate, state).items():
        if not quiet.is_touched(airdate, work_id, touched):
            continue
        site = wishes.base_url + guides[work_id] if work_id in guides else None
        with transaction(state):  # taken first: of two runs, the later one has the later beliefs
            case = standing(airdate, work_id, follows, now, site)
            one = _decide(airdate, state, case, targets, now, wishes, is_new_day)
        done = Told(
            works=done.works + 1,
            begun=done.begun + one.begun,
            waiting=done.waiting + one.waiting,
            notices=(*done.notices, *one.notices),
        )
    if is_new_day:
        with transaction(state):
            write_mark(state, _LOOKED_AHEAD, today)
    quiet.note(state, looked)
    return done


def _decide(
    airdate: Airdate,
    state: sqlite3.Connection,
    case: Standing,
    targets: Sequence[Target],
    now: datetime,
    wishes: Wishes,
    is_new_day: bool,
) -> Told:
    """One work; forecasts, which take their time, are looked at once a day and where something changed."""
    work_id = case.about.work_id
    told.rename(state, work_id, case.ids[1:])
    is_new = told.watched_since(state, work_id) is None
    before = _baseline(airdate, state, case, now) if is_new else told.read_told(state, work_id)
    waiting = told.read_waiting(state, work_id)
    held = hold(before, waiting, case.beliefs, at=now, patience=wishes.patience)
    told.write_held(state, work_id, held)
    told.watch_from(state, work_id, now)
    followed = _since(state, case.follows, ("title", "person", "service", "list"), now)
    news = [one for one in held.news if is_news(one.move, case.evidence, case.over, followed.date())]
    notices = [news_notice(one, case.about, case.evidence, now) for one in news]
    notices += _reminders(state, case, held, now, wishes.schedule, silent=is_new or bool(news))
    if is_new_day or is_new or held.news:
        notices += _likely(airdate, state, case, now, wishes.schedule, silent=is_new)
    for notice in notices:
        _post(state, notice, case, targets, wishes.schedule)
    return Told(works=1, begun=int(is_new), waiting=len(held.waiting), notices=tuple(notices))


def _baseline(
    airdate: Airdate, state: sqlite3.Connection, case: Standing, now: datetime
) -> dict[Key, Belief]:
    """What of a work that comes in counts as told."""
    since = _since(state, case.follows, ("title", "person"), now)
    return by_key(stood(airdate, case.ids, since) if since < now else case.beliefs)


def _since(
    state: sqlite3.Connection, follows: Sequence[Follow], kinds: Sequence[FollowKind], now: datetime
) -> datetime:
    """Since when a work is followed by one of these kinds of follows; now where it is not."""
    since = [followed_since(state, follow) or now for follow in follows if follow.kind in kinds]
    return min(since, default=now)


def _reminders(
    state: sqlite3.Connection, case: Standing, held: Held, now: datetime, schedule: Schedule, *, silent: bool
) -> list[Notice]:
    """Reminders of days that were told and still stand; silently passed over where the day itself is news."""
    work_id = case.about.work_id
    known = [belief for key, belief in by_key(case.beliefs).items() if _stands(held.told, key, belief)]
    found = due(known, told_marks(state, marks_of(work_id)), schedule, now)
    mark_told(state, [mark for reminder in found for mark in reminder.marks], now)
    return [] if silent else [reminder_notice(each, case.about, case.evidence, now) for each in found]


def _stands(told: Mapping[Key, Belief], key: Key, belief: Belief) -> bool:
    return key in told and told[key].window == belief.window


def _likely(
    airdate: Airdate,
    state: sqlite3.Connection,
    case: Standing,
    now: datetime,
    schedule: Schedule,
    *,
    silent: bool,
) -> list[Notice]:
    """Seasons that have become likely to come soon; told again only after they had become unlikely."""
    notices = []
    today = schedule.local(now).date()
    marked = told_marks(state, marks_of(case.about.work_id))
    for season in awaited(airdate, case):
        mark = likely_mark(case.about.work_id, season)
        own = [belief for belief in case.beliefs if belief.season == season]
        made = airdate.outlook(case.work, season) if season is not None else None
        forecast = made if isinstance(made, Forecast) else None
        if mark in marked:
            if not is_likely(own, forecast, today, 2 * LIKELY_DAYS):
                unmark(state, [mark])
        elif is_likely(own, forecast, today):
            mark_told(state, [mark], now)
            announced = next((b for b in own if b.question == "release" and b.window is not None), None)
            notices.append(likely_notice(mark, season, announced, case.about, case.evidence, now))
    return [] if silent else notices


def _post(
    state: sqlite3.Connection,
    notice: Notice,
    case: Standing,
    targets: Sequence[Target],
    schedule: Schedule,
) -> None:
    """Put a notice in the outbox; news of a person who is followed goes to everyone."""
    is_of_person = notice.event in CAST_NEWS and fold(notice.subject) in case.people
    to = []
    for target in targets:
        if target.wants(notice.event) or (is_of_person and not target.kinds):
            pace = "at once" if notice.event in _REMINDERS else target.pace
            to.append((target, schedule.due(pace, notice.made_at)))
    outbox.post(state, notice, to)


# Delivering


def deliver(
    state: sqlite3.Connection, now: datetime, wishes: Wishes = DEFAULT, *, sender: Sender = send
) -> Delivered:
    """Send what is due, at most `outbox.MOST_TAKEN` messages a target.

    What is not taken is tried again later, and for a week; nothing is lost meanwhile.
    """
    done = Delivered()
    for target in list_targets(state):
        done = _sum([done, _send_to(state, target, now, wishes, sender)])
    outbox.drop_old(state, now)
    return done


def _send_to(
    state: sqlite3.Connection, target: Target, now: datetime, wishes: Wishes, sender: Sender
) -> Delivered:
    """Send a target what is due, until it turns out to be down or busy."""
    done, refused = Delivered(), 0
    for message in outbox.take(state, target, now):
        error = _refusal(message, now, wishes, sender)
        if error is None:
            outbox.mark_sent(state, message, now)
            done, refused = _sum([done, Delivered(sent=1)]), 0
            continue
        wait = _asked_for(error, now)
        given_up = outbox.mark_failed(state, message, now, error.message, wait=wait)
        failure = Failure(id=target.name, error=error.message, hint=error.hint)
        one = Delivered(put_off=int(not given_up), given_up=int(given_up), failures=(failure,))
        done, refused = _sum([done, one]), refused + 1
        if wait is not None or refused == _DOWN:
            lost = outbox.leave_alone(state, target, now, wait=wait)
            return _sum([done, Delivered(given_up=lost)])
    return done


def _refusal(message: Message, now: datetime, wishes: Wishes, sender: Sender) -> AirdateError | None:
    """Why the target did not take a message; `None` where it did."""
    try:
        sender(message, render_message(message, wishes.templates), now)
    except AirdateError as error:
        return error
    return None


def _asked_for(error: AirdateError, now: datetime) -> timedelta | None:
    """How long a busy target wants to be left alone."""
    if not isinstance(error, StatusError) or error.retry_after is None:
        return None
    return min(timedelta(seconds=wait_after(1, error.retry_after, now, 0)), _LONGEST_ASKED)


def _sum(all: Sequence[Delivered]) -> Delivered:
    return Delivered(
        sent=sum(one.sent for one in all),
        put_off=sum(one.put_off for one in all),
        given_up=sum(one.given_up for one in all),
        failures=tuple(failure for one in all for failure in one.failures),
    )


def send_test(
    state: sqlite3.Connection, name: str, now: datetime, wishes: Wishes = DEFAULT, *, sender: Sender = send
) -> None:
    """Send a target a notice that says it is a test; the outbox is passed by.

    Raises:
        InputError: no such target, or a URL that cannot be used.
        SourceError: not taken.
    """
    target = find_target(state, name)
    notice = Notice(
        notice_id=f"test-{int(now.timestamp())}",
        event="test",
        made_at=now,
        work_id="test",
        title="Airdate",
        season=None,
        headline="Airdate: this is a test. News of what you follow will come here.",
    )
    message = Message(message_id=notice.notice_id, target=target, notices=(notice,))
    sender(message, render_message(message, wishes.templates), now)
