"""Expressions told from the day of saying, and the parts of units: "next Friday", "in two weeks".

On an undated page they are `UNKNOWN`: the words are consumed and nothing is claimed.
"""

from __future__ import annotations

from datetime import timedelta

from airdate.dates import Window, of_day
from airdate.reading.phrases import grammar as g
from airdate.reading.phrases import vocabulary as v
from airdate.reading.phrases.almanac import coded, months, nth_weekday, running, shifted, window
from airdate.reading.phrases.grammar import Hit, Scan
from airdate.reading.phrases.terms import UNKNOWN, YEAR, Clock, Term, resolve, rest_of


def known(found: Window | None, *, is_day: bool = False) -> Term:
    return Term(fixed=found, relative=True, is_day=is_day) if found is not None else UNKNOWN


def point_day(s: Scan, i: int) -> Hit | None:
    """ "today", "tomorrow night", "now streaming"."""
    name = v.POINT_DAYS.at(s.tokens, i)
    if name is None:
        return None
    if s.clock is None or (name[0] < 0 and not s.past):
        return UNKNOWN, name[1]
    return known(of_day(s.clock.day + timedelta(name[0])), is_day=True), name[1]


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
    if s.tokens.word(j) == "week" and s.clock is not None:
        return _weekday_term(s.clock._replace(day=s.clock.day + timedelta(7)), name[0], False), j + 1
    if in_week := _weekday_of_week(s, name[0], j):
        return in_week
    if s.tokens.word(i) not in v.FULL_WEEKDAYS or s.tokens.word(j) in _NO_WEEKDAY:
        return None
    return _weekday_term(s.clock, name[0], s.past), j


#: After a weekday: a rhythm, or a day told from another.
_NO_WEEKDAY = v.words("nights mornings evenings after before following")


def _weekday_of_week(s: Scan, number: int, i: int) -> Hit | None:
    """ "Friday of next week", "Friday next week"."""
    pointer = v.DEIXIS.at(s.tokens, i + 1 if s.tokens.word(i) == "of" else i)
    if pointer is None or s.tokens.word(pointer[1]) != "week":
        return None
    if s.clock is None:
        return UNKNOWN, pointer[1] + 1
    return _day_in_week(s.clock, number, pointer[0]), pointer[1] + 1


def _day_in_week(clock: Clock, number: int, shift: int) -> Term:
    days = number - clock.day.weekday() + 7 * shift
    return known(of_day(clock.day + timedelta(days)), is_day=True)


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
    found = _pointed_unit(s, shift, j)
    return (UNKNOWN, found[1]) if found is not None and shift < 0 and not s.past else found


def _pointed_unit(s: Scan, shift: int, j: int) -> Hit | None:
    if (unit := v.RUNNING.get(s.tokens.word(j))) is not None:
        return (known(running(s.clock.day, unit, shift)) if s.clock else UNKNOWN), j + 1
    if name := v.WEEKDAYS.at(s.tokens, j):
        return _pointed_weekday(s, shift, name)
    for rule in (part, g.season, g.month, g.quarter, g.half, g.holiday):
        if found := rule(s, j):
            return (_pointed(s, found[0], shift), found[1]) if found[0].year is None else found
    return None


def _deictic_year(s: Scan, i: int, year_of: tuple[int, int]) -> Hit | None:
    if s.tokens.words[i : i + 2] == ["the", "year"] and year_of[0] == 0:
        return None  # a year of its own only as a part's or a bound's: "the end of the year"
    if s.clock is None or (year_of[0] < 0 and not s.past):
        return UNKNOWN, year_of[1]
    return Term(YEAR, s.clock.day.year + year_of[0], relative=True), year_of[1]


def _pointed_weekday(s: Scan, shift: int, name: tuple[int, int]) -> Hit | None:
    if dated := weekday(s, name[1] - 1):
        if s.clock is None or (dated[0].is_day and not dated[0].bare):
            return dated
        if shift == 0:
            return dated[0]._replace(bare=False), dated[1]
        return _day_in_week(s.clock, name[0], shift), name[1]
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
    span, j = name
    if s.tokens.word(j) in ("to", "or", "/", "and", "-", "–") and (second := v.PARTS.at(s.tokens, j + 1)):
        span, j = (span[0], second[0][1]), second[1]
    unit = _unit(s, j)
    if unit is None or unit[0].is_day:
        return None
    term = g.narrowed(unit[0], span)
    if span == v.END and term.relative and s.clock is not None:
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
    if (j > i or s.tokens.word(j - 1) == "of") and (unit := v.RUNNING.get(s.tokens.word(k))) is not None:
        return (known(running(s.clock.day, unit, 0)) if s.clock else UNKNOWN), k + 1
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
    return known(rest_of(whole, s.clock)), unit[1]


def closing(s: Scan, i: int) -> Hit | None:
    """ "year's end", "before the year is out": the end of the running unit."""
    name = v.CLOSES.at(s.tokens, i)
    if name is None:
        return None
    whole = running(s.clock.day, name[0], 0) if s.clock else None
    if s.clock is None or whole is None:
        return UNKNOWN, name[1]
    end = months(*v.END)(s.clock.day.year) if name[0] == "year" else whole
    return Term(fixed=end, relative=True, closes=whole), name[1]


def new_year(s: Scan, i: int) -> Hit | None:
    """ "before the new year" is a moment; "in the new year" is the year (see `deixis`)."""
    j = i + 1 if s.tokens.word(i) == "the" else i
    if s.tokens.words[j : j + 2] != ["new", "year"] or s.tokens.word(i - 1) in ("in", "into", "of", "during"):
        return None
    return Term(coded("-01-01"), bare=True, is_day=True), j + 2


def nth_weekday_of(s: Scan, i: int) -> Hit | None:
    """ "the last Friday of September", "the first Sunday in May 2025"."""
    nth = v.NTH.at(s.tokens, i + 1 if s.tokens.word(i) == "the" else i)
    name = v.WEEKDAYS.at(s.tokens, nth[1]) if nth else None
    month = v.MONTHS.at(s.tokens, name[1] + 1) if name else None
    if nth is None or name is None or month is None or s.tokens.word(name[1]) not in ("of", "in"):
        return None
    number, weekday_number, n = month[0], name[0], nth[0]
    term = Term(lambda year: of_day(nth_weekday(year, number, weekday_number, n)), is_day=True)
    return g.with_year(s, term, month[1])


def day_of_month(s: Scan, i: int) -> Hit | None:
    """ "on the 28th", "the 3rd of next month"; only where nothing follows that could be counted."""
    day = v.ORDINALS[s.tokens.word(i)]
    if s.tokens.words[max(i - 1, 0) : i] != ["the"]:
        return None
    pointer = v.DEIXIS.at(s.tokens, i + 2) if s.tokens.word(i + 1) == "of" else None
    if pointer is not None and s.tokens.word(pointer[1]) == "month":
        return _day_in_month(s.clock, day, pointer[0]), pointer[1] + 1
    if s.tokens.word(i - 2) != "on" or s.tokens.word(i + 1) not in _ELLIPSIS:
        return None
    past_it = s.clock is not None and s.clock.day.day > day
    return _day_in_month(s.clock, day, 1 if past_it and not s.past else 0), i + 1


def _day_in_month(clock: Clock | None, day: int, shift: int) -> Term:
    return known(window(f"{shifted(clock.day, shift, 'month')}-{day:02d}"), is_day=True) if clock else UNKNOWN
