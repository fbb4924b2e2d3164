"""Expressions told from the day of saying, and the parts of units: "next Friday", "in two weeks".

On an undated page they are `UNKNOWN`: the words are consumed and nothing is claimed.
"""

from __future__ import annotations

from datetime import date, timedelta

from airdate.dates import Window, of_day
from airdate.reading.phrases import grammar as g
from airdate.reading.phrases import vocabulary as v
from airdate.reading.phrases.almanac import coded, running, shifted, shifted_day, window
from airdate.reading.phrases.grammar import Hit, Scan
from airdate.reading.phrases.terms import UNKNOWN, YEAR, Clock, Term, resolve, rest_of
from airdate.reading.phrases.vocabulary import Unit


def _known(found: Window | None, *, is_day: bool = False) -> Term:
    return Term(fixed=found, relative=True, is_day=is_day) if found is not None else UNKNOWN


def point_day(s: Scan, i: int) -> Hit | None:
    """ "today", "tomorrow night", "now streaming"."""
    name = v.POINT_DAYS.at(s.tokens, i)
    if name is None:
        return None
    if s.clock is None:
        return UNKNOWN, name[1]
    return _known(of_day(s.clock.day + timedelta(name[0])), is_day=True), name[1]


def weekday(s: Scan, i: int) -> Hit | None:
    """ "Friday, June 5, 2025" (the date decides), or the weekday alone."""
    name = v.WEEKDAYS.at(s.tokens, i)
    if name is None:
        return None
    j = name[1]
    for k in (j, j + 1, j + 2):
        if k > j and s.tokens.word(k - 1) not in (",", ".", "the"):
            break
        if dated := g.day_date(s, k):
            return dated
    if s.tokens.word(i) not in v.FULL_WEEKDAYS or s.tokens.word(j) in ("nights", "mornings", "evenings"):
        return None
    return _weekday_term(s.clock, name[0], s.past), j


def _weekday_term(clock: Clock | None, number: int, past: bool) -> Term:
    if clock is None:
        return UNKNOWN
    ahead = (number - clock.day.weekday()) % 7
    day = clock.day + timedelta(ahead - 7 if past and ahead else ahead)
    return Term(fixed=of_day(day), relative=True, bare=True, is_day=True)


def deixis(s: Scan, i: int) -> Hit | None:
    """ "this autumn", "next month", "next Friday", "last June", "this time next year"."""
    if s.tokens.words[i : i + 2] == ["this", "time"]:
        return _this_time(s, i + 2)
    if year_of := v.YEAR_DEIXIS.at(s.tokens, i):
        return _deictic_year(s, i, year_of)
    pointer = v.DEIXIS.at(s.tokens, i)
    if pointer is None:
        return None
    shift, j = pointer
    if (unit := v.RUNNING.get(s.tokens.word(j))) is not None:
        return (_known(running(s.clock.day, unit, shift)) if s.clock else UNKNOWN), j + 1
    if name := v.WEEKDAYS.at(s.tokens, j):
        return _pointed_weekday(s, shift, name)
    for rule in (part, g.season, g.month, g.quarter, g.half, g.holiday):
        if found := rule(s, j):
            return (_pointed(s, found[0], shift), found[1]) if found[0].year is None else found
    return None


def _deictic_year(s: Scan, i: int, year_of: tuple[int, int]) -> Hit | None:
    if s.tokens.words[i : i + 2] == ["the", "year"]:
        return None  # a year of its own only as a part's or a bound's: "the end of the year"
    if s.clock is None:
        return UNKNOWN, year_of[1]
    return Term(YEAR, s.clock.day.year + year_of[0], relative=True), year_of[1]


def _pointed_weekday(s: Scan, shift: int, name: tuple[int, int]) -> Hit | None:
    if dated := weekday(s, name[1] - 1):
        if s.clock is None or (dated[0].is_day and not dated[0].bare):
            return dated
        if shift == 0:
            return dated[0]._replace(bare=False), dated[1]
        monday = s.clock.day - timedelta(s.clock.day.weekday() - 7 * shift)
        return _known(of_day(monday + timedelta(name[0])), is_day=True), name[1]
    return None


def _pointed(s: Scan, term: Term, shift: int) -> Term:
    """This, next or last X: the X itself, the one after the running one (of next year for a season)."""
    if s.clock is None or term is UNKNOWN or term.yearly is None:
        return UNKNOWN if s.clock is None else term
    this = resolve(term, s.clock, past=shift < 0 or s.past)
    if this is None or this.earliest is None:
        return UNKNOWN
    year = int(this.edtf[:4])
    day = s.clock.day
    if shift > 0 and this.precision == "season":
        year = day.year + 1 - (this.earliest.month == 12 and day.month < 3)
    elif shift > 0 and this.earliest <= day:
        year += 1
    elif shift < 0 and this.latest is not None and this.latest >= day:
        year -= 1
    return term._replace(year=year, relative=True, bare=False)


