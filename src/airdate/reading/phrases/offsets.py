"""Counted stretches from the day of saying: "in two weeks", "within 18 months", "two weeks from Friday".

N days or weeks on is a day, N months on a month, N years on a year; "within" ends on a day.
"""

from __future__ import annotations

from datetime import date

from airdate.reading.phrases import vocabulary as v
from airdate.reading.phrases.almanac import running, shifted, shifted_day, window
from airdate.reading.phrases.grammar import Hit, Scan
from airdate.reading.phrases.relative import known, point_day, weekday
from airdate.reading.phrases.terms import UNKNOWN, Clock, Term, resolve, rest_of
from airdate.reading.phrases.vocabulary import Unit

_HEDGES = v.words("about around roughly approximately just only exactly another some")


def offset(s: Scan, i: int) -> Hit | None:
    """ "in two weeks", "within 18 months", "in the next six months", "within the year"."""
    words = s.tokens.words
    if s.tokens.word(i - 1) in ("time", "first", "once", "twice", "times", "best", "only"):
        return None
    unit_name = v.RUNNING.get(s.tokens.word(i + 2)) if words[i] == "within" else None
    if unit_name and words[i + 1] in ("the", "this"):
        return _rest_of_running(s.clock, unit_name), i + 3
    within, j = _reach(s, i)
    if not within and words[i] in ("over", "during"):
        return None
    counted = _counted(s, j)
    if counted is None:
        return None
    n, unit, end = counted
    if _is_vague(s, end):
        return UNKNOWN, end
    return _from_now(s.clock, n, unit, within), _offset_end(s, end)


def _reach(s: Scan, i: int) -> tuple[bool, int]:
    """Is it any time up to then ("within", "in the next", "in under"), and where does the number stand?"""
    words = s.tokens.words
    within, j = words[i] in ("within", "inside"), i + 1
    for opener in (["the", "next"], ["the", "coming"], ["less", "than"], ["under"]):
        if words[j : j + len(opener)] == opener:
            within, j = True, j + len(opener)
    while s.tokens.word(j) in _HEDGES:
        j += 1
    return within, j


def _is_vague(s: Scan, end: int) -> bool:
    word, following = s.tokens.word(end), s.tokens.word(end + 1)
    is_counted = following in v.NUMBERS or following.isdigit() or following in ("so", "more")
    return word in ("ago", "later", "old") or (word in ("or", "to", "and", "-", "–") and is_counted)


def _offset_end(s: Scan, end: int) -> int:
    end = end + 1 if s.tokens.word(end) == "'" else end
    end = end + 1 if s.tokens.word(end) == "time" else end
    return end + 2 if s.tokens.words[end : end + 2] in (["from", "now"], ["from", "today"]) else end


def _counted(s: Scan, i: int) -> tuple[int, Unit, int] | None:
    """ "two weeks": the number, the unit, the index after."""
    if s.tokens.words[i : i + 3] == ["half", "a", "year"]:
        return 6, "month", i + 3
    word = s.tokens.word(i)
    n = v.NUMBERS.get(word) or (int(word) if word.isascii() and word.isdigit() and len(word) < 4 else 0)
    unit = v.COUNTED.get(s.tokens.word(i + 1).rstrip("'").removesuffix("'s"))
    if unit is None or not n:
        return None
    return n * unit[1], unit[0], i + 2


def _from_now(clock: Clock | None, n: int, unit: Unit, within: bool) -> Term:
    if clock is None:
        return UNKNOWN
    if not within:
        return known(window(shifted(clock.day, n, unit)), is_day=unit in ("day", "week"))
    end = shifted_day(clock.day, n, unit)
    return known(window(f"{clock.said}/{_as_said(end, clock)}")) if end else UNKNOWN


def _as_said(day: date, clock: Clock) -> str:
    return day.isoformat()[: len(clock.said)] if len(clock.said) < len("2022-07-01") else day.isoformat()


def count_from(s: Scan, i: int) -> Hit | None:
    """ "a month from now", "two weeks from Friday", "six months away"."""
    counted = _counted(s, i)
    if counted is None:
        return None
    n, unit, j = counted
    words = s.tokens.words
    if words[j : j + 2] in (["from", "now"], ["from", "today"]):
        return _from_now(s.clock, n, unit, False), j + 2
    if s.tokens.word(j) in ("away", "hence"):
        return _from_now(s.clock, n, unit, False), j + 1
    if start := point_day(s, j):
        return _days_after(s, n, unit, start)
    if s.tokens.word(j) in ("from", "on") and (start := weekday(s, j + 1) or point_day(s, j + 1)):
        return _days_after(s, n, unit, start)
    return None


def _days_after(s: Scan, n: int, unit: Unit, start: Hit) -> Hit:
    origin = resolve(start[0], s.clock, past=False)
    if origin is None or origin.earliest is None or unit not in ("day", "week"):
        return UNKNOWN, start[1]
    return known(window(shifted(origin.earliest, n, unit)), is_day=True), start[1]


def _rest_of_running(clock: Clock | None, unit: Unit) -> Term:
    whole = running(clock.day, unit, 0) if clock else None
    return known(rest_of(whole, clock)) if clock and whole else UNKNOWN
