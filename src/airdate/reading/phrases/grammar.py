"""Expressions that name a stretch of the calendar: years and their parts, months, days, seasons, holidays.

Each rule looks at the words from index i and gives the term and the index after it, or None. Rules read
forward only and never over more than a handful of words, so the whole is linear.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from airdate.reading.phrases import vocabulary as v
from airdate.reading.phrases.almanac import FESTIVE, HOLIDAY, coded, months, window
from airdate.reading.phrases.terms import UNKNOWN, YEAR, Clock, Edge, Term
from airdate.reading.phrases.tokens import Tokens

Hit = tuple[Term, int]


class Scan:
    """What a rule may look at: the words, the day of saying, and the last year named before."""

    __slots__ = ("clock", "named_year", "past", "tokens")

    def __init__(self, tokens: Tokens, clock: Clock | None, past: bool) -> None:
        self.tokens, self.clock, self.past = tokens, clock, past
        self.named_year: int | None = None


Rule = Callable[[Scan, int], Hit | None]
_FESTIVE = frozenset(FESTIVE.values())


class YearTail(NamedTuple):
    """The year that follows a month, season or part; `year` is None where it cannot be told."""

    year: int | None
    relative: bool
    end: int


def year_number(s: Scan, i: int) -> int | None:
    """The year at word i; None for "$2025", "2025%", "2,024" and counts of something."""
    year = v.YEARS.get(s.tokens.word(i))
    if year is None or (s.tokens.is_glued(i) and s.tokens.word(i - 1) in v.NUMBERED):
        return None
    if s.tokens.word(i + 1) in v.COUNT_NOUNS:
        return None
    joined = s.tokens.is_glued(i + 1) and s.tokens.is_glued(i + 2)
    if joined and s.tokens.word(i + 1) in (".", ",") and s.tokens.word(i + 2).isdigit():
        return None
    return year


_APOSTROPHES = frozenset("'’‘")


def short_year(s: Scan, i: int) -> int | None:
    """The year of "'27"."""
    word = s.tokens.word(i)
    return 2000 + int(word) if len(word) == 2 and word.isascii() and word.isdigit() else None


def year_tail(s: Scan, i: int) -> YearTail | None:
    """ ", 2025", "of 2025", "of next year", "of that same year", "next year"."""
    j = i + 1 if s.tokens.word(i) in (",", "of", "in", "-") else i
    j = j + 1 if j > i and s.tokens.word(j) == "of" else j
    year = year_number(s, j)
    if year is not None:
        return YearTail(year, False, j + 1)
    if s.tokens.word(i) in _APOSTROPHES and s.tokens.is_glued(i + 1) and (short := short_year(s, i + 1)):
        return YearTail(short, False, i + 2)
    if anaphora := v.YEAR_ANAPHORA.at(s.tokens, j):
        year = s.named_year + anaphora[0] if s.named_year is not None else None
        return YearTail(year, year is None, anaphora[1])
    if deixis := v.YEAR_DEIXIS.at(s.tokens, j):
        return YearTail(s.clock.day.year + deixis[0] if s.clock else None, True, deixis[1])
    return None


def with_year(s: Scan, term: Term, i: int) -> Hit:
    """The term with the year that follows it, if one does."""
    tail = year_tail(s, i)
    if tail is None:
        return term, i
    if tail.year is None:
        return UNKNOWN, tail.end
    return term._replace(year=tail.year, relative=tail.relative, bare=False), tail.end


def day_number(s: Scan, i: int) -> int | None:
    """A day of the month: "5", "05", "5th"; not "5 episodes", "5:30", "5%", "5pm"."""
    word = s.tokens.word(i)
    day = v.ORDINALS.get(word) or (int(word) if word.isascii() and word.isdigit() and len(word) < 3 else 0)
    if not 1 <= day <= 31 or s.tokens.word(i + 1) in v.COUNT_NOUNS:
        return None
    if s.tokens.is_glued(i + 1) and s.tokens.word(i + 1) in (":", ".") and s.tokens.word(i + 2).isdigit():
        return None if s.tokens.is_glued(i + 2) else day
    return day


_DAY_JOIN = v.words("- – — to or through / &")


def _second_day(s: Scan, i: int) -> tuple[int, int] | None:
    """ "–12" of "June 5–12"."""
    if s.tokens.word(i) not in _DAY_JOIN:
        return None
    j = i + 2 if s.tokens.word(i + 1) in ("the", "on") else i + 1
    day = day_number(s, j)
    return (day, j + 1) if day is not None else None


def _days(month: int, day: int, last: int | None) -> Term:
    first = f"-{month:02d}-{day:02d}"
    if last is None or last <= day:
        return Term(coded(first), is_day=True)
    return Term(lambda y: window(f"{y:04d}{first}/{y:04d}-{month:02d}-{last:02d}"), is_day=True)


def month_day(s: Scan, i: int) -> Hit | None:
    """ "June 5", "June 5th, 2025", "Jan. 28", "June the 5th", "June 5-12, 2025"."""
    month = v.MONTHS.at(s.tokens, i)
    if month is None:
        return None
    j = month[1] + 1 if s.tokens.word(month[1]) == "the" else month[1]
    day = day_number(s, j)
    if day is None or (s.tokens.word(i) == "may" and not s.tokens.is_capital(i)):
        return None
    second = _second_day(s, j + 1)
    if second and v.MONTHS.at(s.tokens, second[1]):
        second = None
    last, end = second or (None, j + 1)
    return with_year(s, _days(month[0], day, last), end)


def day_month(s: Scan, i: int) -> Hit | None:
    """ "5 June", "5th of June 2025", "the 5th June", "5-12 June 2025"; not "season 5 June"."""
    day = day_number(s, i)
    if day is None or s.tokens.word(i - 1) in v.NUMBERED:
        return None
    second = _second_day(s, i + 1)
    last, j = second or (None, i + 1)
    j = j + 1 if s.tokens.word(j) == "of" else j
    month = v.MONTHS.at(s.tokens, j)
    if month is None or (s.tokens.word(j) == "may" and not s.tokens.is_capital(j)):
        return None
    if last is None and day_number(s, month[1]) is not None and v.ORDINALS.get(s.tokens.word(i)) is None:
        return None
    return with_year(s, _days(month[0], day, last), month[1])


def numeric(s: Scan, i: int) -> Hit | None:
    """ISO "2025-06-05" and "2025-06"; "14/3/2025" where only one order makes a day; else nothing."""
    t = s.tokens
    separator = t.word(i + 1)
    if separator not in ("-", "/", ".") or not (t.is_glued(i + 1) and t.is_glued(i + 2)):
        return None
    numbers = [t.word(i), t.word(i + 2), t.word(i + 4)]
    full = t.word(i + 3) == separator and t.is_glued(i + 3) and t.is_glued(i + 4)
    if full and all(n.isascii() and n.isdigit() for n in numbers):
        return _numeric_day(numbers), i + 5
    if separator == "-" and numbers[0] in v.YEARS and len(numbers[1]) == 2 and not full:
        return _iso_month(numbers, i)
    return None


def _iso_month(numbers: list[str], i: int) -> Hit | None:
    is_range = int(numbers[0][2:]) + 1 == int(numbers[1]) if numbers[1].isdigit() else True
    found = window(f"{numbers[0]}-{numbers[1]}")
    return None if is_range or found is None else (Term(fixed=found), i + 3)


def _numeric_day(numbers: list[str]) -> Term:
    if len(numbers[0]) == 4:
        found = window("-".join(n.zfill(2) for n in numbers))
        return Term(fixed=found, is_day=True) if found else UNKNOWN
    if len(numbers[2]) != 2 and numbers[2] not in v.YEARS:
        return UNKNOWN
    a, b, year = (int(n[-4:]) for n in numbers)
    year = year if year > 99 else 2000 + year
    readings = {window(f"{year:04d}-{m:02d}-{d:02d}") for d, m in ((a, b), (b, a))} - {None}
    return Term(fixed=readings.pop(), is_day=True) if len(readings) == 1 else UNKNOWN


def day_date(s: Scan, i: int) -> Hit | None:
    """A day of the calendar in any of its forms."""
    return month_day(s, i) or day_month(s, i) or numeric(s, i)


def month(s: Scan, i: int) -> Hit | None:
    """A day, or a month with or without a year."""
    if found := month_day(s, i):
        return found
    name = v.MONTHS.at(s.tokens, i)
    if name is None or _is_verb(s, i, name[1]):
        return None
    return with_year(s, Term(coded(f"-{name[0]:02d}"), bare=True), name[1])


def _is_verb(s: Scan, i: int, j: int) -> bool:
    """ "may" and "march" where they are no months."""
    word = s.tokens.word(i)
    if word not in v.AMBIGUOUS_MONTHS:
        return False
    if year_number(s, j + (s.tokens.word(j) in (",", "of"))) is not None:
        return False
    return not s.tokens.is_capital(i) or (word == "may" and s.tokens.word(j) in v.AFTER_VERB_MAY)


def season(s: Scan, i: int) -> Hit | None:
    """ "summer 2025", "the fall of 2025", "winter 2024-25", "spring next year", "summer"."""
    word = s.tokens.word(i)
    code = v.SEASONS.get(word.removesuffix("'s"))
    if code is None or (word not in v.SEASONS and s.tokens.word(i - 1) not in ("this", "next", "coming")):
        return None
    if s.tokens.word(i + 1) in v.NAMED_SEASONS:
        return None
    j = i + 2 if s.tokens.word(i + 1) in ("season", "months") else i + 1
    term, end = with_year(s, Term(coded(f"-{code}"), bare=True), j)
    if code == 24 and term.year is not None and (second := year_pair(s, end - 1)):
        return term, second[1]
    if end == j and (s.tokens.word(j) == "of" or (code == 23 and not _is_named_season(s, i))):
        return None
    return term, end


def _is_named_season(s: Scan, i: int) -> bool:
    """ "fall" with an article, a part or a preposition before it, or autumn by name."""
    before = s.tokens.word(i - 1)
    return s.tokens.word(i).startswith("autumn") or before not in ("to", "will", "and", "may", "could", "can")


def quarter(s: Scan, i: int) -> Hit | None:
    """ "Q1 2025", "the third quarter of next year"."""
    name = v.QUARTERS.at(s.tokens, i)
    return name and with_year(s, Term(coded(f"-{name[0]}"), bare=True), name[1])


def holiday(s: Scan, i: int) -> Hit | None:
    """ "Thanksgiving", "Christmas 2025", "Labor Day weekend", "the holiday season"."""
    name = HOLIDAY.at(s.tokens, i)
    if name is None:
        return None
    yearly, j = name
    is_weekend = s.tokens.word(j - 1) == "weekend"
    return with_year(s, Term(yearly, bare=not is_weekend, is_day=yearly not in _FESTIVE), j)


def year_pair(s: Scan, i: int) -> tuple[int, int] | None:
    """ "2024-25", "2024/2025": the first year and the index after; only where the second is the next year."""
    first = v.YEARS.get(s.tokens.word(i))
    second = s.tokens.word(i + 2)
    if first is None or s.tokens.word(i + 1) not in ("-", "/", "–") or not s.tokens.is_glued(i + 2):
        return None
    return (first, i + 3) if second in (f"{first + 1}", f"{(first + 1) % 100:02d}") else None


def tv_season(s: Scan, i: int) -> Hit | None:
    """ "the 2024-25 (television) season" runs from September to May; without the word, two years."""
    pair = year_pair(s, i)
    if pair is None:
        return None
    first, j = pair
    k = j + 1 if s.tokens.word(j) in ("tv", "television", "broadcast", "network") else j
    if s.tokens.word(k) == "season":
        return Term(months(9, 5), first), k + 1
    return Term(fixed=window(f"{first}/{first + 1}"), bare=True), j


def year(s: Scan, i: int) -> Hit | None:
    """A year; "2025 Q4" and "2025 holiday season" too."""
    number = year_number(s, i)
    if number is None:
        return None
    for rule in (quarter, half, holiday):
        if (found := rule(s, i + 1)) and found[0].year is None:
            return found[0]._replace(year=number, bare=False), found[1]
    return Term(YEAR, number, bare=True), i + 1


def half(s: Scan, i: int) -> Hit | None:
    """ "H1 2025", "H2 of next year"."""
    name = v.HALVES.at(s.tokens, i)
    return name and with_year(s, Term(months(*name[0]), bare=True), name[1])


def number(s: Scan, i: int) -> Hit | None:
    """What begins with a number."""
    return numeric(s, i) or day_month(s, i) or tv_season(s, i) or year(s, i)


def named_year(s: Scan, i: int) -> Hit | None:
    """ "2025", "next year", "the year", "that same year"."""
    j = i + 1 if s.tokens.word(i) == "calendar" else i
    if (literal := year_number(s, j)) is not None:
        return Term(YEAR, literal), j + 1
    tail = year_tail(s, j)
    if tail is None:
        return None
    return (Term(YEAR, tail.year, relative=tail.relative) if tail.year is not None else UNKNOWN), tail.end


_EDGES: dict[tuple[int, int], Edge] = {(1, 4): "early", (5, 8): "mid", (9, 12): "late", (10, 12): "late"}


def narrowed(term: Term, part: tuple[int, int]) -> Term:
    """A part of a year is its months; a part of anything shorter is the whole, with its edge kept."""
    if term.yearly is YEAR:
        return term._replace(yearly=months(*part), bare=False)
    return term._replace(edge=_EDGES.get(part, ""), bare=False)
