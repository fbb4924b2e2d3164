"""What pages, feeds and calendars must hold at the end of a simulated world, beside what they do hold."""

from __future__ import annotations

from collections import Counter

import icalendar
import msgspec

from airdate.publish.ical import EventFilter
from airdate.run import subscriptions
from airdate.run.workspace import Airdate
from airdate.types import Change
from tests.run.month.scripts import Beat, Script

#: Title, question, and what the answer holds: a window, or a word.
Line = tuple[str, str, str]

#: What a topic comes to on a page; "@" stands for the beat's own day or month.
_LINES: dict[str, tuple[tuple[str, str], ...]] = {
    "renewed": (("decision", "renewed"),),
    "cancelled": (("decision", "cancelled"),),
    "rumoured end": (("decision", "cancelled"),),
    "denied end": (),
    "filming started": (("production", "filming started"),),
    "filming wrapped": (("production", "filming wrapped"),),
    "trailer": (("trailer", "trailer out"),),
    "moved": (("release", "@"), ("production", "@")),
    "month": (("release", "@"),),
    "day": (("release", "@"),),
    "reported day": (("release", "@"),),
    "learned day": (("release", "@"),),
    "rumoured day": (("release", "@"),),
    "guessed month": (("release", "@"),),
}


def lines_wanted(script: Script) -> Counter[Line]:
    """The changes that pages must show, each once; a copy and a denial change nothing."""
    wanted: Counter[Line] = Counter()
    for beat in script.beats:
        for question, answer in () if beat.copied else _LINES[beat.topic]:
            wanted[beat.title, question, beat.value if answer == "@" else answer] += 1
    return wanted


def lines_shown(airdate: Airdate, script: Script) -> Counter[Line]:
    """The changes that pages show, but for the services that articles name beside their news."""
    shown: Counter[Line] = Counter()
    for title in script.titles:
        for change in airdate.guide(title, 2).changes:
            if change.question != "provider":
                shown[title, change.question or "", _answer(change)] += 1
    return shown


def _answer(change: Change) -> str:
    if change.now_window is not None:
        return change.now_window.edtf
    words = ("cancelled", "renewed", "filming started", "filming wrapped", "trailer out")
    return next((word for word in words if word in (change.now or "")), change.now or "")


def feed_faults(airdate: Airdate, script: Script) -> list[str]:
    """Titles whose feed does not have one entry for each change of its page."""
    faults = []
    for title in script.titles:
        feed = msgspec.json.decode(subscriptions.feed(airdate, title, 2, "json", "https://guide.example/"))
        ids = {item["id"] for item in feed["items"]}
        changes = airdate.guide(title, 2).changes
        if not len(ids) == len(feed["items"]) == len(changes):
            faults.append(title)
    return faults


def calendar_faults(airdate: Airdate, script: Script) -> list[str]:
    """Titles whose calendar does not have their last day or window, once."""
    calendar = icalendar.Calendar.from_ical(subscriptions.calendar(airdate, None, EventFilter()))
    events: dict[str, list[str]] = {}
    for event in calendar.walk("VEVENT"):
        title = str(event["SUMMARY"]).partition(", season")[0]
        events.setdefault(title, []).append(event.decoded("DTSTART").isoformat())
    faults = []
    for title in script.titles:
        dated = [beat for beat in script.beats if beat.title == title and _is_dated(beat)]
        if events.get(title, []) != ([_first_day(dated[-1])] if dated else []):
            faults.append(f"{title}: {events.get(title)}")
    return faults


def _is_dated(beat: Beat) -> bool:
    """Rumours and guesses are no events."""
    return bool(beat.value) and beat.topic not in ("rumoured day", "guessed month")


def _first_day(beat: Beat) -> str:
    return f"{beat.value}-01" if beat.topic == "month" else beat.value