def _this_time(s: Scan, i: int) -> Hit | None:
    """ "this time next year" is the same month of that year; "this time next spring" is that spring."""
    name = v.YEAR_DEIXIS.at(s.tokens, i)
    if name is None:
        return deixis(s, i) if s.tokens.word(i) == "next" else None
    if s.clock is None:
        return UNKNOWN, name[1]
    month = coded(f"-{s.clock.day.month:02d}")
    return Term(month, s.clock.day.year + name[0], relative=True), name[1]


def part(s: Scan, i: int) -> Hit | None:
    """ "late 2025", "the end of next year", "mid-March", "mid to late 2024", "first half of the year"."""
    name = v.PARTS.at(s.tokens, i)
    if name is None:
        return None
    months, j = name
    if s.tokens.word(j) in ("to", "or", "/", "and", "-", "–") and (second := v.PARTS.at(s.tokens, j + 1)):
        months, j = (months[0], second[0][1]), second[1]
    unit = _unit(s, j)
    if unit is None:
        return None
    term = g.narrowed(unit[0], months)
    if months == v.END and term.relative and s.clock is not None:
        term = _closing(unit[0], term, s.clock)
    return term, unit[1]


def _closing(unit: Term, term: Term, clock: Clock) -> Term:
    whole = resolve(unit, clock, past=False)
    return term._replace(closes=whole if whole is not None and whole.contains(clock.day) else None)


#: After "early next" these leave the year unsaid.
_ELLIPSIS = frozenset(("", ".", ",", ";", ":", "!", "?", ")", "–", "—"))


def _unit(s: Scan, i: int) -> Hit | None:
    """What a part can be of: a year, a running unit, a month, season, quarter or holiday."""
    j = i
    while j < i + 3 and s.tokens.word(j) in ("of", "in", "on", "for", "-", "through", "into"):
        j += 1
    if year := g.named_year(s, j):
        return year
    if found := deixis(s, j):
        return found
    if s.tokens.word(j) == "next" and s.tokens.word(j + 1) in _ELLIPSIS:
        return (Term(YEAR, s.clock.day.year + 1, relative=True) if s.clock else UNKNOWN), j + 1
    k = j + 1 if s.tokens.word(j) == "the" else j
    if k > j and (unit := v.RUNNING.get(s.tokens.word(k))) is not None:
        return (_known(running(s.clock.day, unit, 0)) if s.clock else UNKNOWN), k + 1
    return g.season(s, k) or g.month(s, k) or g.quarter(s, k) or g.holiday(s, k)


def later(s: Scan, i: int) -> Hit | None:
    """ "later this year": from the day of saying to the year's end."""
    if s.tokens.word(i) != "later" or s.tokens.word(i + 1) not in ("this", "in", "on"):
        return None
    unit = _unit(s, i + 1)
    if unit is None:
        return None
    whole = resolve(unit[0], s.clock, past=False)
    if s.clock is None or whole is None:
        return unit
    return _known(rest_of(whole, s.clock)), unit[1]


_WITHIN = frozenset(("within", "over", "inside", "during"))
_NEXT = (["the", "next"], ["the", "coming"])
_HEDGES = v.words("about around roughly approximately just only exactly another some")


def offset(s: Scan, i: int) -> Hit | None:
    """ "in two weeks", "within 18 months", "in the next six months"."""
    words = s.tokens.words
    within = words[i] in _WITHIN
    if s.tokens.word(i - 1) in ("time", "first", "once", "twice", "times", "best", "only"):
        return None
    j = i + 1
    if words[j : j + 2] in _NEXT:
        within, j = True, j + 2
    elif words[i] in ("over", "during"):
        return None
    if words[j : j + 2] == ["less", "than"] or s.tokens.word(j) == "under":
        within, j = True, j + (2 if s.tokens.word(j) == "less" else 1)
    while s.tokens.word(j) in _HEDGES:
        j += 1
    counted = _counted(s, j)
    if counted is None:
        return None
    n, unit, end = counted
    if _is_vague(s, end):
        return UNKNOWN, end
    end = _offset_end(s, end)
    return _from_now(s.clock, n, unit, within), end


def _is_vague(s: Scan, end: int) -> bool:
    return s.tokens.word(end) in ("or", "to", "ago", "later", "old", "-", "–", "and")


def _offset_end(s: Scan, end: int) -> int:
    end = end + 1 if s.tokens.word(end) == "'" else end
    end = end + 1 if s.tokens.word(end) == "time" else end
    return end + 2 if s.tokens.words[end : end + 2] in (["from", "now"], ["from", "today"]) else end


def _counted(s: Scan, i: int) -> tuple[int, Unit, int] | None:
    """ "two weeks": the number, the unit, the index after."""
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
        return _known(window(shifted(clock.day, n, unit)), is_day=unit in ("day", "week"))
    end = shifted_day(clock.day, n, unit)
    return _known(window(f"{clock.said}/{_as_said(end, clock)}")) if end else UNKNOWN


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
    if s.tokens.word(j) == "from" and (start := weekday(s, j + 1) or point_day(s, j + 1)):
        origin = resolve(start[0], s.clock, past=False)
        if origin is None or origin.earliest is None or unit not in ("day", "week"):
            return UNKNOWN, start[1]
        return _known(window(shifted(origin.earliest, n, unit)), is_day=True), start[1]
    return None
